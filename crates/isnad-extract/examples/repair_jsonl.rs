//! Repairs scraped text: JSON Lines on stdin (or a text file named on the command line), Articles on stdout.

use isnad_extract::{Hint, Record, repair};
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Some(path) = std::env::args().nth(1) {
        let text = std::fs::read_to_string(&path)?;
        let hint = Hint {
            id: path,
            ..Hint::default()
        };
        println!("{}", serde_json::to_string(&repair(&text, &hint))?);
        return Ok(());
    }
    for line in std::io::stdin().lock().lines() {
        if let Record::Text { hint, text } = Record::parse(&line?)? {
            println!("{}", serde_json::to_string(&repair(&text, &hint))?);
        }
    }
    Ok(())
}
