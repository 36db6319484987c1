//! Which half of the published pages a site is in.
//!
//! Rules are made and weights learned on the pages of sites whose hash is even; the others are for reporting only.
//! The hash of a site is the first byte of the SHA-256 of its host in lower case, without `www.`.

use sha2::{Digest, Sha256};

/// The site of an address: its host in lower case, without `www.`. What is no address is its own site.
pub fn site(address: &str) -> String {
    let lower = address.to_lowercase();
    let Some((_, rest)) = lower.split_once("://") else {
        return lower;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The hash of a site.
pub fn hash(site: &str) -> u64 {
    u64::from(Sha256::digest(site.as_bytes())[0])
}

/// Whether the pages of a site are for reporting only.
pub fn is_reporting(site: &str) -> bool {
    hash(site) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_host() {
        for (address, expected) in [
            ("https://www.News.example/a/b?c", "news.example"),
            ("http://user@news.example:8080#x", "news.example"),
            ("set:page-1", "set:page-1"),
        ] {
            assert_eq!(site(address), expected);
        }
    }

    #[test]
    fn both_halves_have_sites() {
        let reporting = (0..100).filter(|n| is_reporting(&format!("site{n}.example"))).count();
        assert!((30..70).contains(&reporting), "{reporting} of 100");
    }
}
