//! Functions that build lists and maps of others.

use super::Function;
use super::arguments::{Answer, Call, Stop, closed, wrong};
use crate::eval::expression::{MAX_ELEMENTS, convert};
use crate::eval::value::*;
use crate::eval::value_ops::equals;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

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
        "setproduct" => (setproduct, Ty::List),
        "setunion" => (setunion, Ty::List),
        "setintersection" => (setintersection, Ty::List),
        "setsubtract" => (setsubtract, Ty::List),
        "list" => (list, Ty::List),
        "map" => (map, Ty::Map),
        _ => return None,
    };
    Some(Function { run, gives })
}

fn list(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    c.list(args.iter().cloned().map(Item::One).collect())
}

fn map(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut entries = Vec::new();
    let mut index = 0;
    while index < args.len() {
        let key = c.text(args, index)?;
        let value = c.value(args, index + 1)?.clone();
        entries.push(Entry { key, key_at: c.at, value });
        index += 2;
    }
    Ok(Value::new(Kind::Map(Arc::new(Map::of(entries, None))), c.at))
}

fn concat(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut out = Vec::new();
    for index in 0..args.len() {
        match c.items(args, index) {
            Ok(items) => out.extend(items),
            Err(Stop::Unknown(unknown)) => out.push(Item::Many(Arc::new(unknown.step(Step::Each)))),
            Err(stop) => return Err(stop),
        }
    }
    c.list(out)
}

/// Later keys win. What precedes something unknown may be overridden by it.
fn merge(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut entries: Vec<Entry> = Vec::new();
    let mut positions: HashMap<Arc<str>, usize> = HashMap::new();
    let mut rest: Option<Arc<Unknown>> = None;
    for (index, arg) in args.iter().enumerate() {
        let open = match &arg.kind {
            Kind::Null => None,
            Kind::Map(map) => map.rest.clone(),
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::Map) => Some(unknown.clone()),
            _ => return wrong(index, format!("takes maps, this is {}", convert::described(arg))),
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
    Ok(Value::new(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), c.at))
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
    into(c.items(args, 0)?, &mut out, 0)?;
    c.list(out)
}

fn distinct(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut out: Vec<Item> = Vec::new();
    let mut seen: HashMap<String, ()> = HashMap::new();
    for item in super::kind::unify(c.items(args, 0)?) {
        let Item::One(value) = &item else {
            out.push(item);
            continue;
        };
        if let Some(scalar) = scalar_key(value) {
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
        match (found, value.first_unknown()) {
            (Some(true), _) => {}
            (None, Some(unknown)) => out.push(Item::Many(unknown.clone())),
            _ => out.push(item),
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
    let mut items = c.items(args, 0)?;
    items.reverse();
    c.list(items)
}

fn slice(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (start, end) = (c.count(args, 1)?, c.count(args, 2)?);
    if start > end {
        return wrong(1, "the start must not be after the end");
    }
    // A slice that is beyond the list's end fails: where it does not, it has exactly this many elements.
    const MOST: usize = 1024;
    let one_of = |unknown: &Arc<Unknown>, index: usize, at: Span| {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Item::One(Value::unknown(unknown.step(Step::Index(index)), at))
    };
    let whole = c.value(args, 0)?;
    if let Kind::Unknown(unknown) = &whole.kind
        && matches!(unknown.ty, Ty::Any | Ty::List)
        && unknown.likely.is_none()
        && end - start <= MOST
    {
        return c.list((start..end).map(|i| one_of(unknown, i, whole.at)).collect());
    }
    let items = c.items(args, 0)?;
    let known = items.iter().take_while(|item| matches!(item, Item::One(_))).count();
    if end <= known {
        return c.list(items.into_iter().skip(start).take(end - start).collect());
    }
    if let Some(Item::Many(unknown)) = items.last()
        && known + 1 == items.len()
        && end - start <= MOST
    {
        let taken = (start..end).map(|i| match items.get(i) {
            Some(item) if i < known => item.clone(),
            _ => one_of(unknown, i - known, c.at),
        });
        return c.list(taken.collect());
    }
    let elements = closed(items)?;
    wrong(2, format!("the end {end} is beyond the list's {} elements", elements.len()))
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
                Err(convert::Refusal::Wrong(found)) => {
                    return wrong(0, format!("takes a list of texts, element {index} is {found}"));
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
fn unordered(items: Vec<Item>) -> Vec<Item> {
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

/// The items of a set: sorted, without duplicates.
pub(crate) fn set(items: Vec<Item>) -> Vec<Item> {
    let mut known: Vec<Value> = Vec::new();
    let mut others: Vec<Item> = Vec::new();
    for item in items {
        match item {
            Item::One(value) if value.first_unknown().is_none() => known.push(value),
            other => others.push(other),
        }
    }
    known.sort_by(order);
    known.dedup_by(|a, b| equals(a, b) == Some(true));
    unordered(others).into_iter().chain(known.into_iter().map(Item::One)).collect()
}

/// The order of a set's elements: by type, numbers by value, texts by bytes, the rest by how they print.
fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (&a.kind, &b.kind) {
        (Kind::Number(a), Kind::Number(b)) => a.order(b).unwrap_or(std::cmp::Ordering::Equal),
        (Kind::Text(Text::Whole(a)), Kind::Text(Text::Whole(b))) => a.cmp(b),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        _ => super::json::encode_plain(a).cmp(&super::json::encode_plain(b)),
    }
}

fn chunklist(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let size = c.count(args, 1)?;
    let elements = closed(super::kind::unify(c.items(args, 0)?))?;
    if elements.is_empty() {
        return c.list(Vec::new());
    }
    let size = if size == 0 { elements.len() } else { size };
    c.list(elements.chunks(size).map(|chunk| Item::One(Value::list(chunk.iter().cloned(), c.at))).collect())
}

fn range(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    const MOST: usize = 1024;
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
        Some(std::cmp::Ordering::Equal) => return wrong(2, "the step must not be zero"),
        Some(std::cmp::Ordering::Less) if !down && start.order(&end) != Some(std::cmp::Ordering::Equal) => {
            return wrong(2, "the step must be positive to go up");
        }
        Some(std::cmp::Ordering::Greater) if down => return wrong(2, "the step must be negative to go down"),
        _ => {}
    }
    let mut out = Vec::new();
    let mut next = start;
    while next.order(&end) == Some(if down { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less }) {
        if out.len() >= MOST {
            return Err(Stop::Wrong { arg: None, message: "more than 1024 numbers".to_owned() });
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
    let values = match c.items(args, 1) {
        Ok(items) => closed(items)?,
        Err(Stop::Unknown(unknown)) => (0..keys.len())
            .map(|i| Value::unknown(unknown.step(Step::Index(u32::try_from(i).unwrap_or(u32::MAX))), c.at))
            .collect(),
        Err(stop) => return Err(stop),
    };
    if keys.len() != values.len() {
        return wrong(1, format!("{} keys and {} values", keys.len(), values.len()));
    }
    let mut entries = Vec::new();
    let mut rest = None;
    for (key, value) in keys.iter().zip(values) {
        match convert::to_text(key) {
            Ok(Text::Whole(name)) => entries.push(Entry { key: name, key_at: key.at, value }),
            Ok(Text::Parts(_)) | Err(convert::Refusal::Unknown(_)) => {
                rest = rest.or_else(|| key.first_unknown().map(|u| c.because(u)));
            }
            Err(convert::Refusal::Wrong(found)) => return wrong(0, format!("keys must be texts, this holds {found}")),
        }
    }
    Ok(Value::new(Kind::Map(Arc::new(Map::of(entries, rest))), c.at))
}

fn matchkeys(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (values, keys, wanted) = (c.elements(args, 0)?, c.elements(args, 1)?, c.elements(args, 2)?);
    if values.len() != keys.len() {
        return wrong(1, "the lists of values and of keys must be of one length");
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
            let name = c.text(std::slice::from_ref(element), 0)?;
            out.entry(name).or_default().push(Value::text(entry.key.clone(), entry.key_at));
        }
    }
    Ok(Value::map(out.into_iter().map(|(key, list)| (key, Value::list(list, c.at))), c.at))
}

fn setproduct(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut out: Vec<Vec<Value>> = vec![Vec::new()];
    for index in 0..args.len() {
        let elements = c.elements(args, index)?;
        if out.len().saturating_mul(elements.len()) > MAX_ELEMENTS {
            return Err(Stop::Is(Why::Bound("a list of more than 1000000 elements")));
        }
        out = out
            .iter()
            .flat_map(|row| elements.iter().map(move |element| row.iter().chain([element]).cloned().collect()))
            .collect();
    }
    c.list(out.into_iter().map(|row| Item::One(Value::list(row, c.at))).collect())
}

fn setunion(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut all = Vec::new();
    for index in 0..args.len() {
        match c.items(args, index) {
            Ok(items) => all.extend(items),
            Err(Stop::Unknown(unknown)) => all.push(Item::Many(Arc::new(unknown.step(Step::Each)))),
            Err(stop) => return Err(stop),
        }
    }
    c.list(set(super::kind::unify(all)))
}

/// Whether a list holds a value; stops when that is not known.
fn holds(list: &[Value], value: &Value) -> Result<bool, Stop> {
    let mut doubt = None;
    for candidate in list {
        match equals(candidate, value) {
            Some(true) => return Ok(true),
            Some(false) => {}
            None => doubt = doubt.or_else(|| candidate.first_unknown().or(value.first_unknown()).cloned()),
        }
    }
    match doubt {
        Some(unknown) => Err(Stop::Unknown(unknown)),
        None => Ok(false),
    }
}

/// The elements of all arguments, brought to one type.
fn alike(c: &Call<'_, '_>, args: &[Value]) -> Result<Vec<Vec<Value>>, Stop> {
    let lists = (0..args.len()).map(|index| c.elements(args, index)).collect::<Result<Vec<_>, _>>()?;
    let lengths: Vec<usize> = lists.iter().map(Vec::len).collect();
    let mut unified = convert::unify(lists.into_iter().flatten().collect(), 0).into_iter();
    Ok(lengths.into_iter().map(|length| unified.by_ref().take(length).collect()).collect())
}

fn setintersection(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut lists = alike(c, args)?.into_iter();
    let mut left = lists.next().unwrap_or_default();
    for right in lists {
        let mut kept = Vec::new();
        for value in left {
            if holds(&right, &value)? {
                kept.push(value);
            }
        }
        left = kept;
    }
    c.list(set(left.into_iter().map(Item::One).collect()))
}

fn setsubtract(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut lists = alike(c, args)?.into_iter();
    let (left, right) = (lists.next().unwrap_or_default(), lists.next().unwrap_or_default());
    let mut kept = Vec::new();
    for value in left {
        if !holds(&right, &value)? {
            kept.push(Item::One(value));
        }
    }
    c.list(set(kept))
}
