//! What an older extractor could not read, the newer one reads when it starts.

use isnad_engine::{Bell, DataPaths, Runner};
use isnad_model::{ArticleId, Capture, CaptureKind};
use isnad_store::{Access, Lane, LogKind, Stage, Store};
use std::sync::Arc;

#[test]
fn failures_of_an_older_version_are_tried_again_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), Access::Write).unwrap();
    let record = |id: &str, body: &str| Capture {
        kind: CaptureKind::Record,
        source: "موقع السارية".into(),
        url: None,
        external_id: Some(id.into()),
        captured: "2031-03-01T00:00:00Z".into(),
        content_type: Some("application/json".into()),
        body: body.into(),
    };
    let good = r#"{"id":"good","title":"حريق في سوق الحبوب","text":"شب حريق في سوق الحبوب فجر اليوم."}"#;
    let captures = [record("good", good), record("bad", "no json")];
    store.append_captures(Lane::Backfill, &captures).unwrap();
    let entries = store.log_after(Lane::Backfill, &[LogKind::Capture], 0, 10).unwrap();
    let failed: Vec<_> = entries
        .iter()
        .map(|entry| (isnad_model::CaptureId(entry.row), Err("an old fault".to_owned())))
        .collect();
    let last = entries.last().unwrap().seq;
    store.commit_extracted(Lane::Backfill, last, 0, &failed).unwrap();
    assert_eq!(store.failures(None, 0, 10).unwrap().len(), 2);

    for _ in 0..2 {
        let runner = Runner::start(&DataPaths::new(folder.path()), Arc::new(Bell::default()))
            .unwrap()
            .unwrap();
        runner.wait_until_caught_up(|| {}).unwrap();
        runner.stop().unwrap();
        assert_eq!(store.article_ids_after(ArticleId(0), 10).unwrap().len(), 1);
        assert_eq!(store.cursor(Stage::Extract, Lane::Backfill).unwrap(), last);
        let left = store.failures(Some(Stage::Extract), 0, 10).unwrap();
        assert_eq!(left.len(), 1);
        assert!(left[0].version > 0 && left[0].reason != "an old fault", "{left:?}");
    }
}
