//! IAM roles, OIDC providers, Pod Identity associations, and how much of them was seen.

use super::super::fact::Fact;
use super::super::identity::{Class, Coverage, OidcProvider, Pattern, PodIdentity, Role};
use super::infrastructure::{Declaration, Infrastructure};
use super::machines::cluster_of;
use super::read::{self, Got, Reader, odd};
use super::trust::trust;
use crate::eval::configuration::{Configuration, ModuleSource};
use crate::eval::value::{Address, Marks, Unknown, Value};
use crate::source::{GapKind, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All roles.
pub(super) fn roles(infra: &Infrastructure<'_>) -> Vec<Role> {
    let attachments = infra.grouped("aws_iam_role_policy_attachment", "role", "aws_iam_role", &["name"]);
    infra
        .of_kind("aws_iam_role")
        .map(|role| {
            let at = role.at();
            let policy = |a: &&Declaration<'_>| infra.read.pattern(a.get("policy_arn"), a.at());
            let mut policies: Vec<Fact<Pattern>> =
                attachments.get(&role.address).into_iter().flatten().map(policy).collect();
            let (managed, _) = read::items(role.get("managed_policy_arns"));
            policies.extend(managed.into_iter().map(|v| infra.read.pattern(Got::Value(v), at)));
            Role {
                address: role.address.clone(),
                at,
                name: name(infra, role),
                path: infra.read.pattern(role.get("path"), at),
                perhaps: role.perhaps().cloned(),
                account: infra.account(role),
                trust: trust(infra, role),
                policies,
            }
        })
        .collect()
}

/// `name`; with `name_prefix` the rest is a hole; without either AWS's provider makes one up.
fn name(infra: &Infrastructure<'_>, role: &Declaration<'_>) -> Fact<Pattern> {
    let at = role.at();
    let name = role.get("name");
    if !name.is_absent() {
        return infra.read.pattern(name, at);
    }
    let prefix = role.get("name_prefix");
    let then_hole = |mut p: Pattern| {
        p.0.push(None);
        p
    };
    if !prefix.is_absent() {
        return read::map_fact(infra.read.pattern(prefix, at), then_hole);
    }
    Fact::known(then_hole(Pattern::whole("terraform-")), at, role.resource.marks)
}

/// All IAM OpenID Connect providers.
pub(super) fn oidc_providers(infra: &Infrastructure<'_>) -> Vec<OidcProvider> {
    infra
        .of_kind("aws_iam_openid_connect_provider")
        .map(|provider| {
            let cluster = provider.get("url").set().and_then(read::reference_of).and_then(|reference| {
                let found = infra.referred(reference);
                found.first().filter(|d| &*d.resource.kind == "aws_eks_cluster").map(|d| d.address.clone())
            });
            OidcProvider {
                address: provider.address.clone(),
                at: provider.at(),
                url: infra.read.pattern(provider.get("url"), provider.at()),
                cluster,
                account: infra.account(provider),
            }
        })
        .collect()
}

/// Pod Identity associations, those written inside an add-on too.
pub(super) fn pod_identities(infra: &Infrastructure<'_>) -> Vec<PodIdentity> {
    let mut out: Vec<PodIdentity> = infra
        .of_kind("aws_eks_pod_identity_association")
        .map(|a| association(infra, a, a.address.clone(), &a.resource.attributes, a.get("namespace")))
        .collect();
    for addon in infra.of_kind("aws_eks_addon") {
        for (i, block) in read::items(addon.get("pod_identity_association")).0.into_iter().enumerate() {
            let address = addon.address.subject(format!("{}.pod_identity_association[{i}]", addon.address.subject));
            out.push(association(infra, addon, address, block, Got::Absent(Marks::NONE)));
        }
    }
    out
}

fn association<'a>(
    infra: &Infrastructure<'a>,
    of: &Declaration<'a>,
    address: Address,
    block: &Value,
    namespace: Got<'_>,
) -> PodIdentity {
    let at = of.at();
    let role = read::get(block, "role_arn");
    let target = role.set().map(|v| infra.join(v, "aws_iam_role", &["arn"], of)).unwrap_or_default();
    let role_address = match target.as_slice() {
        [only] => Some(only.address.clone()),
        _ => None,
    };
    PodIdentity {
        address,
        at,
        cluster: infra.read.pattern(of.get("cluster_name"), at),
        namespace: infra.read.pattern(namespace, at),
        service_account: infra.read.pattern(read::get(block, "service_account"), at),
        role: infra.read.pattern(role, at),
        role_address,
        cluster_address: cluster_of(infra, of),
        account: infra.account(of),
    }
}

/// What was seen of roles and associations, for each account and for all together.
pub(super) fn coverage(infra: &Infrastructure<'_>, roles: &[Role], associations: &[PodIdentity]) -> Vec<Coverage> {
    let role_accounts = roles.iter().map(|r| r.account.clone());
    let association_accounts = associations.iter().map(|a| a.account.clone());
    let of_units: Vec<Option<Arc<str>>> = (0..infra.configurations.len())
        .map(|unit| infra.unit_place(unit, "aws").and_then(|p| p.account.clone()))
        .collect();
    let mut accounts: BTreeSet<Option<Arc<str>>> = [None].into();
    accounts.extend(of_units.iter().cloned());
    accounts.extend(role_accounts);
    accounts.extend(association_accounts);
    let unseen: Vec<_> = infra.configurations.iter().zip(of_units).map(|(c, account)| (account, &c.unseen)).collect();
    let mut out = Vec::new();
    for class in [Class::Role, Class::PodIdentity] {
        for account in &accounts {
            let in_account = |a: &Option<Arc<str>>| account.is_none() || a == account;
            let declared = match class {
                Class::Role => roles.iter().filter(|r| in_account(&r.account)).count(),
                Class::PodIdentity => associations.iter().filter(|a| in_account(&a.account)).count(),
            };
            let stated = infra.ownership.complete.contains(&class);
            // A configuration whose account is not known may belong to any.
            let concerns = |a: &Option<Arc<str>>| account.is_none() || a.is_none() || a == account;
            let unseen = if stated {
                Vec::new()
            } else {
                unseen.iter().filter(|(a, _)| concerns(a)).flat_map(|(_, why)| why.iter().cloned()).collect()
            };
            out.push(Coverage { class, account: account.clone(), declared, unseen, stated });
        }
    }
    out
}

/// Why a configuration may create roles or associations that were not seen.
pub(super) fn unseen(read: Reader<'_>, configuration: &Configuration) -> Vec<Arc<Unknown>> {
    let mut out: BTreeMap<Span, Arc<Unknown>> = BTreeMap::new();
    if let ModuleSource::Missing(why) = &configuration.module.resolved
        && may_create_roles(read, configuration)
    {
        out.insert(configuration.at, why.clone());
    }
    for gap in &configuration.gaps {
        let Some(at) = gap.at else { continue };
        let hides = match gap.kind {
            GapKind::Syntax | GapKind::Bound | GapKind::Unreadable => true,
            GapKind::ModuleSource => {
                let call = read.sources.text(at.file).ok();
                let call = call.as_deref().and_then(|t| t.get(at.start as usize..at.end as usize)).unwrap_or("");
                !matches!(configuration.module.resolved, ModuleSource::Missing(_))
                    && (speaks_of_roles(&gap.message)
                        || speaks_of_roles(call.get(..call.len().min(4000)).unwrap_or("")))
            }
            _ => false,
        };
        if hides {
            out.entry(at).or_insert_with(|| odd(at, &gap.message));
        }
    }
    out.into_values().collect()
}

/// Words that a module which creates roles has in its source, path or inputs.
fn speaks_of_roles(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["iam", "role", "irsa", "eks", "policy", "policies", "pod_identity", "pod-identity", "service_account", "oidc"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Whether a module that is not at hand may create roles: its source or directory speaks of them, or nothing is known of
/// it. A bucket, network or certificate module does not, unless an input asks for it.
fn may_create_roles(reader: Reader<'_>, configuration: &Configuration) -> bool {
    let source = configuration.module.source.as_ref();
    let mut words = String::new();
    if let Some(source) = source {
        words.push_str(&reader.written(source.at).unwrap_or_default());
        if let Some(pattern) = read::pattern(source) {
            for piece in pattern.0.iter().flatten() {
                words.push(' ');
                words.push_str(piece);
            }
        }
    }
    let tail: Vec<&str> = configuration.scope.rsplit('/').take(2).collect();
    words.push(' ');
    words.push_str(&tail.join(" "));
    if speaks_of_roles(&words) {
        return true;
    }
    let lower = words.to_ascii_lowercase();
    let keys = || read::entries(&configuration.inputs).iter().map(|e| e.key.to_ascii_lowercase());
    if HARMLESS.iter().any(|w| lower.contains(w)) {
        let creates = ["create_iam", "create_role", "iam_instance_profile"];
        return keys().any(|k| creates.iter().any(|w| k.starts_with(w)));
    }
    true
}

/// Words of modules that create no roles unless an input says so.
const HARMLESS: [&str; 27] = [
    "vpc",
    "subnet",
    "s3",
    "bucket",
    "rds",
    "aurora",
    "route53",
    "dns",
    "record",
    "zone",
    "acm",
    "certificate",
    "cloudfront",
    "ec2",
    "kms",
    "efs",
    "sqs",
    "sns",
    "security-group",
    "security_group",
    "alb",
    "nlb",
    "elb",
    "elasticache",
    "dynamodb",
    "ecr",
    "budget",
];
