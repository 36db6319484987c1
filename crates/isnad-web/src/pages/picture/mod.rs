//! Pictures in SVG, drawn on the server, with presentation attributes only (the policy allows no style).
//!
//! All are laid out in `u`, the distance from the edge where reading starts: `x = W - u` in Arabic, `x = u`
//! in English; `text-anchor` follows the direction of the document by itself.
//! Limits: there are no font metrics here; widths of text are estimated on the wide side.

mod bars;
mod canvas;
mod chain_slim;
mod chain_wide;
mod edges;
mod lanes;
mod spark;

pub(crate) use bars::{Bar, bars};
pub(crate) use chain_slim::chain_slim;
pub(crate) use chain_wide::{chain_wide, past_the_axis};
pub(crate) use edges::grade_class;
pub(crate) use lanes::{Lane, in_order};
pub(crate) use spark::{SPAN_SECONDS, spark};
