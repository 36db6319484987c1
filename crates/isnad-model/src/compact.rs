//! Compact bytes: little-endian numbers and variable-length integers for what the store keeps per article.
//!
//! What: the writer and the reader under `to_bytes` and `from_bytes` of [`Features`](crate::Features)
//! and of link members. Why: a few hundred numbers an article, read back by the million.
//! Limits: no self-description; each user starts with its own version byte. Reading never panics and
//! never allocates more than the bytes could hold. Source: LEB128.

/// Bytes that do not have the expected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompactError {
    /// They were written by another version of Isnad.
    #[error("version {0} of this binary form is not known; read the article again to renew it")]
    Version(u8),
    /// They end early or hold an impossible value.
    #[error("the bytes are damaged; read the article again to renew them")]
    Damaged,
}

/// Appends `number` in seven-bit groups, lowest first.
pub fn put_number(out: &mut Vec<u8>, number: u64) {
    let mut rest = number;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Appends a signed `number`, small magnitudes short.
pub fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(out, ((number << 1) ^ (number >> 63)) as u64);
}

/// Appends the length of `text` and its bytes.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub struct CompactReader<'b> {
    rest: &'b [u8],
}

impl<'b> CompactReader<'b> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'b [u8]) -> CompactReader<'b> {
        CompactReader { rest: bytes }
    }

    /// True when nothing is left.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Result<&'b [u8], CompactError> {
        let (head, tail) = self.rest.split_at_checked(count).ok_or(CompactError::Damaged)?;
        self.rest = tail;
        Ok(head)
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], CompactError> {
        self.bytes(N)?.try_into().map_err(|_| CompactError::Damaged)
    }

    /// A number written by [`put_number`].
    pub fn number(&mut self) -> Result<u64, CompactError> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let group = u64::from(byte & 0x7f);
            if shift == 63 && group > 1 {
                return Err(CompactError::Damaged);
            }
            number |= group << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(CompactError::Damaged)
    }

    /// A number that must fit `T`.
    pub fn small<T: TryFrom<u64>>(&mut self) -> Result<T, CompactError> {
        T::try_from(self.number()?).map_err(|_| CompactError::Damaged)
    }

    /// A number written by [`put_signed`].
    pub fn signed(&mut self) -> Result<i64, CompactError> {
        let zigzag = self.number()?;
        Ok((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }

    /// A count of things of at least `bytes_each` bytes, so that it can be trusted for an allocation.
    pub fn count(&mut self, bytes_each: usize) -> Result<usize, CompactError> {
        let count: usize = self.small()?;
        if count > self.rest.len() / bytes_each.max(1) {
            return Err(CompactError::Damaged);
        }
        Ok(count)
    }

    /// A text written by [`put_text`].
    pub fn text(&mut self) -> Result<&'b str, CompactError> {
        let length = self.count(1)?;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| CompactError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(number in any::<u64>(), signed in any::<i64>(), text in "\\PC{0,20}") {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            put_signed(&mut bytes, signed);
            put_text(&mut bytes, &text);
            let mut reader = CompactReader::new(&bytes);
            prop_assert_eq!(reader.number(), Ok(number));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert_eq!(reader.text(), Ok(text.as_str()));
            prop_assert!(reader.is_empty());
        }
    }

    #[test]
    fn an_overlong_number_is_damage() {
        assert_eq!(CompactReader::new(&[0xff; 11]).number(), Err(CompactError::Damaged));
    }
}
