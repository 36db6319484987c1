//! Stories of ANT and pairs of them that were read: what `train kinship` learns from and `evaluate episodes` measures with.
//!
//! All of ANT is linked in order of time by the linker as it is; a pair names its stories by an article of each, so the
//! pairs stay good when the linker changes.

use crate::train::corpus;
use anyhow::Context;
use isnad_analyse::features::{event_word, features};
use isnad_analyse::{Statistics, names};
use isnad_link::{Arrival, KinFeatures, KnownReport, Linker, MemberTerm, Profile, Settings, hour_of, sampled_reports};
use isnad_model::{Article, ArticleId, Features, Name, parse_instant};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const PAIRS: &str = include_str!("../data/kin_pairs.tsv");

/// A report of a story.
pub struct Report {
    article: Article,
    features: Features,
    /// Unix seconds.
    pub time: i64,
    /// As the linker keeps them.
    pub terms: Box<[MemberTerm]>,
}

/// All stories of ANT.
pub struct Stories {
    /// Their reports in order of time.
    pub stories: BTreeMap<ArticleId, Vec<Report>>,
    story_of: HashMap<String, ArticleId>,
}

/// A pair of stories.
pub struct Pair {
    /// The earlier one.
    pub earlier: ArticleId,
    /// The later one.
    pub later: ArticleId,
    /// Whether both belong to one affair.
    pub is_kin: bool,
    /// What was measured between them.
    pub measured: KinFeatures,
}

impl Stories {
    /// Links ANT.
    pub fn read(shared: &Path) -> anyhow::Result<Stories> {
        let statistics = Statistics::shipped();
        let mut rows: Vec<(i64, Article)> = Vec::new();
        corpus::each_row(&shared.join("data/ant-multisource.jsonl.gz"), |row| {
            let field = |name: &str| row[name].as_str().unwrap_or("");
            let Some(time) = parse_instant(field("iso")) else {
                return;
            };
            rows.push((time, corpus::article_of(row)));
        })?;
        rows.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        rows.dedup_by(|a, b| a.1.id == b.1.id);
        let mut linker = Linker::new(Settings::default());
        let mut reports: Vec<Report> = Vec::with_capacity(rows.len());
        for (at, (time, article)) in rows.into_iter().enumerate() {
            let hour = hour_of(time);
            for day in linker.missing_days(time, hour) {
                linker.load_day(day, Vec::new());
            }
            let found = features(&article, &statistics);
            let outcome = linker.push(Arrival {
                article_id: ArticleId(at as i32 + 1),
                linking_time: Some(time),
                hour,
                published: None,
                source: article.source.as_deref().unwrap_or(""),
                before: None,
                article: &article,
                features: &found,
            });
            reports.push(Report {
                article,
                features: found,
                time,
                terms: outcome.member.terms,
            });
        }
        linker.close_all();
        let mut stories: BTreeMap<ArticleId, Vec<Report>> = BTreeMap::new();
        let mut story_of = HashMap::new();
        for (at, report) in reports.into_iter().enumerate() {
            let own = ArticleId(at as i32 + 1);
            let story = linker.story(own).unwrap_or(own);
            story_of.insert(report.article.id.clone(), story);
            stories.entry(story).or_default().push(report);
        }
        Ok(Stories { stories, story_of })
    }

    /// The pairs that were read, measured.
    pub fn pairs(&self) -> anyhow::Result<Vec<Pair>> {
        let mut profiles: HashMap<ArticleId, Profile> = HashMap::new();
        let mut pairs = Vec::new();
        for row in PAIRS.lines().filter(|row| !row.starts_with('#')) {
            let [earlier, later, label] = row.split('\t').collect::<Vec<_>>()[..] else {
                anyhow::bail!("kin_pairs.tsv: «{row}» has not three columns");
            };
            let story = |id: &str| {
                self.story_of
                    .get(id)
                    .copied()
                    .with_context(|| format!("kin_pairs.tsv: no article {id}"))
            };
            let (earlier, later) = (story(earlier)?, story(later)?);
            // two that the linker now makes one story say nothing of kinship
            if earlier == later {
                continue;
            }
            for story in [earlier, later] {
                profiles.entry(story).or_insert_with(|| self.profile(story));
            }
            pairs.push(Pair {
                earlier,
                later,
                is_kin: label == "1",
                measured: profiles[&earlier].kinship(&profiles[&later]).measured,
            });
        }
        Ok(pairs)
    }

    fn profile(&self, story: ArticleId) -> Profile {
        let reports = &self.stories[&story];
        let read: Vec<(&Features, Vec<Name>)> = sampled_reports(reports.len())
            .into_iter()
            .map(|place| {
                let report = &reports[place];
                (&report.features, names(&report.article, "ar"))
            })
            .collect();
        let known: Vec<KnownReport<'_>> = read
            .iter()
            .map(|(features, names)| KnownReport { features, names })
            .collect();
        let span = (
            reports.first().map_or(0, |report| report.time),
            reports.last().map_or(0, |report| report.time),
        );
        Profile::of(&known, reports.len() as u32, span, event_word)
    }
}
