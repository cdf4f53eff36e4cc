//! The models of the catalogue, and the sets of inputs they are held against.

use driftline::source::FileId;
use driftline::syntax::hcl::{Body, ExprKind, parse};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

pub type Version = (u64, u64, u64);

/// A module model on disk.
#[derive(Clone)]
pub struct Model {
    /// `sqs`.
    pub name: String,
    /// `4`.
    pub label: String,
    /// Where its files are.
    pub path: PathBuf,
    versions: String,
    /// Submodules that it models for fewer versions.
    only: Vec<(String, String)>,
    /// Resources (`type.name`) that the model leaves out though it has others of their type.
    pub leaves_out: Vec<String>,
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.label)
    }
}

impl Model {
    fn versions(&self, module: &str) -> &str {
        let only = self.only.iter().find(|(m, _)| m == module);
        only.map_or(&self.versions, |(_, versions)| versions)
    }

    /// The lowest version of a submodule (empty for the root), and the first beyond.
    pub fn bounds(&self, module: &str) -> (Version, Version) {
        let bound = |operator: &str| {
            let mut parts = self.versions(module).split(',').map(str::trim);
            let found = parts.find_map(|p| p.strip_prefix(operator).and_then(|v| version(v.trim())));
            found.unwrap_or_else(|| panic!("{self}: no {operator} in {}", self.versions))
        };
        (bound(">="), bound("<"))
    }

    /// Whether a version is in the range of a submodule.
    pub fn covers(&self, module: &str, wanted: Version) -> bool {
        let (low, high) = self.bounds(module);
        let mut parts = self.versions(module).split(',').map(str::trim);
        let excluded = parts.any(|p| p.strip_prefix("!=").is_some_and(|v| version(v.trim()) == Some(wanted)));
        low <= wanted && wanted < high && !excluded
    }
}

pub fn version(text: &str) -> Option<Version> {
    let numbers: Vec<u64> = text.split('.').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers[..] else { return None };
    Some((a, b, c))
}

/// The repository of this crate.
pub fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Parses HCL text that is ours.
pub fn parsed(text: &str, what: &str) -> Body {
    let parsed = parse(text, FileId::from_index(0));
    assert!(parsed.gaps.is_empty(), "{what}: {:?}", parsed.gaps);
    parsed.body
}

fn texts(body: &Body, name: &str) -> Vec<String> {
    let text = |kind: &ExprKind| match kind {
        ExprKind::String(text) => text.to_string(),
        other => panic!("{name} is {other:?}"),
    };
    match body.attribute(name).map(|a| &*a.value.kind) {
        Some(ExprKind::Tuple(items)) => items.iter().map(|i| text(&i.kind)).collect(),
        Some(one) => vec![text(one)],
        None => Vec::new(),
    }
}

/// All models, by name and label.
pub fn models() -> Vec<Model> {
    let mut found = Vec::new();
    let root = home().join("rules/modules/terraform-aws-modules");
    for name in names(&root) {
        for label in names(&root.join(&name)) {
            let path = root.join(&name).join(&label);
            let text = std::fs::read_to_string(path.join("model.hcl")).unwrap();
            let body = parsed(&text, &label);
            let block = body.blocks_of("model").next().unwrap();
            let versions = texts(&block.body, "versions").remove(0);
            let leaves_out = texts(&block.body, "leaves_out");
            let only = block.body.blocks_of("only");
            let only = only.map(|b| (b.label(0).unwrap().to_string(), texts(&b.body, "versions").remove(0))).collect();
            found.push(Model { name: name.clone(), label, path, versions, only, leaves_out });
        }
    }
    found
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap());
    entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().into_string().unwrap()).collect()
}

/// The folders of a model that hold a module, relative to it.
pub fn submodules(model: &Model) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if model.path.join("main.tf").exists() {
        found.insert(String::new());
    }
    let below = model.path.join("modules");
    if below.exists() {
        found.extend(names(&below).into_iter().map(|n| format!("modules/{n}")));
    }
    found
}

/// A set of inputs for one module or submodule.
#[derive(Clone)]
pub struct Case {
    /// Which module model this is for.
    pub model: Model,
    /// `modules/x`, or empty.
    pub module: String,
    /// What a person calls the set.
    pub name: String,
    /// The arguments with their names.
    pub inputs: Vec<(String, String)>,
    /// Made by turning one boolean.
    pub flipped: bool,
}

impl Case {
    /// What the set is called in recordings.
    pub fn id(&self) -> String {
        if self.module.is_empty() { self.name.clone() } else { format!("{}: {}", self.module, self.name) }
    }
}

/// The sets of inputs for a model.
pub fn cases(model: &Model) -> Vec<Case> {
    let file = home().join(format!("tests/modules/inputs/{}.hcl", model.name));
    let Ok(text) = std::fs::read_to_string(&file) else { return Vec::new() };
    let body = parsed(&text, &model.name);
    let known = ["case"];
    assert!(body.blocks.iter().all(|b| known.contains(&&*b.kind)), "{}: only `case` blocks", file.display());
    let mut found: Vec<Case> = Vec::new();
    for block in body.blocks_of("case") {
        let labels = texts(&block.body, "labels");
        if !labels.is_empty() && !labels.contains(&model.label) {
            continue;
        }
        let module = texts(&block.body, "module").pop().unwrap_or_default();
        if !submodules(model).contains(&module) {
            continue;
        }
        let inputs = block.body.blocks_of("inputs").next();
        let inputs = inputs.map(|b| &*b.body.attributes).unwrap_or_default().iter().map(|a| {
            let slice = &text[a.value.at.start as usize..a.value.at.end as usize];
            (a.name.to_string(), slice.to_owned())
        });
        let case = Case {
            model: model.clone(),
            module,
            name: block.label(0).unwrap().to_string(),
            inputs: inputs.collect(),
            flipped: false,
        };
        assert!(!found.iter().any(|c| c.id() == case.id()), "{model} {} is there twice", case.id());
        found.push(case);
    }
    found
}

/// Sets made from others by turning one boolean variable that has a default.
pub fn flipped(model: &Model, cases: &[Case]) -> Vec<Case> {
    let mut found = Vec::new();
    for case in cases {
        let file = model.path.join(&case.module).join("variables.tf");
        let body = parsed(&std::fs::read_to_string(&file).unwrap(), "variables.tf");
        for variable in body.blocks_of("variable") {
            let name = variable.label(0).unwrap().to_string();
            let boolean = matches!(variable.body.attribute("type").map(|a| &*a.value.kind), Some(ExprKind::Variable(t)) if &**t == "bool");
            let given = case.inputs.iter().position(|(n, _)| *n == name);
            let value = match (given, variable.body.attribute("default").map(|a| &*a.value.kind)) {
                (Some(at), _) => case.inputs[at].1 == "false",
                (None, Some(ExprKind::Bool(b))) => !b,
                (None, Some(ExprKind::Null)) => true,
                _ => continue,
            };
            if !boolean {
                continue;
            }
            let mut inputs = case.inputs.clone();
            inputs.retain(|(n, _)| *n != name);
            inputs.push((name.clone(), value.to_string()));
            let name = format!("{} with {name} = {value}", case.name);
            found.push(Case { name, inputs, flipped: true, ..case.clone() });
        }
    }
    found
}
