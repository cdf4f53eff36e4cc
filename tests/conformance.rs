//! Our evaluation against answers recorded from the real programs (`tests/conformance/*/record*` records them again).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::eval::expression::evaluate;
use driftline::eval::scope::{Dialect, Run, Scope};
use driftline::eval::value::{Item, Kind, Number, Text, Ty, Unknown, Value, Why};
use driftline::source::{FileId, Sources, Span, TreeId};
use driftline::syntax::hcl::{self, Body};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

type Json = serde_json::Value;

/// What the program answered: a value, or its errors.
#[derive(Deserialize)]
struct Case {
    expression: String,
    #[serde(default, deserialize_with = "present")]
    value: Option<Json>,
    #[serde(default)]
    errors: Vec<Said>,
}

/// An error of the program.
#[derive(Deserialize)]
struct Said {
    summary: String,
    detail: String,
    at: Option<(usize, usize)>,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// How ours compares with the recorded answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Verdict {
    /// The same value.
    Equal,
    /// Ours knows less.
    Less,
    /// Ours knows what the program does not.
    More,
    /// Both refuse.
    Refused,
    /// Another value.
    Differs,
    /// Ours refuses what the program accepts.
    OnlyOurs,
    /// The program refuses what ours gives a value to.
    OnlyTheirs,
}

/// `local.*` of the recorded folder, and the resource that is known only after an apply.
struct Locals {
    body: Body,
    tree: TreeId,
    dialect: Dialect,
}

impl Scope for Locals {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let (name, _) = attrs.first()?;
        match root {
            "var" => {
                let variable = self.body.blocks_of("variable").find(|block| block.label(0) == Some(name))?;
                Some((evaluate(&variable.body.attribute("default")?.value, self, run), 1))
            }
            "local" => {
                let local = self.body.blocks_of("locals").find_map(|block| block.body.attribute(name))?;
                Some((evaluate(&local.value, self, run), 1))
            }
            "path" if &**name == "module" || &**name == "root" => Some((Value::text(".", at), 1)),
            "terraform" if &**name == "workspace" => Some((Value::text("default", at), 1)),
            "terraform_data" => {
                let (attribute, _) = attrs.get(1)?;
                let ty = if &**attribute == "id" { Ty::Text } else { Ty::Any };
                let unknown = Unknown { not_null: &**attribute == "id", ..Unknown::new(Why::Applied, at).of(ty) };
                Some((Value::unknown(unknown, at), 2))
            }
            _ => None,
        }
    }

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        (self.tree, "".into())
    }
}

fn files(dir: &Path, base: &Path, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, base, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.push((path.strip_prefix(base).unwrap().to_string_lossy().into_owned(), text));
        }
    }
}

/// Compares part by part; what is unknown on one side only is less or more known.
fn compare(theirs: &Json, ours: &Value) -> Verdict {
    let unknown = theirs.get("$unknown").is_some();
    let open = match &ours.kind {
        Kind::Unknown(_) | Kind::Text(Text::Parts(_)) => true,
        Kind::List(items) => items.iter().any(|item| matches!(item, Item::Many(_))),
        Kind::Map(map) => map.rest.is_some(),
        _ => false,
    };
    if unknown || open {
        return match (unknown, open) {
            (true, true) => Verdict::Equal,
            (true, false) => Verdict::More,
            _ => Verdict::Less,
        };
    }
    if let Some(digits) = theirs.get("$number").and_then(Json::as_str) {
        return same(matches!(&ours.kind, Kind::Number(n) if n.text() == digits));
    }
    match (theirs, &ours.kind) {
        (Json::Null, Kind::Null) => Verdict::Equal,
        (Json::Bool(a), Kind::Bool(b)) => same(a == b),
        (Json::Number(a), Kind::Number(Number::Int(b))) => same(a.as_i64() == Some(*b)),
        (Json::String(a), Kind::Text(Text::Whole(b))) => same(**a == **b),
        (Json::Array(a), Kind::List(b)) if a.len() == b.len() => {
            a.iter().zip(ours.elements()).map(|(a, b)| compare(a, b)).max().unwrap_or(Verdict::Equal)
        }
        (Json::Object(a), Kind::Map(b)) if a.len() == b.entries.len() => a
            .iter()
            .map(|(key, a)| b.get(key).map_or(Verdict::Differs, |b| compare(a, b)))
            .max()
            .unwrap_or(Verdict::Equal),
        _ => Verdict::Differs,
    }
}

fn same(same: bool) -> Verdict {
    if same { Verdict::Equal } else { Verdict::Differs }
}

/// Whether two places are one: HashiCorp points at the dot, bracket or quote before a name, key or text.
fn near(text: &str, ours: (usize, usize), theirs: (usize, usize)) -> bool {
    let between = |from: usize, to: usize| -> bool {
        let line = text.lines().nth(ours.0.saturating_sub(1)).unwrap_or("");
        line.chars().skip(from.saturating_sub(1)).take(to.saturating_sub(from)).all(|ch| ".[\"(".contains(ch))
    };
    ours.0 == theirs.0 && ours.1.abs_diff(theirs.1) <= 2 && between(ours.1.min(theirs.1), ours.1.max(theirs.1))
}

/// The line and column of a place in a text, from 1, as HashiCorp counts them (a column is a grapheme; here a `char`).
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// What was compared, and what differs.
#[derive(Default)]
struct Tally {
    verdicts: BTreeMap<Verdict, usize>,
    texts: usize,
    places: usize,
    said: usize,
    wrong: Vec<String>,
    /// The expressions of which the value is another, or refused by one side only.
    differ: BTreeSet<String>,
}

/// The expressions that are known to differ, each under a reason.
#[derive(Deserialize)]
struct Differing {
    reason: String,
    expressions: Vec<String>,
}

/// What differs must be listed with a reason, and what is listed must differ.
fn assert_listed(folder: &str, differ: &BTreeSet<String>, wrong: &[String]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(folder).join("differs.json");
    let listed: Vec<Differing> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(listed.iter().all(|group| group.reason.len() > 20));
    let listed: BTreeSet<String> = listed.into_iter().flat_map(|group| group.expressions).collect();
    let new: Vec<&String> = differ.difference(&listed).collect();
    let about: Vec<&String> =
        wrong.iter().filter(|text| new.iter().any(|new| text.contains(&format!("\t{new}\n")))).collect();
    assert!(new.is_empty(), "{} differ without a reason in {folder}/differs.json:\n{about:#?}", new.len());
    let stale: Vec<&String> = listed.difference(differ).collect();
    assert!(stale.is_empty(), "listed in {folder}/differs.json, and equal: {stale:#?}");
}

/// The recorded folder, and what names mean in it.
fn recorded(dialect: Dialect) -> (Sources, FileId, Locals) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/terraform/files");
    let mut texts = Vec::new();
    files(&dir, &dir, &mut texts);
    let texts: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let sources = Sources::from_memory(vec![("recorded", texts)]);
    let tree = sources.tree_ids().next().unwrap();
    let main = sources.find(tree, "main.tf").unwrap();
    let parsed = hcl::parse(&sources.text(main).unwrap(), main);
    assert!(parsed.gaps.is_empty(), "{:?}", parsed.gaps);
    (sources, main, Locals { body: parsed.body, tree, dialect })
}

#[test]
fn expressions_give_what_terraform_gives() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/terraform");
    let (sources, main, scope) = recorded(Dialect::Terraform);
    let mut tally = Tally::default();
    let mut cases: Vec<PathBuf> = std::fs::read_dir(dir.join("cases")).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    for file in cases {
        let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for case in &cases {
            judge(case, &scope, &sources, main, &mut tally);
        }
    }
    eprintln!(
        "{:?}; {} of {} errors word for word, {} at the place",
        tally.verdicts, tally.texts, tally.said, tally.places
    );
    if let Ok(path) = std::env::var("DRIFTLINE_DIFFERENCES") {
        std::fs::write(path, tally.wrong.join("\n")).unwrap();
    }
    assert!(tally.verdicts.values().sum::<usize>() >= 8000, "{:?}", tally.verdicts);
    // The rest says it otherwise: decoders and regular expressions have words of their own.
    assert!(tally.texts * 100 >= tally.said * 97, "{} of {} word for word", tally.texts, tally.said);
    assert!(tally.places * 100 >= tally.said * 99, "{} of {} at the place", tally.places, tally.said);
    assert_listed("terraform", &tally.differ, &tally.wrong);
}

/// What Terragrunt answered, in the library of Terraform v0.15.3.
#[derive(Deserialize)]
struct Old {
    expression: String,
    answer: Option<String>,
    error: Option<Said>,
}

#[test]
fn terragrunt_expressions_give_what_terragrunt_gives() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/terraform-0.15/expressions.json");
    let cases: Vec<Old> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let (sources, main, scope) = recorded(Dialect::Terragrunt);
    let (mut equal, mut refused, mut texts, mut wrong) = (0, 0, 0, Vec::new());
    let mut differ = BTreeSet::new();
    for case in &cases {
        let run = Run::new(&sources);
        let text = format!("jsonencode({})", case.expression);
        let (ours, gaps) = match hcl::parse_expression(&text, Span::file_start(main)) {
            Ok(expr) => (evaluate(&expr, &scope, &run).as_str().map(str::to_owned), run.gaps.take()),
            Err(gap) => (None, vec![gap]),
        };
        let said: Vec<&str> = gaps.iter().map(|gap| &*gap.message).collect();
        match (&case.answer, &case.error) {
            (Some(answer), _) if ours.as_ref() == Some(answer) => equal += 1,
            // Terragrunt renders nothing for null of a known type.
            (Some(answer), _) if answer.is_empty() => equal += 1,
            (None, Some(error)) if ours.is_none() && !gaps.is_empty() => {
                refused += 1;
                // Later versions of the library add what they have instead.
                let detail = error.detail.split(", but have ").next().unwrap_or_default();
                let detail = detail.split(" Did you mean").next().unwrap_or_default();
                let text = format!("{}: {}", error.summary, detail);
                let same = said.iter().any(|said| *said == text.trim_end_matches('.'));
                texts += usize::from(same);
                if !same {
                    wrong.push(format!("Refused text\t{}\n  theirs: {text}\n  ours:   {said:?}", case.expression));
                }
            }
            _ => {
                differ.insert(case.expression.clone());
                wrong.push(format!(
                    "Differs\t{}\n  theirs: {}\n  ours:   {} {said:?}",
                    case.expression,
                    match (&case.answer, &case.error) {
                        (Some(answer), _) => answer.clone(),
                        (_, Some(error)) => format!("(refused) {}: {}", error.summary, error.detail),
                        _ => String::new(),
                    },
                    ours.as_deref().unwrap_or("(refused)")
                ));
            }
        }
    }
    eprintln!("{equal} equal, {refused} refused alike, {texts} word for word, of {}", cases.len());
    if let Ok(path) = std::env::var("DRIFTLINE_DIFFERENCES") {
        std::fs::write(format!("{path}.015"), wrong.join("\n")).unwrap();
    }
    assert!(texts * 100 >= refused * 80, "{texts} of {refused} word for word");
    assert_listed("terraform-0.15", &differ, &wrong);
}

fn judge(case: &Case, scope: &Locals, sources: &Sources, main: FileId, tally: &mut Tally) {
    let run = Run::new(sources);
    let parsed = hcl::parse_expression(&case.expression, Span::file_start(main));
    let (value, mut gaps) = match parsed {
        Ok(expr) => (Some(evaluate(&expr, scope, &run)), run.gaps.take()),
        Err(gap) => (None, vec![gap]),
    };
    let refused = value.is_none() || run.errors.get() > 0;
    gaps.sort_by_key(|gap| gap.at.map(|at| at.start));
    let verdict = match (&case.value, &value, refused) {
        (Some(theirs), Some(ours), false) => compare(theirs, ours),
        (Some(theirs), Some(ours), true) if compare(theirs, ours) == Verdict::Equal => Verdict::Equal,
        (Some(_), _, true) => Verdict::OnlyOurs,
        (Some(_), None, _) => Verdict::OnlyOurs,
        (None, _, true) => Verdict::Refused,
        (None, Some(ours), false) if ours.is_unknown() => Verdict::Less,
        (None, _, _) => Verdict::OnlyTheirs,
    };
    *tally.verdicts.entry(verdict).or_default() += 1;
    let ours: Vec<String> = gaps.iter().map(|gap| gap.message.to_string()).collect();
    let theirs: Vec<String> = case.errors.iter().map(|said| format!("{}: {}", said.summary, said.detail)).collect();
    let mut note = "";
    if let (Verdict::Refused, [first, ..]) = (verdict, case.errors.as_slice()) {
        tally.said += 1;
        // A detail of many lines ends in places and stack traces.
        let detail = first.detail.lines().next().unwrap_or_default();
        let text = format!("{}: {}", first.summary, detail.trim_end_matches(':'));
        let equal = gaps.iter().find(|gap| gap.message.trim_end_matches('.') == text.trim_end_matches('.'));
        tally.texts += usize::from(equal.is_some());
        let at = equal.or(gaps.first()).and_then(|gap| gap.at);
        let here = at.map(|at| place(&case.expression, at.start as usize));
        let there = match (here, first.at) {
            (Some(here), Some(there)) => near(&case.expression, here, there),
            (_, there) => there.is_none(),
        };
        tally.places += usize::from(there);
        note = match (equal.is_some(), there) {
            (true, true) => "",
            (true, false) => " place",
            (false, true) => " text",
            (false, false) => " text and place",
        };
        if !note.is_empty() {
            tally.wrong.push(format!(
                "Refused{note}\t{}\n  theirs: {theirs:?} {:?}\n  ours:   {ours:?} {here:?}",
                case.expression, first.at
            ));
        }
    }
    if !matches!(verdict, Verdict::Equal | Verdict::Refused) {
        tally.differ.insert(case.expression.clone());
        tally.wrong.push(format!(
            "{verdict:?}{note}\t{}\n  theirs: {} {theirs:?}\n  ours:   {} {ours:?}",
            case.expression,
            case.value.as_ref().map_or("(refused)".to_owned(), Json::to_string),
            value.as_ref().map_or("(refused)".to_owned(), Value::display),
        ));
    }
}

/// Evaluates what `tests/conformance/terraform-0.15/published.py` asks, beside the files it names.
#[test]
#[ignore = "a tool of published.py"]
fn asked() {
    let Ok(file) = std::env::var("DRIFTLINE_ASKED") else { return };
    let expressions: Vec<String> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let dialect = match std::env::var("DRIFTLINE_DIALECT").as_deref() {
        Ok("terraform") => Dialect::Terraform,
        _ => Dialect::Terragrunt,
    };
    let dir = PathBuf::from(std::env::var("DRIFTLINE_FILES").unwrap());
    let mut texts = Vec::new();
    files(&dir, &dir, &mut texts);
    texts.push(("main.tf".to_owned(), String::new()));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let sources = Sources::from_memory(vec![("asked", texts)]);
    let tree = sources.tree_ids().next().unwrap();
    let main = sources.find(tree, "main.tf").unwrap();
    let scope = Locals { body: hcl::parse("", main).body, tree, dialect };
    let answers: Vec<Json> = expressions
        .iter()
        .map(|expression| {
            let run = Run::new(&sources);
            let json = hcl::parse_expression(&format!("jsonencode({expression})"), Span::file_start(main));
            let json = json.map(|expr| evaluate(&expr, &scope, &run));
            let said: Vec<String> = run.gaps.take().iter().map(|gap| gap.message.to_string()).collect();
            match json {
                Ok(value) => serde_json::json!({ "json": value.as_str(), "said": said }),
                Err(gap) => serde_json::json!({ "json": null, "said": [gap.message.to_string()] }),
            }
        })
        .collect();
    std::fs::write(std::env::var("DRIFTLINE_ANSWERED").unwrap(), serde_json::to_string(&answers).unwrap()).unwrap();
}

/// The functions of a library, and where its recorded cases are.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Libraries {
    terraform: Vec<String>,
    #[serde(rename = "terraform-0.15")]
    old: Vec<String>,
    terragrunt: Vec<String>,
}

fn is_called(name: &str, text: &str) -> bool {
    let call = format!("{name}(");
    text.match_indices(&call).any(|(at, _)| !text[..at].ends_with(|ch: char| ch.is_alphanumeric() || ch == '_'))
}

/// `functions.json` lists what `terraform metadata functions -json` names, the functions of Terraform v0.15.3, and those that
/// Terragrunt adds to these.
#[test]
fn every_function_has_a_recorded_case_and_is_known() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let read = |path: &str| std::fs::read_to_string(dir.join(path)).unwrap();
    let all: Libraries = serde_json::from_str(&read("functions.json")).unwrap();
    assert!(all.terraform.len() >= 118 && all.old.len() >= 110 && all.terragrunt.len() >= 36);
    let mut texts = Vec::new();
    files(&dir.join("terraform/cases"), &dir, &mut texts);
    let expressions = |text: &str| -> Vec<String> {
        let cases: Vec<Json> = serde_json::from_str(text).unwrap();
        cases.iter().map(|case| case["expression"].as_str().unwrap().to_owned()).collect()
    };
    let new: String = texts.iter().flat_map(|(_, text)| expressions(text)).collect::<Vec<_>>().join("\n");
    let old: String = expressions(&read("terraform-0.15/expressions.json")).join("\n");
    let mut configurations = Vec::new();
    files(&dir.join("terragrunt"), &dir, &mut configurations);
    configurations.retain(|(path, _)| path.ends_with(".hcl"));
    let own: String = configurations.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    for (names, text) in [(&all.terraform, &new), (&all.old, &old), (&all.terragrunt, &own)] {
        let without: Vec<&String> = names.iter().filter(|name| !is_called(name, text)).collect();
        assert!(without.is_empty(), "no recorded case calls {without:?}");
    }
    for (dialect, names) in [(Dialect::Terraform, &all.terraform), (Dialect::Terragrunt, &all.old)] {
        let (sources, main, scope) = recorded(dialect);
        for name in names {
            let run = Run::new(&sources);
            let call = hcl::parse_expression(&format!("{name}()"), Span::file_start(main)).unwrap();
            evaluate(&call, &scope, &run);
            let gaps = run.gaps.take();
            let unknown = gaps.iter().find(|gap| gap.message.contains("no function named"));
            assert!(unknown.is_none(), "{dialect:?}: {name} is not known: {unknown:?}");
        }
    }
}
