//! `configMapGenerator`, `secretGenerator`, and the hash that ends the names of what they make.

use super::edit;
use super::resource::{Behavior, Resource};
use crate::eval::value::{Entry, Kind, Map, Marks, Part, Text, Unknown, Value, Why};
use crate::source::Span;
use base64::Engine;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::sync::Arc;

/// What a generator's file entry leads to.
#[derive(Clone, Debug)]
pub enum Content {
    /// The file's text.
    Text(Arc<str>, Span),
    /// The file is there, and is not text.
    Binary(Vec<u8>, Span),
    /// The file is not at hand.
    Unknown(Arc<Unknown>),
}

/// Reads a file that a generator names; the span is where it is named.
pub type Load<'a> = dyn FnMut(&str, Span) -> Content + 'a;

/// Makes one object. `Err` says why kustomize would refuse.
pub fn object(args: &Value, global: Option<&Value>, secret: bool, load: &mut Load<'_>) -> Result<Resource, String> {
    let kind = if secret { "Secret" } else { "ConfigMap" };
    let own = |field: &str| {
        edit::present(args, field).or_else(|| edit::lookup(args, &["metadata", field])).filter(|v| !edit::is_empty(v))
    };
    let Some(name) = own("name") else { return Err(format!("a {kind} generator without a name")) };
    let at = args.at;
    let mut data: Vec<(Arc<str>, Span, Value)> = Vec::new();
    let mut binary: Vec<(Arc<str>, Span, Value)> = Vec::new();
    let mut open: Option<Arc<Unknown>> = None;
    let mut keys: HashSet<Arc<str>> = HashSet::new();
    let mut add = |list: &mut Vec<(Arc<str>, Span, Value)>, key: &str, key_at: Span, value: Value| {
        if !keys.insert(key.into()) {
            return Err(format!("the {kind} generator repeats the key `{key}`"));
        }
        list.push((key.into(), key_at, value));
        Ok(())
    };
    let mut envs: Vec<&Value> = edit::items_at(args, "envs");
    envs.extend(edit::present(args, "env"));
    for env in envs {
        let Some(path) = edit::as_str(env) else { continue };
        match load(path, env.at) {
            Content::Text(text, place) => {
                let mut offset = 0usize;
                for line in text.split_inclusive('\n') {
                    let begin = offset;
                    offset += line.len();
                    let line = line.strip_suffix('\n').unwrap_or(line);
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    let line = if begin == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
                    let begin = begin + line.len() - line.trim_start().len();
                    let line = line.trim_start();
                    if line.is_empty() || line.starts_with('#') {
                        continue;
                    }
                    let (key, value) = line.split_once('=').unwrap_or((line, ""));
                    let span = Span::new(place.file, begin, begin + line.len());
                    add(&mut data, key, span, edit::text(value, span))?;
                }
            }
            Content::Binary(..) => return Err(format!("the environment file `{path}` is not text")),
            Content::Unknown(unknown) => open = Some(unknown),
        }
    }
    for literal in edit::items_at(args, "literals") {
        let Some((key, value)) = edit::as_str(literal).and_then(|l| l.split_once('=')).filter(|(k, _)| !k.is_empty())
        else {
            match &literal.kind {
                Kind::Text(Text::Parts(_)) | Kind::Unknown(_) => {
                    open = Some(gap("a literal that is not known", literal.at));
                    continue;
                }
                _ => return Err(format!("a {kind} generator's literal is not `key=value`")),
            }
        };
        add(&mut data, key, literal.at, edit::text(unquote(value), literal.at))?;
    }
    for file in edit::items_at(args, "files") {
        let Some(entry) = edit::as_str(file) else { continue };
        let (key, path) = match entry.split_once('=') {
            Some((key, path)) if key.is_empty() || path.is_empty() || path.contains('=') => {
                return Err(format!("`{entry}` is not a file, or a key and a file: `key=path`"));
            }
            Some((key, path)) => (key, path),
            None => (entry.trim_end_matches('/').rsplit('/').next().unwrap_or(entry), entry),
        };
        match load(path, file.at) {
            Content::Text(text, place) => add(&mut data, key, file.at, edit::text(text, place))?,
            Content::Binary(bytes, place) => add(&mut binary, key, file.at, edit::text(wrapped(&bytes), place))?,
            Content::Unknown(why) => add(&mut data, key, file.at, unknown(why, file.at))?,
        }
    }

    let mut value = edit::empty_map(at);
    edit::set(&mut value, "apiVersion", at, edit::text("v1", at));
    edit::set(&mut value, "kind", at, edit::text(kind, at));
    let mut metadata = edit::empty_map(at);
    edit::set(&mut metadata, "name", name.at, name.clone());
    if let Some(namespace) = own("namespace") {
        edit::set(&mut metadata, "namespace", namespace.at, namespace.clone());
    }
    let options = edit::present(args, "options");
    for field in ["labels", "annotations"] {
        let mut pairs: Vec<_> = Vec::new();
        for source in [global, options].into_iter().flatten() {
            pairs.extend(edit::get(source, field).map(edit::entries).unwrap_or_default());
        }
        if !pairs.is_empty() {
            let mut map = edit::empty_map(at);
            for entry in pairs {
                edit::set(&mut map, &entry.key, entry.key_at, super::transform::stringly(&entry.value));
            }
            edit::set(&mut metadata, field, at, map);
        }
    }
    edit::set(&mut value, "metadata", at, metadata);
    let option = |key: &str| [options, global].into_iter().flatten().any(|o| edit::bool_at(o, &[key]) == Some(true));
    if secret {
        let given = edit::present(args, "type").filter(|v| !edit::is_empty(v));
        let kind = given.cloned().unwrap_or_else(|| edit::text("Opaque", at));
        edit::set(&mut value, "type", kind.at, kind);
    }
    if secret || !data.is_empty() || open.is_some() {
        let entry = |(key, key_at, value)| Entry { key, key_at, value: if secret { encode(value) } else { value } };
        let map = Map { entries: data.into_iter().map(entry).collect(), rest: open };
        edit::set(&mut value, "data", at, edit::at(Kind::Map(Arc::new(map)), at));
    }
    if !binary.is_empty() {
        let field = if secret { "data" } else { "binaryData" };
        let mut map = edit::present(&value, field).cloned().unwrap_or_else(|| edit::empty_map(at));
        for (key, key_at, item) in binary {
            edit::set(&mut map, &key, key_at, item);
        }
        edit::set(&mut value, field, at, map);
    }
    if option("immutable") {
        edit::set(&mut value, "immutable", at, edit::at(Kind::Bool(true), at));
    }
    let mut resource = Resource::new(value);
    resource.needs_hash = !option("disableNameSuffixHash");
    resource.behavior = match edit::str_at(args, &["behavior"]) {
        Some("replace") => Behavior::Replace,
        Some("merge") => Behavior::Merge,
        _ => Behavior::Create,
    };
    Ok(resource)
}

fn unquote(text: &str) -> &str {
    ['"', '\''].iter().find_map(|q| text.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(text)
}

/// Base64 as kustomize writes it: in lines of 70 characters once it fills one.
fn wrapped(bytes: &[u8]) -> String {
    const LINE: usize = 70;
    let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
    if encoded.len() < LINE {
        return encoded;
    }
    let mut out = String::with_capacity(encoded.len() + encoded.len() / LINE + 1);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out
}

/// Keys of a generated object, or of labels, that kustomize writes without quotes and then cannot read.
pub fn odd_keys(object: &Value) -> Option<String> {
    let fields: [&[&str]; 4] = [&["data"], &["binaryData"], &["metadata", "labels"], &["metadata", "annotations"]];
    let mut keys = fields.iter().filter_map(|path| edit::lookup(object, path)).flat_map(edit::entries);
    keys.find(|e| super::documents::is_odd_key(&e.key))
        .map(|e| format!("the key `{}` is written without quotes, and is no text then", e.key))
}

fn encode(value: Value) -> Value {
    match edit::as_str(&value) {
        Some(text) => {
            let mut out = edit::text(wrapped(text.as_bytes()), value.at);
            out.marks = value.marks.with(Marks::SENSITIVE);
            out
        }
        None => value,
    }
}

fn gap(message: &str, at: Span) -> Arc<Unknown> {
    Arc::new(Unknown {
        why: Why::Gap(message.into()),
        what: None,
        ty: crate::eval::value::Ty::Text,
        not_null: true,
        likely: None,
        at,
    })
}

fn unknown(unknown: Arc<Unknown>, at: Span) -> Value {
    edit::at(Kind::Unknown(unknown), at)
}

/// Adds a generated object to those that are there, by its behaviour. `Err` says why kustomize would refuse.
pub fn absorb(resources: &mut Vec<Resource>, mut new: Resource) -> Result<(), String> {
    let id = new.id();
    let matches: Vec<usize> = resources.iter().enumerate().filter(|(_, r)| r.ever(&id)).map(|(i, _)| i).collect();
    let label = format!("{} `{}`", id.kind, id.name);
    match (matches.as_slice(), new.behavior) {
        ([], Behavior::Create) => resources.push(new),
        ([], Behavior::Merge) => return Err(format!("nothing to merge the generated {label} with")),
        ([], Behavior::Replace) => return Err(format!("nothing to replace with the generated {label}")),
        ([_], Behavior::Create) => return Err(format!("the generated {label} exists already")),
        ([index], behavior) => {
            let Some(old) = resources.get_mut(*index) else { return Ok(()) };
            for field in ["labels", "annotations"] {
                merge_map(&old.value, &mut new.value, &["metadata", field]);
            }
            if behavior == Behavior::Merge {
                let mut base = old.value.clone();
                if &*id.kind == "Secret" {
                    encode_string_data(&mut base);
                }
                merge_map(&base, &mut new.value, &["data"]);
                merge_map(&base, &mut new.value, &["binaryData"]);
            }
            if let Some(metadata) = edit::get_mut(&mut new.value, "metadata") {
                for field in ["name", "namespace"] {
                    if let Some(value) = edit::lookup(&old.value, &["metadata", field]) {
                        edit::set(metadata, field, value.at, value.clone());
                    }
                }
            }
            new.needs_hash &= old.needs_hash;
            new.from_chart = old.from_chart;
            new.vars.clone_from(&old.vars);
            new.origin.clone_from(&old.origin);
            if behavior == Behavior::Replace {
                super::origin::forget(&mut new);
            }
            new.previous = old.previous.clone();
            new.prefixes = old.prefixes.clone();
            new.suffixes = old.suffixes.clone();
            new.behavior = old.behavior;
            new.via.extend(old.via.iter().copied());
            new.made_by(old.at);
            *old = new;
        }
        _ => return Err(format!("the generated {label} could mean several objects")),
    }
    Ok(())
}

/// `stringData` as the API server takes it: part of `data`.
fn encode_string_data(object: &mut Value) {
    let Some(plain) = edit::remove(object, "stringData") else { return };
    let mut data = edit::present(object, "data").cloned().unwrap_or_else(|| edit::empty_map(plain.at));
    for entry in edit::entries(&plain) {
        edit::set(&mut data, &entry.key, entry.key_at, encode(entry.value.clone()));
    }
    edit::set(object, "data", plain.at, data);
}

/// Puts entries of the old object's map under those of the new one's.
fn merge_map(old: &Value, new: &mut Value, path: &[&str]) {
    let Some(base) = edit::lookup(old, path) else { return };
    let mut merged = base.clone();
    if let Some(over) = edit::lookup(new, path) {
        for entry in edit::entries(over) {
            edit::set(&mut merged, &entry.key, entry.key_at, entry.value.clone());
        }
    }
    let Some((last, parents)) = path.split_last() else { return };
    let mut slot = new;
    for key in parents {
        let Some(next) = edit::get_mut(slot, key) else { return };
        slot = next;
    }
    edit::set(slot, last, merged.at, merged);
}

/// Gives every object that wants one the hash of its content as a suffix of its name.
pub fn add_hashes(resources: &mut [Resource]) {
    for resource in resources.iter_mut().filter(|r| r.needs_hash) {
        let suffix = match hash(&resource.value) {
            Ok(hash) => edit::text(format!("-{hash}"), resource.at),
            Err(why) => edit::at(
                Kind::Text(Text::Parts(
                    vec![Part::Known("-".into(), resource.at), Part::Hole(why, resource.at)].into(),
                )),
                resource.at,
            ),
        };
        resource.remember();
        if let Some(metadata) = edit::get_mut(&mut resource.value, "metadata")
            && let Some(name) = edit::get_mut(metadata, "name")
        {
            let place = name.at;
            *name = super::transform::concat(&[name, &suffix]);
            name.at = place;
        }
    }
}

/// The hash of a ConfigMap or Secret, as `kustomize` computes it (`api/hasher`): SHA-256 over the JSON of kind, data and, for
/// Secrets, type; ten characters of it, with some letters exchanged. The name is meant to be part of it, but is looked up
/// under a key that no object has, and is always empty. The error is what is not known.
pub fn hash(object: &Value) -> Result<String, Arc<Unknown>> {
    let secret = edit::str_at(object, &["kind"]) == Some("Secret");
    let mut out = String::from("{");
    let mut field = |key: &str, value: String| {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&json_text(key));
        out.push(':');
        out.push_str(&value);
    };
    let part = |key: &str| match edit::present(object, key) {
        Some(value) => json(value).map(Some),
        None => Ok(None),
    };
    if !secret && let Some(binary) = part("binaryData")? {
        field("binaryData", binary);
    }
    field("data", part("data")?.unwrap_or_else(|| "\"\"".into()));
    field("kind", json_text(if secret { "Secret" } else { "ConfigMap" }));
    field("name", "\"\"".into());
    if secret {
        if let Some(text) = part("stringData")? {
            field("stringData", text);
        }
        field("type", part("type")?.unwrap_or_else(|| "\"\"".into()));
    }
    out.push('}');
    let digest = Sha256::digest(out.as_bytes());
    let hex: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
    Ok(hex
        .chars()
        .map(|c| match c {
            '0' => 'g',
            '1' => 'h',
            '3' => 'k',
            'a' => 'm',
            'e' => 't',
            c => c,
        })
        .collect())
}

/// JSON as Go writes it: sorted keys, `<`, `>`, `&` and line separators escaped.
fn json(value: &Value) -> Result<String, Arc<Unknown>> {
    match &value.kind {
        Kind::Map(map) => {
            if let Some(rest) = &map.rest {
                return Err(rest.clone());
            }
            let mut entries: Vec<_> = map.entries.iter().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            let parts: Result<Vec<_>, Arc<Unknown>> =
                entries.iter().map(|e| Ok(format!("{}:{}", json_text(&e.key), json(&e.value)?))).collect();
            Ok(format!("{{{}}}", parts?.join(",")))
        }
        Kind::List(_) => {
            let parts: Result<Vec<_>, _> = edit::items(value).map(json).collect();
            Ok(format!("[{}]", parts?.join(",")))
        }
        Kind::Null => Ok("null".into()),
        Kind::Text(Text::Whole(text)) => Ok(json_text(text)),
        Kind::Text(Text::Parts(parts)) => Err(parts
            .iter()
            .find_map(|part| match part {
                Part::Hole(unknown, _) => Some(unknown.clone()),
                Part::Known(..) => None,
            })
            .unwrap_or_else(|| gap("a text that is not wholly known", value.at))),
        Kind::Unknown(unknown) => Err(unknown.clone()),
        Kind::Bool(_) | Kind::Number(_) => Ok(edit::scalar(value).unwrap_or_default().into_owned()),
    }
}

fn json_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
