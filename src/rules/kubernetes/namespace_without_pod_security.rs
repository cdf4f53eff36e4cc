//! `namespace-without-pod-security`: an organization's namespace that admits any pod.

use super::{ENFORCE, admission, is_setting, organizations_namespaces};
use crate::eval::value::{Unknown, Why};
use crate::finding::{Cause, RuleId};
use crate::model::Estate;
use crate::model::kubernetes::{Namespace, PodPolicy, Release, Subject};
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, undecided};

const ID: RuleId = "namespace-without-pod-security";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "kubernetes", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for (namespace, name) in organizations_namespaces(estate).filter(|(n, _)| n.declared) {
        let subject = &namespace.subject;
        if namespace.labels.iter().any(|l| &*l.key == ENFORCE) {
            verdicts.satisfied += 1;
            continue;
        }
        if let Some(why) = &namespace.more_labels {
            verdicts.undecided.push(undecided(ID, &subject.address, subject.name_at, why));
            continue;
        }
        // The annotation mistake is the cause there, and has a finding of its own.
        if namespace.annotations.iter().any(|a| is_setting(&a.key)) {
            continue;
        }
        // Kyverno, Gatekeeper or a ValidatingAdmissionPolicy refuse pods in its stead.
        let enforcing =
            || estate.declared.pod_policies.iter().filter(|p| p.enforces && speaks_for(&p.subject, namespace));
        let selects = |p: &PodPolicy| p.namespaces.selects(&name, Some(namespace));
        if enforcing().any(|p| selects(p) == Some(true)) {
            verdicts.satisfied += 1;
            continue;
        }
        if let Some(policy) = enforcing().find(|p| selects(p).is_none()) {
            let of = &policy.subject;
            let what = format!("which namespaces {} {} speaks of is not read", of.kind, of.name);
            let why = Unknown::new(Why::Gap(what.into()), of.name_at);
            verdicts.undecided.push(undecided(ID, &subject.address, subject.name_at, &why));
            continue;
        }
        let collection = |r: &&Release| {
            r.chart.get().and_then(|c| c.text()).is_some_and(|chart| chart.ends_with("kyverno-policies"))
                && speaks_for(&r.subject, namespace)
        };
        if let Some(why) = estate.declared.releases.iter().find(collection).and_then(|r| r.unrendered.as_ref()) {
            verdicts.undecided.push(undecided(ID, &subject.address, subject.name_at, why));
            continue;
        }
        let evidence = subject.lacks(format!("no `{ENFORCE}` label"));
        let message = format!("namespace {name} sets no Pod Security level, so it admits any pod");
        let mut found = finding(ID, &subject.address, message, evidence, &Basis::default());
        let pods = admission(estate, namespace, &name, "baseline");
        found.help = Some(format!("set the label `{ENFORCE}: baseline`, after `warn` and `audit`. {pods}"));
        found.reach = subject.reach.clone();
        found.cause = Some(Cause {
            key: "unset".into(),
            message: "organizations' namespaces set no Pod Security level, so they admit any pod".into(),
        });
        verdicts.findings.push(found);
    }
}

/// Whether something cluster-wide is in the same cluster, and as live as the namespace.
fn speaks_for(subject: &Subject, namespace: &Namespace) -> bool {
    subject.address.scope == namespace.subject.address.scope
        && (subject.reach.counts() || !namespace.subject.reach.counts())
}
