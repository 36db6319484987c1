//! The fields of the index, and the hash that tells one layout from another.
//!
//! Text is searched by the keys of its words in `title_keys` and `whole_keys` (title twice, then the text), by spelling in
//! `title` and `body` (the text), with positions for phrases and for what stands near what. Nothing is stored; what orders, filters or counts is a fast field.

use crate::form::FORM_VERSION;
use crate::tokenizer::SplitForms;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

const FORMS: &str = "isnad_forms";

/// Names of the fast fields that collectors open by name.
pub mod fast {
    /// Article id.
    pub const ID: &str = "id";
    /// Claimed time, never later than seen; else seen. Unix seconds.
    pub const TIME: &str = "time";
    /// Outlet as written.
    pub const SOURCE: &str = "source_name";
    /// Language code.
    pub const LANGUAGE: &str = "language";
}

/// The fields by name.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub id: Field,
    pub title: Field,
    pub title_keys: Field,
    pub title_exact: Field,
    pub body: Field,
    pub whole_keys: Field,
    pub exact: Field,
    pub source: Field,
    pub source_name: Field,
    pub author: Field,
    pub tag: Field,
    pub name_keys: Field,
    pub site: Field,
    pub language: Field,
    pub basis: Field,
    pub has: Field,
    pub time: Field,
    pub published: Field,
    pub seen: Field,
}

/// The schema and its fields.
pub fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = NumericOptions::default() | FAST;
    let fields = Fields {
        id: builder.add_i64_field(fast::ID, number.clone() | INDEXED),
        title: builder.add_text_field("title", words(IndexRecordOption::WithFreqsAndPositions)),
        title_keys: builder.add_text_field("title_keys", words(IndexRecordOption::WithFreqsAndPositions)),
        title_exact: builder.add_text_field("title_exact", words(IndexRecordOption::Basic)),
        body: builder.add_text_field("body", words(IndexRecordOption::WithFreqsAndPositions)),
        whole_keys: builder.add_text_field("whole_keys", words(IndexRecordOption::WithFreqsAndPositions)),
        exact: builder.add_text_field("exact", words(IndexRecordOption::Basic)),
        source: builder.add_text_field("source", words(IndexRecordOption::WithFreqsAndPositions)),
        source_name: builder.add_text_field(fast::SOURCE, TextOptions::default() | FAST),
        author: builder.add_text_field("author", words(IndexRecordOption::WithFreqsAndPositions)),
        tag: builder.add_text_field("tag", words(IndexRecordOption::WithFreqsAndPositions)),
        name_keys: builder.add_text_field("name_keys", words(IndexRecordOption::WithFreqsAndPositions)),
        site: builder.add_text_field("site", words(IndexRecordOption::WithFreqsAndPositions)),
        language: builder.add_text_field(fast::LANGUAGE, STRING | FAST),
        basis: builder.add_text_field("basis", STRING),
        has: builder.add_text_field("has", STRING),
        time: builder.add_i64_field(fast::TIME, number.clone()),
        published: builder.add_i64_field("published", number.clone()),
        seen: builder.add_i64_field("seen", number),
    };
    (builder.build(), fields)
}

fn words(option: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(FORMS)
        .set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}

/// Our tokenizer under the name that the schema uses.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(FORMS, SplitForms::default());
    manager
}

/// A short name of everything that decides what is in the index: fields, forms, folding, the engine's
/// format. An index of another hash is rebuilt, never read.
pub fn hash(schema: &Schema) -> String {
    let layout = serde_json::to_string(schema).unwrap_or_default();
    let described = format!(
        "{layout} fold {} form {FORM_VERSION} engine {}",
        isnad_text::FOLD_VERSION,
        tantivy::INDEX_FORMAT_VERSION
    );
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(described.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_same_each_time() {
        assert_eq!(hash(&build().0), hash(&build().0));
        assert_eq!(hash(&build().0).len(), 16);
    }
}
