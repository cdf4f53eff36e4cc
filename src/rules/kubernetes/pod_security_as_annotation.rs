//! `pod-security-as-annotation`: settings that Pod Security Admission reads from labels, written as annotations.

use super::{ENFORCE, PREFIX, admission, is_setting, level};
use crate::finding::{Cause, RuleId};
use crate::model::Estate;
use crate::model::fact::Evidence;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding};

const ID: RuleId = "pod-security-as-annotation";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "kubernetes", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for namespace in estate.declared.namespaces.iter().filter(|n| n.declared && !n.subject.generated) {
        let settings: Vec<_> = namespace.annotations.iter().filter(|a| is_setting(&a.key)).collect();
        let misplaced: Vec<_> =
            settings.into_iter().filter(|a| !namespace.labels.iter().any(|l| l.key == a.key)).collect();
        let Some(first) = misplaced.iter().find(|a| &*a.key == ENFORCE).or_else(|| misplaced.first()) else {
            verdicts.satisfied += 1;
            continue;
        };
        let name = namespace.subject.name.to_string();
        let wanted = level(first.value.get());
        let evidence = Evidence::new(first.key_at, "an annotation, which Pod Security Admission does not read");
        let way = first.value.evidence.related().iter().filter(|m| m.at.file != first.key_at.file);
        let evidence = way.fold(evidence, |e, m| e.and(m.at, m.role, m.note.clone()));
        let message = format!("`{}` is an annotation of namespace {name}, and only labels count", first.key);
        let mut found = finding(ID, &namespace.subject.address, message, evidence, &Basis::default());
        let pods = admission(estate, namespace, &name, &wanted);
        found.help = Some(format!(
            "move the `{PREFIX}*` keys to `metadata.labels`, `warn` and `audit` before `enforce`. {pods}"
        ));
        found.reach = namespace.subject.reach.clone();
        found.cause = Some(Cause {
            key: "annotations".into(),
            message: "Pod Security settings are annotations of these namespaces, and only labels count".into(),
        });
        verdicts.findings.push(found);
    }
}
