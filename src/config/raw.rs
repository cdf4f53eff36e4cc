//! `driftline.yaml` as it is written. The JSON Schema is generated from these types, and files are checked against
//! that schema, so that editors and driftline cannot disagree. `rules:` is described and read in `rules.rs`, because its
//! parameters are the rules' own.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A scalar with its byte range in the file.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Spanned<T> {
    pub(super) value: T,
    pub(super) at: (u32, u32),
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

type Text = Spanned<String>;

/// What driftline is told about a platform: its repositories, tenants, clusters and exceptions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "driftline.yaml", deny_unknown_fields)]
#[serde(default)]
pub(super) struct File {
    /// The version of this format; 1.
    #[schemars(range(min = 1, max = 1))]
    pub(super) version: Option<Spanned<u32>>,
    /// The repositories that make up the platform.
    pub(super) repositories: Vec<Repository>,
    /// Tenants, and the platform team itself.
    pub(super) organizations: Vec<Organization>,
    /// What ties a Flux path to the cluster that Terraform creates.
    pub(super) clusters: Vec<Cluster>,
    /// AWS accounts.
    pub(super) accounts: Vec<Account>,
    /// What is demanded of networks, and what is known about them.
    pub(super) network: Network,
    /// What is demanded of encryption.
    pub(super) encryption: Encryption,
    /// Files that the repositories refer to and do not hold (git-ignored ones).
    pub(super) assume: Vec<Assume>,
    /// Checkouts of module sources.
    pub(super) modules: Vec<Module>,
    /// Charts of registries that are on disk.
    pub(super) charts: Vec<Chart>,
    /// Environment variables for `get_env`.
    pub(super) environment: Environment,
    /// Names of Terragrunt units' files beside `terragrunt.hcl`, as `--config` gives them.
    pub(super) unit_files: Vec<Text>,
    /// Classes of things that are declared completely in these repositories: what is not declared does not exist.
    pub(super) complete: Vec<Spanned<Class>>,
    /// Directories that a cluster applies, as `repository//directory`, beside those that are found.
    pub(super) entry_points: Vec<Text>,
    /// Findings that are right to stay, each with a reason.
    pub(super) waivers: Vec<Waiver>,
}

/// A repository.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Repository {
    /// The name used in addresses.
    pub(super) name: Option<Text>,
    /// The folder, relative to this file.
    pub(super) path: Text,
    /// The git URL, for a folder that is not a clone.
    pub(super) remote: Option<Text>,
}

/// A tenant. Membership is by what is listed here, never by a name that looks alike.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Organization {
    /// Its name.
    pub(super) name: Text,
    /// The platform's owner: everyone may refer to it, and it may refer to everyone.
    pub(super) owner: Option<Spanned<bool>>,
    /// Patterns of its files, as `repository//path/**`.
    #[serde(default)]
    pub(super) paths: Vec<Text>,
    /// Its Kubernetes namespaces.
    #[serde(default)]
    pub(super) namespaces: Vec<Text>,
    /// Its AWS account ids.
    #[serde(default)]
    pub(super) accounts: Vec<Text>,
}

/// A cluster.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Cluster {
    /// Its name.
    pub(super) name: Text,
    /// The directory Flux applies, as `repository//directory`.
    pub(super) path: Text,
    /// The unit or root module that creates the cluster, as `repository//directory`.
    pub(super) unit: Option<Text>,
    /// The AWS account it runs in.
    pub(super) account: Option<Text>,
    /// The AWS region it runs in.
    pub(super) region: Option<Text>,
    /// The issuer of its service account tokens.
    pub(super) oidc_provider: Option<Text>,
    /// Its Kubernetes version (`1.31`), for charts that ask.
    pub(super) kube_version: Option<Text>,
    /// Whether something in the cluster enforces NetworkPolicies.
    pub(super) network_policy: Option<Spanned<bool>>,
}

/// An AWS account.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Account {
    /// Twelve digits, in quotes.
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    pub(super) id: Text,
    /// Its name.
    pub(super) name: Option<Text>,
    /// `production`, `staging` or another word for what it is for.
    pub(super) environment: Option<Text>,
}

/// Networks.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(default)]
pub(super) struct Network {
    /// How many availability zones every tier has to cover.
    #[schemars(range(min = 1, max = 6))]
    pub(super) required_azs: Option<Spanned<u32>>,
    /// Groups of VPCs that meet in a way no file declares, each a list of address patterns.
    pub(super) connected: Vec<Vec<Text>>,
    /// Address patterns of what is meant to be in a public subnet.
    pub(super) public_workloads: Vec<Text>,
}

/// Encryption.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(default)]
pub(super) struct Encryption {
    /// What has to be encrypted with a key of the platform's own.
    pub(super) customer_key: Vec<Spanned<Store>>,
}

/// What keeps data.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Store {
    Bucket,
    Database,
    Volume,
    Filesystem,
    ClusterSecrets,
    State,
}

/// A file that is assumed where the repository has none. Give `file` or `hcl`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Assume {
    /// Where it is assumed, as `repository//file`.
    pub(super) path: Text,
    /// A file with its text, relative to this file.
    pub(super) file: Option<Text>,
    /// The text itself.
    pub(super) hcl: Option<Text>,
    /// Whether its values may be printed; they are secret otherwise.
    pub(super) public: Option<Spanned<bool>>,
}

/// Where the checkout of a module source is.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Module {
    /// The source as units write it, without `//subdirectory` and `?ref=`; a `*` at the end matches any continuation.
    pub(super) source: Text,
    /// The checkout, as `repository//directory`.
    pub(super) path: Text,
}

/// Where a chart of a registry is on disk.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Chart {
    /// The chart as a HelmRelease names it: the URL of its HelmRepository with its name behind it
    /// (`https://charts.example.com/app`), or the URL of its OCIRepository (`oci://ghcr.io/example/app`).
    pub(super) source: Text,
    /// Its directory, as `repository//directory`.
    pub(super) path: Text,
}

/// Environment variables.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(default)]
pub(super) struct Environment {
    /// Names that are read from driftline's own environment. Their values are never printed.
    pub(super) allow: Vec<Text>,
    /// `.env` files, relative to this one. Their values are never printed; `values` win.
    pub(super) files: Vec<Text>,
    /// Values by name.
    pub(super) values: BTreeMap<String, Text>,
}

/// Classes of things.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Class {
    Role,
    PodIdentity,
}

/// A finding that is right to stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Waiver {
    /// The rule's id.
    pub(super) rule: Text,
    /// A pattern of addresses: `*` within one name, `**` across.
    pub(super) address: Text,
    /// Why it is right.
    pub(super) reason: Text,
    /// The last day it holds, as YYYY-MM-DD.
    #[schemars(extend("format" = "date"))]
    pub(super) until: Option<Text>,
    /// Who answers for it.
    pub(super) owner: Option<Text>,
}
