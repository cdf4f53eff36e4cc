//! YAML as kustomize and Helm's `toYaml` write it, so that what is printed can be compared with what they print.

use super::{DEEPEST, STEPS, Scalar, hops, parts, place, scalar, why};
use crate::eval::go_yaml::{self, natural, write_text};
use crate::eval::rendering::Manifest;
use crate::eval::value::{Address, Entry, Item, Kind, Map, Marks, Text, Unknown, Value};
use crate::report::line;
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What is said of a value that something which is not known may replace.
const OVERRIDABLE: &str = "overridable";

/// What is printed beside the values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style<'a> {
    /// Comments that say where an object, and what in it is from elsewhere, is written.
    pub origins: bool,
    /// Places of values that are not printed and that are told to differ from another rendering.
    pub differing: Option<&'a BTreeSet<Span>>,
}

/// One object with the lines above it: `---`, the template, its origin. kustomize puts `---` between objects, Helm before
/// each: `first` is the first of several.
pub fn document(sources: &Sources, manifest: &Manifest, style: Style<'_>, first: bool) -> String {
    let mut out = String::new();
    if !first || manifest.template.is_some() {
        out.push_str("---\n");
    }
    if let Some(template) = &manifest.template {
        let _ = writeln!(out, "# Source: {}", line(template));
    }
    if style.origins {
        let at = place(sources, manifest.at);
        let _ = writeln!(out, "# from {}", at.as_deref().unwrap_or("what is built in"));
        for part in parts(sources, manifest) {
            let _ = writeln!(out, "# with {part}");
        }
        if let Some(owner) = &manifest.owner {
            let _ = writeln!(out, "# by {}", owned(owner));
        }
    }
    out.push_str(&object(sources, manifest, style));
    out
}

/// One object, every line ended.
pub fn object(sources: &Sources, manifest: &Manifest, style: Style<'_>) -> String {
    let mut writer = Writer { sources, style, own: manifest.at.file, out: String::new() };
    let home = manifest.value.at.file;
    match &manifest.value.kind {
        Kind::Map(map) if shell(&manifest.value).is_none() => writer.map(map, home, 0, false, 0),
        _ => {
            writer.scalar(&manifest.value, home, 0);
            writer.out.push('\n');
        }
    }
    writer.out
}

/// Who brings an object, in words.
pub(super) fn owned(owner: &Address) -> String {
    line(&owner.subject)
}

struct Writer<'a> {
    sources: &'a Sources,
    style: Style<'a>,
    /// The file of the object, which is named above it.
    own: FileId,
    out: String,
}

/// Why an empty list or map may hold something all the same; `None` for one that has content to print.
fn shell(value: &Value) -> Option<(&'static str, Option<&Unknown>)> {
    match &value.kind {
        Kind::Map(map) if map.entries.is_empty() => Some(("{}", map.rest.as_deref())),
        Kind::List(items) if !items.iter().any(|item| matches!(item, Item::One(_))) => {
            let many = items.iter().find_map(|item| match item {
                Item::Many(unknown) => Some(&**unknown),
                Item::One(_) => None,
            });
            Some(("[]", many))
        }
        _ => None,
    }
}

fn comment(parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!(" # {}", parts.join("; ")) }
}

impl Writer<'_> {
    fn pad(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn map(&mut self, map: &Map, home: FileId, indent: usize, inline: bool, depth: usize) {
        let mut entries: Vec<&Entry> = map.entries.iter().collect();
        entries.sort_by(|a, b| natural(&a.key, &b.key));
        let mut first = inline;
        if let Some(rest) = &map.rest {
            self.more(rest, "keys", indent, &mut first);
        }
        for entry in entries {
            if !std::mem::take(&mut first) {
                self.pad(indent);
            }
            write_text(&mut self.out, &entry.key, indent + 2, true, "");
            self.out.push(':');
            self.value(&entry.value, home, indent + 2, indent, depth);
        }
    }

    fn list(&mut self, items: &[Item], home: FileId, indent: usize, inline: bool, depth: usize) {
        let mut first = inline;
        for item in items {
            let value = match item {
                Item::One(value) => value,
                Item::Many(unknown) => {
                    self.more(unknown, "elements", indent, &mut first);
                    continue;
                }
            };
            if !std::mem::take(&mut first) {
                self.pad(indent);
            }
            self.out.push('-');
            let moved = self.moved(value, home);
            let open = matches!(&value.kind, Kind::Map(map) if map.rest.is_some());
            match &value.kind {
                Kind::Map(map) if moved.is_none() && !open && shell(value).is_none() && depth < DEEPEST => {
                    self.out.push(' ');
                    self.map(map, value.at.file, indent + 2, true, depth + 1);
                }
                Kind::List(inner) if shell(value).is_none() && depth < DEEPEST => {
                    self.out.push(' ');
                    self.list(inner, value.at.file, indent + 2, true, depth + 1);
                }
                _ => self.value(value, home, indent + 2, indent + 2, depth),
            }
        }
    }

    /// What stands behind `key:` or `-`, with the line break that ends it. A map below is indented from `indent`, a list from
    /// `list`.
    fn value(&mut self, value: &Value, home: FileId, indent: usize, list: usize, depth: usize) {
        let holds = shell(value).is_none() && depth < DEEPEST;
        if holds && matches!(value.kind, Kind::Map(_) | Kind::List(_)) {
            let moved: Vec<String> = self.moved(value, home).into_iter().collect();
            self.out.push_str(&comment(&moved));
        }
        match &value.kind {
            Kind::Map(map) if holds => {
                self.out.push('\n');
                self.map(map, value.at.file, indent, false, depth + 1);
            }
            Kind::List(items) if holds => {
                self.out.push('\n');
                self.list(items, value.at.file, list, false, depth + 1);
            }
            _ => {
                self.out.push(' ');
                self.scalar(value, home, indent);
                self.out.push('\n');
            }
        }
    }

    /// A comment for what may be there beside what is printed.
    fn more(&mut self, unknown: &Unknown, what: &str, indent: usize, first: &mut bool) {
        if std::mem::take(first) {
            self.out.pop();
            self.out.push(' ');
        } else {
            self.pad(indent);
        }
        let _ = writeln!(self.out, "# perhaps more {what}: {}", why(unknown));
    }

    fn scalar(&mut self, value: &Value, home: FileId, indent: usize) {
        let mut notes = Vec::new();
        let shown = scalar(value);
        match &shown {
            Scalar::Stand(_, Some(unknown)) => notes.push(why(unknown)),
            Scalar::Stand(_, None) if self.style.differing.is_some_and(|places| places.contains(&value.at)) => {
                notes.push("differs".to_owned());
            }
            _ => {}
        }
        if value.marks.has(Marks::OVERRIDABLE) && matches!(shown, Scalar::Plain(_)) {
            notes.push(OVERRIDABLE.to_owned());
        }
        if let Some((_, Some(unknown))) = shell(value) {
            notes.push(format!("perhaps not empty: {}", why(unknown)));
        }
        notes.extend(self.moved(value, home));
        let text = match shown {
            Scalar::Stand(text, _) => text,
            Scalar::Plain(Kind::Text(Text::Whole(text))) => text.to_string(),
            Scalar::Plain(Kind::Null | Kind::Text(_) | Kind::Unknown(_)) => return self.bare("null", &notes),
            Scalar::Plain(Kind::Bool(b)) => return self.bare(if *b { "true" } else { "false" }, &notes),
            Scalar::Plain(Kind::Number(number)) => return self.bare(&go_yaml::number(number), &notes),
            Scalar::Plain(Kind::List(_) | Kind::Map(_)) => {
                if let Some((text, _)) = shell(value) {
                    return self.bare(text, &notes);
                }
                notes.push(format!("nested deeper than {DEEPEST}"));
                return self.bare("null", &notes);
            }
        };
        write_text(&mut self.out, &text, indent, false, &comment(&notes));
    }

    fn bare(&mut self, text: &str, notes: &[String]) {
        self.out.push_str(text);
        self.out.push_str(&comment(notes));
    }

    /// Where a value is written, when that is another file than that of what holds it, or when it came from elsewhere.
    fn moved(&self, value: &Value, home: FileId) -> Option<String> {
        if !self.style.origins {
            return None;
        }
        let inner = matches!(value.kind, Kind::List(_) | Kind::Map(_)) && shell(value).is_none();
        if value.at.file == home && (inner || value.via.is_none()) {
            return None;
        }
        let steps = hops(value).map(|hop| hop.at).filter(|at| *at != value.at).take(STEPS);
        let places: Vec<String> = std::iter::once(value.at).chain(steps).filter_map(|at| self.place(at)).collect();
        Some(line(&places.join(" > "))).filter(|text| !text.is_empty())
    }

    /// A place; of the object's own file only line and column.
    fn place(&self, at: Span) -> Option<String> {
        if at.file != self.own {
            return place(self.sources, at);
        }
        let start = self.sources.line_col(at.file, at.start);
        Some(format!(":{}:{}", start.line, start.column))
    }
}
