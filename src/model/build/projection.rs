//! What the model keeps of a configuration. It is made as soon as the configuration is evaluated, and everything else goes
//! with it: locals, outputs, providers, and the arguments of what no fact is made of.

use super::super::organization::Ownership;
use super::super::resource::{Argument, Resource as Generic, Simple};
use super::super::unit::Dependency;
use super::applied::{Adoptable, adoptable};
use super::identity;
use super::place::{Place, places};
use super::read::Reader;
use crate::eval::configuration::{
    self as eval, Backend, Configuration, ConfigurationKind, Module, ModuleSource, Resource,
};
use crate::eval::reference::PathReference;
use crate::eval::value::{Address, Kind, Marks, Text, Ty, Unknown, Value, Why};
use crate::source::{Gap, Sources, Span, TreeId};
use std::sync::Arc;

/// The kinds of resources and data sources whose arguments facts are made of, sorted.
const READ: [&str; 53] = [
    "aws_alb",
    "aws_appautoscaling_target",
    "aws_autoscaling_group",
    "aws_cloudfront_distribution",
    "aws_db_instance",
    "aws_db_subnet_group",
    "aws_default_route_table",
    "aws_ebs_encryption_by_default",
    "aws_ebs_volume",
    "aws_ec2_fleet",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_efs_file_system",
    "aws_efs_mount_target",
    "aws_eks_addon",
    "aws_eks_cluster",
    "aws_eks_fargate_profile",
    "aws_eks_node_group",
    "aws_eks_pod_identity_association",
    "aws_elb",
    "aws_iam_openid_connect_provider",
    "aws_iam_policy_document",
    "aws_iam_role",
    "aws_iam_role_policy_attachment",
    "aws_instance",
    "aws_internet_gateway",
    "aws_kms_alias",
    "aws_kms_external_key",
    "aws_kms_key",
    "aws_launch_template",
    "aws_lb",
    "aws_main_route_table_association",
    "aws_nat_gateway",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_s3_bucket",
    "aws_s3_bucket_acl",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_website_configuration",
    "aws_spot_fleet_request",
    "aws_spot_instance_request",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_peering_connection",
    "aws_vpn_connection",
    "aws_vpn_gateway",
    "github_repository_file",
    "gitlab_repository_file",
];

/// Whether facts are made of the arguments of this kind.
pub(super) fn is_read(kind: &str) -> bool {
    READ.binary_search(&kind).is_ok()
}

/// What the model keeps of a configuration.
#[derive(Clone, Debug)]
pub struct Projected {
    pub(super) repository: Arc<str>,
    pub(super) scope: Arc<str>,
    /// Its inputs, when facts are made of what they go to; else none.
    pub(super) inputs: Value,
    pub(super) backend: Option<Backend>,
    /// All resources and data sources; of kinds that no facts are made of the arguments are gone.
    pub(super) resources: Vec<Resource>,
    /// Simple arguments of each resource.
    pub(super) arguments: Vec<Box<[Argument]>>,
    /// Where it applies, by provider.
    pub(super) places: Vec<(Arc<str>, Place)>,
    /// Why it may create roles or associations that were not seen.
    pub(super) unseen: Vec<Arc<Unknown>>,
    /// The units it depends on.
    pub(super) dependencies: Vec<Dependency>,
    /// What it applies to a cluster.
    pub(super) applied: Option<Box<Adoptable>>,
    directory: Arc<str>,
    /// Its tree.
    pub tree: TreeId,
    /// Unit or root module.
    pub kind: ConfigurationKind,
    /// The first byte of its file, or the block that declares it.
    pub at: Span,
    /// Where its resources come from.
    pub module: Module,
    /// Paths it names.
    pub references: Vec<PathReference>,
    /// What could not be seen here.
    pub gaps: Vec<Gap>,
}

/// Keeps of a configuration what the model needs.
pub fn project(sources: &Sources, ownership: &Ownership, configuration: Configuration) -> Projected {
    let read = Reader { sources };
    let places = places(&configuration, &ownership.accounts);
    let unseen = identity::unseen(read, &configuration);
    let applied = adoptable(sources, &configuration).map(Box::new);
    let directory = match configuration.directory() {
        whole if whole.len() == configuration.scope.len() => configuration.scope.clone(),
        directory => directory.into(),
    };
    let arguments = configuration.resources.iter().map(simple).collect();
    let dependencies = dependencies(&configuration);
    let mut facts = false;
    let mut resources = configuration.resources;
    resources.shrink_to_fit();
    for resource in &mut resources {
        if is_read(&resource.kind) {
            facts = true;
        } else {
            resource.attributes = gone(resource.at);
            resource.given = None;
        }
    }
    let mut gaps = configuration.gaps;
    gaps.shrink_to_fit();
    let mut references = configuration.references;
    references.shrink_to_fit();
    Projected {
        repository: configuration.repository,
        scope: configuration.scope,
        inputs: if facts { configuration.inputs } else { gone(configuration.at) },
        backend: configuration.backend,
        resources,
        arguments,
        places,
        unseen,
        dependencies,
        applied,
        directory,
        tree: configuration.tree,
        kind: configuration.kind,
        at: configuration.at,
        module: configuration.module,
        references,
        gaps,
    }
}

impl Projected {
    /// The directory inside the repository: the scope without the variant of a root module.
    pub fn directory(&self) -> &str {
        &self.directory
    }

    /// Whether its module is at hand.
    pub fn is_resolved(&self) -> bool {
        !matches!(self.module.resolved, ModuleSource::Missing(_))
    }

    /// How many resources and data sources it has.
    pub fn resources(&self) -> usize {
        self.resources.len()
    }
}

fn dependencies(configuration: &Configuration) -> Vec<Dependency> {
    let unit = Address::new(configuration.repository.clone(), configuration.scope.clone(), "");
    let dependency = |d: &eval::Dependency| {
        let target = Address::new(configuration.repository.clone(), d.target.clone()?, "");
        let mocks = d.mocks.as_ref().map(|mocks| mocks.at);
        let (name, cycle, uses) = (d.name.clone(), d.cycle.clone(), d.uses.clone());
        Some(Dependency { unit: unit.clone(), name, target, at: d.at, cycle, mocks, uses })
    };
    configuration.dependencies.iter().filter_map(dependency).collect()
}

/// Stands for values that are not kept. No fact reads it; one that did would not be known.
fn gone(at: Span) -> Value {
    let why = Why::Gap("no fact is made of this kind".into());
    let unknown = Unknown { why, what: None, ty: Ty::Any, not_null: false, likely: None, at };
    Value { kind: Kind::Unknown(Arc::new(unknown)), at, marks: Marks::NONE, via: None }
}

/// The arguments of a resource that are simple and known, as far as they are kept.
fn simple(resource: &Resource) -> Box<[Argument]> {
    let Kind::Map(map) = &resource.attributes.kind else { return Box::default() };
    let simple = map.entries.iter().filter_map(|entry| {
        let value = match &entry.value.kind {
            _ if entry.value.marks.has(Marks::SENSITIVE) => return None,
            Kind::Bool(b) => Simple::Bool(*b),
            Kind::Number(number) => Simple::Number(number.clone()),
            Kind::Text(Text::Whole(text)) if text.len() <= Generic::TEXT => Simple::Text(text.clone()),
            _ => return None,
        };
        Some(Argument { name: entry.key.clone(), value, marks: entry.value.marks })
    });
    simple.take(Generic::ARGUMENTS).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_is_named_where_facts_are_made_is_kept() {
        assert!(READ.is_sorted());
        // Beginnings of names, and kinds of which only the name matters.
        let others = [
            "aws_appautoscaling",
            "aws_availability_zones",
            "aws_default_route",
            "aws_default_subnet",
            "aws_kms_",
            "aws_s3_bucket_server_side_encryption",
            "kubernetes_network_config",
        ];
        let mut found = 0;
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/build")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|end| end != "rs") || path.ends_with("projection.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for word in text.split(['"', '\\']).filter(|word| is_kind(word)) {
                assert!(is_read(word) || others.contains(&word), "{}: `{word}` is not kept", path.display());
                found += 1;
            }
        }
        assert!(found > 50, "{found}");
    }

    fn is_kind(word: &str) -> bool {
        let providers = ["aws_", "github_", "gitlab_", "kubernetes_"];
        providers.iter().any(|p| word.starts_with(p))
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    }
}
