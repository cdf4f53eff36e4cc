//! `unparsable-file`: a file that is applied and does not parse.

use crate::finding::RuleId;
use crate::model::Estate;
use crate::model::fact::Evidence;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding};

const ID: RuleId = "unparsable-file";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "repository", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for file in &estate.declared.unparsable {
        let path = &file.address.subject;
        let path = if path.is_empty() { &file.address.scope } else { path };
        let name = path.rsplit('/').next().unwrap_or(path);
        let program = if name.ends_with(".hcl") { "Terragrunt" } else { "Terraform" };
        let (message, help) = match file.refused {
            Some(_) => (
                format!("{program} refuses {name}: {}", file.message),
                "repair it here: until then nothing that reads this file can be applied",
            ),
            None => (
                format!("{name} does not parse: {}", file.message),
                "repair the syntax here; what depends on this part was not judged",
            ),
        };
        let mut found = finding(ID, &file.address, message, Evidence::at(file.at), &Basis::default());
        found.aspect = file.refused.clone().unwrap_or_default();
        found.help = Some(help.into());
        found.reach = file.reach.clone();
        verdicts.findings.push(found);
    }
}
