//! HCL's JSON syntax (`.tf.json`, `.hcl.json`, `.tfvars.json`) into the same trees as native syntax.
//!
//! JSON does not tell blocks from attributes; without a schema they are told apart by the block types that Terraform
//! and Terragrunt know of their own, at the top level and inside of those. Everything else stays an object expression.

mod read;
mod respan;

use super::scan::MAX_FAULTS;
use super::{Attribute, Block, Body, Expr, ExprKind, ObjectItem, ObjectKey, Parsed, TemplatePart, UnaryOp};
use crate::source::{FileId, Gap, GapKind, Span};
use read::{Json, Node, Text};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Block types at the top level and how many labels they take.
const TOP: &[(&str, usize)] = &[
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("module", 1),
    ("variable", 1),
    ("output", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
    ("include", 1),
    ("dependency", 1),
    ("dependencies", 0),
    ("generate", 1),
    ("remote_state", 0),
    ("feature", 1),
    ("exclude", 0),
    ("errors", 0),
    ("engine", 0),
    ("catalog", 0),
    ("unit", 1),
    ("stack", 1),
];

/// Block types inside `terraform`.
const IN_TERRAFORM: &[(&str, usize)] = &[
    ("backend", 1),
    ("cloud", 0),
    ("required_providers", 0),
    ("extra_arguments", 1),
    ("before_hook", 1),
    ("after_hook", 1),
    ("error_hook", 1),
];

/// Block types inside a block of this kind, as far as they are the language's own.
fn inside(kind: &str) -> &'static [(&'static str, usize)] {
    match kind {
        "terraform" => IN_TERRAFORM,
        "errors" => &[("retry", 1), ("ignore", 1)],
        "variable" => &[("validation", 0)],
        "output" => &[("precondition", 0)],
        "resource" | "data" | "ephemeral" => &[("dynamic", 1), ("lifecycle", 0)],
        "provider" | "content" | NESTED => &[("dynamic", 1)],
        "dynamic" => &[("content", 0)],
        "lifecycle" => &[("precondition", 0), ("postcondition", 0)],
        "check" => &[("assert", 0)],
        _ => &[],
    }
}

/// Stands for the kind of a block that a provider's schema tells, which is not known here.
const NESTED: &str = "(nested)";

/// Whether blocks of a provider's schema may be in a block of this kind.
fn has_schema(kind: &str) -> bool {
    matches!(kind, "resource" | "data" | "ephemeral" | "provider" | "content" | NESTED)
}

/// Whether an object, or one in an array, makes blocks with `dynamic`, which only a block does, here or further inside.
fn makes_blocks(node: &Node) -> bool {
    match &node.json {
        Json::Array(items) => items.iter().any(makes_blocks),
        Json::Object(entries) => entries.iter().any(|(key, value)| match &value.json {
            Json::Object(labels) if &*key.value == "dynamic" => labels.iter().any(|(_, made)| is_dynamic(made)),
            _ => makes_blocks(value),
        }),
        _ => false,
    }
}

/// Whether this is what stands below the label of a `dynamic` block.
fn is_dynamic(node: &Node) -> bool {
    match &node.json {
        Json::Array(items) => items.iter().any(is_dynamic),
        Json::Object(entries) => {
            ["for_each", "content"].iter().all(|name| entries.iter().any(|(key, _)| *key.value == **name))
        }
        _ => false,
    }
}

/// The keys of an object that are certain to be blocks of a provider's schema: they are there several times, or hold `dynamic`.
fn schema_blocks(entries: &[(Text, Node)]) -> HashSet<Arc<str>> {
    let mut seen: HashSet<&str> = HashSet::new();
    let objects = entries.iter().filter(|(key, value)| &*key.value != "//" && value.json.holds_objects());
    let certain = objects.filter(|(key, value)| !seen.insert(&key.value) || makes_blocks(value));
    certain.map(|(key, _)| key.value.clone()).collect()
}

/// Whether a string is meant literally: HCL reads no template where no names could mean anything.
fn is_literal(kind: &str, key: &str) -> bool {
    match kind {
        "variable" => key != "validation",
        "output" => key == "description",
        "module" => matches!(key, "source" | "version"),
        _ => false,
    }
}

/// Parses a configuration in JSON syntax. Strings are templates, `"//"` keys are comments. What follows a syntax error
/// is not read: one gap says where it is.
pub fn parse_json(text: &str, file: FileId) -> Parsed {
    let (root, gaps) = read::read(text, file);
    let mut out = Parsed { body: Body::default(), gaps };
    let mut lower = Lower { text, file, templates: true, gaps: &mut out.gaps };
    lower.body(root, "", TOP, &mut out.body);
    out
}

/// Parses variable values in JSON syntax (`.tfvars.json`): every key is an attribute, and strings are taken literally,
/// as Terraform does.
pub fn parse_json_values(text: &str, file: FileId) -> Parsed {
    let (root, gaps) = read::read(text, file);
    let mut out = Parsed { body: Body::default(), gaps };
    let mut lower = Lower { text, file, templates: false, gaps: &mut out.gaps };
    lower.body(root, "", &[], &mut out.body);
    out
}

struct Lower<'t> {
    text: &'t str,
    file: FileId,
    templates: bool,
    gaps: &'t mut Vec<Gap>,
}

impl Lower<'_> {
    fn body(&mut self, node: Option<Node>, of: &str, blocks: &[(&str, usize)], out: &mut Body) {
        let Some(node) = node else { return };
        match node.json {
            Json::Object(entries) => {
                self.repeated(&entries);
                let nested = if has_schema(of) { schema_blocks(&entries) } else { HashSet::new() };
                for (key, value) in entries {
                    if &*key.value == "//" {
                        continue;
                    }
                    match blocks.iter().find(|(kind, _)| *kind == &*key.value) {
                        Some((_, labels)) if value.json.holds_objects() => {
                            self.blocks(&key, Vec::new(), *labels, value, out);
                        }
                        None if nested.contains(&key.value) && value.json.holds_objects() => {
                            self.nested(&key, value, out);
                        }
                        _ => {
                            let templates = self.templates;
                            self.templates &= !is_literal(of, &key.value);
                            out.attributes.push(self.attribute(&key, value));
                            self.templates = templates;
                        }
                    }
                }
            }
            // An array of objects is as many bodies.
            Json::Array(items) => {
                for item in items {
                    self.body(Some(item), of, blocks, out);
                }
            }
            _ => self.gaps.push(Gap::at(node.at, GapKind::Syntax, "an object was expected here")),
        }
    }

    /// Adds a gap for each key that its object has had before. What may be a block may be there several times.
    fn repeated(&mut self, entries: &[(Text, Node)]) {
        let mut first: HashMap<&str, Span> = HashMap::new();
        for (key, value) in entries {
            if &*key.value == "//" || value.json.holds_objects() {
                continue;
            }
            let before = *first.entry(&key.value).or_insert(key.at);
            if before == key.at {
                continue;
            }
            if self.gaps.len() >= MAX_FAULTS {
                return;
            }
            let line = self.text.get(..before.start as usize).unwrap_or("").matches('\n').count() + 1;
            let message = format!("`{}` is set twice here, first on line {line}; it may be set only once", key.value);
            self.gaps.push(Gap::at(key.at, GapKind::Refused, message));
        }
    }

    fn attribute(&mut self, key: &Text, value: Node) -> Attribute {
        let value = self.expr(value);
        let at = key.at.to(value.at);
        Attribute { name: key.value.clone(), name_at: key.at, value, at }
    }

    fn blocks(&mut self, kind: &Text, labels: Vec<(Arc<str>, Span)>, missing: usize, node: Node, out: &mut Body) {
        match node.json {
            Json::Array(items) => {
                for item in items {
                    self.blocks(kind, labels.clone(), missing, item, out);
                }
            }
            Json::Object(entries)
                if missing > 0 && entries.iter().all(|(k, v)| &*k.value == "//" || v.json.holds_objects()) =>
            {
                for (key, value) in entries {
                    if &*key.value == "//" {
                        let message = "a comment may not stand here, where a name is expected";
                        self.gaps.push(Gap::at(key.at, GapKind::Refused, message));
                        continue;
                    }
                    let mut labels = labels.clone();
                    labels.push((key.value.clone(), key.at));
                    self.blocks(kind, labels, missing - 1, value, out);
                }
            }
            Json::Object(_) => {
                let at = kind.at.to(node.at);
                let header_at = labels.last().map_or(kind.at, |(_, at)| *at);
                // Labels are shared by siblings, so a block begins where its own last label is.
                let at = labels.last().map_or(at, |(_, label)| label.to(node.at));
                let mut body = Body::default();
                self.body(Some(node), &kind.value, inside(&kind.value), &mut body);
                out.blocks.push(Block { kind: kind.value.clone(), kind_at: kind.at, labels, body, at, header_at });
            }
            _ => self.gaps.push(Gap::at(node.at, GapKind::Syntax, format!("`{}` takes an object here", kind.value))),
        }
    }

    /// Blocks of a provider's schema.
    fn nested(&mut self, kind: &Text, node: Node, out: &mut Body) {
        if let Json::Array(items) = node.json {
            items.into_iter().for_each(|item| self.nested(kind, item, out));
            return;
        }
        let at = kind.at.to(node.at);
        let mut body = Body::default();
        self.body(Some(node), NESTED, inside(NESTED), &mut body);
        let (kind, kind_at) = (kind.value.clone(), kind.at);
        out.blocks.push(Block { kind, kind_at, labels: Vec::new(), body, at, header_at: kind_at });
    }

    fn expr(&mut self, node: Node) -> Expr {
        let at = node.at;
        let kind = match node.json {
            Json::Null => ExprKind::Null,
            Json::Bool(b) => ExprKind::Bool(b),
            Json::Number(text) => match text.strip_prefix('-') {
                None => ExprKind::Number(text),
                Some(digits) => {
                    let inner = Expr {
                        kind: Box::new(ExprKind::Number(digits.into())),
                        at: Span { start: at.start.saturating_add(1).min(at.end), ..at },
                    };
                    ExprKind::Unary(UnaryOp::Negate, inner)
                }
            },
            Json::String(text) => return self.string(&Text { value: text, at }),
            Json::Array(items) => ExprKind::Tuple(items.into_iter().map(|item| self.expr(item)).collect()),
            Json::Object(entries) => {
                self.repeated(&entries);
                let mut items = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key_at = key.at;
                    let lowered = self.string(&key);
                    let key = match *lowered.kind {
                        ExprKind::String(name) => ObjectKey::Name(name),
                        kind => ObjectKey::Expr(Expr { kind: Box::new(kind), at: lowered.at }),
                    };
                    items.push(ObjectItem { key, key_at, value: self.expr(value) });
                }
                ExprKind::Object(items)
            }
        };
        Expr { kind: Box::new(kind), at }
    }

    /// A string: a template when it has any mark of one.
    fn string(&mut self, text: &Text) -> Expr {
        let at = text.at;
        let value = &text.value;
        let plain = || Expr { kind: Box::new(ExprKind::String(value.clone())), at };
        if !self.templates || !(value.contains("${") || value.contains("%{")) {
            return plain();
        }
        let inside = Span { start: at.start.saturating_add(1), end: at.end.saturating_sub(1), file: self.file };
        let raw = self.text.get(inside.start as usize..inside.end as usize).unwrap_or("");
        match super::parse_template(value, inside) {
            Ok(mut parts) => {
                if raw.len() != value.len() {
                    respan::parts(&mut parts, &respan::Offsets::of_json(raw, inside));
                }
                match parts.as_slice() {
                    [TemplatePart::Literal(text, _)] => Expr { kind: Box::new(ExprKind::String(text.clone())), at },
                    _ => Expr { kind: Box::new(ExprKind::Template(parts)), at },
                }
            }
            Err(mut gap) => {
                gap.at = Some(at);
                self.gaps.push(gap.clone());
                // Evaluating it must not pass for the text as written.
                let name: Arc<str> = "(a template that does not parse)".into();
                Expr { kind: Box::new(ExprKind::Call { name, name_at: at, args: Vec::new(), expand: false }), at }
            }
        }
    }
}
