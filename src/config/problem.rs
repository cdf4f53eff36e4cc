//! What is wrong with a configuration, and where.

use crate::resemblance::nearest;
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use std::fmt;
use std::sync::Arc;

/// A byte range of the configuration file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl From<(u32, u32)> for Place {
    fn from((start, end): (u32, u32)) -> Self {
        Place { start, end }
    }
}

impl From<crate::source::Span> for Place {
    fn from(span: crate::source::Span) -> Self {
        Place { start: span.start, end: span.end }
    }
}

/// One thing that is wrong with a configuration file.
#[derive(Clone)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where; `None` when the file as a whole is meant.
    pub at: Option<Place>,
    /// Line and column of `at`, from 1.
    pub line_col: (u32, u32),
    /// The file as it was named, and its text.
    pub source: Arc<NamedSource<Arc<str>>>,
}

impl Problem {
    /// The problem in one line with its place: `driftline.yaml:3:5: message`.
    pub fn line(&self) -> String {
        match self.at {
            Some(_) => format!("{}:{}:{}: {}", self.source.name(), self.line_col.0, self.line_col.1, self.message),
            None => format!("{}: {}", self.source.name(), self.message),
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("driftline::config"))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.at.map(|_| &*self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let at = self.at?;
        let span = at.start as usize..at.end.max(at.start) as usize;
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(None, span))))
    }
}

/// Collects problems of one file.
pub(super) struct Problems {
    pub(super) found: Vec<Problem>,
    source: Arc<NamedSource<Arc<str>>>,
    text: Arc<str>,
}

impl Problems {
    pub(super) fn new(name: &str, text: Arc<str>) -> Self {
        Self { found: Vec::new(), source: Arc::new(NamedSource::new(name, text.clone())), text }
    }

    pub(super) fn add(&mut self, at: impl Into<Place>, message: impl Into<String>) {
        self.put(Some(at.into()), message.into(), None);
    }

    pub(super) fn add_with_help(&mut self, at: impl Into<Place>, message: impl Into<String>, help: impl Into<String>) {
        self.put(Some(at.into()), message.into(), Some(help.into()));
    }

    pub(super) fn whole(&mut self, message: impl Into<String>, help: Option<String>) {
        self.put(None, message.into(), help);
    }

    fn put(&mut self, at: Option<Place>, message: String, help: Option<String>) {
        let line_col = at.map_or((1, 1), |at| self.line_col(at.start));
        self.found.push(Problem { message, help, at, line_col, source: self.source.clone() });
    }

    pub(super) fn line_col(&self, offset: u32) -> (u32, u32) {
        let before = self.text.get(..offset as usize).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let last = before.rsplit('\n').next().unwrap_or("");
        let column = last.chars().filter(|c| *c != '\u{feff}').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// In order of place, each once.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.found.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        self.found.dedup_by(|a, b| a.at == b.at && a.message == b.message);
        self.found
    }
}

/// Most words that are listed to choose from.
const LISTED: usize = 40;

/// "did you mean `x`?", or what there is to choose from.
pub(super) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => otherwise.to_owned(),
        None if known.len() <= LISTED => format!("{otherwise}: {}", known.join(", ")),
        None => otherwise.to_owned(),
    }
}
