//! Whether two modules declare the same facts.

use super::facts::Facts;
use serde_json::{Map, Value as Json};

/// Where a model and the real module agree, and where not.
#[derive(Default)]
pub struct Agreement {
    /// Differences, each with its path.
    pub wrong: Vec<String>,
    /// Paths where the model says less: it is unknown there, and the real module's value is not.
    pub left_out: Vec<String>,
}

/// Compares what a model declares with what the real module declares. Arguments that are null and blocks without
/// content are as good as absent, order in lists does not count, and JSON text is compared as JSON.
pub fn agreement(own: &Facts, real: &Facts) -> Agreement {
    let mut found = Agreement::default();
    for (address, value) in &real.resources {
        match own.resources.get(address) {
            Some(own) => found.compare(address, own, value),
            None => found.wrong.push(format!("{address} is not in the model")),
        }
    }
    for address in own.resources.keys().filter(|a| !real.resources.contains_key(*a)) {
        found.wrong.push(format!("{address} is not in the real module"));
    }
    for (name, value) in &real.outputs {
        match own.outputs.get(name) {
            Some(own) if value.is_null() && is_left_out(own) => found.left_out.push(format!("output.{name}")),
            Some(own) => found.compare(&format!("output.{name}"), own, value),
            None => found.wrong.push(format!("output.{name} is not in the model")),
        }
    }
    found
}

/// What an unknown refers to.
fn reference(value: &Json) -> Option<&str> {
    let Json::Object(map) = value else { return None };
    if map.len() == 1 { map.get("?")?.as_str() } else { None }
}

fn is_left_out(value: &Json) -> bool {
    reference(value).is_some_and(|r| r.contains("terraform_data.unmodelled"))
}

fn absent(value: Option<&Json>) -> bool {
    match value {
        None | Some(Json::Null) => true,
        Some(Json::Array(items)) => items.is_empty(),
        _ => false,
    }
}

/// Text, numbers and booleans as text: arguments convert between them.
fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(n) => Some(n.to_string()),
        Json::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

/// Whether two unknowns may stand for each other: the model may say what the real module's evaluation lost.
fn same_reference(a: &str, b: &str) -> bool {
    a == b || (!a.is_empty() && b.is_empty())
}

/// Whether an unknown of the real module is a name that the model knows: the `id` of a cluster is its name.
fn is_name(reference: &str) -> bool {
    reference.contains("aws_eks_cluster.") && reference.ends_with(".id")
}

/// Whether one text is the other but for its holes, all of which are of a kind.
fn fits(own: &str, real: &str, kind: impl Fn(&str) -> bool) -> bool {
    let mut pieces = Vec::new();
    let mut rest = own;
    while let Some(start) = rest.find("${") {
        let end = rest[start..].find('}').map_or(rest.len(), |e| start + e + 1);
        if !kind(rest[start..end].trim_start_matches("${").trim_end_matches('}')) {
            return false;
        }
        pieces.push(&rest[..start]);
        rest = &rest[end..];
    }
    if pieces.is_empty() || !real.ends_with(rest) {
        return false;
    }
    let mut left = &real[..real.len() - rest.len()];
    for (i, piece) in pieces.iter().enumerate() {
        match left.find(piece) {
            Some(at) if i > 0 || at == 0 => left = &left[at + piece.len()..],
            _ => return false,
        }
    }
    true
}

impl Agreement {
    fn compare(&mut self, path: &str, own: &Json, real: &Json) {
        if own == real {
            return;
        }
        if reference(real) == Some("(left out)") {
            // Recorded as left out: still unknown here?
            let partly = own.as_str().is_some_and(|t| t.contains("terraform_data.unmodelled"));
            if reference(own).is_some() || partly {
                self.left_out.push(path.to_owned());
            } else {
                self.wrong.push(format!("{path} is {own} now; it was left out"));
            }
            return;
        }
        // Any number of something, and one of it: what may be a list in the real module is one thing in the model.
        if let (Some(a), Some(b)) =
            (reference(own), real.get("...").filter(|_| real.as_object().is_some_and(|o| o.len() == 1)))
            && b.as_str().is_some_and(|b| same_reference(a, b))
        {
            return;
        }
        match (reference(own), reference(real)) {
            (Some(_), None) if is_left_out(own) => self.left_out.push(path.to_owned()),
            (Some(_), Some(_)) if is_left_out(own) => {}
            (Some(a), Some(b)) if same_reference(a, b) => {}
            // Never wrong, unless nothing is there: an unknown of the model is not null.
            (Some(_), None) if !real.is_null() => self.left_out.push(path.to_owned()),
            (Some(_), None) => self.wrong.push(format!("{path}: unknown {own} in the model, {real} in reality")),
            (None, Some(real)) if own.is_string() && is_name(real) => {}
            (None, Some(_)) => self.wrong.push(format!("{path}: {own} in the model, unknown {real} in reality")),
            (Some(_), Some(_)) => self.wrong.push(format!("{path}: {own} in the model, {real} in reality")),
            _ => self.known(path, own, real),
        }
    }

    fn known(&mut self, path: &str, own: &Json, real: &Json) {
        if absent(Some(own)) && absent(Some(real)) {
            return;
        }
        match (own, real) {
            (Json::Object(a), Json::Object(b)) => return self.objects(path, a, b),
            (Json::Array(a), Json::Array(b)) => return self.arrays(path, a, b),
            (Json::Array(a), b) if a.len() == 1 && !absent(Some(b)) => return self.compare(path, &a[0], b),
            (a, Json::Array(b)) if b.len() == 1 && !absent(Some(a)) => return self.compare(path, a, &b[0]),
            (Json::String(a), Json::String(b)) => {
                if let (Ok(a @ (Json::Object(_) | Json::Array(_))), Ok(b)) =
                    (serde_json::from_str(a), serde_json::from_str(b))
                {
                    return self.known(path, &a, &b);
                }
                if fits(a, b, |hole| hole.contains("terraform_data.unmodelled")) {
                    return self.left_out.push(path.to_owned());
                }
                if fits(b, a, is_name) {
                    return;
                }
            }
            _ => {}
        }
        if scalar(own).is_none() || scalar(own) != scalar(real) {
            self.wrong.push(format!("{path}: {own} in the model, {real} in reality"));
        }
    }

    fn objects(&mut self, path: &str, own: &Map<String, Json>, real: &Map<String, Json>) {
        let mut keys: Vec<&String> = own.keys().chain(real.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let path = format!("{path}.{key}");
            match (own.get(key), real.get(key)) {
                (Some(a), Some(b)) => self.compare(&path, a, b),
                (a, b) if absent(a) && absent(b) => {}
                // The name of a policy's statement means nothing.
                (None, Some(_)) if key == "Sid" => {}
                // What an open map does not name is unknown.
                (None, Some(_)) if own.contains_key("...") => self.left_out.push(path),
                (Some(_), None) if key == "..." => {}
                (Some(a), None) if is_left_out(a) => self.left_out.push(path),
                // What a submodule puts out since a later version.
                (Some(_), None) if path.starts_with("output.") => {}
                (Some(a), None) => self.wrong.push(format!("{path}: {a} in the model, absent in reality")),
                (None, b) => self.wrong.push(format!("{path}: absent in the model, {} in reality", b.unwrap())),
            }
        }
    }

    fn arrays(&mut self, path: &str, own: &[Json], real: &[Json]) {
        if own.len() != real.len() {
            let text = |items: &[Json]| Json::Array(items.to_vec()).to_string();
            self.wrong.push(format!("{path}: {} in the model, {} in reality", text(own), text(real)));
            return;
        }
        let mut ordered = Agreement::default();
        for (i, (a, b)) in own.iter().zip(real).enumerate() {
            ordered.compare(&format!("{path}[{i}]"), a, b);
        }
        if !ordered.wrong.is_empty() {
            let mut left: Vec<(usize, &Json)> = own.iter().enumerate().collect();
            let mut loose = Agreement::default();
            for (i, b) in real.iter().enumerate() {
                let at = left.iter().position(|(_, a)| {
                    let mut tried = Agreement::default();
                    tried.compare("", a, b);
                    tried.wrong.is_empty()
                });
                match at {
                    Some(at) => loose.compare(&format!("{path}[{i}]"), left.remove(at).1, b),
                    None => loose.wrong.push(String::new()),
                }
            }
            if loose.wrong.is_empty() {
                ordered = loose;
            }
        }
        self.wrong.extend(ordered.wrong);
        self.left_out.extend(ordered.left_out);
    }
}
