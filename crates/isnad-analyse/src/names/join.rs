//! Mentions of one name joined: spellings, listed aliases, a family name and the full name, a short form and the long one.
//!
//! Limits: within one kind; a short form joins only where one longer name alone has it.

use super::alias::{are_spellings, key};
use super::article::Found;
use super::lexicon::is_nation;
use isnad_model::{Mention, Name, NameKind};
use std::collections::BTreeMap;

/// Names an article gets at most.
pub const NAME_LIMIT: usize = 200;

/// All mentions under one key.
struct Group {
    kind: NameKind,
    key: String,
    mentions: Vec<Mention>,
    /// Written forms with their uses, in the order in which they first stand.
    forms: Vec<(String, u32)>,
}

/// Joins mentions to names, most mentioned first.
pub(super) fn join(found: Vec<Found>) -> Vec<Name> {
    let mut groups: Vec<Group> = Vec::new();
    let mut index_of: BTreeMap<(NameKind, String), usize> = BTreeMap::new();
    for Found { kind, mention, alone } in found {
        let own = key(kind, &alone);
        if own.chars().nth(1).is_none() {
            continue;
        }
        let index = *index_of.entry((kind, own.clone())).or_insert_with(|| {
            groups.push(Group {
                kind,
                key: own,
                mentions: Vec::new(),
                forms: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.mentions.push(mention);
        match group.forms.iter_mut().find(|(form, _)| *form == alone) {
            Some((_, uses)) => *uses += 1,
            None => group.forms.push((alone, 1)),
        }
    }
    let homes: Vec<Option<usize>> = (0..groups.len()).map(|at| home(&groups, at)).collect();
    for at in 0..groups.len() {
        let mut to = at;
        // a home is longer or more used than its guest, so the way ends
        while let Some(next) = homes[to] {
            to = next;
        }
        if to == at {
            continue;
        }
        let mentions = std::mem::take(&mut groups[at].mentions);
        let forms = std::mem::take(&mut groups[at].forms);
        groups[to].mentions.extend(mentions);
        groups[to].forms.extend(forms);
    }
    let mut names: Vec<Name> = groups
        .into_iter()
        .filter(|group| !group.mentions.is_empty())
        .map(Group::into_name)
        .collect();
    // stable, so that of equals the one that stands first comes first
    names.sort_by_key(|name| std::cmp::Reverse(name.mentions.len()));
    names.truncate(NAME_LIMIT);
    names
}

/// The group that the one at `at` belongs to.
fn home(groups: &[Group], at: usize) -> Option<usize> {
    let guest = &groups[at];
    let mut homes = groups
        .iter()
        .enumerate()
        .filter(|(index, host)| *index != at && host.kind == guest.kind && belongs(guest, at, host, *index))
        .map(|(index, _)| index);
    let first = homes.next()?;
    homes.next().is_none().then_some(first)
}

fn belongs(guest: &Group, guest_at: usize, host: &Group, host_at: usize) -> bool {
    let guest_words: Vec<&str> = guest.key.split(' ').collect();
    let host_words: Vec<&str> = host.key.split(' ').collect();
    if guest_words.len() == host_words.len() {
        let is_host =
            (host.mentions.len(), std::cmp::Reverse(host_at)) > (guest.mentions.len(), std::cmp::Reverse(guest_at));
        return is_host && same(&guest_words, &host_words);
    }
    if guest_words.len() > host_words.len() {
        return false;
    }
    let length = guest_words.len();
    let (head, tail) = (&host_words[..length], &host_words[host_words.len() - length..]);
    match guest.kind {
        // a family name, a given name, or the name without father or by-name
        NameKind::Person => same(&guest_words, tail) || same(&guest_words, head),
        NameKind::Place | NameKind::Organization => {
            let rest_is_nations = host_words[length..].iter().all(|word| is_nation(word));
            same(&guest_words, head) && rest_is_nations && length > 1
        }
    }
}

fn same(one: &[&str], other: &[&str]) -> bool {
    one.iter().zip(other).all(|(a, b)| are_spellings(a, b))
}

impl Group {
    fn into_name(mut self) -> Name {
        let words = |form: &str| form.split_whitespace().count();
        let fullest = match self.kind {
            NameKind::Person => self.forms.iter().map(|(form, _)| words(form)).max().unwrap_or(0),
            _ => 0,
        };
        // the first of the most used
        let mut text = "";
        let mut most = 0;
        for (form, uses) in &self.forms {
            if *uses > most && (fullest == 0 || words(form) == fullest) {
                (text, most) = (form, *uses);
            }
        }
        self.mentions
            .sort_by_key(|mention| (mention.within.is_none(), mention.start, mention.end));
        Name {
            text: text.to_owned(),
            kind: self.kind,
            key: self.key,
            mentions: self.mentions,
        }
    }
}
