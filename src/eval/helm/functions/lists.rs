//! Lists.

use super::dicts::deep_equal;
use crate::eval::helm::call::{Function, Param, any, error, int, unknown_among};
use crate::eval::helm::datum::{Datum, Holes};
use crate::eval::helm::exec::Engine;
use crate::eval::helm::stop::Fault;
use crate::eval::value::Ty;
use std::rc::Rc;

use Param::{Any, Int};

/// The longest list a function may make.
const LENGTH: usize = 200_000;

/// Lists.
pub const FUNCTIONS: &[Function] = &[
    Function::new("list", &[], |_, a| Ok(Datum::list(a.to_vec()))).rest(Any).aware(),
    Function::new("tuple", &[], |_, a| Ok(Datum::list(a.to_vec()))).rest(Any).aware(),
    Function::new("append", &[Any, Any], append).aware(),
    Function::new("push", &[Any, Any], append).aware(),
    Function::new("mustAppend", &[Any, Any], append).aware(),
    Function::new("mustPush", &[Any, Any], append).aware(),
    Function::new("prepend", &[Any, Any], prepend).aware(),
    Function::new("mustPrepend", &[Any, Any], prepend).aware(),
    Function::new("first", &[Any], first).aware(),
    Function::new("mustFirst", &[Any], first).aware(),
    Function::new("last", &[Any], last).aware(),
    Function::new("mustLast", &[Any], last).aware(),
    Function::new("rest", &[Any], |e, a| cut(e, a, "rest", |v| v.get(1..).unwrap_or(&[]).to_vec())).aware(),
    Function::new("mustRest", &[Any], |e, a| cut(e, a, "rest", |v| v.get(1..).unwrap_or(&[]).to_vec())).aware(),
    Function::new("initial", &[Any], |e, a| cut(e, a, "initial", initial)).aware(),
    Function::new("mustInitial", &[Any], |e, a| cut(e, a, "initial", initial)).aware(),
    Function::new("reverse", &[Any], |e, a| cut(e, a, "reverse", |v| v.iter().rev().cloned().collect())).aware(),
    Function::new("mustReverse", &[Any], |e, a| cut(e, a, "reverse", |v| v.iter().rev().cloned().collect())).aware(),
    Function::new("compact", &[Any], compact).aware(),
    Function::new("mustCompact", &[Any], compact).aware(),
    Function::new("uniq", &[Any], uniq).aware(),
    Function::new("mustUniq", &[Any], uniq).aware(),
    Function::new("without", &[Any], without).rest(Any).aware(),
    Function::new("mustWithout", &[Any], without).rest(Any).aware(),
    Function::new("has", &[Any, Any], has).aware(),
    Function::new("mustHas", &[Any, Any], has).aware(),
    Function::new("concat", &[], concat).rest(Any).aware(),
    Function::new("slice", &[Any], slice).rest(Any),
    Function::new("mustSlice", &[Any], slice).rest(Any),
    Function::new("chunk", &[Int, Any], chunk),
    Function::new("mustChunk", &[Int, Any], chunk),
    Function::new("sortAlpha", &[Any], |e, a| {
        let mut items: Vec<Datum> = super::strings::to_strings(e, &any(a, 0));
        items.sort_by(|a, b| match (a, b) {
            (Datum::Text(a), Datum::Text(b)) => a.as_str().cmp(b.as_str()),
            _ => std::cmp::Ordering::Equal,
        });
        Ok(Datum::list(items))
    }),
    Function::new("until", &[Int], |_, a| {
        let n = int(a, 0);
        steps(0, n, if n < 0 { -1 } else { 1 }).map(ints)
    }),
    Function::new("untilStep", &[Int, Int, Int], |_, a| steps(int(a, 0), int(a, 1), int(a, 2)).map(ints)),
    Function::new("seq", &[], |_, a| seq(a)).rest(Int),
];

fn items(engine: &Engine, value: &Datum, name: &str) -> Result<Result<Rc<Vec<Datum>>, Datum>, Fault> {
    match value {
        Datum::List(items, _) => Ok(Ok(items.clone())),
        Datum::Unknown(..) => {
            Ok(Err(unknown_among(engine, std::slice::from_ref(value), Ty::Any).unwrap_or(Datum::Nil)))
        }
        Datum::Nil | Datum::Absent => error(format!("Cannot {name} on type invalid")),
        other => error(format!("Cannot {name} on type {}", other.kind_name())),
    }
}

fn more(list: &[Datum]) -> bool {
    list.iter().any(|i| matches!(i, Datum::More(_)))
}

fn append(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let list = match items(engine, &any(args, 0), "push")? {
        Ok(list) => list,
        Err(unknown) => return Ok(open(&unknown, Some(any(args, 1)))),
    };
    if list.len() >= LENGTH {
        return Err(Fault::Bound("length of a list"));
    }
    let mut out = (*list).clone();
    out.push(any(args, 1));
    Ok(Datum::List(Rc::new(out), any(args, 0).from()))
}

/// A list of which only one element is known.
fn open(unknown: &Datum, element: Option<Datum>) -> Datum {
    let Datum::Unknown(unknown, from) = unknown else { return unknown.clone() };
    let mut out = vec![Datum::More(unknown.clone())];
    out.extend(element);
    Datum::List(Rc::new(out), from.clone())
}

fn prepend(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let list = match items(engine, &any(args, 0), "prepend")? {
        Ok(list) => list,
        Err(unknown) => return Ok(unknown),
    };
    let mut out = vec![any(args, 1)];
    out.extend(list.iter().cloned());
    Ok(Datum::list(out))
}

fn end(engine: &mut Engine, args: &[Datum], name: &str, pick: fn(&[Datum]) -> Option<&Datum>) -> Result<Datum, Fault> {
    match items(engine, &any(args, 0), &format!("find {name}"))? {
        Ok(list) => Ok(match pick(&list) {
            Some(Datum::More(unknown)) => Datum::Unknown(unknown.clone(), None),
            Some(item) => item.clone(),
            None => Datum::Nil,
        }),
        Err(unknown) => Ok(unknown),
    }
}

fn first(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    end(engine, args, "first", |l| l.first())
}

fn last(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    end(engine, args, "last", |l| l.last())
}

fn initial(list: &[Datum]) -> Vec<Datum> {
    list.get(..list.len().saturating_sub(1)).unwrap_or(&[]).to_vec()
}

fn cut(engine: &mut Engine, args: &[Datum], name: &str, f: fn(&[Datum]) -> Vec<Datum>) -> Result<Datum, Fault> {
    match items(engine, &any(args, 0), &format!("find {name}"))? {
        Ok(list) => Ok(Datum::list(f(&list))),
        Err(unknown) => Ok(unknown),
    }
}

fn compact(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    match items(engine, &any(args, 0), "compact")? {
        Ok(list) => Ok(Datum::list(list.iter().filter(|i| i.truth(&engine.holes).unwrap_or(true)).cloned().collect())),
        Err(unknown) => Ok(unknown),
    }
}

fn contains(list: &[Datum], needle: &Datum) -> bool {
    list.iter().any(|i| deep_equal(i, needle, 0))
}

fn uniq(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    match items(engine, &any(args, 0), "find uniq")? {
        Ok(list) => {
            if list.len() > 5_000 {
                return Err(Fault::Bound("length of a list"));
            }
            let mut out: Vec<Datum> = Vec::new();
            for item in list.iter() {
                if !contains(&out, item) {
                    out.push(item.clone());
                }
            }
            Ok(Datum::list(out))
        }
        Err(unknown) => Ok(unknown),
    }
}

fn without(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let omit = args.get(1..).unwrap_or(&[]);
    match items(engine, &any(args, 0), "find without")? {
        Ok(list) => Ok(Datum::list(list.iter().filter(|i| !contains(omit, i)).cloned().collect())),
        Err(unknown) => Ok(unknown),
    }
}

fn has(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let haystack = any(args, 1);
    if haystack.is_nil() {
        return Ok(Datum::bool(false));
    }
    let list = match items(engine, &haystack, "find has")? {
        Ok(list) => list,
        Err(unknown) => return Ok(unknown),
    };
    let needle = any(args, 0);
    let unknown = |v: &Datum, h: &Holes| v.unknown_inside(h, 0).is_some();
    if contains(&list, &needle) && !unknown(&needle, &engine.holes) {
        return Ok(Datum::bool(true));
    }
    if unknown(&needle, &engine.holes) || more(&list) || list.iter().any(|i| unknown(i, &engine.holes)) {
        return Ok(unknown_among(engine, args, Ty::Bool).unwrap_or(Datum::bool(false)));
    }
    Ok(Datum::bool(false))
}

fn concat(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut out = Vec::new();
    for value in args {
        match value {
            Datum::Unknown(unknown, _) => out.push(Datum::More(unknown.clone())),
            Datum::Nil | Datum::Absent => return error("Cannot concat type invalid as list"),
            Datum::List(list, _) => out.extend(list.iter().cloned()),
            other => return error(format!("Cannot concat type {} as list", other.kind_name())),
        }
        if out.len() > LENGTH {
            return Err(Fault::Bound("length of a list"));
        }
    }
    let _ = engine;
    Ok(Datum::list(out))
}

fn slice(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let list = match &any(args, 0) {
        Datum::List(list, _) => list.clone(),
        Datum::Text(_) => return error("list should be type of slice or array but string"),
        other => return error(format!("list should be type of slice or array but {}", other.kind_name())),
    };
    if list.is_empty() {
        return Ok(Datum::Nil);
    }
    let at = |i: usize, default: usize| match args.get(i) {
        None => Ok(default),
        Some(value) => match usize::try_from(super::numbers::to_int(value)) {
            Ok(n) if n <= list.len() => Ok(n),
            _ => error("reflect.Value.Slice: slice index out of bounds"),
        },
    };
    let (from, to) = (at(1, 0)?, at(2, list.len())?);
    let _ = engine;
    match list.get(from..to) {
        Some(part) => Ok(Datum::list(part.to_vec())),
        None => error("reflect.Value.Slice: slice index out of bounds"),
    }
}

fn chunk(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let size = usize::try_from(int(args, 0)).unwrap_or(0);
    if size == 0 {
        return error("runtime error: integer divide by zero");
    }
    match items(engine, &any(args, 1), "chunk")? {
        Ok(list) => Ok(Datum::list(list.chunks(size).map(|c| Datum::list(c.to_vec())).collect())),
        Err(unknown) => Ok(unknown),
    }
}

/// Sprig's `untilStep`.
fn steps(start: i64, stop: i64, step: i64) -> Result<Vec<i64>, Fault> {
    let mut out = Vec::new();
    if step == 0 || (stop < start) != (step < 0) {
        return Ok(out);
    }
    let mut i = start;
    while (step > 0 && i < stop) || (step < 0 && i > stop) {
        if out.len() >= LENGTH {
            return Err(Fault::Bound("length of a list"));
        }
        out.push(i);
        let Some(next) = i.checked_add(step) else { break };
        i = next;
    }
    Ok(out)
}

fn ints(list: Vec<i64>) -> Datum {
    Datum::list(list.into_iter().map(Datum::int).collect())
}

fn seq(args: &[Datum]) -> Result<Datum, Fault> {
    let n: Vec<i64> = (0..args.len()).map(|i| int(args, i)).collect();
    let list = match n.as_slice() {
        [end] => {
            let increment = if *end < 1 { -1 } else { 1 };
            steps(1, end.saturating_add(increment), increment)?
        }
        [start, end] => {
            let step = if end < start { -1 } else { 1 };
            steps(*start, end.saturating_add(step), step)?
        }
        [start, step, end] => {
            let increment = if end < start { -1 } else { 1 };
            if increment < 0 && *step > 0 { Vec::new() } else { steps(*start, end.saturating_add(increment), *step)? }
        }
        _ => Vec::new(),
    };
    let text: Vec<String> = list.iter().map(i64::to_string).collect();
    Ok(Datum::text(text.join(" ")))
}
