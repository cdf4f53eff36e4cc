//! Which values the templates of a chart read, and which of the given ones nothing read.

use super::chart::Chart;
use super::datum::{DEPTH, Datum, MapRef};
use crate::eval::value::{Kind, Value};
use crate::source::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Paths that are kept.
const PATHS: usize = 20_000;

/// A path into values: one name a level.
pub type ValuePath = Arc<[Arc<str>]>;

/// What of the values was used, as far as the templates ran: what a branch that was not taken reads is not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValuesRead {
    /// The paths that were read, in order; below a path that is there nothing more is named, because it was used as a
    /// whole. Paths without a value are among them: the chart asks for them.
    pub read: Vec<ValuePath>,
    /// The given paths, with their places, that nothing reads; in the order in which they are written. Only the top of
    /// what is unread is named. Empty when the chart did not render.
    pub unread: Vec<(ValuePath, Span)>,
    /// There are more than are kept here.
    pub cut: bool,
}

impl ValuesRead {
    /// What of `given` was read from `values`, the merged values of a chart that was rendered.
    pub fn of(chart: &Chart, values: &MapRef, given: &Value) -> ValuesRead {
        let mut used = BTreeSet::new();
        collect(values, Some(chart), &mut Vec::new(), &mut used, 0);
        decides(chart, &[], &mut used, 0);
        let mut found = ValuesRead { cut: used.len() > PATHS, ..ValuesRead::default() };
        // Used as a whole: anything may be read.
        if !used.contains(&Vec::new()) {
            unread(given, &mut Vec::new(), &used, &mut found, 0);
        }
        found.read = used.into_iter().take(PATHS).map(Into::into).collect();
        found
    }
}

type Path = Vec<Arc<str>>;

/// The paths that were read in a map; those of `chart` when it is a chart's values, which its subcharts read below their
/// names.
fn collect(map: &MapRef, chart: Option<&Chart>, path: &mut Path, used: &mut BTreeSet<Path>, depth: usize) {
    let Ok(map) = map.try_borrow() else { return };
    if map.whole.get() || depth > DEPTH || used.len() > PATHS {
        used.insert(path.clone());
        return;
    }
    for name in map.asked.borrow().iter() {
        path.push(name.clone());
        let before = used.len();
        if let Some(Datum::Map(inner, _)) = map.entries.get(name).map(|slot| &slot.value) {
            collect(inner, None, path, used, depth + 1);
        }
        if used.len() == before {
            used.insert(path.clone());
        }
        path.pop();
    }
    for child in chart.iter().flat_map(|chart| &chart.children) {
        if let Some(Datum::Map(inner, _)) = map.entries.get(&child.name).map(|slot| &slot.value) {
            path.push(child.name.clone());
            collect(inner, Some(child), path, used, depth + 1);
            path.pop();
        }
    }
}

/// What decides which subcharts there are, and what they are given, is read too; so is all that a subchart which is not
/// at hand, or switched off, may read.
fn decides(chart: &Chart, path: &[Arc<str>], used: &mut BTreeSet<Path>, depth: usize) {
    let below =
        |keys: &mut dyn Iterator<Item = &str>| -> Path { path.iter().cloned().chain(keys.map(Arc::from)).collect() };
    used.extend(chart.decided.iter().map(|decided| below(&mut decided.split('.'))));
    used.extend(chart.off.iter().map(|off| below(&mut std::iter::once(&**off))));
    if !chart.missing.is_empty() {
        used.extend(chart.missing.iter().map(|missing| below(&mut std::iter::once(&*missing.name))));
        used.insert(vec!["global".into()]);
    }
    for child in chart.children.iter().filter(|_| depth < DEPTH) {
        decides(child, &below(&mut std::iter::once(&*child.name)), used, depth + 1);
    }
}

fn unread(given: &Value, path: &mut Path, used: &BTreeSet<Path>, found: &mut ValuesRead, depth: usize) {
    let Kind::Map(map) = &given.kind else { return };
    for entry in &map.entries {
        if found.unread.len() >= PATHS || depth > DEPTH {
            found.cut = true;
            return;
        }
        path.push(entry.key.clone());
        // The first path that begins with this one, or is it, comes next in the order.
        let inside = used.range(path.clone()..).next().filter(|next| next.starts_with(path));
        match inside {
            Some(next) if next.len() == path.len() => {}
            Some(_) => unread(&entry.value, path, used, found, depth + 1),
            // A subchart sees the globals of its parents.
            None if path.iter().any(|name| &**name == "global") && global(path, used) => {}
            None => found.unread.push((path.as_slice().into(), entry.key_at)),
        }
        path.pop();
    }
}

/// Whether a value below `global` is read anywhere: by the chart itself or by a subchart, which has a copy of it.
fn global(path: &[Arc<str>], used: &BTreeSet<Path>) -> bool {
    let own = path.iter().position(|name| &**name == "global").and_then(|at| path.get(at..)).unwrap_or(&[]);
    used.iter().any(|used| {
        let at = used.iter().position(|name| &**name == "global");
        let below = at.and_then(|at| used.get(at..)).unwrap_or(&[]);
        !below.is_empty() && (own.starts_with(below) || below.starts_with(own))
    })
}
