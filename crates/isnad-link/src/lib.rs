//! From readings to copies, chains and stories: in memory, bounded, replayable.
//!
//! What: [`Linker`] takes articles as they arrive and says which earlier ones they copy, whom they
//! credit, and which story they belong to; [`LinkStream`] does so for a stream, as the filter `isnad link`. [`episodes`]
//! cuts a long story into parts, and [`Profile`] tells stories of one affair across years.
//! Why: every distinct report once, with who said it first. State is a pure function of day partitions of
//! [`Member`]s, so partitions come and go between memory and store and nothing else need be saved.
//! Limits: compares within a window of days; one language at a time; no I/O, clock or thread.
//! Source: winnowing (Schleimer et al. 2003); online story clustering (Miranda et al. 2018).

mod alignment;
mod because;
mod choice;
mod constraints;
mod copies;
mod decided;
mod episodes;
mod gist;
mod grade;
mod held;
mod hours;
mod join;
mod kinship;
mod linker;
mod member;
mod memory;
mod origin;
mod outcome;
mod outlets;
mod overlap;
mod postings;
mod profile;
mod settings;
mod stories;
mod stream;
mod weights;

pub use because::Reason;
pub use constraints::Constraints;
pub use episodes::{DatedReport, Episode, episodes};
pub use gist::{Said, Told, gist, timeline};
pub use hours::{Closed, Moved, hour_of};
pub use join::{JOIN_FEATURES, JoinFeatures, JoinWeights};
pub use kinship::{KIN_FEATURES, KIN_ODDS, KinFeatures, Kinship, LEAST_KIN_REPORTS};
pub use linker::Linker;
pub use member::{Member, MemberTerm, day_of};
pub use origin::{Origin, origin};
pub use outcome::{Arrival, CopyFrom, FoundCopy, Outcome};
pub use outlets::outlet_name;
pub use overlap::{Comparison, Overlap};
pub use profile::{KnownReport, Profile, sampled_reports};
pub use settings::Settings;
pub use stream::LinkStream;
pub use weights::{Weights, probability};
