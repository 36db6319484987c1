//! Readings, copies and stories: written, replaced, merged, listed.

mod common;

use common::*;
use isnad_model::{
    ArticleId, Copy, CopyKind, Features, Grade, Joined, Keyword, Mention, Name, NameKind, Reading, RevisionId, SpanIn,
    StoryId,
};
use isnad_store::{
    Applied, ClosedHours, Correction, Lane, LinkRow, LogKind, Moved, Stage, Store, StoryOrder, StoryQuery,
};
use proptest::prelude::*;

fn copy(of: &str, kind: CopyKind) -> Copy {
    Copy {
        of: of.into(),
        kind,
        contained: 0.75,
        containing: 0.5,
        grade: Grade::Likely,
        from: None,
        gap_seconds: Some(60),
        evidence: vec!["الترتيب الزمني".into()],
        differences: Vec::new(),
    }
}

fn story_ids(store: &Store, id: i32) -> Option<(i32, Vec<i32>)> {
    let story = store.story(StoryId(id)).unwrap()?;
    Some((
        story.id.0,
        story.members.iter().map(|member| member.article.id.0).collect(),
    ))
}

fn listed(store: &Store, query: StoryQuery) -> Vec<(i32, u32, u32)> {
    let page = store.stories(&query).unwrap();
    page.stories
        .iter()
        .map(|story| (story.id.0, story.articles, story.outlets))
        .collect()
}

#[test]
fn a_reading_comes_back_with_its_features() {
    let (_dir, store) = store_of(2);
    let reading = Reading {
        id: "x1".into(),
        language: Some("ar".into()),
        keywords: vec![Keyword {
            text: "جسر".into(),
            score: 1.5,
            variants: vec![],
        }],
        names: vec![Name {
            text: "النهر القديم".into(),
            kind: NameKind::Place,
            key: "النهر القديم".into(),
            mentions: vec![Mention {
                start: 0,
                end: 23,
                text: "النهر القديم".into(),
                within: Some(SpanIn::Title),
            }],
        }],
        statistics: 3,
        features: Features {
            fold_version: 1,
            word_marks: vec![1, 2],
            fingerprints: vec![7, 9],
            terms: vec![],
        },
    };
    let head = store.log_head(Lane::Live).unwrap();
    let results = [
        (RevisionId(1), Ok(reading.clone())),
        (RevisionId(2), Err("no words".to_owned())),
    ];
    store.commit_readings(Lane::Live, head, 4, &results, None).unwrap();
    let rows = store.readings(&[RevisionId(1)]).unwrap();
    assert_eq!((&rows[0].reading, rows[0].analyser_version), (&reading, 4));
    assert_eq!(
        (rows[0].article.text().as_str(), rows[0].revision.source.as_str()),
        ("نص", "b")
    );
    assert_eq!(logged(&store, Lane::Live, LogKind::Reading), [1]);
    assert_eq!(lag(&store, Stage::Analyse, Lane::Live), 0);
    assert_eq!(store.failures(Some(Stage::Analyse), 0, 9).unwrap()[0].row, 2);
    assert!(store.readings(&[RevisionId(2)]).is_err());
}

#[test]
fn linking_again_replaces_only_the_articles_own_rows() {
    let (_dir, store) = store_of(3);
    let with_copy = LinkRow {
        copies: vec![(ArticleId(1), copy("x1", CopyKind::Copy))],
        ..link(2, 1, 200)
    };
    let later = LinkRow {
        copies: vec![(ArticleId(2), copy("x2", CopyKind::EditedCopy))],
        ..link(3, 1, 300)
    };
    commit(&store, &[link(1, 1, 100), with_copy, later]);
    assert_eq!(story_ids(&store, 1), Some((1, vec![1, 2, 3])));
    let around = store.copies_of(ArticleId(2)).unwrap();
    assert_eq!(around.of_earlier, [(ArticleId(1), copy("x1", CopyKind::Copy))]);
    assert_eq!(around.by_later, [(ArticleId(3), copy("x2", CopyKind::EditedCopy))]);
    commit(&store, &[link(2, 2, 150)]);
    assert_eq!(story_ids(&store, 1), Some((1, vec![1, 3])));
    assert_eq!(story_ids(&store, 2), Some((2, vec![2])));
    let around = store.copies_of(ArticleId(2)).unwrap();
    assert_eq!((around.of_earlier.len(), around.by_later.len()), (0, 1));
    assert_eq!(logged(&store, Lane::Live, LogKind::Link), [1, 2, 3, 2]);
}

#[test]
fn a_merged_story_answers_under_its_old_id() {
    let (_dir, store) = store_of(4);
    commit(&store, &[link(1, 1, 100), link(2, 2, 200), link(3, 3, 300)]);
    let merging = LinkRow {
        closed: merged(&[(3, 2)]),
        ..link(4, 2, 400)
    };
    commit(&store, &[merging]);
    assert_eq!(story_ids(&store, 3), Some((2, vec![2, 3, 4])));
    commit(
        &store,
        &[LinkRow {
            closed: merged(&[(2, 1)]),
            ..link(4, 1, 400)
        }],
    );
    for old in [1, 2, 3] {
        assert_eq!(story_ids(&store, old), Some((1, vec![1, 2, 3, 4])), "{old}");
    }
    assert_eq!(
        listed(
            &store,
            StoryQuery {
                limit: 9,
                ..StoryQuery::default()
            }
        ),
        [(1, 4, 3)]
    );
    let view = store.article(ArticleId(3)).unwrap().unwrap();
    assert_eq!((view.story, view.linking_time), (Some(StoryId(1)), Some(300)));
    let member = &store.story(StoryId(1)).unwrap().unwrap().members[2];
    assert_eq!(member.first_story, StoryId(3));
    assert_eq!(story_ids(&store, 99), None);
    let summary = store.story_summary(StoryId(3)).unwrap().unwrap();
    assert_eq!((summary.id, summary.articles, summary.outlets), (StoryId(1), 4, 3));
    assert_eq!(
        (summary.first_at, summary.last_at, summary.lead.id),
        (100, 400, ArticleId(1))
    );
    assert_eq!(store.story_summary(StoryId(99)).unwrap(), None);
    let records = store.members_of_story(StoryId(3)).unwrap();
    let articles: Vec<i32> = records.iter().map(|record| record.article.0).collect();
    assert_eq!(articles, [1, 2, 3, 4]);
    assert_eq!(store.member(ArticleId(3)).unwrap().as_ref(), Some(&records[2]));
    assert!(store.members_of_story(StoryId(99)).unwrap().is_empty());
}

#[test]
fn hits_fold_under_the_earliest_article_they_copy() {
    let (_dir, store) = store_of(5);
    let of = |article, story, time, original: i32, kind| LinkRow {
        copies: vec![(ArticleId(original), copy(&format!("x{original}"), kind))],
        ..link(article, story, time)
    };
    commit(
        &store,
        &[
            link(1, 1, 100),
            of(2, 1, 200, 1, CopyKind::EditedCopy),
            of(3, 1, 300, 2, CopyKind::Copy),
            of(4, 1, 400, 1, CopyKind::Partial),
            of(5, 5, 500, 1, CopyKind::Copy),
        ],
    );
    let ids: Vec<ArticleId> = (1..=5).map(ArticleId).collect();
    let folded = store.folded_copies(&ids).unwrap();
    assert_eq!(folded, [None, Some(ArticleId(1)), Some(ArticleId(1)), None, None]);
}

#[test]
fn stories_are_listed_in_four_orders_and_page_by_page() {
    let (_dir, store) = store_of(6);
    // 1: two articles of one outlet; 2: three articles of two outlets, begun early; 3: one article, the newest.
    commit(
        &store,
        &[
            link(1, 1, 100),
            link(4, 1, 500),
            link(2, 2, 50),
            link(3, 2, 60),
            link(6, 2, 70),
            link(5, 5, 900),
        ],
    );
    let in_order = |order| -> Vec<i32> {
        let query = StoryQuery {
            order,
            limit: 9,
            ..StoryQuery::default()
        };
        listed(&store, query).into_iter().map(|story| story.0).collect()
    };
    assert_eq!(in_order(StoryOrder::Newest), [5, 1, 2]);
    assert_eq!(in_order(StoryOrder::FirstSeen), [5, 1, 2]);
    assert_eq!(in_order(StoryOrder::MostOutlets), [2, 5, 1]);
    assert_eq!(in_order(StoryOrder::MostArticles), [2, 1, 5]);
    let mut query = StoryQuery {
        order: StoryOrder::MostArticles,
        limit: 1,
        ..StoryQuery::default()
    };
    let mut seen = Vec::new();
    loop {
        let page = store.stories(&query).unwrap();
        seen.extend(page.stories.iter().map(|story| story.id.0));
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    assert_eq!(seen, [2, 1, 5]);
    let window = StoryQuery {
        since: Some(80),
        until: Some(900),
        limit: 9,
        ..StoryQuery::default()
    };
    assert_eq!(listed(&store, window.clone()), [(1, 2, 1)]);
    let lead = &store.stories(&window).unwrap().stories[0].lead;
    assert_eq!(lead.id, ArticleId(1));
}

#[test]
fn the_linkers_records_come_back_by_day_and_time() {
    let (_dir, store) = store_of(4);
    let day = 86_400;
    commit(
        &store,
        &[
            link(1, 1, 2 * day + 9),
            link(2, 1, day),
            link(3, 1, 2 * day + 1),
            link(4, 4, 9 * day),
        ],
    );
    let merged = LinkRow {
        closed: merged(&[(1, 4)]),
        ..link(4, 4, 9 * day)
    };
    commit(&store, &[merged]);
    let members = store.members_of_days(&[2, 1, 2]).unwrap();
    let found: Vec<_> = members
        .iter()
        .map(|member| (member.linking_day, member.article.0, member.story.0))
        .collect();
    assert_eq!(found, [(1, 2, 4), (2, 3, 4), (2, 1, 4)]);
    assert_eq!(members[0].member, [2, 2, 2]);
    assert_eq!(store.linked_days(1, 8).unwrap(), [1, 2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    /// However articles are linked again and stories merged, the counts of stories are those of their members,
    /// every article stands in one story, and every old id leads to a story that exists or never had a member.
    #[test]
    fn counts_follow_members(steps in proptest::collection::vec((1..=8i32, 1..=8i32, proptest::option::of((1..=8i32, 1..=8i32))), 1..24)) {
        let (_dir, store) = store_of(8);
        for (article, story, merge) in &steps {
            let mut row = link(*article, *story, i64::from(*article) * 10);
            row.closed = merged(merge.as_slice());
            commit(&store, &[row]);
        }
        let mut members = Vec::new();
        for (id, articles, outlets) in listed(&store, StoryQuery { limit: 99, ..StoryQuery::default() }) {
            let story = store.story(StoryId(id)).unwrap().unwrap();
            prop_assert_eq!(story.id.0, id);
            prop_assert_eq!(story.members.len(), articles as usize);
            let names: std::collections::BTreeSet<_> = story.members.iter().map(|m| m.article.source.as_str()).collect();
            prop_assert_eq!(names.len(), outlets as usize);
            members.extend(story.members.iter().map(|member| member.article.id.0));
        }
        members.sort_unstable();
        let mut linked: Vec<i32> = steps.iter().map(|step| step.0).collect();
        linked.sort_unstable();
        linked.dedup();
        prop_assert_eq!(members, linked);
    }
}

#[test]
fn what_a_closed_hour_decided_anew_is_kept() {
    let (_dir, store) = store_of(3);
    let open = |article, story, time| LinkRow {
        open_hour: Some(7),
        ..link(article, story, time)
    };
    commit(&store, &[open(1, 1, 100), open(2, 2, 90_000), open(3, 2, 200)]);
    assert_eq!(store.open_days().unwrap(), [0, 1]);
    assert_eq!(store.member(ArticleId(3)).unwrap().unwrap().open_hour, Some(7));
    let joined = Joined {
        because: vec!["الجسر".to_owned()],
        score: 0.9,
    };
    let closed = ClosedHours {
        moved: vec![
            Moved::Article {
                article: ArticleId(3),
                from: StoryId(2),
                into: StoryId(1),
                joined: joined.clone(),
            },
            Moved::Article {
                article: ArticleId(2),
                from: StoryId(2),
                into: StoryId(1),
                joined: joined.clone(),
            },
            Moved::Story {
                from: StoryId(2),
                into: StoryId(1),
            },
        ],
        articles: vec![ArticleId(1), ArticleId(2), ArticleId(3)],
    };
    store.close_hours(&closed).unwrap();
    assert_eq!(
        story_ids(&store, 2),
        Some((1, vec![1, 3, 2])),
        "the old number leads there"
    );
    assert_eq!(
        listed(
            &store,
            StoryQuery {
                limit: 9,
                ..StoryQuery::default()
            }
        ),
        [(1, 3, 3)]
    );
    let members = store.story(StoryId(1)).unwrap().unwrap().members;
    assert_eq!((&members[1].joined, members[1].first_story), (&joined, StoryId(2)));
    assert_eq!(store.open_days().unwrap(), Vec::<i32>::new());
    assert_eq!(store.members_of_days(&[0]).unwrap()[0].open_hour, None);
    assert_eq!(store.linked_revision(ArticleId(3)).unwrap(), Some(RevisionId(3)));
}

#[test]
fn a_split_is_kept_applied_and_undone() {
    let (_dir, store) = store_of(4);
    commit(
        &store,
        &[link(1, 1, 100), link(2, 1, 200), link(3, 1, 300), link(4, 1, 400)],
    );
    let ids = |ids: &[i32]| ids.iter().copied().map(ArticleId).collect::<Vec<_>>();
    let split = Correction {
        at: 500,
        together: false,
        articles: ids(&[2, 4]),
        others: ids(&[1, 3]),
        undoes: None,
    };
    let id = store.correct(&split).unwrap();
    assert_eq!(logged(&store, Lane::Live, LogKind::Correction), [id]);
    assert_eq!(store.correction(id).unwrap(), Some(split.clone()));
    assert_eq!(story_ids(&store, 1), Some((1, vec![1, 2, 3, 4])), "not before its turn");
    let applied = store
        .apply_correction(store.log_head(Lane::Live).unwrap(), &split)
        .unwrap();
    let moved = Applied::Moved {
        articles: ids(&[2, 4]),
        story: StoryId(2),
    };
    assert_eq!(applied, moved);
    assert_eq!(story_ids(&store, 1), Some((1, vec![1, 3])));
    assert_eq!(story_ids(&store, 2), Some((2, vec![2, 4])));
    assert_eq!(store.apply_correction(0, &split).unwrap(), Applied::Nothing, "twice");
    let undone = Correction {
        together: true,
        ..split
    };
    let merged = Applied::Merged {
        from: StoryId(2),
        into: StoryId(1),
    };
    assert_eq!(store.apply_correction(0, &undone).unwrap(), merged);
    assert_eq!(story_ids(&store, 2), Some((1, vec![1, 2, 3, 4])));
}

#[test]
fn the_decisions_of_a_story_are_those_in_force() {
    let (_dir, store) = store_of(4);
    commit(
        &store,
        &[link(1, 1, 100), link(2, 1, 200), link(3, 1, 300), link(4, 4, 400)],
    );
    let split = Correction {
        at: 500,
        together: false,
        articles: vec![ArticleId(2)],
        others: vec![ArticleId(1), ArticleId(3)],
        undoes: None,
    };
    let first = store.correct(&split).unwrap();
    let of = |story: i32| -> Vec<(i64, bool)> {
        let listed = store.decisions(Some(StoryId(story)), None, 9).unwrap();
        listed.iter().map(|one| (one.id, one.is_pending)).collect()
    };
    assert_eq!(of(1), [(first, true)]);
    store
        .apply_correction(store.log_head(Lane::Live).unwrap(), &split)
        .unwrap();
    assert_eq!((of(1), of(2)), (vec![(first, false)], vec![(first, false)]));
    assert!(of(4).is_empty(), "no article of it is spoken of");
    let back = Correction {
        at: 600,
        together: true,
        undoes: Some(first),
        ..split
    };
    let second = store.correct(&back).unwrap();
    assert_eq!(store.decision(second).unwrap().unwrap().correction, back);
    assert_eq!(store.decision(first).unwrap(), None);
    assert!(store.correct(&back).is_err(), "nothing is taken back twice");
    assert_eq!(of(1), [(second, true)]);
    store
        .apply_correction(store.log_head(Lane::Live).unwrap(), &back)
        .unwrap();
    assert_eq!((of(1), of(2)), (vec![(second, false)], vec![(second, false)]));
}

#[test]
fn where_the_founder_is_split_off_the_others_leave() {
    let (_dir, store) = store_of(3);
    commit(&store, &[link(1, 1, 100), link(2, 1, 200), link(3, 1, 300)]);
    let split = Correction {
        at: 500,
        together: false,
        articles: vec![ArticleId(1)],
        others: vec![ArticleId(2), ArticleId(3)],
        undoes: None,
    };
    store.apply_correction(0, &split).unwrap();
    assert_eq!(story_ids(&store, 1), Some((1, vec![1])));
    assert_eq!(story_ids(&store, 2), Some((2, vec![2, 3])));
    let nobody = Correction {
        articles: Vec::new(),
        ..split
    };
    assert!(store.correct(&nobody).is_err());
}
