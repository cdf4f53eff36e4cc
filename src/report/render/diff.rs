//! What a change does to rendered objects: which are new, gone and different, with the lines that differ.
//!
//! Values that are not printed are compared by the text they are written as, so that a change of one is told without it.

use super::yaml::{self, Style};
use super::{Scalar, json, scalar};
use crate::eval::kustomize::Id;
use crate::eval::rendering::{Manifest, title};
use crate::eval::value::{Item, Kind, Value};
use crate::report::line;
use crate::source::{Sources, Span};
use serde_json::{Value as Json, json};
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Lines around a difference.
const AROUND: usize = 3;

/// Lines of an object, before and after together, up to which the lines that differ are worked out; the effort may grow with
/// their square.
const COMPARED: usize = 10_000;

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The objects.
    pub objects: &'a [Manifest],
}

/// What becomes of an object.
#[derive(Debug)]
pub struct Change<'a> {
    /// `Kind/namespace/name` before and after; the same unless only the hash at the end of a name differs.
    name: (String, String),
    before: Option<&'a Manifest>,
    after: Option<&'a Manifest>,
    /// Their text.
    text: (String, String),
}

/// The differences between two renderings.
#[derive(Debug)]
pub struct Comparison<'a> {
    changes: Vec<Change<'a>>,
    same: usize,
}

/// Compares object by object: added, removed and changed ones in order of name.
pub fn compare<'a>(before: Side<'a>, after: Side<'a>) -> Comparison<'a> {
    let (mut old, mut new) = (by_name(before.objects), by_name(after.objects));
    let mut changes = Vec::new();
    let mut same = 0;
    let names: Vec<Key> = old.keys().filter(|name| new.contains_key(*name)).cloned().collect();
    let mut pairs: Vec<(Key, Key)> = names.into_iter().map(|name| (name.clone(), name)).collect();
    pairs.extend(hashed(&old, &new));
    for (was, is) in pairs {
        let (Some(a), Some(b)) = (old.remove(&was), new.remove(&is)) else { continue };
        let differing = differing(before.sources, a, after.sources, b);
        let style = Style { differing: Some(&differing), ..Style::default() };
        let text = (yaml::object(before.sources, a, Style::default()), yaml::object(after.sources, b, style));
        if text.0 == text.1 {
            same += 1;
        } else {
            changes.push(Change { name: (was.1, is.1), before: Some(a), after: Some(b), text });
        }
    }
    for (name, a) in old {
        let text = (yaml::object(before.sources, a, Style::default()), String::new());
        changes.push(Change { name: (name.1.clone(), name.1), before: Some(a), after: None, text });
    }
    for (name, b) in new {
        let text = (String::new(), yaml::object(after.sources, b, Style::default()));
        changes.push(Change { name: (name.1.clone(), name.1), before: None, after: Some(b), text });
    }
    changes.sort_by(|a, b| a.name.cmp(&b.name));
    Comparison { changes, same }
}

/// An object's API group, its name in words, and which one of that name it is.
type Key = (String, String, usize);

fn by_name(objects: &[Manifest]) -> BTreeMap<Key, &Manifest> {
    let mut named: BTreeMap<Key, &Manifest> = BTreeMap::new();
    for object in objects {
        let mut key = (Id::of(&object.value).group.to_string(), title(&object.value), 0);
        while named.contains_key(&key) {
            key.2 += 1;
        }
        named.insert(key, object);
    }
    named
}

/// A generated object whose content differs has another hash at the end of its name, and is the same one all the same.
fn hashed(old: &BTreeMap<Key, &Manifest>, new: &BTreeMap<Key, &Manifest>) -> Vec<(Key, Key)> {
    /// Characters of the hash that kustomize appends.
    const HASH: usize = 10;
    let stem = |key: &Key| {
        let (stem, hash) = key.1.rsplit_once('-')?;
        let kind = key.1.starts_with("ConfigMap/") || key.1.starts_with("Secret/");
        let is_hash = hash.len() == HASH && hash.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        (kind && is_hash).then(|| stem.to_owned())
    };
    let alone = |of: &BTreeMap<Key, &Manifest>, other: &BTreeMap<Key, &Manifest>| {
        let mut stems: BTreeMap<String, Vec<Key>> = BTreeMap::new();
        for key in of.keys().filter(|key| !other.contains_key(*key)) {
            if let Some(stem) = stem(key) {
                stems.entry(stem).or_default().push(key.clone());
            }
        }
        stems
    };
    let (gone, come) = (alone(old, new), alone(new, old));
    let pairs = gone.into_iter().filter_map(|(stem, was)| match (was.as_slice(), come.get(&stem)?.as_slice()) {
        ([was], [is]) => Some((was.clone(), is.clone())),
        _ => None,
    });
    pairs.collect()
}

/// The places, after the change, of values that are not printed and that are written otherwise than before.
fn differing(old: &Sources, a: &Manifest, new: &Sources, b: &Manifest) -> BTreeSet<Span> {
    let mut found = BTreeSet::new();
    hidden(old, &a.value, new, &b.value, &mut found, 0);
    found
}

fn hidden(old: &Sources, a: &Value, new: &Sources, b: &Value, found: &mut BTreeSet<Span>, depth: usize) {
    if depth > super::DEEPEST {
        return;
    }
    match (&a.kind, &b.kind) {
        (Kind::Map(a), Kind::Map(b)) => {
            for entry in &b.entries {
                if let Some(other) = a.get(&entry.key) {
                    hidden(old, other, new, &entry.value, found, depth + 1);
                }
            }
        }
        (Kind::List(a), Kind::List(b)) => {
            for pair in a.iter().zip(b.iter()) {
                if let (Item::One(a), Item::One(b)) = pair {
                    hidden(old, a, new, b, found, depth + 1);
                }
            }
        }
        _ => {
            let unprinted = |value| matches!(scalar(value), Scalar::Stand(_, None));
            if unprinted(a) && unprinted(b) && written(old, a.at) != written(new, b.at) {
                found.insert(b.at);
            }
        }
    }
}

/// The text at a place.
fn written(sources: &Sources, at: Span) -> Option<String> {
    let text = sources.text(at.file).ok()?;
    text.get(at.start as usize..at.end as usize).map(str::to_owned)
}

impl Comparison<'_> {
    /// Whether something changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    fn count(&self, of: fn(&Change<'_>) -> bool) -> usize {
        self.changes.iter().filter(|change| of(change)).count()
    }

    fn counts(&self) -> (usize, usize, usize) {
        let added = self.count(|c| c.before.is_none());
        let removed = self.count(|c| c.after.is_none());
        (added, removed, self.changes.len() - added - removed)
    }

    /// One line: how many objects change, and how.
    pub fn summary(&self) -> String {
        let (added, removed, changed) = self.counts();
        match self.is_empty() {
            true => format!("nothing changes: {} objects are the same", self.same),
            false => format!("{added} added, {removed} removed, {changed} changed, {} the same", self.same),
        }
    }

    /// Each change as a unified diff, then the summary.
    pub fn pieces<'s>(&'s self, revision: &'s str, colour: bool) -> impl Iterator<Item = String> + 's {
        let each = self.changes.iter().map(move |change| coloured(&change.unified(revision), colour));
        each.chain(std::iter::once(format!("{}\n", self.summary())))
    }

    /// The changes as one JSON document.
    pub fn json(&self, revision: &str) -> String {
        let (added, removed, changed) = self.counts();
        let object = |manifest: &Manifest| json::value(&manifest.value, 0);
        let each = self.changes.iter().map(|change| {
            let what = match (change.before, change.after) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            json!({
                "change": what,
                "object": line(&change.name.1),
                "before": change.before.map(object),
                "after": change.after.map(object),
                "diff": change.unified(revision),
            })
        });
        let document = json!({
            "revision": revision,
            "summary": { "added": added, "removed": removed, "changed": changed, "same": self.same },
            "changes": each.collect::<Vec<Json>>(),
        });
        format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default())
    }
}

impl Change<'_> {
    /// As `diff -u` prints it; the objects stand for files.
    fn unified(&self, revision: &str) -> String {
        let name =
            |of: Option<&Manifest>, name: String| if of.is_some() { line(&name) } else { "/dev/null".to_owned() };
        let was = name(self.before, format!("{revision}:{}", self.name.0));
        let is = name(self.after, self.name.1.clone());
        let (a, b) = (&self.text.0, &self.text.1);
        let mut out = format!("--- {was}\n+++ {is}\n");
        let (old, new) = (a.lines().count(), b.lines().count());
        if a.is_empty() || b.is_empty() || old + new > COMPARED {
            let _ = writeln!(out, "@@ -{},{old} +{},{new} @@", old.min(1), new.min(1));
            for (sign, text) in [('-', a), ('+', b)] {
                for line in text.lines() {
                    let _ = writeln!(out, "{sign}{line}");
                }
            }
            return out;
        }
        let diff = TextDiff::from_lines(a.as_str(), b.as_str());
        let _ = write!(out, "{}", diff.unified_diff().context_radius(AROUND));
        out
    }
}

fn coloured(text: &str, colour: bool) -> String {
    if !colour {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for line in text.lines() {
        let code = match line.as_bytes().first() {
            _ if line.starts_with("--- ") || line.starts_with("+++ ") => "1",
            Some(b'-') => "31",
            Some(b'+') => "32",
            Some(b'@') => "36",
            _ => {
                let _ = writeln!(out, "{line}");
                continue;
            }
        };
        let _ = writeln!(out, "\u{1b}[{code}m{line}\u{1b}[0m");
    }
    out
}
