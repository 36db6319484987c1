//! The normalised URL that identifies an article at its outlet.
//!
//! Tracking parameters, the fragment and the default port are not part of it; scheme http and https
//! are one; the host is lower-case without `www.`; parameters that remain keep their order, since
//! some sites give them meaning. Limits: mobile and AMP hosts are not joined with the main host.

use url::Url;

/// Parameters that say where a reader came from, not what is read. Names ending in `*` are prefixes.
const TRACKING: &str = include_str!("../data/tracking_parameters.txt");

/// The normalised form of `raw`, or `None` if it is no absolute http(s) URL.
///
/// ```
/// use isnad_model::normalise_url;
/// assert_eq!(
///     normalise_url("http://www.Example.org:80/a?id=7&utm_source=x#top").as_deref(),
///     Some("https://example.org/a?id=7"),
/// );
/// assert_eq!(normalise_url("mailto:a@example.org"), None);
/// ```
pub fn normalise_url(raw: &str) -> Option<String> {
    let mut url = Url::parse(raw.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    let host = url.host_str()?.trim_end_matches('.').to_owned();
    let bare_host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    let kept: Vec<String> = url
        .query()
        .unwrap_or("")
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair.split('=').next().unwrap_or("")))
        .map(str::to_owned)
        .collect();
    let port = url
        .port()
        .filter(|port| *port != 80 && *port != 443)
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let path = url.path();
    let query = if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    };
    Some(format!("https://{bare_host}{port}{path}{query}"))
}

fn is_tracking(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    TRACKING
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .any(|rule| match rule.strip_suffix('*') {
            Some(prefix) => lower.starts_with(prefix),
            None => lower == rule,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_parameter_that_names_the_article_stays() {
        assert_eq!(
            normalise_url("https://a.example/n.php?id=1&fbclid=z&p=2").as_deref(),
            Some("https://a.example/n.php?id=1&p=2")
        );
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(path in "[a-z/]{0,12}", query in "[a-z_=&0-9]{0,20}") {
            let once = normalise_url(&format!("http://www.a.example/{path}?{query}")).unwrap();
            prop_assert_eq!(normalise_url(&once), Some(once.clone()));
        }
    }
}
