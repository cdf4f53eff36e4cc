//! Constructors and accessors of [`Value`] that every layer above uses.

use super::value::*;
use crate::source::Span;
use std::sync::Arc;

/// What a map holds under a key.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'v> {
    /// This value.
    Found(&'v Value),
    /// Nothing, for certain.
    Absent,
    /// The map is open: nothing that is known, and why it is open.
    Perhaps(&'v Arc<Unknown>),
}

impl Value {
    /// A value of this kind, without marks or history.
    pub fn new(kind: Kind, at: Span) -> Self {
        Self { kind, at, marks: Marks::NONE, via: None }
    }

    /// `null`.
    pub fn null(at: Span) -> Self {
        Self::new(Kind::Null, at)
    }

    /// A boolean.
    pub fn bool(value: bool, at: Span) -> Self {
        Self::new(Kind::Bool(value), at)
    }

    /// An integer.
    pub fn int(value: i64, at: Span) -> Self {
        Self::new(Kind::Number(Number::Int(value)), at)
    }

    /// A number.
    pub fn number(value: Number, at: Span) -> Self {
        Self::new(Kind::Number(value), at)
    }

    /// Text that is known as a whole.
    pub fn text(value: impl Into<Arc<str>>, at: Span) -> Self {
        Self::new(Kind::Text(Text::Whole(value.into())), at)
    }

    /// Text from pieces: neighbours that are known are joined, and without a hole it is whole text.
    pub fn parts(parts: impl IntoIterator<Item = Part>, at: Span) -> Self {
        let mut joined: Vec<Part> = Vec::new();
        let mut known: Option<(String, Span)> = None;
        let close = |known: &mut Option<(String, Span)>, joined: &mut Vec<Part>| {
            joined.extend(known.take().map(|(text, at)| Part::Known(text.into(), at)));
        };
        for part in parts {
            match (&mut known, part) {
                (_, Part::Known(text, _)) if text.is_empty() => {}
                (Some((before, place)), Part::Known(text, next)) => {
                    before.push_str(&text);
                    *place = place.to(next);
                }
                (None, Part::Known(text, place)) => known = Some((text.to_string(), place)),
                (_, hole) => {
                    close(&mut known, &mut joined);
                    joined.push(hole);
                }
            }
        }
        close(&mut known, &mut joined);
        let text = match joined.as_slice() {
            [] => Text::Whole("".into()),
            [Part::Known(text, _)] => Text::Whole(text.clone()),
            _ => Text::Parts(joined.into()),
        };
        Self::new(Kind::Text(text), at)
    }

    /// A list of known length.
    pub fn list(values: impl IntoIterator<Item = Value>, at: Span) -> Self {
        Self::new(Kind::List(values.into_iter().map(Item::One).collect()), at)
    }

    /// A map with these keys and no others; of equal keys the last wins. Keys are said to be written where their
    /// values are.
    pub fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Value)>, at: Span) -> Self {
        let entries = entries.into_iter().map(|(key, value)| Entry { key: key.into(), key_at: value.at, value });
        Self::new(Kind::Map(Arc::new(Map::of(entries, None))), at)
    }

    /// An unknown.
    pub fn unknown(unknown: impl Into<Arc<Unknown>>, at: Span) -> Self {
        Self::new(Kind::Unknown(unknown.into()), at)
    }

    /// The same value with marks added.
    pub fn marked(mut self, marks: Marks) -> Self {
        self.marks = self.marks.with(marks);
        self
    }

    /// The same value after one more step of its way.
    pub fn through(mut self, how: How, at: Span) -> Self {
        let depth = self.via.as_ref().map_or(0, |hop| hop.depth);
        if depth < Hop::MAX {
            self.via = Some(Arc::new(Hop { how, at, from: self.via.take(), depth: depth + 1 }));
        }
        self
    }

    /// The text, when all of it is known.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(Text::Whole(text)) => Some(text),
            _ => None,
        }
    }

    /// The boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(b) => Some(b),
            _ => None,
        }
    }

    /// The integer, when it fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.kind {
            Kind::Number(n) => n.as_i64(),
            _ => None,
        }
    }

    /// The map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Whether it is `null`, for certain.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// Whether nothing of it is decided; partly known text, open lists and open maps are not unknown.
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind, Kind::Unknown(_))
    }

    /// The unknown it is.
    pub fn why(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The first unknown in it, at any depth.
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            Kind::Text(Text::Parts(parts)) => parts.iter().find_map(|part| match part {
                Part::Hole(unknown, _) => Some(unknown),
                Part::Known(..) => None,
            }),
            Kind::List(items) => items.iter().find_map(|item| match item {
                Item::One(value) => value.first_unknown(),
                Item::Many(unknown) => Some(unknown),
            }),
            Kind::Map(map) => map.entries.iter().find_map(|entry| entry.value.first_unknown()).or(map.rest.as_ref()),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(Text::Whole(_)) => None,
        }
    }

    /// The value under a key of a map, or of several nested maps when the value is one; `None` when it is absent or
    /// not known (see [`Value::lookup`]).
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?.get(key)
    }

    /// The value under a chain of keys.
    pub fn path(&self, keys: &[&str]) -> Option<&Value> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// What is under a key: an open map or an unknown answers *perhaps*.
    pub fn lookup(&self, key: &str) -> Lookup<'_> {
        match &self.kind {
            Kind::Map(map) => match (map.get(key), &map.rest) {
                (Some(value), _) => Lookup::Found(value),
                (None, Some(rest)) => Lookup::Perhaps(rest),
                (None, None) => Lookup::Absent,
            },
            Kind::Unknown(unknown) => Lookup::Perhaps(unknown),
            _ => Lookup::Absent,
        }
    }

    /// The elements of a list; nothing for anything else.
    pub fn items(&self) -> &[Item] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of a list that are decided to be there.
    pub fn elements(&self) -> impl Iterator<Item = &Value> {
        self.items().iter().filter_map(|item| match item {
            Item::One(value) => Some(value),
            Item::Many(_) => None,
        })
    }

    /// The entries of a map; nothing for anything else.
    pub fn entries(&self) -> &[Entry] {
        self.as_map().map_or(&[], |map| &map.entries)
    }

    /// The marks of the value and of everything in it.
    pub fn all_marks(&self) -> Marks {
        let inner = match &self.kind {
            Kind::List(_) => self.elements().fold(Marks::NONE, |m, v| m.with(v.all_marks())),
            Kind::Map(map) => map.entries.iter().fold(Marks::NONE, |m, e| m.with(e.value.all_marks())),
            _ => Marks::NONE,
        };
        self.marks.with(inner)
    }

    /// The type, as coarse as [`Ty`]; an unknown's as far as known.
    pub fn ty(&self) -> Ty {
        match &self.kind {
            Kind::Null => Ty::Any,
            Kind::Bool(_) => Ty::Bool,
            Kind::Number(_) => Ty::Number,
            Kind::Text(_) => Ty::Text,
            Kind::List(_) => Ty::List,
            Kind::Map(_) => Ty::Map,
            Kind::Unknown(unknown) => unknown.ty,
        }
    }

    /// The value as a person would write it, on one line. Sensitive values read `(sensitive)`; what is unknown is a
    /// reference in `${}` or `${?}`.
    pub fn display(&self) -> String {
        let mut out = String::new();
        self.show(&mut out, 0);
        out
    }

    fn show(&self, out: &mut String, depth: u32) {
        const LONGEST: usize = 4096;
        if self.marks.has(Marks::SENSITIVE) {
            out.push_str("(sensitive)");
            return;
        }
        if out.len() > LONGEST || depth > 32 {
            out.push('…');
            return;
        }
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Kind::Number(n) => out.push_str(&n.text()),
            Kind::Text(Text::Whole(text)) if depth == 0 => out.push_str(text),
            Kind::Text(Text::Whole(text)) => out.push_str(&format!("{text:?}")),
            Kind::Text(Text::Parts(parts)) => {
                if depth > 0 {
                    out.push('"');
                }
                for part in parts.iter() {
                    match part {
                        Part::Known(text, _) => out.push_str(text),
                        Part::Hole(unknown, _) => out.push_str(&unknown.placeholder()),
                    }
                }
                if depth > 0 {
                    out.push('"');
                }
            }
            Kind::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    match item {
                        Item::One(value) => value.show(out, depth + 1),
                        Item::Many(unknown) => out.push_str(&format!("{}...", unknown.placeholder())),
                    }
                }
                out.push(']');
            }
            Kind::Map(map) => {
                out.push('{');
                for (index, entry) in map.entries.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { " " });
                    out.push_str(&format!("{} = ", entry.key));
                    entry.value.show(out, depth + 1);
                }
                if map.rest.is_some() {
                    out.push_str(if map.entries.is_empty() { " ..." } else { ", ..." });
                }
                out.push_str(if map.entries.is_empty() && map.rest.is_none() { "}" } else { " }" });
            }
            Kind::Unknown(unknown) => out.push_str(&unknown.placeholder()),
        }
    }
}

impl Map {
    /// A map from entries, of which the last of equal keys wins and takes the first's place.
    pub fn of(entries: impl IntoIterator<Item = Entry>, rest: Option<Arc<Unknown>>) -> Self {
        let mut kept: Vec<Entry> = Vec::new();
        let mut index = std::collections::HashMap::new();
        for entry in entries {
            match index.get(&entry.key).and_then(|i: &usize| kept.get_mut(*i)) {
                Some(slot) => *slot = entry,
                None => {
                    index.insert(entry.key.clone(), kept.len());
                    kept.push(entry);
                }
            }
        }
        Self { entries: kept.into(), rest }
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
    }

    /// The entries in the order Terraform iterates: by key.
    pub fn sorted(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        entries
    }
}

impl Hop {
    /// Longest trail that is kept.
    pub const MAX: u16 = 64;
}

impl Unknown {
    /// An unknown of any type.
    pub fn new(why: Why, at: Span) -> Self {
        Self { why, what: None, ty: Ty::Any, not_null: false, likely: None, at }
    }

    /// An unknown that follows from another.
    pub fn because(cause: &Arc<Unknown>, at: Span) -> Self {
        // A chain of causes is only read for its root: keep it short.
        let root = match &cause.why {
            Why::Because(earlier) => earlier,
            _ => cause,
        };
        Self::new(Why::Because(root.clone()), at)
    }

    /// The same with a type.
    pub fn of(mut self, ty: Ty) -> Self {
        self.ty = ty;
        self
    }

    /// The same with a reference; a referenced thing is not null.
    pub fn with_what(mut self, what: Ref) -> Self {
        self.what = Some(what);
        self.not_null = true;
        self
    }

    /// The unknown at the start of the chain of causes.
    pub fn root(&self) -> &Unknown {
        let mut unknown = self;
        for _ in 0..64 {
            match &unknown.why {
                Why::Because(cause) => unknown = cause,
                _ => break,
            }
        }
        unknown
    }

    /// Something reached from this unknown by one step: the same reason, and the reference one step longer. It is
    /// no more certain not to be null than this is, but for what every resource has.
    pub fn step(&self, step: Step) -> Unknown {
        const LONGEST: usize = 32;
        let always = matches!(&step, Step::Key(key) if matches!(&**key, "id" | "arn"));
        let what = self.what.as_ref().filter(|what| what.path.len() < LONGEST).map(|what| Ref {
            owner: what.owner.clone(),
            path: what.path.iter().cloned().chain(std::iter::once(step)).collect(),
        });
        Unknown {
            why: self.why.clone(),
            not_null: what.is_some() && (always || self.not_null),
            what,
            ty: Ty::Any,
            likely: None,
            at: self.at,
        }
    }

    /// `${the reference}`, or `${?}`.
    pub fn placeholder(&self) -> String {
        match &self.what {
            Some(what) => format!("${{{what}}}"),
            None => "${?}".to_owned(),
        }
    }
}

impl Value {
    /// What every element of a list is an element of, when the list is one unknown that refers to something: an element
    /// at an unknown index still refers to that.
    pub fn all_of_one(&self) -> Option<&Unknown> {
        let unknown = match &self.kind {
            Kind::Unknown(unknown) => unknown,
            Kind::List(items) => match &**items {
                [Item::Many(unknown)] => unknown,
                _ => return None,
            },
            _ => return None,
        };
        unknown.what.is_some().then_some(&**unknown)
    }
}

impl std::fmt::Display for Ref {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let owner = if self.owner.subject.is_empty() { &self.owner.scope } else { &self.owner.subject };
        f.write_str(owner)?;
        for step in self.path.iter() {
            match step {
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Each => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

/// Whether two values are equal, as far as known. Values of different types differ; equal references are equal.
pub fn equals(a: &Value, b: &Value) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (Kind::Unknown(x), Kind::Unknown(y)) => {
            let same = x.what.is_some() && x.what == y.what;
            if same { Some(true) } else { differ(x.ty, y.ty) }
        }
        (Kind::Unknown(u), Kind::Null) | (Kind::Null, Kind::Unknown(u)) => u.not_null.then_some(false),
        (Kind::Unknown(u), _) => differ(u.ty, b.ty()),
        (_, Kind::Unknown(u)) => differ(u.ty, a.ty()),
        (Kind::Null, Kind::Null) => Some(true),
        (Kind::Bool(x), Kind::Bool(y)) => Some(x == y),
        (Kind::Number(x), Kind::Number(y)) => Some(x.order(y)? == std::cmp::Ordering::Equal),
        (Kind::Text(x), Kind::Text(y)) => text_equals(x, y),
        (Kind::List(x), Kind::List(y)) => list_equals(x, y),
        (Kind::Map(x), Kind::Map(y)) => map_equals(x, y),
        _ => Some(false),
    }
}

/// Types that are known and differ make values differ; `null` has every type.
fn differ(a: Ty, b: Ty) -> Option<bool> {
    (a != Ty::Any && b != Ty::Any && a != b).then_some(false)
}

fn text_equals(a: &Text, b: &Text) -> Option<bool> {
    let ends = |text: &Text| -> (Arc<str>, Arc<str>) {
        match text {
            Text::Whole(text) => (text.clone(), text.clone()),
            Text::Parts(parts) => {
                let known = |part: Option<&Part>| match part {
                    Some(Part::Known(text, _)) => text.clone(),
                    _ => "".into(),
                };
                (known(parts.first()), known(parts.last()))
            }
        }
    };
    match (a, b) {
        (Text::Whole(a), Text::Whole(b)) => Some(a == b),
        (Text::Parts(x), Text::Parts(y)) if parts_equal(x, y) => Some(true),
        _ => {
            let ((a_start, a_end), (b_start, b_end)) = (ends(a), ends(b));
            let starts = a_start.starts_with(&*b_start) || b_start.starts_with(&*a_start);
            let ends = a_end.ends_with(&*b_end) || b_end.ends_with(&*a_end);
            let short = |whole: &Text, other: &Text| match (whole, other) {
                (Text::Whole(text), Text::Parts(parts)) => {
                    let least: usize = parts
                        .iter()
                        .map(|part| match part {
                            Part::Known(text, _) => text.len(),
                            Part::Hole(..) => 0,
                        })
                        .sum();
                    text.len() < least
                }
                _ => false,
            };
            (!starts || !ends || short(a, b) || short(b, a)).then_some(false)
        }
    }
}

fn parts_equal(a: &[Part], b: &[Part]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| match (a, b) {
            (Part::Known(a, _), Part::Known(b, _)) => a == b,
            (Part::Hole(a, _), Part::Hole(b, _)) => a.what.is_some() && a.what == b.what,
            _ => false,
        })
}

fn list_equals(a: &[Item], b: &[Item]) -> Option<bool> {
    let open = |items: &[Item]| items.iter().any(|item| matches!(item, Item::Many(_)));
    let (a_open, b_open) = (open(a), open(b));
    if !a_open && !b_open && a.len() != b.len() {
        return Some(false);
    }
    let mut all = Some(true);
    for (a, b) in a.iter().zip(b) {
        match (a, b) {
            (Item::One(a), Item::One(b)) => match equals(a, b) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            },
            _ => return None,
        }
    }
    if a_open || b_open { None } else { all }
}

fn map_equals(a: &Map, b: &Map) -> Option<bool> {
    let mut all = if a.rest.is_some() || b.rest.is_some() { None } else { Some(true) };
    for (one, other) in [(a, b), (b, a)] {
        for entry in &one.entries {
            match other.get(&entry.key) {
                Some(value) => match equals(&entry.value, value) {
                    Some(true) => {}
                    Some(false) => return Some(false),
                    None => all = None,
                },
                None if other.rest.is_none() => return Some(false),
                None => all = None,
            }
        }
    }
    all
}
