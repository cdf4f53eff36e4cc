//! What a module declares for some inputs: resources with their arguments, and outputs, as JSON.
//!
//! An unknown is `{"?": "address.path"}` with what it refers to, or an empty text; a hole in text is `${address.path}`;
//! any number of unknown elements is `{"...": "address.path"}`, and so is the open end of a map.

use super::cases::{self, Case, Model, parsed};
use super::mirror::Files;
use driftline::eval::configuration::{Existence, Resource};
use driftline::eval::infrastructure;
use driftline::eval::settings::Settings;
use driftline::eval::value::{Item, Kind, Number, Part, Ref, Step, Text, Unknown, Value};
use driftline::source::Sources;
use driftline::syntax::hcl::{Block, Body};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// One module call to evaluate.
pub struct Call {
    pub name: String,
    pub case: Case,
    /// The arguments as text, when not those of the case.
    pub inputs: Option<String>,
    /// The version to ask for, when the model is to answer.
    pub version: Option<String>,
    /// The real module's files, when it is to answer.
    pub real: Option<Files>,
}

/// What a module declares.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Arguments by address. Calls without a key leave no trace in an address.
    pub resources: BTreeMap<String, Json>,
    /// Outputs by name.
    pub outputs: BTreeMap<String, Json>,
    /// What the evaluation could not see.
    pub gaps: Vec<String>,
}

/// Whether a module has a submodule of this path.
pub fn has_module(files: &Files, module: &str) -> bool {
    files.iter().any(|(path, _)| path.rsplit_once('/').map_or("", |(dir, _)| dir) == module && path.ends_with(".tf"))
}

/// The arguments of a case that a real module declares variables for.
pub fn accepted(case: &Case, files: &Files) -> String {
    let mut declared = BTreeSet::new();
    for (path, text) in files.iter() {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        if dir == case.module && name.ends_with(".tf") {
            let body = parsed(text, path);
            declared.extend(body.blocks_of("variable").filter_map(|b| b.label(0).map(|l| l.to_string())));
        }
    }
    arguments(case.inputs.iter().filter(|(name, _)| declared.contains(name)))
}

fn arguments<'a>(inputs: impl Iterator<Item = &'a (String, String)>) -> String {
    inputs.map(|(name, value)| format!("  {name} = {value}\n")).collect()
}

/// Evaluates calls, each in a root module of its own.
pub fn evaluate(calls: Vec<Call>) -> BTreeMap<String, Facts> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut modules: BTreeSet<usize> = BTreeSet::new();
    for (index, call) in calls.iter().enumerate() {
        let model = &call.case.model;
        let source = match &call.real {
            Some(real) => {
                let id = std::sync::Arc::as_ptr(real) as usize;
                if modules.insert(id) {
                    files.extend(real.iter().map(|(path, text)| (format!("modules/m{id}/{path}"), text.clone())));
                }
                format!("../../modules/m{id}/{}", call.case.module).trim_end_matches('/').to_owned()
            }
            None => {
                let base = format!("terraform-aws-modules/{}/aws", model.name);
                if call.case.module.is_empty() { base } else { format!("{base}//{}", call.case.module) }
            }
        };
        let version = match (&call.real, &call.version) {
            (None, Some(version)) => format!("  version = \"{version}\"\n"),
            _ => String::new(),
        };
        let inputs = call.inputs.clone().unwrap_or_else(|| arguments(call.case.inputs.iter()));
        let text = format!(
            "provider \"aws\" {{\n  region = \"eu-west-1\"\n  allowed_account_ids = [\"111122223333\"]\n}}\n\nmodule \"this\" {{\n  source = \"{source}\"\n{version}{inputs}}}\n\noutput \"all\" {{\n  value = module.this\n}}\n"
        );
        files.push((format!("cases/{index}/main.tf"), text));
    }
    let models = model_files();
    let work = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let models = models.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let sources = Sources::from_memory(vec![("work", work), ("module-models", models)]);
    let made = infrastructure::evaluate(&sources, &Settings::default());
    let mut found = BTreeMap::new();
    for configuration in &made.configurations {
        let Some(index) = configuration.scope.strip_prefix("cases/").and_then(|i| i.parse::<usize>().ok()) else {
            continue;
        };
        let mut facts = Facts::default();
        for resource in configuration.resources.iter().filter(|r| !r.data) {
            facts.resources.insert(short(&resource.address), arguments_of(resource));
        }
        let all = configuration.outputs.get("all").map(encoded);
        if let Some(Json::Object(outputs)) = all {
            facts.outputs = outputs.into_iter().filter(|(name, _)| name != "...").collect();
        }
        facts.gaps = configuration.gaps.iter().map(|g| g.message.to_string()).collect();
        found.insert(calls[index].name.clone(), facts);
    }
    assert_eq!(found.len(), calls.len(), "some calls were not evaluated: {:?}", made.gaps);
    found
}

/// The models as they are on disk.
fn model_files() -> Vec<(String, String)> {
    let root = cases::home().join("rules/modules");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.push((inside, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn arguments_of(resource: &Resource) -> Json {
    let mut made = encoded(&resource.attributes);
    if let (Json::Object(map), Existence::Perhaps(_)) = (&mut made, &resource.exists) {
        map.insert("(perhaps)".into(), true.into());
    }
    made
}

/// An address without the call that is under test and without calls that have no key.
fn short(address: &str) -> String {
    let mut rest = address.strip_prefix("module.this").map_or(address, |r| r.trim_start_matches('.'));
    let mut out = String::new();
    while let Some(after) = rest.strip_prefix("module.") {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        match tail.strip_prefix("[\"") {
            Some(key) => {
                let Some(close) = key.find("\"]") else { break };
                out += &format!("module.{name}[\"{}\"].", &key[..close]);
                rest = key[close + 2..].trim_start_matches('.');
            }
            None => {
                let tail = match tail.strip_prefix('[') {
                    Some(index) => index.split_once(']').map_or("", |(_, t)| t),
                    None => tail,
                };
                rest = tail.trim_start_matches('.');
            }
        }
    }
    out + rest
}

fn shown(reference: Option<&Ref>) -> String {
    let Some(reference) = reference else { return String::new() };
    let mut out = short(&reference.owner.subject);
    // Whether a data source is read at all (`count`) is no fact about what it reads.
    if out.starts_with("data.") || out.contains(".data.") {
        out = out.trim_end_matches("[0]").to_owned();
    }
    for step in reference.path.iter() {
        match step {
            Step::Key(key) => out += &format!(".{key}"),
            Step::Index(i) => out += &format!("[{i}]"),
            Step::Each => out += "[*]",
        }
    }
    same_as(out.trim_start_matches('.'))
}

/// A bucket's policy has the bucket's name for its id (modules refer to it for the order), and a key's `id` is its
/// `key_id`.
fn same_as(reference: &str) -> String {
    match reference.strip_suffix(".id") {
        Some(thing) if thing.starts_with("aws_kms_key.") => format!("{thing}.key_id"),
        Some(_) => reference.replace("aws_s3_bucket_policy.", "aws_s3_bucket."),
        None => reference.to_owned(),
    }
}

fn unknown(unknown: &Unknown) -> String {
    shown(unknown.what.as_ref())
}

/// A value as JSON; see the head of this file.
fn encoded(value: &Value) -> Json {
    match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(b) => (*b).into(),
        Kind::Number(Number::Int(i)) => (*i).into(),
        Kind::Number(Number::Float(f)) => json!(f),
        Kind::Number(Number::Big(text)) => text.to_string().into(),
        Kind::Text(Text::Whole(text)) => text.to_string().into(),
        Kind::Text(Text::Parts(parts)) => {
            let parts = parts.iter().map(|part| match part {
                Part::Known(text, _) => text.to_string(),
                Part::Hole(why, _) => format!("${{{}}}", unknown(why).replace('"', "'")),
            });
            parts.collect::<String>().into()
        }
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(value) => encoded(value),
                Item::Many(why) => json!({"...": unknown(why)}),
            });
            Json::Array(items.collect())
        }
        Kind::Map(map) => {
            let mut out: Map<String, Json> =
                map.entries.iter().map(|e| (e.key.to_string(), encoded(&e.value))).collect();
            if let Some(rest) = &map.rest {
                out.insert("...".into(), unknown(rest).into());
            }
            Json::Object(out)
        }
        Kind::Unknown(why) => json!({"?": unknown(why)}),
    }
}

/// The arguments a model writes, by resource.
#[derive(Default)]
pub struct Shape {
    /// By `type.name`.
    resources: BTreeMap<String, Arguments>,
    /// Types of which the model has resources.
    pub types: BTreeSet<String>,
    /// `type.name` that the model leaves out on purpose.
    pub leaves_out: Vec<String>,
}

/// Arguments and, for blocks, theirs.
#[derive(Default, Clone)]
struct Arguments(BTreeMap<String, Option<Arguments>>);

impl Arguments {
    fn add(&mut self, body: &Body) {
        for attribute in &body.attributes {
            self.0.entry(attribute.name.to_string()).or_insert(None);
        }
        for block in &body.blocks {
            let (name, inner): (&str, Option<&Body>) = match (&*block.kind, block.label(0)) {
                ("dynamic", Some(name)) => (name, block.body.blocks_of("content").next().map(|c: &Block| &c.body)),
                ("lifecycle", _) => continue,
                _ => (&block.kind, Some(&block.body)),
            };
            let at = self.0.entry(name.to_owned()).or_insert_with(|| Some(Arguments::default()));
            if let (Some(at), Some(inner)) = (at, inner) {
                at.add(inner);
            }
        }
    }

    fn project(&self, value: &Json) -> Json {
        match value {
            Json::Object(map) => {
                let kept = map.iter().filter_map(|(key, value)| match self.0.get(key) {
                    _ if key == "(perhaps)" || key == "..." => Some((key.clone(), value.clone())),
                    _ if value.is_null() => None,
                    Some(None) => Some((key.clone(), value.clone())),
                    Some(Some(inner)) => {
                        let value = inner.project(value);
                        (value != json!([])).then(|| (key.clone(), value))
                    }
                    None => None,
                });
                Json::Object(kept.collect())
            }
            Json::Array(items) => Json::Array(items.iter().map(|i| self.project(i)).collect()),
            other => other.clone(),
        }
    }
}

/// `type.name` of an address.
pub fn declared_as(address: &str) -> String {
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        rest = after.split_once("\"].").map_or("", |(_, r)| r);
    }
    rest.split('[').next().unwrap_or(rest).to_owned()
}

/// What a model writes in a submodule (empty for the root) and in those that it calls.
pub fn shape(model: &Model, module: &str) -> Shape {
    let mut shape = Shape { leaves_out: model.leaves_out.clone(), ..Shape::default() };
    let mut open = vec![module.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(module) = open.pop() {
        if !seen.insert(module.clone()) {
            continue;
        }
        for entry in std::fs::read_dir(model.path.join(&module)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "tf") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let body = parsed(&text, &path.display().to_string());
            for block in body.blocks_of("module") {
                let source = block.body.attribute("source").unwrap();
                let source = &text[source.value.at.start as usize..source.value.at.end as usize];
                let source = source.trim_matches('"');
                open.push(source.trim_start_matches("./").trim_start_matches("../../").trim_matches('/').to_owned());
            }
            for block in body.blocks_of("resource") {
                let (kind, name) = (block.label(0).unwrap(), block.label(1).unwrap());
                if &**kind == "terraform_data" {
                    continue;
                }
                shape.types.insert(kind.to_string());
                shape.resources.entry(format!("{kind}.{name}")).or_default().add(&block.body);
            }
        }
    }
    shape
}

impl Facts {
    /// Only the arguments that a model writes, of the types it has.
    pub fn projected(&self, shape: &Shape) -> Facts {
        let kept = self.resources.iter().filter_map(|(address, value)| {
            let name = declared_as(address);
            let kind = name.split('.').next().unwrap_or("");
            if !shape.types.contains(kind) || shape.leaves_out.contains(&name) {
                return None;
            }
            let value = match shape.resources.get(&name) {
                Some(arguments) => arguments.project(value),
                None => json!({}),
            };
            Some((address.clone(), value))
        });
        Facts { resources: kept.collect(), ..self.clone() }
    }

    /// Without the values of what a model leaves out: only that there is something.
    pub fn without(mut self, left_out: &[String]) -> Facts {
        for (address, value) in &mut self.resources {
            strip(value, address, left_out);
        }
        for (name, value) in &mut self.outputs {
            strip(value, &format!("output.{name}"), left_out);
        }
        self
    }

    /// Only outputs that the model has.
    pub fn only(mut self, own: &Facts) -> Facts {
        self.outputs.retain(|name, _| own.outputs.contains_key(name));
        self
    }

    /// What a recording says.
    pub fn from_json(recorded: &Json) -> Facts {
        let map = |name: &str| {
            let object = recorded[name].as_object().unwrap();
            object.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
        };
        Facts { resources: map("resources"), outputs: map("outputs"), gaps: Vec::new() }
    }
}

fn strip(value: &mut Json, path: &str, left_out: &[String]) {
    if left_out.iter().any(|p| p == path) {
        *value = json!({"?": "(left out)"});
        return;
    }
    match value {
        Json::Object(map) => {
            for (key, value) in map.iter_mut() {
                strip(value, &format!("{path}.{key}"), left_out);
            }
        }
        Json::Array(items) => {
            for (i, value) in items.iter_mut().enumerate() {
                strip(value, &format!("{path}[{i}]"), left_out);
            }
        }
        _ => {}
    }
}

/// A recording: one line for each resource and output.
pub fn written(kept: &BTreeMap<String, Json>) -> String {
    let mut out = String::from("{\n");
    for (i, (id, entry)) in kept.iter().enumerate() {
        out += if i > 0 { ",\n" } else { "" };
        out += &format!("{}: {{\n\"tag\": {},\n", Json::from(id.as_str()), entry["tag"]);
        for part in ["resources", "outputs"] {
            let lines = entry[part].as_object().unwrap().iter();
            let lines: Vec<String> = lines.map(|(k, v)| format!("{}: {v}", Json::from(k.as_str()))).collect();
            out += &format!("\"{part}\": {{\n{}\n}},\n", lines.join(",\n"));
        }
        out += &format!("\"left_out\": {}\n}}", entry["left_out"]);
    }
    out + "\n}\n"
}
