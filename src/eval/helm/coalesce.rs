//! Values of charts and subcharts, put together as Helm does: the parent's win, maps merge, `null` takes a key away.

use super::chart::{Chart, Missing};
use super::datum::{Datum, MapData, MapRef, Slot};
use super::functions::deep_copy;
use super::metadata;
use super::metadata::Dependency;
use super::versions;
use crate::eval::value::{Absent, Entry, Kind, Map, Marks, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// How deep maps merge.
const DEPTH: usize = 100;

/// Lays values over others, as Flux puts the parts of a HelmRelease's values together: maps merge deeply, anything
/// else replaces. A `null` stays, because it takes a key of the chart's own values away when the chart renders. Where
/// `over` may hold more than is known, what it does not set is marked as overridable.
pub fn merge_values(base: &Value, over: &Value) -> Value {
    merge(base, over, 0)
}

fn merge(base: &Value, over: &Value, depth: usize) -> Value {
    if depth > DEPTH {
        return over.clone();
    }
    match (&base.kind, &over.kind) {
        (Kind::Map(below), Kind::Map(above)) => {
            let mut entries: Vec<Entry> = Vec::with_capacity(below.entries.len() + above.entries.len());
            for entry in &below.entries {
                match above.entries.iter().find(|e| e.key == entry.key) {
                    Some(upper) => {
                        entries.push(Entry { value: merge(&entry.value, &upper.value, depth + 1), ..upper.clone() });
                    }
                    None if above.rest.is_some() => {
                        entries.push(Entry { value: overridable(&entry.value, depth), ..entry.clone() });
                    }
                    None => entries.push(entry.clone()),
                }
            }
            let new = above.entries.iter().filter(|e| !below.entries.iter().any(|b| b.key == e.key));
            entries.extend(new.cloned());
            let rest = above.rest.clone().or_else(|| below.rest.clone());
            Value { kind: Kind::Map(Arc::new(Map { entries: entries.into(), rest })), ..over.clone() }
        }
        (Kind::Map(below), Kind::Unknown(unknown)) => {
            let entries: Vec<Entry> =
                below.entries.iter().map(|e| Entry { value: overridable(&e.value, depth), ..e.clone() }).collect();
            let map = Map { entries: entries.into(), rest: Some(unknown.clone()) };
            Value { kind: Kind::Map(Arc::new(map)), ..base.clone() }
        }
        (Kind::Unknown(unknown), Kind::Map(above)) => {
            let map =
                Map { entries: above.entries.clone(), rest: above.rest.clone().or_else(|| Some(unknown.clone())) };
            Value { kind: Kind::Map(Arc::new(map)), ..over.clone() }
        }
        (Kind::Map(_), Kind::Null) if depth == 0 => base.clone(),
        _ => over.clone(),
    }
}

fn overridable(value: &Value, depth: usize) -> Value {
    if depth > DEPTH {
        return value.clone();
    }
    let kind = match &value.kind {
        Kind::Map(map) => {
            let entries: Vec<Entry> =
                map.entries.iter().map(|e| Entry { value: overridable(&e.value, depth + 1), ..e.clone() }).collect();
            Kind::Map(Arc::new(Map { entries: entries.into(), rest: map.rest.clone() }))
        }
        other => other.clone(),
    };
    Value { kind, marks: value.marks.with(Marks::OVERRIDABLE), ..value.clone() }
}

/// The same values, marked as overridable throughout.
fn overridable_datum(value: &Datum, depth: usize) -> Datum {
    if depth > DEPTH {
        return value.clone();
    }
    match value {
        Datum::Map(map, from) => {
            let map = map.borrow();
            let entries = map
                .entries
                .iter()
                .map(|(k, s)| (k.clone(), Slot { key: s.key.clone(), value: overridable_datum(&s.value, depth + 1) }));
            let data = MapData { entries: entries.collect(), rest: map.rest.clone(), ..MapData::default() };
            Datum::Map(Rc::new(RefCell::new(data)), from.clone())
        }
        other => other.clone().marked(Marks::OVERRIDABLE),
    }
}

fn new_map() -> MapRef {
    Rc::new(RefCell::new(MapData::default()))
}

fn table(value: &Datum) -> Option<MapRef> {
    match value {
        Datum::Map(map, _) => Some(map.clone()),
        _ => None,
    }
}

fn get(map: &MapRef, key: &str) -> Option<Datum> {
    map.borrow().entries.get(key).map(|s| s.value.clone())
}

/// A value for a subchart that is not a map: Helm refuses the chart.
pub type Mismatch = Gap;

/// `chartutil.CoalesceValues`: the values of a chart and its subcharts below those given; a `null` takes a value away.
pub fn values(chart: &Chart, given: &Datum) -> Result<MapRef, Mismatch> {
    let copy = table(&deep_copy(given, 0)).unwrap_or_else(new_map);
    coalesce(chart, &copy, false, 0)?;
    Ok(copy)
}

/// `merge` is Helm's: a `null` stays.
fn coalesce(chart: &Chart, dest: &MapRef, merge: bool, depth: usize) -> Result<(), Mismatch> {
    chart_values(chart, dest, merge);
    if depth > DEPTH {
        return Ok(());
    }
    for child in &chart.children {
        let inner = match get(dest, &child.name) {
            None => new_map(),
            Some(Datum::Map(map, _)) => map,
            Some(Datum::Unknown(unknown, _)) => super::call::open(&unknown),
            Some(other) => {
                let at = other.from().map_or(chart.at, |from| from.at);
                let message = format!("type mismatch on {}: a subchart's values are a map", child.name);
                return Err(Gap::at(at, GapKind::Chart, message));
            }
        };
        let slot = dest.borrow().entries.get(&child.name).cloned();
        let (key, from) = slot.map_or((None, None), |s| (s.key, s.value.from()));
        dest.borrow_mut().entries.insert(child.name.clone(), Slot { key, value: Datum::Map(inner.clone(), from) });
        globals(&inner, dest);
        coalesce(child, &inner, merge, depth + 1)?;
    }
    Ok(())
}

fn globals(dest: &MapRef, source: &MapRef) {
    let target = match get(dest, "global") {
        None => new_map(),
        Some(Datum::Map(map, _)) => map,
        Some(_) => return,
    };
    let given = match get(source, "global") {
        None => new_map(),
        Some(Datum::Map(map, _)) => map,
        Some(_) => return,
    };
    if Rc::ptr_eq(&target, &given) {
        return;
    }
    let slots: Vec<(Arc<str>, Slot)> = given.borrow().entries.iter().map(|(k, s)| (k.clone(), s.clone())).collect();
    for (key, slot) in slots {
        let existing = get(&target, &key);
        match (&slot.value, existing) {
            (Datum::Map(..), Some(Datum::Map(inner, _))) => {
                let upper = deep_copy(&slot.value, 0);
                if let Datum::Map(upper_map, _) = &upper {
                    tables(upper_map, &inner, true, 0);
                }
                target.borrow_mut().entries.insert(key, Slot { value: upper, ..slot });
            }
            (Datum::Map(..), None) => {
                let value = deep_copy(&slot.value, 0);
                target.borrow_mut().entries.insert(key, Slot { value, ..slot });
            }
            (Datum::Map(..), Some(_)) | (_, Some(Datum::Map(..))) => {}
            (_, _) => {
                target.borrow_mut().entries.insert(key, slot);
            }
        }
    }
    if let Some(rest) = given.borrow().rest.clone() {
        target.borrow_mut().rest.get_or_insert(rest);
    }
    dest.borrow_mut().entries.insert("global".into(), Slot { key: None, value: Datum::Map(target, None) });
}

fn chart_values(chart: &Chart, dest: &MapRef, merge: bool) {
    let Some(own) = table(&deep_copy(&chart.values, 0)) else { return };
    let open = dest.borrow().rest.is_some();
    let slots: Vec<(Arc<str>, Slot)> = own.borrow().entries.iter().map(|(k, s)| (k.clone(), s.clone())).collect();
    for (key, slot) in slots {
        match get(dest, &key) {
            Some(Datum::Nil | Datum::Absent) if !merge => {
                dest.borrow_mut().entries.remove(&key);
            }
            Some(Datum::Map(inner, _)) => {
                if let Datum::Map(below, _) = &slot.value {
                    let child = chart.children.iter().any(|c| c.name == key);
                    tables(&inner, below, child || merge, 0);
                }
            }
            Some(_) => {}
            None => {
                let value = if open { overridable_datum(&slot.value, 0) } else { slot.value };
                dest.borrow_mut().entries.insert(key, Slot { key: slot.key, value });
            }
        }
    }
}

/// `coalesceTablesFullKey`: `below` under `dest`.
fn tables(dest: &MapRef, below: &MapRef, merge: bool, depth: usize) {
    if depth > DEPTH || Rc::ptr_eq(dest, below) {
        return;
    }
    let open = dest.borrow().rest.is_some();
    let slots: Vec<(Arc<str>, Slot)> = below.borrow().entries.iter().map(|(k, s)| (k.clone(), s.clone())).collect();
    for (key, slot) in slots {
        match (get(dest, &key), &slot.value) {
            (None, _) => {
                let value = if open { overridable_datum(&slot.value, 0) } else { slot.value };
                dest.borrow_mut().entries.insert(key, Slot { key: slot.key, value });
            }
            (Some(Datum::Nil | Datum::Absent), value) if !merge && !value.is_nil() => {
                dest.borrow_mut().entries.remove(&key);
            }
            (Some(Datum::Map(inner, _)), Datum::Map(source, _)) => tables(&inner, source, merge, depth + 1),
            _ => {}
        }
    }
}

/// `chartutil.ProcessDependenciesWithMerge`: subcharts that tags or conditions switch off are taken away, aliases named,
/// and imported values copied into the parent's.
pub fn dependencies(chart: &mut Chart, given: &Datum) -> Result<(), Mismatch> {
    enabled(chart, given, "", 0)?;
    imports(chart, 0)
}

fn fits(required: &str, chart: &Chart) -> bool {
    let version = metadata::field(&chart.meta, "version").and_then(metadata::scalar).unwrap_or_default();
    required.is_empty() || versions::compare(required, &version).unwrap_or(false)
}

fn enabled(chart: &mut Chart, given: &Datum, path: &str, depth: usize) -> Result<(), Mismatch> {
    if chart.dependencies.is_empty() || depth > DEPTH {
        return Ok(());
    }
    let all = std::mem::take(&mut chart.children);
    let declared = |child: &Chart, d: &Dependency| child.name == d.name && fits(&d.version, child);
    let undeclared = all.iter().filter(|child| !chart.dependencies.iter().any(|d| declared(child, d)));
    let mut children: Vec<Chart> = undeclared.cloned().collect();
    for dependency in &chart.dependencies {
        if let Some(child) = all.iter().find(|child| declared(child, dependency)) {
            children.push(Chart { name: dependency.key().clone(), ..copy(child) });
        }
    }
    chart.children = children;
    let all = values(chart, given)?;
    let tags = get(&all, "tags").as_ref().and_then(table);
    for dependency in &mut chart.dependencies {
        dependency.enabled = true;
        if let Some(tags) = &tags {
            let says: Vec<bool> = dependency
                .tags
                .iter()
                .filter_map(|t| match get(tags, t) {
                    Some(Datum::Bool(b, _)) => Some(b),
                    _ => None,
                })
                .collect();
            dependency.enabled = says.is_empty() || says.contains(&true);
        }
        for condition in dependency.condition.trim().split(',').filter(|c| !c.is_empty()) {
            if let Some(Datum::Bool(b, _)) = lookup(&all, &format!("{path}{condition}")) {
                dependency.enabled = b;
                break;
            }
        }
    }
    for dependency in &chart.dependencies {
        let conditions = dependency.condition.trim().split(',').filter(|c| !c.is_empty()).map(str::to_owned);
        let tags = dependency.tags.iter().map(|tag| format!("tags.{tag}"));
        let imported = dependency.imports.iter().map(|(child, _)| format!("{}.{child}", dependency.key()));
        chart.decided.extend(conditions.chain(tags).chain(imported));
    }
    let off: Vec<Arc<str>> = chart.dependencies.iter().filter(|d| !d.enabled).map(|d| d.key().clone()).collect();
    chart.children.retain(|c| !off.contains(&c.name));
    chart.missing.retain(|m: &Missing| !off.contains(&m.name));
    chart.off.clone_from(&off);
    chart.dependencies.retain(|d| d.enabled);
    let all = Datum::Map(all, None);
    for child in &mut chart.children {
        let path = format!("{path}{}.", child.name);
        enabled(child, &all, &path, depth + 1)?;
    }
    Ok(())
}

/// The values of subcharts that are not at hand may hold more than is known; says why, when there is one.
pub fn open_missing(chart: &Chart, values: &MapRef) -> Option<Arc<Unknown>> {
    let mut found = None;
    for missing in &chart.missing {
        let why = Why::NoSource(Absent::Chart { name: missing.name.clone(), version: None });
        let unknown = Arc::new(Unknown { why, what: None, ty: Ty::Any, not_null: false, likely: None, at: missing.at });
        match get(values, &missing.name) {
            Some(Datum::Map(map, _)) => {
                map.borrow_mut().rest.get_or_insert(unknown.clone());
            }
            Some(_) => {}
            None => {
                let open = Datum::Map(super::call::open(&unknown), None);
                values.borrow_mut().entries.insert(missing.name.clone(), Slot { key: None, value: open });
            }
        }
        found.get_or_insert(unknown);
    }
    for child in &chart.children {
        if let Some(Datum::Map(inner, _)) = get(values, &child.name) {
            let deeper = open_missing(child, &inner);
            found = found.or(deeper);
        }
    }
    found
}

/// The value at a dotted path.
fn lookup(map: &MapRef, path: &str) -> Option<Datum> {
    let mut map = map.clone();
    let mut keys = path.split('.').peekable();
    while let Some(key) = keys.next() {
        let value = get(&map, key)?;
        if keys.peek().is_none() {
            return Some(value);
        }
        map = table(&value)?;
    }
    None
}

/// A copy whose values are its own.
fn copy(chart: &Chart) -> Chart {
    let children = chart.children.iter().map(copy).collect();
    Chart { values: deep_copy(&chart.values, 0), children, ..chart.clone() }
}

fn imports(chart: &mut Chart, depth: usize) -> Result<(), Mismatch> {
    if depth > DEPTH {
        return Ok(());
    }
    for child in &mut chart.children {
        imports(child, depth + 1)?;
    }
    if chart.dependencies.iter().all(|d| d.imports.is_empty()) {
        return Ok(());
    }
    let all = new_map();
    coalesce(chart, &all, true, 0)?;
    let imported = new_map();
    for dependency in &chart.dependencies {
        for (child, parent) in &dependency.imports {
            let Some(Datum::Map(found, from)) = lookup(&all, &format!("{}.{child}", dependency.key())) else {
                continue;
            };
            let mut value = deep_copy(&Datum::Map(found, from), 0);
            if parent != "." {
                for key in parent.split('.').rev() {
                    value = Datum::from_pairs([(key.into(), value)]);
                }
            }
            if let Datum::Map(value, _) = &value {
                tables(&imported, value, true, 0);
            }
        }
    }
    // What the parent sets itself wins over what it imports.
    tables(&all, &imported, true, 0);
    chart.values = Datum::Map(all, chart.values.from());
    Ok(())
}
