//! `generate` blocks: the providers and the backend in the files they would write.

use super::hole::{self, placeholder};
use super::merge::Strategy;
use super::reading::{Part, Reading};
use crate::eval::configuration::{Backend, Provider};
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::terraform::{is_terraform, provider};
use crate::eval::value::{Address, Entry, Item, Kind, Map, Marks, Part as Piece, Ref, Step, Text, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{self, Block, Body};
use std::rc::Rc;
use std::sync::Arc;

/// Deepest nesting that is read of generated text.
const DEPTH: u32 = 16;

/// What the generated files declare.
#[derive(Default)]
pub(super) struct Generated {
    pub providers: Vec<Provider>,
    pub backend: Option<Backend>,
    /// What else files declare whose text is written somewhere as it is, with the paths they are written to.
    pub files: Vec<(Arc<str>, Vec<Arc<Block>>)>,
}

impl<'w> Reading<'w> {
    /// Reads the contents of every `generate` block; of several with one label the one that wins.
    pub fn generated(self: &Rc<Self>, inputs: &Value, run: &Run<'_>) -> Generated {
        let mut out = Generated::default();
        let mut seen: Vec<Arc<str>> = Vec::new();
        for part in self.merged(run) {
            self.named_twice(&part, &seen, run);
            let Some(files) = self.generate(&part, run) else { continue };
            for file in files.entries() {
                if seen.contains(&file.key) {
                    continue;
                }
                seen.push(file.key.clone());
                wants(file, "if_exists", &["error", "overwrite", "overwrite_terragrunt", "skip"], run);
                wants(file, "if_disabled", &["remove", "remove_terragrunt", "skip"], run);
                let disabled = file.value.get("disable").and_then(Value::as_bool) == Some(true);
                if let (false, Some(contents)) = (disabled, origin::field(&file.value, "contents")) {
                    self.read_contents(&contents.value, contents.key_at, inputs, run, &mut out);
                    read_declarations(&file.value, run, &mut out);
                }
            }
        }
        out
    }

    /// Terragrunt refuses a `generate` block that an included file has too, unless it is merged deeply.
    fn named_twice(&self, part: &Part, before: &[Arc<str>], run: &Run<'_>) {
        for block in part.blocks("generate").filter(|_| part.strategy == Strategy::Shallow) {
            let Some(name) = block.label(0).filter(|name| before.contains(name)) else { continue };
            let message = format!("two `generate` blocks named `{name}`: Terragrunt refuses this configuration");
            let help = "give them different names, or set `merge_strategy = \"deep\"` on the include";
            run.gap(Gap::at(block.header_at, GapKind::Refused, message).with_help(help));
        }
    }

    fn read_contents(self: &Rc<Self>, contents: &Value, at: Span, inputs: &Value, run: &Run<'_>, out: &mut Generated) {
        let (text, holes) = match &contents.kind {
            Kind::Text(Text::Whole(text)) => (text.to_string(), Vec::new()),
            Kind::Text(Text::Parts(pieces)) => with_placeholders(pieces),
            _ => return,
        };
        let mut parsed = hcl::parse(&text, at.file);
        hole::fill(&mut parsed.body, holes.len());
        let directory = (self.session.tree, self.directory.clone());
        let written = Written { holes, at, inputs, directory, owner: &self.session.owner };
        // What does not evaluate in generated text is unknown; its own place would mean nothing to a reader.
        let inner = Run::within(run.sources, run.budget.get());
        for block in &parsed.body.blocks {
            match &*block.kind {
                "provider" => {
                    let Some(name) = block.label(0) else { continue };
                    let config = written.body(&block.body, &inner, DEPTH);
                    out.providers.push(provider(name.clone(), origin::mark(config, contents.marks), at));
                }
                "terraform" => {
                    let backend = block.body.blocks.iter().find(|b| matches!(&*b.kind, "backend" | "cloud"));
                    if let Some(backend) = backend {
                        let kind = backend.label(0).cloned().unwrap_or_else(|| backend.kind.clone());
                        let config = origin::mark(written.body(&backend.body, &inner, DEPTH), contents.marks);
                        out.backend.get_or_insert(Backend { kind, config, at });
                    }
                }
                _ => {}
            }
        }
        run.budget.set(inner.budget.get());
    }
}

/// The declarations of a generated file, when its text is that of a file or is written out in full: then they have
/// places of their own.
fn read_declarations(file: &Value, run: &Run<'_>, out: &mut Generated) {
    let path = file.get("path").and_then(Value::as_str).map(|p| p.strip_prefix("./").unwrap_or(p));
    let Some(path) = path.filter(|p| is_terraform(p) && !p.contains('/')) else { return };
    // What is there already stays.
    if file.get("if_exists").and_then(Value::as_str) == Some("skip") {
        return;
    }
    let Some(value) = file.get("contents") else { return };
    let Some(text) = value.as_str().filter(|_| !value.all_marks().has(Marks::SENSITIVE)) else { return };
    let Ok(source) = run.sources.text(value.at.file) else { return };
    let (start, end) = (value.at.start as usize, value.at.end as usize);
    let Some(at) = source.get(start..end).and_then(|written| written.find(text)) else { return };
    let blocks = hcl::parse_part(text, value.at.file, start + at).body.blocks.into_iter();
    let declares = |b: &Block| !matches!(&*b.kind, "provider" | "terraform");
    let declared: Vec<Arc<Block>> = blocks.filter(declares).map(Arc::new).collect();
    out.files.push((path.into(), declared));
}

/// Says when a field of a `generate` block is none of the words it may be.
fn wants(file: &Entry, name: &str, words: &[&str], run: &Run<'_>) {
    let Some(value) = file.value.get(name) else { return };
    if value.as_str().is_some_and(|word| !words.contains(&word)) {
        let message = format!("`{}` is no value of `{name}`: it is one of {}", value.display(), words.join(", "));
        let at = if value.all_marks().has(Marks::SENSITIVE) { file.key_at } else { value.at };
        run.gap(Gap::at(at, GapKind::Refused, message));
    }
}

/// Text with a name in place of each hole.
fn with_placeholders(pieces: &[Piece]) -> (String, Vec<Arc<Unknown>>) {
    let mut text = String::new();
    let mut holes = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Known(known, _) => text.push_str(known),
            Piece::Hole(unknown, _) => {
                text.push_str(&placeholder(holes.len()));
                holes.push(unknown.clone());
            }
        }
    }
    (text, holes)
}

/// Where generated text is written: its names are those of the module it is written beside.
struct Written<'i> {
    holes: Vec<Arc<Unknown>>,
    at: Span,
    inputs: &'i Value,
    directory: (TreeId, Arc<str>),
    owner: &'i Address,
}

impl Scope for Written<'_> {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], _: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        let hole = self.holes.iter().enumerate().find(|(i, _)| placeholder(*i) == root);
        if let Some((_, unknown)) = hole {
            return Some((Value::unknown(unknown.clone(), self.at), 0));
        }
        if root == "var" {
            let (name, _) = attrs.first()?;
            let known = origin::field(self.inputs, name).map(|e| e.value.clone());
            let value =
                known.unwrap_or_else(|| Value::unknown(Unknown::new(Why::Unset(name.clone()), self.at), self.at));
            return Some((value, 1));
        }
        let unknown = match root {
            "local" | "module" | "path" | "terraform" | "each" | "count" | "self" => {
                Unknown::new(Why::Gap("a name of the module, in a generated file".into()), self.at)
            }
            _ => self.computed(root, attrs)?,
        };
        Some((Value::unknown(unknown, self.at), attrs.len()))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        self.directory.clone()
    }
}

impl Written<'_> {
    /// An attribute of a resource or data source, which is declared beside the text or in it.
    fn computed(&self, root: &str, attrs: &[(Arc<str>, Span)]) -> Option<Unknown> {
        let names: Vec<&str> = std::iter::once(root).chain(attrs.iter().map(|(name, _)| &**name)).collect();
        let (subject, path) = names.split_at_checked(if root == "data" { 3 } else { 2 })?;
        let owner = self.owner.subject(subject.join("."));
        let path = path.iter().map(|name| Step::Key((*name).into())).collect();
        Some(Unknown { what: Some(Ref { owner, path }), ..Unknown::new(Why::Applied, self.at) })
    }

    /// A body as a map, every value placed at the `generate` block's contents.
    fn body(&self, body: &Body, run: &Run<'_>, depth: u32) -> Value {
        let mut entries: Vec<Entry> = Vec::new();
        let Some(depth) = depth.checked_sub(1) else { return origin::map(entries, None, self.at) };
        for attribute in &body.attributes {
            let value = self.restored(evaluate(&attribute.value, self, run), depth);
            entries.push(origin::entry(attribute.name.clone(), self.at, value));
        }
        let mut blocks: Vec<(Arc<str>, Vec<Item>)> = Vec::new();
        for block in &body.blocks {
            let value = Item::One(self.body(&block.body, run, depth));
            match blocks.iter_mut().find(|(name, _)| *name == block.kind) {
                Some((_, items)) => items.push(value),
                None => blocks.push((block.kind.clone(), vec![value])),
            }
        }
        for (name, items) in blocks {
            entries.push(origin::entry(name, self.at, origin::list(items, self.at)));
        }
        Value::new(Kind::Map(Arc::new(Map::of(entries, None))), self.at)
    }

    /// Puts the holes back, and everything at the place of the contents.
    fn restored(&self, value: Value, depth: u32) -> Value {
        let Some(depth) = depth.checked_sub(1) else { return value };
        let kind = match value.kind {
            Kind::Text(Text::Whole(text)) => {
                let mut pieces = vec![Piece::Known(text, self.at)];
                for (index, unknown) in self.holes.iter().enumerate() {
                    let name = placeholder(index);
                    pieces = pieces.into_iter().flat_map(|piece| self.split(piece, &name, unknown)).collect();
                }
                let whole = Value::parts(pieces, self.at);
                match &whole.kind {
                    Kind::Text(Text::Parts(parts)) => match &**parts {
                        [Piece::Hole(unknown, _)] => Kind::Unknown(unknown.clone()),
                        _ => whole.kind,
                    },
                    _ => whole.kind,
                }
            }
            Kind::List(items) => Kind::List(
                items
                    .iter()
                    .map(|item| match item {
                        Item::One(v) => Item::One(self.restored(v.clone(), depth)),
                        Item::Many(unknown) => Item::Many(unknown.clone()),
                    })
                    .collect(),
            ),
            Kind::Map(map) => {
                let entries = map.entries.iter().map(|e| Entry {
                    key: e.key.clone(),
                    key_at: self.at,
                    value: self.restored(e.value.clone(), depth),
                });
                Kind::Map(Arc::new(Map { entries: entries.collect(), rest: map.rest.clone() }))
            }
            kind => kind,
        };
        Value { kind, at: self.at, marks: value.marks, via: None }
    }

    fn split(&self, piece: Piece, name: &str, unknown: &Arc<Unknown>) -> Vec<Piece> {
        let Piece::Known(text, at) = &piece else { return vec![piece] };
        if !text.contains(name) {
            return vec![piece];
        }
        let mut out = Vec::new();
        for (index, part) in text.split(name).enumerate() {
            if index > 0 {
                out.push(Piece::Hole(unknown.clone(), self.at));
            }
            out.push(Piece::Known(part.into(), *at));
        }
        out
    }
}
