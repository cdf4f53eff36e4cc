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

/// Everything that is published. A key that several configurations publish is nobody's. Values are given only of those
/// configurations that are settled, so that none rests on what may still change.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    states: BTreeMap<StateKey, Option<(usize, Value)>>,
    parameters: BTreeMap<String, Vec<(Parameter, usize, Value)>>,
    settled: Vec<bool>,
}

impl Published {
    /// What these configurations publish; `settled` says of each whether its values are final.
    pub fn of(configurations: &[Configuration], settled: &[bool]) -> Published {
        let mut out = Published { settled: settled.to_vec(), ..Published::default() };
        let workspaces = workspaces(configurations);
        let mut variants: HashMap<(TreeId, &str), usize> = HashMap::new();
        for configuration in configurations {
            *variants.entry((configuration.tree, configuration.directory())).or_default() += 1;
        }
        for (index, configuration) in configurations.iter().enumerate() {
            let alone = variants.get(&(configuration.tree, configuration.directory())) == Some(&1);
            for key in own_keys(configuration, alone, configurations, &workspaces) {
                let outputs = Some((index, configuration.outputs.clone()));
                out.states.entry(key).and_modify(|taken| *taken = None).or_insert(outputs);
            }
            let written = configuration.resources.iter().filter(|r| !r.data && &*r.kind == "aws_ssm_parameter");
            for resource in written.filter(|r| matches!(r.exists, Existence::Certain)) {
                out.add_parameter(index, configuration, resource);
            }
        }
        out
    }

    fn add_parameter(&mut self, index: usize, configuration: &Configuration, resource: &Resource) {
        let text = |name: &str| field(&resource.attributes, name);
        let Some(name) = text("name").and_then(identity) else { return };
        let Some(value) = text("value").or_else(|| text("insecure_value")).cloned() else { return };
        let plain = matches!(text("type").and_then(Value::as_str), Some("String" | "StringList"));
        let value = if plain { value } else { origin::mark(value, Marks::SENSITIVE) };
        let (account, region) = place_of(configuration);
        self.parameters.entry(name).or_default().push((Parameter { account, region }, index, value));
    }

    fn is_settled(&self, index: usize) -> bool {
        self.settled.get(index).copied().unwrap_or(false)
    }

    /// The outputs of the configuration whose state is there.
    pub fn outputs(&self, key: &StateKey) -> Option<&Value> {
        let (index, value) = self.states.get(key)?.as_ref()?;
        self.is_settled(*index).then_some(value)
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

/// For each configuration those, by index, whose outputs (`terraform_remote_state`, `tfe_outputs`) or SSM parameters it
/// reads, itself left out. What cannot be told is left out.
pub fn reads(configurations: &[Configuration]) -> Vec<BTreeSet<usize>> {
    let published = Published::of(configurations, &[]);
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
struct Workspace {
    key: StateKey,
    /// The id that `tfe_variable` names it by, as references see it.
    address: Arc<str>,
    /// Which configuration declares it.
    by: usize,
}

/// Workspaces by the directory they run in.
type Workspaces = BTreeMap<String, Vec<Workspace>>;

fn workspaces(configurations: &[Configuration]) -> Workspaces {
    let mut out = Workspaces::new();
    for (by, configuration) in configurations.iter().enumerate() {
        for resource in configuration.resources.iter().filter(|r| !r.data && &*r.kind == "tfe_workspace") {
            let Some(name) = field(&resource.attributes, "name").and_then(identity) else { continue };
            let directory = field(&resource.attributes, "working_directory").and_then(Value::as_str).unwrap_or("");
            out.entry(directory.trim_matches('/').to_owned()).or_default().push(Workspace {
                key: cloud(field(&resource.attributes, "organization"), &name),
                address: resource.address.clone(),
                by,
            });
        }
    }
    out
}

/// Where a configuration keeps its state: as its backend says, or the workspace that runs in its directory. `alone` says
/// that the directory has no other variant.
fn own_keys(
    configuration: &Configuration,
    alone: bool,
    all: &[Configuration],
    workspaces: &Workspaces,
) -> Vec<StateKey> {
    let directory = configuration.directory();
    let base = (configuration.tree, directory);
    let Some(backend) = &configuration.backend else { return Vec::new() };
    if let Some(key) = key(&backend.kind, &backend.config, base) {
        return vec![key];
    }
    if !matches!(&*backend.kind, "remote" | "cloud") {
        return Vec::new();
    }
    let here: Vec<&Workspace> = workspaces.get(directory).into_iter().flatten().collect();
    let variant = configuration.scope.split_once('@').map(|(_, variant)| variant);
    match (here.as_slice(), variant) {
        ([only], _) if alone => vec![only.key.clone()],
        (several, Some(variant)) => {
            let chosen = several.iter().filter(|w| names_variant(all, w, variant));
            chosen.map(|w| w.key.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a `tfe_variable` of the workspace names the variant's `.tfvars` file (`-var-file=vars/prod.tfvars`).
fn names_variant(all: &[Configuration], workspace: &Workspace, variant: &str) -> bool {
    let Some(declaring) = all.get(workspace.by) else { return false };
    let variables = declaring.resources.iter().filter(|r| !r.data && &*r.kind == "tfe_variable");
    variables.into_iter().any(|variable| {
        let of = field(&variable.attributes, "workspace_id").and_then(|v| v.why()).and_then(|u| u.what.as_ref());
        let value = field(&variable.attributes, "value").and_then(Value::as_str).unwrap_or("");
        of.is_some_and(|what| what.owner.subject == workspace.address)
            && value.split(['=', ' ', '"', '\'']).any(|word| {
                let word = word.trim_start_matches("./");
                word == format!("{variant}.tfvars") || word == format!("{variant}.tfvars.json")
            })
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
