//! From the copies of a story to lanes: for each text the one text it most surely came from.
//!
//! Limits: shared paragraphs (partial copies) make no chain; a text whose best relation has no direction
//! stands beside the other below a source that was not seen.

use super::picture::Lane;
use super::when::{self, Moment};
use super::words::Language;
use isnad_model::{ArticleId, Copy, CopyKind, CopyOrigin, Grade};
use isnad_store::StoryMember;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A text's best parent so far.
#[derive(Clone)]
struct Tie {
    parent: usize,
    grade: Grade,
    contained: f32,
    why: String,
}

/// Whose text a relation says was copied.
enum Side {
    /// The member's, from the other.
    Member,
    /// The other's, from the member.
    Other,
    /// Both, from an agency that was not seen.
    Agency(String),
    /// Not known.
    Unknown,
}

/// The lanes of a story: its texts that copy or are copied, with the sources that were not seen.
/// `changes` are the times at which each member was seen changed.
pub(super) fn lanes(members: &[StoryMember], changes: &[Vec<i64>], language: Language) -> Vec<Lane> {
    let place_of: HashMap<ArticleId, usize> = members
        .iter()
        .enumerate()
        .map(|(place, member)| (member.article.id, place))
        .collect();
    let relations: Vec<(usize, usize, &Copy)> = members
        .iter()
        .enumerate()
        .flat_map(|(place, member)| member.copies.iter().map(move |(other, copy)| (place, *other, copy)))
        .filter(|(.., copy)| copy.kind != CopyKind::Partial)
        .filter_map(|(place, other, copy)| Some((place, *place_of.get(&other)?, copy)))
        .collect();
    let origins = seen_origins(&relations, members);
    let mut ties: Vec<Option<Tie>> = vec![None; members.len()];
    let mut unseen: Vec<(String, String)> = Vec::new();
    let mut agencies: BTreeMap<String, usize> = BTreeMap::new();
    for (place, other, copy) in &relations {
        let mut tie = |child: usize, parent: usize, share: f32, why: String| {
            offer(
                &mut ties,
                child,
                Tie {
                    parent,
                    grade: copy.grade,
                    contained: share,
                    why,
                },
            );
        };
        match side_of(copy, &members[*place], &members[*other]) {
            Side::Member => tie(
                *place,
                *other,
                copy.contained,
                copied_why(language, copy, copy.contained),
            ),
            Side::Other => tie(
                *other,
                *place,
                copy.containing,
                copied_why(language, copy, copy.containing),
            ),
            Side::Agency(name) => {
                let why = language.fill("credits", &[("name", &name)]);
                for (child, share) in [(*place, copy.contained), (*other, copy.containing)] {
                    // where its own text is here, the text came from that
                    let is_own = members[child].article.source == name;
                    if is_own || origins.contains(&(child, name.as_str())) {
                        continue;
                    }
                    let node = *agencies.entry(name.clone()).or_insert_with(|| {
                        unseen.push((name.clone(), language.word("unseen_agency").to_owned()));
                        members.len() + unseen.len() - 1
                    });
                    tie(child, node, share, why.clone());
                }
            }
            Side::Unknown => {}
        }
    }
    join_shared(&relations, &mut ties, &mut unseen, members, language);
    assemble(members, changes, &ties, &unseen, language)
}

/// For each text the outlets of the story whose texts it is known to have copied.
fn seen_origins<'a>(relations: &[(usize, usize, &Copy)], members: &'a [StoryMember]) -> HashSet<(usize, &'a str)> {
    let mut origins = HashSet::new();
    for (place, other, copy) in relations {
        let (child, parent) = match side_of(copy, &members[*place], &members[*other]) {
            Side::Member => (*place, *other),
            Side::Other => (*other, *place),
            Side::Agency(_) | Side::Unknown => continue,
        };
        origins.insert((child, members[parent].article.source.as_str()));
    }
    origins
}

/// Puts texts that share their source below one that was not seen, unless one of them has a place already.
fn join_shared(
    relations: &[(usize, usize, &Copy)],
    ties: &mut [Option<Tie>],
    unseen: &mut Vec<(String, String)>,
    members: &[StoryMember],
    language: Language,
) {
    let mut shared_node: HashMap<usize, usize> = HashMap::new();
    for (place, other, copy) in relations {
        if !matches!(side_of(copy, &members[*place], &members[*other]), Side::Unknown) || ties[*place].is_some() {
            continue;
        }
        let tie = |parent: usize, why: String| Tie {
            parent,
            grade: Grade::SharedSource,
            contained: copy.contained,
            why,
        };
        let why = copied_why(language, copy, copy.contained);
        if ties[*other].is_some() && !shared_node.contains_key(other) {
            if !leads_to(ties, *other, *place) {
                ties[*place] = Some(tie(*other, why));
            }
            continue;
        }
        let node = *shared_node.entry(*other).or_insert_with(|| {
            unseen.push((
                language.word("unseen_shared").to_owned(),
                language.word("unseen_before").to_owned(),
            ));
            members.len() + unseen.len() - 1
        });
        if ties[*other].is_none() {
            ties[*other] = Some(tie(node, language.word("from_one_unseen").to_owned()));
        }
        ties[*place] = Some(tie(node, why));
        shared_node.insert(*place, node);
    }
}

/// Keeps the surer of two ties; never one that would close a circle.
fn offer(ties: &mut [Option<Tie>], child: usize, tie: Tie) {
    let is_surer = ties[child]
        .as_ref()
        .is_none_or(|known| (tie.grade as u8, -tie.contained) < (known.grade as u8, -known.contained));
    if is_surer && !leads_to(ties, tie.parent, child) {
        ties[child] = Some(tie);
    }
}

/// Whether the parents of `from` lead to `to`.
fn leads_to(ties: &[Option<Tie>], from: usize, to: usize) -> bool {
    let mut at = from;
    loop {
        if at == to {
            return true;
        }
        match ties.get(at).and_then(Option::as_ref) {
            Some(tie) => at = tie.parent,
            None => return false,
        }
    }
}

fn side_of(copy: &Copy, member: &StoryMember, other: &StoryMember) -> Side {
    match (&copy.from, copy.grade) {
        (_, Grade::SharedSource) | (None, _) => Side::Unknown,
        (Some(CopyOrigin::Agency { agency }), _) => Side::Agency(agency.clone()),
        (Some(CopyOrigin::Article(id)), _) if *id == member.article.external_id => Side::Other,
        (Some(CopyOrigin::Article(id)), _) if *id == other.article.external_id => Side::Member,
        (Some(CopyOrigin::Article(_)), _) => Side::Unknown,
    }
}

/// `يطابقه 98٪، بعده بـ14 د`.
pub(super) fn copied_why(language: Language, copy: &Copy, share: f32) -> String {
    let match_of = language.fill("match_of", &[("p", &language.percent(share))]);
    let gap = copy.gap_seconds.filter(|gap| gap.abs() >= 60);
    match gap {
        Some(gap) => {
            let span = when::short_span(language, gap.abs());
            format!(
                "{match_of}{}{}",
                language.word("comma"),
                language.fill("later_by", &[("t", &span)])
            )
        }
        None => match_of,
    }
}

fn assemble(
    members: &[StoryMember],
    changes: &[Vec<i64>],
    ties: &[Option<Tie>],
    unseen: &[(String, String)],
    language: Language,
) -> Vec<Lane> {
    let total = members.len() + unseen.len();
    let mut is_in = vec![false; total];
    for (child, tie) in ties.iter().enumerate() {
        if let Some(tie) = tie {
            is_in[child] = true;
            is_in[tie.parent] = true;
        }
    }
    let mut lane_of = vec![usize::MAX; total];
    for (lane, node) in (0..total).filter(|node| is_in[*node]).enumerate() {
        lane_of[node] = lane;
    }
    let moments: Vec<Option<Moment>> = members.iter().map(|member| when::appeared(&member.article)).collect();
    let first = (0..members.len())
        .filter(|node| moments[*node].is_some())
        .min_by_key(|node| moments[*node].map(|moment| moment.seconds));
    let lane = |node: usize| match members.get(node) {
        Some(member) => {
            let tie = ties[node].as_ref();
            Lane {
                name: member.article.source.clone(),
                sub: member
                    .article
                    .language
                    .as_deref()
                    .map(|code| language.language_name(code))
                    .unwrap_or_default(),
                seconds: moments[node].map(|moment| moment.seconds),
                is_exact: moments[node].is_some_and(|moment| moment.is_exact),
                parent: tie.map(|tie| lane_of[tie.parent]),
                grade: tie.map_or(Grade::SharedSource, |tie| tie.grade),
                why: match tie {
                    Some(tie) => tie.why.clone(),
                    None if first == Some(node) => language.word("first_text_seen").to_owned(),
                    None => String::new(),
                },
                href: Some(format!("/article/{}", member.article.id)),
                is_first: first == Some(node),
                changes: changes.get(node).cloned().unwrap_or_default(),
                is_before_change: tie.is_some_and(|tie| {
                    let has_direction = tie.grade != Grade::SharedSource;
                    has_direction && is_before_change(moments[node], changes.get(tie.parent))
                }),
                is_changed_later: false,
                folded: 0,
            }
        }
        None => {
            let (name, sub) = unseen[node - members.len()].clone();
            Lane {
                name,
                sub,
                seconds: None,
                is_exact: true,
                parent: None,
                grade: Grade::SharedSource,
                why: language.word("unseen_before").to_owned(),
                href: None,
                is_first: false,
                changes: Vec::new(),
                is_before_change: false,
                is_changed_later: false,
                folded: 0,
            }
        }
    };
    (0..total).filter(|node| is_in[*node]).map(lane).collect()
}

/// Whether a text whose time is exact was there before its origin was changed.
pub(super) fn is_before_change(moment: Option<Moment>, origin_changes: Option<&Vec<i64>>) -> bool {
    let first_change = origin_changes.and_then(|changes| changes.first());
    match (moment.filter(|known| known.is_exact), first_change) {
        (Some(moment), Some(change)) => moment.seconds < *change,
        _ => false,
    }
}

/// For each member the earlier one it is folded under: the first of the copies (whole or edited) it is of.
pub(super) fn folded_under(members: &[StoryMember]) -> Vec<Option<usize>> {
    let mut place_of: HashMap<ArticleId, usize> = HashMap::new();
    let mut under: Vec<Option<usize>> = Vec::with_capacity(members.len());
    // copies name earlier arrivals, which may yet claim a later time: such a copy stands for itself
    for (place, member) in members.iter().enumerate() {
        let of = member
            .copies
            .iter()
            .filter(|(_, copy)| copy.kind != CopyKind::Partial)
            .filter_map(|(other, _)| place_of.get(other).copied())
            .min();
        under.push(of.map(|first| under[first].unwrap_or(first)));
        place_of.insert(member.article.id, place);
    }
    under
}
