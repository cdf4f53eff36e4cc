//! `vars:`: fields of objects put where `$(NAME)` is written.

use super::builtin;
use super::edit;
use super::field_path;
use super::fields::{Config, visit};
use super::resource::{Id, Resource};
use crate::eval::value::{How, Item, Kind, Part, Text, Value};
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A variable of a kustomization.
#[derive(Clone, PartialEq, Debug)]
pub struct Var {
    name: Arc<str>,
    path: Arc<str>,
    object: Id,
    at: Span,
}

impl Var {
    fn read(value: &Value) -> Option<Self> {
        let object = edit::get(value, "objref")?;
        let part = |key: &str| edit::str_at(object, &[key]).unwrap_or("");
        let (group, version) = match part("apiVersion") {
            "" => (part("group"), part("version")),
            api => api.split_once('/').unwrap_or(("", api)),
        };
        Some(Self {
            name: edit::str_at(value, &["name"])?.into(),
            path: edit::str_at(value, &["fieldref", "fieldPath"]).unwrap_or("metadata.name").into(),
            object: Id {
                group: group.into(),
                version: version.into(),
                kind: part("kind").into(),
                namespace: part("namespace").into(),
                name: part("name").into(),
            },
            at: value.at,
        })
    }

    fn names(&self, id: &Id) -> bool {
        let own = &self.object;
        if !own.namespace.is_empty() || own.is_cluster_scoped() {
            return own.matches(id);
        }
        // Without a namespace, any.
        own.group == id.group && own.version == id.version && own.kind == id.kind && own.name == id.name
    }
}

/// Adds a kustomization's `vars`, and notes at the objects which of them name it. What kustomize would refuse, and where.
pub fn gather(vars: &mut Vec<Var>, resources: &mut [Resource], values: Vec<&Value>) -> Vec<(Span, String)> {
    let mut problems = Vec::new();
    let read: Vec<Var> = values.into_iter().filter_map(Var::read).collect();
    for var in &read {
        let mut named: Vec<&mut Resource> = resources.iter_mut().filter(|r| r.ids().any(|id| var.names(&id))).collect();
        if named.len() > 1 {
            problems.push((var.at, format!("several objects could be what the variable `{}` names", var.name)));
            continue;
        }
        for resource in &mut named {
            resource.vars.push(var.name.clone());
        }
    }
    problems.extend(merge(vars, read));
    problems
}

/// Adds the variables of another kustomization. What kustomize would refuse, and where.
pub fn merge(vars: &mut Vec<Var>, more: Vec<Var>) -> Vec<(Span, String)> {
    let mut problems = Vec::new();
    for var in more {
        match vars.iter().any(|known| known.name == var.name) {
            true => problems.push((var.at, format!("the variable `{}` is there already", var.name))),
            false => vars.push(var),
        }
    }
    problems
}

/// Replaces every `$(NAME)` in the fields where variables are looked for. What kustomize would refuse, and where.
pub fn resolve(resources: &mut [Resource], vars: &[Var], config: &Config) -> Vec<(Span, String)> {
    let mut problems = Vec::new();
    if vars.is_empty() {
        return problems;
    }
    let mut known: BTreeMap<&str, Value> = BTreeMap::new();
    for var in vars {
        let Some(resource) = resources.iter().find(|r| r.vars.contains(&var.name)) else {
            problems.push((var.at, format!("the variable `{}` names no object of this build", var.name)));
            continue;
        };
        let steps = field_path::with_indexes(field_path::split(&var.path, '.'));
        match field_path::lookup(&resource.value, &steps) {
            Ok(Some(value)) => {
                known.insert(&var.name, value.clone());
            }
            _ => problems
                .push((var.at, format!("the object of the variable `{}` has no field `{}`", var.name, var.path))),
        }
    }
    for resource in resources.iter_mut() {
        let id = resource.id();
        for spec in builtin::VAR_REFERENCES.iter().chain(&config.vars).filter(|spec| spec.selects(&id)) {
            let mut odd = None;
            visit(&mut resource.value, &spec.path, None, &mut |slot| replace(slot, &known, &mut odd));
            if let Some(at) = odd {
                problems.push((at, format!("`{}` holds more than text, where variables are replaced", spec.joined())));
            }
        }
    }
    problems
}

fn replace(slot: &mut Value, known: &BTreeMap<&str, Value>, odd: &mut Option<Span>) {
    match &slot.kind {
        Kind::Text(Text::Whole(text)) if text.contains('$') => {
            let new = replaced(slot, text, known);
            edit::overwrite(slot, new);
        }
        Kind::Map(map) => {
            let keys: Vec<Arc<str>> = map.entries.iter().map(|e| e.key.clone()).collect();
            for key in keys {
                if let Some(child) = edit::get_mut(slot, &key)
                    && let Kind::Text(Text::Whole(text)) = &child.kind
                    && text.contains('$')
                {
                    let new = replaced(child, text, known);
                    edit::overwrite(child, new);
                }
            }
        }
        Kind::List(items) => {
            let other = items.iter().find_map(|item| match item {
                Item::One(v) if !matches!(v.kind, Kind::Text(_) | Kind::Unknown(_)) => Some(v.at),
                _ => None,
            });
            if other.is_some() {
                *odd = other;
                return;
            }
            for item in edit::items_mut(slot) {
                if let Kind::Text(Text::Whole(text)) = &item.kind
                    && text.contains('$')
                {
                    let new = replaced(item, text, known);
                    edit::overwrite(item, new);
                }
            }
        }
        _ => {}
    }
}

/// A text with its variables replaced: `$$` is a dollar sign, and a text that is one variable gets its type.
fn replaced(slot: &Value, text: &str, known: &BTreeMap<&str, Value>) -> Value {
    let mut parts: Vec<Part> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut via: Option<Span> = None;
    while let Some(dollar) = rest.find('$') {
        let (before, after) = rest.split_at(dollar);
        let after = after.get(1..).unwrap_or("");
        plain.push_str(before);
        let Some(next) = after.chars().next() else {
            plain.push('$');
            rest = after;
            break;
        };
        let name = after.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        match (next, name) {
            ('$', _) => {
                plain.push('$');
                rest = after.get(1..).unwrap_or("");
            }
            (_, Some((name, left))) => {
                rest = left;
                match known.get(name).filter(|v| !matches!(v.kind, Kind::Map(_) | Kind::List(_) | Kind::Null)) {
                    Some(value) if text.len() == name.len() + 3 => {
                        let mut new = edit::hop(value.clone(), How::Patch, value.at);
                        new.at = slot.at;
                        return new;
                    }
                    Some(value) => {
                        via = Some(value.at);
                        match &value.kind {
                            Kind::Text(Text::Parts(inner)) => {
                                parts.push(Part::Known(std::mem::take(&mut plain).into(), slot.at));
                                parts.extend(inner.iter().cloned());
                            }
                            Kind::Unknown(unknown) => {
                                parts.push(Part::Known(std::mem::take(&mut plain).into(), slot.at));
                                parts.push(Part::Hole(unknown.clone(), value.at));
                            }
                            _ => plain.push_str(&edit::scalar(value).unwrap_or_default()),
                        }
                    }
                    None => {
                        plain.push_str("$(");
                        plain.push_str(name);
                        plain.push(')');
                    }
                }
            }
            (next, None) => {
                plain.push('$');
                plain.push(next);
                rest = after.get(next.len_utf8()..).unwrap_or("");
            }
        }
    }
    plain.push_str(rest);
    let kind = if parts.is_empty() {
        Kind::Text(Text::Whole(plain.into()))
    } else {
        parts.push(Part::Known(plain.into(), slot.at));
        Kind::Text(Text::Parts(parts.into()))
    };
    let new = Value { kind, ..slot.clone() };
    match via {
        Some(at) => edit::hop(new, How::Patch, at),
        None => new,
    }
}
