//! The module models against what the real modules declare.
//!
//! `tests/modules/inputs/NAME.hcl` holds sets of inputs, `tests/modules/recorded/NAME/LABEL.json` what the real module
//! declares for them at the last tag of the model's range, as far as the model speaks of it. Run
//!
//! ```text
//! MODULE_MIRRORS=DIR cargo test --test modules -- --ignored --nocapture
//! ```
//!
//! with the modules' repositories in DIR to compare again at the first, a middle and the last tag of each range. `MODULES=sqs,eks/21` takes
//! some models only, `TAGS=all` every tag, `FLIP=1` also turns every boolean variable in turn (at the last tag), and
//! `RECORD=1` writes the recordings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "modules/agreement.rs"]
mod agreement;
#[path = "modules/cases.rs"]
mod cases;
#[path = "modules/facts.rs"]
mod facts;
#[path = "modules/mirror.rs"]
mod mirror;

use agreement::{Agreement, agreement};
use cases::{Case, Model};
use facts::{Call, Facts};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn recording(model: &Model) -> PathBuf {
    cases::home().join(format!("tests/modules/recorded/{}/{}.json", model.name, model.label))
}

#[test]
fn models_answer_as_the_real_modules_do() {
    let mut wrong = Vec::new();
    for model in cases::models() {
        let Ok(text) = std::fs::read_to_string(recording(&model)) else {
            wrong.push(format!("{model}: nothing is recorded"));
            continue;
        };
        let recorded: BTreeMap<String, Json> = serde_json::from_str(&text).unwrap();
        let cases = cases::cases(&model);
        let calls = cases.iter().filter_map(|case| {
            let tag = recorded.get(&case.id())?.get("tag")?.as_str()?.trim_start_matches('v').to_owned();
            Some(Call { case: case.clone(), name: case.id(), inputs: None, version: Some(tag), real: None })
        });
        let answers = facts::evaluate(calls.collect());
        for case in &cases {
            let id = case.id();
            let shape = facts::shape(&model, &case.module);
            let (Some(recorded), Some(own)) = (recorded.get(&id), answers.get(&id)) else {
                wrong.push(format!("{model} {id}: nothing is recorded"));
                continue;
            };
            let real = Facts::from_json(recorded);
            let found = agreement(&own.projected(&shape), &real);
            wrong.extend(found.wrong.iter().map(|w| format!("{model} {id}: {w}")));
            let left_out: Vec<String> =
                recorded["left_out"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect();
            if found.left_out != left_out {
                wrong.push(format!("{model} {id}: leaves out {:?}, recorded {left_out:?}", found.left_out));
            }
        }
        for id in recorded.keys() {
            if !cases.iter().any(|c| c.id() == *id) {
                wrong.push(format!("{model} {id}: recorded, but there is no such set of inputs"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differences; record again with RECORD=1 if the models are right:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_model_is_held_against_several_sets_of_inputs() {
    for model in cases::models() {
        let cases = cases::cases(&model);
        for module in cases::submodules(&model) {
            let sets = cases.iter().filter(|c| c.module == module).count();
            let least = if module.is_empty() { 3 } else { 1 };
            assert!(sets >= least, "{model} has {sets} sets of inputs for `{module}`");
        }
    }
}

#[test]
fn ranges_of_one_module_do_not_overlap() {
    let models = cases::models();
    for (i, a) in models.iter().enumerate() {
        for b in models.iter().skip(i + 1).filter(|b| b.name == a.name) {
            for module in cases::submodules(a).intersection(&cases::submodules(b)) {
                let ((low, high), (other_low, other_high)) = (a.bounds(module), b.bounds(module));
                assert!(high <= other_low || other_high <= low, "{a} and {b} overlap in `{module}`");
            }
        }
    }
}

/// Compares with the real modules; see the head of this file.
#[test]
#[ignore = "needs the real modules' repositories (MODULE_MIRRORS)"]
fn compare_with_the_real_modules() {
    let mirrors =
        std::env::var("MODULE_MIRRORS").expect("MODULE_MIRRORS names a folder with the modules' repositories");
    let wanted = std::env::var("MODULES").unwrap_or_default();
    let wanted: Vec<&str> = wanted.split(',').filter(|w| !w.is_empty()).collect();
    let set = |name: &str| std::env::var(name).is_ok_and(|v| !v.is_empty() && v != "0");
    let all_tags = std::env::var("TAGS").is_ok_and(|v| v == "all");
    let (mut compared, mut agreed, mut models) = (0, 0, 0);
    for model in cases::models() {
        if !wanted.is_empty() && !wanted.contains(&&*model.name) && !wanted.contains(&&*model.to_string()) {
            continue;
        }
        models += 1;
        let real = mirror::Mirror::open(&mirrors, &model.name);
        let tags = real.tags(&model);
        let chosen = if all_tags { tags.clone() } else { mirror::first_middle_last(&tags) };
        let mut kept: BTreeMap<String, Json> = BTreeMap::new();
        let mut lines = Vec::new();
        let (mut here, mut good) = (0, 0);
        for tag in &chosen {
            let last = tag == tags.last().unwrap();
            let files = real.files(tag);
            let mut cases: Vec<Case> = cases::cases(&model);
            if set("FLIP") && last {
                cases.extend(cases::flipped(&model, &cases));
            }
            let version = tag.trim_start_matches('v').to_owned();
            let number = cases::version(&version).unwrap();
            cases.retain(|case| facts::has_module(&files, &case.module) && model.covers(&case.module, number));
            let of = |case: &Case, files: Option<&mirror::Files>, inputs: &str| Call {
                name: case.id(),
                case: case.clone(),
                inputs: Some(inputs.to_owned()),
                version: Some(version.clone()),
                real: files.cloned(),
            };
            let inputs: Vec<String> = cases.iter().map(|case| facts::accepted(case, &files)).collect();
            let theirs = cases.iter().zip(&inputs).map(|(case, i)| of(case, Some(&files), i)).collect();
            let ours = cases.iter().zip(&inputs).map(|(case, i)| of(case, None, i)).collect();
            let (theirs, ours) = (facts::evaluate(theirs), facts::evaluate(ours));
            for case in &cases {
                let id = case.id();
                let (own, real) = (&ours[&id], &theirs[&id]);
                let shape = facts::shape(&model, &case.module);
                let found: Agreement = agreement(&own.projected(&shape), &real.projected(&shape));
                here += 1;
                good += usize::from(found.wrong.is_empty());
                lines.extend(found.wrong.iter().map(|w| (tag.clone(), format!("{id}: {w}"))));
                if set("SHOW") {
                    lines.extend(found.left_out.iter().map(|w| (tag.clone(), format!("{id}: left out {w}"))));
                }
                if set("SHOW") {
                    lines.extend(real.gaps.iter().map(|g| (tag.clone(), format!("{id}: gap {g}"))));
                }
                if last && !case.flipped {
                    let facts = real.projected(&shape).without(&found.left_out).only(&own.projected(&shape));
                    let entry = json!({"tag": tag, "resources": facts.resources, "outputs": facts.outputs, "left_out": found.left_out});
                    kept.insert(id, entry);
                }
            }
        }
        println!("{model}: {good} of {here} agree ({})", if all_tags { "all tags".into() } else { chosen.join(", ") });
        for (line, tags) in gathered(&lines) {
            println!("  {line} ({tags})");
        }
        if set("RECORD") {
            let file = recording(&model);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, facts::written(&kept)).unwrap();
        }
        compared += here;
        agreed += good;
    }
    println!("{models} models: {agreed} of {compared} comparisons agree");
    if agreed != compared {
        std::process::exit(1);
    }
}

/// Each difference once, with the tags that show it: the first and the last of several.
fn gathered(lines: &[(String, String)]) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for (tag, line) in lines {
        match found.iter_mut().find(|(l, _)| l == line) {
            Some((_, tags)) => tags.push(tag),
            None => found.push((line, vec![tag])),
        }
    }
    let spans = found.into_iter().map(|(line, tags)| match tags[..] {
        [one] => (line, one.to_owned()),
        _ => (line, format!("{}..{}, {} tags", tags[0], tags[tags.len() - 1], tags.len())),
    });
    spans.collect()
}
