//! The functions that `text/template` itself brings.

use crate::eval::helm::call::{Function, Param, any, error, text, unknown_among};
use crate::eval::helm::datum::{Datum, Object, Slot};
use crate::eval::helm::eval::likely_absent;
use crate::eval::helm::exec::Engine;
use crate::eval::helm::fmt;
use crate::eval::helm::stop::Fault;
use crate::eval::value::{Kind, Ty, Unknown, Value};
use std::cmp::Ordering;
use std::sync::Arc;

use Param::{Any, Text};

/// Go's own functions; `and` and `or` are the executor's.
pub const FUNCTIONS: &[Function] = &[
    Function::new("not", &[Any], not).aware(),
    Function::new("len", &[Any], len).aware(),
    Function::new("index", &[Any], index).rest(Any).aware(),
    Function::new("eq", &[Any], eq).rest(Any).aware(),
    Function::new("ne", &[Any, Any], ne).aware(),
    Function::new("lt", &[Any, Any], |_, a| Ok(Datum::bool(less(a)?))),
    Function::new("le", &[Any, Any], |_, a| Ok(Datum::bool(less_or_equal(a)?))),
    Function::new("gt", &[Any, Any], |_, a| Ok(Datum::bool(!less_or_equal(a)?))),
    Function::new("ge", &[Any, Any], |_, a| Ok(Datum::bool(!less(a)?))),
    Function::new("print", &[], |e, a| Ok(Datum::Text(fmt::sprint(a, &mut e.holes)))).rest(Any).aware(),
    Function::new("println", &[], |e, a| Ok(Datum::Text(fmt::sprintln(a, &mut e.holes)))).rest(Any).aware(),
    Function::new("printf", &[Text], printf).rest(Any).aware(),
    Function::new("html", &[], |e, a| {
        let text = fmt::sprint(&printable(a), &mut e.holes);
        let mut out = String::new();
        for c in text.as_str().chars() {
            match c {
                '"' => out.push_str("&#34;"),
                '\'' => out.push_str("&#39;"),
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '\0' => out.push('\u{fffd}'),
                c => out.push(c),
            }
        }
        Ok(Datum::Text(text.remade(out)))
    })
    .rest(Any),
    Function::new("js", &[], |e, a| {
        let text = fmt::sprint(&printable(a), &mut e.holes);
        let mut out = String::new();
        for c in text.as_str().chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                '\'' => out.push_str("\\'"),
                '"' => out.push_str("\\\""),
                '<' | '>' | '&' | '=' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
                c if c < ' ' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
                c => out.push(c),
            }
        }
        Ok(Datum::Text(text.remade(out)))
    })
    .rest(Any),
    Function::new("urlquery", &[], |e, a| {
        let text = fmt::sprint(&printable(a), &mut e.holes);
        Ok(Datum::Text(text.remade(super::paths::query_escape(text.as_str()))))
    })
    .rest(Any),
    Function::new("call", &[Any], |_, a| error(format!("non-function of type {}", any(a, 0).type_name()))).rest(Any),
];

/// Arguments as the escaping functions print them.
fn printable(args: &[Datum]) -> Vec<Datum> {
    args.iter().map(|a| if a.is_nil() { Datum::text("<no value>") } else { a.clone() }).collect()
}

fn not(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    match any(args, 0).truth(&engine.holes) {
        Ok(truth) => Ok(Datum::bool(!truth)),
        Err(unknown) => Ok(undecided(engine, &unknown, |likely| match likely {
            Kind::Null => Some(true),
            Kind::Bool(b) => Some(!b),
            _ => None,
        })),
    }
}

/// An unknown boolean that follows from an unknown, likely when that one is.
fn undecided(engine: &Engine, unknown: &Arc<Unknown>, likely: impl Fn(&Kind) -> Option<bool>) -> Datum {
    let inner = crate::eval::helm::datum::because(unknown, Ty::Bool, engine.at);
    let likely =
        unknown.likely.as_ref().and_then(|l| likely(&l.kind).map(|b| Value { kind: Kind::Bool(b), ..l.clone() }));
    Datum::Unknown(Arc::new(Unknown { likely, not_null: true, ..(*inner).clone() }), None)
}

fn len(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let value = any(args, 0);
    let count = match &value {
        Datum::Text(text) if !text.has_holes() => text.as_str().len(),
        Datum::List(items, _) if !items.iter().any(|i| matches!(i, Datum::More(_))) => items.len(),
        Datum::Map(map, _) if map.borrow().rest.is_none() && map.borrow().structure.is_none() => {
            map.borrow().entries.len()
        }
        Datum::Object(object) => match &**object {
            Object::Files(files) => files.len(),
            _ => return error(format!("len of type {}", value.type_name())),
        },
        Datum::Nil | Datum::Absent => return error("len of nil pointer"),
        other => match unknown_among(engine, std::slice::from_ref(other), Ty::Number) {
            Some(unknown) => return Ok(unknown),
            None => return error(format!("len of type {}", other.type_name())),
        },
    };
    Ok(Datum::int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn index(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut item = any(args, 0);
    if item.is_nil() {
        return error("index of untyped nil");
    }
    for key in args.get(1..).unwrap_or(&[]) {
        if let Some(unknown) = unknown_among(engine, std::slice::from_ref(key), Ty::Any) {
            return Ok(unknown);
        }
        item = match (&item, key) {
            (Datum::Nil | Datum::Absent, _) => return error("index of nil pointer"),
            (Datum::Unknown(..), _) => match unknown_among(engine, &[item.clone()], Ty::Any) {
                Some(unknown) => unknown,
                None => Datum::Nil,
            },
            (Datum::Map(map, _), Datum::Text(key)) => {
                let map = map.borrow();
                match (map.entries.get(key.as_str()), &map.rest) {
                    (Some(Slot { value, .. }), _) => value.clone(),
                    (None, Some(rest)) => {
                        let likely = Value { kind: Kind::Null, at: rest.at, marks: Default::default(), via: None };
                        let inner = crate::eval::helm::datum::because(rest, Ty::Any, rest.at);
                        Datum::Unknown(Arc::new(Unknown { likely: Some(likely), ..(*inner).clone() }), None)
                    }
                    (None, None) => Datum::Absent,
                }
            }
            (Datum::Map(..), key) => {
                return error(format!("value has type {}; should be string", key.type_name()));
            }
            (Datum::List(items, _), key) => {
                let at = position(key, items.len())?;
                match items.get(at) {
                    Some(Datum::More(unknown)) => Datum::Unknown(unknown.clone(), None),
                    Some(item) => item.clone(),
                    None => return error(format!("index out of range: {at}")),
                }
            }
            (Datum::Text(text), key) => {
                let at = position(key, text.as_str().len())?;
                Datum::Int(text.as_str().as_bytes().get(at).copied().map_or(0, i64::from), false, None)
            }
            (other, _) => return error(format!("can't index item of type {}", other.type_name())),
        };
    }
    Ok(match item {
        Datum::Nil => Datum::Absent,
        item => item,
    })
}

fn position(key: &Datum, len: usize) -> Result<usize, Fault> {
    match key {
        Datum::Int(n, _, _) => match usize::try_from(*n) {
            Ok(at) if at < len => Ok(at),
            _ => error(format!("index out of range: {n}")),
        },
        Datum::Nil | Datum::Absent => error("cannot index slice/array with nil"),
        other => error(format!("cannot index slice/array with type {}", other.type_name())),
    }
}

fn basic(value: &Datum) -> u8 {
    match value {
        Datum::Bool(..) => 1,
        Datum::Int(..) => 2,
        Datum::Float(..) => 3,
        Datum::Text(_) => 4,
        _ => 0,
    }
}

fn incompatible<T>(a: &Datum, b: &Datum) -> Result<T, Fault> {
    error(format!("incompatible types for comparison: {} and {}", a.type_name(), b.type_name()))
}

/// Three-valued equality: `Ok(None)` when not decided.
fn equal(engine: &Engine, a: &Datum, b: &Datum) -> Result<Option<bool>, Fault> {
    let unknown = |v: &Datum| v.unknown_inside(&engine.holes, 0).is_some();
    if unknown(a) || unknown(b) {
        return Ok(match (a, b) {
            (Datum::Text(a), Datum::Text(b)) => text_equal(a.as_str(), b.as_str()),
            (Datum::Unknown(u, _), other) | (other, Datum::Unknown(u, _)) if other.is_nil() && u.not_null => {
                Some(false)
            }
            _ => None,
        });
    }
    let (ka, kb) = (basic(a), basic(b));
    if ka != kb {
        return if a.is_nil() || b.is_nil() { Ok(Some(false)) } else { incompatible(a, b) };
    }
    Ok(Some(match (a, b) {
        (Datum::Bool(a, _), Datum::Bool(b, _)) => a == b,
        (Datum::Int(a, _, _), Datum::Int(b, _, _)) => a == b,
        (Datum::Float(a, _), Datum::Float(b, _)) => a == b,
        (Datum::Text(a), Datum::Text(b)) => a.as_str() == b.as_str(),
        (a, b) if a.is_nil() || b.is_nil() => a.is_nil() == b.is_nil(),
        (a, _) => return error(format!("non-comparable type {}", a.type_name())),
    }))
}

/// Partly known texts differ for certain when their known ends do.
fn text_equal(a: &str, b: &str) -> Option<bool> {
    use crate::eval::helm::text::hole_index;
    let known_prefix = |t: &str| t.chars().take_while(|c| hole_index(*c).is_none()).collect::<Vec<char>>();
    let (pa, pb) = (known_prefix(a), known_prefix(b));
    if pa.iter().zip(&pb).any(|(x, y)| x != y) {
        return Some(false);
    }
    let ends = |t: &str| t.chars().rev().take_while(|c| hole_index(*c).is_none()).collect::<Vec<char>>();
    let (ea, eb) = (ends(a), ends(b));
    if ea.iter().zip(&eb).any(|(x, y)| x != y) {
        return Some(false);
    }
    // A whole text shorter than what is known of the other.
    let holes = |t: &str| t.chars().filter(|c| hole_index(*c).is_some()).count();
    let known = |t: &str| t.chars().count() - holes(t);
    let shorter = (holes(a) == 0 && known(a) < known(b)) || (holes(b) == 0 && known(b) < known(a));
    shorter.then_some(false)
}

fn eq(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let first = any(args, 0);
    if args.len() < 2 {
        return error("missing argument for comparison");
    }
    let mut undecided = false;
    for other in args.get(1..).unwrap_or(&[]) {
        match equal(engine, &first, other)? {
            Some(true) => return Ok(Datum::bool(true)),
            Some(false) => {}
            None => undecided = true,
        }
    }
    Ok(if undecided { compared(engine, args, false) } else { Datum::bool(false) })
}

fn compared(engine: &Engine, args: &[Datum], negated: bool) -> Datum {
    let found = args.iter().find_map(|a| a.unknown_inside(&engine.holes, 0));
    match found {
        // What is likely absent is likely equal to nothing but nil.
        Some(unknown) if likely_absent(&unknown) => {
            let nil = args.iter().any(Datum::is_nil);
            self::undecided(engine, &unknown, |_| Some(nil != negated))
        }
        _ => unknown_among(engine, args, Ty::Bool).unwrap_or(Datum::bool(false)),
    }
}

fn ne(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    Ok(match equal(engine, &any(args, 0), &any(args, 1))? {
        Some(equal) => Datum::bool(!equal),
        None => compared(engine, args, true),
    })
}

fn order(a: &Datum, b: &Datum) -> Result<Option<Ordering>, Fault> {
    match (a, b) {
        (Datum::Int(a, _, _), Datum::Int(b, _, _)) => Ok(Some(a.cmp(b))),
        (Datum::Float(a, _), Datum::Float(b, _)) => Ok(a.partial_cmp(b)),
        (Datum::Text(a), Datum::Text(b)) => Ok(Some(a.as_str().cmp(b.as_str()))),
        (a, b) if basic(a) == 0 || basic(b) == 0 || basic(a) == basic(b) => error("invalid type for comparison"),
        (a, b) => incompatible(a, b),
    }
}

fn less(args: &[Datum]) -> Result<bool, Fault> {
    Ok(order(&any(args, 0), &any(args, 1))? == Some(Ordering::Less))
}

fn less_or_equal(args: &[Datum]) -> Result<bool, Fault> {
    Ok(matches!(order(&any(args, 0), &any(args, 1))?, Some(Ordering::Less | Ordering::Equal)))
}

fn printf(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let format = text(args, 0);
    Ok(Datum::Text(fmt::sprintf(&format, args.get(1..).unwrap_or(&[]), &mut engine.holes)))
}
