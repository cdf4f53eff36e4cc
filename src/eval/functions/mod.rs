//! The functions of Terraform's language, over values that may be unknown or known in part.
//!
//! Each function gives the most that is known. What Terraform refuses is a gap and an unknown value. Behaviour follows
//! the function documentation at developer.hashicorp.com/terraform/language/functions; answers recorded from the real
//! program are in `tests/conformance/terraform`.

mod arguments;
mod collection;
mod combine;
mod date;
mod encoding;
mod filesystem;
mod graphemes;
mod hash;
pub(super) mod json;
mod kind;
mod network;
mod numeric;
mod pattern;
mod printf;
mod sets;
mod signatures;
mod text;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use arguments::Call;
pub(crate) use sets::set;
pub(super) use yaml::read as read_yaml;

use arguments::{Answer, Stop};

use super::expression::types;
use super::scope::{Dialect, Run, Scope};
use super::value::*;
use crate::source::{Gap, GapKind, Span};
use std::sync::Arc;

/// One function.
struct Function {
    run: fn(&Call<'_, '_>, &[Value]) -> Answer,
    /// The type of its result.
    gives: Ty,
}

fn find(name: &str) -> Option<Function> {
    collection::find(name)
        .or_else(|| combine::find(name))
        .or_else(|| sets::find(name))
        .or_else(|| text::find(name))
        .or_else(|| pattern::find(name))
        .or_else(|| printf::find(name))
        .or_else(|| numeric::find(name))
        .or_else(|| encoding::find(name))
        .or_else(|| network::find(name))
        .or_else(|| kind::find(name))
        .or_else(|| filesystem::find(name))
        .or_else(|| hash::find(name))
        .or_else(|| date::find(name))
        .or_else(|| yaml::find(name))
}

/// Whether a dialect has a function of the library. Terragrunt speaks the library of Terraform v0.15.3.
fn speaks(dialect: Dialect, name: &str) -> bool {
    const LATER: [&str; 8] = [
        "base64gunzip",
        "cidrcontains",
        "convert",
        "ephemeralasnull",
        "issensitive",
        "plantimestamp",
        "templatestring",
        "urldecode",
    ];
    match dialect {
        Dialect::Terragrunt => !LATER.contains(&name) && !name.contains("::"),
        Dialect::Terraform => !matches!(name, "defaults" | "list" | "map"),
    }
}

/// Calls a function: the scope's own first, then the library's. An unknown function is a gap.
pub(crate) fn call(call: &Call<'_, '_>, args: &[Value]) -> Value {
    if let Some(value) = call.scope.call(call.name, args, call.at, call.run) {
        return value;
    }
    let marks = args.iter().fold(Marks::NONE, |marks, arg| marks.with(arg.marks));
    if call.name.starts_with("provider::") {
        return of_provider(call).marked(marks);
    }
    let dialect = call.scope.dialect();
    let plain = match dialect {
        Dialect::Terraform => call.name.strip_prefix("core::").unwrap_or(call.name),
        Dialect::Terragrunt => call.name,
    };
    let (Some(function), Some(signature), true) = (find(plain), signatures::of(plain), speaks(dialect, plain)) else {
        return unknown_function(call).marked(marks);
    };
    let answer = match prepare(call, signature, args) {
        Ok(args) => (function.run)(call, &args),
        Err(refused) => {
            let sensitive = args.iter().any(|arg| arg.all_marks().has(Marks::SENSITIVE));
            return refused.give(call, sensitive).marked(marks);
        }
    };
    let answer = match answer {
        // What is wrong with a sensitive value may tell the value.
        Err(Stop::Wrong { arg, .. }) if args.iter().any(|arg| arg.all_marks().has(Marks::SENSITIVE)) => {
            Err(Stop::Wrong { arg, message: "what is wrong is sensitive".to_owned() })
        }
        answer => answer,
    };
    let form = signature.gives.as_ref().map_or(Form::Either, |ty| types::coarse(ty).1);
    let value = finish(call, answer, signature, function.gives).marked(marks);
    if form == Form::Either { value } else { value.formed(form) }
}

/// A call that is refused before it is made.
struct Refused {
    at: Span,
    message: String,
    /// The message may tell a value.
    telling: bool,
}

impl Refused {
    fn give(self, call: &Call<'_, '_>, sensitive: bool) -> Value {
        let message: Arc<str> = match self.telling && sensitive {
            true => format!("Invalid function argument: `{}` refuses a value that is sensitive", call.name).into(),
            false => self.message.into(),
        };
        call.run.errors.set(call.run.errors.get().saturating_add(1));
        call.run.gap(Gap::at(self.at, GapKind::Evaluation, message.clone()));
        Value::unknown(Unknown::new(Why::Gap(message), self.at), call.at)
    }
}

/// The arguments as the types that the function takes.
fn prepare(call: &Call<'_, '_>, signature: &signatures::Signature, args: &[Value]) -> Result<Vec<Value>, Refused> {
    let name = call.name;
    let count = signature.fixed.len();
    if let Some(missing) = signature.fixed.get(args.len()) {
        let least = if signature.rest.is_some() { " at least" } else { "" };
        let message = format!(
            "Not enough function arguments: Function \"{name}\" expects{least} {count} argument(s). Missing value for \"{}\"",
            missing.name
        );
        let end = call.at.end.saturating_sub(1).max(call.at.start);
        return Err(Refused { at: Span { start: end, ..call.at }, message, telling: false });
    }
    if args.len() > count && signature.rest.is_none() {
        let message = format!("Too many function arguments: Function \"{name}\" expects only {count} argument(s)");
        return Err(Refused { at: call.place(count), message, telling: false });
    }
    let mut out = Vec::with_capacity(args.len());
    let mut refused: Option<Refused> = None;
    let refuse = |index: usize, parameter: &signatures::Parameter, why: &str| Refused {
        at: call.place(index),
        message: format!("Invalid function argument: Invalid value for \"{}\" parameter: {why}", parameter.name),
        telling: true,
    };
    for (index, arg) in args.iter().enumerate() {
        let Some(parameter) = signature.parameter(index) else { continue };
        match types::convert(arg, &parameter.ty) {
            Ok(value) => out.push(value),
            Err(why) => {
                refused.get_or_insert_with(|| refuse(index, parameter, &why.message()));
            }
        }
    }
    if let Some(refused) = refused {
        return Err(refused);
    }
    for (index, arg) in out.iter().enumerate() {
        if let Some(parameter) = signature.parameter(index).filter(|p| !p.nullable && arg.is_null()) {
            return Err(refuse(index, parameter, "argument must not be null"));
        }
    }
    Ok(out)
}

/// A function of a provider: providers are never run.
fn of_provider(call: &Call<'_, '_>) -> Value {
    let message: Arc<str> = format!("`{}` is a provider's function, and providers are never run", call.name).into();
    call.run.gap(Gap::at(call.name_at, GapKind::Unsupported, message.clone()));
    Value::unknown(Unknown::new(Why::Gap(message), call.at), call.at)
}

/// Terragrunt's library does not change any more: what is not in it is an error. Terraform's does.
fn unknown_function(call: &Call<'_, '_>) -> Value {
    let message = format!("Call to unknown function: There is no function named \"{}\"", call.name);
    let (kind, message): (_, Arc<str>) = match call.scope.dialect() {
        Dialect::Terragrunt => {
            call.run.errors.set(call.run.errors.get().saturating_add(1));
            (GapKind::Evaluation, message.into())
        }
        Dialect::Terraform => (GapKind::Unsupported, message.into()),
    };
    call.run.gap(Gap::at(call.name_at, kind, message.clone()));
    Value::unknown(Unknown::new(Why::Gap(message), call.at), call.at)
}

fn finish(call: &Call<'_, '_>, answer: Answer, signature: &signatures::Signature, gives: Ty) -> Value {
    match answer {
        Ok(value) => super::expression::charge(value, call.run),
        Err(Stop::Unknown(cause)) => {
            let mut unknown = Unknown::because(&cause, call.at).of(gives);
            unknown.not_null = gives != Ty::Any;
            Value::unknown(unknown, call.at)
        }
        Err(Stop::Wrong { arg, message }) => {
            let (message, at): (Arc<str>, Span) = match arg.and_then(|arg| Some((arg, signature.parameter(arg)?))) {
                Some((index, parameter)) => {
                    let name = parameter.name;
                    let text = format!("Invalid function argument: Invalid value for \"{name}\" parameter: {message}");
                    (text.into(), call.place(index))
                }
                None => {
                    let text = format!("Error in function call: Call to function \"{}\" failed: {message}", call.name);
                    (text.into(), call.at)
                }
            };
            call.run.errors.set(call.run.errors.get().saturating_add(1));
            call.run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
            Value::unknown(Unknown::new(Why::Gap(message), at), call.at)
        }
        Err(Stop::Unseen(gap)) => {
            let why = Why::Gap(gap.message.clone());
            call.run.gap(gap);
            Value::unknown(Unknown::new(why, call.at).of(gives), call.at)
        }
        Err(Stop::Is(why)) => {
            if let Why::Bound(bound) = why {
                super::expression::bound_reached(call.run, call.at, bound);
            }
            let mut unknown = Unknown::new(why, call.at).of(gives);
            unknown.not_null = gives != Ty::Any;
            Value::unknown(unknown, call.at)
        }
    }
}

/// A call whose expanded last argument (`f(a, list...)`) is not known, or not known from some element on.
pub(crate) fn expanded_unknown(
    name: &str,
    unknown: &Arc<Unknown>,
    known: Vec<Value>,
    at: Span,
    scope: &dyn Scope,
    run: &Run<'_>,
) -> Value {
    let marks = known.iter().fold(Marks::NONE, |marks, arg| marks.with(arg.marks));
    match name {
        // What more is merged or appended is not known; what precedes it is.
        "merge" | "concat" => {
            let mut args = known;
            args.retain(|arg| !arg.is_unknown());
            args.push(Value::unknown(Unknown::because(unknown, at), at));
            let places = vec![at; args.len()];
            call(&Call { name, name_at: at, at, places: &places, scope, run }, &args)
        }
        _ => {
            let gives = find(name).map_or(Ty::Any, |function| function.gives);
            Value::unknown(Unknown::because(unknown, at).of(gives), at).marked(marks)
        }
    }
}
