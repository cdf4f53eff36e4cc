//! Lines of a file as they may be drawn: secrets are asterisks, controls are harmless, every byte keeps its place.

use super::Report;
use crate::source::{FileId, Span, masked, secret_blocks};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Draws excerpts; each file is looked through once.
pub(super) struct Excerpts<'r, 'a> {
    report: &'r Report<'a>,
    blocks: RefCell<HashMap<FileId, Rc<[Range<usize>]>>>,
}

impl<'r, 'a> Excerpts<'r, 'a> {
    pub(super) fn new(report: &'r Report<'a>) -> Self {
        Self { report, blocks: RefCell::default() }
    }

    /// The text of a range of whole lines, as many bytes as it has in the file. A file of private assumptions is blank.
    pub(super) fn drawn(&self, file: FileId, text: &str, lines: Range<usize>) -> String {
        if !self.report.may_show(file) {
            return text.get(lines).unwrap_or("").chars().flat_map(|c| blank(c, ' ')).collect();
        }
        let mut secrets = written(self.report, file, text, &lines);
        let blocks = self.blocks.borrow_mut().entry(file).or_insert_with(|| secret_blocks(text).into()).clone();
        let near = blocks.partition_point(|block| block.end <= lines.start);
        secrets.extend(blocks.iter().skip(near).take_while(|block| block.start < lines.end).cloned());
        masking(text, lines, &secrets)
    }
}

fn masking(text: &str, lines: Range<usize>, secrets: &[Range<usize>]) -> String {
    let window = text.get(lines.clone()).unwrap_or("");
    let mut out = String::with_capacity(window.len());
    let mut at = lines.start;
    for line in window.split_inclusive('\n') {
        let hidden = masked(line);
        for (c, shown) in line.char_indices().zip(with_width(&hidden, line)) {
            let here = at + c.0;
            match secrets.iter().any(|secret| secret.contains(&here)) {
                true if !c.1.is_whitespace() => out.extend(blank(c.1, '*')),
                _ => shown.iter().for_each(|c| harmless(*c, &mut out)),
            }
        }
        at += line.len();
    }
    out
}

/// A character as many bytes of another; the ends of lines stay.
fn blank(c: char, by: char) -> impl Iterator<Item = char> {
    let (by, times) = if c == '\n' { (c, 1) } else { (by, c.len_utf8()) };
    std::iter::repeat_n(by, times)
}

/// For each character of the line, what stands for it in the masked line: asterisks stand for bytes.
fn with_width(hidden: &str, line: &str) -> Vec<Vec<char>> {
    let mut shown = hidden.char_indices().peekable();
    line.char_indices()
        .map(|(start, c)| {
            let mut out = Vec::with_capacity(1);
            while let Some((at, s)) = shown.peek().copied().filter(|(at, _)| *at < start + c.len_utf8()) {
                if at >= start {
                    out.push(s);
                }
                shown.next();
            }
            out
        })
        .collect()
}

/// The drawing itself neutralises the other controls.
fn harmless(c: char, out: &mut String) {
    match c {
        '\r' => out.push(' '),
        '\u{80}'..='\u{9f}' => out.push_str("??"),
        c => out.push(c),
    }
}

/// What evaluation knows to be secret: whole scalars, and of expressions the literals in them.
fn written(report: &Report<'_>, file: FileId, text: &str, lines: &Range<usize>) -> Vec<Range<usize>> {
    let first = report.secrets.partition_point(|at| at.file < file);
    let here = report.secrets.iter().skip(first).take_while(|at| at.file == file);
    let reach = |at: &&Span| (at.start as usize) < lines.end && (at.end as usize) > lines.start;
    let mut out = Vec::new();
    for at in here.filter(reach) {
        let range = at.start as usize..at.end as usize;
        let Some(slice) = text.get(range.clone()) else { continue };
        let path = report.sources.file(file).map_or("", |f| &*f.path);
        let hcl = [".hcl", ".tf", ".tfvars", ".tofu"].iter().any(|end| path.ends_with(end));
        let plain = !hcl || slice.starts_with("<<") || !slice.contains('"');
        if plain && !(hcl && is_code(text, &range)) {
            let quoted = slice.len() > 1 && ['"', '\''].iter().any(|q| slice.starts_with(*q) && slice.ends_with(*q));
            out.push(if quoted { range.start + 1..range.end - 1 } else { range });
        } else {
            out.extend(literals(slice).map(|r| range.start + r.start..range.start + r.end));
        }
    }
    out
}

/// Whether a piece without quotes is a name, a reference or a call, and not part of a literal.
fn is_code(text: &str, range: &Range<usize>) -> bool {
    let slice = text.get(range.clone()).unwrap_or("");
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | '*');
    let inside = matches!(before, Some('"' | '}')) || matches!(after, Some('"' | '$'));
    !inside && slice.starts_with(char::is_alphabetic) && (slice.ends_with(')') || slice.chars().all(name))
}

/// The insides of the quoted texts in a piece of HCL.
fn literals(code: &str) -> impl Iterator<Item = Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    let mut escaped = false;
    for (at, c) in code.char_indices() {
        match (c, open) {
            _ if escaped => escaped = false,
            ('\\', Some(_)) => escaped = true,
            ('"', None) => open = Some(at + 1),
            ('"', Some(start)) => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|start| start..code.len()));
    found.into_iter()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_an_expression_are_found_and_its_names_are_not() {
        let code = r#"join("a\"b", [local.x, "c"])"#;
        let found: Vec<&str> = literals(code).map(|r| &code[r]).collect();
        assert_eq!(found, [r#"a\"b"#, "c"]);
        let text = r#"a = local.x; b = f(x); c = "hush-${d}"; e = 12"#;
        let at = |piece: &str| text.find(piece).map(|start| start..start + piece.len()).unwrap();
        assert!(is_code(text, &at("local.x")) && is_code(text, &at("f(x)")) && is_code(text, &at("b")));
        assert!(!is_code(text, &at("hush-")) && !is_code(text, &at("12")));
    }

    #[test]
    fn masked_characters_keep_their_bytes() {
        let line = "password: \"h\u{fc}sh\"\n";
        let shown: String = with_width(&masked(line), line).into_iter().flatten().collect();
        assert_eq!(shown, "password: \"*****\"\n");
    }
}
