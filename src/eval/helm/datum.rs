//! What templates compute with: Go's values as Helm sees them, each with its origin.

use super::text::{From, HOLES, MORE, Origin, Str, has_reserved, hole, hole_index, marks};
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Number, Part, Text, Ty, Unknown, Value, Why};
use crate::source::Span;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// How deep values are followed; a map that holds itself ends here.
pub const DEPTH: usize = 100;
/// Values inside values that one rendering may look at; shared ones count as often as they occur.
const VISITS: u64 = 50_000_000;
/// Values inside one value that is copied or compared.
const INSIDE: u64 = 1_000_000;

/// A value of the template language.
#[derive(Clone, Debug)]
pub enum Datum {
    /// Go's invalid value: the literal `nil`, or a pipeline that came to nothing.
    Nil,
    /// An interface that holds nothing: an absent key. A field of it is an error, a field of [`Datum::Nil`] is not.
    Absent,
    /// `bool`.
    Bool(bool, From),
    /// `int`, or `int64` when wide.
    Int(i64, bool, From),
    /// `float64`: every number in values.
    Float(f64, From),
    /// `string`.
    Text(Str),
    /// `[]interface {}`.
    List(Rc<Vec<Datum>>, From),
    /// `map[string]interface {}`, shared as in Go.
    Map(MapRef, From),
    /// Not known.
    Unknown(Arc<Unknown>, From),
    /// Only inside a list: any number of elements that are not known.
    More(Arc<Unknown>),
    /// Something with methods.
    Object(Rc<Object>),
}

/// A shared map.
pub type MapRef = Rc<RefCell<MapData>>;

/// The content of a map.
#[derive(Default, Debug)]
pub struct MapData {
    /// The entries, in order of key.
    pub entries: BTreeMap<Arc<str>, Slot>,
    /// More entries that are not known.
    pub rest: Option<Arc<Unknown>>,
    /// For a Go struct, its type: an absent field is an error then.
    pub structure: Option<&'static str>,
    /// The name of its Go type, when that is not `map[string]interface {}`: [`VALUES`] has methods, and what is absent
    /// from [`TEXTS`] is the empty text.
    pub named: Option<&'static str>,
    /// For a struct with a `String` method, what it prints.
    pub display: Option<Str>,
    /// The keys that templates asked for.
    pub asked: RefCell<BTreeSet<Arc<str>>>,
    /// It was used as a whole.
    pub whole: Cell<bool>,
}

/// The Go type of `.Values`.
pub const VALUES: &str = "chartutil.Values";

/// The Go type of maps of texts.
pub const TEXTS: &str = "map[string]string";

/// One entry.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Where the key is written.
    pub key: From,
    /// The value.
    pub value: Datum,
}

/// Things with methods.
#[derive(Debug)]
pub enum Object {
    /// `.Files`, or what `Glob` returned.
    Files(Vec<(Arc<str>, FileText)>),
    /// `.Capabilities.APIVersions`.
    ApiVersions,
    /// What `semver` returned.
    Semver(super::versions::Version, Str),
}

/// A chart's other file.
#[derive(Clone, Debug)]
pub enum FileText {
    /// Its text.
    Text(Str),
    /// It could not be read.
    Unknown(Arc<Unknown>),
}

/// The unknown pieces of one rendering; a character in the text stands for each.
#[derive(Default, Debug)]
pub struct Holes {
    found: Vec<Arc<Unknown>>,
    /// What a value is when it is not looked through because of the bound.
    beyond: Option<Arc<Unknown>>,
    visited: Cell<u64>,
}

impl Holes {
    /// None yet; `beyond` stands for what is not looked through because of the bound.
    pub fn new(beyond: Unknown) -> Holes {
        Holes { beyond: Some(Arc::new(beyond)), ..Holes::default() }
    }

    /// Counts a value that was looked at; false when that were more than `VISITS`.
    fn visit(&self) -> bool {
        self.visited.set(self.visited.get().saturating_add(1));
        !self.exhausted()
    }

    /// Whether more values were looked at than `VISITS`.
    pub fn exhausted(&self) -> bool {
        self.visited.get() > VISITS
    }

    /// The character for an unknown piece.
    pub fn add(&mut self, unknown: &Arc<Unknown>) -> char {
        if let Some(i) = self.found.iter().rposition(|u| Arc::ptr_eq(u, unknown)) {
            return hole(i);
        }
        if self.found.len() < HOLES {
            self.found.push(unknown.clone());
        }
        hole(self.found.len().saturating_sub(1))
    }

    /// The unknown piece of a character.
    pub fn get(&self, c: char) -> Option<&Arc<Unknown>> {
        hole_index(c).and_then(|i| self.found.get(i))
    }

    /// The first unknown piece of a text.
    pub fn first(&self, text: &str) -> Option<&Arc<Unknown>> {
        text.chars().find_map(|c| self.get(c))
    }
}

/// Whether an unknown is text that is not empty, whatever it is: random text, and what is made of it.
pub fn never_empty(unknown: &Unknown) -> bool {
    let root = match &unknown.why {
        Why::Because(deeper) => &deeper.why,
        why => why,
    };
    unknown.not_null && unknown.ty == Ty::Text && matches!(root, Why::Volatile)
}

/// An unknown that follows from another.
pub fn because(unknown: &Arc<Unknown>, ty: Ty, at: Span) -> Arc<Unknown> {
    let why = match &unknown.why {
        Why::Because(deeper) => Why::Because(deeper.clone()),
        _ => Why::Because(unknown.clone()),
    };
    Arc::new(Unknown { why, what: None, ty, not_null: false, likely: None, at })
}

impl MapData {
    /// Takes note that a template asked for a key.
    pub fn ask(&self, key: &Arc<str>) {
        if self.structure.is_none() && !self.asked.borrow().contains(key) {
            self.asked.borrow_mut().insert(key.clone());
        }
    }
}

impl Datum {
    /// Takes note that the value is used as a whole: what is inside of it may be read without being named.
    pub fn used(&self) {
        if let Datum::Map(map, _) = self
            && let Ok(map) = map.try_borrow()
        {
            map.whole.set(true);
        }
    }

    /// Text without an origin.
    pub fn text(text: impl Into<Rc<str>>) -> Datum {
        Datum::Text(Str::plain(text))
    }

    /// An `int`.
    pub fn int(n: i64) -> Datum {
        Datum::Int(n, false, None)
    }

    /// An `int64`.
    pub fn wide(n: i64) -> Datum {
        Datum::Int(n, true, None)
    }

    /// A `float64`.
    pub fn float(n: f64) -> Datum {
        Datum::Float(n, None)
    }

    /// A `bool`.
    pub fn bool(b: bool) -> Datum {
        Datum::Bool(b, None)
    }

    /// A list.
    pub fn list(items: Vec<Datum>) -> Datum {
        Datum::List(Rc::new(items), None)
    }

    /// A map.
    pub fn map(data: MapData) -> Datum {
        Datum::Map(Rc::new(RefCell::new(data)), None)
    }

    /// A map from pairs, without origins.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (Arc<str>, Datum)>) -> Datum {
        let entries = pairs.into_iter().map(|(k, value)| (k, Slot { key: None, value })).collect();
        Datum::map(MapData { entries, ..MapData::default() })
    }

    /// Nothing at all.
    pub fn is_nil(&self) -> bool {
        matches!(self, Datum::Nil | Datum::Absent)
    }

    /// Its origin.
    pub fn from(&self) -> From {
        match self {
            Datum::Bool(_, f)
            | Datum::Int(_, _, f)
            | Datum::Float(_, f)
            | Datum::List(_, f)
            | Datum::Map(_, f)
            | Datum::Unknown(_, f) => f.clone(),
            Datum::Text(text) => text.origin(),
            Datum::Nil | Datum::Absent | Datum::More(_) | Datum::Object(_) => None,
        }
    }

    /// Its marks.
    pub fn marks(&self) -> Marks {
        match self {
            Datum::Text(text) => text.marks(),
            other => marks(&other.from()),
        }
    }

    /// Whether something sensitive is in it; deep nesting counts as such.
    pub fn secret_inside(&self, depth: u32) -> bool {
        self.marks().has(Marks::SENSITIVE)
            || match self {
                _ if depth > 32 => true,
                Datum::Map(map, _) => match map.try_borrow() {
                    Ok(map) => map.entries.iter().any(|(_, slot)| slot.value.secret_inside(depth + 1)),
                    Err(_) => true,
                },
                Datum::List(list, _) => list.iter().any(|item| item.secret_inside(depth + 1)),
                _ => false,
            }
    }

    /// The same value with an origin, when it has none.
    pub fn or_from(self, from: &From) -> Datum {
        if from.is_none() {
            return self;
        }
        match self {
            Datum::Bool(b, None) => Datum::Bool(b, from.clone()),
            Datum::Int(n, wide, None) => Datum::Int(n, wide, from.clone()),
            Datum::Float(n, None) => Datum::Float(n, from.clone()),
            Datum::Text(text) if text.runs().is_empty() => Datum::Text(Str::new(text.as_str(), from.clone())),
            Datum::Unknown(u, None) => Datum::Unknown(u, from.clone()),
            other => other,
        }
    }

    /// The same value with more marks.
    pub fn marked(self, more: Marks) -> Datum {
        if more == Marks::NONE || self.marks().has(more) {
            return self;
        }
        let add = |from: From| -> From { from.map(|o| Rc::new(Origin { marks: o.marks.with(more), ..(*o).clone() })) };
        match self {
            Datum::Bool(b, f) => Datum::Bool(b, add(f)),
            Datum::Int(n, wide, f) => Datum::Int(n, wide, add(f)),
            Datum::Float(n, f) => Datum::Float(n, add(f)),
            Datum::Text(text) => match text.origin() {
                None => Datum::Text(text),
                from => Datum::Text(Str::new(text.as_str(), add(from))),
            },
            other => other,
        }
    }

    /// The name of its Go type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Datum::Nil => "<nil>",
            Datum::Absent => "interface {}",
            Datum::Bool(..) => "bool",
            Datum::Int(_, false, _) => "int",
            Datum::Int(_, true, _) => "int64",
            Datum::Float(..) => "float64",
            Datum::Text(_) => "string",
            Datum::List(..) => "[]interface {}",
            Datum::Map(map, _) => {
                let map = map.borrow();
                map.structure.or(map.named).unwrap_or("map[string]interface {}")
            }
            Datum::Unknown(..) | Datum::More(_) => "interface {}",
            Datum::Object(object) => match &**object {
                Object::Files(_) => "engine.files",
                Object::ApiVersions => "chartutil.VersionSet",
                Object::Semver(..) => "*semver.Version",
            },
        }
    }

    /// The name of its Go kind.
    pub fn kind_name(&self) -> &'static str {
        match self {
            Datum::Nil | Datum::Absent => "invalid",
            Datum::List(..) => "slice",
            Datum::Map(map, _) if map.borrow().structure.is_some_and(|name| name.starts_with('*')) => "ptr",
            Datum::Map(map, _) if map.borrow().structure.is_some() => "struct",
            Datum::Map(..) => "map",
            Datum::Object(object) => match &**object {
                Object::Files(_) => "map",
                Object::ApiVersions => "slice",
                Object::Semver(..) => "ptr",
            },
            other => other.type_name(),
        }
    }

    /// Go's truth; an unknown may be certain all the same.
    pub fn truth(&self, holes: &Holes) -> Result<bool, Arc<Unknown>> {
        Ok(match self {
            Datum::Nil | Datum::Absent => false,
            Datum::Bool(b, _) => *b,
            Datum::Int(n, _, _) => *n != 0,
            Datum::Float(n, _) => *n != 0.0,
            Datum::Text(text) => {
                let known = text.as_str().chars().any(|c| hole_index(c).is_none());
                match holes.first(text.as_str()) {
                    Some(unknown) if !known && !never_empty(unknown) => return Err(unknown.clone()),
                    _ => !text.as_str().is_empty(),
                }
            }
            Datum::List(items, _) => match items.as_slice() {
                [] => false,
                all if all.iter().any(|i| !matches!(i, Datum::More(_))) => true,
                [Datum::More(unknown), ..] => return Err(unknown.clone()),
                _ => true,
            },
            Datum::Map(map, _) => {
                let map = map.borrow();
                match (&map.rest, map.entries.is_empty() && map.structure.is_none()) {
                    (Some(rest), true) => return Err(rest.clone()),
                    (_, empty) => !empty,
                }
            }
            Datum::Unknown(unknown, _) if never_empty(unknown) => true,
            Datum::Unknown(unknown, _) | Datum::More(unknown) => return Err(unknown.clone()),
            Datum::Object(object) => match &**object {
                Object::Files(files) => !files.is_empty(),
                Object::ApiVersions | Object::Semver(..) => true,
            },
        })
    }

    /// Whether so much is inside that walking all of it goes beyond the bound.
    pub fn immense(&self, holes: &Holes) -> bool {
        fn walk(value: &Datum, holes: &Holes, left: &mut u64, depth: usize) -> bool {
            *left = left.saturating_sub(1);
            if *left == 0 || !holes.visit() {
                return true;
            }
            match value {
                _ if depth > DEPTH => false,
                Datum::List(items, _) => items.iter().any(|i| walk(i, holes, left, depth + 1)),
                Datum::Map(map, _) => map
                    .try_borrow()
                    .is_ok_and(|map| map.entries.values().any(|s| walk(&s.value, holes, left, depth + 1))),
                _ => false,
            }
        }
        walk(self, holes, &mut INSIDE.saturating_add(1), 0)
    }

    /// A first unknown inside, however deep. Beyond the bound, the unknown that stands for it.
    pub fn unknown_inside(&self, holes: &Holes, depth: usize) -> Option<Arc<Unknown>> {
        if depth > DEPTH {
            return None;
        }
        if !holes.visit() {
            return holes.beyond.clone();
        }
        match self {
            Datum::Unknown(u, _) | Datum::More(u) => Some(u.clone()),
            Datum::Text(text) if text.has_holes() => holes.first(text.as_str()).cloned(),
            Datum::List(items, _) => items.iter().find_map(|i| i.unknown_inside(holes, depth + 1)),
            Datum::Map(map, _) => {
                let map = map.try_borrow().ok()?;
                map.rest.clone().or_else(|| map.entries.values().find_map(|s| s.value.unknown_inside(holes, depth + 1)))
            }
            _ => None,
        }
    }
}

/// A value as templates see it: numbers are `float64`, as Helm's values are.
pub fn from_value(value: &Value, holes: &mut Holes, depth: usize) -> Datum {
    let from: From = Some(Rc::new(Origin { at: value.at, via: value.via.clone(), marks: value.marks, literal: false }));
    if depth > DEPTH {
        let unknown = Unknown {
            why: Why::Bound("nesting of values"),
            what: None,
            ty: Ty::Any,
            not_null: false,
            likely: None,
            at: value.at,
        };
        return Datum::Unknown(Arc::new(unknown), from);
    }
    match &value.kind {
        Kind::Null => Datum::Nil,
        Kind::Bool(b) => Datum::Bool(*b, from),
        Kind::Number(n) => Datum::Float(number(n), from),
        Kind::Text(Text::Whole(text)) if has_reserved(text) => Datum::Unknown(reserved(value.at), from),
        Kind::Text(Text::Whole(text)) => Datum::Text(Str::new(&**text, from)),
        Kind::Text(Text::Parts(parts)) => {
            let mut builder = super::text::Builder::default();
            for part in parts.iter() {
                let (at, text) = match part {
                    Part::Known(text, at) if has_reserved(text) => (*at, holes.add(&reserved(*at)).to_string()),
                    Part::Known(text, at) => (*at, text.to_string()),
                    Part::Hole(unknown, at) => (*at, holes.add(unknown).to_string()),
                };
                let from = Origin { at, via: value.via.clone(), marks: value.marks, literal: false };
                builder.push(&text, &Some(Rc::new(from)));
            }
            Datum::Text(builder.finish())
        }
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(value) => from_value(value, holes, depth + 1),
                Item::Many(unknown) => Datum::More(unknown.clone()),
            });
            Datum::List(Rc::new(items.collect()), from)
        }
        Kind::Map(map) => {
            let mut data = MapData { rest: map.rest.clone(), ..MapData::default() };
            for entry in &map.entries {
                if has_reserved(&entry.key) {
                    data.rest.get_or_insert_with(|| reserved(entry.key_at));
                    continue;
                }
                let key = Some(Rc::new(Origin {
                    at: entry.key_at,
                    via: value.via.clone(),
                    marks: Marks::NONE,
                    literal: false,
                }));
                data.entries.insert(entry.key.clone(), Slot { key, value: from_value(&entry.value, holes, depth + 1) });
            }
            Datum::Map(Rc::new(RefCell::new(data)), from)
        }
        Kind::Unknown(unknown) => Datum::Unknown(unknown.clone(), from),
    }
}

/// Text that uses the characters which stand for unknown pieces.
pub fn reserved(at: Span) -> Arc<Unknown> {
    let why = Why::Gap("text with private characters that driftline keeps for unknown pieces".into());
    Arc::new(Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at })
}

fn number(n: &Number) -> f64 {
    match n {
        Number::Int(n) => *n as f64,
        Number::Float(n) => *n,
        Number::Big(text) => text.parse().unwrap_or(f64::INFINITY),
    }
}

/// The value of parsed text in which characters stand for unknown pieces; `place` moves spans to where they belong.
pub fn restore(value: &Value, holes: &Holes, place: &mut dyn FnMut(Span, bool) -> Placed, depth: usize) -> Value {
    let scalar = !matches!(value.kind, Kind::Map(_) | Kind::List(_));
    let placed = place(value.at, scalar);
    let Placed { at, via, marks, parts } = placed;
    let marks = marks.with(value.marks);
    let wrap = |kind: Kind| Value { kind, at, marks, via: via.clone() };
    if depth > DEPTH {
        return wrap(value.kind.clone());
    }
    match &value.kind {
        Kind::Text(Text::Whole(text)) if has_reserved(text) => wrap(parted(text, holes, at, &parts)),
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(value) => match more(value, holes) {
                    Some(unknown) => Item::Many(unknown),
                    None => Item::One(restore(value, holes, place, depth + 1)),
                },
                Item::Many(unknown) => Item::Many(unknown.clone()),
            });
            let items: Vec<Item> = items.collect();
            wrap(Kind::List(items.into()))
        }
        Kind::Map(map) => {
            let mut rest = map.rest.clone();
            let mut entries = Vec::with_capacity(map.entries.len());
            for entry in &map.entries {
                let first = entry.key.chars().find_map(|c| holes.get(c));
                if has_reserved(&entry.key) {
                    rest = rest.or_else(|| first.cloned());
                    continue;
                }
                entries.push(Entry {
                    key: entry.key.clone(),
                    key_at: place(entry.key_at, true).at,
                    value: restore(&entry.value, holes, place, depth + 1),
                });
            }
            wrap(Kind::Map(Arc::new(Map { entries: entries.into(), rest })))
        }
        other => wrap(other.clone()),
    }
}

/// Where a piece of output belongs.
pub struct Placed {
    /// The text a person would change.
    pub at: Span,
    /// How it came from there.
    pub via: Option<Arc<crate::eval::value::Hop>>,
    /// What travels with it.
    pub marks: Marks,
    /// For text with unknown pieces: the place of each run.
    pub parts: Vec<(String, Span)>,
}

/// `MORE` before a hole, alone in an element.
fn more(value: &Value, holes: &Holes) -> Option<Arc<Unknown>> {
    let Kind::Text(Text::Whole(text)) = &value.kind else { return None };
    let rest = text.strip_prefix(MORE)?;
    holes.first(rest).cloned()
}

fn parted(text: &str, holes: &Holes, at: Span, places: &[(String, Span)]) -> Kind {
    let text = &plain(text);
    let mut parts: Vec<Part> = Vec::new();
    let mut known = String::new();
    let spot = |piece: &str| places.iter().find(|(p, _)| p.contains(piece)).map_or(at, |(_, s)| *s);
    for c in text.chars() {
        match holes.get(c) {
            None if c == MORE => {}
            None => known.push(c),
            Some(unknown) => {
                if !known.is_empty() {
                    let place = spot(&known);
                    parts.push(Part::Known(std::mem::take(&mut known).into(), place));
                }
                parts.push(Part::Hole(unknown.clone(), spot(c.encode_utf8(&mut [0; 4]))));
            }
        }
    }
    if let [Part::Hole(unknown, _)] = parts.as_slice()
        && known.is_empty()
    {
        return Kind::Unknown(unknown.clone());
    }
    if !known.is_empty() {
        let place = spot(&known);
        parts.push(Part::Known(known.into(), place));
    }
    if parts.iter().any(|p| matches!(p, Part::Hole(..))) {
        Kind::Text(Text::Parts(parts.into()))
    } else {
        Kind::Text(Text::Whole(text.as_str().into()))
    }
}

/// Without what was written to make a lone unknown piece an entry of a map or list: inside text it is just a piece.
fn plain(text: &str) -> String {
    if !text.contains(MORE) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MORE) {
        let before = rest.get(..at).unwrap_or("");
        out.push_str(before.strip_suffix("- ").unwrap_or(before));
        let mut after = rest.get(at + MORE.len_utf8()..).unwrap_or("").chars();
        out.extend(after.next());
        rest = after.as_str().strip_prefix(": null").unwrap_or(after.as_str());
    }
    out.push_str(rest);
    out
}
