//! Agencies and outlets as the chain names them, with their other names and their own keys.
//!
//! The list is `data/origins.tsv`, beside the agencies of isnad-text. Limits: outlets that are not
//! listed keep the name they came with.

use isnad_text::{agencies, fold};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const LONGEST_NAME_CHARS: usize = 40;
/// What agencies.tsv calls agencies that are not named; no credit.
const NOBODY: &str = "وكالات";

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/origins.tsv")));

/// An agency or outlet as the chain names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outlet {
    /// The name shown: `واس`, `أ ف ب`.
    pub(crate) name: &'static str,
    /// True for a news agency.
    pub(crate) is_agency: bool,
}

struct Table {
    /// Compact form of a name to the outlet.
    names: FxHashMap<String, Outlet>,
    /// Key of an outlet in lower case to the outlet.
    keys: FxHashMap<String, Outlet>,
}

impl Table {
    fn read(rows: &'static str) -> Table {
        let mut table = Table {
            names: FxHashMap::default(),
            keys: FxHashMap::default(),
        };
        for row in rows.lines().filter(|row| !row.starts_with('#')) {
            let mut columns = row.split('\t');
            let (Some(kind), Some(shown)) = (columns.next(), columns.next()) else {
                continue;
            };
            let outlet = Outlet {
                name: shown.trim_start_matches('~'),
                is_agency: kind == "agency",
            };
            let own_name = (!shown.starts_with('~')).then_some(shown);
            for written in own_name.into_iter().chain(cells(columns.next())) {
                table.names.entry(compact(written)).or_insert(outlet);
            }
            for key in cells(columns.next()) {
                table.keys.entry(key.to_lowercase()).or_insert(outlet);
            }
        }
        table
    }
}

fn cells(column: Option<&'static str>) -> impl Iterator<Item = &'static str> {
    column
        .into_iter()
        .flat_map(|cell| cell.split(" | "))
        .filter(|cell| *cell != "-" && !cell.is_empty())
}

/// Folded letters and digits alone, so that `أ. ف. ب` and `ا ف ب` are one.
fn compact(written: &str) -> String {
    fold(written).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The name by which the chain calls the outlet `source`; the source itself where it is not listed.
///
/// ```
/// assert_eq!(isnad_link::outlet_name("www.spa.gov.sa"), "واس");
/// assert_eq!(isnad_link::outlet_name("news.example"), "news.example");
/// ```
pub fn outlet_name(source: &str) -> String {
    let lower = source.trim().to_lowercase();
    let host = lower.strip_prefix("www.").unwrap_or(&lower);
    let listed = TABLE.keys.get(host).map(|outlet| outlet.name);
    listed
        .or_else(|| named(source).map(|outlet| outlet.name))
        .unwrap_or_else(|| source.trim())
        .to_owned()
}

/// The agency or outlet if `written` is a name of one and nothing else.
pub(crate) fn named(written: &str) -> Option<Outlet> {
    let bare = written.trim();
    if bare.is_empty() || bare.chars().nth(LONGEST_NAME_CHARS).is_some() {
        return None;
    }
    match agencies::named(bare) {
        Some(NOBODY) => None,
        Some(usual) => Some(TABLE.names.get(&compact(usual)).copied().unwrap_or(Outlet {
            name: usual,
            is_agency: true,
        })),
        None => TABLE.names.get(&compact(bare)).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_has_its_signature_for_a_name() {
        for written in ["فرانس برس", "أ.ف.ب", "AFP", "الفرنسية"] {
            assert_eq!(
                named(written).map(|outlet| (outlet.name, outlet.is_agency)),
                Some(("أ ف ب", true)),
                "{written}"
            );
        }
    }

    #[test]
    fn unnamed_agencies_are_nobody() {
        assert_eq!(named("وكالات"), None);
        assert_eq!(named("الوكالات"), None);
    }

    #[test]
    fn a_town_is_no_newspaper() {
        assert_eq!(named("الرياض"), None);
        assert_eq!(named("صحيفة الرياض").map(|outlet| outlet.name), Some("الرياض"));
    }
}
