//! What the one local user did: marks, searches he keeps, and the identity of his store.

mod common;

use common::*;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Access, Lane, LinkRow, Mark, Marks, Store, StoryFilter, StoryMarks, StoryQuery};

fn ids(numbers: &[i32]) -> Vec<ArticleId> {
    numbers.iter().map(|number| ArticleId(*number)).collect()
}

fn stories(store: &Store, only: StoryFilter) -> Vec<i32> {
    let query = StoryQuery {
        only: Some(only),
        limit: 9,
        ..StoryQuery::default()
    };
    let page = store.stories(&query).unwrap();
    page.stories.iter().map(|story| story.id.0).collect()
}

/// Two stories: 1 and 2, 3 and 4.
fn two_stories() -> (tempfile::TempDir, Store) {
    let (dir, store) = store_of(4);
    commit(
        &store,
        &[link(1, 1, 100), link(2, 1, 200), link(3, 3, 300), link(4, 3, 400)],
    );
    (dir, store)
}

#[test]
fn a_mark_is_set_once_and_taken_away() {
    let (_dir, store) = two_stories();
    assert_eq!(store.mark(&ids(&[2, 2, 99]), Mark::Read, Some(10)).unwrap(), 1);
    assert_eq!(
        store.mark(&ids(&[2]), Mark::Read, Some(20)).unwrap(),
        0,
        "it keeps its time"
    );
    store.mark(&ids(&[2]), Mark::Star, Some(30)).unwrap();
    let both = Marks {
        read_at: Some(10),
        starred_at: Some(30),
    };
    assert_eq!(store.marks(&ids(&[1, 2])).unwrap(), [Marks::default(), both]);
    assert_eq!(store.marked(Mark::Read).unwrap(), ids(&[2]));
    assert_eq!(store.mark(&ids(&[2]), Mark::Read, None).unwrap(), 1);
    assert_eq!(store.mark(&ids(&[2, 1]), Mark::Star, None).unwrap(), 1);
    assert_eq!(store.marks(&ids(&[2])).unwrap(), [Marks::default()]);
    assert!(store.marked(Mark::Star).unwrap().is_empty());
}

#[test]
fn stories_are_read_as_a_whole_and_starred_by_one() {
    let (_dir, store) = two_stories();
    store.mark_story(StoryId(1), Mark::Read, Some(10)).unwrap();
    store.mark(&ids(&[3]), Mark::Read, Some(10)).unwrap();
    store.mark(&ids(&[4]), Mark::Star, Some(10)).unwrap();
    assert_eq!(stories(&store, StoryFilter::Unread), [3]);
    assert_eq!(stories(&store, StoryFilter::Starred), [3]);
    let marks = store.story_marks(&[StoryId(1), StoryId(3), StoryId(9)]).unwrap();
    let of = |unread, starred| StoryMarks { unread, starred };
    assert_eq!(marks, [of(0, 0), of(1, 1), of(0, 0)]);
    store.mark_story(StoryId(1), Mark::Star, Some(20)).unwrap();
    assert_eq!(
        store.marked(Mark::Star).unwrap(),
        ids(&[1, 4]),
        "a story's star is on its first article"
    );
    store.mark_story(StoryId(3), Mark::Star, None).unwrap();
    assert_eq!(store.marked(Mark::Star).unwrap(), ids(&[1]));
    let leads = store.story_leads(&[StoryId(3), StoryId(9)]).unwrap();
    assert_eq!(leads[0].as_ref().map(|lead| lead.id), Some(ArticleId(3)));
    assert_eq!(leads[1], None);
}

#[test]
fn marks_survive_a_merge_and_a_new_reading() {
    let (_dir, store) = two_stories();
    store.mark_story(StoryId(1), Mark::Read, Some(10)).unwrap();
    store.mark(&ids(&[4]), Mark::Star, Some(11)).unwrap();
    let merging = LinkRow {
        closed: merged(&[(3, 1)]),
        ..link(1, 1, 100)
    };
    commit(&store, &[merging]);
    let whole = store.story(StoryId(3)).unwrap().unwrap();
    assert_eq!((whole.id, whole.members.len()), (StoryId(1), 4), "the stories are one");
    for id in [1, 3] {
        let marks = store.story_marks(&[StoryId(id)]).unwrap()[0];
        assert_eq!(marks, StoryMarks { unread: 2, starred: 1 });
    }
    // read again: the articles keep their numbers, and what was read stays read
    let text = article("x1", "عنوان آخر", "نص آخر");
    let capture = put(
        &store,
        Lane::Live,
        page("b", "https://b.example/1", "another body"),
        text.clone(),
    );
    extract(&store, Lane::Live, 2, vec![(capture, Ok(text))]);
    assert_eq!(find(&store, "https://b.example/1").0, ArticleId(1));
    assert_eq!(store.marks(&ids(&[1])).unwrap()[0].read_at, Some(10));
}

#[test]
fn what_was_shown_keeps_its_time_and_follows_a_merge() {
    let (_dir, store) = two_stories();
    assert_eq!(store.not_shown(StoryId(1)).unwrap(), ids(&[1, 2]));
    store.show(&ids(&[1, 2, 99]), 10).unwrap();
    store.show(&ids(&[2]), 20).unwrap();
    let both = [(ArticleId(1), 10), (ArticleId(2), 10)];
    assert_eq!(store.shown(StoryId(1)).unwrap().into_iter().collect::<Vec<_>>(), both);
    assert!(store.not_shown(StoryId(1)).unwrap().is_empty() && store.shown(StoryId(3)).unwrap().is_empty());
    let merging = LinkRow {
        closed: merged(&[(3, 1)]),
        ..link(1, 1, 100)
    };
    commit(&store, &[merging]);
    for id in [1, 3] {
        assert_eq!(
            store.not_shown(StoryId(id)).unwrap(),
            ids(&[3, 4]),
            "of the whole story"
        );
        assert_eq!(store.shown(StoryId(id)).unwrap().len(), 2);
    }
}

#[test]
fn starred_articles_are_listed_by_their_star() {
    let (_dir, store) = two_stories();
    for (article, at) in [(3, 5), (1, 9), (4, 9)] {
        store.mark(&ids(&[article]), Mark::Star, Some(at)).unwrap();
    }
    let first = store.starred(None, 2).unwrap();
    assert_eq!(first.iter().map(|place| place.article.0).collect::<Vec<_>>(), [4, 1]);
    let rest = store.starred(first.last().copied(), 2).unwrap();
    assert_eq!(rest.iter().map(|place| place.article.0).collect::<Vec<_>>(), [3]);
}

#[test]
fn a_search_is_kept_once_until_it_is_forgotten() {
    let (_dir, store) = new_store();
    let id = store.save_search("غرق عبارة", 5).unwrap();
    assert_eq!(store.save_search("غرق عبارة", 9).unwrap(), id);
    store.save_search("lang:ar", 6).unwrap();
    let kept = store.searches().unwrap();
    let seen: Vec<(&str, i64)> = kept
        .iter()
        .map(|search| (search.query.as_str(), search.saved_at))
        .collect();
    assert_eq!(seen, [("غرق عبارة", 5), ("lang:ar", 6)]);
    assert!(store.forget_search(id).unwrap());
    assert!(!store.forget_search(id).unwrap());
    assert_eq!(store.searches().unwrap().len(), 1);
}

#[test]
fn a_store_and_its_backup_are_the_same_and_no_other_is() {
    let (dir, store) = new_store();
    let copy = dir.path().join("copy");
    store.backup(&copy).unwrap();
    let backup = Store::open(&copy, Access::Read).unwrap();
    assert_eq!(backup.identity().unwrap(), store.identity().unwrap());
    let (_other_dir, other) = new_store();
    assert_ne!(other.identity().unwrap(), store.identity().unwrap());
}
