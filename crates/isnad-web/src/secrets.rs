//! Tokens against forged forms, and the cookie of a visitor who logged in.
//!
//! A form carries a token made from a secret of this process and the visitor's cookie (double submit, bound
//! to the process). Source: OWASP, Cross-Site Request Forgery Prevention. Limits: a form that was open while
//! the server was started anew is refused and has to be sent again.

use isnad_engine::EngineError;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// The secret of this process.
pub(crate) struct Secrets {
    key: [u8; 32],
    visitors: AtomicU64,
}

impl Secrets {
    /// A new secret from the system.
    pub(crate) fn new() -> Result<Secrets, EngineError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| EngineError::Stage {
            reason: format!("the system gives no random bytes: {error}"),
        })?;
        Ok(Secrets {
            key,
            visitors: AtomicU64::new(0),
        })
    }

    /// The cookie of a visitor who has none; no two are alike and none can be guessed.
    pub(crate) fn visit(&self) -> String {
        let number = self.visitors.fetch_add(1, Ordering::Relaxed);
        self.hash(b"visit", &number.to_be_bytes())
    }

    /// The token that the forms of the visitor with this cookie carry.
    pub(crate) fn form_token(&self, visit: &str) -> String {
        self.hash(b"form", visit.as_bytes())
    }

    fn hash(&self, what: &[u8], of: &[u8]) -> String {
        hex(&[&self.key, what, of])
    }
}

/// The cookie by which a visitor shows that he knew the server's token; it does not tell the token.
pub(crate) fn pass(token: &str) -> String {
    hex(&[b"isnad pass", token.as_bytes()])
}

/// The key that opens the feeds of a server with this token, and nothing else: feed readers send no headers.
pub(crate) fn feed_key(token: &str) -> String {
    hex(&[b"isnad feeds", token.as_bytes()])
}

fn hex(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Compares in constant time: how much of a guess is right must not show.
pub(crate) fn is_same(guess: &str, wanted: &str) -> bool {
    let difference = guess
        .bytes()
        .zip(wanted.bytes())
        .fold(0, |seen, (one, other)| seen | (one ^ other));
    guess.len() == wanted.len() && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_bound_to_its_visitor_and_process() {
        let (one, other) = (Secrets::new().unwrap(), Secrets::new().unwrap());
        let (visit, next) = (one.visit(), one.visit());
        assert_ne!(visit, next);
        assert_eq!(one.form_token(&visit), one.form_token(&visit));
        assert_ne!(one.form_token(&visit), one.form_token(&next));
        assert_ne!(one.form_token(&visit), other.form_token(&visit));
    }
}
