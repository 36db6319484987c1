//! JSON at rest: zstd, level 1.

use crate::error::{Result, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_frame_content_size;

/// Larger values are taken for damage.
const LARGEST_BYTES: u64 = 1 << 30;

pub(crate) struct JsonCompressor(Compressor<'static>);

impl JsonCompressor {
    pub(crate) fn new() -> Result<JsonCompressor> {
        let compressor = Compressor::new(1).map_err(|error| failed("starting zstd", error))?;
        Ok(JsonCompressor(compressor))
    }

    pub(crate) fn compress(&mut self, value: &impl Serialize) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(value).map_err(|error| failed("writing json", error))?;
        self.0.compress(&json).map_err(|error| failed("compressing", error))
    }
}

pub(crate) struct JsonDecompressor(Decompressor<'static>);

impl JsonDecompressor {
    pub(crate) fn new() -> Result<JsonDecompressor> {
        let decompressor = Decompressor::new().map_err(|error| failed("starting zstd", error))?;
        Ok(JsonDecompressor(decompressor))
    }

    /// `what` names the row in an error.
    pub(crate) fn decompress<T: DeserializeOwned>(&mut self, bytes: &[u8], what: impl Fn() -> String) -> Result<T> {
        let size = match get_frame_content_size(bytes) {
            Ok(Some(size)) if size <= LARGEST_BYTES => size as usize,
            _ => return Err(StoreError::corrupt(what(), "no zstd frame")),
        };
        let json = self.0.decompress(bytes, size);
        let json = json.map_err(|error| StoreError::corrupt(what(), error))?;
        serde_json::from_slice(&json).map_err(|error| StoreError::corrupt(what(), error))
    }
}

fn failed(doing: &str, error: impl ToString) -> StoreError {
    StoreError::Database {
        doing: doing.to_owned(),
        reason: error.to_string(),
    }
}
