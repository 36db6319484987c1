//! A table for the terminal and for a Markdown report.

/// Rows under headings; every row has as many cells as there are headings.
pub struct Table {
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(headings: &[&'static str]) -> Self {
        Table {
            headings: headings.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.headings.len());
        self.rows.push(cells);
    }

    /// The table in Markdown, its columns aligned so that it also reads well as plain text.
    pub fn markdown(&self) -> String {
        let lines = std::iter::once(self.headings.iter().map(|heading| (*heading).to_owned()).collect())
            .chain(self.rows.iter().cloned())
            .collect::<Vec<Vec<String>>>();
        let widths: Vec<usize> = (0..self.headings.len())
            .map(|column| {
                lines
                    .iter()
                    .map(|cells| cells[column].chars().count())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        for (number, cells) in lines.iter().enumerate() {
            let padded: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, &width)| format!("{cell:<width$}"))
                .collect();
            text.push_str(&format!("| {} |\n", padded.join(" | ")));
            if number == 0 {
                let rules: Vec<String> = widths.iter().map(|&width| "-".repeat(width.max(3))).collect();
                text.push_str(&format!("| {} |\n", rules.join(" | ")));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(&["set", "value"]);
        table.push(vec!["scrapinghub".to_owned(), "0.95".to_owned()]);
        assert_eq!(
            table.markdown(),
            "| set         | value |\n| ----------- | ----- |\n| scrapinghub | 0.95  |\n"
        );
    }
}
