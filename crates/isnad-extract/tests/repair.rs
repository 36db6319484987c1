//! Repair of scraped text against a corpus of its own, and the seed and gold where they are at hand.

use isnad_extract::{Hint, repair};
use isnad_model::{Article, Direction};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn named(name: &str) -> Hint {
    Hint {
        id: name.into(),
        ..Hint::default()
    }
}

#[test]
fn the_corpus_is_repaired_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/repair");
    for name in ["aggregator", "pointers"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let expected = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let expected: Article = serde_json::from_str(&expected).unwrap();
        assert_eq!(repair(&text, &named(name)), expected, "{name}");
    }
}

#[test]
fn the_seed_is_read_whole() {
    let shared = std::env::var_os("ISNAD_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(shared.join("gold/pages/seed.txt")) else {
        println!("no seed at {}; set ISNAD_SHARED", shared.display());
        return;
    };
    let article = repair(&text, &named("seed"));
    assert_eq!(
        (article.blocks.len(), article.related.len(), article.embedded.len()),
        (20, 2, 1)
    );
    assert_eq!(article.published.unwrap().time, "2023-09-21");
}

#[test]
fn names_addresses_and_numbers_keep_their_form() {
    let text = "قال د.سليمان لقناة (بي.إف.إم) وصحيفة \"العربية.نت\" إن بريجنيف وعبدالدائم زارا www.example.org مقارنة بـ2804 و2.960 ووMBC في تموز/يوليو مع كيريلوف ويسكنوان كبيربين.";
    let article = repair(text, &named("names"));
    assert_eq!(article.text(), text);
    assert!(article.repairs.is_empty());
}

#[test]
fn a_title_in_the_hint_leaves_the_first_line_in_the_body() {
    let hint = Hint {
        title: Some("العنوان".into()),
        ..named("hinted")
    };
    let article = repair("وصل الوفد أمس\nوغادر اليوم.", &hint);
    assert_eq!(article.blocks.len(), 2);
}

#[test]
fn scraped_text_has_a_language_like_its_page_so_that_both_join_one_story() {
    let article = repair("وصول الوفد\nوصل الوفد أمس إلى المدينة.", &named("arabic"));
    assert_eq!(
        (article.language.as_deref(), article.direction),
        (Some("ar"), Some(Direction::Rtl))
    );
    let hint = Hint {
        language: Some("en".into()),
        ..named("numbers")
    };
    let hinted = repair("2023", &hint);
    assert_eq!(
        (hinted.language.as_deref(), hinted.direction),
        (Some("en"), Some(Direction::Ltr))
    );
}

proptest! {
    #[test]
    fn no_text_panics_and_blocks_are_clean(text in "[ء-يa-z0-9 .:،\"«»()\\n]{0,200}|\\PC{0,80}") {
        let article = repair(&text, &named("any"));
        for block in &article.blocks {
            prop_assert_eq!(block.text.trim(), block.text.as_str());
            prop_assert!(!block.text.is_empty());
        }
    }

    #[test]
    fn letters_are_neither_made_nor_lost(words in proptest::collection::vec("[ء-ي]{2,9}", 1..30)) {
        let hint = Hint { title: Some("عنوان".into()), ..named("letters") };
        let line = words.concat();
        let article = repair(&line, &hint);
        let kept: String = article.text().split_whitespace().collect();
        let taken: usize = article.repairs.iter().filter(|repair| repair.kind == "insertion").count();
        prop_assert!(taken > 0 || kept == line);
    }
}
