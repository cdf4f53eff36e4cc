//! Runs templates as `text/template/exec.go` does, with Helm's options, over values that may be unknown.

use super::call::{Param, find};
use super::datum::{Datum, Holes, Slot, because, never_empty};
use super::fmt;
use super::template::{Body, Branch, Command, Constant, Expr, Node, ParseError, Pipe, parse};
use super::text::{Builder, From, Origin, Str};
use crate::eval::value::{Kind, Marks, Ty, Unknown};
use crate::source::{FileId, Gap, GapKind, Span};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Nodes and commands one chart may run.
const STEPS: u64 = 3_000_000;

/// Bytes of text one chart may compute.
const BYTES: usize = 64 * 1024 * 1024;

/// Bytes one chart may render to.
pub const OUTPUT: usize = 8 * 1024 * 1024;

/// How deep `include`, `template` and `tpl` may nest.
const INCLUDES: usize = 100;

/// How deep blocks, parentheses and calls may nest in all.
const LEVELS: usize = 1500;

/// Functions that make text that is not empty of text that is not empty.
const NEVER_EMPTY: &[&str] = &[
    "b64enc",
    "b64dec",
    "b32enc",
    "b32dec",
    "upper",
    "lower",
    "title",
    "untitle",
    "swapcase",
    "sha1sum",
    "sha256sum",
    "sha512sum",
    "adler32sum",
    "substr",
    "regexReplaceAllLiteral",
    "regexReplaceAll",
    "abbrev",
    "wrap",
];

/// Why a template stopped.
#[derive(Debug)]
pub enum Stop {
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// The chart does not render.
    Failed(Box<Failure>),
}

/// Why a chart does not render.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What kind of limit.
    pub kind: GapKind,
    /// One sentence.
    pub message: String,
    /// The text of the template.
    pub at: Span,
    /// The unknown that a decision needs.
    pub unknown: Option<Arc<Unknown>>,
    /// The bound that was reached.
    pub bound: Option<&'static str>,
}

/// Why a function gives no value.
#[derive(Debug)]
pub enum Fault {
    /// Go's error.
    Error(String),
    /// A bound of driftline's.
    Bound(&'static str),
    /// Not evaluated by driftline.
    Unsupported(String),
    /// Not decided.
    Unknown(Arc<Unknown>),
    /// A template that the function ran stopped.
    Stop(Stop),
}

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
    noted: BTreeSet<Span>,
    steps: u64,
    bytes: usize,
    depth: usize,
    level: usize,
}

struct Frame {
    source: Rc<Source>,
    variables: Vec<(Arc<str>, Datum)>,
    out: Builder,
}

impl Engine {
    /// An engine without templates.
    pub fn new(kube: semver::Version, at: Span) -> Engine {
        Engine {
            templates: HashMap::new(),
            holes: Holes::default(),
            gaps: Vec::new(),
            kube,
            at,
            missing: None,
            noted: BTreeSet::new(),
            steps: 0,
            bytes: 0,
            depth: 0,
            level: 0,
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

    fn execute(&mut self, template: &Template, dot: &Datum) -> Result<Str, Stop> {
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
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > BYTES { Err(self.bound("size of computed text")) } else { Ok(()) }
    }

    /// Runs text as a template (`tpl`).
    pub fn tpl(&mut self, text: &Str, dot: &Datum) -> Result<Str, Fault> {
        if !text.as_str().contains("{{") {
            return Ok(text.clone());
        }
        let source =
            Source { name: "tpl".into(), text: text.as_str().into(), place: Place::Inline(text.clone(), self.at) };
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

    fn failed<T>(&self, message: impl Into<String>) -> Result<T, Stop> {
        Err(Stop::Failed(Box::new(self.failure(GapKind::Chart, message))))
    }

    fn bound(&self, name: &'static str) -> Stop {
        let message = format!("the chart goes beyond driftline's bound on the {name}");
        Stop::Failed(Box::new(Failure { bound: Some(name), ..self.failure(GapKind::Bound, message) }))
    }

    fn step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps > STEPS { Err(self.bound("number of template steps")) } else { Ok(()) }
    }

    fn fault(&self, name: &str, fault: Fault) -> Stop {
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

    fn undecided(&self, unknown: &Arc<Unknown>) -> Stop {
        let message = "the template decides by a value that is not known";
        Stop::Failed(Box::new(Failure { unknown: Some(unknown.clone()), ..self.failure(GapKind::Chart, message) }))
    }

    /// Whether a condition holds. An unknown that is most likely absent is taken as such, and that is said.
    fn decide(&mut self, value: &Datum) -> Result<bool, Stop> {
        match value.truth(&self.holes) {
            Ok(truth) => Ok(truth),
            Err(unknown) => match self.likely(&unknown) {
                Some(truth) => Ok(truth),
                None => Err(self.undecided(&unknown)),
            },
        }
    }

    /// The likely truth of an unknown, with a note.
    fn likely(&mut self, unknown: &Arc<Unknown>) -> Option<bool> {
        let truth = match &unknown.likely.as_ref()?.kind {
            Kind::Null => false,
            Kind::Bool(b) => *b,
            _ => return None,
        };
        let message = format!(
            "this condition rests on a value that may be set where driftline does not see it; it was taken as {truth}"
        );
        self.note(self.at, &message);
        Some(truth)
    }

    /// Says once what was assumed at a place.
    pub fn note(&mut self, at: Span, message: &str) {
        if self.noted.insert(at) {
            self.gaps.push(Gap::at(at, GapKind::Chart, message));
        }
    }

    fn deeper(&mut self) -> Result<(), Stop> {
        self.level += 1;
        if self.level > LEVELS { Err(self.bound("nesting of templates")) } else { Ok(()) }
    }

    fn walk(&mut self, f: &mut Frame, dot: &Datum, body: &Body) -> Result<(), Stop> {
        self.deeper()?;
        let result = self.nodes(f, dot, body);
        self.level -= 1;
        result
    }

    fn nodes(&mut self, f: &mut Frame, dot: &Datum, body: &Body) -> Result<(), Stop> {
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

    fn literal(&mut self, f: &mut Frame, start: usize, end: usize) {
        match &f.source.place {
            Place::Inline(text, _) => f.out.push_part(text, start, end),
            Place::File(file) => {
                let text = f.source.text.get(start..end).unwrap_or("");
                f.out.push(text, &Origin::literal(Span::new(*file, start, end)));
            }
        }
    }

    fn print(&mut self, f: &mut Frame, value: &Datum, at: Span) -> Result<(), Stop> {
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

    fn branch(&mut self, f: &mut Frame, dot: &Datum, branch: &Branch, with: bool) -> Result<(), Stop> {
        let scope = f.variables.len();
        self.at = f.source.span(branch.start, branch.end);
        let at = self.at;
        let value = self.pipeline(f, dot, &branch.pipe)?;
        self.at = at;
        let result = if self.decide(&value)? {
            self.walk(f, if with { &value } else { dot }, &branch.body)
        } else if let Some(otherwise) = &branch.otherwise {
            self.walk(f, dot, otherwise)
        } else {
            Ok(())
        };
        f.variables.truncate(scope);
        result
    }

    fn range(&mut self, f: &mut Frame, dot: &Datum, branch: &Branch) -> Result<(), Stop> {
        let scope = f.variables.len();
        self.at = f.source.span(branch.start, branch.end);
        let at = self.at;
        let value = self.pipeline(f, dot, &branch.pipe)?;
        self.at = at;
        // The pipeline declared its variables with the whole value; the loop sets them anew.
        let mark = f.variables.len();
        let mut pairs: Vec<(Datum, Datum)> = Vec::new();
        match &value {
            Datum::Nil | Datum::Absent => {}
            Datum::Int(n, wide, _) => {
                if branch.pipe.variables.len() > 1 {
                    return self.failed(format!("can't use {n} to iterate over more than one variable"));
                }
                let count = u64::try_from(*n).unwrap_or(0);
                if count > STEPS {
                    return Err(self.bound("number of template steps"));
                }
                pairs.extend((0..*n).map(|i| (Datum::Nil, Datum::Int(i, *wide, None))));
            }
            Datum::List(items, _) => {
                for (i, item) in items.iter().enumerate() {
                    let item = match item {
                        Datum::Nil => Datum::Absent,
                        Datum::More(_) => {
                            self.note(at, "this loop runs over a list that may hold more than driftline sees");
                            continue;
                        }
                        item => item.clone(),
                    };
                    pairs.push((Datum::int(i64::try_from(i).unwrap_or(i64::MAX)), item));
                }
            }
            Datum::Map(map, _) => {
                let map = map.borrow();
                if map.structure.is_some() {
                    drop(map);
                    return self.failed("range can't iterate over a struct");
                }
                if let Some(rest) = &map.rest {
                    if map.entries.is_empty() && rest.likely.is_none() {
                        return Err(self.undecided(rest));
                    }
                    self.note(at, "this loop runs over a map that may hold more keys than driftline sees");
                }
                for (key, Slot { key: from, value }) in &map.entries {
                    let value = match value {
                        Datum::Nil => Datum::Absent,
                        value => value.clone(),
                    };
                    pairs.push((Datum::Text(Str::new(&**key, from.clone())), value));
                }
            }
            Datum::Object(object) => match &**object {
                super::datum::Object::Files(files) => {
                    for (name, content) in files {
                        pairs.push((Datum::text(&**name), super::files::content(content)));
                    }
                }
                _ => return self.failed(format!("range can't iterate over {}", value.type_name())),
            },
            Datum::Unknown(unknown, _) => match self.likely(&unknown.clone()) {
                Some(false) => {}
                _ => return Err(self.undecided(unknown)),
            },
            other => {
                let shown = fmt::display(other, &mut self.holes);
                let shown = if other.marks().has(Marks::SENSITIVE) { "a sensitive value" } else { shown.as_str() };
                return self.failed(format!("range can't iterate over {shown}"));
            }
        }
        if pairs.is_empty() {
            let result = match &branch.otherwise {
                Some(otherwise) => self.walk(f, dot, otherwise),
                None => Ok(()),
            };
            f.variables.truncate(scope);
            return result;
        }
        for (index, element) in pairs {
            self.step()?;
            let names = &branch.pipe.variables;
            let one = names.len() == 1;
            for (i, name) in names.iter().enumerate() {
                let value = if one || i == 1 { element.clone() } else { index.clone() };
                if branch.pipe.assign {
                    set_variable(f, name, value);
                } else if let Some(slot) = f.variables.get_mut(mark - names.len() + i) {
                    slot.1 = value;
                }
            }
            let result = self.walk(f, &element, &branch.body);
            f.variables.truncate(mark);
            match result {
                Err(Stop::Break) => break,
                Ok(()) | Err(Stop::Continue) => {}
                Err(failed) => return Err(failed),
            }
        }
        f.variables.truncate(scope);
        Ok(())
    }

    fn pipeline(&mut self, f: &mut Frame, dot: &Datum, pipe: &Pipe) -> Result<Datum, Stop> {
        self.deeper()?;
        let mut value: Option<Datum> = None;
        for command in &pipe.commands {
            self.step()?;
            value = Some(match self.command(f, dot, command, value)? {
                Datum::Absent => Datum::Nil,
                other => other,
            });
        }
        self.level -= 1;
        let value = value.unwrap_or(Datum::Nil);
        for name in &pipe.variables {
            if pipe.assign {
                set_variable(f, name, value.clone());
            } else {
                f.variables.push((name.clone(), value.clone()));
            }
        }
        Ok(value)
    }

    fn command(&mut self, f: &mut Frame, dot: &Datum, c: &Command, last: Option<Datum>) -> Result<Datum, Stop> {
        let (Some(first), rest) = (c.words.first(), c.words.get(1..).unwrap_or(&[])) else { return Ok(Datum::Nil) };
        match first {
            Expr::Function(name) => self.function(f, dot, name, rest, last),
            Expr::Field(names) => self.chain(f, dot, dot.clone(), names, rest, last),
            Expr::Variable(name, names) if !names.is_empty() => {
                let value = variable(f, name);
                self.chain(f, dot, value, names, rest, last)
            }
            Expr::Chain(inner, names) => {
                let value = self.operand(f, dot, inner)?;
                self.chain(f, dot, value, names, rest, last)
            }
            Expr::Nil => self.failed("nil is not a command"),
            other => {
                if !rest.is_empty() || last.is_some() {
                    return self.failed("can't give argument to non-function");
                }
                self.operand(f, dot, other)
            }
        }
    }

    /// A word as a value, without a parameter's type.
    fn operand(&mut self, f: &mut Frame, dot: &Datum, expr: &Expr) -> Result<Datum, Stop> {
        match expr {
            Expr::Dot => Ok(dot.clone()),
            Expr::Nil => Ok(Datum::Nil),
            Expr::Bool(b) => Ok(Datum::bool(*b)),
            Expr::Text(text) => Ok(Datum::text(&**text)),
            Expr::Number(Constant::Int(n)) => Ok(Datum::int(*n)),
            Expr::Number(Constant::Float(n)) => Ok(Datum::float(*n)),
            Expr::Field(names) => self.chain(f, dot, dot.clone(), names, &[], None),
            Expr::Variable(name, names) => {
                let value = variable(f, name);
                self.chain(f, dot, value, names, &[], None)
            }
            Expr::Function(name) => self.function(f, dot, name, &[], None),
            Expr::Pipe(pipe) => self.pipeline(f, dot, pipe),
            Expr::Chain(inner, names) => {
                let value = self.operand(f, dot, inner)?;
                self.chain(f, dot, value, names, &[], None)
            }
        }
    }

    fn chain(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        mut receiver: Datum,
        names: &[Arc<str>],
        args: &[Expr],
        last: Option<Datum>,
    ) -> Result<Datum, Stop> {
        let Some((final_name, path)) = names.split_last() else { return Ok(receiver) };
        for name in path {
            receiver = match self.method(f, dot, &receiver, name, &[], None)? {
                Some(value) => value,
                None => self.field(&receiver, name)?,
            };
        }
        if let Some(value) = self.method(f, dot, &receiver, final_name, args, last.clone())? {
            return Ok(value);
        }
        if (!args.is_empty() || last.is_some()) && matches!(receiver, Datum::Map(..)) {
            return self.failed(format!("{final_name} is not a method but has arguments"));
        }
        self.field(&receiver, final_name)
    }

    fn field(&mut self, receiver: &Datum, name: &Arc<str>) -> Result<Datum, Stop> {
        match receiver {
            Datum::Nil => Ok(Datum::Nil),
            Datum::Absent => self.failed(format!("nil pointer evaluating interface {{}}.{name}")),
            Datum::Map(map, _) => {
                let map = map.borrow();
                match map.entries.get(name) {
                    Some(Slot { value: Datum::Nil, .. }) => Ok(Datum::Absent),
                    Some(slot) => Ok(slot.value.clone()),
                    None => match (&map.rest, map.structure) {
                        (Some(rest), _) => Ok(Datum::Unknown(maybe_absent(rest), None)),
                        (None, Some(structure)) => {
                            self.failed(format!("can't evaluate field {name} in type {structure}"))
                        }
                        (None, None) => Ok(Datum::Absent),
                    },
                }
            }
            Datum::Unknown(unknown, from) => {
                let inner = because(unknown, Ty::Any, unknown.at);
                let inner = match &unknown.likely {
                    Some(likely) if matches!(likely.kind, Kind::Null) => {
                        Arc::new(Unknown { likely: Some(likely.clone()), ..(*inner).clone() })
                    }
                    _ => inner,
                };
                Ok(Datum::Unknown(inner, from.clone()))
            }
            // A value inside a map or list is an interface to Go.
            other => self.failed(format!("can't evaluate field {name} in type {}", interface_name(other))),
        }
    }

    /// A method's result; `None` when there is no such method.
    fn method(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        receiver: &Datum,
        name: &str,
        args: &[Expr],
        last: Option<Datum>,
    ) -> Result<Option<Datum>, Stop> {
        let Datum::Object(object) = receiver else { return Ok(None) };
        let object = object.clone();
        let mut values = Vec::with_capacity(args.len() + 1);
        for arg in args {
            values.push(self.argument(f, dot, Param::Any, arg)?);
        }
        values.extend(last);
        match super::files::method(self, &object, name, &values) {
            Ok(Some(value)) => Ok(Some(value)),
            Ok(None) => self.failed(format!("can't evaluate field {name} in type {}", receiver.type_name())),
            Err(fault) => Err(self.fault(name, fault)),
        }
    }

    fn function(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        name: &str,
        args: &[Expr],
        last: Option<Datum>,
    ) -> Result<Datum, Stop> {
        if name == "and" || name == "or" {
            return self.short_circuit(f, dot, name, args, last);
        }
        let Some(function) = find(name) else { return self.failed(format!("{name:?} is not a defined function")) };
        let given = args.len() + usize::from(last.is_some());
        let fixed = function.params.len();
        if function.rest.is_none() && given != fixed {
            return self.failed(format!("wrong number of args for {name}: want {fixed} got {given}"));
        }
        if given < fixed {
            return self.failed(format!("wrong number of args for {name}: want at least {fixed} got {}", args.len()));
        }
        let param = |i: usize| function.params.get(i).copied().or(function.rest).unwrap_or(Param::Any);
        let at = self.at;
        let mut values = Vec::with_capacity(given);
        for (i, arg) in args.iter().enumerate() {
            values.push(self.argument(f, dot, param(i), arg)?);
            self.at = at;
        }
        if let Some(last) = last {
            let checked = self.validate(last, param(args.len()))?;
            values.push(checked);
        }
        let result = match self.unknown_argument(function.aware, name, &values) {
            Some(unknown) => Datum::Unknown(unknown, None),
            None => match (function.run)(self, &values) {
                Ok(value) => value,
                Err(fault) => return Err(self.fault(name, fault)),
            },
        };
        self.at = at;
        if let Datum::Text(text) = &result {
            self.spend(text.as_str().len())?;
        }
        Ok(inherit(result, &values))
    }

    /// For a function that needs all of its arguments: an unknown among them decides the result.
    fn unknown_argument(&self, aware: bool, name: &str, values: &[Datum]) -> Option<Arc<Unknown>> {
        if aware {
            return None;
        }
        let unknown = values.iter().find_map(|v| v.unknown_inside(&self.holes, 0))?;
        let inner = because(&unknown, Ty::Any, self.at);
        if NEVER_EMPTY.contains(&name) && never_empty(&unknown) {
            return Some(Arc::new(Unknown { ty: Ty::Text, not_null: true, ..(*inner).clone() }));
        }
        Some(inner)
    }

    fn short_circuit(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        name: &str,
        args: &[Expr],
        last: Option<Datum>,
    ) -> Result<Datum, Stop> {
        if args.is_empty() && last.is_none() {
            return self.failed(format!("wrong number of args for {name}: want at least 1 got 0"));
        }
        let mut value = Datum::Nil;
        let mut undecided: Option<Arc<Unknown>> = None;
        let at = self.at;
        for arg in args {
            value = self.argument(f, dot, Param::Any, arg)?;
            self.at = at;
            match value.truth(&self.holes) {
                Ok(truth) if truth == (name == "or") => {
                    return Ok(match undecided {
                        // Either an unknown decided before, or this one does: the truth is the same.
                        Some(_) if matches!(value, Datum::Bool(..)) => value,
                        Some(unknown) if likely_absent(&unknown) => value.marked(Marks::OVERRIDABLE),
                        Some(unknown) if name == "or" => Datum::Unknown(because(&unknown, Ty::Any, at), None),
                        _ => value,
                    });
                }
                Ok(_) => {}
                Err(unknown) => undecided = undecided.or(Some(unknown)),
            }
        }
        if let Some(last) = last {
            value = last;
        }
        Ok(match undecided {
            None => value,
            Some(unknown) => {
                let ty = if matches!(value, Datum::Bool(..)) { Ty::Bool } else { Ty::Any };
                let likely = unknown.likely.clone();
                let inner = because(&unknown, ty, at);
                // `and` of something likely absent is likely false; `or` then falls to what was known.
                let likely = match (name, likely, value.truth(&self.holes)) {
                    ("and", Some(l), _) if matches!(l.kind, Kind::Null | Kind::Bool(false)) => Some(l),
                    (_, Some(l), Ok(truth)) => Some(crate::eval::value::Value { kind: Kind::Bool(truth), ..l }),
                    _ => None,
                };
                Datum::Unknown(Arc::new(Unknown { likely, ..(*inner).clone() }), None)
            }
        })
    }

    fn argument(&mut self, f: &mut Frame, dot: &Datum, param: Param, expr: &Expr) -> Result<Datum, Stop> {
        match (expr, param) {
            (Expr::Nil, Param::Any | Param::Map) => Ok(Datum::Nil),
            (Expr::Nil, _) => self.failed(format!("cannot assign nil to {}", param.go_name())),
            (Expr::Bool(_), Param::Any | Param::Bool)
            | (Expr::Text(_), Param::Any | Param::Text)
            | (Expr::Number(_), Param::Any)
            | (Expr::Number(Constant::Int(_)), Param::Int) => self.operand(f, dot, expr),
            (Expr::Number(Constant::Float(n)), Param::Int) if n.fract() == 0.0 && n.abs() < 9e15 => {
                Ok(Datum::int(*n as i64))
            }
            (Expr::Number(Constant::Int(n)), Param::Float) => Ok(Datum::float(*n as f64)),
            (Expr::Number(Constant::Float(n)), Param::Float) => Ok(Datum::float(*n)),
            (
                Expr::Bool(_) | Expr::Text(_) | Expr::Number(_),
                Param::Text | Param::Int | Param::Float | Param::Bool,
            ) => self.failed(format!("expected {}; found another constant", param.noun())),
            (Expr::Bool(_) | Expr::Text(_) | Expr::Number(_), _) => {
                self.failed(format!("can't handle a constant for arg of type {}", param.go_name()))
            }
            _ => {
                let value = self.operand(f, dot, expr)?;
                self.validate(value, param)
            }
        }
    }

    fn validate(&mut self, value: Datum, param: Param) -> Result<Datum, Stop> {
        let fits = match (param, &value) {
            (Param::Any, _) => return Ok(if let Datum::Absent = value { Datum::Nil } else { value }),
            (Param::Text, Datum::Unknown(unknown, from)) => {
                let hole = self.holes.add(unknown);
                let from = from.clone().or_else(|| Origin::computed(self.at, Marks::NONE));
                return Ok(Datum::Text(Str::new(hole.to_string(), from)));
            }
            (_, Datum::Unknown(..)) => true,
            (Param::Map, Datum::Nil) => true,
            (_, Datum::Nil) => return self.failed(format!("invalid value; expected {}", param.go_name())),
            (Param::Text, Datum::Text(_))
            | (Param::Int, Datum::Int(_, false, _))
            | (Param::Float, Datum::Float(..))
            | (Param::Bool, Datum::Bool(..)) => true,
            (Param::Map, Datum::Map(map, _)) => map.borrow().structure.is_none(),
            _ => false,
        };
        if fits {
            return Ok(value);
        }
        self.failed(format!("wrong type for value; expected {}; got {}", param.go_name(), value.type_name()))
    }
}

/// The result of a function: sensitive and assumed arguments make it so too.
fn inherit(result: Datum, values: &[Datum]) -> Datum {
    let all = values.iter().fold(Marks::NONE, |m, v| m.with(v.marks()));
    let carried = Marks(all.0 & (Marks::SENSITIVE.0 | Marks::ASSUMED.0 | Marks::OVERRIDABLE.0 | Marks::VOLATILE.0));
    if carried == Marks::NONE || result.marks().has(carried) {
        return result;
    }
    let from: From = values.iter().find(|v| v.marks().0 & carried.0 != 0).and_then(Datum::from);
    let from = from.map(|o| Rc::new(Origin { marks: o.marks.with(carried), literal: false, ..(*o).clone() }));
    result.or_from(&from).marked(carried)
}

/// Whether an unknown most likely is not set at all.
pub fn likely_absent(unknown: &Unknown) -> bool {
    unknown.likely.as_ref().is_some_and(|l| matches!(l.kind, Kind::Null))
}

fn maybe_absent(rest: &Arc<Unknown>) -> Arc<Unknown> {
    let likely = crate::eval::value::Value { kind: Kind::Null, at: rest.at, marks: Marks::NONE, via: None };
    let inner = because(rest, Ty::Any, rest.at);
    Arc::new(Unknown { likely: Some(likely), ..(*inner).clone() })
}

fn interface_name(value: &Datum) -> &'static str {
    match value {
        Datum::Map(..) => value.type_name(),
        _ => "interface {}",
    }
}

fn variable(f: &Frame, name: &str) -> Datum {
    f.variables.iter().rev().find(|(n, _)| &**n == name).map_or(Datum::Nil, |(_, v)| v.clone())
}

fn set_variable(f: &mut Frame, name: &str, value: Datum) {
    if let Some(slot) = f.variables.iter_mut().rev().find(|(n, _)| &**n == name) {
        slot.1 = value;
    }
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
type Named = (Arc<str>, Rc<Template>);

/// The templates of a text: what it defines, and last the text itself under its own name.
fn compile(source: Source) -> Result<Vec<Named>, ParseError> {
    let parsed = parse(&source.text, &|name| name == "and" || name == "or" || find(name).is_some())?;
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
