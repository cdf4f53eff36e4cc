//! What is fuzzed: each target takes any bytes and panics when a promise is broken.

use driftline::eval::expression::evaluate;
use driftline::eval::helm::{ReleaseInfo, render};
use driftline::eval::kustomize::{Extra, Files, Kustomizer};
use driftline::eval::scope::{Dialect, Run, Scope};
use driftline::eval::value::{Entry, Item, Kind, Map, Marks, Ty, Unknown, Value, Why};
use driftline::eval::value_ops::equals;
use driftline::source::{FileId, Sources, Span, TreeId};
use driftline::syntax::hcl::{self, Body, Expr, ExprKind};
use driftline::syntax::yaml;
use std::sync::Arc;

/// Steps of one run: what is bounded by them must also end when there are few.
const STEPS: u64 = 300_000;

/// What a target says of an input: messages, and what kind of value it gave.
pub fn said(target: &str, data: &[u8]) -> Vec<String> {
    match target {
        "hcl" => hcl(data),
        "expression" => expression(data),
        "yaml" => yaml(data),
        "helm" => helm(data),
        "kustomize" => kustomize(data),
        other => panic!("there is no target {other}: {TARGETS:?}"),
    }
}

/// The names of the targets.
pub const TARGETS: [&str; 5] = ["hcl", "expression", "yaml", "helm", "kustomize"];

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| text.len() < 64 * 1024)
}

fn inside(text: &str, at: Span, what: &str) {
    let (start, end) = (at.start as usize, at.end as usize);
    assert!(start <= end && end <= text.len(), "{what}: {at:?} is outside of the text");
    assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{what}: {at:?} is inside a character");
}

/// The parser bridge: it never fails, and every place it gives is in the text.
pub fn hcl(data: &[u8]) -> Vec<String> {
    let Some(text) = text(data) else { return Vec::new() };
    let sources = Sources::from_memory(vec![("fuzz", vec![("a.hcl", text)])]);
    let tree = sources.tree_ids().next().expect("a tree");
    let Some(file) = sources.find(tree, "a.hcl") else { return Vec::new() };
    let parsed = hcl::parse(text, file);
    for gap in &parsed.gaps {
        assert!(!gap.message.is_empty());
        if let Some(at) = gap.at {
            inside(text, at, &gap.message);
        }
    }
    body(text, &parsed.body);
    let mut said: Vec<String> = parsed.gaps.iter().map(|gap| gap.message.to_string()).collect();
    match hcl::parse_expression(text, Span::file_start(file)) {
        Ok(expr) => {
            inside(text, expr.at, "expression");
            said.push(shape(&expr));
        }
        Err(gap) => said.push(gap.message.to_string()),
    }
    if let Err(gap) = hcl::parse_template(text, Span::file_start(file)) {
        said.push(gap.message.to_string());
    }
    said
}

/// Which kinds of expression there are in one.
fn shape(expr: &Expr) -> String {
    const KINDS: [&str; 14] = [
        "Template(", "Index(", "Splat ", "Call ", "Tuple(", "Object(", "For(", "Conditional(", "Unary(", "Binary(", "Paren(",
        "If ", "group: true", "expand: true",
    ];
    let text = format!("{:?}", expr.kind);
    KINDS.iter().filter(|kind| text.contains(**kind)).copied().collect()
}

fn body(text: &str, of: &Body) {
    for attribute in &of.attributes {
        inside(text, attribute.name_at, "attribute");
        inside(text, attribute.value.at, "value");
    }
    for block in &of.blocks {
        inside(text, block.at, "block");
        body(text, &block.body);
    }
}

/// Names with values of every sort. Where `known` is false, some are unknown; where it is true, they have one of the
/// values that they may have.
struct Names {
    known: bool,
    dialect: Dialect,
    tree: TreeId,
}

impl Scope for Names {
    fn resolve(&self, root: &str, _: &[(Arc<str>, Span)], at: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        let missing = |ty: Ty| Unknown::new(Why::MissingFile("env.hcl".into()), at).of(ty);
        let or = |ty: Ty, value: Value| if self.known { value } else { Value::unknown(missing(ty), at) };
        let entry = |key: &str, value: Value| Entry { key: key.into(), key_at: at, value };
        let value = match root {
            "text" => or(Ty::Text, Value::text("known text", at)),
            "any" => or(Ty::Any, Value::map([("a", Value::int(1, at))], at)),
            "number" => or(Ty::Number, Value::int(3, at)),
            "flag" => or(Ty::Bool, Value::bool(true, at)),
            "list" => or(Ty::List, Value::list([Value::text("x", at), Value::text("y", at)], at)),
            "map" => or(Ty::Map, Value::map([("a", Value::text("x", at)), ("k", Value::text("y", at))], at)),
            "open" => {
                let mut entries = vec![entry("a", Value::int(1, at))];
                let rest = if self.known { None } else { Some(Arc::new(missing(Ty::Map))) };
                if self.known {
                    entries.push(entry("more", Value::text("later", at)));
                }
                Value::new(Kind::Map(Arc::new(Map::of(entries, rest))), at)
            }
            "tail" => {
                let mut items = vec![Item::One(Value::text("first", at))];
                match self.known {
                    true => items.push(Item::One(Value::text("second", at))),
                    false => items.push(Item::Many(Arc::new(missing(Ty::Any)))),
                }
                Value::new(Kind::List(items.into()), at)
            }
            "secret" => Value::text("hunter2", at).marked(Marks::SENSITIVE),
            "config" => Value::map(
                [
                    ("name", Value::text("web", at)),
                    ("tags", Value::map([("Env", Value::text("prod", at))], at)),
                    ("ports", Value::list([Value::int(80, at), Value::int(443, at)], at)),
                    ("nothing", Value::null(at)),
                ],
                at,
            ),
            _ => return None,
        };
        Some((value, 0))
    }

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        (self.tree, "dir".into())
    }
}

/// The evaluator, in both dialects: it ends, a sensitive text is never shown, and what is known although some names are
/// unknown is the same once they are known.
pub fn expression(data: &[u8]) -> Vec<String> {
    let Some(text) = text(data) else { return Vec::new() };
    let files = vec![
        ("dir/a.hcl", ""),
        ("dir/hello.txt", "hello\n"),
        ("dir/t.tpl", "Hi ${name}%{ for x in list } ${x}%{ endfor }\n"),
        ("dir/data.json", "{\"list\": [1, {\"x\": \"y\"}]}"),
    ];
    let sources = Sources::from_memory(vec![("fuzz", files)]);
    let tree = sources.tree_ids().next().expect("a tree");
    let file = sources.find(tree, "dir/a.hcl").expect("a file");
    let Ok(expr) = hcl::parse_expression(text, Span::file_start(file)) else { return Vec::new() };
    let mut told = Vec::new();
    for dialect in [Dialect::Terraform, Dialect::Terragrunt] {
        let mut run = |known: bool| {
            let run = Run::new(&sources);
            run.budget.set(STEPS);
            let value = evaluate(&expr, &Names { known, dialect, tree }, &run);
            let gaps = run.gaps.take();
            for gap in &gaps {
                assert!(!gap.message.contains("hunter2"), "a secret is told: {}", gap.message);
            }
            assert!(!value.display().contains("hunter2"), "a secret is shown: {}", value.display());
            told.extend(gaps.iter().map(|gap| gap.message.to_string()));
            let whole = gaps.is_empty() && run.errors.get() == 0;
            (value, whole)
        };
        let (partly, (full, whole)) = (run(false).0, run(true));
        if whole && !assumes(&expr) && partly.all_marks().only(Marks::OVERRIDABLE.with(Marks::VOLATILE)) == Marks::NONE {
            // Terraform, too, takes a number for one while what may make it text is not known.
            assert!(
                equals(&partly, &full) != Some(false) || loosely(&partly) == loosely(&full),
                "known too early: {} is {} where all is known",
                partly.display(),
                full.display()
            );
            told.push(format!("{} {:?}", shape(&expr), partly.ty()));
        }
    }
    told
}

/// How a value reads where numbers and booleans are text.
fn loosely(value: &Value) -> String {
    value.display().replace('"', "")
}

/// Whether an expression asks what is known, rather than what is: its answer may change. `slice` takes for granted that
/// it succeeds, and `yamlencode` that what is unknown fits on its line.
fn assumes(expr: &Expr) -> bool {
    let text = format!("{:?}", expr.kind);
    matches!(*expr.kind, ExprKind::Null)
        || ["\"try\"", "\"can\"", "\"issensitive\"", "\"nonsensitive\"", "\"slice\"", "\"yamlencode\""].iter().any(|name| text.contains(name))
}

/// The YAML reader: it never fails, and every place is in the text.
pub fn yaml(data: &[u8]) -> Vec<String> {
    let Some(text) = text(data) else { return Vec::new() };
    let file = FileId::from_index(0);
    let parsed = yaml::parse(text, file);
    for gap in &parsed.gaps {
        if let Some(at) = gap.at {
            inside(text, at, &gap.message);
        }
    }
    for document in &parsed.documents {
        node(text, document, 0);
        let _ = driftline::eval::manifest::value(document).display();
    }
    let kinds = format!("{:?}", parsed.documents.iter().map(|node| std::mem::discriminant(&node.kind)).collect::<Vec<_>>());
    parsed.gaps.iter().map(|gap| gap.message.to_string()).chain([kinds]).collect()
}

fn node(text: &str, of: &yaml::Node, depth: u32) {
    inside(text, of.at, "node");
    if depth < 300 {
        for (key, value) in of.pairs() {
            node(text, key, depth + 1);
            node(text, value, depth + 1);
        }
        for element in of.elements() {
            node(text, element, depth + 1);
        }
    }
}

/// Helm: any template renders or says why not, within its bounds.
pub fn helm(data: &[u8]) -> Vec<String> {
    let Some(text) = text(data) else { return Vec::new() };
    let files = vec![
        ("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.2.3\nappVersion: \"4.5\"\n"),
        ("c/values.yaml", "a: 1\nb: text\nc: {d: [1, two, null], e: true}\nempty: {}\n"),
        ("c/templates/_helpers.tpl", "{{- define \"c.name\" -}}{{ .Chart.Name }}-{{ .Release.Name }}{{- end -}}"),
        ("c/templates/x.yaml", text),
    ];
    let sources = Sources::from_memory(vec![("fuzz", files)]);
    let tree = sources.tree_ids().next().expect("a tree");
    let at = Span::file_start(FileId::from_index(0));
    let unknown = Value::unknown(Unknown::new(Why::MissingFile("env.yaml".into()), at), at);
    let values = Value::map([("unknown", unknown), ("b", Value::text("over", at))], at);
    let rendered = render(&sources, tree, "c", &values, &ReleaseInfo { name: "r".into(), ..ReleaseInfo::default() });
    for gap in &rendered.gaps {
        assert!(!gap.message.contains("no thread could be started"), "the renderer panicked");
    }
    for object in &rendered.objects {
        let _ = object.value.display();
    }
    let gaps = rendered.gaps.iter().map(|gap| gap.message.to_string());
    gaps.chain([format!("{} objects", rendered.objects.len().min(3))]).collect()
}

/// A kustomization of some objects that are patched: whatever it says, the build ends, within its steps, and every place that it
/// gives lies in a text.
pub fn kustomize(data: &[u8]) -> Vec<String> {
    const OBJECTS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  path: /a/b
  template:
    spec:
      volumes: [{name: a, configMap: {name: conf}}]
      containers:
      - {name: web, image: 'web:1', env: [{name: A, value: '$(V)'}], ports: [{containerPort: 80, protocol: TCP}]}
      - {name: side, image: side}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}, {port: 80, protocol: UDP}]}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {conf.yaml: 'a: {b: 1}'}}
";
    let Some(given) = text(data) else { return Vec::new() };
    let kustomization = format!("resources: [objects.yaml, more.yaml]\n{given}");
    let files = vec![("k/kustomization.yaml", &*kustomization), ("k/objects.yaml", OBJECTS), ("k/more.yaml", given)];
    let sources = Sources::from_memory(vec![("fuzz", files)]);
    let tree = sources.tree_ids().next().expect("a tree");
    let files = Files::new(&sources);
    let done = Kustomizer::new(&files, tree).build_within("k", &Extra::default(), STEPS);
    assert!(done.used <= STEPS);
    for resource in &done.made.resources {
        for at in resource.via.iter().chain([&resource.at]) {
            let text = sources.text(at.file).expect("a file");
            inside(&text, *at, "a place of an object");
        }
    }
    let mut said: Vec<String> = done.made.gaps.iter().map(|gap| gap.message.to_string()).collect();
    said.extend(done.made.resources.iter().map(|r| r.id().kind.to_string()));
    said
}
