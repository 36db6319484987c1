//! From a capture's bytes to an article.
//!
//! What: [`extract`] reads an HTML page, [`from_feed_entry`] what a feed said, [`Record`] one line of JSON
//! Lines input; [`read_capture`] chooses among them. Why: the same function runs in filters, in batch and
//! live, so it knows no socket, clock or database. Limits: what a page draws with scripts alone is not seen;
//! a language without words in `data/` is read by its mark-up only.
//!
//! ```
//! use isnad_extract::{Hint, extract};
//! let page = "<html lang=ar><title>وصول الوفد | الصحيفة</title><h1>وصول الوفد</h1><article>\
//!     <p>وصل الوفد إلى العاصمة مساء أمس، وكان في استقباله عدد من المسؤولين.</p></article></html>";
//! let article = extract(page.as_bytes(), &Hint { id: "a1".into(), ..Hint::default() });
//! assert_eq!(article.title.as_deref(), Some("وصول الوفد"));
//! assert_eq!(article.blocks.len(), 1);
//! ```

mod capture;
mod content;
mod feed_entry;
mod hint;
mod lines;
mod metadata;
mod page;
mod record;
mod repair;

pub use capture::{ExtractError, read_capture};
pub use content::samples;
pub use feed_entry::from_feed_entry;
pub use hint::Hint;
pub use page::extract;
pub use record::{Record, RecordError};
pub use repair::{glue, repair};

/// Raised whenever the same bytes may give another article, so that old readings can be told from new ones.
pub const EXTRACTOR_VERSION: u32 = 3;
