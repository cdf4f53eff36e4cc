//! The catalogue: one small file a rule, one page a rule.

mod basis;
pub mod drift;
pub mod driftline;
pub mod encryption;
pub mod kubernetes;
pub mod network;
pub mod repository;
pub mod tenancy;
pub mod terragrunt;
pub mod workload;

use crate::bundled;
use crate::rule::Rule;
use crate::rule::page::Page;
use std::sync::LazyLock;

/// Every rule, sorted by id.
pub static ALL: &[Rule] = &[
    encryption::bucket_without_kms::RULE,
    encryption::cluster_secrets_without_kms::RULE,
    tenancy::cross_org_reference::RULE,
    repository::dangling_reference::RULE,
    encryption::database_without_kms::RULE,
    terragrunt::dependency_cycle::RULE,
    encryption::filesystem_without_kms::RULE,
    network::invalid_cidr::RULE,
    driftline::INVALID_WAIVER,
    terragrunt::missing_output::RULE,
    terragrunt::mock_without_output::RULE,
    kubernetes::namespace_without_network_policy::RULE,
    kubernetes::namespace_without_pod_security::RULE,
    network::overlapping_cidrs::RULE,
    kubernetes::pod_security_as_annotation::RULE,
    workload::public_cluster_endpoint::RULE,
    workload::public_database::RULE,
    workload::public_subnet_workload::RULE,
    drift::role_not_declared::RULE,
    drift::service_account_not_trusted::RULE,
    network::single_az_tier::RULE,
    workload::single_instance_database::RULE,
    network::single_nat_gateway::RULE,
    encryption::state_without_kms::RULE,
    network::subnet_outside_vpc::RULE,
    repository::unparsable_file::RULE,
    driftline::UNUSED_SETTING,
    driftline::UNUSED_WAIVER,
    encryption::volume_without_kms::RULE,
];

/// A rule with its page.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The check.
    pub rule: Rule,
    /// The page.
    pub page: Page,
}

/// The catalogue, in order of id. A rule whose page is missing or does not parse is left out; a test makes sure that
/// there is none.
pub static CATALOGUE: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let pages = bundled::pages();
    let mut entries: Vec<Entry> = ALL
        .iter()
        .filter_map(|rule| {
            let path = format!("{}/{}.md", rule.family, rule.id);
            let (_, text) = pages.iter().find(|(p, _)| *p == path)?;
            Some(Entry { rule: *rule, page: Page::parse(&path, text).ok()? })
        })
        .collect();
    entries.sort_by_key(|e| e.rule.id);
    entries
});

/// The entry of this id.
pub fn find(id: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|e| e.rule.id == id)
}

/// The rule whose id is nearest to a misspelt one, for did-you-mean.
pub fn nearest(word: &str) -> Option<&'static str> {
    crate::resemblance::nearest(word, CATALOGUE.iter().map(|e| e.rule.id))
}
