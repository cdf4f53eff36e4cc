//! The functions of templates: Go's own, Sprig's and Helm's, with the parameter types Go checks.

use super::datum::{Datum, MapData, MapRef, because};
use super::exec::Engine;
use super::fragment;
use super::functions;
use super::stop::Fault;
use super::text::Str;
use crate::eval::value::{Ty, Unknown};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// A parameter's type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Param {
    Any,
    Text,
    Int,
    Float,
    Bool,
    Map,
}

impl Param {
    /// The type's name in Go.
    pub fn go_name(self) -> &'static str {
        match self {
            Param::Any => "interface {}",
            Param::Text => "string",
            Param::Int => "int",
            Param::Float => "float64",
            Param::Bool => "bool",
            Param::Map => "map[string]interface {}",
        }
    }

    /// What Go calls a constant of it.
    pub fn noun(self) -> &'static str {
        match self {
            Param::Int => "integer",
            Param::Float => "float",
            Param::Text => "string",
            Param::Bool => "bool",
            other => other.go_name(),
        }
    }
}

/// What a function does.
pub type Run = fn(&mut Engine, &[Datum]) -> Result<Datum, Fault>;

/// A function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name in templates.
    pub name: &'static str,
    /// Its fixed parameters.
    pub params: &'static [Param],
    /// The type of further arguments.
    pub rest: Option<Param>,
    /// Whether it handles unknown arguments itself.
    pub aware: bool,
    /// What it does.
    pub run: Run,
}

impl Function {
    /// A function of fixed parameters, which needs them all to be known.
    pub const fn new(name: &'static str, params: &'static [Param], run: Run) -> Function {
        Function { name, params, rest: None, aware: false, run }
    }

    /// With any number of further arguments.
    pub const fn rest(self, param: Param) -> Function {
        Function { rest: Some(param), ..self }
    }

    /// Handles unknown arguments itself.
    pub const fn aware(self) -> Function {
        Function { aware: true, ..self }
    }
}

/// The function of a name.
pub fn find(name: &str) -> Option<&'static Function> {
    static ALL: OnceLock<HashMap<&'static str, &'static Function>> = OnceLock::new();
    let all = || functions::ALL.iter().flat_map(|list| list.iter()).chain(fragment::FUNCTIONS);
    ALL.get_or_init(|| all().map(|f| (f.name, f)).collect()).get(name).copied()
}

/// A text argument; what is not text counts as empty (the types were checked before).
pub fn text(args: &[Datum], i: usize) -> Str {
    match args.get(i) {
        Some(Datum::Text(text)) => text.clone(),
        _ => Str::default(),
    }
}

/// An `int` argument.
pub fn int(args: &[Datum], i: usize) -> i64 {
    match args.get(i) {
        Some(Datum::Int(n, _, _)) => *n,
        _ => 0,
    }
}

/// Any argument.
pub fn any(args: &[Datum], i: usize) -> Datum {
    args.get(i).cloned().unwrap_or(Datum::Nil)
}

/// A map argument; `nil` is an empty map.
pub fn map(args: &[Datum], i: usize) -> Result<MapRef, Fault> {
    match args.get(i) {
        Some(Datum::Map(map, _)) => Ok(map.clone()),
        Some(Datum::Unknown(unknown, _)) => Ok(open(unknown)),
        _ => Ok(Rc::new(RefCell::new(MapData::default()))),
    }
}

/// A map of which nothing is known.
pub fn open(unknown: &Arc<Unknown>) -> MapRef {
    Rc::new(RefCell::new(MapData { rest: Some(unknown.clone()), ..MapData::default() }))
}

/// The unknown among arguments as the result.
pub fn unknown_among(engine: &Engine, args: &[Datum], ty: Ty) -> Option<Datum> {
    let found = args.iter().find_map(|a| a.unknown_inside(&engine.holes, 0))?;
    Some(Datum::Unknown(because(&found, ty, engine.at), None))
}

/// An error in Go's words.
pub fn error<T>(message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Error(message.into()))
}
