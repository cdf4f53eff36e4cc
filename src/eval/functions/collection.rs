//! Functions that look into lists and maps.

use super::Function;
use super::arguments::{Answer, Call, NOT_WHOLE, Stop, failed, wrong};
use crate::eval::expression::convert;
use crate::eval::expression::types::{self, Type};
use crate::eval::value::*;
use crate::eval::value_ops::{Lookup, equals};
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "length" => (length, Ty::Number),
        "keys" => (keys, Ty::List),
        "values" => (values, Ty::List),
        "lookup" => (lookup, Ty::Any),
        "element" => (element, Ty::Any),
        "contains" => (contains, Ty::Bool),
        "index" => (index, Ty::Number),
        "alltrue" => (|c, a| every(c, a, true), Ty::Bool),
        "anytrue" => (|c, a| every(c, a, false), Ty::Bool),
        "one" => (one, Ty::Any),
        "coalesce" => (coalesce, Ty::Any),
        "coalescelist" => (coalescelist, Ty::List),
        _ => return None,
    };
    Some(Function { run, gives })
}

fn length(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    let count = match &value.kind {
        Kind::List(_) => c.elements(args, 0)?.len(),
        Kind::Map(map) => match &map.rest {
            Some(rest) => return Err(Stop::Unknown(rest.clone())),
            None => map.entries.len(),
        },
        Kind::Text(Text::Whole(text)) => super::graphemes::graphemes(text).count(),
        Kind::Text(Text::Parts(_)) => c.text(args, 0)?.len(),
        Kind::Unknown(unknown) if !matches!(unknown.ty, Ty::Number | Ty::Bool) => {
            return Err(Stop::Unknown(unknown.clone()));
        }
        _ => return failed("argument must be a string, a collection type, or a structural type"),
    };
    Ok(Value::int(i64::try_from(count).unwrap_or(i64::MAX), c.at))
}

/// Of a map a list, of an object a tuple.
fn of_map(c: &Call<'_, '_>, args: &[Value], items: Vec<Item>) -> Answer {
    Ok(c.list(items)?.formed(c.value(args, 0)?.form()))
}

fn keys(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let map = c.map_or(args, 0, || wrong(0, "must have map or object type"))?;
    let known = map.sorted().into_iter().map(|entry| Item::One(Value::text(entry.key.clone(), entry.key_at)));
    let items = map.rest.iter().map(|rest| Item::Many(c.because(rest))).chain(known).collect();
    of_map(c, args, items)
}

fn values(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let map = c.map_or(args, 0, || failed("values() requires a map as the first argument"))?;
    let known = map.sorted().into_iter().map(|entry| Item::One(entry.value.clone()));
    let rest = map.rest.iter().map(|rest| Item::Many(Arc::new(rest.step(Step::Each))));
    of_map(c, args, rest.chain(known).collect())
}

fn lookup(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    if args.len() > 3 {
        return failed(format!("lookup() takes two or three arguments, got {}", args.len()));
    }
    let map = c.value(args, 0)?;
    let fits = match &map.kind {
        Kind::Map(_) => true,
        Kind::Unknown(unknown) => matches!(unknown.ty, Ty::Any | Ty::Map),
        _ => false,
    };
    if !fits {
        return wrong(0, "lookup() requires a map as the first argument");
    }
    let key = c.text(args, 1)?;
    // The default of a map is one of its elements.
    let default = match (args.get(2), Type::of(map)) {
        (Some(default), Type::Map(inner)) => match types::convert(default, &inner) {
            Ok(default) => Some(default),
            Err(_) => return wrong(2, "the default value must have the same type as the map elements"),
        },
        (default, _) => default.cloned(),
    };
    match (map.lookup(&key), default) {
        (Lookup::Found(value), _) => Ok(value.clone()),
        (Lookup::Absent, Some(default)) => Ok(default),
        (Lookup::Absent, None) if map.form() == Form::Collection => {
            failed(format!("lookup failed to find key {key:?}"))
        }
        (Lookup::Absent, None) => wrong(0, format!("the given object has no attribute {key:?}")),
        // A reference would tell the key.
        (Lookup::Perhaps(unknown), None) if args.get(1).is_some_and(|key| key.marks.has(Marks::SENSITIVE)) => {
            Ok(Value::unknown(Unknown::because(unknown, map.at), map.at))
        }
        (Lookup::Perhaps(unknown), None) => Ok(Value::unknown(unknown.step(Step::Key(key)), map.at)),
        (Lookup::Perhaps(unknown), Some(default)) => {
            let mut out = unknown.step(Step::Key(key));
            out.what = None;
            out.not_null = false;
            out.likely = default.first_unknown().is_none().then_some(default);
            Ok(Value::unknown(out, map.at))
        }
    }
}

fn element(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let list = c.value(args, 0)?;
    let kind = Type::of(list);
    if !matches!(kind, Type::List(_) | Type::Tuple(_) | Type::Dynamic) {
        return failed(format!("cannot read elements from {}", kind.name()));
    }
    if let (Some(Kind::Unknown(_)), Some(all)) = (args.get(1).map(|i| &i.kind), list.all_of_one()) {
        return Ok(Value::unknown(all.step(Step::Each), list.at));
    }
    let Some(index) = c.number(args, 1)?.as_i64() else { return failed(format!("invalid index: {NOT_WHOLE}")) };
    if let Kind::Unknown(unknown) = &list.kind {
        return match u32::try_from(index) {
            Ok(index) => Ok(Value::unknown(unknown.step(Step::Index(index)), list.at)),
            Err(_) => Err(Stop::Unknown(unknown.clone())),
        };
    }
    let items = c.items(args, 0)?;
    if items.is_empty() {
        return failed("cannot use element function with an empty list");
    }
    let from_start = usize::try_from(index).unwrap_or(usize::MAX);
    for (position, item) in items.iter().enumerate() {
        match item {
            Item::Many(unknown) if from_start >= position && position + 1 == items.len() => {
                let among = u32::try_from(from_start - position).unwrap_or(u32::MAX);
                return Ok(Value::unknown(unknown.step(Step::Index(among)), list.at));
            }
            Item::Many(unknown) => return Err(Stop::Unknown(unknown.clone())),
            Item::One(value) if position == from_start => return Ok(value.clone()),
            Item::One(_) => {}
        }
    }
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let wrapped = usize::try_from(index.rem_euclid(length)).unwrap_or(0);
    match items.into_iter().nth(wrapped) {
        Some(Item::One(value)) => Ok(value),
        _ => wrong(1, "no such element"),
    }
}

fn contains(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let wanted = c.value(args, 1)?;
    let mut doubt = None;
    for item in c.items_or(args, 0, || failed("argument must be list, tuple, or set"))? {
        match item {
            Item::Many(unknown) => doubt = doubt.or(Some(unknown)),
            Item::One(value) => match equals(&value, wanted) {
                Some(true) => return Ok(Value::bool(true, c.at)),
                Some(false) => {}
                None => doubt = doubt.or_else(|| value.first_unknown().or(wanted.first_unknown()).cloned()),
            },
        }
    }
    match doubt {
        Some(unknown) => Err(Stop::Unknown(unknown)),
        None => Ok(Value::bool(false, c.at)),
    }
}

fn index(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let wanted = c.value(args, 1)?;
    c.indexed(args, 0, || failed("argument must be a list or tuple"))?;
    let empty = c.value(args, 0)?.items().is_empty() && !c.value(args, 0)?.is_unknown();
    if empty {
        return failed("cannot search an empty list");
    }
    for (position, item) in c.items(args, 0)?.into_iter().enumerate() {
        match item {
            Item::Many(unknown) => return Err(Stop::Unknown(unknown)),
            Item::One(value) => match equals(&value, wanted) {
                Some(true) => return Ok(Value::int(i64::try_from(position).unwrap_or(i64::MAX), c.at)),
                Some(false) => {}
                None => match value.first_unknown().or(wanted.first_unknown()) {
                    Some(unknown) => return Err(Stop::Unknown(unknown.clone())),
                    None => return wrong(1, "the values cannot be compared"),
                },
            },
        }
    }
    failed("item not found")
}

/// `alltrue` (false decides) and `anytrue` (true decides).
fn every(c: &Call<'_, '_>, args: &[Value], all: bool) -> Answer {
    let mut doubt = None;
    for item in c.items(args, 0)? {
        match item {
            Item::Many(unknown) => doubt = doubt.or(Some(unknown)),
            Item::One(value) if value.is_null() => {
                if all {
                    return Ok(Value::bool(false, c.at));
                }
            }
            Item::One(value) => match convert::to_bool(&value) {
                Ok(b) if b != all => return Ok(Value::bool(b, c.at)),
                Ok(_) => {}
                Err(convert::Refusal::Unknown(unknown)) => doubt = doubt.or(Some(unknown)),
                Err(convert::Refusal::Wrong(found)) => return wrong(0, format!("takes booleans, this holds {found}")),
            },
        }
    }
    match doubt {
        Some(unknown) => Err(Stop::Unknown(unknown)),
        None => Ok(Value::bool(all, c.at)),
    }
}

fn one(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    const ONE: &str = "must be a list, set, or tuple value with either zero or one elements";
    let value = c.value(args, 0)?;
    if let Kind::Unknown(unknown) = &value.kind {
        return match unknown.ty {
            Ty::Any | Ty::List => Ok(Value::unknown(unknown.step(Step::Index(0)), value.at)),
            _ => wrong(0, ONE),
        };
    }
    match super::arguments::closed(c.items_or(args, 0, || wrong(0, ONE))?)?.as_slice() {
        [] => Ok(Value::null(c.at)),
        [only] => Ok(only.clone()),
        _ => wrong(0, ONE),
    }
}

fn coalesce(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    if args.is_empty() {
        return failed("all arguments must have the same type");
    }
    let given: Vec<Type> = args.iter().filter(|arg| !arg.is_null()).map(Type::of).collect();
    let ty = match types::unify(&given) {
        Some(ty) => ty,
        None if given.is_empty() => Type::Dynamic,
        None if args.iter().all(types::certain) || given.iter().any(|ty| matches!(ty, Type::Text)) => {
            return failed("all arguments must have the same type");
        }
        None => Type::Dynamic,
    };
    let args: Vec<Value> = args.iter().map(|arg| types::convert(arg, &ty).unwrap_or_else(|_| arg.clone())).collect();
    let mut values = args.iter();
    while let Some(value) = values.next() {
        match &value.kind {
            Kind::Null => {}
            Kind::Text(Text::Whole(text)) if text.is_empty() => {}
            Kind::Unknown(unknown) => {
                // A reference to something that was created is neither null nor empty.
                if unknown.what.is_some() && unknown.not_null {
                    return Ok(value.clone());
                }
                let next = values.clone().find(|v| !(v.is_null() || v.as_str() == Some("")));
                let mut out = Unknown::because(unknown, c.at).of(unknown.ty);
                out.likely = next.filter(|v| v.first_unknown().is_none()).cloned();
                return Ok(Value::unknown(out, c.at));
            }
            _ => return Ok(value.clone()),
        }
    }
    failed("no non-null, non-empty-string arguments")
}

fn coalescelist(_: &Call<'_, '_>, args: &[Value]) -> Answer {
    if args.is_empty() {
        return failed("at least one argument is required");
    }
    for value in args {
        let fits = match &value.kind {
            Kind::List(_) => value.form() != Form::Set,
            Kind::Unknown(unknown) => matches!(unknown.ty, Ty::Any | Ty::List) && value.form() != Form::Set,
            _ => false,
        };
        if !fits {
            return failed("coalescelist arguments must be lists or tuples");
        }
    }
    for value in args {
        match &value.kind {
            Kind::List(items) if items.iter().any(|item| matches!(item, Item::One(_))) => return Ok(value.clone()),
            Kind::List(items) => {
                if let Some(Item::Many(unknown)) = items.first() {
                    return Err(Stop::Unknown(unknown.clone()));
                }
            }
            Kind::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
            _ => {}
        }
    }
    failed("no non-null arguments")
}
