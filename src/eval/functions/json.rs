//! JSON to values and back, with holes where something is not known.
//!
//! What is not known becomes a hole in the text, in the place of the value, and [`decode`] puts it back: so
//! `jsondecode(jsonencode(x))` keeps everything that is known of `x`.

use super::super::expression::MAX_TEXT;
use super::super::value::*;
use crate::source::Span;
use std::sync::Arc;

/// A value as JSON, the way Terraform prints it: sorted keys, no spaces, `<`, `>`, `&` escaped.
pub(crate) fn encode(value: &Value, at: Span) -> Vec<Part> {
    let mut out = Encoder { parts: Vec::new(), text: String::new(), bytes: 0, at };
    out.value(value, 0);
    if out.bytes > MAX_TEXT {
        let why = Why::Bound("a text longer than 16 MiB, or values nested too deeply");
        return vec![Part::Hole(Arc::new(Unknown::new(why, at).of(Ty::Text)), at)];
    }
    out.flush();
    out.parts
}

/// A value that is known as a whole, as JSON; what is not known reads `null`.
pub(crate) fn encode_plain(value: &Value) -> String {
    encode(value, value.at)
        .into_iter()
        .map(|part| match part {
            Part::Known(text, _) => text.to_string(),
            Part::Hole(..) => "null".to_owned(),
        })
        .collect()
}

struct Encoder {
    parts: Vec<Part>,
    text: String,
    /// Text so far; beyond the bound nothing is added, and the whole is unknown.
    bytes: usize,
    at: Span,
}

impl Encoder {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Known(std::mem::take(&mut self.text).into(), self.at));
        }
    }

    fn hole(&mut self, unknown: &Arc<Unknown>) {
        self.flush();
        self.parts.push(Part::Hole(unknown.clone(), self.at));
    }

    fn value(&mut self, value: &Value, depth: u32) {
        if depth > 512 {
            self.bytes = usize::MAX / 2;
        }
        if self.bytes > MAX_TEXT {
            return;
        }
        match &value.kind {
            Kind::Null => self.text.push_str("null"),
            Kind::Bool(b) => self.text.push_str(if *b { "true" } else { "false" }),
            Kind::Number(n) => self.text.push_str(&n.text()),
            Kind::Text(Text::Whole(text)) => {
                self.bytes += text.len();
                self.text.push('"');
                escape(text, &mut self.text);
                self.text.push('"');
            }
            Kind::Text(Text::Parts(parts)) => {
                self.text.push('"');
                for part in parts.iter() {
                    match part {
                        Part::Known(text, _) => {
                            self.bytes += text.len();
                            escape(text, &mut self.text);
                        }
                        Part::Hole(unknown, _) => self.hole(unknown),
                    }
                }
                self.text.push('"');
            }
            Kind::List(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Item::One(value) => {
                            if index > 0 {
                                self.text.push(',');
                            }
                            self.value(value, depth + 1);
                        }
                        // A hole where a comma would be; at the start two, because one would be an element. The space
                        // keeps it apart from the digits before it.
                        Item::Many(unknown) if index == 0 => {
                            self.hole(unknown);
                            self.hole(unknown);
                        }
                        Item::Many(unknown) => {
                            self.text.push(' ');
                            self.hole(unknown);
                        }
                    }
                }
                self.text.push(']');
            }
            Kind::Map(map) => {
                self.text.push('{');
                for (index, entry) in map.sorted().into_iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.text.push('"');
                    escape(&entry.key, &mut self.text);
                    self.text.push_str("\":");
                    self.value(&entry.value, depth + 1);
                }
                if let Some(rest) = &map.rest {
                    self.text.push(' ');
                    self.hole(rest);
                }
                self.text.push('}');
            }
            Kind::Unknown(unknown) => self.hole(unknown),
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for ch in text.chars() {
        match ch {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(ch)));
            }
            _ => out.push(ch),
        }
    }
}

/// Largest text that is decoded, in bytes.
const MAX_JSON: usize = 4 * 1024 * 1024;

/// A character or a hole.
#[derive(Clone)]
enum Unit {
    Char(char),
    Hole(Arc<Unknown>, Span),
}

/// A value from JSON text with holes. The error says what was expected.
///
/// With `in_file` the text is that of a whole file, and every value has its place there.
pub(crate) fn decode(parts: &[Part], at: Span, in_file: bool) -> Result<Value, String> {
    let offsets = match parts {
        [Part::Known(text, _)] if in_file => text.char_indices().map(|(i, _)| i).chain([text.len()]).collect(),
        _ => Vec::new(),
    };
    let bytes: usize = parts.iter().map(|part| if let Part::Known(text, _) = part { text.len() } else { 0 }).sum();
    if bytes > MAX_JSON {
        return Err(format!("it is larger than {} MiB", MAX_JSON >> 20));
    }
    let units = parts
        .iter()
        .flat_map(|part| match part {
            Part::Known(text, _) => text.chars().map(Unit::Char).collect::<Vec<_>>(),
            Part::Hole(unknown, place) => vec![Unit::Hole(unknown.clone(), *place)],
        })
        .collect();
    let mut decoder = Decoder { units, offsets, pos: 0, at };
    let value = decoder.value(0)?;
    decoder.space();
    match decoder.units.get(decoder.pos) {
        None => Ok(value),
        Some(_) => Err("extraneous data after JSON object".to_owned()),
    }
}

struct Decoder {
    units: Vec<Unit>,
    /// Where each unit begins in the file, and the end; empty when the text is not a file's.
    offsets: Vec<usize>,
    pos: usize,
    at: Span,
}

impl Decoder {
    fn peek(&self) -> Option<&Unit> {
        self.units.get(self.pos)
    }

    fn char(&self) -> Option<char> {
        match self.peek() {
            Some(Unit::Char(ch)) => Some(*ch),
            _ => None,
        }
    }

    fn hole(&mut self) -> Option<(Arc<Unknown>, Span)> {
        match self.units.get(self.pos) {
            Some(Unit::Hole(unknown, at)) => {
                let found = (unknown.clone(), *at);
                self.pos += 1;
                Some(found)
            }
            _ => None,
        }
    }

    fn space(&mut self) {
        while matches!(self.char(), Some(' ' | '\t' | '\r' | '\n')) {
            self.pos += 1;
        }
    }

    fn take(&mut self, ch: char) -> bool {
        let found = self.char() == Some(ch);
        self.pos += usize::from(found);
        found
    }

    /// The place of what begins at a unit and ends before the current one.
    fn place(&self, from: usize) -> Span {
        match (self.offsets.get(from), self.offsets.get(self.pos)) {
            (Some(start), Some(end)) => Span::new(self.at.file, *start, *end),
            _ => self.at,
        }
    }

    fn value(&mut self, depth: u32) -> Result<Value, String> {
        if depth > 128 {
            return Err("too many levels of nesting".to_owned());
        }
        self.space();
        let from = self.pos;
        let value = self.bare(depth)?;
        Ok(match value.kind {
            Kind::Unknown(_) => value,
            _ => Value { at: self.place(from), ..value },
        })
    }

    fn bare(&mut self, depth: u32) -> Result<Value, String> {
        if let Some((unknown, at)) = self.hole() {
            return Ok(Value::unknown(unknown, at));
        }
        match self.char() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => {
                let parts = self.string()?;
                Ok(match parts.as_slice() {
                    [Part::Hole(unknown, at)] => {
                        Value::unknown(Unknown { ty: Ty::Text, ..Unknown::clone(unknown) }, *at)
                    }
                    _ => Value::parts(parts, self.at),
                })
            }
            Some('-' | '0'..='9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Value, String> {
        let mut word = String::new();
        while let Some(ch) = self.char().filter(char::is_ascii_alphabetic) {
            word.push(ch);
            self.pos += 1;
            if word.len() > 8 {
                break;
            }
        }
        match word.as_str() {
            "null" => Ok(Value::null(self.at)),
            "true" => Ok(Value::bool(true, self.at)),
            "false" => Ok(Value::bool(false, self.at)),
            "" => Err("a JSON value was expected".to_owned()),
            _ => Err(format!("`{word}` is not a JSON value")),
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let mut text = String::new();
        while let Some(ch) = self.char().filter(|c| matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')) {
            text.push(ch);
            self.pos += 1;
        }
        // Digits beside a hole are digits of a number that is not known.
        if let Some((unknown, _)) = self.hole() {
            while !matches!(self.char(), None | Some(',' | '}' | ']' | ' ' | '\n')) {
                self.pos += 1;
            }
            return Ok(Value::unknown(Unknown::because(&unknown, self.at).of(Ty::Number), self.at));
        }
        let digits = text.trim_start_matches('-');
        if digits.starts_with('0') && digits.chars().nth(1).is_some_and(|ch| ch.is_ascii_digit()) {
            return Err("extraneous data after JSON object".to_owned());
        }
        match Number::parse(&text) {
            Some(number) => Ok(Value::number(number, self.at)),
            None => Err(format!("`{text}` is not a number")),
        }
    }

    fn string(&mut self) -> Result<Vec<Part>, String> {
        self.pos += 1;
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            if let Some((unknown, at)) = self.hole() {
                parts.push(Part::Known(std::mem::take(&mut text).into(), self.at));
                parts.push(Part::Hole(unknown, at));
                continue;
            }
            let Some(ch) = self.char() else { return Err("a quote is not closed".to_owned()) };
            self.pos += 1;
            match ch {
                '"' => {
                    if !text.is_empty() || parts.is_empty() {
                        parts.push(Part::Known(text.into(), self.at));
                    }
                    parts.retain(|part| !matches!(part, Part::Known(text, _) if text.is_empty()));
                    return Ok(parts);
                }
                '\\' => text.push(self.escape()?),
                ch if ch < ' ' => return Err("a control character in a string".to_owned()),
                ch => text.push(ch),
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let bad = || "an escape that JSON does not have".to_owned();
        let ch = self.char().ok_or_else(bad)?;
        self.pos += 1;
        Ok(match ch {
            '"' | '\\' | '/' => ch,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.unit().ok_or_else(bad)?;
                if (0xd800..0xdc00).contains(&first) {
                    let back = self.pos;
                    if self.take('\\')
                        && self.take('u')
                        && let Some(second) = self.unit().filter(|s| (0xdc00..0xe000).contains(s))
                    {
                        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                        return char::from_u32(code).ok_or_else(bad);
                    }
                    self.pos = back;
                }
                char::from_u32(first).unwrap_or('\u{fffd}')
            }
            _ => return Err(bad()),
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            value = value * 16 + self.char()?.to_digit(16)?;
            self.pos += 1;
        }
        Some(value)
    }

    fn array(&mut self, depth: u32) -> Result<Value, String> {
        self.pos += 1;
        let mut items: Vec<Item> = Vec::new();
        let two = matches!((self.peek(), self.units.get(self.pos + 1)), (Some(Unit::Hole(..)), Some(Unit::Hole(..))));
        if two {
            self.pos += 1;
            if let Some((unknown, _)) = self.hole() {
                items.push(Item::Many(unknown));
            }
        }
        loop {
            self.space();
            if let (false, Some((unknown, _))) = (items.is_empty(), self.hole()) {
                items.push(Item::Many(unknown));
                continue;
            }
            if self.take(']') {
                return Ok(Value::new(Kind::List(items.into()), self.at).formed(Form::Structure));
            }
            if !items.is_empty() && !self.take(',') {
                return Err("`,` or `]` was expected".to_owned());
            }
            items.push(Item::One(self.value(depth + 1)?));
        }
    }

    fn object(&mut self, depth: u32) -> Result<Value, String> {
        self.pos += 1;
        let mut entries: Vec<Entry> = Vec::new();
        let mut rest = None;
        let mut first = true;
        loop {
            self.space();
            if let Some((unknown, _)) = self.hole() {
                rest.get_or_insert(unknown);
                continue;
            }
            if self.take('}') {
                return Ok(Value::new(Kind::Map(Arc::new(Map::of(entries, rest))), self.at).formed(Form::Structure));
            }
            if !first && !self.take(',') && rest.is_none() {
                return Err("`,` or `}` was expected".to_owned());
            }
            self.space();
            if let Some((unknown, _)) = self.hole() {
                rest.get_or_insert(unknown);
                continue;
            }
            first = false;
            if self.char() != Some('"') {
                return Err("a key in quotes was expected".to_owned());
            }
            let from = self.pos;
            let key = self.string()?;
            let key_at = self.place(from);
            self.space();
            if !self.take(':') {
                return Err("`:` was expected".to_owned());
            }
            let value = self.value(depth + 1)?;
            match key.as_slice() {
                [] => entries.push(Entry { key: "".into(), key_at, value }),
                [Part::Known(key, _)] => entries.push(Entry { key: key.clone(), key_at, value }),
                parts => {
                    let hole = parts.iter().find_map(|part| match part {
                        Part::Hole(unknown, _) => Some(unknown.clone()),
                        Part::Known(..) => None,
                    });
                    rest = rest.or(hole);
                }
            }
        }
    }
}
