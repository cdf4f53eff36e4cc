//! The expressions of `fluxcd/pkg/envsubst`: a part of what shells know, with its own rules. Only `${name}` is an
//! expression, `$$` is a dollar; every default operator, `:+` and `:?` too, gives the default for an empty value.

use super::function::{self, Operator};
use super::{Run, hole, secret, whole};
use crate::eval::kustomize::edit;
use crate::eval::value::{Kind, Marks, Part, Unknown, Why};
use crate::source::Span;
use std::sync::Arc;

/// Deepest nesting of expressions in expressions.
const DEPTH: u32 = 16;

/// Why a text cannot be replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The expression that begins at this byte is none.
    Syntax(usize, &'static str),
    /// A variable without value or default, where that is not allowed.
    Unset(String),
    /// What comes out is no YAML where it stands.
    NoYaml,
    /// A bound of ours was reached; its name.
    Bound(&'static str),
}

/// The rest of a text.
struct Reader<'t> {
    text: &'t str,
    pos: usize,
    /// Where the outermost expression begins.
    start: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.pos..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.pos += next.len_utf8();
        Some(next)
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.pos += text.len();
        }
        found
    }

    /// At most `most` characters of a set.
    fn some_of(&mut self, set: &[char], most: usize) -> String {
        let mut out = String::new();
        while out.len() < most
            && let Some(c) = self.peek().filter(|c| set.contains(c))
        {
            self.pos += c.len_utf8();
            out.push(c);
        }
        out
    }

    fn name(&mut self) -> Option<String> {
        let length = self.rest().find(|c: char| !(c.is_alphabetic() || c.is_numeric() || c == '_'));
        let name = self.rest().get(..length.unwrap_or(self.rest().len()))?.to_string();
        self.pos += name.len();
        Some(name).filter(|name| !name.is_empty())
    }

    fn refuse<T>(&self, what: &'static str) -> Result<T, Refusal> {
        Err(Refusal::Syntax(self.start, what))
    }

    fn close(&mut self) -> Result<(), Refusal> {
        if self.take("}") { Ok(()) } else { self.refuse("a bad substitution") }
    }
}

/// What a variable holds.
struct Found {
    /// Its text, where it is known; `None` also when it is not set.
    text: Option<String>,
    /// Why it is not known, or may not be shown.
    hole: Option<Arc<Unknown>>,
    /// Where it is set.
    place: Span,
}

/// Pieces of text; what is written at the same place as the whole is put together.
struct Pieces {
    out: Vec<Part>,
    known: String,
    at: Span,
}

impl Pieces {
    fn push(&mut self, part: Part) {
        match part {
            Part::Known(text, place) if place == self.at => self.known.push_str(&text),
            other => {
                self.flush();
                self.out.push(other);
            }
        }
    }

    fn flush(&mut self) {
        if !self.known.is_empty() {
            self.out.push(Part::Known(std::mem::take(&mut self.known).into(), self.at));
        }
    }
}

impl Run<'_> {
    /// A text with its variables replaced, or why Flux would refuse it.
    pub(super) fn evaluate(&mut self, text: &str, at: Span) -> Result<Vec<Part>, Refusal> {
        let mut reader = Reader { text, pos: 0, start: 0 };
        let mut pieces = Pieces { out: Vec::new(), known: String::new(), at };
        while let Some(next) = reader.rest().find('$') {
            pieces.known.push_str(reader.rest().get(..next).unwrap_or(""));
            reader.pos += next;
            reader.start = reader.pos;
            if reader.take("${") {
                if *self.budget == 0 {
                    pieces.push(self.used_up(at));
                    pieces.flush();
                    return Ok(pieces.out);
                }
                for part in self.expression(&mut reader, at, 0)? {
                    pieces.push(part);
                }
            } else {
                if !reader.take("$$") {
                    reader.pos += 1;
                }
                pieces.known.push('$');
            }
        }
        pieces.known.push_str(reader.rest());
        pieces.flush();
        Ok(pieces.out)
    }

    /// What stands after `${`, to the closing brace.
    fn expression(&mut self, reader: &mut Reader<'_>, at: Span, depth: u32) -> Result<Vec<Part>, Refusal> {
        if depth > DEPTH {
            return Err(Refusal::Bound("nesting of substitutions"));
        }
        if reader.take("#") {
            let Some(name) = reader.name() else { return reader.refuse("a bad substitution") };
            reader.close()?;
            return self.computed(&name, at, Operator::Length, &[]);
        }
        let Some(name) = reader.name() else { return reader.refuse("no variable's name") };
        match reader.peek() {
            Some(':') => {
                if [":-", ":=", ":?", ":+"].iter().any(|operator| reader.take(operator)) {
                    return self.default(reader, &name, at, depth);
                }
                reader.next();
                let offset = self.parameter(reader, &[':', '}'], false, at, depth)?;
                let mut arguments = vec![offset];
                if !reader.take("}") {
                    if reader.some_of(&[':'], usize::MAX).is_empty() {
                        return reader.refuse("a bad substitution");
                    }
                    arguments.push(self.parameter(reader, &['}'], false, at, depth)?);
                    reader.close()?;
                }
                self.computed(&name, at, Operator::Substring, &arguments)
            }
            Some('=') => {
                reader.next();
                self.default(reader, &name, at, depth)
            }
            Some(',' | '^') => {
                let operator = reader.some_of(&[',', '^'], 2);
                reader.close()?;
                self.computed(&name, at, Operator::casing(&operator), &[])
            }
            Some(sign @ ('#' | '%')) => {
                let operator = Operator::trimming(&reader.some_of(&[sign], 2));
                let pattern = self.parameter(reader, &['}'], false, at, depth)?;
                reader.close()?;
                self.computed(&name, at, operator, &[pattern])
            }
            Some('/') => {
                reader.next();
                let operator = Operator::replacing(&reader.some_of(&['/', '#', '%'], 1));
                let mut arguments = vec![self.parameter(reader, &['/'], true, at, depth)?];
                if reader.some_of(&['/'], usize::MAX).is_empty() {
                    return reader.refuse("a bad substitution");
                }
                if reader.peek() != Some('}') {
                    arguments.push(self.parameter(reader, &['}'], true, at, depth)?);
                }
                reader.close()?;
                self.computed(&name, at, operator, &arguments)
            }
            _ if reader.take("}") => self.computed(&name, at, Operator::None, &[]),
            _ => reader.refuse("a missing closing brace"),
        }
    }

    /// The default operators: everything up to the closing brace stands in for an empty value.
    fn default(&mut self, reader: &mut Reader<'_>, name: &str, at: Span, depth: u32) -> Result<Vec<Part>, Refusal> {
        let mut default = Vec::new();
        while !reader.take("}") {
            default.extend(self.parameter(reader, &['}'], false, at, depth)?);
        }
        let found = self.found(name, at);
        if let Some(unknown) = found.hole {
            if matches!(unknown.why, Why::Secret) && found.text.is_some() {
                return Ok(vec![Part::Hole(unknown, found.place)]);
            }
            let likely = whole(&default).map(|text| edit::text(text, at));
            return Ok(vec![Part::Hole(Arc::new(Unknown { likely, ..(*unknown).clone() }), at)]);
        }
        match found.text.filter(|text| !text.is_empty()) {
            Some(text) => Ok(vec![Part::Known(text.into(), found.place)]),
            None => Ok(default),
        }
    }

    /// One argument: an expression, or text up to one of `stop` or the next expression. It may not be empty.
    fn parameter(
        &mut self,
        reader: &mut Reader<'_>,
        stop: &[char],
        escapes: bool,
        at: Span,
        depth: u32,
    ) -> Result<Vec<Part>, Refusal> {
        if reader.take("${") {
            return self.expression(reader, at, depth + 1);
        }
        let mut text = String::new();
        while let Some(next) = reader.peek() {
            let escaped = escapes && ["$$", "\\/", "\\\\"].iter().any(|pair| reader.rest().starts_with(pair));
            if reader.rest().starts_with("${") || stop.contains(&next) && !escaped {
                break;
            }
            reader.next();
            text.push(if escaped { reader.next().unwrap_or(next) } else { next });
        }
        match text.is_empty() {
            true => reader.refuse("a substitution without an end or an argument"),
            false => Ok(vec![Part::Known(text.into(), at)]),
        }
    }

    /// A variable's value as an operator changes it.
    fn computed(
        &mut self,
        name: &str,
        at: Span,
        operator: Operator,
        arguments: &[Vec<Part>],
    ) -> Result<Vec<Part>, Refusal> {
        let found = self.found(name, at);
        if let Some(unknown) = found.hole {
            return Ok(vec![Part::Hole(unknown, found.place)]);
        }
        if found.text.is_none() && self.variables.strict {
            return Err(Refusal::Unset(name.to_string()));
        }
        let hole = arguments.iter().flatten().find(|part| matches!(part, Part::Hole(..)));
        if let Some(hole) = hole {
            return Ok(vec![hole.clone()]);
        }
        let arguments: Vec<String> = arguments.iter().filter_map(|parts| whole(parts)).collect();
        let text = found.text.unwrap_or_default();
        let text = function::apply(operator, text, &arguments)?;
        Ok(vec![Part::Known(text.into(), found.place)])
    }

    fn found(&mut self, name: &str, at: Span) -> Found {
        let value = self.variables.known.get(name);
        let text = value.and_then(edit::scalar).map(|s| s.into_owned());
        // Each piece takes memory even when it adds no text.
        let cost = text.as_ref().map_or(0, String::len).saturating_add(64);
        if cost > *self.budget {
            *self.budget = 0;
            let Part::Hole(unknown, _) = self.used_up(at) else { return Found { text, hole: None, place: at } };
            return Found { text: None, hole: Some(unknown), place: at };
        }
        *self.budget -= cost;
        let Some(value) = value else {
            return Found { text: None, hole: self.variables.more.clone(), place: at };
        };
        self.marks = self.marks.with(value.marks);
        let hole = match (&text, &value.kind) {
            // What a secret says is never put into other text; that it says something is all that counts.
            (Some(text), _) if value.marks.has(Marks::SENSITIVE) && !text.is_empty() => Some(secret(value.at)),
            (Some(_), _) | (None, Kind::Null) => None,
            (None, Kind::Unknown(unknown)) => Some(unknown.clone()),
            (None, _) => Some(hole("a variable that is not wholly known", value.at)),
        };
        let text = if matches!(value.kind, Kind::Null) { Some(String::new()) } else { text };
        Found { text, hole, place: value.at }
    }
}
