//! Pipelines, fields and calls, with Go's checks of types.

use super::call::{Param, find};
use super::datum::{Datum, MapData, Slot, TEXTS, VALUES, because, never_empty, reserved};
use super::exec::{Engine, Frame};
use super::stop::{Failure, Fault, Stop};
use super::template::{Command, Constant, Expr, Pipe};
use super::text::{From, Origin, Str};
use crate::eval::value::{Kind, Marks, Ty, Unknown};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Functions that walk all of what they are given, unknown or not.
const WALKERS: &[&str] = &[
    "eq",
    "ne",
    "deepEqual",
    "has",
    "mustHas",
    "uniq",
    "mustUniq",
    "without",
    "mustWithout",
    "deepCopy",
    "mustDeepCopy",
    "merge",
    "mustMerge",
    "mergeOverwrite",
    "mustMergeOverwrite",
    "toYaml",
    "toYamlPretty",
    "toJson",
    "mustToJson",
    "toPrettyJson",
    "mustToPrettyJson",
    "toRawJson",
    "mustToRawJson",
    "print",
    "println",
    "printf",
    "toString",
    "quote",
    "squote",
    "cat",
    "join",
];

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

impl Engine {
    pub(super) fn pipeline(&mut self, f: &mut Frame, dot: &Datum, pipe: &Pipe) -> Result<Datum, Stop> {
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

    pub(super) fn command(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        c: &Command,
        last: Option<Datum>,
    ) -> Result<Datum, Stop> {
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
    pub(super) fn operand(&mut self, f: &mut Frame, dot: &Datum, expr: &Expr) -> Result<Datum, Stop> {
        match expr {
            Expr::Dot => {
                dot.used();
                Ok(dot.clone())
            }
            Expr::Nil => Ok(Datum::Nil),
            Expr::Bool(b) => Ok(Datum::bool(*b)),
            Expr::Text(text) => Ok(Datum::text(&**text)),
            Expr::Number(Constant::Int(n)) => Ok(Datum::int(*n)),
            Expr::Number(Constant::Float(n)) => Ok(Datum::float(*n)),
            Expr::Field(names) => self.chain(f, dot, dot.clone(), names, &[], None),
            Expr::Variable(name, names) => {
                let value = variable(f, name);
                if names.is_empty() {
                    value.used();
                }
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

    pub(super) fn chain(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        mut receiver: Datum,
        names: &[Arc<str>],
        args: &[Expr],
        last: Option<Datum>,
    ) -> Result<Datum, Stop> {
        let decided = std::mem::take(&mut self.deciding);
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
        let value = self.field(&receiver, final_name)?;
        if !decided {
            value.used();
        }
        Ok(value)
    }

    pub(super) fn field(&mut self, receiver: &Datum, name: &Arc<str>) -> Result<Datum, Stop> {
        match receiver {
            Datum::Nil => Ok(Datum::Nil),
            Datum::Absent => self.failed(format!("nil pointer evaluating interface {{}}.{name}")),
            Datum::Map(map, _) => {
                let map = map.borrow();
                map.ask(name);
                match map.entries.get(name) {
                    Some(Slot { value: Datum::Nil, .. }) => Ok(Datum::Absent),
                    Some(slot) => Ok(slot.value.clone()),
                    None => match (&map.rest, map.structure) {
                        (Some(rest), _) => Ok(Datum::Unknown(maybe_absent(rest), None)),
                        (None, Some(structure)) => {
                            self.failed(format!("can't evaluate field {name} in type {structure}"))
                        }
                        (None, None) if map.named == Some(TEXTS) => Ok(Datum::text("")),
                        (None, None) if self.inputs.is_some() => {
                            self.failed(format!("map has no entry for key {name:?}"))
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
    pub(super) fn method(
        &mut self,
        f: &mut Frame,
        dot: &Datum,
        receiver: &Datum,
        name: &str,
        args: &[Expr],
        last: Option<Datum>,
    ) -> Result<Option<Datum>, Stop> {
        if let Datum::Map(map, from) = receiver {
            let values = map.borrow().named == Some(VALUES) && matches!(name, "AsMap" | "YAML");
            if !values || !args.is_empty() || last.is_some() {
                return Ok(None);
            }
            if name == "YAML" {
                let text = super::emit::yaml(receiver, &mut self.holes).map_err(|fault| self.fault(name, fault))?;
                return Ok(Some(Datum::Text(text)));
            }
            let map = map.borrow();
            let plain = MapData { entries: map.entries.clone(), rest: map.rest.clone(), ..MapData::default() };
            return Ok(Some(Datum::Map(Rc::new(RefCell::new(plain)), from.clone())));
        }
        let Datum::Object(object) = receiver else { return Ok(None) };
        let object = object.clone();
        if args.len() + usize::from(last.is_some()) != super::files::params(&object, name) {
            let got = args.len() + usize::from(last.is_some());
            return self.failed(format!("wrong number of args for {name}: want 1 got {got}"));
        }
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

    pub(super) fn function(
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
        if WALKERS.contains(&name) && values.iter().any(|v| v.immense(&self.holes)) {
            return Err(self.bound("size of a value: 1000000 values inside one that is copied, compared or written"));
        }
        let result = match self.unknown_argument(function.aware, name, &values) {
            Some(unknown) => Datum::Unknown(unknown, None),
            None => match (function.run)(self, &values) {
                Ok(Datum::Text(text)) if !function.aware && text.has_holes() => {
                    Datum::Unknown(reserved(self.at), text.origin())
                }
                Ok(value) => value,
                Err(fault) => return Err(self.fault(name, discreet(fault, &values))),
            },
        };
        if self.holes.exhausted() {
            return Err(self.bound("number of values looked through: 50000000"));
        }
        self.at = at;
        if let Datum::Text(text) = &result {
            self.spend(text.as_str().len())?;
        }
        Ok(inherit(result, &values))
    }

    /// For a function that needs all of its arguments: an unknown among them decides the result.
    pub(super) fn unknown_argument(&self, aware: bool, name: &str, values: &[Datum]) -> Option<Arc<Unknown>> {
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

    pub(super) fn short_circuit(
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

    pub(super) fn argument(&mut self, f: &mut Frame, dot: &Datum, param: Param, expr: &Expr) -> Result<Datum, Stop> {
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

    pub(super) fn validate(&mut self, value: Datum, param: Param) -> Result<Datum, Stop> {
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

/// What went wrong, without words that may quote a sensitive argument.
fn discreet(fault: Fault, values: &[Datum]) -> Fault {
    let secret = |value: &Datum| value.secret_inside(0);
    let told = "refuses an argument; which, and why, is sensitive";
    match fault {
        Fault::Error(_) if values.iter().any(secret) => Fault::Error(told.to_owned()),
        Fault::Unsupported(_) if values.iter().any(secret) => Fault::Unsupported(told.to_owned()),
        // The name or the text of the template that stopped.
        Fault::Stop(Stop::Failed(failure)) if values.first().is_some_and(secret) => {
            let message = told.to_owned();
            Fault::Stop(Stop::Failed(Box::new(Failure { message, ..*failure })))
        }
        fault => fault,
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

/// Gives a variable that exists another value.
pub fn set_variable(f: &mut Frame, name: &str, value: Datum) {
    if let Some(slot) = f.variables.iter_mut().rev().find(|(n, _)| &**n == name) {
        slot.1 = value;
    }
}
