//! Reads facts out of values: what is known, what is not set, what is not decided, each with the text to edit.

use super::super::fact::{Evidence, Fact, Role, State};
use super::super::identity::Pattern;
use crate::eval::value::{Entry, Hop, How, Item, Kind, Map, Marks, Number, Part, Ref, Text, Unknown, Value, Why};
use crate::source::{Sources, Span, TreeId, masked};
use std::sync::Arc;

/// How far reasons and origins are followed.
const CHAIN: usize = 32;

/// What a path in a map leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Got<'a> {
    /// A value, perhaps null or unknown.
    Value(&'a Value),
    /// Nothing: the key is not there. With the marks of what was searched.
    Absent(Marks),
    /// The key may be there: something on the way is not known.
    Maybe(&'a Arc<Unknown>),
}

impl<'a> Got<'a> {
    /// The value, or what it most likely is, unless it is absent, null or not known.
    pub(super) fn known(self) -> Option<&'a Value> {
        match self {
            Got::Value(v) => Some(likely(v)).filter(|v| !matches!(v.kind, Kind::Null | Kind::Unknown(_))),
            _ => None,
        }
    }

    /// The value, when there is one that is not (most likely) null; it may be unknown.
    pub(super) fn set(self) -> Option<&'a Value> {
        match self {
            Got::Value(v) => Some(likely(v)).filter(|v| !matches!(v.kind, Kind::Null)),
            _ => None,
        }
    }

    /// Why it is not known, when it is not and nothing is likely.
    pub(super) fn why(self) -> Option<&'a Arc<Unknown>> {
        match self {
            Got::Value(v) => match &likely(v).kind {
                Kind::Unknown(why) => Some(why),
                _ => None,
            },
            Got::Maybe(why) => Some(why),
            Got::Absent(_) => None,
        }
    }

    /// Not set at all, or (most likely) null.
    pub(super) fn is_absent(self) -> bool {
        match self {
            Got::Absent(_) => true,
            Got::Value(v) => matches!(likely(v).kind, Kind::Null),
            Got::Maybe(_) => false,
        }
    }
}

/// What an unknown value most likely is; any other value itself. What is inside carries the marks that say so.
pub(super) fn likely(value: &Value) -> &Value {
    let mut at = value;
    for _ in 0..CHAIN {
        match &at.kind {
            Kind::Unknown(why) => match &why.likely {
                Some(likely) => at = likely,
                None => break,
            },
            _ => break,
        }
    }
    at
}

/// The marks of a value, and that it is only likely when it is.
pub(super) fn marks_of(value: &Value) -> Marks {
    let inner = likely(value);
    if std::ptr::eq(inner, value) { value.marks } else { inner.marks.with(value.marks).with(Marks::OVERRIDABLE) }
}

/// The value under `key` of a map, or of the first map of a list of maps (a nested block).
pub(super) fn get<'a>(value: &'a Value, key: &str) -> Got<'a> {
    let marks = marks_of(value);
    match &likely(value).kind {
        Kind::Map(map) => match map.entries.iter().find(|e| &*e.key == key) {
            Some(entry) => Got::Value(&entry.value),
            None => map.rest.as_ref().map_or(Got::Absent(marks), Got::Maybe),
        },
        Kind::List(items) => match items.first() {
            Some(Item::One(first)) if matches!(likely(first).kind, Kind::Map(_) | Kind::Unknown(_)) => get(first, key),
            Some(Item::Many(why)) => Got::Maybe(why),
            _ => Got::Absent(marks),
        },
        Kind::Unknown(why) => Got::Maybe(why),
        _ => Got::Absent(marks),
    }
}

/// The value at a path of keys; nested blocks are entered through their first element.
pub(super) fn path<'a>(value: &'a Value, keys: &[&str]) -> Got<'a> {
    let mut at = value;
    let mut keys = keys.iter();
    let Some(mut key) = keys.next() else { return Got::Value(value) };
    loop {
        match get(at, key) {
            Got::Value(next) => at = next,
            other => return other,
        }
        match keys.next() {
            Some(next) => key = next,
            None => return Got::Value(at),
        }
    }
}

/// The entry under a key of a map, with the key's place.
pub(super) fn entry<'a>(value: &'a Value, key: &str) -> Option<&'a Entry> {
    map(value)?.entries.iter().find(|e| &*e.key == key)
}

/// The map, when the value is one, or a list with one map (a nested block).
pub(super) fn map(value: &Value) -> Option<&Map> {
    match &likely(value).kind {
        Kind::Map(map) => Some(map),
        Kind::List(items) => match items.first() {
            Some(Item::One(first)) => match &likely(first).kind {
                Kind::Map(map) => Some(map),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The entries of a map; none of anything else.
pub(super) fn entries(value: &Value) -> &[Entry] {
    map(value).map_or(&[], |m| &m.entries)
}

/// Why a map may hold more keys, when it may.
pub(super) fn rest(value: &Value) -> Option<&Arc<Unknown>> {
    match &likely(value).kind {
        Kind::Map(map) => map.rest.as_ref(),
        Kind::Unknown(why) => Some(why),
        Kind::List(items) => items.iter().find_map(|i| match i {
            Item::Many(why) => Some(why),
            Item::One(_) => None,
        }),
        _ => None,
    }
}

/// The elements of a list that are there for certain, and why there may be more. A single map or scalar counts as one
/// element: JSON syntax writes a single block that way.
pub(super) fn items(got: Got<'_>) -> (Vec<&Value>, Option<&Arc<Unknown>>) {
    match got {
        Got::Absent(_) => (Vec::new(), None),
        Got::Maybe(why) => (Vec::new(), Some(why)),
        Got::Value(value) => match &likely(value).kind {
            Kind::Null => (Vec::new(), None),
            Kind::Unknown(why) => (Vec::new(), Some(why)),
            Kind::List(items) => {
                let mut known = Vec::new();
                let mut more = None;
                for item in items.iter() {
                    match item {
                        Item::One(v) => known.push(v),
                        Item::Many(why) => more = more.or(Some(why)),
                    }
                }
                (known, more)
            }
            _ => (vec![likely(value)], None),
        },
    }
}

/// The text, when all of it is known; numbers and booleans read as text, as Terraform converts them.
pub(super) fn text(value: &Value) -> Option<Arc<str>> {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => Some(text.clone()),
        Kind::Bool(b) => Some(if *b { "true".into() } else { "false".into() }),
        Kind::Number(Number::Int(n)) => Some(n.to_string().into()),
        Kind::Number(Number::Float(n)) => Some(n.to_string().into()),
        Kind::Number(Number::Big(n)) => Some(n.clone()),
        _ => None,
    }
}

/// The boolean, also when written as text.
pub(super) fn boolean(value: &Value) -> Option<bool> {
    match &value.kind {
        Kind::Bool(b) => Some(*b),
        Kind::Text(Text::Whole(text)) => match &**text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A small natural number, also when written as text.
pub(super) fn natural(value: &Value) -> Option<u32> {
    match &value.kind {
        Kind::Number(Number::Int(n)) => u32::try_from(*n).ok(),
        Kind::Text(Text::Whole(text)) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The text, when it is known and may be printed.
pub(super) fn printable(value: &Value) -> Option<Arc<str>> {
    if marks_of(value).has(Marks::SENSITIVE) { None } else { text(value) }
}

/// Text with its holes; `None` for what is no text at all.
pub(super) fn pattern(value: &Value) -> Option<Pattern> {
    match &value.kind {
        Kind::Text(Text::Parts(parts)) => Some(Pattern(
            parts
                .iter()
                .map(|p| match p {
                    Part::Known(text, _) => Some(text.clone()),
                    Part::Hole(..) => None,
                })
                .collect(),
        )),
        Kind::Unknown(_) => Some(Pattern::unknown()),
        _ => text(value).map(Pattern::whole),
    }
}

/// Why a value is not wholly known: itself, or its first hole.
pub(super) fn hole(value: &Value) -> Option<&Arc<Unknown>> {
    match &likely(value).kind {
        Kind::Unknown(why) => Some(why),
        Kind::Text(Text::Parts(parts)) => parts.iter().find_map(|p| match p {
            Part::Hole(why, _) => Some(why),
            Part::Known(..) => None,
        }),
        _ => None,
    }
}

/// What an unknown refers to, also through what it follows from.
pub(super) fn reference(unknown: &Unknown) -> Option<&Ref> {
    let mut at = unknown;
    for _ in 0..CHAIN {
        if let Some(what) = &at.what {
            return Some(what);
        }
        match &at.why {
            Why::Because(inner) => at = inner,
            _ => return None,
        }
    }
    None
}

/// What a value refers to: an unknown, or text that is one hole.
pub(super) fn reference_of(value: &Value) -> Option<&Ref> {
    hole(value).and_then(|why| reference(why))
}

/// Something that is not known because the value has a form nobody expected.
pub(super) fn odd(at: Span, what: &str) -> Arc<Unknown> {
    Arc::new(Unknown {
        why: Why::Gap(what.into()),
        what: None,
        ty: Default::default(),
        not_null: false,
        likely: None,
        at,
    })
}

/// Reads facts with their evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) sources: &'a Sources,
}

impl<'a> Reader<'a> {
    /// Whether a place is not for a person to edit here: in the module models that come with driftline, or in a module at
    /// the revision that its source pins.
    pub(super) fn embedded(&self, at: Span) -> bool {
        let tree = self.sources.file(at.file).and_then(|f| self.sources.tree(f.tree));
        tree.is_some_and(|tree| tree.embedded || tree.revision.is_some())
    }

    /// Where a value is written, as evidence: its own place when a person can edit it, else `home` (the block or module
    /// call), with the model's text as the cause. Steps that explain the way become `Via` marks.
    pub(super) fn evidence(&self, value: &Value, home: Span) -> Evidence {
        let unknown = matches!(likely(value).kind, Kind::Unknown(_));
        let used = self.own_place(value).filter(|_| unknown);
        let mut evidence = if let Some(used) = used {
            // What is not written anywhere is decided where it is asked for.
            let origin = (!self.embedded(value.at) && used != value.at).then_some(value.at);
            origin.into_iter().fold(Evidence::at(used), |e, at| e.and(at, Role::Via, ""))
        } else if self.embedded(value.at) {
            let note = if value.marks.has(Marks::DEFAULTED) { "default of" } else { "set by" };
            let model = self.model_name(value.at);
            Evidence::at(home).and(value.at, Role::Cause, format!("{note} {model}"))
        } else {
            Evidence::at(value.at)
        };
        let mut hop = value.via.as_deref();
        let mut steps = 0;
        while let Some(Hop { how, at, from, .. }) = hop {
            let note = match how {
                How::Include => "included here",
                How::Input => "passed as an input here",
                How::Output => "read from this output",
                How::Assumed => "assumed here",
                How::Default => "default of this variable",
                How::Patch => "patched here",
                How::Template => "rendered by this template",
                How::Substitution => "substituted here",
                How::Values => "values from here",
                How::Reference | How::Merge => "",
            };
            if !note.is_empty() && !self.embedded(*at) && !self.same_line(*at, evidence.primary().at) {
                evidence = evidence.and(*at, Role::Via, note);
            }
            steps += 1;
            hop = from.as_deref().filter(|_| steps < CHAIN);
        }
        evidence
    }

    /// The place of a key with its value, when the value is written right after it; else of the key alone.
    pub(super) fn whole_entry(&self, entry: &Entry) -> Span {
        let (key, value) = (entry.key_at, self.argument(entry.key_at));
        let value = if value == key { entry.value.at } else { value };
        let between = || {
            let text = self.sources.text(key.file).ok()?;
            let gap = text.get(key.end as usize..value.start as usize)?;
            Some(gap.chars().all(|c| c.is_whitespace() || matches!(c, '=' | ':' | '"')))
        };
        if key.file == value.file && between() == Some(true) { key.to(value) } else { key }
    }

    /// The place of `key = {` in the block that starts at `block`, below the argument that one of `arguments` names:
    /// what a module call gives is nowhere kept as a value.
    pub(super) fn key_below(&self, block: Span, arguments: &[&str], key: &str) -> Option<Span> {
        let text = self.sources.text(block.file).ok()?;
        let start = block.start as usize;
        let mut depth = 0_i32;
        let mut below: Option<i32> = None;
        let mut at = start;
        for line in text.get(start..)?.split_inclusive('\n').take(2000) {
            let words = line.trim_start();
            let name = words.split(['=', ':', ' ', '\t']).next().unwrap_or("").trim_matches('"');
            match below {
                None if depth == 1 && arguments.contains(&name) => below = Some(depth + 1),
                Some(inside) if depth == inside && name == key => {
                    let from = at + (line.len() - words.len());
                    let to = from + words.find(['=', ':', ' ', '\t']).unwrap_or(words.trim_end().len());
                    return Some(Span::new(block.file, from, to));
                }
                Some(inside) if depth < inside => return None,
                _ => {}
            }
            let code = line.split('#').next().unwrap_or("");
            depth += code.chars().fold(0, |sum, c| match c {
                '{' => sum + 1,
                '}' => sum - 1,
                _ => sum,
            });
            if depth <= 0 && at > start {
                return None;
            }
            at += line.len();
        }
        None
    }

    /// What is written at a place.
    pub(super) fn slice(&self, at: Span) -> Option<String> {
        let text = self.sources.text(at.file).ok()?;
        text.get(at.start as usize..at.end as usize).map(str::to_owned)
    }

    /// Whether two places are on one line: the second then says nothing new to a reader.
    fn same_line(&self, a: Span, b: Span) -> bool {
        a.file == b.file && self.sources.line_col(a.file, a.start).line == self.sources.line_col(b.file, b.start).line
    }

    /// `terraform-aws-modules/vpc/aws 5` for a place inside that model.
    fn model_name(&self, at: Span) -> String {
        let file = self.sources.file(at.file);
        let pinned = file.and_then(|f| self.sources.tree(f.tree)).and_then(|t| Some((&t.name, t.revision.as_ref()?)));
        if let Some((name, revision)) = pinned {
            return format!("{name} at {revision}");
        }
        let path = file.map(|f| f.path.clone()).unwrap_or_default();
        let mut parts = path.split('/');
        let (Some(namespace), Some(name), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
            return "the module model".to_owned();
        };
        let rest: Vec<&str> = parts.collect();
        let inner = rest.split_last().map(|(_, dirs)| dirs.join("/")).filter(|d| !d.is_empty());
        let inner = inner.map(|d| format!("//{d}")).unwrap_or_default();
        format!("{namespace}/{name}/aws{inner} {version}")
    }

    /// A fact from what a path leads to.
    pub(super) fn fact<T>(&self, got: Got<'_>, home: Span, read: impl Fn(&Value) -> Option<T>) -> Fact<T> {
        match got {
            Got::Absent(marks) => Fact { marks, ..Fact::absent(home) },
            Got::Maybe(why) => Fact::unknown(why.clone(), home),
            Got::Value(value) => {
                let evidence = self.evidence(value, home);
                let state = match &value.kind {
                    Kind::Null => State::Absent,
                    // Most likely not set: the marks say that something unseen may set it.
                    Kind::Unknown(_) if matches!(likely(value).kind, Kind::Null) => State::Absent,
                    Kind::Unknown(why) => {
                        let inner = likely(value);
                        let likely = (!std::ptr::eq(inner, value)).then(|| read(inner)).flatten();
                        State::Unknown { why: why.clone(), likely }
                    }
                    _ => match read(value) {
                        Some(known) => State::Known(known),
                        None => {
                            let why = hole(value).cloned().unwrap_or_else(|| odd(value.at, "a value of another type"));
                            State::Unknown { why, likely: None }
                        }
                    },
                };
                Fact { state, evidence, marks: marks_of(value) }
            }
        }
    }

    /// A text.
    pub(super) fn text(&self, got: Got<'_>, home: Span) -> Fact<Arc<str>> {
        self.fact(got, home, text)
    }

    /// A text with its holes: known as soon as any piece of it is.
    pub(super) fn pattern(&self, got: Got<'_>, home: Span) -> Fact<Pattern> {
        self.fact(got, home, pattern)
    }

    /// A boolean.
    pub(super) fn boolean(&self, got: Got<'_>, home: Span) -> Fact<bool> {
        self.fact(got, home, boolean)
    }

    /// The nearest place on a value's way that a person can edit: for references, where the reference is written.
    pub(super) fn nearest(&self, value: &Value, home: Span) -> Span {
        self.own_place(value).unwrap_or(home)
    }

    /// The same, when there is one outside the module models.
    pub(super) fn own_place(&self, value: &Value) -> Option<Span> {
        let mut hop = value.via.as_deref();
        let mut input: Option<Span> = None;
        let mut found: Option<Span> = None;
        for _ in 0..CHAIN {
            let Some(step) = hop else { break };
            // What another unit or module gives is that one's business.
            if step.how == How::Output && found.is_some() {
                break;
            }
            if !self.embedded(step.at) {
                match input {
                    // Who passes an input decides, rather than the module that uses it.
                    _ if step.how == How::Input => (input, found) = (Some(step.at), Some(step.at)),
                    // An input may be a large map: what is written inside it is nearer to the point than its name.
                    Some(key) if step.how == How::Reference && step.at.file == key.file => {
                        (input, found) = (None, Some(step.at));
                    }
                    // The nearer a reference is to what it leads to, the more of the choice it says.
                    None if step.how == How::Reference => found = Some(step.at),
                    _ => found = found.or(Some(step.at)),
                }
            }
            hop = step.from.as_deref();
        }
        if let Some(key) = input {
            let inside = !self.embedded(value.at) && value.at.file == key.file && value.at.start >= key.start;
            return Some(self.argument(if inside { value.at } else { key }));
        }
        found.or((!self.embedded(value.at)).then_some(value.at)).map(|at| self.argument(at))
    }

    /// The nearest place on a value's way that lies in a directory, files right in it only: where a unit asks for what a
    /// module of the same repository then uses.
    pub(super) fn place_in(&self, value: &Value, tree: TreeId, directory: &str) -> Option<Span> {
        let inside = |at: Span| {
            self.sources
                .file(at.file)
                .is_some_and(|f| f.tree == tree && f.path.rsplit_once('/').map_or("", |(d, _)| d) == directory)
        };
        let mut hop = value.via.as_deref();
        let mut input = None;
        for _ in 0..CHAIN {
            let Some(step) = hop else { break };
            if inside(step.at) {
                match step.how {
                    How::Input => input = input.or(Some(step.at)),
                    _ => return Some(self.argument(step.at)),
                }
            }
            hop = step.from.as_deref();
        }
        let last = inside(value.at).then_some(value.at);
        last.or(input).map(|at| self.argument(at))
    }

    /// The whole value of the assignment that a place is part of, when it stands on one line: `dependency.vpc.outputs.x[0]`
    /// for the name of the input or for the `0`. Otherwise the place itself.
    pub(super) fn argument(&self, at: Span) -> Span {
        self.assignment(at).unwrap_or(at)
    }

    fn assignment(&self, at: Span) -> Option<Span> {
        let file = self.sources.file(at.file)?;
        if ![".hcl", ".tf"].iter().any(|end| file.path.ends_with(end)) {
            return None;
        }
        let text = self.sources.text(at.file).ok()?;
        let start = text.get(..at.start as usize)?.rfind('\n').map_or(0, |i| i + 1);
        let length = text.get(start..)?.find('\n').unwrap_or(text.len() - start);
        let line = text.get(start..start + length)?;
        let (name, value) = line.split_once('=')?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | ' ' | '\t');
        if name.trim().is_empty() || !name.chars().all(plain) || value.starts_with(['=', '>']) {
            return None;
        }
        let cut = [" #", " //", "\t#"].iter().filter_map(|c| value.find(c)).min().unwrap_or(value.len());
        let value = value.get(..cut)?.trim_end().trim_end_matches(',').trim_end();
        let lead = value.len() - value.trim_start().len();
        let begin = start + name.len() + 1 + lead;
        let end = start + name.len() + 1 + value.len();
        let count = |open, close| value.matches(open).count() == value.matches(close).count();
        let whole = count('(', ')') && count('[', ']') && count('{', '}') && !value.contains("<<");
        let (begin, end) = inner(&text, begin, end, at);
        let inside = (at.end as usize) <= start + length && !value.trim().is_empty();
        (whole && inside && end.saturating_sub(begin) <= 200).then(|| Span::new(at.file, begin, end))
    }

    /// The source text of a place, when it is one short line of a file whose values may be printed, with nothing in it that
    /// may be a secret.
    pub(super) fn written(&self, at: Span) -> Option<Arc<str>> {
        if self.sources.assumed(at.file) == Some(false) {
            return None;
        }
        let text = self.sources.text(at.file).ok()?;
        let slice = text.get(at.start as usize..at.end as usize)?.trim();
        let short = !slice.is_empty() && slice.len() <= 120 && !slice.contains(['\n', '\r']);
        let secret = ["sensitive(", "get_env("].iter().any(|call| slice.contains(call)) || masked(slice) != slice;
        (short && !secret && !slice.chars().any(char::is_control)).then(|| slice.into())
    }
}

/// The value in an object on one line that a place is part of: `[x]` of `{ subnet_ids = [x], min = 1 }` for `x`. The bounds as
/// they are when they hold no object, or the place is none of its values.
fn inner(text: &str, mut begin: usize, mut end: usize, at: Span) -> (usize, usize) {
    let (from, to) = (at.start as usize, at.end as usize);
    for _ in 0..8 {
        let object = text.get(begin..end).and_then(|v| v.strip_prefix('{')?.strip_suffix('}'));
        let Some(object) = object else { break };
        let (mut depth, mut quoted, mut start, mut equals) = (0_i32, false, begin + 1, None);
        let mut found = None;
        for (i, c) in object.char_indices().chain([(object.len(), ',')]) {
            let here = begin + 1 + i;
            match c {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' => depth -= 1,
                '=' | ':' if depth == 0 && equals.is_none() => equals = Some(here + 1),
                ',' if depth == 0 => {
                    if let Some(value) = equals.filter(|_| start <= from && to <= here) {
                        found = Some((value, here));
                        break;
                    }
                    (start, equals) = (here + 1, None);
                }
                _ => {}
            }
        }
        let Some((value, stop)) = found else { break };
        let Some(slice) = text.get(value..stop) else { break };
        let lead = slice.len() - slice.trim_start().len();
        (begin, end) = (value + lead, value + slice.trim_end().len());
        if begin >= end {
            break;
        }
    }
    (begin, end)
}

/// A property that is what the provider makes it when nothing is written: known, with `home` as its place.
pub(super) fn or_default<T>(fact: Fact<T>, default: T, note: &str) -> Fact<T> {
    if !fact.is_absent() {
        return fact;
    }
    let evidence = if fact.evidence.primary().note.is_empty() { fact.evidence.noted(note) } else { fact.evidence };
    Fact { state: State::Known(default), evidence, marks: fact.marks }
}

/// The same fact with its value read further.
pub(super) fn map_fact<T, U>(fact: Fact<T>, change: impl Fn(T) -> U) -> Fact<U> {
    let state = match fact.state {
        State::Known(v) => State::Known(change(v)),
        State::Absent => State::Absent,
        State::Unknown { why, likely } => State::Unknown { why, likely: likely.map(change) },
    };
    Fact { state, evidence: fact.evidence, marks: fact.marks }
}
