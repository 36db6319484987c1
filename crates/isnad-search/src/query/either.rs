//! A query that wants all of its words, asked again for any of them.

use super::{Node, Query, Scope};
use isnad_text::language::is_arabic_script;

impl Query {
    /// The query as it is written when any of its words will do, without its stop words. `None` if it is not just words, or
    /// fewer than two of them tell something.
    ///
    /// ```
    /// use isnad_search::Query;
    /// let query = Query::parse("غرق عبارة في الخليج")?;
    /// assert_eq!(query.any_of_its_words().as_deref(), Some("غرق أو عبارة أو الخليج"));
    /// assert_eq!(Query::parse("غرق -عبارة")?.any_of_its_words(), None);
    /// # Ok::<(), isnad_search::QueryError>(())
    /// ```
    pub fn any_of_its_words(&self) -> Option<String> {
        let Node::And(parts) = &self.root else { return None };
        let mut words: Vec<&str> = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Node::Word {
                    scope: Scope::Any,
                    text,
                    exact: false,
                    prefix: false,
                } if words.contains(&text.as_str()) || !crate::compile::is_telling(text) => {}
                Node::Word {
                    scope: Scope::Any,
                    text,
                    exact: false,
                    prefix: false,
                } => words.push(text),
                _ => return None,
            }
        }
        if words.len() < 2 {
            return None;
        }
        let is_arabic = words.iter().any(|word| word.chars().any(is_arabic_script));
        let or = if is_arabic { "أو" } else { "OR" };
        Some(words.join(&format!(" {or} ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn either(written: &str) -> Option<String> {
        Query::parse(written).unwrap().any_of_its_words()
    }

    #[test]
    fn all_words_become_any_word() {
        assert_eq!(
            either("ferry sinks off coast").as_deref(),
            Some("ferry OR sinks OR coast")
        );
        assert_eq!(either("غرق غرق عبارة").as_deref(), Some("غرق أو عبارة"));
    }

    /// So no word needs quoting.
    #[test]
    fn words_of_the_query_language_tell_nothing() {
        for connective in ["OR", "أو", "AND", "NOT"] {
            assert!(!crate::compile::is_telling(connective), "{connective}");
        }
    }

    #[test]
    fn what_asks_for_more_than_words_stays() {
        for written in [
            "غرق",
            "في من",
            "غرق عبارة source:الشراع",
            "غرق أو عبارة",
            "\"غرق عبارة\" ميناء",
        ] {
            assert_eq!(either(written), None, "{written}");
        }
    }
}
