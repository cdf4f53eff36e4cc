//! `yamldecode` and `yamlencode`, as github.com/zclconf/go-cty-yaml reads and writes them.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, is_file};
use super::date;
use crate::eval::expression::MAX_TEXT;
use crate::eval::manifest;
use crate::eval::value::*;
use crate::source::Span;
use crate::syntax::yaml::{self, Node, NodeKind, ScalarStyle};
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "yamldecode" => (decode, Ty::Any),
        "yamlencode" => (encode, Ty::Text),
        _ => return None,
    };
    Some(Function { run, gives })
}

/// A mark that stands for a hole while the text is parsed; no text holds this private character by itself.
const MARK: char = '\u{f8ff}';

fn decode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Kind::Unknown(unknown) = &value.kind {
        return Err(Stop::Unknown(unknown.clone()));
    }
    document(value, &c.parts(args, 0)?)
}

/// The one document in a text that may have holes.
fn document(value: &Value, parts: &[Part]) -> Answer {
    let mut holes: Vec<(Arc<Unknown>, Span)> = Vec::new();
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Known(known, _) => text.push_str(&known.replace(MARK, "\u{fffd}")),
            Part::Hole(unknown, at) => {
                text.push_str(&format!("{MARK}{}{MARK}", holes.len()));
                holes.push((unknown.clone(), *at));
            }
        }
    }
    // The content of a whole file keeps its places.
    let in_file = holes.is_empty() && is_file(value, text.len());
    let mut parsed = yaml::parse(&text, value.at.file);
    let last_line = text.rsplit('\n').next().unwrap_or("");
    let cut = (!last_line.trim().is_empty()).then(|| u32::try_from(text.trim_end().len()).unwrap_or(u32::MAX));
    let reader = Reader { holes: &holes, at: if in_file { None } else { Some(value.at) }, cut };
    match (parsed.gaps.pop(), parsed.documents.as_slice()) {
        (Some(_), _) if !holes.is_empty() => Err(Stop::Unknown(holes.remove(0).0)),
        (Some(gap), _) => failed(gap.message.to_string()),
        (None, [document]) => Ok(reader.node(document)),
        (None, []) if holes.is_empty() => failed("on line 1, column 1: missing start of document"),
        (None, []) => Err(Stop::Unknown(holes.remove(0).0)),
        (None, _) => failed("on line 1, column 1: unexpected extra content after value"),
    }
}

/// The document in a text that some resource hands on, as `yamldecode` reads it. What cannot be read is why not.
pub(in crate::eval) fn read(value: &Value) -> Result<Value, Arc<Unknown>> {
    let told = |why: Why| Arc::new(Unknown::new(why, value.at));
    let parts: Vec<Part> = match &value.kind {
        Kind::Text(Text::Whole(text)) => vec![Part::Known(text.clone(), value.at)],
        Kind::Text(Text::Parts(parts)) => parts.to_vec(),
        Kind::Unknown(unknown) => return Err(unknown.clone()),
        _ => return Err(told(Why::Gap("it is no text".into()))),
    };
    document(value, &parts).map_err(|stop| match stop {
        Stop::Unknown(unknown) => unknown,
        _ => told(Why::Gap("its text is no YAML document".into())),
    })
}

struct Reader<'h> {
    holes: &'h [(Arc<Unknown>, Span)],
    at: Option<Span>,
    /// Where the text ends, when it ends within a line: a block scalar that ends there has no line break.
    cut: Option<u32>,
}

impl Reader<'_> {
    fn node(&self, node: &Node) -> Value {
        let at = self.at.unwrap_or(node.at);
        match &node.kind {
            NodeKind::Sequence(items) => {
                Value::list(items.iter().map(|item| self.node(item)), at).formed(Form::Structure)
            }
            NodeKind::Mapping(pairs) => {
                let mut rest = None;
                let mut entries = Vec::new();
                for (key, value) in pairs.iter() {
                    let key_text = match (self.node(key).kind, key.text()) {
                        (Kind::Bool(b), _) => b.to_string(),
                        (_, text) => text.unwrap_or_default().to_owned(),
                    };
                    match self.parts(&key_text, at).iter().find_map(hole) {
                        Some(unknown) => rest = rest.or(Some(unknown)),
                        None => {
                            let key_at = self.at.unwrap_or(key.at);
                            entries.push(Entry { key: key_text.into(), key_at, value: self.node(value) });
                        }
                    }
                }
                Value::new(Kind::Map(Arc::new(Map::of(entries, rest))), at).formed(Form::Structure)
            }
            NodeKind::Scalar(text, style) if text.contains(MARK) => {
                let parts = self.parts(self.as_far_as_written(text, *style, node.at), at);
                match parts.as_slice() {
                    [Part::Hole(unknown, place)] if *style == ScalarStyle::Plain => {
                        Value::unknown(unknown.clone(), *place)
                    }
                    _ => Value::parts(parts, at),
                }
            }
            NodeKind::Scalar(text, style) => {
                let untagged = *style == ScalarStyle::Plain && node.tag.is_none();
                if let Some(known) = differently(text).filter(|_| untagged) {
                    return Value::new(known, at);
                }
                match node.tag.as_deref() {
                    // Read as what it is written as.
                    Some(tag) if tag.ends_with("binary") => return Value::text(text.clone(), at),
                    Some(tag) if tag.starts_with('!') && !tag.starts_with("!!") => {
                        let why = Why::Gap(format!("Terraform does not read the tag `{tag}`").into());
                        return Value::unknown(Unknown::new(why, at), at);
                    }
                    _ => {}
                }
                if *style != ScalarStyle::Plain {
                    return Value::text(self.as_far_as_written(text, *style, node.at), at);
                }
                let digits = text.trim_start_matches('-');
                if untagged
                    && digits.len() > 15
                    && digits.bytes().all(|b| b.is_ascii_digit())
                    && let Some(number) = Number::parse(text)
                {
                    return Value::number(number, at);
                }
                let value = manifest::value(node);
                match &value.kind {
                    Kind::Number(Number::Float(f)) if !f.is_finite() => {
                        let why = Why::Gap("a number that is not finite".into());
                        Value::unknown(Unknown::new(why, at).of(Ty::Number), at)
                    }
                    _ => Value { at, ..value },
                }
            }
        }
    }

    /// A scalar without the line break that the parser adds where the text ends.
    fn as_far_as_written<'t>(&self, text: &'t str, style: ScalarStyle, at: Span) -> &'t str {
        match text.strip_suffix('\n') {
            Some(cut) if style == ScalarStyle::Block && self.cut == Some(at.end) => cut,
            _ => text,
        }
    }

    /// Text with its marks turned back into holes.
    fn parts(&self, text: &str, at: Span) -> Vec<Part> {
        let mut out = Vec::new();
        for (index, piece) in text.split(MARK).enumerate() {
            let hole = piece.parse::<usize>().ok().filter(|_| index % 2 == 1).and_then(|i| self.holes.get(i));
            match hole {
                Some((unknown, place)) => out.push(Part::Hole(unknown.clone(), *place)),
                None if piece.is_empty() => {}
                None => out.push(Part::Known(piece.into(), at)),
            }
        }
        out
    }
}

fn hole(part: &Part) -> Option<Arc<Unknown>> {
    match part {
        Part::Hole(unknown, _) => Some(unknown.clone()),
        Part::Known(..) => None,
    }
}

/// Where go-cty-yaml reads an unquoted scalar otherwise than Kubernetes does.
fn differently(text: &str) -> Option<Kind> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // A leading zero is decimal.
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Number::parse(text).map(Kind::Number);
    }
    let binary = digits.strip_prefix("0b").is_some_and(|d| d.bytes().all(|b| matches!(b, b'0' | b'1' | b'_')));
    if binary || (text.contains('_') && text.bytes().any(|b| b.is_ascii_digit())) {
        return Some(Kind::Text(Text::Whole(text.into())));
    }
    let dated = text.len() >= 10 && text.bytes().take(4).all(|b| b.is_ascii_digit()) && text.get(4..5) == Some("-");
    if dated {
        return date::normalized(text).map(|text| Kind::Text(Text::Whole(text.into())));
    }
    None
}

fn encode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    let mut out = Writer { parts: Vec::new(), text: String::new(), bytes: 0, at: c.at };
    out.block(value, 0, Place::Top);
    if matches!(value.kind, Kind::Null | Kind::Bool(_) | Kind::Number(_)) {
        out.text.push_str("...\n");
    }
    out.flush();
    Ok(match &value.kind {
        Kind::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
        _ => c.joined(out.parts)?.marked(value.all_marks()),
    })
}

/// What a value follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing.
    Top,
    /// `key:`.
    Key,
    /// `-`.
    Dash,
}

struct Writer {
    parts: Vec<Part>,
    text: String,
    /// Text so far; beyond the bound nothing is added, and the caller refuses the whole.
    bytes: usize,
    at: Span,
}

impl Writer {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Known(std::mem::take(&mut self.text).into(), self.at));
        }
    }

    fn hole(&mut self, unknown: &Arc<Unknown>) {
        self.flush();
        self.parts.push(Part::Hole(unknown.clone(), self.at));
    }

    fn indent(&mut self, by: usize) {
        self.text.extend(std::iter::repeat_n(' ', by));
    }

    fn block(&mut self, value: &Value, indent: usize, place: Place) {
        if self.bytes > MAX_TEXT {
            return;
        }
        match &value.kind {
            Kind::Map(map) if !map.entries.is_empty() || map.rest.is_some() => {
                if place == Place::Key {
                    self.text.push('\n');
                }
                for (index, entry) in map.sorted().into_iter().enumerate() {
                    if !(index == 0 && place == Place::Dash) {
                        self.indent(indent);
                    }
                    self.text.push_str(&super::json::encode_plain(&Value::text(entry.key.clone(), self.at)));
                    self.text.push(':');
                    let nested = matches!(&entry.value.kind, Kind::Map(_));
                    self.entry(&entry.value, if nested { indent + 2 } else { indent }, Place::Key);
                }
                if let Some(rest) = &map.rest {
                    self.hole(rest);
                    self.text.push('\n');
                }
            }
            Kind::List(items) if !items.is_empty() => {
                if place == Place::Key {
                    self.text.push('\n');
                }
                for (index, item) in items.iter().enumerate() {
                    if !(index == 0 && place == Place::Dash) {
                        self.indent(indent);
                    }
                    match item {
                        Item::One(value) => {
                            self.text.push('-');
                            self.entry(value, indent + 2, Place::Dash);
                        }
                        Item::Many(unknown) => {
                            self.hole(unknown);
                            self.text.push('\n');
                        }
                    }
                }
            }
            _ => {
                self.scalar(value, indent);
                self.text.push('\n');
            }
        }
    }

    fn entry(&mut self, value: &Value, indent: usize, place: Place) {
        let nested = match &value.kind {
            Kind::Map(map) => !map.entries.is_empty() || map.rest.is_some(),
            Kind::List(items) => !items.is_empty(),
            _ => false,
        };
        if !nested || place == Place::Dash {
            self.text.push(' ');
        }
        self.block(value, indent, place);
    }

    fn scalar(&mut self, value: &Value, indent: usize) {
        if let Some(text) = value.as_str() {
            let lines = if text.contains('\n') { text.matches('\n').count().saturating_mul(indent + 2) } else { 0 };
            self.bytes += text.len().saturating_add(lines);
            if self.bytes > MAX_TEXT {
                self.text.push_str(&" ".repeat(MAX_TEXT));
                return;
            }
        }
        match &value.kind {
            Kind::Map(_) => self.text.push_str("{}"),
            Kind::List(_) => self.text.push_str("[]"),
            Kind::Text(Text::Whole(text)) if text.contains('\n') && keeps_lines(text) => {
                // A literal block; `-` and `+` keep the text's own end.
                self.text.push('|');
                if text.starts_with([' ', '\n']) {
                    self.text.push('2');
                }
                let body = match (text.strip_suffix('\n'), text.ends_with("\n\n") || &**text == "\n") {
                    (Some(body), false) => body,
                    (Some(body), true) => {
                        self.text.push('+');
                        body
                    }
                    (None, _) => {
                        self.text.push('-');
                        text
                    }
                };
                for line in body.split('\n') {
                    self.text.push('\n');
                    if !line.is_empty() {
                        self.indent(indent + 2);
                        self.text.push_str(line);
                    }
                }
            }
            Kind::Text(Text::Parts(_)) => {
                for part in super::json::encode(value, self.at) {
                    match part {
                        Part::Known(text, _) => self.text.push_str(&text),
                        Part::Hole(unknown, _) => self.hole(&unknown),
                    }
                }
            }
            Kind::Text(Text::Whole(text)) => {
                self.text.push('"');
                for ch in text.chars() {
                    match ch {
                        '"' => self.text.push_str("\\\""),
                        '\\' => self.text.push_str("\\\\"),
                        '\t' => self.text.push_str("\\t"),
                        '\r' => self.text.push_str("\\r"),
                        '\0' => self.text.push_str("\\0"),
                        '\u{7}' => self.text.push_str("\\a"),
                        '\u{8}' => self.text.push_str("\\b"),
                        '\u{b}' => self.text.push_str("\\v"),
                        '\u{c}' => self.text.push_str("\\f"),
                        '\u{1b}' => self.text.push_str("\\e"),
                        '\n' => self.text.push_str("\\n"),
                        '\u{85}' => self.text.push_str("\\N"),
                        '\u{2028}' => self.text.push_str("\\L"),
                        '\u{2029}' => self.text.push_str("\\P"),
                        ch if printable(ch) => self.text.push(ch),
                        ch => match u32::from(ch) {
                            code @ ..0x100 => self.text.push_str(&format!("\\x{code:02X}")),
                            code @ ..0x10000 => self.text.push_str(&format!("\\u{code:04X}")),
                            code => self.text.push_str(&format!("\\U{code:08X}")),
                        },
                    }
                }
                self.text.push('"');
            }
            Kind::Unknown(unknown) => self.hole(unknown),
            _ => self.text.push_str(&super::json::encode_plain(value)),
        }
    }
}

/// Whether a text of several lines is written as a literal block: not where a line ends in a space, nor with characters that
/// must be escaped.
fn keeps_lines(text: &str) -> bool {
    !text.ends_with(' ') && !text.contains(" \n") && text.chars().all(printable)
}

/// What the emitter writes as it is.
fn printable(ch: char) -> bool {
    matches!(ch, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && ch != '\u{feff}'
}
