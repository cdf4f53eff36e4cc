//! `driftline show` for people: HCL as it comes out, each line with where it is written.

use super::{DEEPEST, Room, SHOWN_ELSEWHERE, hops, how_word, is_hidden, kind_word, mark_words, module_line, place};
use crate::eval::configuration::{Configuration, Existence, ModuleSource};
use crate::eval::reason::clause as reason;
use crate::eval::value::{Entry, Item, Kind, Map, Part, Text, Unknown, Value};
use crate::report::{clean, line};
use crate::source::{Sources, Span, without_secrets};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// Steps of an origin that are printed on a line.
const STEPS: usize = 4;

/// What the end of a line takes beside the value, about: its place.
const LINE: usize = 64;

/// What a module model says of what it leaves out.
const UNMODELLED: &str = "terraform_data.unmodelled";

/// How much to print, and whether to colour it.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// The arguments of every resource, not only the addresses.
    pub resources: bool,
}

/// The configurations, one after the other.
pub fn render(sources: &Sources, configurations: &[&Configuration], style: Style) -> String {
    let each = configurations.iter().map(|configuration| {
        let mut writer = Writer {
            sources,
            configuration,
            style,
            reasons: Vec::new(),
            out: String::new(),
            room: Room::new(),
            told: false,
        };
        writer.all();
        writer.out
    });
    each.collect::<Vec<_>>().join("\n")
}

struct Writer<'a> {
    sources: &'a Sources,
    configuration: &'a Configuration,
    style: Style,
    /// Why values are unknown, in the order of first mention; referred to by number.
    reasons: Vec<String>,
    out: String,
    room: Room,
    /// It was said that the rest is not printed.
    told: bool,
}

impl<'a> Writer<'a> {
    fn all(&mut self) {
        let c = self.configuration;
        let _ = writeln!(self.out, "{} {}//{}", kind_word(c.kind), line(&c.repository), line(&c.scope));
        let module = match &c.module.resolved {
            ModuleSource::Missing(why) => format!("not at hand: {}", line(&reason(why))),
            found => module_line(found),
        };
        let version = c.module.version.as_ref().map(|v| format!(", version {}", line(v))).unwrap_or_default();
        let _ = writeln!(self.out, "  module  {module}{version}");
        if let Some(source) = &c.module.source {
            self.entry("  ", "source", None, source, 0);
        }
        for dependency in &c.dependencies {
            let target = dependency.target.as_deref().unwrap_or("(not a unit of the given repositories)");
            let at = self.at(dependency.at);
            let name = match &*dependency.name {
                "" => "dependencies".to_owned(),
                name => format!("dependency {}", line(name)),
            };
            let _ = writeln!(self.out, "  {name} = {}{at}", line(target));
        }
        if let Some(backend) = &c.backend {
            self.section(&format!("backend {:?}", &*backend.kind), &backend.config);
        }
        for provider in &c.providers {
            let alias = provider.alias.as_ref().map(|a| format!(".{a}")).unwrap_or_default();
            self.section(&format!("provider {}{}", line(&provider.name), line(&alias)), &provider.config);
        }
        if let Some(values) = &c.values {
            self.section("values", values);
        }
        self.section("locals", &c.locals);
        self.section("inputs", &c.inputs);
        self.rest_of_files();
        self.resources();
        self.section("outputs", &c.outputs);
        if !c.torn.is_empty() || !c.gaps.is_empty() {
            let _ = writeln!(self.out, "\nnot seen");
        }
        for gap in c.torn.iter().chain(&c.gaps).collect::<BTreeSet<_>>() {
            let at = gap.at.map(|at| self.at(at)).unwrap_or_default();
            let _ = writeln!(self.out, "  {}{at}", line(&gap.message));
        }
        if !self.reasons.is_empty() {
            self.out.push_str("\nunknown because\n");
        }
        for (index, reason) in self.reasons.iter().enumerate() {
            let _ = writeln!(self.out, "  [{}] {}", index + 1, line(reason));
        }
    }

    /// A heading and a map below it; nothing for an empty one.
    fn section(&mut self, title: &str, value: &Value) {
        let empty = matches!(&value.kind, Kind::Map(map) if map.entries.is_empty() && map.rest.is_none());
        if empty || value.is_null() || self.told {
            return;
        }
        let _ = writeln!(self.out, "\n{title}");
        match &value.kind {
            Kind::Map(map) if !is_hidden(None, value) => self.map("  ", map, 0),
            _ => self.entry("  ", "*", None, value, 0),
        }
    }

    /// What a unit's files say beside inputs, locals and state: a section for each kind of block, and one for the rest.
    fn rest_of_files(&mut self) {
        let Some(rendered) = &self.configuration.rendered else { return };
        let mut settings = Vec::new();
        for entry in rendered.entries().iter().filter(|e| !SHOWN_ELSEWHERE.contains(&&*e.key)) {
            let shown: &[&str] = match &*entry.key {
                "terraform" => &["source"],
                "remote_state" => &["backend", "config"],
                "dependency" => &["config_path"],
                _ => &[],
            };
            let Some(value) = said(&entry.value, shown) else { continue };
            match &value.kind {
                Kind::Map(_) => self.section(&line(&entry.key), &value),
                _ => settings.push(Entry { value, ..entry.clone() }),
            }
        }
        let map = Map { entries: settings.into(), rest: None };
        self.section("settings", &Value { kind: Kind::Map(Arc::new(map)), ..Value::null(rendered.at) });
    }

    /// Whether there is room for one more value; where there is none, that is said once.
    fn has_room(&mut self, indent: &str, written: usize) -> bool {
        if self.told || self.room.take(written) {
            return !self.told;
        }
        self.told = true;
        let comment = self.comment(&Room::bound());
        let _ = writeln!(self.out, "{indent}...{comment}");
        false
    }

    fn resources(&mut self) {
        let c = self.configuration;
        if c.resources.is_empty() || self.told {
            return;
        }
        let hint = if self.style.resources { "" } else { " (with their arguments: --resources)" };
        let _ = writeln!(self.out, "\nresources{hint}");
        for resource in c.resources.iter().filter(|r| !r.address.ends_with(UNMODELLED)) {
            if !self.has_room("  ", resource.address.len()) {
                break;
            }
            let perhaps = match &resource.exists {
                Existence::Certain => String::new(),
                Existence::Perhaps(why) => format!("perhaps [{}]", self.number(why)),
            };
            let at = place(self.sources, c, resource.at).filter(|_| resource.at != c.inputs.at);
            let comment = self.comment(&[at.unwrap_or_default(), perhaps].join(" "));
            let _ = writeln!(self.out, "  {}{comment}", line(&resource.address));
            if self.style.resources
                && let Kind::Map(map) = &resource.attributes.kind
            {
                self.map("    ", map, 0);
            }
        }
    }

    fn map(&mut self, indent: &str, map: &Map, depth: usize) {
        for entry in map.entries.iter() {
            if self.told {
                return;
            }
            self.entry(indent, &clean(&key(&entry.key)), Some(&entry.key), &entry.value, depth);
        }
        if let Some(rest) = &map.rest {
            let note = format!("perhaps more: {}", self.why(rest));
            let comment = self.comment(&note);
            let _ = writeln!(self.out, "{indent}...{comment}");
        }
    }

    /// `name = value`, nested values below it.
    fn entry(&mut self, indent: &str, name: &str, secret: Option<&str>, value: &Value, depth: usize) {
        let length = match &value.kind {
            Kind::Text(text) => text_length(text),
            _ => 0,
        };
        if !self.has_room(indent, length + name.len() + indent.len() + LINE) {
            return;
        }
        let name = if name.is_empty() { String::new() } else { format!("{name} = ") };
        if is_hidden(secret, value) {
            let from = self.origin(value, "");
            let _ = writeln!(self.out, "{indent}{name}(sensitive){from}");
            return;
        }
        if depth > DEEPEST {
            let _ = writeln!(self.out, "{indent}{name}(nested deeper than {DEEPEST})");
            return;
        }
        let deeper = format!("{indent}  ");
        match &value.kind {
            Kind::Map(map) if map.entries.is_empty() && map.rest.is_none() => self.leaf(indent, &name, "{}", value, ""),
            Kind::Map(map) => {
                let _ = writeln!(self.out, "{indent}{name}{{");
                self.map(&deeper, map, depth + 1);
                let _ = writeln!(self.out, "{indent}}}");
            }
            Kind::List(items) if items.is_empty() => self.leaf(indent, &name, "[]", value, ""),
            Kind::List(items) => {
                let _ = writeln!(self.out, "{indent}{name}[");
                for item in items.iter() {
                    if self.told {
                        break;
                    }
                    match item {
                        Item::One(value) => self.entry(&deeper, "", None, value, depth + 1),
                        Item::Many(unknown) => {
                            let note = format!("any number: {}", self.why(unknown));
                            let comment = self.comment(&note);
                            let _ = writeln!(self.out, "{deeper}...{comment}");
                        }
                    }
                }
                let _ = writeln!(self.out, "{indent}]");
            }
            Kind::Text(Text::Whole(text)) => self.leaf(indent, &name, &quoted(&without_secrets(text)), value, ""),
            Kind::Text(Text::Parts(_)) => {
                let note = value.first_unknown().map(|u| format!("partly known: {}", self.why(u))).unwrap_or_default();
                self.leaf(indent, &name, &quoted(&without_secrets(&value.display())), value, &note);
            }
            Kind::Unknown(unknown) => {
                let note = self.why(unknown);
                self.leaf(indent, &name, "?", value, &note);
                if let Some(likely) = &unknown.likely {
                    self.entry(&deeper, "likely", None, likely, depth + 1);
                }
            }
            _ => self.leaf(indent, &name, &value.display(), value, ""),
        }
    }

    fn leaf(&mut self, indent: &str, name: &str, text: &str, value: &Value, note: &str) {
        let from = self.origin(value, note);
        let _ = writeln!(self.out, "{indent}{name}{}{from}", clean(text));
    }

    /// Where a value is written, and the steps from there, as a comment. Steps inside what is built in are left out.
    fn origin(&self, value: &Value, note: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        let first = place(self.sources, self.configuration, value.at);
        parts.extend(first.clone());
        let mut before = first;
        let steps: Vec<_> = hops(value).collect();
        for hop in steps.iter().rev() {
            let Some(at) = place(self.sources, self.configuration, hop.at) else { continue };
            if before.as_ref() != Some(&at) {
                parts.push(format!("{} {at}", how_word(hop.how)));
            }
            before = Some(at);
        }
        if parts.len() > STEPS {
            let more = parts.len() - STEPS;
            parts.truncate(STEPS);
            parts.push(format!("{more} more"));
        }
        let mut text =
            [note.to_owned(), parts.join(" > ")].join(if note.is_empty() || parts.is_empty() { "" } else { ", " });
        // That the module is modelled stands at the top.
        let marks = mark_words(value.marks);
        let marks: Vec<&str> = marks.into_iter().filter(|m| !matches!(*m, "modelled" | "fitted")).collect();
        if !marks.is_empty() {
            let _ = write!(text, " ({})", marks.join(", "));
        }
        self.comment(text.trim_start())
    }

    /// The number under which a reason is told at the end.
    fn number(&mut self, unknown: &Unknown) -> usize {
        let text = reason(unknown);
        match self.reasons.iter().position(|known| *known == text) {
            Some(index) => index + 1,
            None => {
                self.reasons.push(text);
                self.reasons.len()
            }
        }
    }

    /// What an unknown refers to, and the number of its reason.
    fn why(&mut self, unknown: &Unknown) -> String {
        match &unknown.what {
            Some(what) if what.owner.subject.ends_with(UNMODELLED) => "left out of the module model".to_owned(),
            Some(what) => format!("{what} [{}]", self.number(unknown)),
            None => format!("[{}]", self.number(unknown)),
        }
    }

    fn at(&self, at: Span) -> String {
        self.comment(&place(self.sources, self.configuration, at).unwrap_or_default())
    }

    fn comment(&self, text: &str) -> String {
        let text = clean(text.trim()).replace('\n', " ");
        if text.is_empty() {
            return String::new();
        }
        if self.style.colour { format!("  \u{1b}[2m# {text}\u{1b}[0m") } else { format!("  # {text}") }
    }
}

/// A value without what is not set, and without the fields that are shown elsewhere, at its top or in each of its blocks;
/// `None` when nothing is left. What is written to be a value stays as it is.
fn said(value: &Value, shown: &[&str]) -> Option<Value> {
    let Kind::Map(map) = &value.kind else {
        let empty = match &value.kind {
            Kind::Null => true,
            Kind::Text(Text::Whole(text)) => text.is_empty(),
            Kind::List(items) => items.is_empty(),
            _ => false,
        };
        return (!empty).then(|| value.clone());
    };
    // A default stands nowhere, and a block's name is its key already.
    let written = |e: &Entry| e.value.at.start < e.value.at.end || matches!(e.value.kind, Kind::Map(_));
    let fields = map.entries.iter().filter(|e| !shown.contains(&&*e.key) && &*e.key != "name" && written(e));
    let kept: Vec<Entry> = fields
        .filter_map(|entry| {
            let value = match &*entry.key {
                "mock_outputs" | "env_vars" | "default" => entry.value.clone(),
                _ => said(&entry.value, shown)?,
            };
            (!value.is_null()).then(|| Entry { value, ..entry.clone() })
        })
        .collect();
    let empty = kept.is_empty() && map.rest.is_none();
    let left = Map { entries: kept.into(), rest: map.rest.clone() };
    (!empty).then(|| Value { kind: Kind::Map(Arc::new(left)), ..value.clone() })
}

/// The bytes of a text, about.
fn text_length(text: &Text) -> usize {
    match text {
        Text::Whole(text) => text.len(),
        Text::Parts(parts) => {
            parts.iter().map(|part| if let Part::Known(text, _) = part { text.len() } else { 1 }).sum()
        }
    }
}

/// A key as HCL writes it.
fn key(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if plain && !key.starts_with(|c: char| c.is_ascii_digit() || c == '-') { key.to_owned() } else { quoted(key) }
}

/// Text in quotes, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
