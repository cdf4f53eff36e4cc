//! What configurations leave for each other outside of Terragrunt's `dependency`: outputs in the state
//! (`terraform_remote_state`, `tfe_outputs`) and SSM parameters.

use super::configuration::{Configuration, Existence, Resource};
use super::origin;
use super::paths;
use super::value::{Item, Kind, Marks, Part, Text, Value, Why};
use crate::source::TreeId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Where a state is, as far as it can be told: equal keys are the same state. What is unknown in a name takes part by what
/// it refers to; a name with anything else unknown has no key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StateKey(String);

/// Where an SSM parameter is, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parameter {
    /// The account's id.
    pub account: Option<String>,
    /// The region.
    pub region: Option<String>,
}

/// What one configuration leaves for others, and where.
#[derive(Clone, Debug)]
pub(super) struct Leaves {
    tree: TreeId,
    directory: Arc<str>,
    variant: Option<Arc<str>>,
    state: Option<Kept>,
    outputs: Option<Value>,
    /// SSM parameters that it writes for certain, by name.
    parameters: Vec<(String, Parameter, Value)>,
    /// Workspaces of Terraform Cloud that it declares, by the directory they run in.
    workspaces: Vec<(String, StateKey, Arc<str>)>,
    /// Values of `tfe_variable`, by the address of their workspace.
    variables: Vec<(Arc<str>, Arc<str>)>,
}

/// Where a configuration keeps its state.
#[derive(Clone, Debug)]
enum Kept {
    /// Where its backend says.
    There(StateKey),
    /// In the workspace that runs in its directory.
    InWorkspace,
}

impl Leaves {
    /// What this one leaves, its outputs only where they are `wanted`.
    pub fn of(configuration: &Configuration, wanted: bool) -> Leaves {
        let directory = configuration.directory();
        let state = configuration.backend.as_ref().and_then(|backend| {
            let there = key(&backend.kind, &backend.config, (configuration.tree, directory)).map(Kept::There);
            there.or_else(|| matches!(&*backend.kind, "remote" | "cloud").then_some(Kept::InWorkspace))
        });
        let mut out = Leaves {
            tree: configuration.tree,
            directory: directory.into(),
            variant: configuration.variant.clone(),
            outputs: state.is_some().then(|| configuration.outputs.clone()).filter(|_| wanted),
            state,
            parameters: Vec::new(),
            workspaces: Vec::new(),
            variables: Vec::new(),
        };
        for resource in configuration.resources.iter().filter(|r| !r.data) {
            match &*resource.kind {
                "aws_ssm_parameter" if matches!(resource.exists, Existence::Certain) => {
                    out.parameters.extend(parameter(configuration, resource));
                }
                "tfe_workspace" => out.workspaces.extend(workspace(resource)),
                "tfe_variable" => out.variables.extend(variable(resource)),
                _ => {}
            }
        }
        out
    }
}

fn parameter(configuration: &Configuration, resource: &Resource) -> Option<(String, Parameter, Value)> {
    let text = |name: &str| field(&resource.attributes, name);
    let name = identity(text("name")?)?;
    let value = text("value").or_else(|| text("insecure_value")).cloned()?;
    let plain = matches!(text("type").and_then(Value::as_str), Some("String" | "StringList"));
    let value = if plain { value } else { origin::mark(value, Marks::SENSITIVE) };
    let (account, region) = place_of(configuration);
    Some((name, Parameter { account, region }, value))
}

fn workspace(resource: &Resource) -> Option<(String, StateKey, Arc<str>)> {
    let name = identity(field(&resource.attributes, "name")?)?;
    let directory = field(&resource.attributes, "working_directory").and_then(Value::as_str).unwrap_or("");
    let key = cloud(field(&resource.attributes, "organization"), &name);
    Some((directory.trim_matches('/').to_owned(), key, resource.address.clone()))
}

fn variable(resource: &Resource) -> Option<(Arc<str>, Arc<str>)> {
    let of = field(&resource.attributes, "workspace_id")?.why()?.what.as_ref()?;
    Some((of.owner.subject.clone(), field(&resource.attributes, "value")?.as_str()?.into()))
}

/// Everything that is published. A key that several configurations publish is nobody's. Values are given only of those
/// configurations that are settled, so that none rests on what may still change.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    states: BTreeMap<StateKey, Option<(usize, Option<Value>)>>,
    parameters: BTreeMap<String, Vec<(Parameter, usize, Value)>>,
    settled: Vec<bool>,
}

impl Published {
    /// What configurations publish that leave this; `settled` says of each whether its values are final.
    pub fn of(all: &[&Leaves], settled: &[bool]) -> Published {
        let mut out = Published { settled: settled.to_vec(), ..Published::default() };
        let workspaces = workspaces(all);
        let mut variants: HashMap<(TreeId, &str), usize> = HashMap::new();
        for leaves in all {
            *variants.entry((leaves.tree, &*leaves.directory)).or_default() += 1;
        }
        for (index, leaves) in all.iter().enumerate() {
            let alone = variants.get(&(leaves.tree, &*leaves.directory)) == Some(&1);
            for key in own_keys(leaves, alone, &workspaces) {
                let outputs = Some((index, leaves.outputs.clone()));
                out.states.entry(key).and_modify(|taken| *taken = None).or_insert(outputs);
            }
            for (name, place, value) in &leaves.parameters {
                let written = (place.clone(), index, value.clone());
                out.parameters.entry(name.clone()).or_default().push(written);
            }
        }
        out
    }

    fn is_settled(&self, index: usize) -> bool {
        self.settled.get(index).copied().unwrap_or(false)
    }

    /// The outputs of the configuration whose state is there.
    pub fn outputs(&self, key: &StateKey) -> Option<&Value> {
        let (index, value) = self.states.get(key)?.as_ref()?;
        value.as_ref().filter(|_| self.is_settled(*index))
    }

    /// The value of the one parameter of that name which can be meant from an account and region; only likely, when one side
    /// says where it is and the other does not.
    pub fn parameter(&self, name: &Value, from: &Parameter) -> Option<Value> {
        let (index, there, value) = self.written(name, from)?;
        let certain =
            there.account.is_some() == from.account.is_some() && there.region.is_some() == from.region.is_some();
        self.is_settled(index).then(|| match certain || matches!(value.kind, Kind::Unknown(_)) {
            true => value.clone(),
            false => Value { marks: value.marks, ..origin::probable(value, Why::Applied) },
        })
    }

    fn written(&self, name: &Value, from: &Parameter) -> Option<(usize, &Parameter, &Value)> {
        let same = |known: &Option<String>, asked: &Option<String>| match (known, asked) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let all = self.parameters.get(&identity(name)?)?;
        let mut fitting =
            all.iter().filter(|(p, _, _)| same(&p.account, &from.account) && same(&p.region, &from.region));
        let (there, index, value) = fitting.next()?;
        fitting.next().is_none().then_some((*index, there, value))
    }

    /// The configurations whose outputs or parameters this one reads.
    pub fn needs(&self, configuration: &Configuration) -> BTreeSet<usize> {
        let directory = configuration.directory();
        let base = (configuration.tree, directory);
        let read = configuration.resources.iter().filter(|r| r.data).filter_map(|r| match &*r.kind {
            "terraform_remote_state" | "tfe_outputs" => {
                let key = read_key(&r.kind, &r.attributes, base)?;
                Some(self.states.get(&key)?.as_ref()?.0)
            }
            "aws_ssm_parameter" => {
                let (account, region) = place_of(configuration);
                Some(self.written(field(&r.attributes, "name")?, &Parameter { account, region })?.0)
            }
            _ => None,
        });
        read.collect()
    }
}

/// Whether a file may have a data source that reads another configuration's outputs.
pub(super) fn names_states(text: &str) -> bool {
    text.contains("terraform_remote_state") || text.contains("tfe_outputs")
}

/// Whether a configuration has a data source that reads what another one leaves.
pub(super) fn reads_others(configuration: &Configuration) -> bool {
    let kinds = ["terraform_remote_state", "tfe_outputs", "aws_ssm_parameter"];
    configuration.resources.iter().any(|r| r.data && kinds.contains(&&*r.kind))
}

/// For each configuration those, by index, whose outputs (`terraform_remote_state`, `tfe_outputs`) or SSM parameters it
/// reads, itself left out. What cannot be told is left out.
pub fn reads(configurations: &[Configuration]) -> Vec<BTreeSet<usize>> {
    let leaves: Vec<Leaves> = configurations.iter().map(|c| Leaves::of(c, false)).collect();
    let published = Published::of(&leaves.iter().collect::<Vec<_>>(), &[]);
    let each = configurations.iter().enumerate();
    each.map(|(index, configuration)| {
        let mut read = published.needs(configuration);
        read.remove(&index);
        read
    })
    .collect()
}

/// The state a data source reads; `base` is the directory of the configuration that reads.
pub(super) fn read_key(kind: &str, attributes: &Value, base: (TreeId, &str)) -> Option<StateKey> {
    if kind == "tfe_outputs" {
        return Some(cloud(field(attributes, "organization"), &identity(field(attributes, "workspace")?)?));
    }
    let set =
        field(attributes, "workspace").is_some_and(|v| !matches!(v.kind, Kind::Null) && v.as_str() != Some("default"));
    if set {
        return None;
    }
    key(field(attributes, "backend")?.as_str()?, field(attributes, "config")?, base)
}

/// Where a backend's settings put the state.
fn key(kind: &str, config: &Value, base: (TreeId, &str)) -> Option<StateKey> {
    let text = |name: &str| field(config, name).and_then(identity);
    let parts = match kind {
        "s3" => vec![text("bucket")?, text("key")?],
        "gcs" => vec![text("bucket")?, text("prefix")?],
        "azurerm" => vec![text("storage_account_name")?, text("container_name")?, text("key")?],
        "http" => vec![text("address")?],
        "consul" => vec![text("path")?],
        "oss" | "cos" => vec![text("bucket")?, text("prefix").unwrap_or_default(), text("key")?],
        "local" => {
            let path = field(config, "path").filter(|v| !matches!(v.kind, Kind::Null));
            let path = path.map_or(Some("terraform.tfstate"), Value::as_str)?;
            vec![format!("{:?}", base.0), paths::join(base.1, path)?]
        }
        "remote" | "cloud" => return Some(cloud(field(config, "organization"), &workspace_name(config)?)),
        _ => return None,
    };
    Some(StateKey(format!("{kind}\n{}", parts.join("\n"))))
}

fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    origin::field(value, name).map(|e| &e.value)
}

/// `workspaces { name }`: a nested block in a backend, an object in a data source.
fn workspace_name(config: &Value) -> Option<String> {
    let workspaces = field(config, "workspaces")?;
    let one = match &workspaces.kind {
        Kind::List(items) => match &**items {
            [Item::One(only)] => only,
            _ => return None,
        },
        _ => workspaces,
    };
    identity(field(one, "name")?)
}

/// A workspace of Terraform Cloud. Its organization is often left to the environment, so that it tells workspaces apart
/// only when it is written.
fn cloud(organization: Option<&Value>, workspace: &str) -> StateKey {
    let organization = organization.and_then(identity).unwrap_or_default();
    StateKey(format!("cloud\n{organization}\n{workspace}"))
}

/// A workspace that `tfe_workspace` declares.
struct Workspace<'l> {
    key: &'l StateKey,
    /// The id that `tfe_variable` names it by, as references see it.
    address: &'l Arc<str>,
    /// Who declares it.
    by: &'l Leaves,
}

/// Workspaces by the directory they run in.
type Workspaces<'l> = BTreeMap<&'l str, Vec<Workspace<'l>>>;

fn workspaces<'l>(all: &[&'l Leaves]) -> Workspaces<'l> {
    let mut out = Workspaces::new();
    for by in all {
        for (directory, key, address) in &by.workspaces {
            out.entry(directory).or_default().push(Workspace { key, address, by });
        }
    }
    out
}

/// Where a configuration keeps its state: as its backend says, or the workspace that runs in its directory. `alone` says
/// that the directory has no other variant.
fn own_keys(leaves: &Leaves, alone: bool, workspaces: &Workspaces<'_>) -> Vec<StateKey> {
    match &leaves.state {
        None => return Vec::new(),
        Some(Kept::There(key)) => return vec![key.clone()],
        Some(Kept::InWorkspace) => {}
    }
    let here = workspaces.get(&*leaves.directory).map_or(&[][..], Vec::as_slice);
    match (here, &leaves.variant) {
        ([only], _) if alone => vec![only.key.clone()],
        (several, Some(variant)) => {
            let chosen = several.iter().filter(|w| names_variant(w, variant));
            chosen.map(|w| w.key.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a `tfe_variable` of the workspace names the variant's `.tfvars` file (`-var-file=vars/prod.tfvars`).
fn names_variant(workspace: &Workspace<'_>, variant: &str) -> bool {
    let of_workspace = workspace.by.variables.iter().filter(|(of, _)| of == workspace.address);
    of_workspace.flat_map(|(_, value)| value.split(['=', ' ', '"', '\''])).any(|word| {
        let word = word.trim_start_matches("./");
        let word = word.strip_suffix(".json").unwrap_or(word);
        word.strip_suffix(".tfvars") == Some(variant)
    })
}

/// The account and region that the default AWS provider is set to, as far as they are known.
pub(super) fn place_of(configuration: &Configuration) -> (Option<String>, Option<String>) {
    let aws = configuration.providers.iter().find(|p| &*p.name == "aws" && p.alias.is_none());
    let Some(aws) = aws else { return (None, None) };
    place(&aws.config)
}

/// The same from the provider's settings.
pub(super) fn place(config: &Value) -> (Option<String>, Option<String>) {
    let region = field(config, "region").and_then(identity);
    let account = field(config, "allowed_account_ids").and_then(|v| match &v.kind {
        Kind::List(items) => match &**items {
            [Item::One(id)] => identity(id),
            _ => None,
        },
        _ => None,
    });
    (account, region)
}

/// A text that names something, with what is unknown in it named by what it refers to. `None` when something unknown
/// refers to nothing.
fn identity(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => Some(text.to_string()),
        Kind::Text(Text::Parts(parts)) => parts
            .iter()
            .map(|part| match part {
                Part::Known(text, _) => Some(text.to_string()),
                Part::Hole(unknown, _) => unknown.what.as_ref().map(|what| format!("${{{}//{what}}}", what.owner)),
            })
            .collect(),
        Kind::Unknown(unknown) => unknown.what.as_ref().map(|what| format!("${{{}//{what}}}", what.owner)),
        _ => None,
    }
}
