//! Maps.

use crate::eval::helm::call::{Function, Param, any, error, map, open, text, unknown_among};
use crate::eval::helm::datum::{DEPTH, Datum, MapData, MapRef, Slot};
use crate::eval::helm::exec::Engine;
use crate::eval::helm::fmt;
use crate::eval::helm::stop::Fault;
use crate::eval::helm::text::Str;
use crate::eval::value::Ty;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use Param::{Any, Map, Text};

/// Maps.
pub const FUNCTIONS: &[Function] = &[
    Function::new("dict", &[], dict).rest(Any).aware(),
    Function::new("get", &[Map, Text], get).aware(),
    Function::new("set", &[Map, Text, Any], set).aware(),
    Function::new("unset", &[Map, Text], |_, a| {
        if let Datum::Map(map, _) = any(a, 0) {
            map.borrow_mut().entries.remove(text(a, 1).as_str());
        }
        Ok(any(a, 0))
    })
    .aware(),
    Function::new("hasKey", &[Map, Text], has_key).aware(),
    Function::new("pluck", &[Text], pluck).rest(Map).aware(),
    Function::new("keys", &[], keys).rest(Map).aware(),
    Function::new("values", &[Map], values).aware(),
    Function::new("pick", &[Map], |_, a| pick(a, true)).rest(Text).aware(),
    Function::new("omit", &[Map], |_, a| pick(a, false)).rest(Text).aware(),
    Function::new("merge", &[Map], |_, a| merge(a, false)).rest(Map).aware(),
    Function::new("mustMerge", &[Map], |_, a| merge(a, false)).rest(Map).aware(),
    Function::new("mergeOverwrite", &[Map], |_, a| merge(a, true)).rest(Map).aware(),
    Function::new("mustMergeOverwrite", &[Map], |_, a| merge(a, true)).rest(Map).aware(),
    Function::new("deepCopy", &[Any], copied).aware(),
    Function::new("mustDeepCopy", &[Any], copied).aware(),
    Function::new("dig", &[], dig).rest(Any).aware(),
    Function::new("deepEqual", &[Any, Any], |_, a| Ok(Datum::bool(deep_equal(&any(a, 0), &any(a, 1), 0)))),
];

fn copied(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let value = any(args, 0);
    if value.is_nil() {
        return error("reflect: call of reflect.Value.Type on zero Value");
    }
    Ok(deep_copy(&value, 0))
}

fn dict(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut data = MapData::default();
    for pair in args.chunks(2) {
        let Some(key) = pair.first() else { continue };
        if let Some(unknown) = key.unknown_inside(&engine.holes, 0) {
            data.rest = Some(unknown);
            continue;
        }
        let shown = fmt::display(key, &mut engine.holes);
        let value = pair.get(1).cloned().unwrap_or_else(|| Datum::text(""));
        data.entries.insert(shown.as_str().into(), Slot { key: shown.origin(), value });
    }
    Ok(Datum::map(data))
}

fn get(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let map = map(args, 0)?;
    let key = text(args, 1);
    if let Some(unknown) = unknown_among(engine, args.get(1..).unwrap_or(&[]), Ty::Any) {
        return Ok(unknown);
    }
    let map = map.borrow();
    Ok(match (map.entries.get(key.as_str()), &map.rest) {
        (Some(slot), _) => slot.value.clone(),
        (None, Some(rest)) => Datum::Unknown(rest.clone(), None),
        (None, None) => Datum::text(""),
    })
}

fn set(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let key = text(args, 1);
    match any(args, 0) {
        Datum::Map(map, from) => {
            let Ok(mut data) = map.try_borrow_mut() else { return error("map in use") };
            match engine.holes.first(key.as_str()) {
                Some(unknown) => data.rest = Some(unknown.clone()),
                None => {
                    data.entries.insert(key.as_str().into(), Slot { key: key.origin(), value: any(args, 2) });
                }
            }
            drop(data);
            Ok(Datum::Map(map, from))
        }
        Datum::Unknown(unknown, from) => Ok(Datum::Unknown(unknown, from)),
        _ => error("assignment to entry in nil map"),
    }
}

fn has_key(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let map = map(args, 0)?;
    if let Some(unknown) = unknown_among(engine, &[any(args, 1)], Ty::Bool) {
        return Ok(unknown);
    }
    let map = map.borrow();
    if map.entries.contains_key(text(args, 1).as_str()) {
        return Ok(Datum::bool(true));
    }
    Ok(match &map.rest {
        Some(rest) => Datum::Unknown(crate::eval::helm::datum::because(rest, Ty::Bool, engine.at), None),
        None => Datum::bool(false),
    })
}

fn pluck(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let key = text(args, 0);
    let mut out = Vec::new();
    for i in 1..args.len() {
        let map = map(args, i)?;
        let map = map.borrow();
        match (map.entries.get(key.as_str()), &map.rest) {
            (Some(slot), _) => out.push(slot.value.clone()),
            (None, Some(rest)) => out.push(Datum::More(rest.clone())),
            (None, None) => {}
        }
    }
    Ok(Datum::list(out))
}

fn keys(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut out = Vec::new();
    for i in 0..args.len() {
        let map = map(args, i)?;
        let map = map.borrow();
        out.extend(map.entries.iter().map(|(k, slot)| Datum::Text(Str::new(&**k, slot.key.clone()))));
        out.extend(map.rest.iter().map(|r| Datum::More(r.clone())));
    }
    Ok(Datum::list(out))
}

fn values(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let map = map(args, 0)?;
    let map = map.borrow();
    let mut out: Vec<Datum> = map.entries.values().map(|slot| slot.value.clone()).collect();
    out.extend(map.rest.iter().map(|r| Datum::More(r.clone())));
    Ok(Datum::list(out))
}

fn pick(args: &[Datum], wanted: bool) -> Result<Datum, Fault> {
    let source = map(args, 0)?;
    let source = source.borrow();
    let names: Vec<Str> = (1..args.len()).map(|i| text(args, i)).collect();
    let named = |key: &str| names.iter().any(|n| n.as_str() == key);
    let entries = source.entries.iter().filter(|(k, _)| named(k) == wanted);
    let entries: BTreeMap<Arc<str>, Slot> = entries.map(|(k, s)| (k.clone(), s.clone())).collect();
    let from = any(args, 0).from();
    Ok(Datum::Map(Rc::new(RefCell::new(MapData { entries, rest: source.rest.clone(), ..MapData::default() })), from))
}

fn merge(args: &[Datum], overwrite: bool) -> Result<Datum, Fault> {
    let target = match any(args, 0) {
        Datum::Map(map, _) => map,
        Datum::Unknown(unknown, _) => open(&unknown),
        // A nil map is filled as a new one.
        _ => Rc::new(RefCell::new(MapData::default())),
    };
    for i in 1..args.len() {
        let source = map(args, i)?;
        if Rc::ptr_eq(&target, &source) {
            continue;
        }
        merge_into(&target, &source, overwrite, 0)?;
    }
    Ok(Datum::Map(target, any(args, 0).from()))
}

/// mergo's `Merge` and `MergeWithOverwrite` over maps: maps merge deeply; without overwriting, only an empty value
/// gives way.
fn merge_into(target: &MapRef, source: &MapRef, overwrite: bool, depth: usize) -> Result<(), Fault> {
    if depth > DEPTH {
        return Err(Fault::Bound("nesting of values"));
    }
    let slots: Vec<(Arc<str>, Slot)> = source.borrow().entries.iter().map(|(k, s)| (k.clone(), s.clone())).collect();
    if let Some(rest) = source.borrow().rest.clone() {
        target.borrow_mut().rest.get_or_insert(rest);
    }
    for (key, slot) in slots {
        let existing = target.borrow().entries.get(&key).map(|s| s.value.clone());
        match (&existing, &slot.value) {
            (Some(Datum::Map(inner, _)), Datum::Map(from, _)) => {
                if !Rc::ptr_eq(inner, from) {
                    merge_into(inner, from, overwrite, depth + 1)?;
                }
            }
            (Some(value), new) => {
                if overwrite || (empty(value) && !new.is_nil()) {
                    target.borrow_mut().entries.insert(key, slot);
                }
            }
            (None, new) => {
                // Without overwriting, mergo leaves out a key that holds nothing.
                if overwrite || !new.is_nil() {
                    target.borrow_mut().entries.insert(key, slot);
                }
            }
        }
    }
    Ok(())
}

/// mergo's empty value.
fn empty(value: &Datum) -> bool {
    match value {
        Datum::Nil | Datum::Absent => true,
        Datum::Bool(b, _) => !b,
        Datum::Int(n, _, _) => *n == 0,
        Datum::Float(n, _) => *n == 0.0,
        Datum::Text(text) => text.as_str().is_empty(),
        Datum::List(items, _) => items.is_empty(),
        Datum::Map(map, _) => {
            let map = map.borrow();
            map.entries.is_empty() && map.rest.is_none()
        }
        Datum::Unknown(..) | Datum::More(_) | Datum::Object(_) => false,
    }
}

/// A copy that shares nothing.
pub fn deep_copy(value: &Datum, depth: usize) -> Datum {
    if depth > DEPTH {
        return value.clone();
    }
    match value {
        Datum::List(items, from) => {
            Datum::List(Rc::new(items.iter().map(|i| deep_copy(i, depth + 1)).collect()), from.clone())
        }
        Datum::Map(map, from) => {
            let map = map.borrow();
            let entries = map
                .entries
                .iter()
                .map(|(k, s)| (k.clone(), Slot { key: s.key.clone(), value: deep_copy(&s.value, depth + 1) }));
            let data = MapData {
                entries: entries.collect(),
                rest: map.rest.clone(),
                structure: map.structure,
                named: map.named,
                display: map.display.clone(),
                ..MapData::default()
            };
            Datum::Map(Rc::new(RefCell::new(data)), from.clone())
        }
        other => other.clone(),
    }
}

/// `reflect.DeepEqual`, except that lists of any element type are alike.
pub fn deep_equal(a: &Datum, b: &Datum, depth: usize) -> bool {
    if depth > DEPTH {
        return false;
    }
    match (a, b) {
        (Datum::Bool(a, _), Datum::Bool(b, _)) => a == b,
        (Datum::Int(a, wa, _), Datum::Int(b, wb, _)) => a == b && wa == wb,
        (Datum::Float(a, _), Datum::Float(b, _)) => a == b,
        (Datum::Text(a), Datum::Text(b)) => a.as_str() == b.as_str(),
        (Datum::List(a, _), Datum::List(b, _)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| deep_equal(a, b, depth + 1))
        }
        (Datum::Map(a, _), Datum::Map(b, _)) => {
            if Rc::ptr_eq(a, b) {
                return true;
            }
            let (a, b) = (a.borrow(), b.borrow());
            a.entries.len() == b.entries.len()
                && a.entries
                    .iter()
                    .zip(b.entries.iter())
                    .all(|((ka, a), (kb, b))| ka == kb && deep_equal(&a.value, &b.value, depth + 1))
        }
        (a, b) => a.is_nil() && b.is_nil(),
    }
}

fn dig(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    if args.len() < 3 {
        return error("dig needs at least three arguments");
    }
    let default = any(args, args.len() - 2);
    let mut value = any(args, args.len() - 1);
    for key in args.get(..args.len() - 2).unwrap_or(&[]) {
        let Datum::Text(key) = key else {
            return error(format!("interface conversion: interface {{}} is {}, not string", key.type_name()));
        };
        value = match &value {
            Datum::Map(map, _) => {
                let map = map.borrow();
                match (map.entries.get(key.as_str()), &map.rest) {
                    (Some(slot), _) => slot.value.clone(),
                    (None, None) => return Ok(default),
                    (None, Some(rest)) => {
                        return Ok(Datum::Unknown(crate::eval::helm::datum::because(rest, Ty::Any, engine.at), None));
                    }
                }
            }
            Datum::Unknown(..) => {
                return Ok(unknown_among(engine, std::slice::from_ref(&value), Ty::Any).unwrap_or(Datum::Nil));
            }
            other => {
                let name = if other.is_nil() { "nil" } else { other.type_name() };
                return error(format!("interface conversion: interface {{}} is {name}, not map[string]interface {{}}"));
            }
        };
    }
    Ok(value)
}
