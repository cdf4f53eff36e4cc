//! A JSON reader that keeps positions, key order and the text of numbers.

use crate::source::{FileId, Gap, GapKind, Span};
use std::sync::Arc;

const MAX_DEPTH: u32 = 64;
const MAX_NODES: usize = 2_000_000;

/// A JSON value and its place.
#[derive(Debug)]
pub(super) struct Node {
    /// The value.
    pub json: Json,
    /// From its first to its last character.
    pub at: Span,
}

/// A string and its place, quotes included.
#[derive(Debug)]
pub(super) struct Text {
    /// Escapes resolved.
    pub value: Arc<str>,
    /// With the quotes.
    pub at: Span,
}

/// The forms of JSON.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(Arc<str>),
    String(Arc<str>),
    Array(Vec<Node>),
    Object(Vec<(Text, Node)>),
}

impl Json {
    /// An object, or an array of nothing but objects.
    pub(super) fn holds_objects(&self) -> bool {
        match self {
            Json::Object(_) => true,
            Json::Array(items) => !items.is_empty() && items.iter().all(|i| matches!(i.json, Json::Object(_))),
            _ => false,
        }
    }
}

/// Reads a document; on an error the entries of the outermost object that were complete are still given.
pub(super) fn read(text: &str, file: FileId) -> (Option<Node>, Vec<Gap>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, bytes: text.as_bytes(), pos: start, file, nodes: 0, salvaged: None };
    let mut gaps = Vec::new();
    let root = match reader.value(0) {
        Ok(node) => {
            reader.space();
            if reader.pos < text.len() {
                gaps.push(reader.fault(reader.pos, "nothing more was expected after the JSON value").gap());
            }
            Some(node)
        }
        Err(stop) => {
            gaps.push(stop.gap());
            reader.salvaged.take()
        }
    };
    (root, gaps)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    pos: usize,
    file: FileId,
    nodes: usize,
    salvaged: Option<Node>,
}

/// Where and why reading stopped.
#[derive(Debug)]
struct Stop {
    at: Span,
    kind: GapKind,
    message: &'static str,
}

impl Stop {
    fn gap(&self) -> Gap {
        Gap::at(self.at, self.kind, self.message)
    }
}

impl Reader<'_> {
    fn fault(&self, at: usize, message: &'static str) -> Stop {
        let width = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Stop { at: Span::new(self.file, at, at + width), kind: GapKind::Syntax, message }
    }

    fn bound(&self, at: usize, message: &'static str) -> Stop {
        Stop { kind: GapKind::Bound, ..self.fault(at, message) }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.pos += 1;
        }
    }

    fn value(&mut self, depth: u32) -> Result<Node, Stop> {
        self.space();
        let start = self.pos;
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.bound(start, "not read: more than 2000000 values in one file"));
        }
        if depth > MAX_DEPTH {
            return Err(self.bound(start, "not read: more than 64 levels of nesting"));
        }
        let json = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Json::String(self.string()?.value),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word(start)?,
        };
        Ok(Node { json, at: Span::new(self.file, start, self.pos) })
    }

    fn word(&mut self, start: usize) -> Result<Json, Stop> {
        for (word, json) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))] {
            if self.text.get(self.pos..).is_some_and(|rest| rest.starts_with(word)) {
                self.pos += word.len();
                return Ok(json);
            }
        }
        Err(self.fault(start, "a JSON value was expected here"))
    }

    fn number(&mut self) -> Result<Json, Stop> {
        let start = self.pos;
        let digits = |reader: &mut Self| {
            let from = reader.pos;
            while reader.peek().is_some_and(|b| b.is_ascii_digit()) {
                reader.pos += 1;
            }
            reader.pos > from
        };
        if self.peek() == Some(b'-') {
            self.pos += 1;
        }
        let mut good = digits(self);
        if self.peek() == Some(b'.') {
            self.pos += 1;
            good &= digits(self);
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.pos += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.pos += 1;
            }
            good &= digits(self);
        }
        if !good {
            return Err(self.fault(start, "this number is not complete"));
        }
        Ok(Json::Number(self.text.get(start..self.pos).unwrap_or("0").into()))
    }

    fn string(&mut self) -> Result<Text, Stop> {
        let start = self.pos;
        self.pos += 1;
        let mut out = String::new();
        loop {
            let from = self.pos;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\' && b != b'\n') {
                self.pos += 1;
            }
            out.push_str(self.text.get(from..self.pos).unwrap_or(""));
            match self.peek() {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(Text { value: out.into(), at: Span::new(self.file, start, self.pos) });
                }
                Some(b'\\') => match escape(self.text.get(self.pos..).unwrap_or("")) {
                    Some((c, used)) => {
                        out.push(c);
                        self.pos += used;
                    }
                    None => return Err(self.fault(self.pos, "JSON has no such escape")),
                },
                _ => return Err(self.fault(start, "this quote is not closed on its line")),
            }
        }
    }

    fn array(&mut self, depth: u32) -> Result<Json, Stop> {
        let open = self.pos;
        self.pos += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(b']') && items.is_empty() {
                break;
            }
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b']') => break,
                None => return Err(self.fault(open, "this bracket is not closed")),
                _ => return Err(self.fault(self.pos, "a comma or `]` was expected here")),
            }
        }
        self.pos += 1;
        Ok(Json::Array(items))
    }

    fn object(&mut self, depth: u32) -> Result<Json, Stop> {
        let open = self.pos;
        self.pos += 1;
        let mut entries = Vec::new();
        let stop = loop {
            self.space();
            match self.peek() {
                Some(b'}') if entries.is_empty() => break None,
                Some(b'"') => {}
                None => break Some(self.fault(open, "this bracket is not closed")),
                _ => break Some(self.fault(self.pos, "a key in quotes was expected here")),
            }
            let key = match self.string() {
                Ok(key) => key,
                Err(stop) => break Some(stop),
            };
            self.space();
            if self.peek() != Some(b':') {
                break Some(self.fault(self.pos, "a colon was expected here"));
            }
            self.pos += 1;
            match self.value(depth + 1) {
                Ok(value) => entries.push((key, value)),
                Err(stop) => break Some(stop),
            }
            self.space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b'}') => break None,
                None => break Some(self.fault(open, "this bracket is not closed")),
                _ => break Some(self.fault(self.pos, "a comma or `}` was expected here")),
            }
        };
        match stop {
            None => {
                self.pos += 1;
                Ok(Json::Object(entries))
            }
            Some(stop) => {
                if depth == 0 {
                    let at = Span::new(self.file, open, self.pos);
                    self.salvaged = Some(Node { json: Json::Object(entries), at });
                }
                Err(stop)
            }
        }
    }
}

/// The character of an escape sequence and its length.
pub(super) fn escape(rest: &str) -> Option<(char, usize)> {
    let unit = |from: usize| u32::from_str_radix(rest.get(from..from + 4)?, 16).ok();
    let simple = |c| Some((c, 2));
    match rest.as_bytes().get(1)? {
        b'"' => simple('"'),
        b'\\' => simple('\\'),
        b'/' => simple('/'),
        b'b' => simple('\u{8}'),
        b'f' => simple('\u{c}'),
        b'n' => simple('\n'),
        b'r' => simple('\r'),
        b't' => simple('\t'),
        b'u' => {
            let first = unit(2)?;
            if (0xd800..0xdc00).contains(&first) && rest.get(6..8) == Some("\\u") {
                let second = unit(8)?;
                if (0xdc00..0xe000).contains(&second) {
                    let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    return Some((char::from_u32(code)?, 12));
                }
            }
            Some((char::from_u32(first).unwrap_or('\u{fffd}'), 6))
        }
        _ => None,
    }
}
