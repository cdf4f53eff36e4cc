//! Our evaluation against answers recorded from the real programs (`tests/conformance/*/record*` records them again).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::eval::expression::evaluate;
use driftline::eval::scope::{Dialect, Run, Scope};
use driftline::eval::value::Value;
use driftline::source::{Sources, Span, TreeId};
use driftline::syntax::hcl::{self, Body};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Deserialize)]
struct Case {
    expression: String,
    answer: Option<String>,
}

/// `local.*` of the recorded folder.
struct Locals {
    body: Body,
    tree: TreeId,
}

impl Scope for Locals {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], _: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let (name, _) = attrs.first()?;
        if root == "var" {
            let variable = self.body.blocks_of("variable").find(|block| block.label(0) == Some(name))?;
            return Some((evaluate(&variable.body.attribute("default")?.value, self, run), 1));
        }
        if root != "local" {
            return None;
        }
        let local = self.body.blocks_of("locals").find_map(|block| block.body.attribute(name))?;
        Some((evaluate(&local.value, self, run), 1))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
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

#[test]
fn expressions_give_what_terraform_gives() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/terraform");
    let cases: Vec<Case> =
        serde_json::from_str(&std::fs::read_to_string(dir.join("expressions.json")).unwrap()).unwrap();
    let mut texts = Vec::new();
    files(&dir.join("files"), &dir.join("files"), &mut texts);
    let texts: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let sources = Sources::from_memory(vec![("recorded", texts)]);
    let tree = sources.tree_ids().next().unwrap();
    let main = sources.find(tree, "main.tf").unwrap();
    let parsed = hcl::parse(&sources.text(main).unwrap(), main);
    assert!(parsed.gaps.is_empty(), "{:?}", parsed.gaps);
    let scope = Locals { body: parsed.body, tree };
    let mut wrong = Vec::new();
    for case in &cases {
        let run = Run::new(&sources);
        let text = format!("jsonencode({})", case.expression);
        let (ours, why) = match hcl::parse_expression(&text, Span::file_start(main)) {
            Ok(expr) => {
                let value = evaluate(&expr, &scope, &run);
                let why = format!("{:?}", run.gaps.borrow().iter().map(|g| g.message.to_string()).collect::<Vec<_>>());
                (value.as_str().map(str::to_owned), why)
            }
            Err(gap) => (None, gap.message.to_string()),
        };
        if ours != case.answer {
            wrong.push(format!(
                "{}\n  terraform: {}\n  ours:      {} {why}",
                case.expression,
                case.answer.as_deref().unwrap_or("(refused)"),
                ours.as_deref().unwrap_or("(refused)")
            ));
        }
    }
    assert!(cases.len() >= 300, "{} cases", cases.len());
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
