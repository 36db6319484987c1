//! A row of bars over time: days of a search, a source's pulse. Height is the square root of the count, so that a
//! burst does not flatten all else; none is drawn as a line.

use super::canvas::Canvas;
use crate::pages::markup::Markup;

/// One bar.
pub(crate) struct Bar {
    /// Its class, or none.
    pub(crate) class: &'static str,
    /// What it counts.
    pub(crate) count: u64,
}

/// Draws bars in a picture of `width` by `height`, the earliest where reading starts.
pub(crate) fn bars(class: &str, bars: &[Bar], width: f64, height: f64, is_rtl: bool, label: &str) -> Markup {
    let mut canvas = Canvas::new(width, height, is_rtl);
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(1).max(1) as f64;
    let pitch = width / bars.len().max(1) as f64;
    for (index, bar) in bars.iter().enumerate() {
        let tall = ((bar.count as f64 / most).sqrt() * height).max(1.0);
        let start = index as f64 * pitch + pitch * 0.1;
        canvas.bar(bar.class, (start, height - tall), (pitch * 0.8, tall));
    }
    canvas.finish(class, label, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_from_where_reading_starts_and_nothing_is_a_line() {
        let of = |count| Bar { class: "", count };
        let svg = |is_rtl| bars("days", &[of(4), of(0), of(1)], 30.0, 20.0, is_rtl, "س").to_string();
        assert!(
            svg(false).contains("<rect x=\"1\" y=\"0\" width=\"8\" height=\"20\"/>"),
            "{}",
            svg(false)
        );
        assert!(
            svg(true).contains("<rect x=\"21\" y=\"0\" width=\"8\" height=\"20\"/>"),
            "{}",
            svg(true)
        );
        assert!(svg(false).contains("<rect x=\"11\" y=\"19\" width=\"8\" height=\"1\"/>"));
        assert!(svg(false).contains("<rect x=\"21\" y=\"10\" width=\"8\" height=\"10\"/>"));
    }
}
