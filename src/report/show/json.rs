//! `driftline show --json`: a tree of nodes.
//!
//! A node has `at`, and one of `value` (null, boolean, number, text), `text` (pieces: text, or a hole as a node),
//! `list` (nodes; `{"many": ...}` for any number of unknown elements), `map` (nodes by key; with `rest` when it may hold
//! more keys), `unknown` (`reason`, its `class`, `follows` when it rests on another unknown, `refers_to`, `type`, `likely`) or `sensitive: true`. `via` lists the steps it took, the
//! nearest to its use first, and `marks` what it rests on. `omitted` says which bound kept a value, or the rest of a list or
//! map, from being printed. A unit's `configuration` is all else that its files say, under Terragrunt's own names.

use super::super::clean;
use super::{
    DEEPEST, Position, Room, SHOWN_ELSEWHERE, hops, how_word, is_hidden, kind_word, mark_words, module_line, position,
};
use crate::eval::configuration::{Configuration, Existence, ModuleSource};
use crate::eval::reason::{class, clause as reason};
use crate::eval::value::{Item, Kind, Number, Part, Text, Ty, Unknown, Value, Why};
use crate::source::{Sources, Span, without_secrets};
use serde_json::{Map, Value as Json, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The configurations as one indented document with a final newline.
pub fn render(sources: &Sources, configurations: &[&Configuration]) -> String {
    let all: Vec<Json> = configurations.iter().map(|c| Writer::new(sources).configuration(c)).collect();
    let document = json!({ "version": VERSION, "configurations": all });
    format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default())
}

/// The same document for many configurations, in pieces to be printed one after the other: each configuration stands on
/// a line of its own, and only one of them is held as text at a time.
pub fn pieces<'a>(
    sources: &'a Sources,
    configurations: &'a [&'a Configuration],
) -> impl Iterator<Item = String> + use<'a> {
    let opening = std::iter::once(format!("{{\"version\":{VERSION},\"configurations\":[\n"));
    let last = configurations.len().saturating_sub(1);
    let each = configurations.iter().enumerate().map(move |(index, configuration)| {
        let line = serde_json::to_string(&Writer::new(sources).configuration(configuration)).unwrap_or_default();
        format!("{line}{}\n", if index == last { "" } else { "," })
    });
    opening.chain(each).chain(std::iter::once("]}\n".to_owned()))
}

struct Writer<'a> {
    sources: &'a Sources,
    room: RefCell<Room>,
}

/// What a place takes in the document, about.
const PLACE: usize = 256;
/// What being one level further inside takes: its lines are indented.
const INDENT: usize = 32;

impl<'a> Writer<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self { sources, room: RefCell::new(Room::new()) }
    }

    fn configuration(&self, c: &Configuration) -> Json {
        let mut out = Map::new();
        out.insert("kind".into(), kind_word(c.kind).into());
        out.insert("repository".into(), (*c.repository).into());
        out.insert("scope".into(), (*c.scope).into());
        out.insert("at".into(), self.place(c.at));
        let mut module = Map::new();
        module.insert("resolved".into(), module_line(&c.module.resolved).into());
        if let ModuleSource::Missing(why) = &c.module.resolved {
            module.insert("reason".into(), clean(&reason(why)).into_owned().into());
            module.insert("class".into(), class(why).into());
        }
        if let Some(version) = &c.module.version {
            module.insert("version".into(), (**version).into());
        }
        if let Some(source) = &c.module.source {
            module.insert("source".into(), self.node(None, source, 0));
        }
        out.insert("module".into(), module.into());
        out.insert("inputs".into(), self.node(None, &c.inputs, 0));
        out.insert("locals".into(), self.node(None, &c.locals, 0));
        if let Some(backend) = &c.backend {
            let config = self.node(None, &backend.config, 0);
            out.insert(
                "backend".into(),
                json!({ "kind": &*backend.kind, "at": self.place(backend.at), "config": config }),
            );
        }
        let providers = c.providers.iter().map(|p| {
            json!({ "name": &*p.name, "alias": p.alias.as_deref(), "at": self.place(p.at), "config": self.node(None, &p.config, 0) })
        });
        out.insert("providers".into(), providers.collect());
        let dependencies = c
            .dependencies
            .iter()
            .map(|d| json!({ "name": &*d.name, "target": d.target.as_deref(), "at": self.place(d.at) }));
        out.insert("dependencies".into(), dependencies.collect());
        let resources = c.resources.iter().map(|r| {
            let mut one = Map::new();
            one.insert("address".into(), (*r.address).into());
            one.insert("at".into(), self.place(r.at));
            if let Existence::Perhaps(why) = &r.exists {
                one.insert("perhaps".into(), clean(&reason(why)).into_owned().into());
                one.insert("perhaps_class".into(), class(why).into());
            }
            self.marks(&mut one, r.marks);
            one.insert("attributes".into(), self.node(None, &r.attributes, 0));
            Json::Object(one)
        });
        out.insert("resources".into(), resources.collect());
        out.insert("outputs".into(), self.node(None, &c.outputs, 0));
        if let Some(values) = &c.values {
            out.insert("values".into(), self.node(None, values, 0));
        }
        if let Some(Kind::Map(map)) = c.rendered.as_ref().map(|rendered| &rendered.kind) {
            let fields = map.entries.iter().filter(|e| !SHOWN_ELSEWHERE.contains(&&*e.key) && !e.value.is_null());
            let fields = fields.map(|e| (e.key.to_string(), self.node(Some(&e.key), &e.value, 0)));
            out.insert("configuration".into(), Json::Object(fields.collect()));
        }
        let gaps = c.torn.iter().chain(&c.gaps).collect::<BTreeSet<_>>().into_iter().map(
            |g| json!({ "kind": g.kind.word(), "message": clean(&g.message), "at": g.at.map(|at| self.place(at)) }),
        );
        out.insert("gaps".into(), gaps.collect());
        Json::Object(out)
    }

    fn place(&self, at: Span) -> Json {
        let Position { repository, path, start, .. } = position(self.sources, at);
        json!({ "repository": repository, "file": path, "line": start.line, "column": start.column })
    }

    fn marks(&self, out: &mut Map<String, Json>, marks: crate::eval::value::Marks) {
        let words = mark_words(marks);
        if !words.is_empty() {
            out.insert("marks".into(), words.into());
        }
    }

    fn node(&self, key: Option<&str>, value: &Value, depth: usize) -> Json {
        let mut out = Map::new();
        let text = match &value.kind {
            Kind::Text(Text::Whole(text)) => text.len(),
            Kind::Text(Text::Parts(parts)) => parts.iter().map(|part| self.length(part)).sum(),
            _ => 0,
        };
        if !self.room.borrow_mut().take(text + INDENT * depth + PLACE * (1 + hops(value).count())) {
            return json!({ "omitted": Room::bound() });
        }
        if is_hidden(key, value) {
            out.insert("sensitive".into(), true.into());
        } else if depth > DEEPEST {
            out.insert("omitted".into(), format!("nested deeper than {DEEPEST}").into());
        } else {
            self.content(&mut out, value, depth);
        }
        out.insert("at".into(), self.place(value.at));
        let via: Vec<Json> =
            hops(value).map(|hop| json!({ "how": how_word(hop.how), "at": self.place(hop.at) })).collect();
        if !via.is_empty() {
            out.insert("via".into(), via.into());
        }
        self.marks(&mut out, value.marks);
        Json::Object(out)
    }

    fn content(&self, out: &mut Map<String, Json>, value: &Value, depth: usize) {
        match &value.kind {
            Kind::Null => out.insert("value".into(), Json::Null),
            Kind::Bool(b) => out.insert("value".into(), (*b).into()),
            Kind::Number(n) => out.insert("value".into(), number(n)),
            Kind::Text(Text::Whole(text)) => out.insert("value".into(), (*without_secrets(text)).into()),
            Kind::Text(Text::Parts(parts)) => {
                let pieces = parts.iter().map(|part| match part {
                    Part::Known(text, _) => Json::from(&*without_secrets(text)),
                    Part::Hole(unknown, at) => {
                        json!({ "unknown": self.unknown(unknown, depth + 1), "at": self.place(*at) })
                    }
                });
                out.insert("text".into(), pieces.collect())
            }
            Kind::List(items) => {
                let mut nodes = Vec::new();
                for item in items.iter() {
                    if self.is_full() {
                        nodes.push(json!({ "omitted": Room::bound() }));
                        break;
                    }
                    nodes.push(match item {
                        Item::One(value) => self.node(None, value, depth + 1),
                        Item::Many(unknown) => json!({ "many": self.unknown(unknown, depth + 1) }),
                    });
                }
                out.insert("list".into(), nodes.into())
            }
            Kind::Map(map) => {
                if let Some(rest) = &map.rest {
                    out.insert("rest".into(), self.unknown(rest, depth + 1));
                }
                let mut entries = Map::new();
                for entry in map.entries.iter() {
                    if self.is_full() {
                        out.insert("omitted".into(), Room::bound().into());
                        break;
                    }
                    entries.insert(entry.key.to_string(), self.node(Some(&entry.key), &entry.value, depth + 1));
                }
                out.insert("map".into(), entries.into())
            }
            Kind::Unknown(unknown) => out.insert("unknown".into(), self.unknown(unknown, depth)),
        };
    }

    fn is_full(&self) -> bool {
        self.room.borrow().is_full()
    }

    /// What a piece of a text takes, about.
    fn length(&self, part: &Part) -> usize {
        match part {
            Part::Known(text, _) => text.len(),
            Part::Hole(..) => PLACE,
        }
    }

    fn unknown(&self, unknown: &Unknown, depth: usize) -> Json {
        let mut out = Map::new();
        out.insert("reason".into(), clean(&reason(unknown)).into_owned().into());
        out.insert("class".into(), class(unknown).into());
        if matches!(unknown.why, Why::Because(_)) {
            out.insert("follows".into(), true.into());
        }
        if let Some(what) = &unknown.what {
            out.insert("refers_to".into(), what.to_string().into());
        }
        if let Some(ty) = type_word(unknown.ty) {
            out.insert("type".into(), ty.into());
        }
        if let Some(likely) = &unknown.likely
            && depth < DEEPEST
        {
            out.insert("likely".into(), self.node(None, likely, depth + 1));
        }
        Json::Object(out)
    }
}

fn type_word(ty: Ty) -> Option<&'static str> {
    match ty {
        Ty::Any => None,
        Ty::Bool => Some("bool"),
        Ty::Number => Some("number"),
        Ty::Text => Some("string"),
        Ty::List => Some("list"),
        Ty::Map => Some("map"),
    }
}

/// A number that JSON can carry exactly, else its text.
fn number(number: &Number) -> Json {
    match number {
        Number::Int(n) => (*n).into(),
        Number::Float(f) => serde_json::Number::from_f64(*f).map_or(Json::Null, Json::Number),
        Number::Big(text) => (**text).into(),
    }
}
