//! From verdicts to what is reported: severity, waivers, causes, order, and whether the run fails.

mod seen;
mod setting;
mod waiver;

pub use seen::Seen;
pub use setting::{said, unused_settings};
pub use waiver::{InlineWaiver, inline_waivers};

use crate::config::Mention;
use crate::eval::kubernetes::Reach;
use crate::finding::{Confidence, Finding, Severity, Undecided};
use crate::rules::{self, Entry};
use crate::source::{Gap, Sources, Span};
use globset::GlobMatcher;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the configuration says about findings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Severities that replace the page's.
    pub severity: BTreeMap<Arc<str>, Severity>,
    /// Rules that do not run.
    pub off: BTreeSet<Arc<str>>,
    /// What the configuration says of things in the repositories, with its places.
    pub mentions: Vec<(Mention, Span)>,
    /// Every repository that the configuration speaks of is read as a whole.
    pub whole: bool,
    /// Waivers of the configuration.
    pub waivers: Vec<ConfiguredWaiver>,
    /// The day that `until` is compared with; without one nothing expires.
    pub today: Option<jiff::civil::Date>,
}

/// A waiver in the configuration.
#[derive(Clone, Debug)]
pub struct ConfiguredWaiver {
    /// The rule.
    pub rule: Arc<str>,
    /// Pattern over addresses; `None` matches all.
    pub address: Option<GlobMatcher>,
    /// Why it is right all the same.
    pub reason: Arc<str>,
    /// The last day it holds.
    pub until: Option<jiff::civil::Date>,
    /// Its entry in the configuration.
    pub at: Option<Span>,
}

/// The waiver that silences a finding.
#[derive(Clone, Debug)]
pub struct Waived {
    /// Its reason.
    pub reason: Arc<str>,
    /// It stands in the file beside what it waives, rather than in the configuration.
    pub inline: bool,
}

/// A finding with what triage adds.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// The severity in the end.
    pub severity: Severity,
    /// Identity over runs: rule, addresses and aspect, never a line.
    pub fingerprint: Arc<str>,
    /// How it is waived, when it is.
    pub waived: Option<Waived>,
    /// Its entry in [`Triaged::causes`].
    pub cause: usize,
}

/// One mistake, in one place or several.
#[derive(Clone, Debug)]
pub struct CauseEntry {
    /// The rule.
    pub rule: &'static str,
    /// What to say of all its places.
    pub message: Arc<str>,
    /// The highest severity among its places.
    pub severity: Severity,
    /// The highest confidence among its places.
    pub confidence: Confidence,
    /// Positions in [`Triaged::findings`], live ones first.
    pub findings: Vec<usize>,
}

/// Everything to report, in order.
#[derive(Clone, Debug, Default)]
pub struct Triaged {
    /// One for each identity, in order of place.
    pub findings: Vec<Judged>,
    /// Causes, the most severe first; those with only dormant, suspended or waived places last.
    pub causes: Vec<CauseEntry>,
    /// Sorted by rule, then subject.
    pub undecided: Vec<Undecided>,
    /// Sorted by place, without repetition.
    pub gaps: Vec<Gap>,
    /// How many subjects satisfy their rules.
    pub satisfied: usize,
}

/// Sorts, identifies, waives and groups.
pub fn triage(
    sources: &Sources,
    mut findings: Vec<Finding>,
    mut undecided: Vec<Undecided>,
    satisfied: usize,
    mut gaps: Vec<Gap>,
    settings: &Settings,
) -> Triaged {
    let mut inline = inline_waivers(sources);
    let reported = |rule: &str| !settings.off.contains(rule);
    findings.extend(inline.iter().filter_map(InlineWaiver::problem).filter(|f| reported(f.rule)));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));

    let mut seen = BTreeSet::new();
    let mut judged: Vec<Judged> = Vec::new();
    let mut used = vec![false; settings.waivers.len()];
    for finding in findings {
        let fingerprint = fingerprint(&finding);
        if !seen.insert(fingerprint.clone()) {
            continue;
        }
        let severity = settings
            .severity
            .get(finding.rule)
            .copied()
            .or(finding.severity)
            .or_else(|| rules::find(finding.rule).map(|e: &Entry| e.page.severity))
            .unwrap_or(Severity::Medium);
        let waived = waive(sources, &finding, &mut inline, settings, &mut used);
        judged.push(Judged { finding, severity, fingerprint, waived, cause: 0 });
    }
    let unused = waiver::unused(sources, &inline, settings, &used, &undecided);
    for finding in unused.into_iter().filter(|f| reported(f.rule)) {
        let fingerprint = fingerprint(&finding);
        let wished = settings.severity.get(finding.rule).copied();
        let severity = wished.or(finding.severity).unwrap_or(Severity::Low);
        judged.push(Judged { finding, severity, fingerprint, waived: None, cause: 0 });
    }
    judged.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
    let causes = group(&mut judged);
    undecided.sort_by(|a, b| (a.rule, &a.subject, &a.reason, a.at).cmp(&(b.rule, &b.subject, &b.reason, b.at)));
    undecided.dedup_by(|a, b| a.rule == b.rule && a.subject == b.subject && a.reason == b.reason);
    gaps.sort();
    gaps.dedup();
    Triaged { findings: judged, causes, undecided, gaps, satisfied }
}

/// The one total order of findings: by place, then rule and identity.
fn order(f: &Finding) -> impl Ord {
    let at = f.evidence.primary().at;
    (at, f.rule, f.subject.clone(), f.counterpart.clone(), f.aspect.clone(), f.message.clone())
}

fn fingerprint(f: &Finding) -> Arc<str> {
    let subject = f.subject.to_string();
    let counterpart = f.counterpart.as_ref().map(ToString::to_string).unwrap_or_default();
    let (first, second) = if f.symmetric && counterpart < subject && f.counterpart.is_some() {
        (counterpart, subject)
    } else {
        (subject, counterpart)
    };
    let mut hash = Sha256::new();
    for part in [f.rule, &first, &second, &f.aspect] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    digest.iter().take(16).map(|b| format!("{b:02x}")).collect::<String>().into()
}

fn waive(
    sources: &Sources,
    finding: &Finding,
    inline: &mut [InlineWaiver],
    settings: &Settings,
    used: &mut [bool],
) -> Option<Waived> {
    let mut found = None;
    for waiver in inline.iter_mut().filter(|w| w.covers(sources, finding)) {
        waiver.used = true;
        found.get_or_insert_with(|| Waived { reason: waiver.reason.clone(), inline: true });
    }
    let address = finding.subject.to_string();
    for (waiver, used) in settings.waivers.iter().zip(used) {
        let matches = &*waiver.rule == finding.rule && waiver.address.as_ref().is_none_or(|g| g.is_match(&address));
        if !matches {
            continue;
        }
        *used = true;
        let expired = waiver.until.zip(settings.today).is_some_and(|(until, today)| until < today);
        if !expired {
            found.get_or_insert_with(|| Waived { reason: waiver.reason.clone(), inline: false });
        }
    }
    found
}

fn group(judged: &mut [Judged]) -> Vec<CauseEntry> {
    type Key<'a> = (&'static str, Option<Arc<str>>, Option<Span>);
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (i, j) in judged.iter().enumerate() {
        let key = match &j.finding.cause {
            Some(cause) => (j.finding.rule, Some(cause.key.clone()), None),
            None => (j.finding.rule, None, Some(j.finding.evidence.primary().at)),
        };
        groups.entry(key).or_default().push(i);
    }
    let rank = |reach: &Reach| match reach {
        Reach::Live(_) | Reach::Unknown => 0,
        Reach::Suspended => 1,
        Reach::Dormant => 2,
    };
    let mut causes: Vec<CauseEntry> = groups
        .into_values()
        .filter_map(|mut members| {
            members.sort_by_key(|i| {
                judged.get(*i).map(|j| (rank(&j.finding.reach), std::cmp::Reverse(j.finding.confidence), *i))
            });
            let first = judged.get(*members.first()?)?;
            let message = match (&first.finding.cause, members.len()) {
                (Some(cause), 2..) => cause.message.clone(),
                _ => first.finding.message.clone().into(),
            };
            let of = |i: &usize| judged.get(*i);
            Some(CauseEntry {
                rule: first.finding.rule,
                message,
                severity: members.iter().filter_map(of).map(|j| j.severity).max()?,
                confidence: members.iter().filter_map(of).map(|j| j.finding.confidence).max()?,
                findings: members,
            })
        })
        .collect();
    let weight = |c: &CauseEntry| {
        let best = c
            .findings
            .iter()
            .filter_map(|i| judged.get(*i))
            .map(|j| if j.waived.is_some() { 3 } else { rank(&j.finding.reach) })
            .min()
            .unwrap_or(3);
        (best, std::cmp::Reverse(c.severity), c.rule, c.findings.first().copied())
    };
    causes.sort_by_key(weight);
    for (id, cause) in causes.iter().enumerate() {
        for i in &cause.findings {
            if let Some(j) = judged.get_mut(*i) {
                j.cause = id;
            }
        }
    }
    causes
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug)]
pub struct FailOn {
    /// The lowest severity that fails; `None` when findings never do.
    pub severity: Option<Severity>,
    /// Dormant and suspended findings fail too.
    pub dormant: bool,
    /// Undecided checks fail too.
    pub undecided: bool,
}

impl Triaged {
    /// Whether the run fails.
    pub fn fails(&self, on: FailOn) -> bool {
        let finding = self.findings.iter().any(|j| {
            j.waived.is_none()
                && on.severity.is_some_and(|s| j.severity >= s)
                && (on.dormant || j.finding.reach.counts())
        });
        finding || on.undecided && !self.undecided.is_empty()
    }
}
