//! Defaults, conditions, failure, and the functions that run templates.

use crate::eval::helm::call::{Function, Param, any, error, text};
use crate::eval::helm::datum::{Datum, MapData, because};
use crate::eval::helm::eval::likely_absent;
use crate::eval::helm::exec::Engine;
use crate::eval::helm::stop::Fault;
use crate::eval::value::{Marks, Ty};

use Param::{Any, Bool, Text};

/// Defaults, conditions, failure, `include` and `tpl`.
pub const FUNCTIONS: &[Function] = &[
    Function::new("default", &[Any], default).rest(Any).aware(),
    Function::new("empty", &[Any], |e, a| empty(e, &any(a, 0))).aware(),
    Function::new("coalesce", &[], coalesce).rest(Any).aware(),
    Function::new("all", &[], |e, a| Ok(Datum::bool(!a.iter().any(|v| !v.truth(&e.holes).unwrap_or(true))))).rest(Any),
    Function::new("any", &[], |e, a| Ok(Datum::bool(a.iter().any(|v| v.truth(&e.holes).unwrap_or(false))))).rest(Any),
    Function::new("ternary", &[Any, Any, Bool], ternary).aware(),
    Function::new("required", &[Text, Any], required).aware(),
    Function::new("fail", &[Text], fail).aware(),
    Function::new("include", &[Text, Any], include).aware(),
    Function::new("tpl", &[Text, Any], tpl).aware(),
    Function::new("lookup", &[Text, Text, Text, Text], |_, _| Ok(Datum::map(MapData::default()))).aware(),
    Function::new("getHostByName", &[Text], |_, _| Ok(Datum::text(""))).aware(),
    Function::new("hello", &[], |_, _| Ok(Datum::text("Hello!"))),
];

fn default(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let given = match args.get(1) {
        None => return Ok(any(args, 0)),
        Some(given) => given,
    };
    match given.truth(&engine.holes) {
        Ok(true) => Ok(given.clone()),
        Ok(false) => Ok(any(args, 0)),
        Err(unknown) if likely_absent(&unknown) => Ok(any(args, 0).marked(Marks::OVERRIDABLE)),
        // `not_null` text may still be empty, but what refers to a known thing's attribute is not.
        Err(unknown) if unknown.what.is_some() => Ok(given.clone()),
        Err(unknown) => Ok(Datum::Unknown(because(&unknown, unknown.ty, engine.at), given.from())),
    }
}

fn empty(engine: &mut Engine, value: &Datum) -> Result<Datum, Fault> {
    Ok(match value.truth(&engine.holes) {
        Ok(truth) => Datum::bool(!truth),
        Err(unknown) => Datum::Unknown(because(&unknown, Ty::Bool, engine.at), None),
    })
}

fn coalesce(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut assumed = Marks::NONE;
    for value in args {
        match value.truth(&engine.holes) {
            Ok(true) => return Ok(value.clone().marked(assumed)),
            Ok(false) => {}
            Err(unknown) if likely_absent(&unknown) => assumed = Marks::OVERRIDABLE,
            Err(unknown) => return Ok(Datum::Unknown(because(&unknown, Ty::Any, engine.at), None)),
        }
    }
    Ok(Datum::Nil)
}

fn ternary(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    match any(args, 2).truth(&engine.holes) {
        Ok(true) => Ok(any(args, 0)),
        Ok(false) => Ok(any(args, 1)),
        Err(unknown) => Ok(Datum::Unknown(because(&unknown, Ty::Any, engine.at), None)),
    }
}

fn required(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let value = any(args, 1);
    let missing = match &value {
        Datum::Nil | Datum::Absent => true,
        Datum::Text(text) => text.as_str().is_empty(),
        _ => false,
    };
    if !missing {
        return Ok(value);
    }
    let _ = engine;
    error(shown(args))
}

fn shown(args: &[Datum]) -> String {
    let message = text(args, 0);
    if message.marks().has(Marks::SENSITIVE) { "(sensitive)".to_string() } else { message.as_str().to_string() }
}

fn fail(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let message = text(args, 0);
    match engine.holes.first(message.as_str()) {
        Some(unknown) => Err(Fault::Unknown(unknown.clone())),
        None => error(shown(args)),
    }
}

fn include(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let name = text(args, 0);
    if let Some(unknown) = engine.holes.first(name.as_str()) {
        return Ok(Datum::Unknown(because(unknown, Ty::Text, engine.at), None));
    }
    engine.run(name.as_str(), &any(args, 1)).map(Datum::Text).map_err(Fault::Stop)
}

fn tpl(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    engine.tpl(&text(args, 0), &any(args, 1)).map(Datum::Text)
}
