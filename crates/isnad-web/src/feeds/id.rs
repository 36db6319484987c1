//! Ids of feeds and entries that hold wherever the server is moved: made from the store, not from an address.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A UUID of version 8 from the store's identity, a kind and a name within it.
pub(super) fn urn(store: &[u8; 16], kind: &str, name: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [&store[..], kind.as_bytes(), name.as_bytes()] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut written = "urn:uuid:".to_owned();
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            written.push('-');
        }
        let _ = write!(written, "{byte:02x}");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_of_its_store_kind_and_name() {
        let of = |store: u8, kind: &str, name: &str| urn(&[store; 16], kind, name);
        let id = of(1, "article", "7");
        assert_eq!(id, of(1, "article", "7"));
        for other in [of(2, "article", "7"), of(1, "story", "7"), of(1, "article", "8")] {
            assert_ne!(id, other);
        }
        assert_eq!(id.len(), "urn:uuid:01234567-89ab-8def-8123-456789abcdef".len());
        assert_eq!(&id[23..24], "8", "{id}");
    }
}
