//! Text that remembers where each run of it was written.
//!
//! Origins live beside the text, never in it: what passes through `quote`, `trunc` or `sha256sum` must be the text Helm
//! would see.

use crate::eval::value::{Hop, How, Marks};
use crate::source::Span;
use std::rc::Rc;
use std::sync::Arc;

/// The longest chain of steps an origin keeps.
const HOPS: u16 = 12;

/// The first character that stands for an unknown piece; the others follow it.
const FIRST_HOLE: u32 = 0x10_0000;

/// How many unknown pieces one rendering may have.
pub const HOLES: usize = 0xfff0;

/// Before a hole: "and more entries that are not known".
pub const MORE: char = '\u{10fff8}';

/// The character that stands for an unknown piece.
pub fn hole(index: usize) -> char {
    u32::try_from(index.min(HOLES)).ok().and_then(|i| char::from_u32(FIRST_HOLE + i)).unwrap_or('\u{10ffff}')
}

/// Which unknown piece a character stands for.
pub fn hole_index(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST_HOLE)?;
    usize::try_from(index).ok().filter(|i| *i <= HOLES)
}

/// Whether text uses characters that stand for unknown pieces: plane 16, for private use.
pub fn has_reserved(text: &str) -> bool {
    text.bytes().any(|b| b == 0xf4)
}

/// Where something comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The text a person would change.
    pub at: Span,
    /// How it came from there.
    pub via: Option<Arc<Hop>>,
    /// What travels with it.
    pub marks: Marks,
    /// It is literal text of a template, byte for byte.
    pub literal: bool,
}

/// An origin, when there is one.
pub type From = Option<Rc<Origin>>;

impl Origin {
    /// Literal text of a template.
    pub fn literal(at: Span) -> From {
        Some(Rc::new(Origin { at, via: None, marks: Marks::NONE, literal: true }))
    }

    /// Something computed at a place.
    pub fn computed(at: Span, marks: Marks) -> From {
        Some(Rc::new(Origin { at, via: None, marks, literal: false }))
    }

    /// The same, one step further.
    pub fn hop(&self, how: How, at: Span) -> Origin {
        let depth = self.via.as_ref().map_or(0, |h| h.depth);
        let via = if depth >= HOPS || self.via.as_ref().is_some_and(|h| h.at == at) {
            self.via.clone()
        } else {
            Some(Arc::new(Hop { how, at, from: self.via.clone(), depth: depth.saturating_add(1) }))
        };
        Origin { via, ..self.clone() }
    }
}

/// The marks of an origin.
pub fn marks(from: &From) -> Marks {
    from.as_ref().map_or(Marks::NONE, |o| o.marks)
}

/// A run of text with one origin.
#[derive(Clone, Debug)]
pub struct Run {
    /// One past its last byte in the text.
    pub end: usize,
    /// Where it comes from.
    pub from: From,
    /// For literal text: where in the origin's text the run begins.
    pub offset: usize,
}

/// Text with its runs; no runs means no known origin.
#[derive(Clone, Debug, Default)]
pub struct Str {
    text: Rc<str>,
    runs: Rc<[Run]>,
}

impl Str {
    /// Text without an origin.
    pub fn plain(text: impl Into<Rc<str>>) -> Str {
        Str { text: text.into(), runs: Rc::from([]) }
    }

    /// Text with one origin.
    pub fn new(text: impl Into<Rc<str>>, from: From) -> Str {
        let text = text.into();
        match from {
            None => Str { text, runs: Rc::from([]) },
            from => {
                let end = text.len();
                Str { text, runs: Rc::from([Run { end, from, offset: 0 }]) }
            }
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Whether a piece of it is unknown.
    pub fn has_holes(&self) -> bool {
        has_reserved(&self.text)
    }

    /// All marks of its runs.
    pub fn marks(&self) -> Marks {
        self.runs.iter().fold(Marks::NONE, |m, r| m.with(marks(&r.from)))
    }

    /// One origin for the whole: the only one, else the first value's, with all marks.
    pub fn origin(&self) -> From {
        let mut found: From = None;
        for run in self.runs.iter().filter(|r| r.from.is_some()) {
            match (&found, &run.from) {
                (None, from) => found = from.clone(),
                (Some(have), Some(from)) if have.literal && !from.literal => found = Some(from.clone()),
                _ => {}
            }
        }
        let all = self.marks();
        found.map(|o| if o.marks == all { o } else { Rc::new(Origin { marks: all, ..(*o).clone() }) })
    }

    /// Other text made from this one: the origin stays, the places inside are lost.
    pub fn remade(&self, text: impl Into<Rc<str>>) -> Str {
        let from =
            self.origin().map(|o| if o.literal { Rc::new(Origin { literal: false, ..(*o).clone() }) } else { o });
        Str::new(text, from)
    }

    /// A part; bounds are moved to character boundaries.
    pub fn slice(&self, start: usize, end: usize) -> Str {
        let mut builder = Builder::default();
        builder.push_part(self, start, end);
        builder.finish()
    }

    /// The part that a subslice of [`Str::as_str`] covers.
    pub fn part(&self, part: &str) -> Str {
        let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if start > self.text.len() {
            return self.remade(part);
        }
        self.slice(start, start + part.len())
    }

    /// The run at a byte.
    pub fn run_at(&self, byte: usize) -> Option<&Run> {
        self.runs.get(self.runs.partition_point(|r| r.end <= byte))
    }

    /// The place of a byte range, for errors inside text that is itself a template.
    pub fn place(&self, start: usize, end: usize) -> Option<Span> {
        let index = self.runs.partition_point(|r| r.end <= start);
        let run = self.runs.get(index)?;
        let begin = index.checked_sub(1).and_then(|i| self.runs.get(i)).map_or(0, |r| r.end);
        let origin = run.from.as_ref()?;
        if !origin.literal {
            return Some(origin.at);
        }
        let first = origin.at.start as usize + run.offset + start.saturating_sub(begin);
        let last = first + end.min(run.end).saturating_sub(start);
        Some(Span::new(origin.at.file, first, last))
    }
}

/// Text being put together.
#[derive(Default, Debug)]
pub struct Builder {
    text: String,
    runs: Vec<Run>,
    any: bool,
}

impl Builder {
    /// How many bytes so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds text with an origin.
    pub fn push(&mut self, text: &str, from: &From) {
        self.push_run(text, from, 0);
    }

    fn push_run(&mut self, text: &str, from: &From, offset: usize) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.any |= from.is_some();
        if let Some(last) = self.runs.last_mut() {
            let begin_known = match (&last.from, from) {
                (None, None) => true,
                (Some(a), Some(b)) if Rc::ptr_eq(a, b) => !a.literal,
                _ => false,
            };
            if begin_known && last.end == start {
                last.end = end;
                return;
            }
        }
        self.runs.push(Run { end, from: from.clone(), offset });
    }

    /// Adds text.
    pub fn push_str(&mut self, text: &Str) {
        self.push_part(text, 0, text.text.len());
    }

    /// Adds a part of a text.
    pub fn push_part(&mut self, text: &Str, start: usize, end: usize) {
        let end = floor(&text.text, end);
        let start = floor(&text.text, start).min(end);
        if text.runs.is_empty() {
            self.push(text.text.get(start..end).unwrap_or(""), &None);
            return;
        }
        let first = text.runs.partition_point(|r| r.end <= start);
        let mut begin = first.checked_sub(1).and_then(|i| text.runs.get(i)).map_or(0, |r| r.end);
        for run in text.runs.get(first..).unwrap_or(&[]) {
            let from = start.max(begin);
            let to = end.min(run.end);
            if from < to {
                let piece = text.text.get(from..to).unwrap_or("");
                self.push_run(piece, &run.from, run.offset + (from - begin));
            }
            begin = run.end;
            if begin >= end {
                break;
            }
        }
    }

    /// Adds text that came through an action: each run goes one step further.
    pub fn push_through(&mut self, text: &Str, at: Span) {
        if text.runs.is_empty() {
            self.push(&text.text, &Origin::computed(at, Marks::NONE));
            return;
        }
        let mut begin = 0;
        let mut last: Option<(Rc<Origin>, Rc<Origin>)> = None;
        for run in text.runs.iter() {
            let from = match &run.from {
                None => Origin::computed(at, Marks::NONE),
                Some(origin) => match &last {
                    Some((seen, moved)) if Rc::ptr_eq(seen, origin) => Some(moved.clone()),
                    _ => {
                        let moved = Rc::new(origin.hop(How::Template, at));
                        last = Some((origin.clone(), moved.clone()));
                        Some(moved)
                    }
                },
            };
            self.push_run(text.text.get(begin..run.end).unwrap_or(""), &from, run.offset);
            begin = run.end;
        }
    }

    /// The finished text.
    pub fn finish(self) -> Str {
        let runs = if self.any { Rc::from(self.runs) } else { Rc::from([]) };
        Str { text: Rc::from(self.text), runs }
    }
}

/// The nearest character boundary at or before a byte.
pub fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
