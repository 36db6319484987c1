//! The sparkline: the share of a story's outlets that had published, over six hours from the first report.
//!
//! One scale for every story, so that sparklines compare.

use super::canvas::Canvas;
use crate::pages::markup::Markup;

/// The span that every sparkline shows.
pub(crate) const SPAN_SECONDS: i64 = 6 * 3600;
const WIDTH: f64 = 136.0;
const HEIGHT: f64 = 36.0;
/// Steps drawn; beyond them the line would be finer than a pixel.
const MOST_STEPS: usize = 64;

/// Draws `after_first_seconds`: for each outlet its first report, in seconds after the story's first.
pub(crate) fn spark(after_first_seconds: &[i64], is_rtl: bool, label: &str) -> Markup {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, is_rtl);
    let base = HEIGHT - 4.0;
    let mut times = after_first_seconds.to_vec();
    times.sort_unstable();
    let total = times.len().max(1) as f64;
    let u_of = |seconds: i64| 5.0 + seconds.clamp(0, SPAN_SECONDS) as f64 / SPAN_SECONDS as f64 * (WIDTH - 8.0);
    let y_of = |count: usize| base - count as f64 / total * (base - 4.0);
    let stride = times.len().div_ceil(MOST_STEPS).max(1);
    let mut line = format!("M{}", canvas.at(u_of(0), y_of(1)));
    let mut shown = 1;
    for (index, seconds) in times.iter().enumerate().skip(1) {
        if *seconds > SPAN_SECONDS {
            break;
        }
        let is_last_within = times.get(index + 1).is_none_or(|next| *next > SPAN_SECONDS);
        if index % stride != 0 && !is_last_within {
            continue;
        }
        line.push_str(&format!("L{}", canvas.at(u_of(*seconds), y_of(shown))));
        shown = index + 1;
        line.push_str(&format!("L{}", canvas.at(u_of(*seconds), y_of(shown))));
    }
    line.push_str(&format!("L{}", canvas.at(u_of(SPAN_SECONDS), y_of(shown))));
    let closing = format!("L{}L{}Z", canvas.at(u_of(SPAN_SECONDS), base), canvas.at(u_of(0), base));
    canvas.path("area", &format!("{line}{closing}"));
    canvas.line("axis", (2.0, base + 0.5), (WIDTH - 2.0, base + 0.5));
    for hour in [0, 2, 4, 6] {
        canvas.line("axis", (u_of(hour * 3600), base), (u_of(hour * 3600), base + 4.0));
    }
    canvas.path("line", &line);
    canvas.circle("first", (u_of(0), y_of(1)), 3.25);
    canvas.finish("spark", label, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_starts_where_reading_starts_and_ends_full() {
        let svg = spark(&[0, 3600], true, "س").to_string();
        assert!(svg.contains("M131 18L109.7 18L109.7 4L3 4"), "{svg}");
        let mirrored = spark(&[0, 3600], false, "s").to_string();
        assert!(mirrored.contains("M5 18L26.3 18L26.3 4L133 4"), "{mirrored}");
    }

    #[test]
    fn what_comes_later_than_six_hours_is_not_drawn() {
        let svg = spark(&[0, SPAN_SECONDS + 1], false, "s").to_string();
        assert!(svg.contains("M5 18L133 18"), "{svg}");
    }

    #[test]
    fn a_thousand_outlets_stay_small() {
        let times: Vec<i64> = (0..1000).collect();
        assert!(spark(&times, true, "س").to_string().len() < 6000);
    }
}
