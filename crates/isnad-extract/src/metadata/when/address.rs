//! Days in addresses.

use super::claim::claimed;
use isnad_model::ClaimedTime;
use isnad_text::dates::DateContext;

/// A day in an address: `/2020/06/03/`, `2020-06-03`, `20200603`.
pub(super) fn url_date(url: &str, context: &DateContext) -> Option<ClaimedTime> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let numbers: Vec<(usize, &str)> = number_runs(path);
    let separated = numbers.windows(3).find_map(|three| {
        let joined = three.windows(2).all(|two| {
            let between = path.get(two[0].0 + two[0].1.len()..two[1].0).unwrap_or("");
            matches!(between, "/" | "-" | "_" | ".")
        });
        let [year, month, day] = [three[0].1, three[1].1, three[2].1];
        (joined && year.len() == 4 && month.len() <= 2 && day.len() <= 2)
            .then(|| format!("{year}-{month:0>2}-{day:0>2}"))
    });
    // One folder may stand between the year and the month: /2013/world/8/3/.
    let parted = || {
        numbers.windows(3).find_map(|three| {
            let [(year_at, year), (month_at, month), (day_at, day)] = [three[0], three[1], three[2]];
            let folder = path.get(year_at + year.len()..month_at)?;
            let fits = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
            let is_folder = folder.starts_with('/') && folder.ends_with('/') && folder.matches('/').count() == 2;
            let joined = path.get(month_at + month.len()..day_at) == Some("/");
            (fits && is_folder && joined).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
        })
    };
    let compact = || {
        numbers
            .iter()
            .find(|(_, run)| matches!(run.len(), 8 | 12 | 14) || run.len() > 14 && run.len() < 20)
            .map(|(_, run)| format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..8]))
    };
    let by_day = |written: String| claimed(&written, "url", context).filter(|claim| claim.time.as_str() < "2100");
    separated
        .or_else(parted)
        .and_then(by_day)
        .or_else(|| compact().and_then(by_day))
}

/// Runs of ASCII digits with where they begin.
fn number_runs(path: &str) -> Vec<(usize, &str)> {
    let bytes = path.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length > 0 {
            runs.push((at, &path[at..at + length]));
        }
        at += length.max(1);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_addresses() {
        let read = |url: &str| url_date(url, &DateContext::default()).map(|claim| claim.time);
        assert_eq!(read("https://a.example/2013/8/3/story").as_deref(), Some("2013-08-03"));
        assert_eq!(
            read("https://a.example/news/2020-06-03-1.38").as_deref(),
            Some("2020-06-03")
        );
        assert_eq!(
            read("https://a.example/x/20200317104489").as_deref(),
            Some("2020-03-17")
        );
        assert_eq!(read("https://a.example/news/287750").as_deref(), None);
        assert_eq!(read("https://a.example/99999999/1").as_deref(), None);
    }
}
