//! Functions that look into lists and maps.

use super::arguments::{Answer, Call, Stop, wrong};
use super::{ANY, Function};
use crate::eval::expression::convert;
use crate::eval::value::*;
use crate::eval::value_ops::{Lookup, equals};
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, least, most, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _, _, _) = match name {
        "length" => (length, 1, 1, Ty::Number),
        "keys" => (keys, 1, 1, Ty::List),
        "values" => (values, 1, 1, Ty::List),
        "lookup" => (lookup, 2, 3, Ty::Any),
        "element" => (element, 2, 2, Ty::Any),
        "contains" => (contains, 2, 2, Ty::Bool),
        "index" => (index, 2, 2, Ty::Number),
        "alltrue" => (|c, a| every(c, a, true), 1, 1, Ty::Bool),
        "anytrue" => (|c, a| every(c, a, false), 1, 1, Ty::Bool),
        "one" => (one, 1, 1, Ty::Any),
        "coalesce" => (coalesce, 1, ANY, Ty::Any),
        "coalescelist" => (coalescelist, 1, ANY, Ty::List),
        _ => return None,
    };
    Some(Function { run, least, most, gives })
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
        Kind::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
        _ => return wrong(0, format!("takes a list, map or text, this is {}", convert::described(value))),
    };
    Ok(Value::int(i64::try_from(count).unwrap_or(i64::MAX), c.at))
}

fn keys(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let map = c.map(args, 0)?;
    let known = map.sorted().into_iter().map(|entry| Item::One(Value::text(entry.key.clone(), entry.key_at)));
    let items = map.rest.iter().map(|rest| Item::Many(c.because(rest))).chain(known).collect();
    c.list(items)
}

fn values(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let map = c.map(args, 0)?;
    let known = map.sorted().into_iter().map(|entry| Item::One(entry.value.clone()));
    let rest = map.rest.iter().map(|rest| Item::Many(Arc::new(rest.step(Step::Each))));
    c.list(rest.chain(known).collect())
}

fn lookup(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let map = c.value(args, 0)?;
    let key = c.text(args, 1)?;
    let default = args.get(2);
    if !matches!(map.kind, Kind::Map(_) | Kind::Unknown(_)) {
        c.map(args, 0)?;
    }
    match (map.lookup(&key), default) {
        (Lookup::Found(value), _) => Ok(value.clone()),
        (Lookup::Absent, Some(default)) => Ok(default.clone()),
        (Lookup::Absent, None) => wrong(1, format!("there is no key `{key}` in this map and no default")),
        // A reference would tell the key.
        (Lookup::Perhaps(unknown), None) if args.get(1).is_some_and(|key| key.marks.has(Marks::SENSITIVE)) => {
            Ok(Value::unknown(Unknown::because(unknown, map.at), map.at))
        }
        (Lookup::Perhaps(unknown), None) => Ok(Value::unknown(unknown.step(Step::Key(key)), map.at)),
        (Lookup::Perhaps(unknown), Some(default)) => {
            let mut out = unknown.step(Step::Key(key));
            out.what = None;
            out.not_null = false;
            out.likely = default.first_unknown().is_none().then(|| default.clone());
            Ok(Value::unknown(out, map.at))
        }
    }
}

fn element(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let list = c.value(args, 0)?;
    if let (Some(Kind::Unknown(_)), Some(all)) = (args.get(1).map(|i| &i.kind), list.all_of_one()) {
        return Ok(Value::unknown(all.step(Step::Each), list.at));
    }
    let index = c.int(args, 1)?;
    if let Kind::Unknown(unknown) = &list.kind {
        return match u32::try_from(index) {
            Ok(index) => Ok(Value::unknown(unknown.step(Step::Index(index)), list.at)),
            Err(_) => Err(Stop::Unknown(unknown.clone())),
        };
    }
    let items = c.items(args, 0)?;
    if items.is_empty() {
        return wrong(0, "the list is empty");
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
    for item in c.items(args, 0)? {
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
    wrong(1, "the list does not hold this value")
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
    let value = c.value(args, 0)?;
    if let Kind::Unknown(unknown) = &value.kind {
        return Ok(Value::unknown(unknown.step(Step::Index(0)), value.at));
    }
    match c.elements(args, 0)?.as_slice() {
        [] => Ok(Value::null(c.at)),
        [only] => Ok(only.clone()),
        _ => wrong(0, "the list holds more than one element"),
    }
}

fn coalesce(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let texts = args.iter().any(|arg| arg.ty() == Ty::Text);
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
            Kind::Number(_) | Kind::Bool(_) if texts => match convert::to_text(value) {
                Ok(text) => return Ok(Value { kind: Kind::Text(text), ..value.clone() }),
                Err(_) => return Ok(value.clone()),
            },
            _ => return Ok(value.clone()),
        }
    }
    Err(Stop::Wrong { arg: None, message: "every argument is null or empty".to_owned() })
}

fn coalescelist(_: &Call<'_, '_>, args: &[Value]) -> Answer {
    for value in args {
        match &value.kind {
            Kind::List(items) if items.iter().any(|item| matches!(item, Item::One(_))) => return Ok(value.clone()),
            Kind::List(items) => {
                if let Some(Item::Many(unknown)) = items.first() {
                    return Err(Stop::Unknown(unknown.clone()));
                }
            }
            Kind::Null => {}
            Kind::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
            _ => return wrong(0, format!("takes lists, this is {}", convert::described(value))),
        }
    }
    Err(Stop::Wrong { arg: None, message: "every list is empty".to_owned() })
}
