//! `postBuild`: variables in the text of objects, as kustomize-controller replaces them
//! (<https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution>).
//!
//! Flux writes an object as YAML, replaces variables in that text as `fluxcd/pkg/envsubst` does (`expression`) and reads
//! the text again (`scalar`), so that what a variable holds may become a number, a list or another text than it was.

mod expression;
mod function;
mod scalar;

use crate::eval::kustomize::edit;
use crate::eval::value::{Entry, How, Item, Kind, Map, Marks, Part, Text, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span, names_a_secret};
use expression::Refusal;
use scalar::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most text, in bytes, that variables bring into the objects of one Flux Kustomization.
pub const BYTES: usize = 32 * 1024 * 1024;

/// The variables of one Flux Kustomization.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// Known ones.
    pub known: BTreeMap<String, Value>,
    /// Set when there may be more: a Secret, a ConfigMap that is not in the repositories.
    pub more: Option<Arc<Unknown>>,
    /// `substituteStrategy: Always`: defaults step in even when there is no variable at all.
    pub always: bool,
    /// The controller refuses an expression of a variable that is not set and has no default.
    pub strict: bool,
}

impl Variables {
    /// Whether anything is replaced: without variables, not even a default is, unless the strategy says so.
    pub fn replace(&self) -> bool {
        self.always || !self.known.is_empty() || self.more.is_some()
    }

    /// Adds a variable; a later one wins.
    pub fn set(&mut self, name: &str, mut value: Value) {
        if names_a_secret(name) {
            value.marks = value.marks.with(Marks::SENSITIVE);
        }
        let value = match edit::scalar(&value) {
            Some(text) if text.contains('\n') => {
                Value { kind: edit::text(text.replace('\n', ""), value.at).kind, ..value }
            }
            _ => value,
        };
        self.known.insert(name.to_string(), value);
    }

    /// Says that a source of variables is not known: it may add some, and may change those set before it.
    pub fn obscure(&mut self, unknown: Arc<Unknown>) {
        for value in self.known.values_mut() {
            value.marks = value.marks.with(Marks::OVERRIDABLE);
        }
        self.more = Some(unknown);
    }

    /// A name that Flux does not take for a variable: it then refuses the Kustomization.
    pub fn misnamed(&self) -> Option<(&str, &Value)> {
        let fits = |name: &str| {
            let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
            name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
        };
        self.known.iter().find(|(name, _)| !fits(name)).map(|(name, value)| (name.as_str(), value))
    }
}

/// Replaces the variables in an object, unless it opts out. What is replaced is taken from `budget`, in bytes; where it
/// is used up, variables are unknown and a gap says so.
pub fn apply(object: &Value, variables: &Variables, budget: &mut usize, gaps: &mut Vec<Gap>) -> Value {
    let opted_out = ["labels", "annotations"].iter().any(|field| {
        edit::str_at(object, &["metadata", field, "kustomize.toolkit.fluxcd.io/substitute"]) == Some("disabled")
    });
    if !variables.replace() || opted_out {
        return object.clone();
    }
    let quotes = edit::str_at(object, &["kind"]) != Some("Secret");
    let mut run = Run { variables, budget, gaps, quotes, marks: Marks::NONE };
    run.value(object, Place::Value).unwrap_or_else(|| object.clone())
}

struct Run<'a> {
    variables: &'a Variables,
    budget: &'a mut usize,
    gaps: &'a mut Vec<Gap>,
    /// Whether messages may quote the object.
    quotes: bool,
    /// Marks of the variables that the text at hand has used.
    marks: Marks,
}

impl Run<'_> {
    /// The value with its variables replaced; `None` when there is nothing to replace.
    fn value(&mut self, value: &Value, place: Place) -> Option<Value> {
        match &value.kind {
            Kind::Text(Text::Whole(text)) if may_change(text) => Some(self.text(text, value, place)),
            Kind::Text(Text::Parts(parts)) => self.pieces(parts, value),
            Kind::List(list) => {
                let new: Vec<Option<Value>> = list
                    .iter()
                    .map(|item| match item {
                        Item::One(v) => self.value(v, Place::Element),
                        Item::Many(_) => None,
                    })
                    .collect();
                if new.iter().all(Option::is_none) {
                    return None;
                }
                let items = list.iter().zip(new).map(|(old, new)| new.map_or_else(|| old.clone(), Item::One)).collect();
                Some(Value { kind: Kind::List(items), ..value.clone() })
            }
            Kind::Map(map) => {
                let mut rest = map.rest.clone();
                let mut changed = false;
                let mut entries: Vec<Entry> = Vec::with_capacity(map.entries.len());
                for old in &map.entries {
                    let (key, value) = (self.key(old), self.value(&old.value, Place::Value));
                    changed |= key.is_some() || value.is_some();
                    match key {
                        // A key that is not known may be any.
                        Some(Err(unknown)) => rest = Some(unknown),
                        key => entries.push(Entry {
                            key: key.and_then(Result::ok).unwrap_or_else(|| old.key.clone()),
                            key_at: old.key_at,
                            value: value.unwrap_or_else(|| old.value.clone()),
                        }),
                    }
                }
                if !changed {
                    return None;
                }
                let map = Map { entries: entries.into(), rest };
                Some(Value { kind: Kind::Map(Arc::new(map)), ..value.clone() })
            }
            _ => None,
        }
    }

    /// The key with its variables replaced; `None` when there is nothing to replace.
    fn key(&mut self, entry: &Entry) -> Option<Result<Arc<str>, Arc<Unknown>>> {
        if !may_change(&entry.key) {
            return None;
        }
        let parts = match self.evaluate(&entry.key, entry.key_at) {
            Ok(parts) => parts,
            Err(refusal) => return Some(Err(self.refused(&refusal, &entry.key, entry.key_at))),
        };
        let hole = parts.iter().find_map(|part| match part {
            Part::Hole(unknown, _) => Some(unknown.clone()),
            Part::Known(..) => None,
        });
        Some(whole(&parts).map(Into::into).ok_or_else(|| hole.unwrap_or_else(|| secret(entry.key_at))))
    }

    /// A text some of which is not known: each known piece by itself.
    fn pieces(&mut self, parts: &[Part], value: &Value) -> Option<Value> {
        if !parts.iter().any(|part| matches!(part, Part::Known(text, _) if may_change(text))) {
            return None;
        }
        self.marks = Marks::NONE;
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Known(text, at) if may_change(text) => match self.evaluate(text, *at) {
                    Ok(parts) => out.extend(parts),
                    Err(_) => out.push(Part::Hole(hole("a substitution in text that is not wholly known", *at), *at)),
                },
                other => out.push(other.clone()),
            }
        }
        let marks = value.marks.with(self.marks.without(Marks::SENSITIVE));
        Some(Value { kind: Kind::Text(Text::Parts(out.into())), marks, ..value.clone() })
    }

    fn text(&mut self, text: &str, value: &Value, place: Place) -> Value {
        self.marks = Marks::NONE;
        let at = value.at;
        let parts = match self.evaluate(text, at) {
            Ok(parts) => parts,
            Err(refusal) => {
                let unknown = self.refused(&refusal, text, at);
                return Value { kind: Kind::Unknown(unknown), ..value.clone() };
            }
        };
        let origin = parts.iter().find_map(|part| match part {
            Part::Known(_, place) | Part::Hole(_, place) if *place != at => Some(*place),
            _ => None,
        });
        let kind = match (whole(&parts), parts.as_slice()) {
            (Some(new), _) => self.read_again(text, new, origin.unwrap_or(at), at, place),
            (None, [Part::Hole(unknown, _)]) => Kind::Unknown(unknown.clone()),
            (None, _) => Kind::Text(Text::Parts(parts.into())),
        };
        let marks = value.marks.with(self.marks.without(Marks::SENSITIVE));
        let new = Value { kind, marks, ..value.clone() };
        match origin {
            Some(origin) => edit::hop(new, How::Substitution, origin),
            None => new,
        }
    }

    /// What a text is to who reads the YAML that Flux has replaced the variables in.
    fn read_again(&mut self, old: &str, new: String, origin: Span, at: Span, place: Place) -> Kind {
        let style = scalar::style(old);
        if !scalar::reads_anew(style, &new) {
            return Kind::Text(Text::Whole(new.into()));
        }
        let written = match style {
            scalar::Style::Plain => Ok(Some(new)),
            style => self.evaluate(&scalar::written(old, style), at).map(|parts| whole(&parts)),
        };
        match written {
            Ok(Some(written)) => match scalar::read(&written, style, place, origin) {
                Some(kind) => kind,
                None => Kind::Unknown(self.refused(&Refusal::NoYaml, old, at)),
            },
            Ok(None) => Kind::Unknown(hole("a substitution that is not wholly known", at)),
            Err(refusal) => Kind::Unknown(self.refused(&refusal, old, at)),
        }
    }

    fn used_up(&mut self, at: Span) -> Part {
        let message = "more than 32 MiB of substituted text in one Kustomization; the rest is not substituted";
        if !self.gaps.iter().any(|gap| gap.kind == GapKind::Bound && &*gap.message == message) {
            self.gaps.push(Gap::at(at, GapKind::Bound, message));
        }
        Part::Hole(hole(message, at), at)
    }

    /// Says that Flux would refuse a text, or that it goes beyond a bound of ours.
    fn refused(&mut self, refusal: &Refusal, text: &str, at: Span) -> Arc<Unknown> {
        let (kind, message) = match refusal {
            Refusal::Bound(bound) => (GapKind::Bound, format!("a substitution goes beyond the bound on {bound}")),
            Refusal::NoYaml => (
                GapKind::Evaluation,
                "Flux would refuse this Kustomization: with its variables the text is no YAML".into(),
            ),
            Refusal::Unset(name) => (
                GapKind::Evaluation,
                format!("Flux would refuse this Kustomization: the variable `{name}` is not set and has no default"),
            ),
            Refusal::Syntax(start, what) => {
                let rest = text.get(*start..).unwrap_or("");
                let shown: String = rest.lines().next().unwrap_or("").chars().take(40).collect();
                let shown = if self.quotes { shown } else { "${…".to_string() };
                (GapKind::Evaluation, format!("Flux would refuse this Kustomization: {what} in `{shown}`"))
            }
        };
        let gap = Gap::at(at, kind, message.clone());
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
        hole(&message, at)
    }
}

/// Whether replacing could change a text.
fn may_change(text: &str) -> bool {
    text.contains("${") || text.contains("$$")
}

fn hole(message: &str, at: Span) -> Arc<Unknown> {
    Arc::new(Unknown { why: Why::Gap(message.into()), what: None, ty: Ty::Text, not_null: true, likely: None, at })
}

fn secret(at: Span) -> Arc<Unknown> {
    Arc::new(Unknown { why: Why::Secret, what: None, ty: Ty::Text, not_null: true, likely: None, at })
}

fn whole(parts: &[Part]) -> Option<String> {
    parts
        .iter()
        .map(|part| match part {
            Part::Known(text, _) => Some(&**text),
            Part::Hole(..) => None,
        })
        .collect()
}
