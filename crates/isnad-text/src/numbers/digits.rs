//! The value of a run of digits with its marks.

/// Reads folded digits with `.`, `,`, `٫`, `٬` and `،` between them; `None` if they are no number but several (192.168.1.2).
pub(super) fn value(folded: &str) -> Option<f64> {
    let is_mark = |c: char| !c.is_ascii_digit();
    let marks: Vec<char> = folded.chars().filter(|c| is_mark(*c)).collect();
    let groups: Vec<&str> = folded.split(is_mark).collect();
    if groups.iter().any(|group| group.is_empty()) {
        return None;
    }
    let plain: String = folded.chars().filter(|c| c.is_ascii_digit()).collect();
    let (first, last) = (groups.first()?, groups.last()?);
    let are_thousands = |groups: &[&str]| groups.iter().all(|group| group.len() == 3);
    match marks.as_slice() {
        [] => plain.parse().ok(),
        [mark] => {
            let groups_thousands =
                matches!(mark, ',' | '٬' | '،') && last.len() == 3 && first.len() <= 3 && *first != "0";
            if groups_thousands {
                plain.parse().ok()
            } else {
                decimal(first, last)
            }
        }
        [thousands @ .., mark] => {
            if first.len() > 3 || thousands.iter().any(|other| *other != thousands[0]) {
                return None;
            }
            let inner = &groups[1..groups.len() - 1];
            if !are_thousands(inner) {
                return None;
            }
            if *mark == thousands[0] {
                return are_thousands(&[last]).then(|| plain.parse().ok()).flatten();
            }
            let whole: String = groups[..groups.len() - 1].concat();
            decimal(&whole, last)
        }
    }
}

fn decimal(whole: &str, part: &str) -> Option<f64> {
    format!("{whole}.{part}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_group_or_divide() {
        for (written, wanted) in [
            ("6500", Some(6500.0)),
            ("6,500", Some(6500.0)),
            ("6.5", Some(6.5)),
            ("1,69", Some(1.69)),
            ("0,125", Some(0.125)),
            ("1,234,567", Some(1_234_567.0)),
            ("1.234.567", Some(1_234_567.0)),
            ("1,234,567.89", Some(1_234_567.89)),
            ("2٫5", Some(2.5)),
            ("6٬500", Some(6500.0)),
            ("192.168.1.2", None),
            ("1,2,3", None),
        ] {
            assert_eq!(value(written), wanted, "{written}");
        }
    }
}
