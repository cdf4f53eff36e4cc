//! `aws_iam_policy_document`: its `json`, as far as its statements are known.

use crate::eval::origin;
use crate::eval::value::{Item, Kind, Map, Part, Text, Ty, Unknown, Value, Why};
use crate::source::Span;
use std::sync::Arc;

/// JSON text under construction: known pieces and holes.
struct Writer {
    parts: Vec<Part>,
    piece: String,
    at: Span,
}

/// A statement does not decide its own text.
struct Undecided(Arc<Unknown>);

/// The policy as JSON text. What is unknown inside a string, also inside a condition's name, is a hole; where any
/// number of statements or elements may stand there is a hole outside of quotes. `None` when the text does not follow
/// from the statements, as with a source document that is not known as a whole: who reads the policy reads its blocks.
pub(super) fn json(attributes: &Value, at: Span) -> Option<Value> {
    let mut writer = Writer { parts: Vec::new(), piece: String::new(), at };
    document(&mut writer, attributes).ok()?;
    Some(writer.finish().marked(attributes.all_marks()))
}

fn document(out: &mut Writer, attributes: &Value) -> Result<(), Undecided> {
    out.raw("{\"Version\":");
    match present(attributes, "version") {
        Some(version) => out.text(version),
        None => out.raw("\"2012-10-17\""),
    }
    out.raw(",\"Statement\":[");
    let mut first = true;
    for documents in ["source_policy_documents", "override_policy_documents", "source_json", "override_json"] {
        let Some(value) = present(attributes, documents) else { continue };
        for document in listed(value)? {
            let Some(text) = origin::known_text(document) else { return Err(unknown_of(document, out.at)) };
            let Ok(parsed) = serde_json::from_str::<serde_json::Value>(text) else { continue };
            let statements = match parsed.get("Statement") {
                Some(serde_json::Value::Array(all)) => all.clone(),
                Some(one) => vec![one.clone()],
                None => Vec::new(),
            };
            for statement in statements {
                out.comma(&mut first);
                out.raw(&statement.to_string());
            }
        }
    }
    if let Some(statements) = present(attributes, "statement") {
        for element in elements(statements) {
            out.comma(&mut first);
            match element {
                Element::One(value) => statement(out, value),
                Element::Many(unknown) => out.hole(unknown, unknown.at),
            }
        }
    }
    out.raw("]}");
    Ok(())
}

fn statement(out: &mut Writer, value: &Value) {
    out.raw("{");
    let mut first = true;
    if let Some(sid) = present(value, "sid") {
        out.key("Sid", &mut first);
        out.text(sid);
    }
    out.key("Effect", &mut first);
    match present(value, "effect") {
        Some(effect) => out.text(effect),
        None => out.raw("\"Allow\""),
    }
    let lists = [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    for (from, to) in lists {
        if let Some(all) = present(value, from) {
            out.key(to, &mut first);
            out.one_or_many(&elements(all));
        }
    }
    for (from, to) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        let Some(all) = present(value, from) else { continue };
        out.key(to, &mut first);
        out.or_hole(|out| principals(out, &listed(all)?));
    }
    if let Some(conditions) = present(value, "condition") {
        out.key("Condition", &mut first);
        out.or_hole(|out| condition(out, &listed(conditions)?));
    }
    out.raw("}");
}

fn principals(out: &mut Writer, all: &[&Value]) -> Result<(), Undecided> {
    let star = |v: &Value, name: &str| present(v, name).and_then(origin::known_text).is_some_and(|t| &**t == "*");
    if let [one] = all
        && star(one, "type")
    {
        out.raw("\"*\"");
        return Ok(());
    }
    out.raw("{");
    let mut first = true;
    let mut done: Vec<Arc<str>> = Vec::new();
    for value in all {
        let Some(kind) = present(value, "type").and_then(origin::known_text).cloned() else {
            return Err(unknown_of(value, out.at));
        };
        if done.contains(&kind) {
            continue;
        }
        let mut identifiers = Vec::new();
        for other in all {
            if present(other, "type").and_then(origin::known_text) == Some(&kind)
                && let Some(more) = present(other, "identifiers")
            {
                identifiers.extend(elements(more));
            }
        }
        out.key(&kind, &mut first);
        out.one_or_many(&identifiers);
        done.push(kind);
    }
    out.raw("}");
    Ok(())
}

fn condition(out: &mut Writer, all: &[&Value]) -> Result<(), Undecided> {
    out.raw("{");
    let mut first = true;
    let mut done: Vec<Arc<str>> = Vec::new();
    for value in all {
        let Some(test) = present(value, "test").and_then(origin::known_text).cloned() else {
            return Err(unknown_of(value, out.at));
        };
        if done.contains(&test) {
            continue;
        }
        out.key(&test, &mut first);
        out.raw("{");
        let mut inner = true;
        for other in all {
            if present(other, "test").and_then(origin::known_text) != Some(&test) {
                continue;
            }
            let (Some(variable), Some(values)) = (present(other, "variable"), present(other, "values")) else {
                continue;
            };
            out.comma(&mut inner);
            out.text(variable);
            out.raw(":");
            out.one_or_many(&elements(values));
        }
        out.raw("}");
        done.push(test);
    }
    out.raw("}");
    Ok(())
}

/// The argument, unless it is absent, null or without elements: the data source leaves all of these out.
fn present<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let map: &Arc<Map> = origin::as_map(value)?;
    let entry = map.entries.iter().find(|e| &*e.key == name)?;
    match &entry.value.kind {
        Kind::Null => None,
        Kind::List(items) if items.is_empty() => None,
        _ => Some(&entry.value),
    }
}

/// An element of a list in JSON: a value, or a hole for any number of them.
#[derive(Clone, Copy)]
enum Element<'v> {
    One(&'v Value),
    Many(&'v Arc<Unknown>),
}

/// The elements of a list; a single value stands for a list of one.
fn elements(value: &Value) -> Vec<Element<'_>> {
    match &value.kind {
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(v) => Element::One(v),
                Item::Many(unknown) => Element::Many(unknown),
            });
            items.collect()
        }
        Kind::Unknown(unknown) if unknown.ty != Ty::Text => vec![Element::Many(unknown)],
        _ => vec![Element::One(value)],
    }
}

/// The elements of a list that is known to its end.
fn listed(value: &Value) -> Result<Vec<&Value>, Undecided> {
    let all = elements(value).into_iter().map(|element| match element {
        Element::One(v) => Ok(v),
        Element::Many(unknown) => Err(Undecided(unknown.clone())),
    });
    all.collect()
}

fn unknown_of(value: &Value, at: Span) -> Undecided {
    match &value.kind {
        Kind::Unknown(unknown) => Undecided(unknown.clone()),
        _ => Undecided(Arc::new(origin::unknown(Why::Gap("a policy statement that is not known".into()), at))),
    }
}

impl Writer {
    fn raw(&mut self, text: &str) {
        self.piece.push_str(text);
    }

    fn comma(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.raw(",");
        }
    }

    fn key(&mut self, name: &str, first: &mut bool) {
        self.comma(first);
        self.quoted(name);
        self.raw(":");
    }

    fn quoted(&mut self, text: &str) {
        self.raw("\"");
        self.escaped(text);
        self.raw("\"");
    }

    fn escaped(&mut self, text: &str) {
        let quoted = serde_json::Value::String(text.to_owned()).to_string();
        let inner = quoted.strip_prefix('"').and_then(|q| q.strip_suffix('"')).unwrap_or("");
        self.raw(inner);
    }

    fn hole(&mut self, unknown: &Arc<Unknown>, at: Span) {
        let piece = std::mem::take(&mut self.piece);
        if !piece.is_empty() {
            self.parts.push(Part::Known(piece.into(), self.at));
        }
        self.parts.push(Part::Hole(unknown.clone(), at));
    }

    fn text(&mut self, value: &Value) {
        match &value.kind {
            Kind::Text(Text::Whole(text)) => self.quoted(text),
            Kind::Text(Text::Parts(parts)) => {
                self.raw("\"");
                for part in parts.iter() {
                    match part {
                        Part::Known(text, _) => self.escaped(text),
                        Part::Hole(unknown, at) => self.hole(unknown, *at),
                    }
                }
                self.raw("\"");
            }
            Kind::Bool(b) => self.quoted(if *b { "true" } else { "false" }),
            Kind::Number(n) => self.quoted(&n.text()),
            Kind::Unknown(unknown) => {
                self.raw("\"");
                self.hole(unknown, value.at);
                self.raw("\"");
            }
            _ => self.raw("null"),
        }
    }

    fn one_or_many(&mut self, values: &[Element<'_>]) {
        if let [Element::One(one)] = values {
            return self.text(one);
        }
        self.raw("[");
        let mut first = true;
        for value in values {
            self.comma(&mut first);
            match value {
                Element::One(value) => self.text(value),
                Element::Many(unknown) => self.hole(unknown, unknown.at),
            }
        }
        self.raw("]");
    }

    /// Writes something, or one hole in its place when it does not decide its own text.
    fn or_hole(&mut self, write: impl FnOnce(&mut Self) -> Result<(), Undecided>) {
        let (parts, piece) = (self.parts.len(), self.piece.clone());
        if let Err(Undecided(unknown)) = write(self) {
            self.parts.truncate(parts);
            self.piece = piece;
            self.hole(&unknown, unknown.at);
        }
    }

    fn finish(mut self) -> Value {
        let at = self.at;
        if self.parts.is_empty() {
            return origin::text(self.piece, at);
        }
        if !self.piece.is_empty() {
            self.parts.push(Part::Known(self.piece.into(), at));
        }
        origin::plain(Kind::Text(Text::Parts(self.parts.into())), at)
    }
}
