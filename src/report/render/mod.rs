//! Rendered objects as `driftline render` prints them.

pub mod diff;
pub mod json;
pub mod yaml;

use super::{clean, shown_path};
use crate::eval::reason;
use crate::eval::rendering::Manifest;
use crate::eval::value::{HIDDEN, Hop, Item, Kind, Marks, Part, Text, Unknown, Value, Why};
use crate::source::{Gap, Sources, Span};
use std::sync::Arc;

/// What stands for a value, or a piece of one, that is not known.
const UNKNOWN: &str = "(unknown)";

/// Deepest nesting of values that is printed.
const DEEPEST: usize = 200;

/// Steps of an origin that are told.
const STEPS: usize = 4;

/// A scalar as it is printed.
enum Scalar<'v> {
    /// As it is.
    Plain(&'v Kind),
    /// In words of ours, and why; `None` for what is never shown.
    Stand(String, Option<Arc<Unknown>>),
}

/// What is printed for a value that is no list or map.
fn scalar(value: &Value) -> Scalar<'_> {
    let secret = value.marks.has(Marks::SENSITIVE);
    match &value.kind {
        Kind::Unknown(unknown) if secret || matches!(unknown.root().why, Why::Secret) => {
            Scalar::Stand(HIDDEN.to_owned(), None)
        }
        Kind::Text(_) | Kind::Number(_) if secret => Scalar::Stand(HIDDEN.to_owned(), None),
        Kind::Unknown(unknown) => Scalar::Stand(UNKNOWN.to_owned(), Some(unknown.clone())),
        Kind::Text(Text::Parts(parts)) => {
            let hole = parts.iter().find_map(|part| match part {
                Part::Hole(unknown, _) => Some(unknown.clone()),
                Part::Known(..) => None,
            });
            let piece = |part: &Part| match part {
                Part::Known(text, _) => text.to_string(),
                Part::Hole(unknown, _) if matches!(unknown.root().why, Why::Secret) => HIDDEN.to_owned(),
                Part::Hole(..) => UNKNOWN.to_owned(),
            };
            Scalar::Stand(parts.iter().map(piece).collect(), hole)
        }
        kind => Scalar::Plain(kind),
    }
}

/// The steps a value took, the nearest to its use first.
fn hops(value: &Value) -> impl Iterator<Item = &Hop> {
    std::iter::successors(value.via.as_deref(), |hop| hop.from.as_deref())
}

/// `path:line:column` as a person can open it; `None` for what is built in and has no path.
fn place(sources: &Sources, at: Span) -> Option<String> {
    let path = shown_path(sources, at.file);
    if path.is_empty() {
        return None;
    }
    let start = sources.line_col(at.file, at.start);
    Some(format!("{path}:{}:{}", start.line, start.column))
}

/// The documents that have a part in an object, each once, in order.
fn parts(sources: &Sources, manifest: &Manifest) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for at in manifest.via.iter() {
        let place = place(sources, *at).filter(|place| !places.contains(place));
        places.extend(place);
    }
    places
}

/// What could not be seen, as it is said on standard error: a word, the message, the place, what would help.
pub fn said(sources: &Sources, word: &str, gap: &Gap) -> String {
    let line = |text: &str| clean(text).replace('\n', " ");
    let mut text = format!("{word}{}", line(&gap.message));
    if let Some(place) = gap.at.and_then(|at| place(sources, at)) {
        text.push_str(&format!("\n  --> {place}"));
    }
    if let Some(help) = &gap.help {
        text.push_str(&format!("\n  help: {}", line(help)));
    }
    text
}

/// How many values are not known, one line a reason, with the place of the first: for formats without comments.
pub fn unknown_values(sources: &Sources, objects: &[Manifest]) -> Vec<String> {
    let mut reasons: Vec<(String, usize, Span)> = Vec::new();
    for object in objects {
        count(&object.value, 0, &mut reasons);
    }
    let line = |(reason, count, at): (String, usize, Span)| {
        let place = place(sources, at).map(|place| format!("\n  --> {place}")).unwrap_or_default();
        let values = if count == 1 { "1 value is" } else { &format!("{count} values are") };
        format!("note: {values} not known: {reason}{place}")
    };
    reasons.into_iter().map(line).collect()
}

fn count(value: &Value, depth: usize, reasons: &mut Vec<(String, usize, Span)>) {
    let mut unknown: Option<Arc<Unknown>> = None;
    match &value.kind {
        _ if depth > DEEPEST => {}
        Kind::List(items) => {
            for item in items.iter() {
                match item {
                    Item::One(inner) => count(inner, depth + 1, reasons),
                    Item::Many(many) => unknown = Some(many.clone()),
                }
            }
        }
        Kind::Map(map) => {
            unknown.clone_from(&map.rest);
            map.entries.iter().for_each(|entry| count(&entry.value, depth + 1, reasons));
        }
        _ => {
            if let Scalar::Stand(_, reason) = scalar(value) {
                unknown = reason;
            }
        }
    }
    let Some(unknown) = unknown else { return };
    let reason = why(&unknown);
    match reasons.iter_mut().find(|(known, ..)| *known == reason) {
        Some((_, count, _)) => *count += 1,
        None => reasons.push((reason, 1, value.at)),
    }
}

/// Why a value is not known, on one line.
fn why(unknown: &Unknown) -> String {
    super::line(&reason::clause(unknown))
}
