//! `toYaml`: values as `sigs.k8s.io/yaml` writes them, each scalar with its own origin.
//!
//! The bytes matter, not only the meaning: charts hash this text and put it into ConfigMaps.

use super::datum::{DEPTH, Datum, Holes, MapData, Slot};
use super::exec::OUTPUT;
use super::fmt;
use super::stop::Fault;
use super::text::{Builder, From, MORE, Str, hole_index};
use crate::eval::go_yaml::{self, Look, WIDTH, is_text, natural};
use std::sync::Arc;

/// A value as YAML, without the last line break.
pub fn yaml(value: &Datum, holes: &mut Holes) -> Result<Str, Fault> {
    write(value, holes, false)
}

/// The same as `go.yaml.in/yaml/v3` writes it: lists are indented below their key, and lines never break.
pub fn pretty(value: &Datum, holes: &mut Holes) -> Result<Str, Fault> {
    write(value, holes, true)
}

fn write(value: &Datum, holes: &mut Holes, pretty: bool) -> Result<Str, Fault> {
    let mut writer = Writer { out: Builder::default(), holes, column: 0, pretty };
    match value {
        Datum::Map(map, from) => match map.try_borrow() {
            Ok(map) if !map.entries.is_empty() || map.rest.is_some() => writer.map(&map, from, 0, false, 0)?,
            _ => writer.put("{}\n", from),
        },
        Datum::List(items, from) if !items.is_empty() => writer.list(items, from, 0, false, 0)?,
        other => {
            writer.scalar(other, 0, false);
            writer.put("\n", &None);
        }
    }
    let text = writer.out.finish();
    let end = text.as_str().strip_suffix('\n').map_or(text.as_str().len(), str::len);
    Ok(text.slice(0, end))
}

/// A number as Go's JSON writes it.
pub fn json_number(n: f64) -> String {
    let size = n.abs();
    if n == 0.0 {
        return if n.is_sign_negative() { "-0" } else { "0" }.to_string();
    }
    if !(1e-6..1e21).contains(&size) {
        let text = format!("{n:e}");
        return match text.split_once('e') {
            Some((m, e)) if !e.starts_with('-') => format!("{m}e+{e}"),
            Some((m, e)) => format!("{m}e-{:0>2}", e.trim_start_matches('-')).replace("e-0", "e-"),
            None => text,
        };
    }
    n.to_string()
}

struct Writer<'a> {
    out: Builder,
    holes: &'a mut Holes,
    column: usize,
    pretty: bool,
}

impl Writer<'_> {
    fn put(&mut self, text: &str, from: &From) {
        self.out.push(text, from);
        self.column = match text.rfind('\n') {
            Some(i) => text.get(i + 1..).unwrap_or("").chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    fn guard(&self, depth: usize) -> Result<(), Fault> {
        if depth > DEPTH {
            return Err(Fault::Bound("nesting of values"));
        }
        if self.out.len() > OUTPUT { Err(Fault::Bound("size of computed text")) } else { Ok(()) }
    }

    fn map(&mut self, map: &MapData, from: &From, indent: usize, inline: bool, depth: usize) -> Result<(), Fault> {
        self.guard(depth)?;
        let pad = " ".repeat(indent);
        let mut keys: Vec<(&Arc<str>, &Slot)> = map.entries.iter().collect();
        keys.sort_by(|a, b| natural(a.0, b.0));
        let mut first = inline;
        for (key, slot) in keys {
            if !std::mem::take(&mut first) {
                self.put(&pad, &None);
            }
            self.text(&Str::new(&**key, slot.key.clone()), indent, true);
            self.put(":", &slot.key);
            match &slot.value {
                Datum::Map(inner, from) => match inner.try_borrow() {
                    Ok(inner) if !inner.entries.is_empty() || inner.rest.is_some() => {
                        self.put("\n", &None);
                        self.map(&inner, from, indent + 2, false, depth + 1)?;
                    }
                    _ => self.put(" {}\n", from),
                },
                Datum::List(items, from) if !items.is_empty() => {
                    self.put("\n", &None);
                    let inner = if self.pretty { indent + 2 } else { indent };
                    self.list(items, from, inner, false, depth + 1)?;
                }
                value => {
                    self.put(" ", &None);
                    self.scalar(value, indent, false);
                    self.put("\n", &None);
                }
            }
        }
        if let Some(rest) = &map.rest {
            if !first {
                self.put(&pad, &None);
            }
            let hole = self.holes.add(rest);
            self.put(&format!("{MORE}{hole}: null\n"), from);
        }
        Ok(())
    }

    fn list(&mut self, items: &[Datum], from: &From, indent: usize, inline: bool, depth: usize) -> Result<(), Fault> {
        self.guard(depth)?;
        let pad = " ".repeat(indent);
        let mut first = inline;
        for item in items {
            if !std::mem::take(&mut first) {
                self.put(&pad, &None);
            }
            self.put("- ", from);
            match item {
                Datum::Map(inner, from) => match inner.try_borrow() {
                    Ok(inner) if !inner.entries.is_empty() || inner.rest.is_some() => {
                        self.map(&inner, from, indent + 2, true, depth + 1)?;
                    }
                    _ => self.put("{}\n", from),
                },
                Datum::List(inner, from) if !inner.is_empty() => {
                    self.list(inner, from, indent + 2, true, depth + 1)?;
                }
                Datum::More(unknown) => {
                    let hole = self.holes.add(unknown);
                    self.put(&format!("{MORE}{hole}\n"), from);
                }
                value => {
                    self.scalar(value, indent, false);
                    self.put("\n", &None);
                }
            }
        }
        Ok(())
    }

    fn scalar(&mut self, value: &Datum, indent: usize, key: bool) {
        let from = value.from();
        match value {
            Datum::Nil | Datum::Absent => self.put("null", &from),
            Datum::Bool(b, _) => self.put(if *b { "true" } else { "false" }, &from),
            Datum::Int(n, _, _) => self.put(&n.to_string(), &from),
            Datum::Float(n, _) if !self.pretty && n.fract() == 0.0 && n.abs() < 1e18 => {
                self.put(&json_number(*n), &from)
            }
            Datum::Float(n, _) => self.put(&fmt::float(*n), &from),
            Datum::Text(text) => self.text(text, indent, key),
            Datum::Unknown(u, _) | Datum::More(u) => {
                let hole = self.holes.add(u).to_string();
                self.put(&hole, &from);
            }
            Datum::List(_, _) => self.put("[]", &from),
            Datum::Map(..) => self.put("{}", &from),
            Datum::Object(_) => {
                let shown = fmt::display(value, self.holes);
                self.text(&shown, indent, key);
            }
        }
    }

    fn text(&mut self, text: &Str, indent: usize, key: bool) {
        let value = text.as_str();
        let look = Look::of(value, printable);
        let multi = value.contains('\n');
        if multi && look.block && !key {
            return self.literal(text, indent + 2);
        }
        if !multi && look.plain && is_text(value) {
            return self.folded(text, indent + 2, key, |c, out| out.push(c), "");
        }
        let quoted_only = !is_text(value);
        if !multi && look.single && !quoted_only {
            let write = |c: char, out: &mut String| {
                out.push(c);
                if c == '\'' {
                    out.push(c);
                }
            };
            return self.folded(text, indent + 2, key, write, "'");
        }
        self.folded(text, indent + 2, key, |c, out| go_yaml::double(c, out, printable), "\"");
    }

    /// Text whose spaces may become line breaks beyond the width.
    fn folded(&mut self, text: &Str, indent: usize, key: bool, write: impl Fn(char, &mut String), quote: &str) {
        let from = text.origin().filter(|o| !o.literal);
        self.put(quote, &from);
        let value = text.as_str();
        let mut plain = String::with_capacity(value.len());
        value.chars().for_each(|c| write(c, &mut plain));
        let long = !self.pretty && self.column + plain.len() > WIDTH && value.contains(' ') && !key;
        if !long {
            if plain == value {
                self.column += value.chars().count();
                self.out.push_str(text);
            } else {
                self.put(&plain, &text.remade("x").origin());
            }
            self.put(quote, &from);
            return;
        }
        let origin = text.remade("x").origin();
        let mut spaces = false;
        let chars: Vec<char> = value.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            let next_space = chars.get(i + 1) == Some(&' ');
            let edge = !quote.is_empty() && (i == 0 || i + 1 >= chars.len());
            if *c == ' ' {
                if !spaces && self.column > WIDTH && !edge && (!next_space || quote == "\"") {
                    self.put("\n", &origin);
                    self.put(&" ".repeat(indent), &None);
                    if next_space {
                        self.put("\\", &origin);
                    }
                } else {
                    self.put(" ", &origin);
                }
                spaces = true;
            } else {
                let mut one = String::new();
                write(*c, &mut one);
                self.put(&one, &origin);
                spaces = false;
            }
        }
        self.put(quote, &from);
    }

    fn literal(&mut self, text: &Str, indent: usize) {
        let value = text.as_str();
        let from = text.origin().filter(|o| !o.literal);
        self.put("|", &from);
        if value.starts_with([' ', '\n']) {
            self.put("2", &from);
        }
        if !value.ends_with('\n') {
            self.put("-", &from);
        } else if value.ends_with("\n\n") || value == "\n" {
            self.put("+", &from);
        }
        let pad = " ".repeat(indent);
        let mut start = 0;
        for line in value.split('\n') {
            self.put("\n", &None);
            if !line.is_empty() {
                self.put(&pad, &None);
            }
            self.out.push_part(text, start, start + line.len());
            self.column = indent + line.chars().count();
            start += line.len() + 1;
        }
        // A last line break of the text is the one that ends the scalar.
        if value.ends_with('\n') {
            self.unput_newline();
        }
    }

    fn unput_newline(&mut self) {
        let text = std::mem::take(&mut self.out).finish();
        let end = text.as_str().strip_suffix('\n').map_or(text.as_str().len(), str::len);
        self.out.push_part(&text, 0, end);
    }
}

/// What yaml.v2 takes as printable, and what stands for a hole.
fn printable(c: char) -> bool {
    hole_index(c).is_some() || c == MORE || go_yaml::printable(c)
}
