//! The words of the reader in Arabic and English, read from `data/words.tsv`.
//!
//! Counts go through the six plural classes of Arabic. Source: Unicode CLDR plural rules for `ar` and `en`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    /// Arabic, right to left.
    #[default]
    Arabic,
    /// English, left to right.
    English,
}

static WORDS: LazyLock<HashMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let rows = include_str!("../../data/words.tsv").lines();
    rows.filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?]))
        })
        .collect()
});

impl Language {
    /// The language of a BCP 47 code, where the reader speaks it.
    pub(crate) fn of_code(code: &str) -> Option<Language> {
        match code.split('-').next()?.trim() {
            "ar" => Some(Language::Arabic),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// Its BCP 47 code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::English => "en",
        }
    }

    /// Its direction as HTML writes it.
    pub(crate) fn direction(self) -> &'static str {
        match self.is_rtl() {
            true => "rtl",
            false => "ltr",
        }
    }

    /// Whether it runs right to left.
    pub(crate) fn is_rtl(self) -> bool {
        self == Language::Arabic
    }

    /// The language to change to.
    pub(crate) fn other(self) -> Language {
        match self {
            Language::Arabic => Language::English,
            Language::English => Language::Arabic,
        }
    }

    /// The word under `key`; a test holds that every key in use is in the file.
    pub(crate) fn word(self, key: &str) -> &str {
        self.find(key).unwrap_or(key)
    }

    /// The word under `key`, if there is one.
    pub(crate) fn find(self, key: &str) -> Option<&'static str> {
        WORDS.get(key).map(|row| row[self as usize])
    }

    /// The word under `key` with its places filled in. An Arabic prefix at a place joins a word and gets a
    /// tatweel before anything else: `بساعتين`, `بـ17 دقيقة`.
    pub(crate) fn fill(self, key: &str, places: &[(&str, &str)]) -> String {
        let mut filled = self.word(key).to_owned();
        for (name, value) in places {
            let place = format!("{{{name}}}");
            if !value.starts_with(is_arabic_letter) {
                for prefix in ['ب', 'ل', 'ك'] {
                    filled = filled.replace(&format!(" {prefix}{place}"), &format!(" {prefix}ـ{place}"));
                }
            }
            filled = filled.replace(&place, value);
        }
        filled
    }

    /// The count `n` in words, in its plural class.
    pub(crate) fn count(self, key: &str, n: u64) -> String {
        self.fill(&format!("{key}.{}", self.plural_class(n)), &[("n", &n.to_string())])
    }

    /// A share as percent.
    pub(crate) fn percent(self, share: f32) -> String {
        let whole = (share * 100.0).round();
        match self {
            // the Arabic letter mark keeps the sign behind the digits
            Language::Arabic => format!("\u{061c}{whole}٪"),
            Language::English => format!("{whole}%"),
        }
    }

    /// The name of the language with a code, or the code itself.
    pub(crate) fn language_name(self, code: &str) -> String {
        let primary = code.split('-').next().unwrap_or(code);
        self.find(&format!("lang.{primary}")).unwrap_or(code).to_owned()
    }

    /// A list in words.
    pub(crate) fn list(self, items: &[String]) -> String {
        items.join(self.word("comma"))
    }

    fn plural_class(self, n: u64) -> &'static str {
        match (self, n, n % 100) {
            (_, 1, _) => "one",
            (Language::English, ..) => "other",
            (_, 0, _) => "zero",
            (_, 2, _) => "two",
            (_, _, 3..=10) => "few",
            (_, _, 11..=99) => "many",
            _ => "other",
        }
    }
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064a}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    #[test]
    fn a_prefix_joins_words_and_keeps_apart_from_digits() {
        let later = |t: &str| Language::Arabic.fill("later_by", &[("t", t)]);
        assert_eq!(later("ساعتين"), "بعده بساعتين");
        assert_eq!(later("17 دقيقة"), "بعده بـ17 دقيقة");
        assert_eq!(Language::English.fill("later_by", &[("t", "2 h")]), "2 h later");
    }

    #[test]
    fn arabic_counts_go_through_six_classes() {
        let counted: Vec<String> = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111]
            .iter()
            .map(|n| Language::Arabic.count("outlets", *n))
            .collect();
        assert_eq!(
            counted,
            [
                "لا مصدر",
                "مصدر واحد",
                "مصدران",
                "3 مصادر",
                "10 مصادر",
                "11 مصدرا",
                "99 مصدرا",
                "100 مصدر",
                "102 مصدر",
                "103 مصادر",
                "111 مصدرا"
            ]
        );
        assert_eq!(Language::English.count("outlets", 0), "0 outlets");
        assert_eq!(Language::English.count("outlets", 1), "1 outlet");
    }

    #[test]
    fn every_row_has_both_languages_and_every_count_its_classes() {
        for (key, [arabic, english]) in WORDS.iter() {
            assert!(!arabic.is_empty(), "{key}");
            let family = key.rsplit_once('.').filter(|(_, class)| {
                ["zero", "one", "two", "few", "many", "other"].contains(class)
                    && WORDS
                        .contains_key(format!("{}.few", key.rsplit_once('.').map_or("", |(family, _)| family)).as_str())
            });
            match family {
                Some((name, "other")) => {
                    for class in ["zero", "one", "two", "few", "many"] {
                        assert!(WORDS.contains_key(format!("{name}.{class}").as_str()), "{name}.{class}");
                    }
                    assert!(!english.is_empty(), "{key}");
                }
                Some((_, "zero" | "two" | "few" | "many")) => assert!(english.is_empty(), "{key}"),
                _ => assert!(!english.is_empty(), "{key}"),
            }
        }
    }

    /// The text of all templates and of the code but for its tests, and where it stands.
    fn sources() -> Vec<(PathBuf, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut waiting = vec![root.join("templates"), root.join("src")];
        let mut texts = Vec::new();
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                texts.push((path, code.to_owned()));
            }
        }
        texts
    }

    /// Finds what is asked for by `word("…")`, `fill("…"`, `count("…"` in templates and code.
    #[test]
    fn every_key_in_use_is_in_the_file() {
        let mut seen = 0;
        for (path, text) in sources() {
            for call in [".word(\"", ".fill(\"", ".count(\""] {
                for part in text.split(call).skip(1) {
                    let key = part.split('"').next().unwrap();
                    let wanted = if call == ".count(\"" {
                        format!("{key}.few")
                    } else {
                        key.to_owned()
                    };
                    assert!(WORDS.contains_key(wanted.as_str()), "{wanted} in {}", path.display());
                    seen += 1;
                }
            }
        }
        assert!(seen > 100, "only {seen} uses were found");
    }

    /// A key is used where it stands in quotes, or its beginning does before a place that is filled in.
    #[test]
    fn every_row_is_used() {
        let code: String = sources().into_iter().map(|(_, text)| text).collect();
        let mut unused = Vec::new();
        for key in WORDS.keys() {
            let family = key.rsplit_once('.').map(|(family, _)| family);
            let counted = family.filter(|family| WORDS.contains_key(format!("{family}.few").as_str()));
            let quoted = format!("\"{}\"", counted.unwrap_or(key));
            let filled_in = family.map(|family| format!("\"{family}.{{"));
            let is_used = code.contains(&quoted) || filled_in.is_some_and(|start| code.contains(&start));
            if !is_used {
                unused.push(*key);
            }
        }
        assert!(unused.is_empty(), "rows that nothing uses: {unused:?}");
    }
}
