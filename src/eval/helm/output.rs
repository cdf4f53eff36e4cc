//! Rendered text back to values: what every scalar says, and where it was written.

use super::datum::{Holes, Placed, restore};
use super::text::{Builder, MORE, Origin, Str, has_reserved, hole_index};
use crate::eval::manifest;
use crate::eval::value::{Hop, How, Marks, Value};
use crate::source::{FileId, Gap, Span};
use crate::syntax::yaml;
use std::sync::Arc;

/// How many values a text keeps as steps of its origin.
const VALUES: usize = 4;

/// What text amounts to.
pub struct Read {
    /// One value a document.
    pub values: Vec<Value>,
    /// What does not parse, placed where it was written.
    pub gaps: Vec<Gap>,
}

/// The documents of a rendered template, cut as Helm cuts them: at every line that begins with `---`, with the white
/// space around it, and around the whole, taken away.
pub fn documents(text: &Str) -> Vec<Str> {
    let whole = text.as_str();
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut push = |from: usize, to: usize| {
        let piece = whole.get(from..to).unwrap_or("").trim();
        if !piece.is_empty() {
            out.push(text.part(piece));
        }
    };
    for line in whole.split_inclusive('\n') {
        if line.starts_with("---") {
            push(start, at);
            start = at + 3;
        }
        at += line.len();
    }
    push(start, whole.len());
    out
}

/// Parses text as YAML; `fallback` is the place of what has no origin of its own.
pub fn read(text: &Str, holes: &Holes, fallback: Span) -> Read {
    let text = if text.has_holes() { open_lines(text) } else { text.clone() };
    let nowhere = FileId::from_index(u32::MAX as usize - 2);
    let parsed = yaml::parse(text.as_str(), nowhere);
    let mut place = |span: Span, scalar: bool| place(&text, span, scalar, fallback);
    let gaps = parsed.gaps.iter().map(|gap| {
        let at = gap.at.map_or(fallback, |at| place(line_of(text.as_str(), at), false).at);
        Gap { at: Some(at), ..gap.clone() }
    });
    let gaps = gaps.collect();
    let values = parsed.documents.iter().map(|d| restore(&manifest::value(d), holes, &mut place, 0));
    Read { values: values.collect(), gaps }
}

/// The line around a place, when the place itself is empty.
fn line_of(text: &str, at: Span) -> Span {
    let start = super::text::floor(text, at.start as usize);
    let before = text.get(..start).unwrap_or("");
    let begin = before.rfind('\n').map_or(0, |i| i + 1);
    let end = text.get(start..).and_then(|r| r.find('\n')).map_or(text.len(), |i| start + i);
    Span::new(at.file, begin, end.max(begin))
}

/// Where a byte range of rendered text was written.
pub fn place(text: &Str, span: Span, scalar: bool, fallback: Span) -> Placed {
    let whole = text.as_str();
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    if scalar
        && let Some(quote @ ('"' | '\'')) = whole.get(start..end).and_then(|t| t.chars().next())
        && end >= start + 3
        && whole.get(..end).is_some_and(|t| t.ends_with(quote))
    {
        start += 1;
        end -= 1;
    }
    let mut pieces: Vec<(usize, usize, &Origin, usize)> = Vec::new();
    let first = text.runs().partition_point(|r| r.end <= start);
    let mut begin = first.checked_sub(1).and_then(|i| text.runs().get(i)).map_or(0, |r| r.end);
    for run in text.runs().get(first..).unwrap_or(&[]) {
        let (from, to) = (start.max(begin), end.min(run.end));
        if from >= to && !(start == end && pieces.is_empty()) {
            break;
        }
        if let Some(origin) = &run.from {
            pieces.push((from, to, origin, run.offset + (from - begin)));
        }
        begin = run.end;
        if !scalar && pieces.len() > 4096 {
            break;
        }
    }
    // Indentation that a function put in says nothing about where the text is from.
    let blank = |p: &(usize, usize, &Origin, usize)| whole.get(p.0..p.1).is_some_and(|t| t.trim().is_empty());
    if !pieces.iter().all(blank) {
        pieces.retain(|p| !blank(p));
    }
    let marks = pieces.iter().fold(Marks::NONE, |m, (_, _, o, _)| m.with(o.marks));
    let own = |(from, to, origin, offset): &(usize, usize, &Origin, usize)| {
        if origin.literal {
            let start = origin.at.start as usize + offset;
            Span::new(origin.at.file, start, start + (to - from))
        } else {
            origin.at
        }
    };
    let Some(head) = pieces.first() else {
        return Placed { at: fallback, via: None, marks: Marks::NONE, parts: Vec::new() };
    };
    if !scalar {
        let (one, last) = (own(head), pieces.last().map_or(own(head), own));
        let at = if one.file == last.file && last.end >= one.start { one.to(last) } else { one };
        return Placed { at, via: head.2.via.clone(), marks: Marks::NONE, parts: Vec::new() };
    }
    let same = pieces.iter().all(|(_, _, o, _)| !o.literal && o.at == head.2.at);
    if same {
        return Placed { at: head.2.at, via: head.2.via.clone(), marks, parts: Vec::new() };
    }
    // Text of the template with values in it: the template's own place, actions included.
    let anchor = pieces.iter().find(|p| p.2.literal).unwrap_or(head);
    let file = match anchor.2.literal {
        true => anchor.2.at.file,
        false => anchor.2.via.as_ref().map_or(anchor.2.at.file, |h| h.at.file),
    };
    let local = |piece: &(usize, usize, &Origin, usize)| -> Option<Span> {
        if piece.2.literal { Some(own(piece)) } else { hop_in(piece.2.via.as_ref(), file) }.filter(|s| s.file == file)
    };
    let at = pieces.iter().filter_map(local).reduce(Span::to).unwrap_or_else(|| own(anchor));
    let parts = if whole.get(start..end).is_some_and(has_reserved) {
        pieces.iter().map(|p| (whole.get(p.0..p.1).unwrap_or("").to_string(), own(p))).collect()
    } else {
        Vec::new()
    };
    let via = values_in(&pieces, if anchor.2.literal { anchor.2.via.clone() } else { None });
    Placed { at, via, marks, parts }
}

/// The values that a text of the template holds, as steps of its origin.
fn values_in(pieces: &[(usize, usize, &Origin, usize)], base: Option<Arc<Hop>>) -> Option<Arc<Hop>> {
    let mut seen: Vec<Span> = Vec::new();
    for (_, _, origin, _) in pieces {
        let value = !origin.literal && origin.via.is_some();
        if value && !seen.contains(&origin.at) && seen.len() < VALUES {
            seen.push(origin.at);
        }
    }
    seen.into_iter().rev().fold(base, |from, at| {
        let depth = from.as_ref().map_or(0, |h| h.depth).saturating_add(1);
        Some(Arc::new(Hop { how: How::Values, at, from, depth }))
    })
}

/// The step nearest to the origin that lies in a file.
fn hop_in(via: Option<&Arc<Hop>>, file: FileId) -> Option<Span> {
    let mut found = None;
    let mut hop = via;
    while let Some(h) = hop {
        if h.at.file == file {
            found = Some(h.at);
        }
        hop = h.from.as_ref();
    }
    found
}

/// A line that is only an unknown piece, beside known entries, stands for more entries.
fn open_lines(text: &Str) -> Str {
    let lines: Vec<&str> = text.as_str().split('\n').collect();
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lone = |line: &str| {
        let mut chars = line.trim().chars();
        chars.next().is_some_and(|c| hole_index(c).is_some() && c != MORE) && chars.next().is_none()
    };
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let kind = |line: &str| {
        let bare = line.trim_start();
        if bare.starts_with("- ") || bare == "-" {
            Some(true)
        } else if bare.contains(": ") || bare.ends_with(':') {
            Some(false)
        } else {
            None
        }
    };
    let mut out = Builder::default();
    let mut start = 0;
    for (i, line) in lines.iter().enumerate() {
        let sibling = lone(line).then(|| {
            let depth = indent(line);
            let above = lines.get(..i).unwrap_or(&[]).iter().rev().filter(|l| !blank(l));
            let above = above
                .take_while(|l| indent(l) >= depth && !l.starts_with("---"))
                .find(|l| indent(l) == depth && !lone(l));
            let below = lines.get(i + 1..).unwrap_or(&[]).iter().filter(|l| !blank(l));
            let below = below
                .take_while(|l| indent(l) >= depth && !l.starts_with("---"))
                .find(|l| indent(l) == depth && !lone(l));
            above.and_then(|l| kind(l)).or_else(|| below.and_then(|l| kind(l)))
        });
        let (before, after) = match sibling.flatten() {
            Some(true) => (format!("- {MORE}"), ""),
            Some(false) => (MORE.to_string(), ": null"),
            None => (String::new(), ""),
        };
        let depth = if before.is_empty() { 0 } else { indent(line) };
        out.push_part(text, start, start + depth);
        out.push(&before, &None);
        out.push_part(text, start + depth, start + line.trim_end_matches('\r').len());
        out.push(after, &None);
        if i + 1 < lines.len() {
            out.push_part(text, start + line.len(), start + line.len() + 1);
        }
        start += line.len() + 1;
    }
    out.finish()
}
