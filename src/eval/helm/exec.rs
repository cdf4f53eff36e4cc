//! Runs templates as `text/template/exec.go` does, with Helm's options, over values that may be unknown.

use super::datum::{Datum, Holes};
use super::fmt;
use super::source::{Place, Source, Template, compile, without_no_value};
use super::stop::{Failure, Fault, Stop};
use super::template::{Body, Delimiters, Node, ParseError};
use super::text::{Builder, Origin, Str};
use crate::eval::reason::noun;
use crate::eval::value::{Kind, Marks, Ty, Unknown, Why};
use crate::source::{Gap, GapKind, Span};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Nodes and commands one chart may run.
pub const STEPS: u64 = 3_000_000;

/// Bytes of text one chart may compute.
const BYTES: usize = 64 * 1024 * 1024;

/// Bytes one chart may render to.
pub const OUTPUT: usize = 8 * 1024 * 1024;

/// How deep `include`, `template` and `tpl` may nest.
const INCLUDES: usize = 100;

/// How deep blocks, parentheses and calls may nest in all.
const LEVELS: usize = 1500;

/// One rendering.
pub struct Engine {
    /// The templates by name.
    pub templates: HashMap<Arc<str>, Rc<Template>>,
    /// The unknown pieces.
    pub holes: Holes,
    /// What was assumed on the way.
    pub gaps: Vec<Gap>,
    /// The cluster's version.
    pub kube: semver::Version,
    /// Where the running action is written.
    pub at: Span,
    /// A subchart that is not at hand: templates that are not found may be its.
    pub missing: Option<Arc<Unknown>>,
    /// For the templates of a ResourceSet: its inputs. There a key that a map does not have is an error.
    pub inputs: Option<Datum>,
    noted: BTreeSet<Span>,
    pub(super) steps: u64,
    /// What this chart may use of the run's steps, and has used of them.
    share: u64,
    pub(super) used: u64,
    bytes: usize,
    pub(super) depth: usize,
    pub(super) level: usize,
    /// How many undecided blocks are being tried out.
    pub(super) trials: usize,
    /// The next value is only looked at for its truth.
    pub(super) deciding: bool,
}

/// A running template.
pub struct Frame {
    /// Its text.
    pub source: Rc<Source>,
    /// Its variables, the innermost last.
    pub variables: Vec<(Arc<str>, Datum)>,
    /// What it has written.
    pub out: Builder,
}

impl Engine {
    /// An engine without templates, and its share of the run's steps.
    pub fn new(kube: semver::Version, at: Span, share: u64) -> Engine {
        let beyond = Unknown {
            why: Why::Bound("number of values looked through"),
            what: None,
            ty: Ty::Any,
            not_null: false,
            likely: None,
            at,
        };
        Engine {
            templates: HashMap::new(),
            holes: Holes::new(beyond),
            gaps: Vec::new(),
            kube,
            at,
            missing: None,
            inputs: None,
            noted: BTreeSet::new(),
            steps: 0,
            share,
            used: 0,
            bytes: 0,
            depth: 0,
            level: 0,
            trials: 0,
            deciding: false,
        }
    }

    /// Parses a text and adds what it defines, and itself under its name.
    pub fn add(&mut self, source: Source) -> Result<(), ParseError> {
        for (name, template) in compile(source)? {
            let blank = template.body.is_empty(&template.source.text);
            if !blank || !self.templates.contains_key(&name) {
                self.templates.insert(name, template);
            }
        }
        Ok(())
    }

    /// Runs a named template to its text.
    pub fn run(&mut self, name: &str, dot: &Datum) -> Result<Str, Stop> {
        let Some(template) = self.templates.get(name).cloned() else {
            if let Some(missing) = self.missing.clone() {
                let hole = self.holes.add(&missing);
                return Ok(Str::new(hole.to_string(), Origin::computed(self.at, Marks::NONE)));
            }
            return self.failed(format!("no template {name:?} associated with template \"gotpl\""));
        };
        self.execute(&template, dot)
    }

    pub(super) fn execute(&mut self, template: &Template, dot: &Datum) -> Result<Str, Stop> {
        if self.depth >= INCLUDES {
            return Err(self.bound("nesting of include"));
        }
        self.depth += 1;
        let at = self.at;
        let mut frame = Frame {
            source: template.source.clone(),
            variables: vec![("$".into(), dot.clone())],
            out: Builder::default(),
        };
        let result = self.walk(&mut frame, dot, &template.body);
        self.depth -= 1;
        result?;
        self.at = at;
        let text = frame.out.finish();
        self.spend(text.as_str().len())?;
        Ok(text)
    }

    /// Counts computed text against the bound.
    pub fn spend(&mut self, bytes: usize) -> Result<(), Stop> {
        /// Computed bytes that cost a step.
        const COST: usize = 16;
        self.bytes = self.bytes.saturating_add(bytes);
        self.charge((bytes / COST) as u64)?;
        if self.bytes > BYTES { Err(self.bound("size of computed text")) } else { Ok(()) }
    }

    /// Runs text as a template (`tpl`).
    pub fn tpl(&mut self, text: &Str, dot: &Datum) -> Result<Str, Fault> {
        if !text.as_str().contains("{{") {
            return Ok(text.clone());
        }
        let place = Place::Inline(text.clone(), self.at);
        let delimiters = Delimiters::default();
        let source = Source { name: "tpl".into(), text: text.as_str().into(), place, delimiters };
        let compiled = compile(source).map_err(|e| Fault::Error(format!("cannot parse template: {}", e.message)))?;
        let Some((_, main)) = compiled.last().cloned() else { return Ok(text.clone()) };
        // What the text defines is known inside it only.
        let mut saved = Vec::new();
        for (name, template) in compiled.iter().take(compiled.len().saturating_sub(1)) {
            saved.push((name.clone(), self.templates.insert(name.clone(), template.clone())));
        }
        let result = self.execute(&main, dot);
        for (name, template) in saved.into_iter().rev() {
            match template {
                Some(template) => self.templates.insert(name, template),
                None => self.templates.remove(&name),
            };
        }
        result.map(|text| without_no_value(&text)).map_err(Fault::Stop)
    }

    /// A failure at the running action.
    pub fn failure(&self, kind: GapKind, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), at: self.at, unknown: None, bound: None }
    }

    pub(super) fn failed<T>(&self, message: impl Into<String>) -> Result<T, Stop> {
        Err(Stop::Failed(Box::new(self.failure(GapKind::Chart, message))))
    }

    pub(super) fn bound(&self, name: &'static str) -> Stop {
        let message = format!("the chart goes beyond driftline's bound on the {name}");
        Stop::Failed(Box::new(Failure { bound: Some(name), ..self.failure(GapKind::Bound, message) }))
    }

    pub(super) fn step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        self.charge(1)?;
        if self.steps > STEPS { Err(self.bound("number of template steps")) } else { Ok(()) }
    }

    /// Counts against this chart's share of the run's steps.
    pub(super) fn charge(&mut self, steps: u64) -> Result<(), Stop> {
        self.used = self.used.saturating_add(steps);
        if self.used > self.share { Err(self.bound("work of all charts together")) } else { Ok(()) }
    }

    /// Whether the share was too small.
    pub(super) fn is_cut(&self) -> bool {
        self.used > self.share
    }

    pub(super) fn fault(&self, name: &str, fault: Fault) -> Stop {
        match fault {
            Fault::Error(message) if matches!(name, "fail" | "required") => {
                Stop::Failed(Box::new(self.failure(GapKind::Chart, message)))
            }
            Fault::Error(message) => {
                Stop::Failed(Box::new(self.failure(GapKind::Chart, format!("error calling {name}: {message}"))))
            }
            Fault::Bound(bound) => self.bound(bound),
            Fault::Unsupported(message) => Stop::Failed(Box::new(self.failure(GapKind::Unsupported, message))),
            Fault::Unknown(unknown) => self.undecided(&unknown),
            Fault::Stop(stop) => stop,
        }
    }

    pub(super) fn undecided(&self, unknown: &Arc<Unknown>) -> Stop {
        let message = format!("the template decides by what is not known: {}", noun(unknown));
        Stop::Failed(Box::new(Failure { unknown: Some(unknown.clone()), ..self.failure(GapKind::Chart, message) }))
    }

    /// Whether a condition holds. An unknown that is most likely absent is taken as such, and that is said.
    pub(super) fn decide(&mut self, value: &Datum) -> Result<bool, Arc<Unknown>> {
        match value.truth(&self.holes) {
            Ok(truth) => Ok(truth),
            Err(unknown) => self.likely(&unknown).ok_or(unknown),
        }
    }

    /// The likely truth of an unknown, with a note.
    pub(super) fn likely(&mut self, unknown: &Arc<Unknown>) -> Option<bool> {
        let truth = match &unknown.likely.as_ref()?.kind {
            Kind::Null => false,
            Kind::Bool(b) => *b,
            _ => return None,
        };
        let message = format!("this condition rests on {}; it was taken as {truth}", noun(unknown));
        self.note(self.at, &message);
        Some(truth)
    }

    /// Says once what was assumed at a place.
    pub fn note(&mut self, at: Span, message: &str) {
        if self.noted.insert(at) {
            self.gaps.push(Gap::at(at, GapKind::Chart, message));
        }
    }

    pub(super) fn deeper(&mut self) -> Result<(), Stop> {
        self.level += 1;
        if self.level > LEVELS { Err(self.bound("nesting of templates")) } else { Ok(()) }
    }

    pub(super) fn walk(&mut self, f: &mut Frame, dot: &Datum, body: &Body) -> Result<(), Stop> {
        self.deeper()?;
        let result = self.nodes(f, dot, body);
        self.level -= 1;
        result
    }

    pub(super) fn nodes(&mut self, f: &mut Frame, dot: &Datum, body: &Body) -> Result<(), Stop> {
        for node in &body.nodes {
            self.step()?;
            match node {
                Node::Text { start, end } => self.literal(f, *start, *end),
                Node::Action { pipe, start, end } => {
                    self.at = f.source.span(*start, *end);
                    let at = self.at;
                    let value = self.pipeline(f, dot, pipe)?;
                    self.at = at;
                    if pipe.variables.is_empty() {
                        self.print(f, &value, at)?;
                    }
                }
                Node::If(branch) => self.branch(f, dot, branch, false)?,
                Node::With(branch) => self.branch(f, dot, branch, true)?,
                Node::Range(branch) => self.range(f, dot, branch)?,
                Node::Template { name, pipe, start, end } => {
                    let at = f.source.span(*start, *end);
                    self.at = at;
                    let Some(template) = self.templates.get(name).cloned() else {
                        if self.missing.is_some() {
                            let text = self.run(name, &Datum::Nil)?;
                            f.out.push_through(&text, at);
                            continue;
                        }
                        return self.failed(format!("template {name:?} not defined"));
                    };
                    let inner = match pipe {
                        Some(pipe) => self.pipeline(f, dot, pipe)?,
                        None => Datum::Nil,
                    };
                    self.at = at;
                    let text = self.execute(&template, &inner)?;
                    f.out.push_through(&text, at);
                }
                Node::Break => return Err(Stop::Break),
                Node::Continue => return Err(Stop::Continue),
            }
        }
        Ok(())
    }

    pub(super) fn literal(&mut self, f: &mut Frame, start: usize, end: usize) {
        match &f.source.place {
            Place::Inline(text, _) => f.out.push_part(text, start, end),
            Place::File(file) => {
                let text = f.source.text.get(start..end).unwrap_or("");
                f.out.push(text, &Origin::literal(Span::new(*file, start, end)));
            }
        }
    }

    pub(super) fn print(&mut self, f: &mut Frame, value: &Datum, at: Span) -> Result<(), Stop> {
        let text = match value {
            Datum::Text(text) => text.clone(),
            Datum::Nil | Datum::Absent => Str::plain("<no value>"),
            Datum::Unknown(unknown, from) => {
                let from = from.clone().or_else(|| Origin::computed(at, Marks::NONE));
                Str::new(self.holes.add(unknown).to_string(), from)
            }
            other => fmt::display(other, &mut self.holes),
        };
        self.spend(text.as_str().len())?;
        f.out.push_through(&text, at);
        Ok(())
    }
}
