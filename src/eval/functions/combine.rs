//! Functions that build lists and maps of others.

use super::Function;
use super::arguments::{Answer, Call, NOT_WHOLE, Stop, closed, failed, wrong};
use crate::eval::expression::types::{self, Type};
use crate::eval::expression::{MAX_ELEMENTS, convert};
use crate::eval::value::*;
use crate::eval::value_ops::equals;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What Terraform v0.15.3 says of functions that it has and refuses.
const GONE_LIST: &str = "the \"list\" function was deprecated in Terraform v0.12 and is no longer available; use tolist([ ... ]) \
                         syntax to write a literal list";
const GONE_MAP: &str = "the \"map\" function was deprecated in Terraform v0.12 and is no longer available; use tomap({ ... }) \
                        syntax to write a literal map";

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "concat" => (concat, Ty::List),
        "merge" => (merge, Ty::Map),
        "flatten" => (flatten, Ty::List),
        "distinct" => (distinct, Ty::List),
        "compact" => (compact, Ty::List),
        "reverse" => (reverse, Ty::List),
        "slice" => (slice, Ty::List),
        "sort" => (sort, Ty::List),
        "chunklist" => (chunklist, Ty::List),
        "range" => (range, Ty::List),
        "zipmap" => (zipmap, Ty::Map),
        "matchkeys" => (matchkeys, Ty::List),
        "transpose" => (transpose, Ty::Map),
        "list" => (|_, _| failed(GONE_LIST), Ty::List),
        "map" => (|_, _| failed(GONE_MAP), Ty::Map),
        _ => return None,
    };
    Some(Function { run, gives })
}

/// Of lists a list of one type, else a tuple.
fn concat(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    if args.is_empty() {
        return failed("at least one argument is required");
    }
    let mut out = Vec::new();
    for index in 0..args.len() {
        let kind = || {
            let got = args.get(index).map(|arg| Type::of(arg).name()).unwrap_or_default();
            wrong(index, format!("all arguments must be lists or tuples; got {got}"))
        };
        match c.indexed(args, index, kind) {
            Ok(items) => out.extend(items),
            Err(Stop::Unknown(unknown)) => out.push(Item::Many(Arc::new(unknown.step(Step::Each)))),
            Err(stop) => return Err(stop),
        }
    }
    let all = |form: Form| args.iter().all(|arg| arg.form() == form);
    let form = match (all(Form::Collection), args.iter().any(|arg| arg.form() == Form::Structure)) {
        (true, _) => {
            let types: Vec<Type> = args.iter().map(Type::of).collect();
            match types::unify(&types) {
                Some(ty) => {
                    let list = types::convert(&c.list(out.clone())?.formed(Form::Collection), &ty);
                    return Ok(list.unwrap_or(c.list(out)?.formed(Form::Collection)));
                }
                None => Form::Structure,
            }
        }
        (false, true) => Form::Structure,
        (false, false) => Form::Either,
    };
    Ok(c.list(out)?.formed(form))
}

/// Later keys win. What precedes something unknown may be overridden by it.
fn merge(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut entries: Vec<Entry> = Vec::new();
    let mut positions: HashMap<Arc<str>, usize> = HashMap::new();
    let mut rest: Option<Arc<Unknown>> = None;
    for arg in args {
        let open = match &arg.kind {
            Kind::Null => None,
            Kind::Map(map) => map.rest.clone(),
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::Map) => Some(unknown.clone()),
            _ => {
                let kind = Type::of(arg).name();
                return failed(format!("arguments must be maps or objects, got {kind:?}"));
            }
        };
        if let Some(open) = open {
            for entry in &mut entries {
                entry.value.marks = entry.value.marks.with(Marks::OVERRIDABLE);
            }
            // Of several unknowns none can be said to hold a key.
            rest = Some(match rest {
                None => open,
                Some(first) => Arc::new(Unknown { ty: Ty::Map, ..Unknown::because(&first, first.at) }),
            });
        }
        for entry in arg.entries() {
            let mut entry = entry.clone();
            entry.value = entry.value.marked(arg.marks);
            match positions.get(&entry.key).and_then(|i| entries.get_mut(*i)) {
                Some(slot) => *slot = entry,
                None => {
                    positions.insert(entry.key.clone(), entries.len());
                    entries.push(entry);
                }
            }
        }
        if entries.len() > MAX_ELEMENTS {
            return Err(Stop::Is(Why::Bound("a map of more than 1000000 keys")));
        }
    }
    // Of maps of one type a map, else an object.
    let mut given = args.iter().filter(|arg| !arg.is_null());
    let first = given.clone().next().map(Type::of);
    let form = match first {
        Some(ty @ Type::Map(_)) if given.clone().all(|arg| Type::of(arg) == ty) => Form::Collection,
        _ if given.any(|arg| arg.form() == Form::Either) => Form::Either,
        _ => Form::Structure,
    };
    Ok(Value::new(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), c.at).formed(form))
}

fn flatten(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    fn into(items: Vec<Item>, out: &mut Vec<Item>, depth: u32) -> Result<(), Stop> {
        for item in items {
            if out.len() > MAX_ELEMENTS || depth > 64 {
                return Err(Stop::Is(Why::Bound("a list of more than 1000000 elements")));
            }
            match item {
                Item::One(Value { kind: Kind::List(inner), marks, .. }) => {
                    let inner = inner.iter().map(|item| match item {
                        Item::One(value) => Item::One(value.clone().marked(marks)),
                        many => many.clone(),
                    });
                    into(inner.collect(), out, depth + 1)?;
                }
                Item::One(Value { kind: Kind::Unknown(unknown), .. }) if matches!(unknown.ty, Ty::List) => {
                    out.push(Item::Many(Arc::new(unknown.step(Step::Each))));
                }
                // An unknown of no known type may be a list: any number of elements.
                Item::One(Value { kind: Kind::Unknown(unknown), .. }) if unknown.ty == Ty::Any => {
                    out.push(Item::Many(unknown));
                }
                other => out.push(other),
            }
        }
        Ok(())
    }
    let mut out = Vec::new();
    into(c.items_or(args, 0, || failed("can only flatten lists, sets and tuples"))?, &mut out, 0)?;
    Ok(c.list(out)?.formed(Form::Structure))
}

fn distinct(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut out: Vec<Item> = Vec::new();
    let mut seen: HashMap<String, ()> = HashMap::new();
    for item in super::kind::unify(c.items(args, 0)?) {
        let Item::One(value) = &item else {
            out.push(item);
            continue;
        };
        let doubt = out.iter().any(|item| match item {
            Item::One(value) => value.first_unknown().is_some(),
            Item::Many(_) => true,
        });
        if let Some(scalar) = scalar_key(value).filter(|_| !doubt) {
            if seen.insert(scalar, ()).is_none() {
                out.push(item);
            }
            continue;
        }
        let mut found = Some(false);
        for other in out.iter().take(10_000) {
            match other {
                Item::One(other) => match equals(value, other) {
                    Some(true) => {
                        found = Some(true);
                        break;
                    }
                    Some(false) => {}
                    None => found = None,
                },
                Item::Many(_) => found = None,
            }
        }
        // It may be one of those before it: then it is not there.
        let cause = || {
            value.first_unknown().cloned().or_else(|| {
                out.iter().find_map(|item| match item {
                    Item::One(value) => value.first_unknown().cloned(),
                    Item::Many(unknown) => Some(unknown.clone()),
                })
            })
        };
        match found {
            Some(true) => {}
            Some(false) => out.push(item),
            None => match cause() {
                Some(unknown) => out.push(Item::Many(c.because(&unknown))),
                None => out.push(item),
            },
        }
    }
    c.list(out)
}

fn scalar_key(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => Some(format!("t{text}")),
        Kind::Number(n) => Some(format!("n{}", n.text())),
        Kind::Bool(b) => Some(format!("b{b}")),
        _ => None,
    }
}

fn compact(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut out = Vec::new();
    for item in c.items(args, 0)? {
        match &item {
            Item::One(value) => match &value.kind {
                Kind::Null => {}
                Kind::Text(Text::Whole(text)) if text.is_empty() => {}
                Kind::Unknown(unknown) if unknown.what.is_none() => out.push(Item::Many(c.because(unknown))),
                Kind::Text(Text::Parts(parts)) if parts.iter().all(|p| matches!(p, Part::Hole(..))) => {
                    if let Some(unknown) = value.first_unknown() {
                        out.push(Item::Many(c.because(unknown)));
                    }
                }
                Kind::Number(_) | Kind::Bool(_) => {
                    let text = convert::to_text(value).map(Kind::Text).unwrap_or(Kind::Null);
                    out.push(Item::One(Value { kind: text, ..value.clone() }));
                }
                Kind::List(_) | Kind::Map(_) => {
                    return wrong(0, format!("takes a list of texts, this holds {}", convert::described(value)));
                }
                _ => out.push(item),
            },
            Item::Many(_) => out.push(item),
        }
    }
    c.list(out)
}

fn reverse(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    let kind = || wrong(0, format!("can only reverse list or tuple values, not {}", Type::of(value).name()));
    let mut items = c.items_or(args, 0, kind)?;
    items.reverse();
    let form = if value.form() == Form::Set { Form::Collection } else { value.form() };
    Ok(c.list(items)?.formed(form))
}

fn slice(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let whole = c.value(args, 0)?;
    if whole.form() == Form::Set {
        return wrong(
            0,
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of \
             the result is not important",
        );
    }
    if !matches!(Type::of(whole), Type::List(_) | Type::Tuple(_) | Type::Dynamic) {
        return wrong(0, "must be a list or tuple value");
    }
    let index = |at: usize, name: &str| match c.number(args, at)?.as_i64().map(usize::try_from) {
        Some(Ok(index)) => Ok(index),
        Some(Err(_)) => wrong(at, format!("{name} index must not be less than zero")),
        None => wrong(at, format!("invalid {name} index: {NOT_WHOLE}")),
    };
    let (start, end) = (index(1, "start")?, index(2, "end")?);
    // A slice that is beyond the list's end fails: where it does not, it has exactly this many elements.
    const MOST: usize = 1024;
    let one_of = |unknown: &Arc<Unknown>, index: usize, at: Span| {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Item::One(Value::unknown(unknown.step(Step::Index(index)), at))
    };
    const CROSSED: &str = "start index must not be greater than end index";
    if let Kind::Unknown(unknown) = &whole.kind
        && matches!(unknown.ty, Ty::Any | Ty::List)
        && unknown.likely.is_none()
        && end.saturating_sub(start) <= MOST
    {
        if start > end {
            return wrong(1, CROSSED);
        }
        let list = c.list((start..end).map(|i| one_of(unknown, i, whole.at)).collect())?;
        return Ok(list.formed(whole.form()));
    }
    let items = c.items(args, 0)?;
    let known = items.iter().take_while(|item| matches!(item, Item::One(_))).count();
    if start <= end && end <= known {
        return Ok(c.list(items.into_iter().skip(start).take(end - start).collect())?.formed(whole.form()));
    }
    if let Some(Item::Many(unknown)) = items.last()
        && known + 1 == items.len()
        && end.saturating_sub(start) <= MOST
    {
        if start > end {
            return wrong(1, CROSSED);
        }
        let taken = (start..end).map(|i| match items.get(i) {
            Some(item) if i < known => item.clone(),
            _ => one_of(unknown, i - known, c.at),
        });
        return Ok(c.list(taken.collect())?.formed(whole.form()));
    }
    let length = closed(items)?.len();
    if start > length {
        return wrong(1, "start index must not be greater than the length of the list");
    }
    if end <= length {
        return wrong(1, CROSSED);
    }
    wrong(2, "end index must not be greater than the length of the list")
}

/// Sorts texts; where some are not known, no position is claimed.
fn sort(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut known = Vec::new();
    let mut others = Vec::new();
    for (index, item) in c.items(args, 0)?.into_iter().enumerate() {
        match &item {
            Item::One(value) => match convert::to_text(value) {
                Ok(Text::Whole(text)) => {
                    known.push((text.clone(), Value { kind: Kind::Text(Text::Whole(text)), ..value.clone() }))
                }
                Ok(Text::Parts(_)) | Err(convert::Refusal::Unknown(_)) => others.push(item),
                Err(convert::Refusal::Wrong(_)) => {
                    return failed(format!("given list element {index} is null; a null string cannot be sorted"));
                }
            },
            Item::Many(_) => others.push(item),
        }
    }
    known.sort_by(|a, b| a.0.cmp(&b.0));
    let known = known.into_iter().map(|(_, value)| Item::One(value));
    c.list(unordered(others).into_iter().chain(known).collect())
}

/// Items of which the order is not known: an unknown number stands first, so that no position is claimed.
pub(super) fn unordered(items: Vec<Item>) -> Vec<Item> {
    let cause = items.iter().find_map(|item| match item {
        Item::Many(unknown) => Some(unknown.clone()),
        Item::One(value) => value.first_unknown().cloned(),
    });
    match (items.first(), cause) {
        (Some(Item::One(_)), Some(unknown)) => {
            std::iter::once(Item::Many(Arc::new(Unknown::because(&unknown, unknown.at)))).chain(items).collect()
        }
        _ => items,
    }
}

fn chunklist(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let Some(size) = c.number(args, 1)?.as_i64() else { return failed(format!("invalid size: {NOT_WHOLE}")) };
    let Ok(size) = usize::try_from(size) else { return failed("the size argument must be positive") };
    let elements = c.elements(args, 0)?;
    if elements.is_empty() {
        return c.list(Vec::new());
    }
    let size = if size == 0 { elements.len() } else { size };
    c.list(
        elements
            .chunks(size)
            .map(|chunk| Item::One(Value::list(chunk.iter().cloned(), c.at).formed(Form::Collection)))
            .collect(),
    )
}

const TOO_MANY: &str = "more than 1024 values were generated; either decrease the difference between start and end or use a \
                        smaller step";

fn range(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    const MOST: usize = 1024;
    if args.is_empty() || args.len() > 3 {
        return failed("must have one, two, or three arguments");
    }
    let zero = Number::Int(0);
    let (start, end) = match args.len() {
        1 => (zero.clone(), c.number(args, 0)?),
        _ => (c.number(args, 0)?, c.number(args, 1)?),
    };
    let down = start.order(&end) == Some(std::cmp::Ordering::Greater);
    let step = match args.len() {
        3 => c.number(args, 2)?,
        _ => Number::Int(if down { -1 } else { 1 }),
    };
    let away = step.order(&zero);
    match away {
        Some(std::cmp::Ordering::Equal) if start.order(&end) != Some(std::cmp::Ordering::Equal) => {
            return failed(TOO_MANY);
        }
        Some(std::cmp::Ordering::Less) if !down && start.order(&end) != Some(std::cmp::Ordering::Equal) => {
            return wrong(1, "end must be less than start when step is negative");
        }
        Some(std::cmp::Ordering::Greater) if down => {
            return wrong(1, "end must be greater than start when step is positive");
        }
        _ => {}
    }
    let mut out = Vec::new();
    let mut next = start;
    while next.order(&end) == Some(if down { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less }) {
        if out.len() >= MOST {
            return failed(
                "more than 1024 values were generated; either decrease the difference between start and end or use a smaller step",
            );
        }
        out.push(Item::One(Value::number(next.clone(), c.at)));
        match next.add(&step) {
            Some(sum) => next = sum,
            None => break,
        }
    }
    c.list(out)
}

fn zipmap(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let keys = c.elements(args, 0)?;
    let values = match c.indexed(args, 1, || failed("values argument must be a list or tuple value")) {
        Ok(items) => closed(items)?,
        Err(Stop::Unknown(unknown)) => (0..keys.len())
            .map(|i| Value::unknown(unknown.step(Step::Index(u32::try_from(i).unwrap_or(u32::MAX))), c.at))
            .collect(),
        Err(stop) => return Err(stop),
    };
    if keys.len() != values.len() {
        return failed(format!("number of keys ({}) does not match number of values ({})", keys.len(), values.len()));
    }
    let mut entries = Vec::new();
    let mut rest = None;
    for (index, (key, value)) in keys.iter().zip(values).enumerate() {
        match convert::to_text(key) {
            Ok(Text::Whole(name)) => entries.push(Entry { key: name, key_at: key.at, value }),
            Ok(Text::Parts(_)) | Err(convert::Refusal::Unknown(_)) => {
                rest = rest.or_else(|| key.first_unknown().map(|u| c.because(u)));
            }
            Err(convert::Refusal::Wrong(_)) => return failed(format!("keys list has null value at index {index}")),
        }
    }
    // Of a list a map, of a tuple an object.
    let form = c.value(args, 1)?.form();
    Ok(Value::new(Kind::Map(Arc::new(Map::of(entries, rest))), c.at).formed(form))
}

fn matchkeys(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let inner = |index: usize| match args.get(index).map(Type::of) {
        Some(Type::List(inner)) => *inner,
        _ => Type::Dynamic,
    };
    if types::unify(&[inner(1), inner(2)]).is_none() {
        return failed("keys and searchset must be of the same type");
    }

    let (values, keys, wanted) = (c.elements(args, 0)?, c.elements(args, 1)?, c.elements(args, 2)?);
    let count = keys.len();
    let mut unified = convert::unify(keys.into_iter().chain(wanted).collect(), 0);
    let wanted = unified.split_off(count.min(unified.len()));
    let keys = unified;
    if values.len() != keys.len() {
        return failed("length of keys and values should be equal");
    }
    let mut out = Vec::new();
    for (value, key) in values.into_iter().zip(&keys) {
        for candidate in &wanted {
            match equals(key, candidate) {
                Some(true) => {
                    out.push(Item::One(value));
                    break;
                }
                Some(false) => {}
                None => match key.first_unknown().or(candidate.first_unknown()) {
                    Some(unknown) => return Err(Stop::Unknown(unknown.clone())),
                    None => return wrong(1, "the keys cannot be compared"),
                },
            }
        }
    }
    c.list(out)
}

fn transpose(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let map = c.map(args, 0)?;
    if let Some(rest) = &map.rest {
        return Err(Stop::Unknown(rest.clone()));
    }
    let mut out: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for entry in map.sorted() {
        for index in 0..entry.value.items().len().max(1) {
            let one = [entry.value.clone()];
            let elements = c.elements(&one, 0)?;
            let Some(element) = elements.get(index) else { break };
            if element.is_null() {
                return failed("input list must not contain null string");
            }
            let name = c.text(std::slice::from_ref(element), 0)?;
            out.entry(name).or_default().push(Value::text(entry.key.clone(), entry.key_at));
        }
    }
    Ok(Value::map(out.into_iter().map(|(key, list)| (key, Value::list(list, c.at).formed(Form::Collection))), c.at))
}
