//! `dangling-reference`: a path or name that leads nowhere.

use crate::eval::reference::{Outcome, PathReference, ReferenceKind};
use crate::finding::{Cause, RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::Evidence;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, undecided};

const ID: RuleId = "dangling-reference";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "repository", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for reference in &estate.declared.path_references {
        match &reference.outcome {
            Outcome::Found => verdicts.satisfied += 1,
            Outcome::Ignored => verdicts.undecided.push(Undecided {
                rule: ID,
                subject: reference.owner.clone(),
                at: reference.at,
                reason: format!("`{}` is kept out of the repository by .gitignore", reference.target).into(),
                help: Some("give what it says by `assume:` in driftline.yaml or with `--assume`".into()),
            }),
            Outcome::Undecided(why) => {
                verdicts.undecided.push(undecided(ID, &reference.owner, reference.at, why));
            }
            Outcome::Missing { nearest, looked_for } => {
                let message = format!("{} `{}` leads nowhere: {looked_for}", words(reference), reference.target);
                let evidence = Evidence::new(reference.at, &**looked_for);
                let mut found = finding(ID, &reference.owner, message, evidence, &Basis::default());
                found.aspect = format!("{}:{}", words(reference), reference.target).into();
                found.help = nearest.as_ref().map(|near| format!("did you mean `{near}`?"));
                found.reach = match reference.kind {
                    // Infrastructure is live as it stands: no entry point leads to it.
                    ReferenceKind::ConfigPath | ReferenceKind::Include | ReferenceKind::ModuleSource => found.reach,
                    _ => reference.reach.clone(),
                };
                // What is missing is missing for all who name it.
                found.cause = Some(Cause {
                    key: looked_for.clone(),
                    message: format!("{} `{}` leads nowhere: {looked_for}", words(reference), reference.target).into(),
                });
                verdicts.findings.push(found);
            }
        }
    }
}

fn words(reference: &PathReference) -> &'static str {
    match reference.kind {
        ReferenceKind::KustomizationResource => "the kustomization's entry",
        ReferenceKind::FluxPath => "the Flux Kustomization's path",
        ReferenceKind::SourceRef => "the source",
        ReferenceKind::ValuesFrom => "the values source",
        ReferenceKind::ChartPath => "the chart path",
        ReferenceKind::DependsOn => "the dependency",
        ReferenceKind::ConfigPath => "the config path",
        ReferenceKind::Include => "the file",
        ReferenceKind::ModuleSource => "the module source",
    }
}
