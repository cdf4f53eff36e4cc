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
mod json;
mod kind;
mod network;
mod numeric;
mod pattern;
mod printf;
mod re2;
mod text;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use arguments::Call;
pub(super) use yaml::read as read_yaml;

use arguments::{Answer, Stop};

use super::scope::{Run, Scope};
use super::value::*;
use crate::source::{Gap, GapKind, Span};
use std::sync::Arc;

/// One function.
struct Function {
    run: fn(&Call<'_, '_>, &[Value]) -> Answer,
    /// Fewest arguments.
    least: usize,
    /// Most arguments.
    most: usize,
    /// The type of its result.
    gives: Ty,
}

const ANY: usize = usize::MAX;

fn find(name: &str) -> Option<Function> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    collection::find(name)
        .or_else(|| combine::find(name))
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

/// Calls a function: the scope's own first, then the library's. An unknown function is a gap.
pub(crate) fn call(call: &Call<'_, '_>, args: &[Value]) -> Value {
    if let Some(value) = call.scope.call(call.name, args, call.at, call.run) {
        return value;
    }
    let marks = args.iter().fold(Marks::NONE, |marks, arg| marks.with(arg.marks));
    let Some(function) = find(call.name) else {
        let message: Arc<str> = format!("driftline does not know the function `{}`", call.name).into();
        call.run.gap(Gap::at(call.name_at, GapKind::Unsupported, message.clone()));
        return Value::unknown(Unknown::new(Why::Gap(message), call.at), call.at).marked(marks);
    };
    if args.len() < function.least || args.len() > function.most {
        let count = match (function.least, function.most) {
            (least, most) if least == most => format!("{least}"),
            (least, ANY) => format!("at least {least}"),
            (least, most) => format!("{least} to {most}"),
        };
        let stop = Stop::Wrong { arg: None, message: format!("takes {count} arguments, not {}", args.len()) };
        return finish(call, Err(stop), function.gives).marked(marks);
    }
    let answer = match (function.run)(call, args) {
        // What is wrong with a sensitive value may tell the value.
        Err(Stop::Wrong { arg, .. }) if args.iter().any(|arg| arg.all_marks().has(Marks::SENSITIVE)) => {
            Err(Stop::Wrong { arg, message: "refuses an argument; which, and why, is sensitive".to_owned() })
        }
        answer => answer,
    };
    finish(call, answer, function.gives).marked(marks)
}

fn finish(call: &Call<'_, '_>, answer: Answer, gives: Ty) -> Value {
    match answer {
        Ok(value) => super::expression::charge(value, call.run),
        Err(Stop::Unknown(cause)) => {
            let mut unknown = Unknown::because(&cause, call.at).of(gives);
            unknown.not_null = gives != Ty::Any;
            Value::unknown(unknown, call.at)
        }
        Err(Stop::Wrong { arg, message }) => {
            let message: Arc<str> = format!("`{}`: {message}", call.name).into();
            let at = arg.and_then(|index| call.places.get(index)).copied().unwrap_or(call.at);
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
