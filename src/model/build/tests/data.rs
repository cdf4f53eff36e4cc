use super::{Built, build};
use crate::model::encryption::{Encryption, Store, StoreClass, StorePurpose};
use crate::model::fact::{Role, State};
use crate::model::network::Environment;

fn plain(text: &str) -> Built {
    build(&[("infra/data/p.tf", "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n"), ("infra/data/main.tf", text)])
}

fn store<'a>(built: &'a Built, subject: &str) -> &'a Store {
    built.estate.declared.stores.iter().find(|s| &*s.address.subject == subject).unwrap()
}

#[test]
fn buckets_have_what_their_configuration_says_and_aes256_without_one() {
    let built = plain(
        r#"
        resource "aws_kms_key" "own" {}
        resource "aws_s3_bucket" "plain" { bucket = "plain" }
        resource "aws_s3_bucket" "own" { bucket = "own" }
        resource "aws_s3_bucket" "managed" { bucket = "managed" }
        resource "aws_s3_bucket" "logs" { bucket = "logs" }
        resource "aws_s3_bucket_server_side_encryption_configuration" "own" {
          bucket = aws_s3_bucket.own.id
          rule {
            apply_server_side_encryption_by_default {
              sse_algorithm     = "aws:kms"
              kms_master_key_id = aws_kms_key.own.arn
            }
          }
        }
        resource "aws_s3_bucket_server_side_encryption_configuration" "managed" {
          bucket = "managed"
          rule {
            apply_server_side_encryption_by_default {
              sse_algorithm = "aws:kms"
            }
          }
        }
        resource "aws_lb" "front" {
          access_logs {
            bucket = aws_s3_bucket.logs.id
          }
        }
        "#,
    );
    assert!(store(&built, "aws_s3_bucket.plain").encryption.is_absent());
    assert_eq!(store(&built, "aws_s3_bucket.plain").at_least, Encryption::ProviderOwned);
    let own = store(&built, "aws_s3_bucket.own");
    assert_eq!(own.encryption.get(), Some(&Encryption::CustomerKey));
    assert_eq!(own.key_address.as_ref().unwrap().subject.as_ref(), "aws_kms_key.own");
    assert_eq!(store(&built, "aws_s3_bucket.managed").encryption.get(), Some(&Encryption::ProviderManaged));
    assert_eq!(store(&built, "aws_s3_bucket.logs").purpose, StorePurpose::AccessLogs);
}

#[test]
fn a_module_call_tells_that_its_bucket_takes_the_logs_of_load_balancers() {
    let bucket = |argument: &str| {
        let built = plain(&format!(
            "module \"logs\" {{\n  source = \"terraform-aws-modules/s3-bucket/aws\"\n  version = \"4.1.0\"\n  bucket = \"logs\"\n  {argument}\n}}\n"
        ));
        store(&built, "module.logs.aws_s3_bucket.this[0]").purpose.clone()
    };
    assert_eq!(bucket("attach_lb_log_delivery_policy = true"), StorePurpose::AccessLogs);
    assert_eq!(bucket("attach_lb_log_delivery_policy = false"), StorePurpose::General);
}

#[test]
fn a_bucket_policy_tells_what_its_bucket_is_for() {
    let purpose = |rest: &str| {
        let built = plain(&format!("resource \"aws_s3_bucket\" \"b\" {{ bucket = \"b\" }}\n{rest}"));
        store(&built, "aws_s3_bucket.b").purpose.clone()
    };
    let policy = |statement: &str| {
        format!(
            "variable \"elb_account_ids\" {{}}\nresource \"aws_s3_bucket_policy\" \"b\" {{\n bucket = aws_s3_bucket.b.id\n policy = <<EOF\n\
             {{\"Statement\": [{statement}]}}\nEOF\n}}"
        )
    };
    let put = |principal: &str| {
        policy(&format!("{{\"Effect\": \"Allow\", \"Principal\": {principal}, \"Action\": \"s3:PutObject\"}}"))
    };
    assert_eq!(
        purpose(&put("{\"AWS\": \"arn:aws:iam::${var.elb_account_ids[\"x\"]}:root\"}")),
        StorePurpose::AccessLogs
    );
    assert_eq!(purpose(&put("{\"AWS\": \"arn:aws:iam::156460612806:root\"}")), StorePurpose::AccessLogs);
    assert_eq!(purpose(&put("{\"Service\": \"logging.s3.amazonaws.com\"}")), StorePurpose::AccessLogs);
    assert_eq!(purpose(&put("{\"AWS\": \"arn:aws:iam::111122223333:root\"}")), StorePurpose::General);
    let get = |condition: &str| {
        policy(&format!(
            "{{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Condition\": {condition}}}"
        ))
    };
    assert_eq!(purpose(&get("{\"IpAddress\": {\"aws:SourceIp\": [\"192.0.2.0/24\"]}}")), StorePurpose::PublicRead);
    let website = "resource \"aws_s3_bucket_website_configuration\" \"b\" {\n bucket = aws_s3_bucket.b.id\n index_document { suffix = \"i\" }\n}";
    assert_eq!(purpose(website), StorePurpose::PublicRead);
    let acl = "resource \"aws_s3_bucket_acl\" \"b\" {\n bucket = aws_s3_bucket.b.id\n acl = \"public-read\"\n}";
    assert_eq!(purpose(acl), StorePurpose::PublicRead);
    let old = plain("resource \"aws_s3_bucket\" \"b\" {\n website { index_document = \"i\" }\n}");
    assert_eq!(store(&old, "aws_s3_bucket.b").purpose, StorePurpose::PublicRead);
    assert_eq!(purpose(&get("{\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}")), StorePurpose::General);
}

#[test]
fn a_bucket_policy_put_together_from_documents_is_read_as_one() {
    let built = plain(
        r#"
        variable "env" {}
        resource "aws_s3_bucket" "b" { bucket = "b-${var.env}" }
        data "aws_elb_service_account" "main" {}
        data "aws_iam_policy_document" "logs" {
          statement {
            actions   = ["s3:PutObject"]
            resources = ["arn:aws:s3:::b-${var.env}/*"]
            principals {
              type        = "AWS"
              identifiers = [data.aws_elb_service_account.main.arn]
            }
          }
        }
        data "aws_iam_policy_document" "tls" {
          statement {
            effect    = "Deny"
            actions   = ["s3:*"]
            resources = [aws_s3_bucket.b.arn]
            principals {
              type        = "AWS"
              identifiers = ["*"]
            }
          }
        }
        data "aws_iam_policy_document" "all" {
          source_policy_documents = flatten([data.aws_iam_policy_document.tls.json, [data.aws_iam_policy_document.logs.json]])
        }
        resource "aws_s3_bucket_policy" "b" {
          bucket = aws_s3_bucket.b.id
          policy = data.aws_iam_policy_document.all.json
        }
        "#,
    );
    assert_eq!(store(&built, "aws_s3_bucket.b").purpose, StorePurpose::AccessLogs);
}

#[test]
fn databases_and_volumes_follow_flag_and_key() {
    let built = plain(
        r#"
        variable "encrypted" {}
        resource "aws_db_instance" "open" { identifier = "open" }
        resource "aws_db_instance" "managed" {
          storage_encrypted = true
          kms_key_id        = "alias/aws/rds"
        }
        resource "aws_db_instance" "own" {
          storage_encrypted = true
          kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/1"
        }
        resource "aws_db_instance" "replica" { replicate_source_db = "open" }
        resource "aws_ebs_volume" "unset" {}
        resource "aws_ebs_volume" "off" { encrypted = false }
        resource "aws_ebs_volume" "open" { encrypted = var.encrypted }
        "#,
    );
    assert!(store(&built, "aws_db_instance.open").encryption.is_absent());
    assert_eq!(store(&built, "aws_db_instance.managed").encryption.get(), Some(&Encryption::ProviderManaged));
    assert_eq!(store(&built, "aws_db_instance.own").encryption.get(), Some(&Encryption::CustomerKey));
    let replicas = built.estate.declared.stores.iter().filter(|s| s.address.subject.contains("replica"));
    assert_eq!(replicas.count(), 0, "a replica is encrypted as its source is");
    let unset = store(&built, "aws_ebs_volume.unset");
    assert!(unset.encryption.is_absent() && unset.unless.is_some());
    let off = store(&built, "aws_ebs_volume.off");
    assert_eq!((off.encryption.get(), off.unless.is_none()), (Some(&Encryption::None), true));
    let open = store(&built, "aws_ebs_volume.open");
    assert!(matches!(open.encryption.state, State::Unknown { likely: None, .. }));
}

#[test]
fn a_default_of_an_environment_variable_is_no_environment() {
    let environment = |value: &str| {
        let unit = format!(
            "terraform {{ source = \"../m\" }}\nlocals {{ env = {value} }}\ninputs = {{ environment = local.env }}\n"
        );
        let module = "variable \"environment\" {}\nresource \"aws_db_instance\" \"db\" { identifier = \"db\" }";
        let built = build(&[("infra/db/terragrunt.hcl", &*unit), ("infra/m/main.tf", module)]);
        built.estate.declared.databases[0].environment.clone()
    };
    assert_eq!(environment("get_env(\"APP_ENV\", \"development\")"), Environment::Unknown);
    assert_eq!(environment("\"development\""), Environment::Other("development".into()));
}

#[test]
fn a_default_of_a_module_is_the_cause_and_the_unit_the_place() {
    let built = build(&[(
        "infra/prod/db/terragrunt.hcl",
        r#"
terraform {
  source = "tfr:///terraform-aws-modules/rds-aurora/aws?version=9.12.0"
}
inputs = {
  name      = "games"
  engine    = "aurora-postgresql"
  instances = { one = {} }
}
"#,
    )]);
    let database = &built.estate.declared.databases[0];
    assert_eq!(database.instances.get(), Some(&1));
    assert_eq!(built.edited(&database.instances), "instances = { one = {} }");
    let store = built.estate.declared.stores.iter().find(|s| s.class == StoreClass::Database).unwrap();
    assert_eq!(store.encryption.get(), Some(&Encryption::ProviderManaged), "this module encrypts by default");
    let cause = store.encryption.evidence.marks().find(|m| m.role == Role::Cause).unwrap();
    assert!(cause.note.starts_with("default of terraform-aws-modules/rds-aurora/aws"), "{}", cause.note);
    assert!(built.written(store.encryption.at()).0.starts_with("prod/db/terragrunt.hcl"));
}

#[test]
fn an_aurora_cluster_counts_its_instances_and_its_autoscaling() {
    let built = plain(
        r#"
        resource "aws_rds_cluster" "games" {
          cluster_identifier = "games"
          engine             = "aurora-postgresql"
        }
        resource "aws_rds_cluster_instance" "games" {
          count               = 2
          cluster_identifier  = aws_rds_cluster.games.id
          publicly_accessible = count.index == 1
        }
        resource "aws_appautoscaling_target" "games" {
          service_namespace = "rds"
          resource_id       = "cluster:${aws_rds_cluster.games.cluster_identifier}"
          min_capacity      = 1
          max_capacity      = 3
        }
        "#,
    );
    let database = &built.estate.declared.databases[0];
    assert_eq!(database.instances.get(), Some(&2));
    assert_eq!(database.autoscaling_min.get(), Some(&1));
    assert_eq!(database.public.get(), Some(&true), "one public instance is enough");
}

#[test]
fn local_state_of_nothing_is_no_store() {
    let states = |module: &str| {
        let built = plain(&format!("terraform {{\n backend \"local\" {{}}\n}}\n{module}"));
        built.estate.declared.stores.iter().filter(|s| s.class == StoreClass::State).count()
    };
    assert_eq!(states("resource \"random_password\" \"p\" { length = 8 }"), 1);
    assert_eq!(states("module \"m\" { source = \"example.com/never/seen\" }"), 1, "what it creates is not seen");
    assert_eq!(states("data \"aws_region\" \"here\" {}"), 0);
}

#[test]
fn a_backend_that_many_units_include_is_one_store() {
    let unit = "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n";
    let root =
        "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket  = \"state\"\n    encrypt = true\n  }\n}\n";
    let built = build(&[
        ("infra/live/root.hcl", root),
        ("infra/live/a/terragrunt.hcl", unit),
        ("infra/live/b/terragrunt.hcl", unit),
    ]);
    let states: Vec<_> = built.estate.declared.stores.iter().filter(|s| s.class == StoreClass::State).collect();
    assert_eq!(states.len(), 1);
    assert_eq!(&*states[0].address.scope, "live");
    assert_eq!(states[0].encryption.get(), Some(&Encryption::ProviderOwned));
}

#[test]
fn cluster_secrets_have_a_key_that_aws_owns_unless_told_otherwise() {
    let built = plain(
        r#"
        resource "aws_kms_key" "own" {}
        resource "aws_eks_cluster" "plain" {
          name = "plain"
          vpc_config { subnet_ids = [] }
        }
        resource "aws_eks_cluster" "own" {
          name = "own"
          vpc_config {
            subnet_ids             = []
            endpoint_public_access = false
          }
          encryption_config {
            provider { key_arn = aws_kms_key.own.arn }
            resources = ["secrets"]
          }
        }
        resource "aws_eks_addon" "cni" {
          cluster_name         = aws_eks_cluster.own.name
          addon_name           = "vpc-cni"
          configuration_values = jsonencode({ enableNetworkPolicy = "true" })
        }
        "#,
    );
    let clusters = &built.estate.declared.clusters;
    let plain = clusters.iter().find(|c| &*c.address.subject == "aws_eks_cluster.plain").unwrap();
    assert_eq!(plain.endpoint_public.get(), Some(&true), "AWS's default");
    assert!(plain.network_policy.is_absent());
    let own = clusters.iter().find(|c| &*c.address.subject == "aws_eks_cluster.own").unwrap();
    assert_eq!(own.endpoint_public.get(), Some(&false));
    assert_eq!(own.network_policy.get(), Some(&true));
    let level = |name: &str| {
        let subject = format!("aws_eks_cluster.{name}");
        let found = built.estate.declared.stores.iter().find(|s| *s.address.subject == *subject).unwrap();
        (found.encryption.get().copied(), found.at_least)
    };
    assert_eq!(level("plain"), (None, Encryption::ProviderOwned));
    assert_eq!(level("own"), (Some(Encryption::CustomerKey), Encryption::CustomerKey));
}

#[test]
fn a_launch_template_without_a_user_is_judged_only_for_what_it_writes() {
    let template = |name: &str, ebs: &str| {
        format!(
            "resource \"aws_launch_template\" \"{name}\" {{\n  name = \"{name}\"\n  block_device_mappings {{\n    ebs {{\n      {ebs}\n    }}\n  }}\n}}\n"
        )
    };
    let text = [
        "terraform {\n  backend \"s3\" {}\n}\n".to_owned(),
        template("clear", "encrypted = false"),
        template("silent", "volume_size = 1"),
        template("used", "encrypted = false"),
        template("fleet", "encrypted = false"),
        "resource \"aws_instance\" \"a\" {\n  launch_template {\n    id = aws_launch_template.used.id\n  }\n}\n".into(),
        "resource \"aws_ec2_fleet\" \"a\" {\n  launch_template_config {\n    launch_template_specification {\n      launch_template_name = \"fleet\"\n    }\n  }\n}\n".into(),
    ];
    let built = build(&[("infra/main.tf", &text.concat())]);
    let volumes = built.estate.declared.stores.iter().filter(|s| s.class == StoreClass::Volume);
    let found: Vec<_> = volumes.map(|s| (&*s.address.subject, s.purpose.clone())).collect();
    let expected = [("aws_instance.a", StorePurpose::General), ("aws_launch_template.clear", StorePurpose::Template)];
    assert_eq!(found, expected);
}
