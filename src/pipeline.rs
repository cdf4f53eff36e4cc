//! The way from files to judgement, readable on one screen.

use crate::eval::configuration::{Configuration, ConfigurationKind, ModuleSource};
use crate::eval::infrastructure::{self, Infrastructure};
use crate::eval::reference::Outcome as Leads;
use crate::eval::value::Marks;
use crate::eval::{flux, kubernetes::Kubernetes, pool, sensitive, settings};
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
        || infrastructure::evaluate(sources, &settings.evaluation),
        || flux::evaluate(sources, &settings.flux),
    );
    gaps.extend(infrastructure.gaps.iter().cloned());
    for configuration in &infrastructure.configurations {
        gaps.extend(configuration.gaps.iter().map(|gap| own_place(sources, configuration, gap)));
    }
    gaps.extend(kubernetes.gaps.iter().cloned());
    gaps.extend(unread_assumptions(sources, settings, &infrastructure));
    gaps.extend(model::build::adopt(sources, &infrastructure.configurations, &settings.ownership, &mut kubernetes));

    let declared =
        model::build::declare(sources, &infrastructure.configurations, &kubernetes, &settings.ownership, &gaps);
    // Nothing is hidden by what a program refuses, so where it is a finding it is not a gap too.
    let reported = |gap: &Gap| declared.unparsable.iter().any(|u| Some(u.at) == gap.at);
    gaps.retain(|gap| gap.kind != GapKind::Refused || !reported(gap));
    gaps.extend(declared.misshapen.iter().cloned());
    let seen = seen(sources, &infrastructure, &kubernetes, &declared);
    let secrets = sensitive::places(sources, &infrastructure, &kubernetes);
    let estate = model::estate::estate(declared, settings.ownership.clone(), gaps.clone());
    let mut verdicts = run_rules(&estate, settings);
    let unused = triage::unused_settings(sources, &estate, &infrastructure.configurations, &settings.triage);
    verdicts.findings.extend(unused);
    let triaged =
        triage::triage(sources, verdicts.findings, verdicts.undecided, verdicts.satisfied, gaps, &settings.triage);
    // Taking apart what nobody needs any more need not keep anyone waiting.
    rayon::spawn(move || drop((infrastructure, kubernetes, estate)));
    Outcome { triaged, seen, secrets }
}

/// Assumed files that nothing reads: laid at the wrong path, most often.
fn unread_assumptions(sources: &Sources, settings: &Settings, infrastructure: &Infrastructure) -> Vec<Gap> {
    let by_place = [".tf", ".tf.json", ".tfvars", ".tfvars.json", ".yaml", ".yml"];
    let unread = sources.unasked().filter(|(file, _)| !by_place.iter().any(|end| file.path.ends_with(end)));
    let mut gaps = Vec::new();
    for (file, given) in unread {
        let directory = path::parent(&file.path);
        let configurations = || infrastructure.configurations.iter().filter(|c| c.tree == file.tree);
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

/// A gap with a place that its reader has: what arises inside a module model is said of who uses the model.
fn own_place(sources: &Sources, configuration: &Configuration, gap: &Gap) -> Gap {
    let in_model = |at: &Span| {
        sources
            .file(at.file)
            .and_then(|f| sources.tree(f.tree))
            .is_some_and(|t| t.embedded && t.shown.as_os_str().is_empty())
    };
    match gap.at {
        Some(at) if in_model(&at) => {
            // With one modelled module in it, its call is where the reader can do something.
            let sites: BTreeSet<Span> =
                configuration.resources.iter().filter(|r| r.marks.has(Marks::MODELLED)).map(|r| r.at).collect();
            let call = sites.first().copied().filter(|_| sites.len() == 1).unwrap_or(configuration.at);
            let user = configuration.module.source.as_ref().map_or(call, |source| source.at);
            Gap { at: Some(if in_model(&user) { configuration.at } else { user }), ..gap.clone() }
        }
        _ => gap.clone(),
    }
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

fn seen(
    sources: &Sources,
    infrastructure: &Infrastructure,
    kubernetes: &Kubernetes,
    declared: &model::Declared,
) -> Seen {
    let configurations = &infrastructure.configurations;
    let of_kind = |kind| configurations.iter().filter(|c| c.kind == kind).count();
    let releases: BTreeSet<_> = kubernetes.objects.iter().filter_map(|o| o.release.as_ref()).collect();
    let resolved = |o: &Leads| matches!(o, Leads::Found);
    Seen {
        repositories: sources.trees().iter().filter(|t| !t.embedded && t.revision.is_none()).count(),
        files: sources.read_count(),
        units: of_kind(ConfigurationKind::Unit),
        root_modules: of_kind(ConfigurationKind::RootModule),
        modules_resolved: configurations
            .iter()
            .filter(|c| !matches!(c.module.resolved, ModuleSource::Missing(_)))
            .count(),
        resources: configurations.iter().map(|c| c.resources.len()).sum(),
        entry_points: kubernetes.clusters.len(),
        objects: kubernetes.objects.len(),
        objects_live: kubernetes.objects.iter().filter(|o| o.reach.counts()).count(),
        releases_unrendered: kubernetes.unrendered.len(),
        releases_rendered: releases.len(),
        references_resolved: declared.path_references.iter().filter(|r| resolved(&r.outcome)).count(),
        references: declared.path_references.len(),
    }
}
