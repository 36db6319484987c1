//! The affixes of `data/clitics.tsv`, by kind and number.

use std::sync::LazyLock;

/// An ending: its letters, where a second one begins in it, in bytes, and whether a pronoun may follow.
pub(super) struct Ending {
    pub letters: String,
    pub inner_cut: Option<usize>,
    pub takes_pronoun: bool,
}

/// A word grown together from others.
pub(super) struct Grown {
    pub whole: String,
    pub stem_start: usize,
}

/// All affixes; the first of each list has number 1.
#[derive(Default)]
pub(super) struct Affixes {
    pub conjunctions: Vec<&'static str>,
    pub particles: Vec<&'static str>,
    pub article: &'static str,
    pub endings: Vec<Ending>,
    pub pronouns: Vec<&'static str>,
    pub grown: Vec<Grown>,
}

pub(super) static AFFIXES: LazyLock<Affixes> = LazyLock::new(|| {
    let mut affixes = Affixes::default();
    lines().for_each(|line| {
        affixes.read(line);
    });
    affixes
});

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/clitics.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Affixes {
    fn read(&mut self, line: &'static str) -> Option<()> {
        let mut columns = line.split('\t');
        let (kind, letters) = (columns.next()?, columns.next()?);
        match kind {
            "conjunction" => self.conjunctions.push(letters),
            "particle" => self.particles.push(letters),
            "article" => self.article = letters,
            "pronoun" => self.pronouns.push(letters),
            "ending" => {
                let takes_pronoun = match columns.next()? {
                    "any" => true,
                    "none" => false,
                    _ => return None,
                };
                self.endings.push(Ending {
                    letters: letters.replace('+', ""),
                    inner_cut: letters.find('+'),
                    takes_pronoun,
                });
            }
            "grown" => {
                let (before, stem) = columns.next()?.split_once('+')?;
                if format!("{before}{stem}") != letters {
                    return None;
                }
                self.grown.push(Grown {
                    whole: letters.to_owned(),
                    stem_start: before.len(),
                });
            }
            _ => return None,
        }
        Some(())
    }

    /// The letters of the ending with this number.
    pub fn ending(&self, number: u8) -> &str {
        numbered(&self.endings, number).map_or("", |ending| &ending.letters)
    }

    /// The letters of the pronoun with this number.
    pub fn pronoun(&self, number: u8) -> &'static str {
        numbered(&self.pronouns, number).copied().unwrap_or("")
    }
}

fn numbered<T>(list: &[T], number: u8) -> Option<&T> {
    list.get(usize::from(number).checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood() {
        for line in lines() {
            assert!(Affixes::default().read(line).is_some(), "{line}");
        }
    }

    #[test]
    fn numbers_count_from_one() {
        assert_eq!(AFFIXES.ending(0), "");
        assert_eq!(AFFIXES.ending(1), "ة");
        assert_eq!(AFFIXES.pronoun(2), "ها");
        assert_eq!(AFFIXES.pronoun(200), "");
    }
}
