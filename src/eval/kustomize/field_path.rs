//! Field paths of `replacements` and `vars`: `spec.containers.[name=web].image`.

use super::edit;
use crate::eval::value::{Item, Kind, Value};
use crate::source::Span;
use regex::Regex;

/// Splits a path at a delimiter; `\` before it keeps it, and so do brackets.
pub fn split(path: &str, delimiter: char) -> Vec<String> {
    let pieces = split_plain(path, delimiter);
    let mut out = Vec::new();
    let mut pieces = pieces.into_iter();
    while let Some(piece) = pieces.next() {
        if !piece.starts_with('[') || piece.ends_with(']') {
            out.push(piece);
            continue;
        }
        let mut bracketed = piece;
        for next in pieces.by_ref() {
            let last = next.ends_with(']');
            bracketed.push(delimiter);
            bracketed.push_str(&next);
            if last {
                break;
            }
        }
        out.push(match bracketed.contains('=') {
            true => bracketed,
            false => bracketed.trim_matches(['[', ']']).to_string(),
        });
    }
    out
}

fn split_plain(path: &str, delimiter: char) -> Vec<String> {
    let mut parts = path.split(delimiter).peekable();
    let mut out: Vec<String> = Vec::new();
    if path.starts_with(delimiter) {
        parts.next();
    }
    for part in parts {
        match out.last_mut().filter(|last| last.ends_with('\\')) {
            Some(last) => {
                last.pop();
                last.push(delimiter);
                last.push_str(part);
            }
            None => out.push(part.to_string()),
        }
    }
    out
}

/// `ports[0]` as `ports` and `0`, as the paths of `vars` may have it.
pub fn with_indexes(steps: Vec<String>) -> Vec<String> {
    let mut out = Vec::new();
    for step in steps {
        match step.strip_suffix(']').and_then(|s| s.split_once('[')) {
            Some((name, index)) if !name.is_empty() && index.bytes().all(|b| b.is_ascii_digit()) => {
                out.extend([name.to_string(), index.to_string()]);
            }
            _ => out.push(step),
        }
    }
    out
}

/// One step.
enum Step<'s> {
    Index(usize),
    Last,
    Every,
    Element(&'s str, &'s str),
    Field(&'s str),
}

fn step(text: &str) -> Result<Step<'_>, String> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map(Step::Index).map_err(|_| format!("index {text} is too large"));
    }
    match text {
        "*" => Ok(Step::Every),
        "-" => Ok(Step::Last),
        _ => match text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            Some(inner) => inner
                .split_once('=')
                .map(|(name, value)| Step::Element(name, value))
                .ok_or_else(|| format!("`{text}` does not say which element: `[field=value]`")),
            None => Ok(Step::Field(text)),
        },
    }
}

/// What a value is, in messages.
fn form(value: &Value) -> &'static str {
    match value.kind {
        Kind::Map(_) => "a map",
        Kind::List(_) => "a list",
        _ => "a plain value",
    }
}

/// The value at a path; `None` when something on the way is not there. The error says what does not fit.
pub fn lookup<'v>(value: &'v Value, steps: &[String]) -> Result<Option<&'v Value>, String> {
    let mut value = value;
    for text in steps.iter().map(|s| s.trim()).filter(|s| !s.is_empty()) {
        let list = || match &value.kind {
            Kind::List(items) => Ok(items),
            _ => Err(format!("`{text}` looks for an element of {}", form(value))),
        };
        let one = |item: Option<&'v Item>| match item {
            Some(Item::One(v)) => Some(v),
            _ => None,
        };
        let found = match step(text)? {
            Step::Index(index) => one(list()?.get(index)),
            Step::Last => one(list()?.last()),
            Step::Every => return Err("`*` cannot be part of a source's path".into()),
            Step::Element(name, wanted) => {
                list()?;
                edit::items(value).find(|item| {
                    let part = if name.is_empty() { Some(*item) } else { edit::get(item, name) };
                    part.and_then(edit::scalar).is_some_and(|v| v == wanted)
                })
            }
            Step::Field(name) => match value.kind {
                Kind::Map(_) => edit::get(value, name),
                _ => return Err(format!("`{text}` looks for a field of {}", form(value))),
            },
        };
        match found.filter(|v| !matches!(v.kind, Kind::Null)) {
            Some(next) => value = next,
            None => return Ok(None),
        }
    }
    Ok(Some(value))
}

/// What is made where a path leads nowhere.
#[derive(Clone, Copy)]
pub struct Create {
    /// The place of what is made.
    pub at: Span,
}

/// Calls `f` on every value at a path: its first argument says whether the value was made for it. With `create`, what is
/// missing is made. How many there were; the error says what does not fit.
pub fn each(
    value: &mut Value,
    steps: &[String],
    create: Option<Create>,
    f: &mut dyn FnMut(bool, &mut Value) -> Result<(), String>,
) -> Result<usize, String> {
    walk(value, steps, create, false, f)
}

fn walk(
    value: &mut Value,
    steps: &[String],
    create: Option<Create>,
    made: bool,
    f: &mut dyn FnMut(bool, &mut Value) -> Result<(), String>,
) -> Result<usize, String> {
    let Some((text, rest)) = steps.split_first() else { return f(made, value).map(|()| 1) };
    match step(text)? {
        Step::Field(name) => {
            if !matches!(value.kind, Kind::Map(_)) {
                return Err(format!("`{text}` looks for a field of {}", form(value)));
            }
            let missing = edit::get(value, name).is_none_or(|v| matches!(v.kind, Kind::Null) && !rest.is_empty());
            if missing {
                let Some(create) = create else { return Ok(0) };
                edit::set(value, name, create.at, fresh(rest, create));
            }
            match edit::get_mut(value, name) {
                Some(child) => walk(child, rest, create, missing, f),
                None => Ok(0),
            }
        }
        other => {
            let Kind::List(items) = &value.kind else {
                return Err(format!("`{text}` looks for elements of {}", form(value)));
            };
            let length = items.len();
            let (chosen, made) = choose(value, &other, text)?;
            let (chosen, made) = match (chosen.is_empty(), create, &other) {
                (true, Some(create), Step::Index(index)) if *index == length => {
                    append(value, fresh(rest, create));
                    (vec![length], true)
                }
                (true, Some(create), Step::Element(name, wanted)) => {
                    let text = edit::text(*wanted, create.at);
                    let element = if name.is_empty() {
                        text
                    } else {
                        let mut map = edit::empty_map(create.at);
                        edit::set(&mut map, name, create.at, text);
                        map
                    };
                    append(value, element);
                    (vec![length], false)
                }
                (true, _, Step::Index(index)) => {
                    return Err(format!("there is no element {index}, only {length} of them"));
                }
                _ => (chosen, made),
            };
            let mut count = 0;
            for (index, item) in edit::items_mut(value).enumerate() {
                if chosen.contains(&index) {
                    count += walk(item, rest, create, made, f)?;
                }
            }
            Ok(count)
        }
    }
}

/// What stands at the beginning of a path that leads nowhere yet.
fn fresh(rest: &[String], create: Create) -> Value {
    let kind = match rest.first().map(|text| step(text)) {
        None => Kind::Null,
        Some(Ok(Step::Index(_) | Step::Element(..))) => return edit::list(Vec::new(), create.at),
        Some(_) => return edit::empty_map(create.at),
    };
    edit::at(kind, create.at)
}

fn append(value: &mut Value, element: Value) {
    if let Kind::List(items) = &mut value.kind {
        let mut all = items.to_vec();
        all.push(Item::One(element));
        *items = all.into();
    }
}

/// The indexes of the elements that a step means. Values in brackets are regular expressions that need not match the whole.
fn choose(value: &Value, step: &Step<'_>, text: &str) -> Result<(Vec<usize>, bool), String> {
    let all = edit::items(value).enumerate();
    let chosen = match step {
        Step::Index(index) => all.filter(|(i, _)| i == index).map(|(i, _)| i).collect(),
        Step::Every => all.map(|(i, _)| i).collect(),
        Step::Element(name, pattern) => {
            let pattern = Regex::new(pattern).map_err(|_| format!("`{text}` is no regular expression"))?;
            all.filter(|(_, item)| {
                let part = if name.is_empty() { Some(*item) } else { edit::get(item, name) };
                part.and_then(edit::scalar).is_some_and(|v| pattern.is_match(v.trim()))
            })
            .map(|(i, _)| i)
            .collect()
        }
        Step::Last | Step::Field(_) => return Err(format!("`{text}` does not lead to an element")),
    };
    Ok((chosen, false))
}
