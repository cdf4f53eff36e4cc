//! Our evaluation of Terragrunt configurations against answers recorded from the real program
//! (`tests/conformance/terragrunt/record.py` records them again).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod terragrunt_compare;

use driftline::eval::configuration::{Configuration, ConfigurationKind};
use driftline::eval::infrastructure::{Infrastructure, evaluate};
use driftline::eval::reference::Outcome;
use driftline::eval::settings::Settings;
use driftline::source::{Gap, GapKind, Limits, Root, Sources};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use terragrunt_compare::{differences, unit};

/// One case of a `cases.json`; `record.py` says what the fields mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Case {
    #[serde(default)]
    run: Option<String>,
    #[serde(default)]
    at: String,
    #[serde(default)]
    apply: Vec<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    unknown: BTreeMap<String, String>,
    #[serde(default)]
    gap: Option<String>,
    #[serde(default)]
    newer: bool,
    /// What Terragrunt calls a unit though others only include it.
    #[serde(default)]
    parents: Vec<String>,
    #[serde(default)]
    note: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/terragrunt")
}

fn files(dir: &Path, base: &Path, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, base, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().into_owned();
            if !matches!(name.as_str(), "cases.json" | "answers.json") {
                out.push((name, text));
            }
        }
    }
}

fn find<'i>(made: &'i Infrastructure, scope: &str) -> Option<&'i Configuration> {
    made.configurations.iter().find(|c| c.kind == ConfigurationKind::Unit && &*c.scope == scope)
}

/// What ours complains about in a unit: errors, and names that lead nowhere.
fn complaints(configuration: &Configuration) -> Vec<String> {
    let errors = |kind| {
        matches!(kind, GapKind::Evaluation | GapKind::Refused | GapKind::Syntax | GapKind::Bound | GapKind::Unsupported)
    };
    let gaps = configuration.gaps.iter().filter(|g| errors(g.kind)).map(|g| g.message.to_string());
    let nowhere = configuration.references.iter().filter_map(|r| match &r.outcome {
        Outcome::Missing { looked_for, .. } => Some(looked_for.to_string()),
        _ => None,
    });
    let outputs = configuration.dependencies.iter().flat_map(|d| d.uses.iter().map(move |used| (d, used)));
    let absent =
        outputs.filter(|(_, used)| used.needed && matches!(used.declared, Ok(false)) && used.mocked != Some(true));
    let absent = absent.map(|(d, used)| format!("the unit of dependency `{}` has no output `{}`", d.name, used.output));
    gaps.chain(nowhere).chain(absent).collect()
}

/// What is said of files in a directory, and not of a unit.
fn gaps_below(made: &Infrastructure, sources: &Sources, at: &str) -> Vec<String> {
    let path = |gap: &Gap| gap.at.and_then(|at| sources.file(at.file)).map_or_else(String::new, |f| f.path.to_string());
    let below = made
        .gaps
        .iter()
        .filter(|gap| at.is_empty() || path(gap).strip_prefix(at).is_some_and(|rest| rest.starts_with('/')));
    below.map(|gap| gap.message.to_string()).collect()
}

fn strings(values: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let set: BTreeSet<String> = values.into_iter().map(|v| v.as_ref().to_owned()).collect();
    set.into_iter().collect()
}

/// One unit against what was rendered or refused.
fn judge_unit(answer: &Json, made: &Infrastructure, sources: &Sources, at: &str, case: &Case) -> Vec<String> {
    let Some(configuration) = find(made, at) else {
        let known: Vec<&str> = made.configurations.iter().map(|c| &*c.scope).collect();
        return vec![format!("ours has no unit `{at}`, only {known:?}")];
    };
    let mut said = complaints(configuration);
    said.extend(gaps_below(made, sources, at));
    let gap_met = case.gap.as_ref().is_none_or(|gap| said.iter().any(|message| message.contains(gap)));
    let mut wrong = Vec::new();
    if !gap_met {
        wrong.push(format!("ours does not say `{}`, but {said:?}", case.gap.as_ref().unwrap()));
    }
    match answer.get("answer") {
        Some(wanted) => {
            let wanted = wanted.get(at).filter(|_| case.run.as_deref() == Some("stack")).unwrap_or(wanted);
            wrong.extend(differences(wanted, &unit(configuration), &case.unknown));
            if case.gap.is_none() && !said.is_empty() {
                wrong.push(format!("ours complains: {said:?}"));
            }
        }
        None => {
            if case.gap.is_none() && case.unknown.is_empty() {
                wrong.push(format!("terragrunt refuses ({}); ours says {said:?}", answer["error"]));
            }
            let ours = unit(configuration);
            for (path, why) in &case.unknown {
                let found = path.split('.').try_fold(&ours, |value, key| match value {
                    Json::Array(items) => items.get(key.parse::<usize>().ok()?),
                    value => value.get(if key == "*" { "$rest" } else { key }),
                });
                if found.and_then(|v| v.get("$unknown")).and_then(Json::as_str) != Some(why) {
                    wrong.push(format!("{path}: should be unknown ({why}), is {found:?}"));
                }
            }
        }
    }
    wrong
}

/// The outputs of a unit against those that it had once it was applied.
fn judge_apply(answer: &Json, made: &Infrastructure, sources: &Sources, case: &Case) -> Vec<String> {
    let Some(configuration) = find(made, &case.at) else { return vec![format!("ours has no unit `{}`", case.at)] };
    let mut said = complaints(configuration);
    said.extend(gaps_below(made, sources, &case.at));
    let mut wrong = Vec::new();
    match &case.gap {
        Some(gap) if !said.iter().any(|message| message.contains(gap)) => {
            wrong.push(format!("ours does not say `{gap}`, but {said:?}"));
        }
        None if answer.get("answer").is_none() => {
            wrong.push(format!("terragrunt refuses ({}); ours says {said:?}", answer["error"]));
        }
        None if !said.is_empty() => wrong.push(format!("ours complains: {said:?}")),
        _ => {}
    }
    if let Some(wanted) = answer.get("answer") {
        let mut wanted = wanted.clone();
        // An output that is null is not kept.
        let ours = terragrunt_compare::json(&configuration.outputs);
        if let (Some(wanted), Some(ours)) = (wanted.as_object_mut(), ours.as_object()) {
            for (name, _) in ours.iter().filter(|(_, value)| value.is_null()) {
                wanted.entry(name.clone()).or_insert(Json::Null);
            }
        }
        wrong.extend(differences(&wanted, &ours, &case.unknown));
    }
    wrong
}

fn judge_find(answer: &Json, made: &Infrastructure, case: &Case) -> Vec<String> {
    let mut wanted: Vec<Json> = answer["answer"].as_array().unwrap().clone();
    wanted.retain(|unit| !case.parents.iter().any(|p| unit["path"] == *p.as_str()));
    let wanted: BTreeMap<String, Vec<String>> = wanted
        .iter()
        .filter(|entry| entry["type"] == "unit")
        .map(|entry| {
            let dependencies = entry["dependencies"].as_array().cloned().unwrap_or_default();
            (entry["path"].as_str().unwrap().to_owned(), strings(dependencies.iter().map(|d| d.as_str().unwrap())))
        })
        .collect();
    let units = made.configurations.iter().filter(|c| c.kind == ConfigurationKind::Unit);
    let ours: BTreeMap<String, Vec<String>> = units
        .map(|c| {
            let name = |scope: &str| if scope.is_empty() { ".".to_owned() } else { scope.to_owned() };
            (name(&c.scope), strings(c.dependencies.iter().filter_map(|d| d.target.as_deref().map(name))))
        })
        .collect();
    if wanted == ours { Vec::new() } else { vec![format!("terragrunt finds {wanted:?}, ours {ours:?}")] }
}

fn judge_stack(answer: &Json, made: &Infrastructure, sources: &Sources, case: &Case) -> Vec<String> {
    let Some(wanted) = answer["answer"].as_object() else {
        let said = gaps_below(made, sources, &case.at);
        let met = case.gap.as_ref().is_some_and(|gap| said.iter().any(|message| message.contains(gap)));
        return if met {
            Vec::new()
        } else {
            vec![format!("terragrunt refuses ({}); ours says {said:?}", answer["error"])]
        };
    };
    let mut wrong = Vec::new();
    for (scope, value) in wanted {
        let answer = if value.get("error").is_some() { value.clone() } else { json!({ "answer": value }) };
        let unknown = case.unknown.iter().filter_map(|(path, why)| {
            let path = path.strip_prefix(scope.as_str())?.strip_prefix(':')?;
            Some((path.to_owned(), why.clone()))
        });
        let of_unit = Case { run: None, at: scope.clone(), unknown: unknown.collect(), ..empty(case) };
        wrong.extend(judge_unit(&answer, made, sources, scope, &of_unit).into_iter().map(|w| format!("{scope}: {w}")));
    }
    let of_case = |c: &Configuration| c.scope.strip_prefix(&*case.at).is_some_and(|rest| rest.starts_with('/'));
    let below = |c: &&Configuration| c.kind == ConfigurationKind::Unit && of_case(c) && !wanted.contains_key(&*c.scope);
    let generated = |c: &&Configuration| c.scope.contains(".terragrunt-stack");
    for extra in made.configurations.iter().filter(below).filter(generated) {
        wrong.push(format!("{}: terragrunt does not generate it", extra.scope));
    }
    wrong
}

fn empty(of: &Case) -> Case {
    Case {
        run: None,
        at: String::new(),
        apply: Vec::new(),
        env: BTreeMap::new(),
        flags: Vec::new(),
        unknown: BTreeMap::new(),
        gap: of.gap.clone(),
        newer: false,
        parents: Vec::new(),
        note: None,
    }
}

#[test]
fn configurations_give_what_terragrunt_gives() {
    let only = std::env::var("DRIFTLINE_CASE").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    folders.retain(|path| path.join("cases.json").exists());
    folders.sort();
    let (mut count, mut wrong) = (0, Vec::new());
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let read =
            |file: &str| std::fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{name}/{file}: {e}"));
        let cases: BTreeMap<String, Case> =
            serde_json::from_str(&read("cases.json")).unwrap_or_else(|e| panic!("{name}/cases.json: {e}"));
        let answers: BTreeMap<String, Json> = serde_json::from_str(&read("answers.json")).unwrap();
        assert!(cases.keys().eq(answers.keys()), "{name}: record the cases again");
        let mut texts = Vec::new();
        files(&folder, &folder, &mut texts);
        let texts: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
        let sources = Sources::from_memory(vec![("repo", texts)]);
        let mut evaluated: BTreeMap<BTreeMap<String, String>, Infrastructure> = BTreeMap::new();
        for (case_name, case) in &cases {
            let full = format!("{name}/{case_name}");
            if !full.contains(&only) {
                continue;
            }
            count += 1;
            let made = evaluated.entry(case.env.clone()).or_insert_with(|| {
                let settings = Settings { env: case.env.clone(), rendered: true, ..Settings::default() };
                evaluate(&sources, &settings)
            });
            let answer = &answers[case_name];
            let found = match case.run.as_deref() {
                None | Some("render") => judge_unit(answer, made, &sources, &case.at, case),
                Some("find") => judge_find(answer, made, case),
                Some("apply") => judge_apply(answer, made, &sources, case),
                Some("stack") => judge_stack(answer, made, &sources, case),
                Some(other) => panic!("{full}: run `{other}`"),
            };
            wrong.extend(found.into_iter().map(|w| format!("{full}: {w}")));
        }
    }
    assert!(wrong.is_empty(), "{} differences in {count} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(!only.is_empty() || count >= 150, "{count} cases");
}

/// Prints what we make of every unit below `DRIFTLINE_DUMP`, for `tests/conformance/terragrunt/compare.py`.
#[test]
#[ignore = "a tool of compare.py"]
fn dump() {
    let Ok(dir) = std::env::var("DRIFTLINE_DUMP") else { return };
    let root = Root { path: PathBuf::from(dir), ..Root::default() };
    let opened = Sources::open(&[root], Vec::new(), &[], &Limits::default());
    let env = std::env::var("DRIFTLINE_DUMP_ENV").ok().and_then(|text| serde_json::from_str(&text).ok());
    let settings = Settings { env: env.unwrap_or_default(), rendered: true, ..Settings::default() };
    let made = evaluate(&opened.sources, &settings);
    let mut out = serde_json::Map::new();
    for configuration in made.configurations.iter().filter(|c| c.kind == ConfigurationKind::Unit) {
        let mut said = complaints(configuration);
        said.extend(gaps_below(&made, &opened.sources, &configuration.scope));
        let round = configuration.dependencies.iter().filter(|d| !d.cycle.is_empty());
        said.extend(round.map(|d| d.cycle.join(" -> ")));
        let of = json!({ "rendered": unit(configuration), "outputs": terragrunt_compare::json(&configuration.outputs), "said": said });
        out.insert(configuration.scope.to_string(), of);
    }
    let root = opened.sources.trees().first().map(|t| format!("/{}", t.name.replace('/', "-"))).unwrap_or_default();
    let all = json!({ "root": root, "units": out, "gaps": made.gaps.iter().map(|g| g.message.to_string()).collect::<Vec<_>>() });
    std::fs::write(std::env::var("DRIFTLINE_DUMP_TO").unwrap(), all.to_string()).unwrap();
}
