//! Parquet: one row an article, its copies of earlier articles as a list in it. The columns are those of
//! docs/FORMATS.md.
//!
//! Written column by column in groups of rows ([`GROUP_ROWS`]), compressed with zstd; so memory is bounded on an
//! export of any length. Limits: blocks, repairs and links are left to JSON Lines.
//! Source: Apache Parquet format 2; nested columns after Dremel (Melnik et al. 2010).

use anyhow::Context;
use isnad_model::{Article, ArticleId, Copy, CopyOrigin, parse_instant};
use isnad_store::{ArticleView, CopiesOf};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde::Serialize;
use std::io::Write;
use std::sync::Arc;

/// Rows that are held before they are written.
const GROUP_ROWS: usize = 4096;

const SCHEMA: &str = "message article {
    required int32 article_id;
    required binary external_id (string);
    required binary source (string);
    optional binary url (string);
    optional binary title (string);
    optional binary language (string);
    optional binary published (string);
    optional int64 published_earliest (timestamp(millis, true));
    optional int64 published_latest (timestamp(millis, true));
    optional int64 captured (timestamp(millis, true));
    optional int32 story;
    optional binary origin (string);
    required binary basis (string);
    required int32 copied_by;
    required binary text (string);
    required group copies (list) {
        repeated group list {
            required group element {
                required int32 of;
                required binary kind (string);
                required float contained;
                required float containing;
                required binary grade (string);
                optional binary from_article (string);
                optional binary from_agency (string);
                optional int64 gap_seconds;
            }
        }
    }
}";

/// An article as a row.
pub struct Row<'r> {
    pub view: &'r ArticleView,
    pub article: &'r Article,
    pub copies: &'r CopiesOf,
}

/// Writes rows into a Parquet file.
pub struct Table<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
}

impl<W: Write + Send> Table<W> {
    /// A file without rows.
    pub fn new(output: W) -> anyhow::Result<Table<W>> {
        let schema = Arc::new(parse_message_type(SCHEMA).context("the schema is not understood")?);
        let compression = Compression::ZSTD(ZstdLevel::default());
        let properties = WriterProperties::builder().set_compression(compression).build();
        Ok(Table {
            file: SerializedFileWriter::new(output, schema, Arc::new(properties))?,
            columns: columns(),
            rows: 0,
        })
    }

    /// Adds a row.
    pub fn push(&mut self, row: &Row<'_>) -> anyhow::Result<()> {
        fill(&mut self.columns, row)?;
        self.rows += 1;
        if self.rows == GROUP_ROWS {
            self.write_group()?;
        }
        Ok(())
    }

    /// Writes what is left and the end of the file.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.write_group()?;
        self.file.close()?;
        Ok(())
    }

    fn write_group(&mut self) -> anyhow::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for column in &self.columns {
            let mut writer = group
                .next_column()?
                .context("the schema has fewer columns than the rows")?;
            column.write(writer.untyped())?;
            writer.close()?;
        }
        group.close()?;
        self.columns = columns();
        self.rows = 0;
        Ok(())
    }
}

/// The values of a column that are there, and where they stand: `definitions` says of each place whether it has a
/// value, `repetitions` whether it goes on in the row of the one before.
struct Column {
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

enum Values {
    Integers(Vec<i32>),
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Texts(Vec<ByteArray>),
}

impl Column {
    fn add(&mut self, value: Value<'_>, definition: i16, repetition: i16) -> anyhow::Result<()> {
        self.definitions.push(definition);
        self.repetitions.push(repetition);
        match (&mut self.values, value) {
            (_, Value::None) => {}
            (Values::Integers(values), Value::Integer(value)) => values.push(value),
            (Values::Longs(values), Value::Long(value)) => values.push(value),
            (Values::Floats(values), Value::Float(value)) => values.push(value),
            (Values::Texts(values), Value::Text(value)) => values.push(ByteArray::from(value.as_bytes().to_vec())),
            _ => anyhow::bail!("a value is of another type than its column"),
        }
        Ok(())
    }

    fn write(&self, writer: &mut ColumnWriter<'_>) -> anyhow::Result<()> {
        let (definitions, repetitions) = (Some(&self.definitions[..]), Some(&self.repetitions[..]));
        match (&self.values, writer) {
            (Values::Integers(values), ColumnWriter::Int32ColumnWriter(to)) => {
                to.write_batch(values, definitions, repetitions)?
            }
            (Values::Longs(values), ColumnWriter::Int64ColumnWriter(to)) => {
                to.write_batch(values, definitions, repetitions)?
            }
            (Values::Floats(values), ColumnWriter::FloatColumnWriter(to)) => {
                to.write_batch(values, definitions, repetitions)?
            }
            (Values::Texts(values), ColumnWriter::ByteArrayColumnWriter(to)) => {
                to.write_batch(values, definitions, repetitions)?
            }
            _ => anyhow::bail!("the schema has another type than the rows"),
        };
        Ok(())
    }
}

enum Value<'v> {
    None,
    Integer(i32),
    Long(i64),
    Float(f32),
    Text(&'v str),
}

fn text_of(text: Option<&str>) -> Value<'_> {
    text.map_or(Value::None, Value::Text)
}

fn millis_of(seconds: Option<i64>) -> Value<'static> {
    seconds.map_or(Value::None, |seconds| Value::Long(seconds.saturating_mul(1000)))
}

/// Columns in the order of the schema, empty.
fn columns() -> Vec<Column> {
    let texts = || Values::Texts(Vec::new());
    let integers = || Values::Integers(Vec::new());
    let longs = || Values::Longs(Vec::new());
    let floats = || Values::Floats(Vec::new());
    let of_article = [
        integers(),
        texts(),
        texts(),
        texts(),
        texts(),
        texts(),
        texts(),
        longs(),
        longs(),
        longs(),
    ];
    let of_link = [integers(), texts(), texts(), integers(), texts()];
    let of_copies = [
        integers(),
        texts(),
        floats(),
        floats(),
        texts(),
        texts(),
        texts(),
        longs(),
    ];
    let all = of_article.into_iter().chain(of_link).chain(of_copies);
    all.map(|values| Column {
        values,
        definitions: Vec::new(),
        repetitions: Vec::new(),
    })
    .collect()
}

fn fill(columns: &mut [Column], row: &Row<'_>) -> anyhow::Result<()> {
    let view = row.view;
    let interval = view.published.as_ref().and_then(|published| published.interval());
    let text = row.article.text();
    let basis = name_of(view.basis)?;
    let single = [
        (Value::Integer(view.id.0), true),
        (Value::Text(&view.external_id), true),
        (Value::Text(&view.source), true),
        (text_of(view.url.as_deref()), false),
        (text_of(view.title.as_deref()), false),
        (text_of(view.language.as_deref()), false),
        (
            text_of(view.published.as_ref().map(|published| published.time.as_str())),
            false,
        ),
        (millis_of(interval.map(|interval| interval.earliest)), false),
        (millis_of(interval.map(|interval| interval.latest)), false),
        (millis_of(parse_instant(&view.captured)), false),
        (view.story.map_or(Value::None, |story| Value::Integer(story.0)), false),
        (text_of(view.origin.as_deref()), false),
        (Value::Text(&basis), true),
        (Value::Integer(row.copies.by_later.len() as i32), true),
        (Value::Text(&text), true),
    ];
    let (of_article, of_copies) = columns.split_at_mut(single.len());
    for (column, (value, is_required)) in of_article.iter_mut().zip(single) {
        let definition = i16::from(!is_required && !matches!(value, Value::None));
        column.add(value, definition, 0)?;
    }
    if row.copies.of_earlier.is_empty() {
        return of_copies
            .iter_mut()
            .try_for_each(|column| column.add(Value::None, 0, 0));
    }
    for (at, (of, copy)) in row.copies.of_earlier.iter().enumerate() {
        fill_copy(of_copies, *of, copy, i16::from(at > 0))?;
    }
    Ok(())
}

fn fill_copy(columns: &mut [Column], of: ArticleId, copy: &Copy, repetition: i16) -> anyhow::Result<()> {
    let (kind, grade) = (name_of(copy.kind)?, name_of(copy.grade)?);
    let (article, agency) = match &copy.from {
        Some(CopyOrigin::Article(article)) => (Some(article.as_str()), None),
        Some(CopyOrigin::Agency { agency }) => (None, Some(agency.as_str())),
        None => (None, None),
    };
    let values = [
        (Value::Integer(of.0), true),
        (Value::Text(&kind), true),
        (Value::Float(copy.contained), true),
        (Value::Float(copy.containing), true),
        (Value::Text(&grade), true),
        (text_of(article), false),
        (text_of(agency), false),
        (copy.gap_seconds.map_or(Value::None, Value::Long), false),
    ];
    for (column, (value, is_required)) in columns.iter_mut().zip(values) {
        // 1: the copy is there; 2: so is its value, which it may lack
        let definition = if is_required || matches!(value, Value::None) {
            1
        } else {
            2
        };
        column.add(value, definition, repetition)?;
    }
    Ok(())
}

/// The name that JSON gives a value.
fn name_of(value: impl Serialize) -> anyhow::Result<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        other => anyhow::bail!("{other} is no name"),
    }
}
