//! `driftline show` for people: HCL as it comes out, each line with where it is written.

use super::{DEEPEST, hops, how_word, is_hidden, kind_word, mark_words, module_line, place};
use crate::eval::configuration::{Configuration, Existence, ModuleSource};
use crate::eval::reason::clause as reason;
use crate::eval::value::{Item, Kind, Map, Text, Unknown, Value};
use crate::report::{clean, line};
use crate::source::{Sources, Span, without_secrets};
use std::fmt::Write as _;

/// Steps of an origin that are printed on a line.
const STEPS: usize = 4;

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
        let mut writer = Writer { sources, configuration, style, reasons: Vec::new(), out: String::new() };
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
            let name = if dependency.name.is_empty() { "dependencies" } else { &dependency.name };
            let at = self.at(dependency.at);
            let _ = writeln!(self.out, "  dependency {} = {}{at}", line(name), line(target));
        }
        if let Some(backend) = &c.backend {
            self.section(&format!("backend {:?}", &*backend.kind), &backend.config);
        }
        for provider in &c.providers {
            let alias = provider.alias.as_ref().map(|a| format!(".{a}")).unwrap_or_default();
            self.section(&format!("provider {}{}", line(&provider.name), line(&alias)), &provider.config);
        }
        self.section("locals", &c.locals);
        self.section("inputs", &c.inputs);
        self.resources();
        self.section("outputs", &c.outputs);
        if !c.gaps.is_empty() {
            let _ = writeln!(self.out, "\nnot seen");
        }
        for gap in &c.gaps {
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
        if empty || value.is_null() {
            return;
        }
        let _ = writeln!(self.out, "\n{title}");
        match &value.kind {
            Kind::Map(map) if !is_hidden(None, value) => self.map("  ", map, 0),
            _ => self.entry("  ", "*", None, value, 0),
        }
    }

    fn resources(&mut self) {
        let c = self.configuration;
        if c.resources.is_empty() {
            return;
        }
        let hint = if self.style.resources { "" } else { " (with their arguments: --resources)" };
        let _ = writeln!(self.out, "\nresources{hint}");
        for resource in c.resources.iter().filter(|r| !r.address.ends_with(UNMODELLED)) {
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
