//! Any text folded and cut: folding twice changes nothing, words and sentences are spans of whole characters in order.
#![no_main]

use isnad_text::{bare, fold, fold_into, sentences, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let once = fold(text);
    assert_eq!(fold(&once), once);
    assert_eq!(fold(&bare(text)), once);
    let mut appended = String::from("x");
    fold_into(text, &mut appended);
    assert_eq!(appended[1..], once);

    let mut end = 0;
    for word in words(text) {
        assert!(end <= word.start && word.start < word.end && !word.of(text).is_empty());
        end = word.end;
    }
    end = 0;
    for sentence in sentences(text) {
        assert!(end <= sentence.start && sentence.start < sentence.end && !sentence.of(text).is_empty());
        end = sentence.end;
    }
});
