//! All ways in which a word may be cut.

use super::Clitics;
use super::affixes::AFFIXES;

/// Longest word that is cut, in bytes.
const LONGEST_BYTES: usize = 60;
/// Number of the particle of a word grown together.
pub(super) const GROWN: u8 = u8::MAX;
/// Fewest letters of a stem between affixes.
const SHORTEST_STEM: usize = 2;

/// Every way to cut `word`, uncut first; only that one where the word is not Arabic or very long.
pub fn candidates(word: &str) -> Vec<Clitics> {
    let whole = Clitics::uncut(word);
    let mut all = vec![whole];
    if word.len() > LONGEST_BYTES || !word.chars().all(|c| ('ء'..='ي').contains(&c)) {
        return all;
    }
    for proclitics in fronts(word) {
        for (ending, pronoun) in backs(word, usize::from(proclitics.stem_start)) {
            let pronoun_start = word.len() - AFFIXES.pronoun(pronoun).len();
            let ending_start = pronoun_start - AFFIXES.ending(ending).len();
            let stem = &word[usize::from(proclitics.stem_start)..ending_start];
            let is_cut = proclitics.front_number() > 0 || ending > 0 || pronoun > 0;
            if is_cut && is_stem(stem, &proclitics, ending, pronoun) {
                all.push(Clitics {
                    ending,
                    pronoun,
                    ending_start: ending_start as u8,
                    pronoun_start: pronoun_start as u8,
                    ..proclitics
                });
            }
        }
    }
    all
}

/// The cut of a word grown together (`مما`), with or without a conjunction; such words are known by heart.
pub(super) fn grown(word: &str) -> Option<Clitics> {
    for conjunction in matching(&AFFIXES.conjunctions, word) {
        let start = length(&AFFIXES.conjunctions, conjunction);
        if let Some(grown) = AFFIXES.grown.iter().find(|grown| grown.whole == word[start..]) {
            return Some(Clitics {
                conjunction,
                particle: GROWN,
                particle_start: start as u8,
                article_start: (start + grown.stem_start) as u8,
                stem_start: (start + grown.stem_start) as u8,
                ..Clitics::uncut(word)
            });
        }
    }
    None
}

/// A stem has two letters; one letter is a preposition before its pronoun (له, بها).
fn is_stem(stem: &str, proclitics: &Clitics, ending: u8, pronoun: u8) -> bool {
    if stem.chars().nth(SHORTEST_STEM - 1).is_some() {
        return true;
    }
    matches!(stem, "ل" | "ب" | "ك") && proclitics.particle == 0 && !proclitics.article && ending == 0 && pronoun > 0
}

/// Every way to cut the front of a word, as cuts without anything behind the stem.
fn fronts(word: &str) -> Vec<Clitics> {
    let mut all = Vec::new();
    let whole = Clitics::uncut(word);
    for conjunction in matching(&AFFIXES.conjunctions, word) {
        let after_conjunction = length(&AFFIXES.conjunctions, conjunction);
        let rest = &word[after_conjunction..];
        for particle in matching(&AFFIXES.particles, rest) {
            let after_particle = after_conjunction + length(&AFFIXES.particles, particle);
            let mut push = |article: bool, stem_start: usize| {
                all.push(Clitics {
                    conjunction,
                    particle,
                    article,
                    particle_start: after_conjunction as u8,
                    article_start: after_particle as u8,
                    stem_start: stem_start as u8,
                    ..whole
                });
            };
            push(false, after_particle);
            let behind = &word[after_particle..];
            let letter = if particle == 0 {
                ""
            } else {
                AFFIXES.particles[usize::from(particle) - 1]
            };
            if letter == "ل" {
                // the article loses its alef behind ل, and all of itself before another ل: للرئيس, للجنة
                if let Some(stem) = behind.strip_prefix("ل") {
                    push(true, after_particle + "ل".len());
                    if !stem.starts_with('ل') {
                        push(true, after_particle);
                    }
                }
            } else if letter != "س" && behind.starts_with(AFFIXES.article) {
                push(true, after_particle + AFFIXES.article.len());
            }
        }
    }
    all
}

/// Numbers of those of `affixes` that `text` starts with, and 0 for none.
fn matching(affixes: &[&str], text: &str) -> Vec<u8> {
    let fitting = affixes
        .iter()
        .zip(1..)
        .filter(|(letters, _)| text.starts_with(**letters));
    std::iter::once(0).chain(fitting.map(|(_, number)| number)).collect()
}

fn length(affixes: &[&str], number: u8) -> usize {
    usize::from(number)
        .checked_sub(1)
        .map_or(0, |index| affixes[index].len())
}

/// Every ending and pronoun, by number, that the word ends in behind `from`.
fn backs(word: &str, from: usize) -> Vec<(u8, u8)> {
    let mut all = vec![(0, 0)];
    let rest = &word[from..];
    let mut before = |body: &str, pronoun: u8| {
        for (ending, number) in AFFIXES.endings.iter().zip(1..) {
            let fits = ending.takes_pronoun || pronoun == 0;
            let is_there = body.ends_with(&ending.letters) || (ending.letters == "ة" && body.ends_with('ه'));
            if fits && is_there {
                all.push((number, pronoun));
            }
        }
    };
    before(rest, 0);
    let pronouns: Vec<(u8, &str)> = AFFIXES
        .pronouns
        .iter()
        .zip(1..)
        .filter_map(|(letters, number)| Some((number, rest.strip_suffix(*letters)?)))
        .collect();
    for (number, body) in &pronouns {
        before(body, *number);
    }
    all.extend(pronouns.iter().map(|(number, _)| (0, *number)));
    all
}
