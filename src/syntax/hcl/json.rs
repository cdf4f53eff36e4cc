//! HCL's JSON syntax (`.tf.json`, `.hcl.json`, `.tfvars.json`) into the same trees as native syntax.
//!
//! JSON does not tell blocks from attributes; without a schema they are told apart by the block types that Terraform
//! and Terragrunt know, at the top level and inside `terraform`. Everything deeper stays an object expression.

mod read;
mod respan;

use super::{Attribute, Block, Body, Expr, ExprKind, ObjectItem, ObjectKey, Parsed, TemplatePart, UnaryOp};
use crate::source::{FileId, Gap, GapKind, Span};
use read::{Json, Node, Text};
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

/// Block types inside `errors`.
const IN_ERRORS: &[(&str, usize)] = &[("retry", 1), ("ignore", 1)];

/// Parses a configuration in JSON syntax. Strings are templates, `"//"` keys are comments. What follows a syntax error
/// is not read: one gap says where it is.
pub fn parse_json(text: &str, file: FileId) -> Parsed {
    let (root, gaps) = read::read(text, file);
    let mut out = Parsed { body: Body::default(), gaps };
    let mut lower = Lower { text, file, templates: true, gaps: &mut out.gaps };
    lower.body(root, TOP, &mut out.body);
    out
}

/// Parses variable values in JSON syntax (`.tfvars.json`): every key is an attribute, and strings are taken literally,
/// as Terraform does.
pub fn parse_json_values(text: &str, file: FileId) -> Parsed {
    let (root, gaps) = read::read(text, file);
    let mut out = Parsed { body: Body::default(), gaps };
    let mut lower = Lower { text, file, templates: false, gaps: &mut out.gaps };
    lower.body(root, &[], &mut out.body);
    out
}

struct Lower<'t> {
    text: &'t str,
    file: FileId,
    templates: bool,
    gaps: &'t mut Vec<Gap>,
}

impl Lower<'_> {
    fn body(&mut self, node: Option<Node>, blocks: &[(&str, usize)], out: &mut Body) {
        let Some(node) = node else { return };
        match node.json {
            Json::Object(entries) => {
                for (key, value) in entries {
                    if &*key.value == "//" {
                        continue;
                    }
                    match blocks.iter().find(|(kind, _)| *kind == &*key.value) {
                        Some((_, labels)) if value.json.holds_objects() => {
                            self.blocks(&key, Vec::new(), *labels, value, out);
                        }
                        _ => out.attributes.push(self.attribute(&key, value)),
                    }
                }
            }
            // An array of objects is as many bodies.
            Json::Array(items) => {
                for item in items {
                    self.body(Some(item), blocks, out);
                }
            }
            _ => self.gaps.push(Gap::at(node.at, GapKind::Syntax, "an object was expected here")),
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
                let inner: &[(&str, usize)] = match &*kind.value {
                    "terraform" => IN_TERRAFORM,
                    "errors" => IN_ERRORS,
                    _ => &[],
                };
                let mut body = Body::default();
                self.body(Some(node), inner, &mut body);
                out.blocks.push(Block { kind: kind.value.clone(), kind_at: kind.at, labels, body, at, header_at });
            }
            _ => self.gaps.push(Gap::at(node.at, GapKind::Syntax, format!("`{}` takes an object here", kind.value))),
        }
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
                let mut items = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    if &*key.value == "//" {
                        continue;
                    }
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
