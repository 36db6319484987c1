//! What makes a capture or an article the same one: 16 bytes of the SHA-256 of its key.

use isnad_model::normalise_url;
use sha2::{Digest, Sha256};

pub(crate) type Key = [u8; 16];

/// The key in words: the normalised URL, else the external id.
pub(crate) fn key_text(url: Option<&str>, external_id: Option<&str>) -> Option<String> {
    let given = url.map(str::trim).filter(|url| !url.is_empty());
    match (given, external_id) {
        (Some(url), _) => Some(format!("url {}", normalise_url(url).unwrap_or_else(|| url.to_owned()))),
        (None, Some(id)) => Some(format!("id {id}")),
        (None, None) => None,
    }
}

pub(crate) fn hash(text: &[u8]) -> Key {
    let digest = Sha256::digest(text);
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}
