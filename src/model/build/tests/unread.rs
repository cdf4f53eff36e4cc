//! Absence beside text that was not read.

use super::{Built, build};
use crate::eval::reference::Outcome;
use crate::model::encryption::StoreClass;
use crate::model::identity::Class;

const BACKEND: (&str, &str) = ("infra/backend.tf", "terraform {\n  backend \"s3\" {}\n}\n");

/// A network, a database and a bucket, with a second file beside them.
fn beside(text: &str) -> Built {
    let main = r#"
        resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
        resource "aws_subnet" "private" {
          count             = 2
          vpc_id            = aws_vpc.this.id
          cidr_block        = "10.0.${count.index}.0/24"
          availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
        }
        resource "aws_nat_gateway" "this" { subnet_id = aws_subnet.private[0].id }
        resource "aws_rds_cluster" "this" { engine = "aurora-postgresql" }
        resource "aws_rds_cluster_instance" "one" { cluster_identifier = aws_rds_cluster.this.id }
        resource "aws_s3_bucket" "this" { bucket = "b" }
        resource "aws_iam_role" "this" { name = "a" }
    "#;
    build(&[BACKEND, ("infra/main.tf", main), ("infra/more.tf", text)])
}

/// Of: ranges, gateways, tiers, readers, the bucket's encryption, roles, those that are open.
fn open(built: &Built) -> Vec<&'static str> {
    let d = &built.estate.declared;
    let bucket = d.stores.iter().find(|s| s.class == StoreClass::Bucket).unwrap();
    let roles = d.coverage.iter().find(|c| c.class == Class::Role && c.account.is_none()).unwrap();
    let all = [
        ("ranges", d.vpcs[0].more_cidrs.is_some()),
        ("gateways", d.nats[0].count.why().is_some()),
        ("tiers", d.tiers[0].more.is_some()),
        ("readers", d.databases[0].instances.why().is_some()),
        ("bucket", bucket.encryption.why().is_some()),
        ("roles", !roles.closed()),
    ];
    all.into_iter().filter(|(_, open)| *open).map(|(name, _)| name).collect()
}

#[test]
fn a_fault_opens_what_its_file_can_hold_and_nothing_else() {
    assert_eq!(open(&beside("# nothing\n")), Vec::<&str>::new());
    assert_eq!(open(&beside("resource \"aws_sqs_queue\" \"q\" {\n  name = = 1\n}\n")), Vec::<&str>::new());
    assert_eq!(open(&beside("resource \"aws_nat_gateway\" \"b\" {\n  subnet_id = = 1\n}\n")), ["gateways"]);
    assert_eq!(open(&beside("resource \"aws_subnet\" \"c\" {\n  vpc_id = = 1\n}\n")), ["tiers"]);
    let association = "resource \"aws_vpc_ipv4_cidr_block_association\" \"c\" {\n  vpc_id = = 1\n}\n";
    assert_eq!(open(&beside(association)), ["ranges"]);
    assert_eq!(open(&beside("resource \"aws_rds_cluster_instance\" \"r\" {\n  a = = 1\n}\n")), ["readers"]);
    let encryption = "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"r\" {\n  a = = 1\n}\n";
    assert_eq!(open(&beside(encryption)), ["bucket"]);
    assert_eq!(open(&beside("resource \"aws_iam_role\" \"r\" {\n  a = = 1\n}\n")), ["roles"]);
    let parsed = "resource \"aws_nat_gateway\" \"b\" {\n  subnet_id = 1\n}\nresource \"aws_sqs_queue\" \"q\" {\n  name = = 1\n}\n";
    assert_eq!(open(&beside(parsed)), Vec::<&str>::new(), "what parses beside the fault was read");
    let all = ["ranges", "gateways", "tiers", "readers", "bucket", "roles"];
    assert_eq!(open(&beside("module \"anything\" {\n  source = = 1\n}\n")), all, "a module may make anything");
}

#[test]
fn a_fault_in_a_called_module_or_in_the_caller_counts_for_both() {
    let module = "resource \"aws_s3_bucket\" \"this\" {\n  bucket = \"b\"\n}\n";
    let encryption = "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"r\" {\n  a = = 1\n}\n";
    let call = "module \"b\" {\n  source = \"./b\"\n}\n";
    let is_open = |built: &Built| {
        built.estate.declared.stores.iter().any(|s| s.class == StoreClass::Bucket && s.encryption.why().is_some())
    };
    let in_root = [BACKEND, ("infra/main.tf", call), ("infra/b/main.tf", module), ("infra/kms.tf", encryption)];
    assert!(is_open(&build(&in_root)));
    let other = [BACKEND, ("infra/main.tf", call), ("infra/b/main.tf", module), ("infra/c/kms.tf", encryption)];
    assert!(!is_open(&build(&other)), "another directory is not read");
}

#[test]
fn a_directory_of_which_nothing_parses_may_declare_roles() {
    let role = "resource \"aws_iam_role\" \"a\" {\n  name = \"a\"\n}\n";
    let broken = "resource \"aws_iam_role\" \"b\" {\n  name = = \"b\"\n}\n";
    let closed = |files: &[(&str, &str)]| {
        let built = build(files);
        let roles = &built.estate.declared.coverage;
        roles.iter().find(|c| c.class == Class::Role && c.account.is_none()).unwrap().closed()
    };
    assert!(closed(&[BACKEND, ("infra/main.tf", role)]));
    assert!(!closed(&[BACKEND, ("infra/main.tf", role), ("infra/roles/main.tf", broken)]));
    assert!(closed(&[
        BACKEND,
        ("infra/main.tf", role),
        ("infra/queues/main.tf", "resource \"aws_sqs_queue\" \"a\" {\n  = 1\n}\n")
    ]));
}

const NAMESPACES: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: acme\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: globex\n";

/// The namespaces in which a NetworkPolicy may be unseen, and those that may have more labels.
fn namespaces(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let built = build(files);
    let estate = &built.estate;
    let unseen = estate.unseen_in_namespace.iter().filter(|u| u.may_hold("NetworkPolicy"));
    let mut policies: Vec<String> = unseen.map(|u| u.namespace.to_string()).collect();
    policies.sort();
    policies.dedup();
    let labels = estate.declared.namespaces.iter().filter(|n| n.more_labels.is_some());
    (policies, labels.map(|n| n.subject.name.to_string()).collect())
}

#[test]
fn a_manifest_hides_what_it_names_in_the_namespaces_beside_it() {
    let all = "resources:\n  - namespaces.yaml\n  - acme\n  - globex\n";
    let own = "resources:\n  - app.yaml\n  - more.yaml\n";
    let app = |ns| format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: {ns}\n");
    let (acme, globex) = (app("acme"), app("globex"));
    let with = |more: &str| {
        namespaces(&[
            ("k8s/kustomization.yaml", all),
            ("k8s/namespaces.yaml", NAMESPACES),
            ("k8s/acme/kustomization.yaml", own),
            ("k8s/acme/app.yaml", &acme),
            ("k8s/acme/more.yaml", more),
            ("k8s/globex/kustomization.yaml", "resources:\n  - app.yaml\n"),
            ("k8s/globex/app.yaml", &globex),
        ])
    };
    let none = || (Vec::<String>::new(), Vec::<String>::new());
    assert_eq!(with("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n"), none());
    assert_eq!(with("apiVersion: v1\nkind: Service\nmetadata:\n  name: [\n"), none());
    let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: [\n";
    assert_eq!(with(policy), (vec!["acme".to_owned()], vec![]));
    let wide = "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata:\n  name: [\n";
    assert_eq!(with(wide), (vec!["acme".to_owned(), "globex".to_owned()], vec![]));
    let label = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: acme\n  labels: [\n";
    assert_eq!(with(label), (vec![], vec!["acme".to_owned()]));
}

#[test]
fn a_source_that_a_broken_file_may_declare_does_not_lead_nowhere() {
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: a\n  namespace: a\nspec:\n  chart:\n    spec:\n      chart: a\n      sourceRef:\n        kind: HelmRepository\n        name: charts\n";
    let outcome = |more: &str| {
        let built = build(&[
            ("k8s/kustomization.yaml", "resources:\n  - release.yaml\n  - more.yaml\n"),
            ("k8s/release.yaml", release),
            ("k8s/more.yaml", more),
        ]);
        let references = &built.estate.declared.path_references;
        let source = references.iter().find(|r| r.target.contains("charts")).unwrap();
        matches!(source.outcome, Outcome::Undecided(_))
    };
    assert!(!outcome("apiVersion: v1\nkind: Service\nmetadata:\n  name: [\n"));
    assert!(outcome("kind: HelmRepository\nmetadata:\n  name: charts\nspec: [\n"));
}
