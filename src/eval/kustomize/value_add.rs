//! `ValueAddTransformer`: one value put into fields, or into the paths that fields hold.

use super::edit;
use super::fields::split;
use super::resource::Resource;
use super::selector::Selector;
use super::transform::{self, Subjects};
use crate::eval::value::{How, Kind, Number, Value};
use std::sync::Arc;

/// Applies one. The error says why kustomize would refuse. The value is, when none is given, the directory's name.
pub fn apply(resources: &mut [Resource], config: &Value, targets: &[Value], dir: &str) -> Result<(), String> {
    let given = edit::present(config, "value").filter(|v| edit::as_str(v).is_none_or(|t| !t.trim().is_empty()));
    let value = match given {
        Some(value) => match edit::as_str(value) {
            Some(text) => edit::hop(edit::text(text.trim(), value.at), How::Patch, config.at),
            None => value.clone(),
        },
        None => edit::text(dir.rsplit('/').next().unwrap_or(dir), config.at),
    };
    if targets.is_empty() {
        return Err("at least one target is needed".into());
    }
    for target in targets {
        let path = edit::str_at(target, &["fieldPath"]).ok_or("a target without `fieldPath`")?;
        let position = match edit::get(target, "filePathPosition").map(|v| &v.kind) {
            Some(Kind::Number(Number::Int(i))) if *i < 0 => return Err("`filePathPosition` is negative".into()),
            Some(Kind::Number(Number::Int(i))) => usize::try_from(*i).unwrap_or(usize::MAX),
            _ => 0,
        };
        let selector = edit::present(target, "selector").map(Selector::new).transpose()?;
        let steps = split(path);
        for resource in resources.iter_mut().filter(|r| selector.as_ref().is_none_or(|s| s.selects(r))) {
            if path == "metadata/namespace" {
                let previous = resource.previous.len();
                transform::namespace(std::slice::from_mut(resource), &value, &[], Subjects::Default, false);
                resource.previous.truncate(previous);
            } else {
                put(&mut resource.value, &steps, &value, position)?;
            }
            resource.made_by(config.at);
        }
    }
    Ok(())
}

fn put(slot: &mut Value, steps: &[Arc<str>], value: &Value, position: usize) -> Result<(), String> {
    match steps.split_first() {
        Some((step, rest)) => {
            if !matches!(slot.kind, Kind::Map(_)) {
                return Err(format!("`{step}` looks for a field of something that is no map"));
            }
            if edit::present(slot, step).is_none() {
                let fresh = if rest.is_empty() { edit::at(Kind::Null, value.at) } else { edit::empty_map(value.at) };
                edit::set(slot, step, value.at, fresh);
            }
            match edit::get_mut(slot, step) {
                Some(child) => put(child, rest, value, position),
                None => Ok(()),
            }
        }
        None => {
            if matches!(slot.kind, Kind::Map(_) | Kind::List(_)) {
                return Err("the field of a target is no plain value".into());
            }
            let new = match (edit::scalar(slot), edit::as_str(value)) {
                (Some(old), Some(part)) if position > 0 => edit::text(inserted(&old, part, position - 1), value.at),
                _ => value.clone(),
            };
            edit::overwrite(slot, edit::hop(new, How::Patch, slot.at));
            Ok(())
        }
    }
}

/// A path with one more part; a position behind its end appends.
fn inserted(path: &str, part: &str, position: usize) -> String {
    let (root, inner) = match path.strip_prefix('/') {
        Some(inner) => ("/", inner),
        None => ("", path),
    };
    let mut parts: Vec<&str> = inner.split('/').filter(|p| !p.is_empty()).collect();
    parts.insert(position.min(parts.len()), part);
    format!("{root}{}", parts.join("/"))
}
