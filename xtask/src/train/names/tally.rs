//! Counting what was found against what is right, as `names.py` counts it.

use super::labelled::Labelled;
use isnad_analyse::names::lexicon::Forms;
use isnad_analyse::names::model::Model;
use isnad_analyse::names::span::spans;
use isnad_analyse::names::table::Table;
use isnad_model::NameKind;
use std::collections::BTreeSet;
use std::ops::AddAssign;

/// Names in the gold, names found, names right, by kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    gold: [u32; 3],
    found: [u32; 3],
    right: [u32; 3],
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        for kind in 0..3 {
            self.gold[kind] += other.gold[kind];
            self.found[kind] += other.found[kind];
            self.right[kind] += other.right[kind];
        }
    }
}

/// Precision, recall and F1 of counts.
fn measures(right: u32, found: u32, gold: u32) -> (f64, f64, f64) {
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    let (precision, recall) = (share(right, found), share(right, gold));
    let sum = precision + recall;
    (
        precision,
        recall,
        if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 },
    )
}

impl Tally {
    /// Everything in a line.
    pub fn shown(&self) -> String {
        let sum = |counts: [u32; 3]| counts.iter().sum();
        let (precision, recall, f1) = measures(sum(self.right), sum(self.found), sum(self.gold));
        let mut line = format!("P {precision:.3} R {recall:.3} F1 {f1:.3}");
        for (kind, name) in ["person", "place", "organization"].into_iter().enumerate() {
            let (precision, recall, f1) = measures(self.right[kind], self.found[kind], self.gold[kind]);
            line.push_str(&format!("  {name} {precision:.2}/{recall:.2}/{f1:.3}"));
        }
        line
    }
}

/// What `model` finds in `labelled` against what is marked there.
pub fn tally(labelled: &[Labelled], model: &Model, table: &Table) -> Tally {
    let mut counts = Tally::default();
    let mut forms = Forms::new(table);
    for item in labelled {
        let gold: BTreeSet<_> = item.spans.iter().map(|span| item.compared(span)).collect();
        let found: BTreeSet<_> = spans(&item.text, &mut forms, model)
            .iter()
            .map(|span| item.compared(span))
            .collect();
        let index = |kind: NameKind| kind as usize;
        gold.iter().for_each(|name| counts.gold[index(name.2)] += 1);
        found.iter().for_each(|name| counts.found[index(name.2)] += 1);
        gold.intersection(&found)
            .for_each(|name| counts.right[index(name.2)] += 1);
    }
    counts
}
