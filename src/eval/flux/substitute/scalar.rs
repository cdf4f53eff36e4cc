//! How a text stands in the YAML that Flux replaces variables in, and what it is when that is read again. Flux writes with
//! `sigs.k8s.io/yaml`: without quotes wherever that is possible.

use crate::eval::kustomize::edit;
use crate::eval::manifest;
use crate::eval::value::Kind;
use crate::source::Span;
use crate::syntax::yaml;

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
    /// Several lines after `|`.
    Literal,
}

/// What a value is a part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A map, under a key.
    Value,
    /// A list.
    Element,
}

/// The style in which a text is written that is no number, boolean or null.
pub fn style(text: &str) -> Style {
    let break_beside_space = text.contains(" \n") || text.contains("\n ");
    let special = text.chars().any(|c| c.is_control() && c != '\n' && c != '\u{85}' || matches!(c, '\u{feff}'));
    let trailing = text.ends_with(' ');
    match text.contains('\n') {
        true if special || text.contains(" \n") || trailing => Style::Double,
        true => Style::Literal,
        false if special => Style::Double,
        false if is_plain(text) => Style::Plain,
        false if break_beside_space => Style::Double,
        false => Style::Single,
    }
}

/// Whether a text of one line can stand without quotes in a block.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let second_is_space = text.chars().nth(1).is_none_or(char::is_whitespace);
    let indicator = match first {
        '?' | ':' | '-' => second_is_space,
        c => "#,[]{}&*!|>'\"%@`".contains(c),
    };
    !(indicator
        || text.starts_with(' ')
        || text.ends_with(' ')
        || text.starts_with("---")
        || text.starts_with("...")
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
        || text.contains(['\n', '\t']))
}

/// Whether a text that was written in a style and has had its variables replaced can be something else than itself.
pub fn reads_anew(style: Style, text: &str) -> bool {
    match style {
        Style::Plain => true,
        Style::Single => text.contains('\''),
        Style::Double => text.contains(['"', '\\']),
        Style::Literal => false,
    }
}

/// A text as it is written in a style.
pub fn written(text: &str, style: Style) -> String {
    match style {
        Style::Plain | Style::Literal => text.to_string(),
        Style::Single => format!("'{}'", text.replace('\'', "''")),
        Style::Double => {
            let mut out = String::from("\"");
            for c in text.chars() {
                match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\t' => out.push_str("\\t"),
                    '\r' => out.push_str("\\r"),
                    c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
                    c => out.push(c),
                }
            }
            out.push('"');
            out
        }
    }
}

/// What a written text is to who reads it where it stands; `None` when that is no YAML. All of it is placed at `at`.
pub fn read(written: &str, style: Style, place: Place, at: Span) -> Option<Kind> {
    if style == Style::Plain && (written.is_empty() || is_plain(written)) {
        return Some(manifest::plain(written, at).kind);
    }
    let line = match place {
        Place::Value => format!("v: {written}\n"),
        Place::Element => format!("- {written}\n"),
    };
    let parsed = yaml::parse(&line, at.file);
    let [document] = parsed.documents.as_slice() else { return None };
    if !parsed.gaps.is_empty() || !parsed.duplicates.is_empty() {
        return None;
    }
    let read = edit::map_spans(&manifest::value(document), &|_| at);
    match (place, edit::entries(&read)) {
        (Place::Value, [only]) if &*only.key == "v" => Some(only.value.kind.clone()),
        (Place::Value, _) => None,
        (Place::Element, _) => {
            let mut elements = edit::items(&read);
            elements.next().filter(|_| elements.next().is_none()).map(|value| value.kind.clone())
        }
    }
}
