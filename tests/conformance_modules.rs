//! Whole root modules, as we evaluate them and as Terraform's own plan has them
//! (`tests/conformance/terraform-modules/record.py` records its answers again).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::eval::configuration::{Configuration, Existence};
use driftline::eval::infrastructure::{evaluate, evaluate_module};
use driftline::eval::settings::Settings;
use driftline::eval::value::{Item, Kind, Marks, Number, Part, Text, Value};
use driftline::source::{Gap, Sources};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What Terraform made of a case.
#[derive(Deserialize)]
struct Recorded {
    #[serde(default)]
    errors: Vec<Refusal>,
    #[serde(default)]
    outputs: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    sensitive: BTreeSet<String>,
    #[serde(default)]
    resources: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
}

#[derive(Deserialize)]
struct Refusal {
    summary: String,
    at: Option<String>,
}

#[derive(Deserialize, Default)]
struct Layout {
    #[serde(default)]
    root: String,
}

/// Values that Terraform's plan has and that we leave unknown: case, value, and why.
const UNKNOWN_HERE: &[(&str, &str, &str)] = &[
    ("workspace", "output.w", WORKSPACE),
    ("workspace", "terraform_data.x[0]", WORKSPACE),
    ("workspace", "terraform_data.x[1]", WORKSPACE),
    ("workspace", "terraform_data.x[*]", WORKSPACE),
    ("paths", "output.base", "where the repository lies is not in it"),
    ("json-lifecycle", "output.x", IGNORED),
    ("json-lifecycle", "terraform_data.x.input", IGNORED),
    ("provisioner-self", "terraform_data.x.input", IGNORED),
    ("unknown-values", "output.toset", "the unknown may be the known element again, then the set has one"),
];
/// Values that Terraform's plan leaves unknown and that we know: case, value, and why.
const KNOWN_HERE: &[(&str, &str, &str)] = &[
    ("conditional-unknown-branches", "output.and", "`false && x` is false whatever x is"),
    ("conditional-unknown-branches", "output.same", "both branches are the same"),
];
const IGNORED: &str = "the plan is that of a first apply; later ones keep what was changed since";
const WORKSPACE: &str = "who runs it chooses the workspace; the default one is only likely";

/// Errors of Terraform's that are no gap of ours: case, summary, and why.
const NOT_SAID: &[(&str, &str, &str)] = &[
    ("ephemeral-refused", "Invalid use of ephemeral value", "values do not carry it"),
    ("for-each-sensitive", "Invalid for_each argument", SECRET),
    ("module-source-missing-directory", "Unreadable module directory", "the rule `dangling-reference` says it"),
    ("module-source-variable", "Unsuitable value type", TOFU),
    ("module-source-variable", "Variables not allowed", TOFU),
    ("sensitive-output-refused", "Output refers to sensitive values", SECRET),
    ("syntax-error", "Missing item separator", "the bracket that is not closed is named, a line above"),
    ("template-missing-variable", "Invalid function argument", "it is said in the template, where the name is"),
    ("tfvars-expression", "No value for required variable", VALUES),
    ("tfvars-reference", "No value for required variable", VALUES),
    ("unknown-count", "Invalid count argument", STATE),
    ("unknown-for-each-keys", "Invalid for_each argument", STATE),
    ("variable-unset", "No value for required variable", VALUES),
];
const SECRET: &str = "values are sensitive here also by their names, where Terraform sees nothing wrong";
const TOFU: &str = "OpenTofu evaluates it";
const VALUES: &str = "who runs it may give it (`-var`, `TF_VAR_x`)";
const STATE: &str = "it is refused only where nothing is applied yet";

fn read(dir: &Path, base: &Path, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() {
            read(&path, base, out);
        } else if name != "recorded.json" && name != "case.json" {
            let text = std::fs::read_to_string(&path).unwrap();
            out.push((path.strip_prefix(base).unwrap().to_string_lossy().into_owned(), text));
        }
    }
}

/// How one value of ours differs from Terraform's.
struct Difference {
    path: String,
    /// Ours is unknown where Terraform's is known, and nothing else is wrong.
    unknown: bool,
    /// Ours is known where Terraform's is not.
    known: bool,
    text: String,
}

fn number(n: &Number) -> f64 {
    match n {
        Number::Int(i) => *i as f64,
        Number::Float(f) => *f,
        Number::Big(text) => text.parse().unwrap(),
    }
}

fn compare(path: &str, theirs: &serde_json::Value, ours: Option<&Value>, out: &mut Vec<Difference>) {
    use serde_json::Value as Json;
    let mut differ =
        |unknown: bool, text: String| out.push(Difference { path: path.to_owned(), unknown, known: false, text });
    let shown = |value: &Value| format!("{:?}", value.kind).chars().take(300).collect::<String>();
    let unknown = theirs.get("(unknown)").is_some();
    let Some(ours) = ours else {
        if !theirs.is_null() {
            differ(false, format!("we have nothing, terraform {theirs}"));
        }
        return;
    };
    match (&ours.kind, theirs) {
        (Kind::Unknown(_), _) if unknown => {}
        // Ours may say of what form it is.
        (_, _) if unknown && ours.first_unknown().is_some() => {}
        (_, _) if unknown => {
            let text = format!("we know {}, terraform does not", shown(ours));
            out.push(Difference { path: path.to_owned(), unknown: false, known: true, text });
        }
        (Kind::Unknown(u), _) => {
            differ(
                true,
                format!("terraform has {theirs}, ours is unknown because {}", driftline::eval::reason::clause(u)),
            );
        }
        (Kind::Null, Json::Null) => {}
        (Kind::Bool(a), Json::Bool(b)) if a == b => {}
        (Kind::Number(a), Json::Number(b)) if (number(a) - b.as_f64().unwrap()).abs() <= 1e-9 * number(a).abs() => {}
        (Kind::Text(Text::Whole(a)), Json::String(b)) if **a == **b => {}
        (Kind::Text(Text::Parts(parts)), Json::String(b)) => {
            let mut rest = b.as_str();
            for part in parts.iter() {
                let Part::Known(piece, _) = part else { continue };
                match rest.find(&**piece) {
                    Some(at) => rest = &rest[at + piece.len()..],
                    None => return differ(false, format!("terraform has {b:?}, ours {}", shown(ours))),
                }
            }
            differ(true, format!("terraform has {b:?}, ours has holes"));
        }
        (Kind::List(items), Json::Array(b)) => {
            if items.iter().any(|item| matches!(item, Item::Many(_))) {
                return differ(true, format!("terraform has {theirs}, ours is open"));
            }
            if items.len() != b.len() {
                return differ(false, format!("terraform has {theirs}, ours {}", shown(ours)));
            }
            for (i, (item, b)) in items.iter().zip(b).enumerate() {
                if let Item::One(value) = item {
                    compare(&format!("{path}[{i}]"), b, Some(value), out);
                }
            }
        }
        (Kind::Map(map), Json::Object(b)) => {
            let names: BTreeSet<&str> =
                map.entries.iter().map(|e| &*e.key).chain(b.keys().map(String::as_str)).collect();
            for name in names {
                let own = map.entries.iter().find(|e| &*e.key == name);
                match (b.get(name), own) {
                    (Some(theirs), own) => {
                        let open = own.is_none() && map.rest.is_some();
                        if open && theirs.get("(unknown)").is_some() {
                            continue;
                        }
                        if open {
                            let text = format!("terraform has {theirs}, ours is open");
                            out.push(Difference { path: format!("{path}.{name}"), unknown: true, known: false, text });
                            continue;
                        }
                        if own.is_none() {
                            let text = format!("terraform has {theirs}, we have no such key");
                            out.push(Difference { path: format!("{path}.{name}"), unknown: false, known: false, text });
                            continue;
                        }
                        compare(&format!("{path}.{name}"), theirs, own.map(|e| &e.value), out);
                    }
                    (None, Some(own)) => {
                        let text = format!("terraform has no such key, ours {}", shown(&own.value));
                        out.push(Difference { path: format!("{path}.{name}"), unknown: false, known: false, text });
                    }
                    (None, None) => {}
                }
            }
        }
        _ => differ(false, format!("terraform has {theirs}, ours {}", shown(ours))),
    }
}

/// Whether a list says why this one is different.
fn excuse(list: &[(&str, &str, &str)], case: &str, what: &str, used: &mut BTreeSet<(String, String)>) -> bool {
    let found = list.iter().any(|(of, which, _)| *of == case && *which == what);
    if found {
        used.insert((case.to_owned(), what.to_owned()));
    }
    found
}

/// Everything that is different in one case.
fn differences(name: &str, dir: &Path, used: &mut BTreeSet<(String, String)>) -> Vec<String> {
    let recorded = std::fs::read_to_string(dir.join("recorded.json")).unwrap_or_else(|e| panic!("{name}: {e}"));
    let recorded: Recorded = serde_json::from_str(&recorded).unwrap();
    let layout: Layout = std::fs::read_to_string(dir.join("case.json"))
        .map_or_else(|_| Layout::default(), |text| serde_json::from_str(&text).unwrap());
    let mut texts = Vec::new();
    read(dir, dir, &mut texts);
    let texts: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let sources = Sources::from_memory(vec![("case", texts)]);
    let made = evaluate(&sources, &Settings::default());
    let tree = sources.tree_ids().next().unwrap();
    let found = made.configurations.into_iter().find(|c| *c.scope == *layout.root);
    let ours = found.or_else(|| evaluate_module(&sources, &Settings::default(), tree, &layout.root));
    let mut gaps: Vec<Gap> = made.gaps;
    gaps.extend(ours.iter().flat_map(|c| c.gaps.iter().cloned()));
    let place = |gap: &Gap| {
        gap.at.map(|at| {
            let path = sources.file(at.file).map(|f| f.path.to_string()).unwrap_or_default();
            format!("{path}:{}", sources.line_col(at.file, at.start).line)
        })
    };
    let said: Vec<String> = gaps.iter().map(|g| format!("{}: {}", place(g).unwrap_or_default(), g.message)).collect();
    if !recorded.errors.is_empty() {
        let missing: Vec<&Refusal> = recorded
            .errors
            .iter()
            .filter(|e| match &e.at {
                Some(at) => !gaps.iter().any(|g| place(g).as_ref() == Some(at)),
                None => gaps.is_empty(),
            })
            .filter(|e| !excuse(NOT_SAID, name, &e.summary, used))
            .collect();
        return missing
            .iter()
            .map(|e| format!("{name}: terraform: {:?} {}; ours: {said:?}", e.at, e.summary))
            .collect();
    }
    let Some(ours) = ours else { return vec![format!("{name}: we see no configuration")] };
    let mut out: Vec<String> = said.iter().map(|g| format!("{name}: a gap of ours only: {g}")).collect();
    let mut found = Vec::new();
    for (output, theirs) in &recorded.outputs {
        compare(&format!("output.{output}"), theirs, ours.outputs.get(output), &mut found);
        let secret = ours.outputs.get(output).is_some_and(|v| v.all_marks().has(Marks::SENSITIVE));
        // Ours may be sensitive by its name, or although Terraform is told to show it.
        if !secret && recorded.sensitive.contains(output) {
            out.push(format!("{name}: output.{output} is sensitive, and is not for us"));
        }
    }
    found.extend(resources(&recorded, &ours));
    for difference in found {
        let excused = difference.unknown && excuse(UNKNOWN_HERE, name, &difference.path, used)
            || difference.known && excuse(KNOWN_HERE, name, &difference.path, used);
        if !excused {
            out.push(format!("{name}: {}: {}", difference.path, difference.text));
        }
    }
    out
}

fn resources(recorded: &Recorded, ours: &Configuration) -> Vec<Difference> {
    let mut out = Vec::new();
    let own: BTreeMap<&str, _> = ours.resources.iter().filter(|r| !r.data).map(|r| (&*r.address, r)).collect();
    let mut differ = |path: &str, unknown: bool, text: String| {
        out.push(Difference { path: path.to_owned(), unknown, known: false, text });
    };
    for (address, resource) in &own {
        if !recorded.resources.contains_key(*address) {
            let open = matches!(resource.exists, Existence::Perhaps(_));
            differ(address, open, "terraform has no such resource".to_owned());
        }
    }
    for (address, attributes) in &recorded.resources {
        let Some(resource) = own.get(address.as_str()) else {
            let each = address.rsplit_once('[').map(|(all, _)| format!("{all}[*]"));
            let open = each.is_some_and(|each| own.contains_key(each.as_str()));
            differ(address, open, format!("we have no such resource, but {:?}", own.keys()));
            continue;
        };
        if matches!(resource.exists, Existence::Perhaps(_)) {
            differ(address, true, "it only perhaps exists".to_owned());
        }
        for name in ["input", "triggers_replace"] {
            let theirs = attributes.get(name).cloned().unwrap_or_default();
            let mut found = Vec::new();
            compare(&format!("{address}.{name}"), &theirs, resource.attributes.get(name), &mut found);
            found.into_iter().for_each(|d| differ(&d.path, d.unknown, d.text));
        }
    }
    out
}

#[test]
fn root_modules_give_what_terraform_plans() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/terraform-modules/cases");
    let mut all: Vec<PathBuf> = std::fs::read_dir(cases).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    let only = std::env::var("CASE").ok();
    let mut wrong = Vec::new();
    let mut bad = 0;
    let mut used = BTreeSet::new();
    for dir in &all {
        let name = dir.file_name().unwrap().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        let found = differences(&name, dir, &mut used);
        bad += usize::from(!found.is_empty());
        wrong.extend(found);
    }
    let listed = UNKNOWN_HERE.iter().chain(KNOWN_HERE).chain(NOT_SAID);
    for (case, what, _) in listed.filter(|_| only.is_none()) {
        if !used.contains(&((*case).to_owned(), (*what).to_owned())) {
            wrong.push(format!("{case}: {what} is listed as different, and is not"));
        }
    }
    assert!(only.is_some() || all.len() >= 200, "{} cases", all.len());
    assert!(wrong.is_empty(), "{bad} of {} cases differ:\n{}", all.len(), wrong.join("\n"));
}
