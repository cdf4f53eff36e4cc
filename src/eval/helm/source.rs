//! Template texts and the named templates in them.

use super::call::find;
use super::fragment;
use super::template::{Body, Delimiters, ParseError, parse};
use super::text::{Builder, Str};
use crate::source::{FileId, Span};
use std::rc::Rc;
use std::sync::Arc;

/// Where a template's text is written.
#[derive(Debug)]
pub enum Place {
    /// In a file.
    File(FileId),
    /// In a text given to `tpl`, at this call.
    Inline(Str, Span),
}

/// The text of templates.
#[derive(Debug)]
pub struct Source {
    /// The name Helm gives it: `chart/templates/service.yaml`.
    pub name: Arc<str>,
    /// The text.
    pub text: Rc<str>,
    /// Where it is written.
    pub place: Place,
    /// What its actions stand between.
    pub delimiters: Delimiters,
}

impl Source {
    /// The place of a byte range.
    pub fn span(&self, start: usize, end: usize) -> Span {
        match &self.place {
            Place::File(file) => Span::new(*file, start, end),
            Place::Inline(text, call) => text.place(start, end).unwrap_or(*call),
        }
    }
}

/// A named template.
#[derive(Debug)]
pub struct Template {
    /// Its nodes.
    pub body: Body,
    /// Where they are written.
    pub source: Rc<Source>,
}
/// Helm removes what Go prints for absent values.
pub fn without_no_value(text: &Str) -> Str {
    const MARK: &str = "<no value>";
    if !text.as_str().contains(MARK) {
        return text.clone();
    }
    let mut out = Builder::default();
    let mut last = 0;
    for (at, found) in text.as_str().match_indices(MARK) {
        out.push_part(text, last, at);
        last = at + found.len();
    }
    out.push_part(text, last, text.as_str().len());
    out.finish()
}

/// A template with its name.
pub type Named = (Arc<str>, Rc<Template>);

/// The templates of a text: what it defines, and last the text itself under its own name.
pub fn compile(source: Source) -> Result<Vec<Named>, ParseError> {
    let chart = source.delimiters == Delimiters::default();
    let known =
        |name: &str| name == "and" || name == "or" || find(name).is_some() && !(chart && fragment::is_own(name));
    let parsed = parse(&source.text, source.delimiters, &known)?;
    let source = Rc::new(source);
    let mut out: Vec<Named> = Vec::new();
    for (name, body) in parsed.defines {
        let blank = body.is_empty(&source.text);
        match out.iter().position(|(n, _)| *n == name) {
            Some(i) => {
                let before = out.get(i).is_some_and(|(_, t)| t.body.is_empty(&source.text));
                if !before && !blank {
                    let message = format!("multiple definition of template {name:?}");
                    return Err(ParseError { message, start: 0, end: 0 });
                }
                if before {
                    let template = Rc::new(Template { body, source: source.clone() });
                    if let Some(slot) = out.get_mut(i) {
                        slot.1 = template;
                    }
                }
            }
            None => out.push((name, Rc::new(Template { body, source: source.clone() }))),
        }
    }
    let name = source.name.clone();
    out.push((name, Rc::new(Template { body: parsed.body, source })));
    Ok(out)
}
