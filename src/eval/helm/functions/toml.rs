//! TOML, written as `BurntSushi/toml` writes it and read by the `toml` crate.

use crate::eval::helm::call::{Function, Param, any, text};
use crate::eval::helm::datum::{DEPTH, Datum, MapData, Slot};
use crate::eval::helm::exec::{Engine, OUTPUT};
use crate::eval::helm::fmt;
use crate::eval::helm::stop::Fault;
use crate::eval::helm::text::{Builder, From, Str};
use std::rc::Rc;
use std::sync::Arc;

/// TOML.
pub const FUNCTIONS: &[Function] =
    &[Function::new("toToml", &[Param::Any], to_toml), Function::new("fromToml", &[Param::Text], from_toml)];

/// Entries of a map.
type Entries<'a> = Vec<(&'a Arc<str>, &'a Slot)>;

/// Why a value cannot be written: Helm prints the sentence.
enum No {
    Said(&'static str),
    Fault(Fault),
}

fn to_toml(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut writer = Writer::default();
    let value = any(args, 0);
    let written = match &value {
        Datum::Map(map, _) => writer.table(&[], &map.borrow(), 0),
        Datum::Nil | Datum::Absent => {
            return Err(Fault::Error("invalid memory address or nil pointer dereference".into()));
        }
        value => match is_tables(value) {
            Ok(true) => Err(No::Said("toml: top-level values must be Go maps or structs")),
            Ok(false) => writer.element(value, 0),
            Err(no) => Err(no),
        },
    };
    match written {
        Ok(()) => Ok(Datum::Text(writer.out.finish())),
        Err(No::Said(message)) => Ok(Datum::text(message)),
        Err(No::Fault(fault)) => Err(fault),
    }
}

/// Whether a value is a list of tables only, which is written as tables of its own.
fn is_tables(value: &Datum) -> Result<bool, No> {
    let Datum::List(items, _) = value else { return Ok(false) };
    if items.iter().any(Datum::is_nil) {
        return Err(No::Said("toml: cannot encode array with nil element"));
    }
    Ok(!items.is_empty() && items.iter().all(|item| matches!(item, Datum::Map(..))))
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c.is_ascii_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn key(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !text.is_empty() && text.chars().all(bare) { text.to_string() } else { quoted(text) }
}

#[derive(Default)]
struct Writer {
    out: Builder,
}

impl Writer {
    fn put(&mut self, text: &str, from: &From) {
        self.out.push(text, from);
    }

    fn newline(&mut self) {
        if !self.out.is_empty() {
            self.put("\n", &None);
        }
    }

    /// The entries of a map: what is no table first, each in order of key.
    fn parts(map: &MapData) -> Result<[Entries<'_>; 2], No> {
        let mut parts = [Vec::new(), Vec::new()];
        for (key, slot) in &map.entries {
            let table = matches!(slot.value, Datum::Map(..)) || is_tables(&slot.value)?;
            let [direct, tables] = &mut parts;
            if table { tables } else { direct }.push((key, slot));
        }
        Ok(parts)
    }

    fn table(&mut self, path: &[String], map: &MapData, depth: usize) -> Result<(), No> {
        if depth > DEPTH || self.out.len() > OUTPUT {
            return Err(No::Fault(Fault::Bound("size of computed text")));
        }
        let indent = "  ".repeat(path.len());
        for (name, Slot { key: from, value }) in Writer::parts(map)?.into_iter().flatten() {
            let header = || path.iter().cloned().chain([key(name)]).collect::<Vec<String>>();
            match value {
                Datum::Nil | Datum::Absent => {}
                Datum::Map(inner, _) => {
                    if path.is_empty() {
                        self.newline();
                    }
                    self.put(&format!("{indent}[{}]", header().join(".")), from);
                    self.newline();
                    self.table(&header(), &inner.borrow(), depth + 1)?;
                }
                Datum::List(items, _) if is_tables(value)? => {
                    for item in items.iter() {
                        let Datum::Map(inner, _) = item else { continue };
                        self.newline();
                        self.put(&format!("{indent}[[{}]]", header().join(".")), from);
                        self.newline();
                        self.table(&header(), &inner.borrow(), depth + 1)?;
                    }
                }
                value => {
                    self.put(&format!("{indent}{}", key(name)), from);
                    self.put(" = ", &None);
                    self.element(value, depth + 1)?;
                    self.newline();
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, value: &Datum, depth: usize) -> Result<(), No> {
        if depth > DEPTH || self.out.len() > OUTPUT {
            return Err(No::Fault(Fault::Bound("size of computed text")));
        }
        let from = value.from();
        match value {
            Datum::Bool(b, _) => self.put(&b.to_string(), &from),
            Datum::Int(n, _, _) => self.put(&n.to_string(), &from),
            Datum::Float(n, _) if n.is_finite() => {
                let text = fmt::float(*n);
                let dot = if text.contains(['.', 'e']) { "" } else { ".0" };
                self.put(&format!("{text}{dot}"), &from);
            }
            Datum::Float(n, _) => {
                let sign = if n.is_sign_negative() { "-" } else { "" };
                self.put(&format!("{sign}{}", if n.is_nan() { "nan" } else { "inf" }), &from);
            }
            Datum::Text(text) => self.out.push_str(&text.remade(quoted(text.as_str()))),
            Datum::List(items, _) => {
                self.put("[", &from);
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        self.put(", ", &None);
                    }
                    self.element(item, depth + 1)?;
                }
                self.put("]", &None);
            }
            Datum::Map(map, _) => {
                self.put("{", &from);
                let map = map.borrow();
                let [direct, tables] = Writer::parts(&map)?;
                // A last entry that is nothing leaves the comma before it, as in Go.
                for (entries, trailing) in [(&direct, !tables.is_empty()), (&tables, false)] {
                    for (i, (name, slot)) in entries.iter().enumerate() {
                        if slot.value.is_nil() {
                            continue;
                        }
                        self.put(&format!("{} = ", key(name)), &slot.key);
                        self.element(&slot.value, depth + 1)?;
                        if trailing || i + 1 < entries.len() {
                            self.put(", ", &None);
                        }
                    }
                }
                self.put("}", &None);
            }
            Datum::Nil | Datum::Absent => {
                return Err(No::Fault(Fault::Error("reflect: call of reflect.Value.Interface on zero Value".into())));
            }
            Datum::Unknown(..) | Datum::More(_) | Datum::Object(_) => {
                return Err(No::Fault(Fault::Unsupported("driftline does not write this value as TOML".into())));
            }
        }
        Ok(())
    }
}

fn from_toml(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let whole = text(args, 0);
    let from = whole.remade("x").origin();
    match whole.as_str().parse::<toml::Table>() {
        Ok(table) => read(&toml::Value::Table(table), &from, 0),
        Err(error) => {
            let message = format!("toml: {}", error.message());
            Ok(Datum::from_pairs([("Error".into(), Datum::text(message))]))
        }
    }
}

fn read(value: &toml::Value, from: &From, depth: usize) -> Result<Datum, Fault> {
    if depth > DEPTH {
        return Err(Fault::Bound("nesting of values"));
    }
    Ok(match value {
        toml::Value::Boolean(b) => Datum::Bool(*b, from.clone()),
        toml::Value::Integer(n) => Datum::Int(*n, true, from.clone()),
        toml::Value::Float(n) => Datum::Float(*n, from.clone()),
        toml::Value::String(text) => Datum::Text(Str::new(text.as_str(), from.clone())),
        toml::Value::Datetime(_) => {
            return Err(Fault::Unsupported("driftline does not evaluate dates in TOML".into()));
        }
        toml::Value::Array(items) => {
            let items: Result<Vec<Datum>, Fault> = items.iter().map(|item| read(item, from, depth + 1)).collect();
            Datum::List(Rc::new(items?), from.clone())
        }
        toml::Value::Table(table) => {
            let mut data = MapData::default();
            for (name, value) in table {
                let slot = Slot { key: from.clone(), value: read(value, from, depth + 1)? };
                data.entries.insert(name.as_str().into(), slot);
            }
            Datum::map(data)
        }
    })
}
