//! `generate` blocks: the files they would write into the unit's module, and the providers and the backend in them.

use super::hole::{self, placeholder};
use super::merge::Strategy;
use super::missing::under;
use super::reading::{Part, Reading};
use super::variables::Automatic;
use crate::eval::configuration::{Backend, Provider};
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::terraform::{Definition, Found, is_terraform, provider};
use crate::eval::value::{Address, Entry, Item, Kind, Map, Marks, Part as Piece, Ref, Step, Text, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{self, Block, Body};
use std::rc::Rc;
use std::sync::Arc;

/// What Terragrunt writes into the first line of what it generates.
const SIGNATURE: &str = "nIlQXj57tbuaRZEa";

/// Deepest nesting that is read of generated text.
const DEPTH: u32 = 16;

/// What the generated files declare.
#[derive(Default)]
pub(super) struct Generated {
    pub providers: Vec<Provider>,
    pub backend: Option<Backend>,
    /// The files, in order.
    pub files: Vec<Written>,
    /// What stands for the pieces of their texts that are not known.
    pub holes: Vec<Arc<Unknown>>,
    /// Why a file may say more than is seen.
    pub open: Option<Arc<Unknown>>,
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// It is replaced, or removed.
    Any,
    /// It is, if Terragrunt has generated it; else Terragrunt refuses.
    Signed,
    /// It stays.
    Skip,
    /// Terragrunt refuses.
    Never,
}

/// A file that Terragrunt writes, or removes, in the module's directory.
pub(super) struct Written {
    /// Its name.
    pub path: Arc<str>,
    /// The `generate` block's contents.
    pub at: Span,
    pub over: Over,
    /// What a Terraform file declares, apart from providers and settings.
    pub blocks: Vec<Arc<Block>>,
    /// What a file of values assigns.
    pub values: Vec<Entry>,
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
                let disabled = file.value.get("disable").filter(|flag| !flag.is_null()).map(Value::as_bool);
                let path = Path::of(&file.value);
                match disabled {
                    Some(Some(true)) => out.removed(file, &path),
                    Some(None) => out.opened(file.key_at),
                    Some(Some(false)) | None => {}
                }
                if disabled != Some(Some(true))
                    && let Some(contents) = origin::field(&file.value, "contents")
                {
                    let over = over(file.value.get("if_exists"));
                    let written = self.read_contents((contents, path, over), inputs, run, &mut out);
                    out.files.extend(written.filter(|_| disabled != Some(None)));
                }
            }
        }
        let state = self.combined(&self.merged(run), "remote_state", false, run);
        if let Some(file) = state.as_ref().and_then(|state| state.get("generate")).filter(|file| !file.is_null()) {
            match Path::of(file) {
                Path::Here(path) => {
                    let over = over(file.get("if_exists"));
                    out.files.push(Written { path, at: file.at, over, blocks: Vec::new(), values: Vec::new() });
                }
                Path::Unknown => out.opened(file.at),
                Path::Aside => {}
            }
        }
        out
    }

    /// The module with the generated files in it, and the files of values among them. What is there already stays or goes as
    /// `if_exists` says.
    pub(super) fn with_generated(
        &self,
        mut module: Arc<Definition>,
        found: &Found,
        files: Vec<Written>,
        run: &Run<'_>,
    ) -> (Arc<Definition>, Vec<Automatic>) {
        let mut values = Vec::new();
        let sources = run.sources;
        for file in files {
            let home = (self.session.home.0, &*self.session.home.1);
            let mut there: Vec<FileId> = Vec::new();
            // A module model has other files than the module.
            if !found.marks.has(Marks::MODELLED) {
                let places = [(found.tree, &*found.directory), home];
                there.extend(places.iter().filter_map(|(tree, dir)| sources.find(*tree, &under(dir, &file.path))));
                there.sort_unstable();
                there.dedup();
            }
            let signed = |id: &FileId| {
                sources.text(*id).is_ok_and(|text| text.lines().next().is_some_and(|l| l.contains(SIGNATURE)))
            };
            let refused = match file.over {
                Over::Any => false,
                Over::Skip if there.is_empty() => false,
                Over::Skip => continue,
                // The unit's own file is copied over the module's.
                Over::Signed => there.iter().any(|id| !signed(id)),
                Over::Never => !there.is_empty(),
            };
            if refused {
                let message =
                    format!("`{}` is in the module already, and Terragrunt refuses to write over it", file.path);
                let help = "set `if_exists` to `overwrite` or `skip`, or give the file another name";
                run.gap(Gap::at(file.at, GapKind::Refused, message).with_help(help));
            }
            if is_values(&file.path) {
                values.push((file.path, file.values, None));
            } else {
                module = Arc::new(module.with_file(&there, &file.path, &file.blocks));
            }
        }
        (module, values)
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

    /// Reads the text of a file. `None` when it is none that Terraform reads in the module's directory.
    fn read_contents(
        self: &Rc<Self>,
        (contents, path, over): (&Entry, Path, Over),
        inputs: &Value,
        run: &Run<'_>,
        out: &mut Generated,
    ) -> Option<Written> {
        let (value, at) = (&contents.value, contents.key_at);
        let text = match &value.kind {
            Kind::Text(Text::Whole(text)) => text.to_string(),
            Kind::Text(Text::Parts(pieces)) => with_placeholders(pieces, &mut out.holes),
            Kind::Unknown(_) => {
                if !matches!(path, Path::Aside) {
                    out.opened(at);
                }
                return None;
            }
            _ => return None,
        };
        let json = matches!(&path, Path::Here(path) if path.ends_with(".json"));
        let values = matches!(&path, Path::Here(path) if is_values(path));
        let mut parsed = match (json, written_at(value, &text, run)) {
            (true, _) if values => hcl::parse_json_values(&text, at.file),
            (true, _) => hcl::parse_json(&text, at.file),
            (false, Some(shift)) => hcl::parse_part(&text, value.at.file, shift),
            (false, None) => hcl::parse(&text, at.file),
        };
        let own_places = !json && written_at(value, &text, run).is_some();
        let named = hole::fill(&mut parsed.body, out.holes.len(), (!own_places).then_some(at));
        let directory = (self.session.tree, self.directory.clone());
        let holes = out.holes.clone();
        let scope = Contents { holes, at, inputs, directory, owner: &self.session.owner };
        // What does not evaluate in generated text is unknown; its own place would mean nothing to a reader.
        let inner = Run::within(run.sources, run.budget.get());
        for block in &parsed.body.blocks {
            match &*block.kind {
                "provider" => {
                    let Some(name) = block.label(0) else { continue };
                    let config = scope.body(&block.body, &inner, DEPTH);
                    out.providers.push(provider(name.clone(), origin::mark(config, value.marks), at));
                }
                "terraform" => {
                    let backend = block.body.blocks.iter().find(|b| matches!(&*b.kind, "backend" | "cloud"));
                    if let Some(backend) = backend {
                        let kind = backend.label(0).cloned().unwrap_or_else(|| backend.kind.clone());
                        let config = origin::mark(scope.body(&backend.body, &inner, DEPTH), value.marks);
                        out.backend.get_or_insert(Backend { kind, config, at });
                    }
                }
                _ => {}
            }
        }
        let path = match path {
            Path::Here(path) if is_terraform(&path) || values => path,
            Path::Unknown => {
                out.opened(at);
                return None;
            }
            _ => return None,
        };
        if named || parsed.gaps.iter().any(|gap| gap.kind != GapKind::Refused) {
            out.opened(at);
        }
        let assigned = parsed.body.attributes.iter().filter(|_| values).map(|attribute| {
            let assigned = scope.restored(evaluate(&attribute.value, &scope, &inner), DEPTH);
            origin::entry(attribute.name.clone(), at, origin::mark(assigned, value.marks))
        });
        let assigned = assigned.collect();
        run.budget.set(inner.budget.get());
        // What a sensitive text declares is not shown.
        if value.all_marks().has(Marks::SENSITIVE) && !values {
            out.opened(at);
            return Some(Written { path, at, over, blocks: Vec::new(), values: Vec::new() });
        }
        let declares = |block: &Block| !values && !matches!(&*block.kind, "provider" | "terraform");
        let blocks = parsed.body.blocks.into_iter().filter(declares).map(Arc::new).collect();
        Some(Written { path, at, over, blocks, values: assigned })
    }
}

impl Generated {
    fn opened(&mut self, at: Span) {
        let why = Why::Gap("a generated file is not wholly known, and may declare it".into());
        self.open.get_or_insert_with(|| Arc::new(Unknown::new(why, at)));
    }

    /// A block that is switched off may have its file removed.
    fn removed(&mut self, file: &Entry, path: &Path) {
        let over = match file.value.get("if_disabled").and_then(Value::as_str) {
            Some("remove") => Over::Any,
            Some("remove_terragrunt") => Over::Signed,
            _ => return,
        };
        if let Path::Here(path) = path {
            let (blocks, values) = (Vec::new(), Vec::new());
            self.files.push(Written { path: path.clone(), at: file.key_at, over, blocks, values });
        }
    }
}

/// Where a file is written.
enum Path {
    /// Into the module's directory, under this name.
    Here(Arc<str>),
    /// Elsewhere.
    Aside,
    Unknown,
}

impl Path {
    fn of(file: &Value) -> Path {
        let Some(path) = file.get("path") else { return Path::Aside };
        // A name that may not be shown is not looked for either.
        if path.all_marks().has(Marks::SENSITIVE) {
            return Path::Unknown;
        }
        match path.as_str().map(|path| path.strip_prefix("./").unwrap_or(path)) {
            Some(path) if path.contains('/') => Path::Aside,
            Some(path) => Path::Here(path.into()),
            None if path.first_unknown().is_some() => Path::Unknown,
            None => Path::Aside,
        }
    }
}

fn over(if_exists: Option<&Value>) -> Over {
    match if_exists.and_then(Value::as_str) {
        Some("overwrite") => Over::Any,
        Some("overwrite_terragrunt") => Over::Signed,
        Some("skip") => Over::Skip,
        Some(_) => Over::Never,
        // What is not known refuses nothing.
        None => Over::Any,
    }
}

/// Whether Terraform reads the file for values without being told.
fn is_values(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    stem == "terraform.tfvars" || stem.ends_with(".auto.tfvars")
}

/// Where in its file a text is written as it is: what it declares then has places of its own.
fn written_at(value: &Value, text: &str, run: &Run<'_>) -> Option<usize> {
    value.as_str()?;
    let source = run.sources.text(value.at.file).ok()?;
    let (start, end) = (value.at.start as usize, value.at.end as usize);
    Some(start + source.get(start..end)?.find(text)?)
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

/// Text with a name in place of each hole, which is added to those before.
fn with_placeholders(pieces: &[Piece], holes: &mut Vec<Arc<Unknown>>) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Known(known, _) => text.push_str(known),
            Piece::Hole(unknown, _) => {
                text.push_str(&placeholder(holes.len()));
                holes.push(unknown.clone());
            }
        }
    }
    text
}

/// Where generated text is written: its names are those of the module it is written beside.
struct Contents<'i> {
    holes: Vec<Arc<Unknown>>,
    at: Span,
    inputs: &'i Value,
    directory: (TreeId, Arc<str>),
    owner: &'i Address,
}

impl Scope for Contents<'_> {
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

impl Contents<'_> {
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
