//! HCL native and JSON syntax into [`Body`] trees.

mod json;
mod literal;
mod lower;
mod scan;
mod template;
mod tree;
mod twice;

#[cfg(test)]
mod tests;

pub use json::{parse_json, parse_json_values};
pub use tree::*;

use crate::source::{FileId, Gap, GapKind, Span};
use lower::Lower;
use scan::Item;
use std::collections::BTreeMap;

/// What could be read of a file, and what could not.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The blocks and attributes that parse.
    pub body: Body,
    /// One gap for each part that does not.
    pub gaps: Vec<Gap>,
}

/// The byte order mark, which editors on Windows leave at the start of a file.
const BOM: &str = "\u{feff}";
/// Largest block or attribute that is parsed, in bytes.
const MAX_ITEM_BYTES: usize = 4 * 1024 * 1024;

/// Parses HCL native syntax (`.hcl`, `.tf`, `.tfvars`). A block or attribute that does not parse is a gap with its
/// place, and the rest of the file is still read. BOM and CRLF are accepted; spans are byte offsets of `text`.
pub fn parse(text: &str, file: FileId) -> Parsed {
    let mut out = match text.strip_prefix(BOM) {
        Some(rest) => parse_part(rest, file, BOM.len()),
        None => parse_part(text, file, 0),
    };
    twice::attributes(&out.body, text, &mut out.gaps);
    out
}

/// The comments of a text in HCL native syntax, as byte ranges in order. What only looks like one, in a string or heredoc, is
/// none.
pub fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    let (text, shift) = match text.strip_prefix(BOM) {
        Some(rest) => (rest, BOM.len()),
        None => (text, 0),
    };
    scan::scan(text).comments.into_iter().map(|(start, end)| start + shift..end + shift).collect()
}

/// Parses a part of a file that is a file of its own, as a heredoc may hold one; `shift` is where in the file `text` is
/// written. Otherwise as [`parse`].
pub fn parse_part(text: &str, file: FileId, shift: usize) -> Parsed {
    let scan = scan::scan(text);
    let mut out = Parsed::default();
    let Ok(shadow) = String::from_utf8(scan.shadow) else {
        out.gaps.push(Gap::at(Span::file_start(file), GapKind::Syntax, "this file could not be prepared for parsing"));
        return out;
    };
    let source = Source { text, shadow: &shadow, renamed: &scan.renamed, shift, file };
    for item in &scan.items {
        if out.gaps.len() >= scan::MAX_FAULTS {
            let at = Span::new(file, item.start + shift, item.start + shift);
            let message =
                format!("not read: more than {} parts of this file before here do not parse", scan::MAX_FAULTS);
            out.gaps.push(Gap::at(at, GapKind::Bound, message));
            break;
        }
        match source.item(item) {
            Ok(body) => {
                out.body.attributes.extend(body.attributes);
                out.body.blocks.extend(body.blocks);
            }
            Err(gap) => match source.locals(item) {
                Some(locals) => {
                    out.body.blocks.extend(locals.body.blocks);
                    out.gaps.extend(locals.gaps);
                }
                None => out.gaps.push(gap),
            },
        }
    }
    out
}

/// Parses one expression, as a `.tfvars` value on a command line or JSON's `"${...}"` holds it. `at` is where `text`
/// is written: spans start there.
pub fn parse_expression(text: &str, at: Span) -> Result<Expr, Gap> {
    let start = at.start as usize;
    let scan = scan::scan(text);
    let shadow = String::from_utf8(scan.shadow).unwrap_or_default();
    let source = Source { text, shadow: &shadow, renamed: &scan.renamed, shift: start, file: at.file };
    for item in &scan.items {
        source.check(item)?;
    }
    match shadow.trim_end().parse::<hcl_edit::expr::Expression>() {
        Ok(parsed) => source.bounded(0, |lower| lower.expr(&parsed)),
        Err(error) => Err(source.error(&error, 0)),
    }
}

/// Parses a template, as `templatefile` reads it: only `${}` and `%{}` are special. `at` is where `text` is written.
pub fn parse_template(text: &str, at: Span) -> Result<Vec<TemplatePart>, Gap> {
    let nothing = BTreeMap::new();
    let source = Source { text, shadow: text, renamed: &nothing, shift: at.start as usize, file: at.file };
    if text.len() > MAX_ITEM_BYTES {
        return Err(Gap::at(at, GapKind::Bound, format!("this template is larger than {MAX_ITEM_BYTES} bytes")));
    }
    match text.parse::<hcl_edit::template::Template>() {
        Ok(parsed) => source.bounded(0, |lower| {
            let mut pieces = Vec::new();
            lower.pieces(&parsed, false, &mut pieces);
            template::parts(pieces, false)
        }),
        Err(error) => Err(source.error(&error, 0)),
    }
}

struct Source<'t> {
    text: &'t str,
    shadow: &'t str,
    renamed: &'t BTreeMap<usize, usize>,
    shift: usize,
    file: FileId,
}

impl Source<'_> {
    fn check(&self, item: &Item) -> Result<(), Gap> {
        let at = |start: usize, end: usize| Span::new(self.file, start + self.shift, end + self.shift);
        let line_end = |start: usize| {
            let rest = self.text.get(start..item.end.max(start)).unwrap_or("");
            start + rest.find('\n').unwrap_or(rest.len())
        };
        if let Some(bound) = &item.bound {
            let help = "split the block or attribute; driftline's bounds keep it safe on files it does not trust";
            let place = at(item.start, line_end(item.start));
            return Err(Gap::at(place, GapKind::Bound, format!("not read: {bound}")).with_help(help));
        }
        if let Some((place, message)) = &item.fault {
            return Err(Gap::at(at(*place, (*place + 1).min(self.text.len())), GapKind::Syntax, message.clone()));
        }
        if item.end - item.start > MAX_ITEM_BYTES {
            let message = format!("not read: this block or attribute is larger than {} MiB", MAX_ITEM_BYTES >> 20);
            return Err(Gap::at(at(item.start, line_end(item.start)), GapKind::Bound, message));
        }
        Ok(())
    }

    fn item(&self, item: &Item) -> Result<Body, Gap> {
        self.check(item)?;
        let slice = self.shadow.get(item.start..item.end).unwrap_or("");
        match slice.parse::<hcl_edit::structure::Body>() {
            Ok(parsed) => self.bounded(item.start, |lower| lower.body(&parsed)),
            Err(error) => Err(self.error(&error, item.start)),
        }
    }

    /// The attributes of a `locals` block that parse, when the block as a whole does not. Only of `locals`: another
    /// block without one of its attributes would mean something else, but a local that is missing is missed by name.
    fn locals(&self, item: &Item) -> Option<Parsed> {
        let slice = self.text.get(item.start..item.end)?;
        let header = slice.strip_prefix("locals")?.trim_start_matches([' ', '\t']);
        let inner = header.strip_prefix('{')?.strip_suffix('}')?;
        let start = item.end - 1 - inner.len();
        let scan = scan::scan(inner);
        let shadow = String::from_utf8(scan.shadow).ok()?;
        let source =
            Source { text: inner, shadow: &shadow, renamed: &scan.renamed, shift: self.shift + start, file: self.file };
        let mut out = Parsed::default();
        let mut body = Body::default();
        for item in &scan.items {
            match source.item(item) {
                Ok(parsed) => body.attributes.extend(parsed.attributes),
                Err(gap) => out.gaps.push(gap),
            }
        }
        if out.gaps.is_empty() || body.attributes.is_empty() {
            return None;
        }
        let at = |start: usize, end: usize| Span::new(self.file, start + self.shift, end + self.shift);
        let kind_at = at(item.start, item.start + "locals".len());
        out.body.blocks.push(Block {
            kind: "locals".into(),
            kind_at,
            labels: Vec::new(),
            body,
            at: at(item.start, item.end),
            header_at: kind_at,
        });
        Some(out)
    }

    fn bounded<T>(&self, base: usize, build: impl FnOnce(&mut Lower<'_>) -> T) -> Result<T, Gap> {
        let mut lower =
            Lower { text: self.text, base, shift: self.shift, file: self.file, renamed: self.renamed, bound: None };
        let built = build(&mut lower);
        match lower.bound {
            None => Ok(built),
            Some((start, bound)) => {
                let at = Span::new(self.file, start, start);
                Err(Gap::at(at, GapKind::Bound, format!("not read: more than {bound}")))
            }
        }
    }

    fn error(&self, error: &hcl_edit::parser::Error, base: usize) -> Gap {
        let start = base + error.location().offset();
        let mut start = start.min(self.text.len());
        while start > 0 && !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let width = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let at = Span::new(self.file, start + self.shift, start + self.shift + width);
        let message = error.message();
        let kind = if message.contains("nested levels") || message.contains("chained binary operators") {
            GapKind::Bound
        } else {
            GapKind::Syntax
        };
        Gap::at(at, kind, message.to_owned())
    }
}
