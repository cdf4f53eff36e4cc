//! `toYaml`: values as `sigs.k8s.io/yaml` writes them, each scalar with its own origin.
//!
//! The bytes matter, not only the meaning: charts hash this text and put it into ConfigMaps. The rules are those of
//! `go.yaml.in/yaml/v2`'s emitter: lists are not indented below their key, lines break after 80 columns.

use super::datum::{DEPTH, Datum, Holes, MapData, Slot};
use super::exec::OUTPUT;
use super::fmt;
use super::stop::Fault;
use super::text::{Builder, From, MORE, Str, hole_index};
use crate::eval::manifest;
use crate::eval::value::{Kind, Text};
use crate::source::{FileId, Span};
use std::cmp::Ordering;
use std::sync::Arc;

/// The column after which a line breaks.
const WIDTH: usize = 80;

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
        let look = Look::of(value);
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
        self.folded(text, indent + 2, key, double, "\"");
    }

    /// Text whose spaces may become line breaks beyond the width.
    fn folded(&mut self, text: &Str, indent: usize, key: bool, write: impl Fn(char, &mut String), quote: &str) {
        let from = text.origin().filter(|o| !o.literal);
        self.put(quote, &from);
        let value = text.as_str();
        let long = !self.pretty && self.column + value.len() > WIDTH && value.contains(' ') && !key;
        let mut plain = String::with_capacity(value.len());
        value.chars().for_each(|c| write(c, &mut plain));
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

fn double(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\0' => out.push_str("\\0"),
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{b}' => out.push_str("\\v"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '\u{1b}' => out.push_str("\\e"),
        '\u{85}' => out.push_str("\\N"),
        '\u{2028}' => out.push_str("\\L"),
        '\u{2029}' => out.push_str("\\P"),
        c if printable(c) => out.push(c),
        c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02X}", u32::from(c))),
        c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
    }
}

/// What yaml.v2 takes as printable: nothing beyond the basic plane.
fn printable(c: char) -> bool {
    if hole_index(c).is_some() || c == MORE {
        return true;
    }
    matches!(u32::from(c), 0x0a | 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfffd)
        && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Unquoted, it would be text.
fn is_text(value: &str) -> bool {
    let nowhere = Span::file_start(FileId::from_index(0));
    matches!(manifest::plain(value, nowhere).kind, Kind::Text(Text::Whole(_))) && !base60(value) && !timestamp(value)
}

/// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`
fn base60(value: &str) -> bool {
    let value = value.strip_prefix(['-', '+']).unwrap_or(value);
    let mut parts = value.split(':');
    let digits =
        |p: &str| p.starts_with(|c: char| c.is_ascii_digit()) && p.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    if !parts.next().is_some_and(digits) {
        return false;
    }
    let rest: Vec<&str> = parts.collect();
    let last = rest.len().saturating_sub(1);
    !rest.is_empty()
        && rest.iter().enumerate().all(|(i, part)| {
            let part = match part.split_once('.') {
                Some((whole, fraction)) if i == last => {
                    if !fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') {
                        return false;
                    }
                    whole
                }
                _ => part,
            };
            part.len() <= 2 && !part.is_empty() && part.parse::<u8>().is_ok_and(|n| n < 60)
        })
}

/// `2006-01-02`, alone or with a time.
fn timestamp(value: &str) -> bool {
    let bytes = value.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits != 4 || bytes.get(4) != Some(&b'-') {
        return false;
    }
    let date = value.split(['T', 't', ' ']).next().unwrap_or("");
    let parts: Vec<&str> = date.split('-').collect();
    let number = |p: &str| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit());
    let [_, month, day] = parts.as_slice() else { return false };
    if !number(month) || !number(day) {
        return false;
    }
    let valid = month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m))
        && day.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d));
    let time = value.get(date.len() + 1..).unwrap_or("");
    valid
        && (value.len() == date.len()
            || (time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || b"+-:. Zz".contains(&b))))
}

/// Which styles the emitter allows for a text.
struct Look {
    plain: bool,
    single: bool,
    block: bool,
}

impl Look {
    fn of(value: &str) -> Look {
        if value.is_empty() {
            return Look { plain: false, single: true, block: false };
        }
        let chars: Vec<char> = value.chars().collect();
        let at = |i: usize| chars.get(i).copied();
        let blank = |c: Option<char>| matches!(c, None | Some(' ' | '\t' | '\n' | '\r'));
        let mut look = Look { plain: true, single: true, block: true };
        if value.starts_with("---") || value.starts_with("...") {
            look.plain = false;
        }
        let mut special = false;
        for (i, c) in chars.iter().enumerate() {
            let first = i == 0;
            let indicator = match c {
                '#' if first => true,
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => first,
                '?' => first && blank(at(1)),
                ':' => blank(at(i + 1)),
                '-' => first && blank(at(1)),
                '#' => blank(at(i - 1)),
                _ => false,
            };
            look.plain &= !indicator;
            special |= !printable(*c);
            if *c == '\n' {
                look.plain = false;
                // " \n" cannot be written but in double quotes; "\n " not in single ones.
                if i > 0 && at(i - 1) == Some(' ') {
                    special = true;
                }
                if at(i + 1) == Some(' ') {
                    look.single = false;
                }
            }
        }
        if matches!(chars.first(), Some(' ' | '\n')) || matches!(chars.last(), Some(' ' | '\n')) {
            look.plain = false;
        }
        if chars.last() == Some(&' ') {
            look.block = false;
        }
        if special {
            return Look { plain: false, single: false, block: false };
        }
        look
    }
}

/// The order of keys in yaml.v2: numbers inside by their size, letters after everything else.
fn natural(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    for i in 0..a.len().min(b.len()) {
        let (Some(ca), Some(cb)) = (a.get(i).copied(), b.get(i).copied()) else { break };
        if ca == cb {
            continue;
        }
        match (ca.is_alphabetic(), cb.is_alphabetic()) {
            (true, true) => return ca.cmp(&cb),
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (false, false) => {}
        }
        let leading = if ca == '0' || cb == '0' {
            let before = a.get(..i).unwrap_or(&[]).iter().rev().take_while(|c| c.is_ascii_digit());
            u128::from(before.into_iter().any(|c| *c != '0'))
        } else {
            0
        };
        let run = |chars: &[char]| {
            let digits = chars.get(i..).unwrap_or(&[]).iter().map_while(|c| c.to_digit(10));
            let list: Vec<u32> = digits.take(30).collect();
            (list.iter().fold(leading, |n, d| n.saturating_mul(10).saturating_add(u128::from(*d))), list.len())
        };
        let ((na, la), (nb, lb)) = (run(&a), run(&b));
        return na.cmp(&nb).then(la.cmp(&lb)).then(ca.cmp(&cb));
    }
    a.len().cmp(&b.len())
}
