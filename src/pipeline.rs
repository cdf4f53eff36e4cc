//! The way from files to judgement, readable on one screen.

use crate::eval::configuration::{Configuration, ConfigurationKind};
use crate::eval::infrastructure;
use crate::eval::reference::Outcome as Leads;
use crate::eval::{flux, kubernetes::Kubernetes, pool, sensitive, settings};
use crate::model::build::Projected;
use crate::model::{self, Estate, organization::Ownership};
use crate::rule::{Parameters, Verdicts};
use crate::rules::CATALOGUE;
use crate::source::{FileId, Gap, GapKind, Sources, Span, path};
use crate::triage::{self, Seen, Triaged};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the configuration says, as each layer wants it.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The configuration among the sources, for places in it.
    pub configuration: Option<FileId>,
    /// For Terragrunt and Terraform.
    pub evaluation: settings::Settings,
    /// For Flux.
    pub flux: flux::FluxSettings,
    /// Organizations, clusters, accounts.
    pub ownership: Ownership,
    /// Parameters that replace a page's defaults, by rule.
    pub parameters: BTreeMap<Arc<str>, Parameters>,
    /// Rules that do not run.
    pub off: BTreeSet<Arc<str>>,
    /// For triage.
    pub triage: triage::Settings,
}

/// What a run found, and how much it saw.
#[derive(Debug)]
pub struct Outcome {
    /// Findings, causes, undecided checks, gaps.
    pub triaged: Triaged,
    /// Coverage.
    pub seen: Seen,
    /// Where secrets are written, in order.
    pub secrets: Vec<Span>,
}

/// Evaluates the sources, builds the estate, runs the rules, and triages. `gaps` are those of opening the sources.
pub fn judge(sources: &Sources, settings: &Settings, gaps: Vec<Gap>) -> Outcome {
    pool::deep(|| judge_here(sources, settings, gaps))
}

fn judge_here(sources: &Sources, settings: &Settings, mut gaps: Vec<Gap>) -> Outcome {
    let (infrastructure, mut kubernetes) = rayon::join(
        || {
            infrastructure::evaluate_each(sources, &settings.evaluation, |one| {
                Box::new(Kept::of(sources, settings, one))
            })
        },
        || flux::evaluate(sources, &settings.flux),
    );
    gaps.extend(infrastructure.gaps);
    let mut secrets: BTreeSet<Span> = BTreeSet::new();
    let mut said: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut configurations: Vec<Projected> = Vec::with_capacity(infrastructure.configurations.len());
    for kept in infrastructure.configurations {
        let kept = *kept;
        secrets.extend(kept.secrets);
        said.extend(kept.said);
        gaps.extend(kept.model.gaps.iter().cloned());
        configurations.push(kept.model);
    }
    gaps.extend(kubernetes.gaps.iter().cloned());
    gaps.extend(unread_assumptions(sources, settings, &configurations));
    gaps.extend(model::build::adopt(&mut configurations, &settings.ownership, &mut kubernetes));

    let mut seen = seen(sources, &configurations, &kubernetes);
    let declared = model::build::declare(sources, configurations, &kubernetes, &settings.ownership, &gaps);
    let resolved = declared.path_references.iter().filter(|r| matches!(r.outcome, Leads::Found));
    (seen.references_resolved, seen.references) = (resolved.count(), declared.path_references.len());
    // Nothing is hidden by what a program refuses, so where it is a finding it is not a gap too.
    let reported = |gap: &Gap| declared.unparsable.iter().any(|u| Some(u.at) == gap.at);
    gaps.retain(|gap| gap.kind != GapKind::Refused || !reported(gap));
    gaps.extend(declared.misshapen.iter().cloned());
    secrets.extend(sensitive::of_objects(sources, &kubernetes));
    // Taking apart what nobody needs any more need not keep anyone waiting.
    rayon::spawn(move || drop(kubernetes));
    let estate = model::estate::estate(declared, settings.ownership.clone(), gaps.clone());
    let mut verdicts = run_rules(&estate, settings);
    let unused = triage::unused_settings(sources, &estate, &said, &settings.triage);
    verdicts.findings.extend(unused);
    let triaged =
        triage::triage(sources, verdicts.findings, verdicts.undecided, verdicts.satisfied, gaps, &settings.triage);
    rayon::spawn(move || drop(estate));
    Outcome { triaged, seen, secrets: secrets.into_iter().collect() }
}

/// What is kept of a configuration when it is evaluated.
struct Kept {
    model: Projected,
    /// Where secrets are written.
    secrets: Vec<Span>,
    /// Namespaces of the settings that it may name.
    said: BTreeSet<Arc<str>>,
}

impl Kept {
    fn of(sources: &Sources, settings: &Settings, configuration: Configuration) -> Kept {
        Kept {
            secrets: sensitive::of_configuration(sources, &configuration),
            said: triage::said(&settings.triage, &configuration),
            model: model::build::project(sources, &settings.ownership, configuration),
        }
    }
}

/// Assumed files that nothing reads: laid at the wrong path, most often.
fn unread_assumptions(sources: &Sources, settings: &Settings, configurations: &[Projected]) -> Vec<Gap> {
    let by_place = [".tf", ".tf.json", ".tfvars", ".tfvars.json", ".yaml", ".yml"];
    let unread = sources.unasked().filter(|(file, _)| !by_place.iter().any(|end| file.path.ends_with(end)));
    let mut gaps = Vec::new();
    for (file, given) in unread {
        let directory = path::parent(&file.path);
        let configurations = || configurations.iter().filter(|c| c.tree == file.tree);
        if configurations().any(|c| c.at.file == file.id) {
            continue;
        }
        let name = path::name(&file.path);
        let wanted = configurations()
            .flat_map(|c| &c.references)
            .find(|r| !matches!(r.outcome, Leads::Found) && path::name(&r.target) == name && r.target.contains('/'));
        let message =
            format!("the file assumed at `{}//{}` is read by nothing", sources.tree_name(file.tree), file.path);
        let help = match wanted {
            Some(reference) => format!("`{}` is looked for", reference.target),
            None if directory.is_empty() => "lay it where a unit looks for it, or drop it".into(),
            None => format!("no unit reads a `{name}` of `{directory}`: lay it where one does, or drop it"),
        };
        let place = settings.configuration.zip(given);
        gaps.push(Gap {
            at: place.map(|(file, (start, end))| Span { file, start, end }),
            kind: GapKind::Evaluation,
            message: message.into(),
            help: Some(help.into()),
        });
    }
    gaps
}

fn run_rules(estate: &Estate, settings: &Settings) -> Verdicts {
    let each: Vec<Verdicts> = CATALOGUE
        .par_iter()
        .filter(|entry| !settings.off.contains(entry.rule.id))
        .map(|entry| {
            let mut parameters = entry.page.defaults();
            if let Some(set) = settings.parameters.get(entry.rule.id) {
                parameters.0.extend(set.0.iter().map(|(k, v)| (k.clone(), v.clone())));
            }
            let mut verdicts = Verdicts::default();
            (entry.rule.check)(estate, &parameters, &mut verdicts);
            verdicts
        })
        .collect();
    let mut all = Verdicts::default();
    for verdicts in each {
        all.findings.extend(verdicts.findings);
        all.undecided.extend(verdicts.undecided);
        all.satisfied += verdicts.satisfied;
    }
    all
}

/// What was seen; the references are still to be counted.
fn seen(sources: &Sources, configurations: &[Projected], kubernetes: &Kubernetes) -> Seen {
    let of_kind = |kind| configurations.iter().filter(|c| c.kind == kind).count();
    let releases: BTreeSet<_> = kubernetes.objects.iter().filter_map(|o| o.release.as_ref()).collect();
    Seen {
        repositories: sources.trees().iter().filter(|t| !t.embedded && t.revision.is_none()).count(),
        files: sources.read_count(),
        units: of_kind(ConfigurationKind::Unit),
        root_modules: of_kind(ConfigurationKind::RootModule),
        modules_resolved: configurations.iter().filter(|c| c.is_resolved()).count(),
        resources: configurations.iter().map(Projected::resources).sum(),
        entry_points: kubernetes.clusters.len(),
        objects: kubernetes.objects.len(),
        objects_live: kubernetes.objects.iter().filter(|o| o.reach.counts()).count(),
        releases_unrendered: kubernetes.unrendered.len(),
        releases_rendered: releases.len(),
        references_resolved: 0,
        references: 0,
    }
}
