//! What the black-box tests share: running the command, and news that never happened.

#![allow(dead_code)] // each test binary uses its own part of this module

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The command under test, with its own data folder and no environment of the user's.
pub fn isnad(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isnad"));
    command
        .env("ISNAD_DATA", data)
        .env_remove("ISNAD_TOKEN")
        .env_remove("RUST_LOG");
    command
}

/// Runs a filter over `input` on standard input.
pub fn filter(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_isnad"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("isnad starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let bytes = input.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&bytes).is_ok());
    let output = child.wait_with_output().expect("isnad ends");
    feeder.join().expect("the feeder ends");
    output
}

/// The lines of standard output as JSON.
pub fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("output is UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of output is JSON"))
        .collect()
}

/// Standard error as text.
pub fn stderr_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const PLACES: [&str; 8] = [
    "رملة الوادي",
    "تل السنديان",
    "مرسى النور",
    "عين الجبل",
    "وادي اللوز",
    "برج الغدير",
    "سهل العنبر",
    "جزيرة القصب",
];
const EVENTS: [&str; 8] = [
    "افتتاح مستشفى للأطفال",
    "انهيار جسر قديم",
    "اتفاق على تقاسم مياه النهر",
    "إضراب عمال الميناء",
    "حريق في سوق الحبوب",
    "انتخاب مجلس بلدي جديد",
    "العثور على نقوش أثرية",
    "تأجيل محاكمة التجار",
];
const PEOPLE: [&str; 6] = [
    "سليم الراوي",
    "هدى المرجان",
    "نادر البستاني",
    "ليلى السرحان",
    "كمال الدهان",
    "رشيد الحدادي",
];
const OUTLETS: [&str; 5] = [
    "صحيفة الضفة",
    "موقع السارية",
    "قناة المدار",
    "جريدة الميزان",
    "بوابة الساحل",
];

/// `count` records of JSON Lines, the same each time: invented events, each told by one to four outlets in
/// their own words or as a copy, over forty days. Every record names its times, so that runs can be compared.
pub fn invented_news(count: usize) -> Vec<String> {
    let mut random = Random(20_261_124);
    let mut records = Vec::with_capacity(count);
    let mut event_number = 0;
    while records.len() < count {
        event_number += 1;
        let event = Event::new(&mut random, event_number);
        for telling in 0..=random.below(4) {
            let outlet = OUTLETS[(event_number + telling) % OUTLETS.len()];
            let minutes = event_number * 37 + telling * 20;
            let published = format!(
                "2031-{:02}-{:02}T{:02}:{:02}:00Z",
                3 + minutes / 40_320,
                1 + minutes / 1440 % 28,
                minutes / 60 % 24,
                minutes % 60
            );
            records.push(
                serde_json::json!({
                    "id": format!("news-{event_number}-{telling}"),
                    "url": format!("https://outlet{}.example/{event_number}/{telling}", (event_number + telling) % OUTLETS.len()),
                    "source": outlet,
                    "title": event.title,
                    "text": event.text(telling),
                    "published": published,
                    "captured": published,
                })
                .to_string(),
            );
        }
    }
    records.truncate(count);
    records
}

struct Event {
    title: String,
    sentences: Vec<String>,
}

impl Event {
    fn new(random: &mut Random, number: usize) -> Event {
        let place = PLACES[random.below(PLACES.len())];
        let event = EVENTS[random.below(EVENTS.len())];
        let person = PEOPLE[random.below(PEOPLE.len())];
        let other = PEOPLE[random.below(PEOPLE.len())];
        let figure = 10 + number % 900;
        let sentences = vec![
            format!("شهدت مدينة {place} اليوم {event} بحضور {figure} من سكان المنطقة المحيطة بها."),
            format!("وقال {person} إن ما جرى في {place} يمس حياة {figure} أسرة تعيش قرب السوق القديم."),
            format!("وأضاف أن اللجنة رقم {number} ستجتمع صباح الغد للنظر في ما ترتب على {event}."),
            format!(
                "من جهته أعلن {other} أن البلدية خصصت {} ألف دينار لمعالجة الآثار.",
                figure * 3
            ),
            format!(
                "وكانت {place} قد عرفت قبل {} أعوام حادثة مشابهة لم يعرف سببها حتى الآن.",
                2 + number % 7
            ),
            format!(
                "ودعا سكان الحي رقم {} إلى إشراكهم في كل قرار يخص {event} في المستقبل القريب.",
                number % 40
            ),
        ];
        Event {
            title: format!("{event} في {place} بحضور {figure} من السكان"),
            sentences,
        }
    }

    /// The first telling is the whole; later ones are copies with a sentence more or less.
    fn text(&self, telling: usize) -> String {
        let mut sentences = self.sentences.clone();
        match telling {
            0 => {}
            1 => sentences.push("ونقلت الصحيفة الخبر عن مراسلها في المكان.".to_owned()),
            2 => sentences.truncate(4),
            _ => sentences.rotate_left(2),
        }
        sentences.join("\n")
    }
}

/// Numbers that are the same in each run. Source: Knuth's MMIX linear congruential generator.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}
