//! The learned word table: of each word of the news its class by the company it keeps, in two sizes, and how often it was
//! part of a person's, a place's or an organization's name in unlabelled news.
//!
//! Source: `cargo xtask train names`. Classes by the exchange algorithm (Kneser, Ney 1993; Martin, Liermann, Ney 1998).

use std::borrow::Cow;
use std::sync::LazyLock;

static DATA: &[u8] = include_bytes!("../../data/names/words.fst");

/// Shares above which a step of [`Entry::kinds`] is reached.
pub const STEPS: [f32; 7] = [0.02, 0.08, 0.2, 0.4, 0.6, 0.8, 0.93];

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its class among some hundred, from 1; 0 for an unknown word.
    pub coarse: u16,
    /// Its class among some thousand, from 1; 0 for an unknown word.
    pub fine: u16,
    /// Whether anything is known of [`Entry::kinds`].
    pub is_counted: bool,
    /// Steps from 0 to 7: how often it is part of a person's, place's, organization's name.
    pub kinds: [u8; 3],
}

impl Entry {
    /// The value stored for a word.
    pub fn pack(self) -> u64 {
        let [person, place, organization] = self.kinds.map(u64::from);
        u64::from(self.coarse)
            | u64::from(self.fine) << 10
            | u64::from(self.is_counted) << 22
            | person << 23
            | place << 26
            | organization << 29
    }

    /// Reads [`Entry::pack`] back.
    pub fn unpack(packed: u64) -> Entry {
        let bits = |shift: u32, mask: u64| ((packed >> shift) & mask) as u16;
        Entry {
            coarse: bits(0, 0x3ff),
            fine: bits(10, 0xfff),
            is_counted: bits(22, 1) == 1,
            kinds: [bits(23, 7) as u8, bits(26, 7) as u8, bits(29, 7) as u8],
        }
    }
}

/// The step of a share.
pub fn step(share: f32) -> u8 {
    STEPS.iter().filter(|bound| share >= **bound).count() as u8
}

/// A word table.
pub struct Table {
    map: Option<fst::Map<Cow<'static, [u8]>>>,
}

impl Table {
    /// The shipped one.
    pub fn shipped() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
            map: fst::Map::new(Cow::Borrowed(DATA)).ok(),
        });
        &TABLE
    }

    /// From the bytes of a file; a file that cannot be read is an empty table.
    pub fn from_bytes(bytes: Vec<u8>) -> Table {
        Table {
            map: fst::Map::new(Cow::Owned(bytes)).ok(),
        }
    }

    /// What it says of a folded word without clitics.
    pub fn entry(&self, bare: &str) -> Entry {
        self.map
            .as_ref()
            .and_then(|map| map.get(bare))
            .map(Entry::unpack)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_from_their_number() {
        let entry = Entry {
            coarse: 64,
            fine: 2047,
            is_counted: true,
            kinds: [7, 0, 3],
        };
        assert_eq!(Entry::unpack(entry.pack()), entry);
    }

    #[test]
    fn the_file_can_be_read() {
        assert!(Table::shipped().entry("القاهره").fine > 0);
        assert_eq!(Table::shipped().entry("قطارطاءره"), Entry::default());
    }
}
