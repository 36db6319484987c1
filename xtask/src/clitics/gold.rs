//! Words cut by hand: the WikiNews set of Farasa, which may be learned from, and UD PUD, for testing only.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use isnad_text::clitics::Clitics;

use crate::child;

/// A word of a text and where it is cut.
pub struct GoldWord {
    /// As written, without marks.
    pub word: String,
    /// Cuts in bytes.
    pub cuts: Vec<usize>,
    /// The cut in our scheme; none where it is not one of the candidates.
    pub cut: Option<Clitics>,
    /// The parts as [`Clitics::of_parts`] reads them.
    pub parts: String,
}

/// The words of the WikiNews set, in the order of the text.
pub fn wikinews(shared: &Path) -> Result<Vec<GoldWord>> {
    let file = member(shared, "farasa_wikinews/WikiNews.pos.ref")?;
    let rows = file.lines().skip(1).filter_map(|line| line.split_once('\t'));
    Ok(rows
        .filter(|(parts, _)| has_arabic(parts))
        .map(|(parts, tags)| gold_word(parts, tags))
        .collect())
}

/// A row of the set: the parts joined by `+`, and their tags.
fn gold_word(parts: &str, tags: &str) -> GoldWord {
    let grown = [("من+ما", "م+ما"), ("من+من", "م+من"), ("عن+ما", "ع+ما"), ("أن+لا", "أ+لا")];
    let found = grown.iter().find(|(full, _)| parts.ends_with(full));
    let mut written = match found {
        Some((full, short)) => parts.replace(full, short),
        None => parts.to_owned(),
    };
    if found.is_none()
        && ends_in_pronoun(parts, tags)
        && let Some(last) = written.rfind('+')
    {
        written.replace_range(last..=last, "~");
    }
    match Clitics::of_parts(&written) {
        Some((word, cut)) => GoldWord {
            word,
            cuts: cut.cuts(),
            cut: Some(cut),
            parts: written,
        },
        None => GoldWord {
            cuts: parts_ends(&written),
            word: written.replace(['+', '~'], ""),
            cut: None,
            parts: written,
        },
    }
}

fn parts_ends(parts: &str) -> Vec<usize> {
    let marks = parts.match_indices(['+', '~']);
    marks.enumerate().map(|(number, (at, _))| at - number).collect()
}

/// Whether the last part is an attached pronoun: tagged so, and neither the subject of a verb nor the word itself.
fn ends_in_pronoun(parts: &str, tags: &str) -> bool {
    const ATTACHED: [&str; 10] = ["ه", "ها", "هم", "هما", "هن", "نا", "ك", "كم", "ي", "ني"];
    let (parts, tags): (Vec<&str>, Vec<&str>) = (parts.split('+').collect(), tags.split('+').collect());
    let [.., before, "PRON"] = tags[..] else { return false };
    if parts.len() != tags.len() || before == "CONJ" || !ATTACHED.contains(&parts[parts.len() - 1]) {
        return false;
    }
    if before != "V" {
        return true;
    }
    let verb = parts[parts.len() - 2];
    let is_present = verb.starts_with(['ي', 'ت', 'ن', 'أ']);
    match parts[parts.len() - 1] {
        "ي" => false,
        "نا" => is_present,
        _ => true,
    }
}

/// The words of UD PUD and where conjunctions, particles and pronouns are cut off.
pub fn pud(shared: &Path) -> Result<Vec<(String, Vec<usize>)>> {
    let file = member(shared, "ud_arabic_pud/ar_pud-ud-test.conllu")?;
    let mut words = Vec::new();
    let mut word = String::new();
    let mut cuts = Vec::new();
    let mut finish = |word: &mut String, cuts: &mut Vec<usize>| {
        if !word.is_empty() {
            words.push((std::mem::take(word), std::mem::take(cuts)));
        }
    };
    for line in file.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, _, _, _, _, _, _, _, notes] = columns[..] else {
            finish(&mut word, &mut cuts);
            continue;
        };
        if number.contains('-') {
            bail!("UD PUD with tokens of several words is not read");
        }
        let form = isnad_text::bare(form);
        if !form.chars().all(|c| ('ء'..='ي').contains(&c)) {
            finish(&mut word, &mut cuts);
            continue;
        }
        if !word.is_empty() {
            cuts.push(word.len());
        }
        word.push_str(&form);
        if !notes.contains("SpaceAfter=No") {
            finish(&mut word, &mut cuts);
        }
    }
    finish(&mut word, &mut cuts);
    Ok(words)
}

fn has_arabic(parts: &str) -> bool {
    parts.chars().any(|c| ('ء'..='ي').contains(&c))
}

/// A file of the archive of small sets.
fn member(shared: &Path, name: &str) -> Result<String> {
    let mut tar = Command::new("tar");
    tar.arg("--extract").arg("--xz").arg("--to-stdout").arg("--file");
    tar.arg(shared.join("data/small-sets.tar.xz")).arg(format!("./{name}"));
    let output = child::output(&mut tar).context("hint: on Debian as root: apt-get install xz-utils")?;
    if !output.status.success() {
        bail!("{} failed: {}", child::describe(&tar), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{name} is no UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_tags_become_cuts() {
        let word = gold_word("و+ل+ال+لجن+ة", "CONJ+PREP+DET+NOUN+NSUFF");
        assert_eq!((word.word.as_str(), word.cut.is_some()), ("وللجنة", true));
        let word = gold_word("من+ما", "PREP+PART");
        assert_eq!((word.word.as_str(), word.cuts), ("مما", vec![2]));
    }

    #[test]
    fn subjects_of_verbs_are_no_pronouns() {
        assert_eq!(gold_word("قال+ت", "V+PRON").parts, "قال+ت");
        assert_eq!(gold_word("أعلن+ت+ها", "V+PRON+PRON").parts, "أعلن+ت~ها");
        assert_eq!(gold_word("يشد+ني", "V+PRON").parts, "يشد~ني");
        assert_eq!(gold_word("عام+ي", "NOUN+NSUFF").parts, "عام+ي");
        assert_eq!(gold_word("مبادئ+ي", "NOUN+PRON").parts, "مبادئ~ي");
    }
}
