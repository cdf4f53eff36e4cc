//! YAML into trees with spans: several documents a file, comments, duplicate keys and aliases visible.

mod build;

use crate::source::{FileId, Gap, GapKind, Span};
use build::{Builder, Refusal};
use granit_parser::{ErrorKind, Event, Parser, ScanError};
use std::sync::Arc;

/// Most nodes of one file, every alias counted as often as it is used.
pub const NODES: u64 = 1_000_000;
/// Deepest nesting, through aliases too.
pub const DEPTH: u32 = 200;
/// Documents of one file that do not parse and are named one by one.
const GAPS: usize = 100;

/// What could be read of a file, and what could not.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The documents that parse, in order; empty documents are left out.
    pub documents: Vec<Node>,
    /// One gap for each part that does not parse.
    pub gaps: Vec<Gap>,
    /// Keys that repeat an earlier key of their mapping: kustomize refuses them, other readers take the last.
    pub duplicates: Vec<Span>,
}

/// A node with its place. Aliases are resolved by sharing, within a budget; merge keys (`<<`) are applied.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is: for a mapping or sequence from its first to its last child.
    pub at: Span,
    /// An explicit tag such as `!!str`, without the handle resolved.
    pub tag: Option<Arc<str>>,
}

/// The forms of nodes.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Raw text; what it means is decided by who reads it (YAML 1.1 for Kubernetes).
    Scalar(Arc<str>, ScalarStyle),
    /// A list.
    Sequence(Arc<[Node]>),
    /// Pairs in source order; of duplicate keys all are kept.
    Mapping(Arc<[(Node, Node)]>),
}

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScalarStyle {
    /// Unquoted: may be null, a bool or a number.
    Plain,
    /// Single or double quotes: text.
    Quoted,
    /// `|` or `>`: text.
    Block,
}

impl Node {
    /// The value under a key of a mapping; of duplicate keys the last. `None` for other nodes.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A mapping's key and value; of duplicate keys the last.
    pub fn entry(&self, key: &str) -> Option<&(Node, Node)> {
        self.pairs().iter().rev().find(|(k, _)| k.text() == Some(key))
    }

    /// The pairs of a mapping; none for other nodes.
    pub fn pairs(&self) -> &[(Node, Node)] {
        match &self.kind {
            NodeKind::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    /// The elements of a sequence; none for other nodes.
    pub fn elements(&self) -> &[Node] {
        match &self.kind {
            NodeKind::Sequence(elements) => elements,
            _ => &[],
        }
    }

    /// A scalar's text, escapes and folding applied.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text, _) => Some(text),
            _ => None,
        }
    }
}

/// Parses a YAML stream. A document that does not parse is a gap with its place; the following documents are still
/// read. BOM and CRLF are accepted. The number of nodes ([`NODES`]), alias expansion included, and nesting ([`DEPTH`])
/// are bounded: beyond the first the rest of the file, beyond the second the document is a gap.
pub fn parse(text: &str, file: FileId) -> Parsed {
    let options = granit_parser::options! { emit_comments: false };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder::new(text, file);
    let mut parsed = Parsed::default();
    loop {
        let gap = match parser.next_event() {
            None => break,
            Some(Ok((event, at))) => match builder.event(event, &at) {
                Ok(()) => continue,
                Err(Refusal::Document(gap)) => gap,
                Err(Refusal::File(gap)) => {
                    parsed.gaps.push(gap);
                    break;
                }
            },
            Some(Err(error)) => syntax_gap(&error, text, file),
        };
        parsed.gaps.push(gap);
        builder.abandon();
        if parsed.gaps.len() >= GAPS {
            let at = parsed.gaps.last().and_then(|g| g.at);
            let message = format!("more than {GAPS} documents of this file do not parse; the rest was not read");
            parsed.gaps.push(Gap { at, kind: GapKind::Bound, message: message.into(), help: None });
            break;
        }
        if !matches!(parser.proceed_next_document(), Ok(true)) {
            break;
        }
    }
    (parsed.documents, parsed.duplicates) = builder.finish();
    parsed
}

/// The comments of a YAML text as byte ranges in order, and up to where they are known: from the first place that does not parse
/// on, nothing can be told from a comment.
pub fn comments(text: &str) -> (Vec<std::ops::Range<usize>>, usize) {
    let options = granit_parser::options! { max_buffered_comment_events: text.len() };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut found = Vec::new();
    loop {
        match parser.next_event() {
            None => return (found, text.len()),
            Some(Ok((Event::Comment(..), at))) => found.extend(at.byte_range()),
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                let offset = error.marker().byte_offset().unwrap_or(0);
                // What stands on the line of the fault is as doubtful as what follows it.
                let line = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
                return (found, line);
            }
        }
    }
}

fn syntax_gap(error: &ScanError, text: &str, file: FileId) -> Gap {
    let mut offset = error.marker().byte_offset().unwrap_or(0).min(text.len());
    // The scanner names the start of the scalar that a tab breaks; what a person changes is the tab that begins a line.
    if error.info().contains("tab")
        && let Some(tab) = text.get(offset..).and_then(|rest| rest.find("\n\t"))
    {
        offset += tab + 1;
    }
    let at = Span::new(file, offset, offset);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(at),
        _ => Gap::at(at, GapKind::Syntax, format!("this does not parse as YAML: {}", error.info())),
    }
}

fn too_deep(at: Span) -> Gap {
    Gap::at(at, GapKind::Bound, format!("this document is nested deeper than {DEPTH} levels and was not read"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
