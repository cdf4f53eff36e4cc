//! Fields of objects as their API defines them: known, not known, not written, or written in a shape that the API refuses.

use super::super::read;
use super::named::Named;
use crate::eval::value::{Entry, Item, Kind, Number, Text, Unknown, Value, Why};
use crate::model::identity::Pattern;
use crate::source::Span;
use std::cell::RefCell;
use std::sync::Arc;

/// A field of an object.
#[derive(Clone, Debug)]
pub enum Field<'v, T> {
    /// Not written, or null, which is the same to Kubernetes.
    Absent,
    /// Written, in the shape that the API defines; the value has its place and the way it came.
    Known(T, &'v Value),
    /// Not known, or it may be written: something on the way to it is not known.
    Unknown(&'v Arc<Unknown>),
    /// Written, or something on the way to it is, in a shape that the API refuses.
    Wrong(Wrong<'v>),
}

/// A value whose shape is not what the API defines.
#[derive(Clone, Copy, Debug)]
pub struct Wrong<'v> {
    /// What is written.
    pub value: &'v Value,
    /// The key of the field, from the start of the object where several are nested.
    pub field: &'static str,
    /// What belongs there, with its article.
    pub wanted: &'static str,
}

impl Wrong<'_> {
    /// What is wrong, in a clause.
    pub fn words(&self) -> String {
        if self.is_open() {
            return format!("`{}` is filled in by a template", self.field);
        }
        format!("`{}` is {}, and the API wants {}", self.field, shape(self.value), self.wanted)
    }

    /// Whether the text is one that Flux or Terraform is yet to fill in: then it may well become what the API wants.
    fn is_open(&self) -> bool {
        let text = known_text(self.value).unwrap_or_default();
        ["${", "{{", "%{"].iter().any(|mark| text.contains(mark))
    }
}

/// The shape of a value, with its article.
fn shape(value: &Value) -> &'static str {
    match &read::likely(value).kind {
        Kind::Null => "null",
        Kind::Bool(_) => "a boolean",
        Kind::Number(_) => "a number",
        Kind::Text(_) => "text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
        Kind::Unknown(_) => "not known",
    }
}

impl<'v, T> Field<'v, T> {
    /// The value, when it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Field::Known(known, _) => Some(known),
            _ => None,
        }
    }

    /// The value that is written, when one is and its shape is right.
    pub fn source(&self) -> Option<&'v Value> {
        match self {
            Field::Known(_, value) => Some(value),
            _ => None,
        }
    }

    /// Where it is written, when it is.
    pub fn at(&self) -> Option<Span> {
        match self {
            Field::Known(_, value) => Some(value.at),
            Field::Wrong(wrong) => Some(wrong.value.at),
            Field::Absent | Field::Unknown(_) => None,
        }
    }

    /// Whether it is certainly not written.
    pub fn is_absent(&self) -> bool {
        matches!(self, Field::Absent)
    }

    /// Why it is not known; of a wrong shape nobody knows what its author meant.
    pub fn why(&self) -> Option<Arc<Unknown>> {
        match self {
            Field::Unknown(why) => Some((*why).clone()),
            Field::Wrong(wrong) => {
                let why = Unknown::new(Why::Gap(wrong.words().into()), wrong.value.at);
                Some(Arc::new(why))
            }
            Field::Absent | Field::Known(..) => None,
        }
    }

    /// What is wrong with its shape.
    pub fn wrong(&self) -> Option<Wrong<'v>> {
        match self {
            Field::Wrong(wrong) => Some(*wrong),
            _ => None,
        }
    }

    /// The same field with its value read further.
    fn then<U>(self, read: impl FnOnce(T, &'v Value) -> Field<'v, U>) -> Field<'v, U> {
        match self {
            Field::Absent => Field::Absent,
            Field::Known(known, value) => read(known, value),
            Field::Unknown(why) => Field::Unknown(why),
            Field::Wrong(wrong) => Field::Wrong(wrong),
        }
    }
}

impl Field<'_, Pattern> {
    /// The text, when all of it is known.
    pub fn text(&self) -> Option<String> {
        self.known().and_then(Pattern::text)
    }

    /// Whether the text is certainly this.
    pub fn is(&self, text: &str) -> bool {
        self.text().is_some_and(|own| own == text)
    }
}

/// A list; what could be read of it.
#[derive(Clone, Debug, Default)]
pub struct List<'v> {
    /// The elements that are there for certain.
    pub items: Vec<&'v Value>,
    /// Why there may be more.
    pub more: Option<&'v Arc<Unknown>>,
    /// It is no list.
    pub wrong: Option<Wrong<'v>>,
}

impl<'v> List<'v> {
    /// Whether it certainly has no element.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.more.is_none() && self.wrong.is_none()
    }

    /// The elements as texts; those that are none are left out.
    pub fn texts(&self) -> impl Iterator<Item = Arc<str>> + use<'_, 'v> {
        self.items.iter().filter_map(|v| known_text(v))
    }

    /// Whether one of the elements is this text.
    pub fn has(&self, text: &str) -> bool {
        self.texts().any(|own| &*own == text)
    }
}

/// A map whose keys are its author's: labels, selectors, data.
#[derive(Clone, Debug, Default)]
pub struct Pairs<'v> {
    /// Its entries.
    pub entries: &'v [Entry],
    /// Why there may be more.
    pub more: Option<&'v Arc<Unknown>>,
    /// It is no map.
    pub wrong: Option<Wrong<'v>>,
}

impl<'v> Pairs<'v> {
    /// The value of a key, when it has it.
    pub fn get(&self, key: &str) -> Option<&'v Value> {
        self.entries.iter().find(|e| &*e.key == key).map(|e| &e.value)
    }
}

/// What a path of keys leads to. Every step but the last must be a map.
fn value<'v>(from: &'v Value, path: &'static [&'static str]) -> Field<'v, &'v Value> {
    let mut at = from;
    for key in path {
        let found = match &read::likely(at).kind {
            Kind::Map(map) => match map.entries.iter().find(|e| *e.key == **key) {
                Some(entry) => &entry.value,
                None => return map.rest.as_ref().map_or(Field::Absent, Field::Unknown),
            },
            Kind::Null => return Field::Absent,
            Kind::Unknown(why) => return Field::Unknown(why),
            _ => return Field::Wrong(Wrong { value: at, field: before(path, key), wanted: "a map" }),
        };
        at = found;
    }
    match &read::likely(at).kind {
        Kind::Null => Field::Absent,
        Kind::Unknown(why) => Field::Unknown(why),
        _ => Field::Known(read::likely(at), at),
    }
}

/// The key before another one of a path.
fn before(path: &'static [&'static str], key: &str) -> &'static str {
    let index = path.iter().position(|k| *k == key).unwrap_or(0);
    index.checked_sub(1).and_then(|i| path.get(i)).copied().unwrap_or("the object")
}

fn last(path: &'static [&'static str]) -> &'static str {
    path.last().copied().unwrap_or("the object")
}

/// Reads the fields of a part of an object; what it names and what is misshapen is noted on the way.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'v, 'n> {
    /// The part.
    pub from: &'v Value,
    notes: &'n RefCell<Notes<'v>>,
}

/// What reading an object noted.
#[derive(Clone, Debug, Default)]
pub struct Notes<'v> {
    /// What it names.
    pub names: Vec<Named<'v>>,
    /// Fields in a shape that the API refuses.
    pub wrong: Vec<Wrong<'v>>,
}

impl<'v, 'n> Reading<'v, 'n> {
    /// Reads from the start of an object.
    pub fn new(from: &'v Value, notes: &'n RefCell<Notes<'v>>) -> Self {
        Self { from, notes }
    }

    /// The same of another part of the same object.
    pub fn of(self, from: &'v Value) -> Self {
        Self { from, ..self }
    }

    fn wrong(&self, wrong: Wrong<'v>) {
        if let Ok(mut notes) = self.notes.try_borrow_mut()
            && !wrong.is_open()
            && !notes.wrong.iter().any(|w| w.value.at == wrong.value.at && w.field == wrong.field)
        {
            notes.wrong.push(wrong);
        }
    }

    fn noted<T>(&self, field: Field<'v, T>) -> Field<'v, T> {
        if let Field::Wrong(wrong) = &field {
            self.wrong(*wrong);
        }
        field
    }

    /// Notes that the object names another one.
    pub fn names(&self, named: Named<'v>) {
        if let Ok(mut notes) = self.notes.try_borrow_mut() {
            notes.names.push(named);
        }
    }

    /// A text. Kubernetes reads no number or boolean as one.
    pub fn text(&self, path: &'static [&'static str]) -> Field<'v, Pattern> {
        self.noted(value(self.from, path).then(|known, value| match &known.kind {
            Kind::Text(_) => Field::Known(read::pattern(known).unwrap_or_else(Pattern::unknown), value),
            _ => Field::Wrong(Wrong { value, field: last(path), wanted: "text" }),
        }))
    }

    /// A boolean.
    pub fn flag(&self, path: &'static [&'static str]) -> Field<'v, bool> {
        self.noted(value(self.from, path).then(|known, value| match known.kind {
            Kind::Bool(flag) => Field::Known(flag, value),
            _ => Field::Wrong(Wrong { value, field: last(path), wanted: "a boolean" }),
        }))
    }

    /// A whole number.
    pub fn number(&self, path: &'static [&'static str]) -> Field<'v, i64> {
        self.noted(value(self.from, path).then(|known, value| match known.kind {
            Kind::Number(Number::Int(number)) => Field::Known(number, value),
            _ => Field::Wrong(Wrong { value, field: last(path), wanted: "a whole number" }),
        }))
    }

    /// A map that is read on with paths of its own.
    pub fn map(&self, path: &'static [&'static str]) -> Field<'v, &'v Value> {
        self.noted(value(self.from, path).then(|known, value| match known.kind {
            Kind::Map(_) => Field::Known(known, value),
            _ => Field::Wrong(Wrong { value, field: last(path), wanted: "a map" }),
        }))
    }

    /// A map, to read on in it; `None` when it is not known or not there.
    pub fn inside(&self, path: &'static [&'static str]) -> Option<Reading<'v, 'n>> {
        self.map(path).known().map(|known| self.of(known))
    }

    /// Whatever is written, in any shape.
    pub fn any(&self, path: &'static [&'static str]) -> Field<'v, &'v Value> {
        self.noted(value(self.from, path))
    }

    /// A list.
    pub fn list(&self, path: &'static [&'static str]) -> List<'v> {
        let mut out = List::default();
        match value(self.from, path) {
            Field::Absent => {}
            Field::Unknown(why) => out.more = Some(why),
            Field::Wrong(wrong) => out.wrong = Some(wrong),
            Field::Known(known, value) => match &known.kind {
                Kind::List(items) => {
                    for item in items.iter() {
                        match item {
                            Item::One(one) => out.items.push(read::likely(one)),
                            Item::Many(why) => out.more = out.more.or(Some(why)),
                        }
                    }
                }
                _ => out.wrong = Some(Wrong { value, field: last(path), wanted: "a list" }),
            },
        }
        if let Some(wrong) = out.wrong {
            self.wrong(wrong);
        }
        out
    }

    /// The maps of a list, each to be read on.
    pub fn each(&self, path: &'static [&'static str]) -> Vec<Reading<'v, 'n>> {
        let items = self.list(path).items.into_iter();
        let field = last(path);
        items
            .filter(|item| match &item.kind {
                Kind::Map(_) => true,
                Kind::Unknown(_) | Kind::Null => false,
                _ => {
                    self.wrong(Wrong { value: item, field, wanted: "a list of maps" });
                    false
                }
            })
            .map(|item| self.of(item))
            .collect()
    }

    /// A map with keys of its author's choice.
    pub fn pairs(&self, path: &'static [&'static str]) -> Pairs<'v> {
        let mut out = Pairs::default();
        match value(self.from, path) {
            Field::Absent => {}
            Field::Unknown(why) => out.more = Some(why),
            Field::Wrong(wrong) => out.wrong = Some(wrong),
            Field::Known(known, value) => match &known.kind {
                Kind::Map(map) => (out.entries, out.more) = (&map.entries, map.rest.as_ref()),
                _ => out.wrong = Some(Wrong { value, field: last(path), wanted: "a map" }),
            },
        }
        if let Some(wrong) = out.wrong {
            self.wrong(wrong);
        }
        out
    }
}

/// The text of a value that is text through and through.
pub fn known_text(value: &Value) -> Option<Arc<str>> {
    match &read::likely(value).kind {
        Kind::Text(Text::Whole(text)) => Some(text.clone()),
        _ => None,
    }
}
