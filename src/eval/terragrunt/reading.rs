//! A configuration file being read: the file itself, what it includes, and its locals, each evaluated when it is first
//! asked for. Included files are evaluated in the context of the file that includes them.

use super::autoinclude::Over;
use super::component::Element;
use super::merge::Strategy;
use super::missing::ancestors;
use super::scope::PartScope;
use super::unit::{Asked, Outcomes, Unit};
use crate::eval::expression::{convert, evaluate};
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::reference::{Outcome, PathReference, ReferenceKind, withheld};
use crate::eval::scope::Run;
use crate::eval::value::{Absent, Address, How, Kind, Marks, Unknown, Value, Why};
use crate::eval::world::{File, World};
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{Block, Body};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Deepest nesting of `read_terragrunt_config`.
pub(super) const READS: u32 = 16;

/// Outputs that are used, by their dependency and place, and whether the unit fails without them.
type Uses = BTreeMap<(Arc<str>, Span), (Arc<str>, bool)>;

/// What the evaluation of one unit shares.
pub(super) struct Session<'w> {
    pub world: &'w World<'w>,
    pub tree: TreeId,
    pub repository: Arc<str>,
    /// The unit's directory.
    pub unit: Arc<str>,
    /// Where the unit's file lies, which is elsewhere for a unit of a stack.
    pub home: (TreeId, Arc<str>),
    /// `values.*`, for a unit of a stack, or of a file beside the unit.
    pub values: OnceCell<Value>,
    /// The unit's address.
    pub owner: Address,
    /// What other units amount to, as far as they are evaluated.
    pub outcomes: &'w Outcomes,
    pub references: RefCell<Vec<PathReference>>,
    /// Read configurations, by file.
    pub reads: RefCell<HashMap<FileId, Value>>,
    /// Outputs of dependencies that the unit's own files use: the dependency, the place, the output.
    pub uses: RefCell<Uses>,
    /// Units whose outputs were asked for.
    pub asked: RefCell<Asked>,
    /// What of the files that were read does not parse.
    pub torn: RefCell<BTreeSet<Gap>>,
    /// What is being evaluated, outermost first.
    trail: RefCell<Vec<String>>,
}

impl<'w> Session<'w> {
    /// A file, parsed; what of it does not parse is noted.
    fn read(&self, file: FileId) -> Arc<File> {
        let content = self.world.file(file);
        self.torn.borrow_mut().extend(content.gaps.iter().cloned());
        content
    }

    /// A session for a unit.
    pub fn new(world: &'w World<'w>, unit: &Unit, outcomes: &'w Outcomes) -> Rc<Self> {
        let (tree, home) = (unit.tree, unit.home.clone());
        let values = unit.values.clone().map_or_else(OnceCell::new, OnceCell::from);
        let unit = unit.directory.clone();
        let repository = world.sources.tree_name(tree);
        Rc::new(Self {
            world,
            tree,
            owner: Address::new(repository.clone(), unit.clone(), ""),
            repository,
            unit,
            home,
            values,
            outcomes,
            references: RefCell::default(),
            reads: RefCell::default(),
            uses: RefCell::default(),
            asked: RefCell::default(),
            torn: RefCell::default(),
            trail: RefCell::default(),
        })
    }

    /// Evaluates `label` unless it is being evaluated already: then it refers to itself, and a gap names the way.
    pub(super) fn guarded(&self, label: String, at: Span, run: &Run<'_>, make: impl FnOnce() -> Value) -> Value {
        let cycle = {
            let trail = self.trail.borrow();
            trail.iter().position(|l| *l == label).map(|from| trail.get(from..).unwrap_or_default().join(" -> "))
        };
        if let Some(way) = cycle {
            let message: Arc<str> = format!("{way} -> {label} refers to itself").into();
            run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
            return origin::value(origin::unknown(Why::Gap(message), at));
        }
        self.trail.borrow_mut().push(label);
        let errors = run.errors.get();
        let made = make();
        run.errors.set(errors);
        self.trail.borrow_mut().pop();
        made
    }
}

/// One file of a reading.
pub(super) struct Part {
    /// The include's label; empty for the file itself and for a bare include.
    pub name: Arc<str>,
    /// The file, unless it is absent.
    pub file: Option<FileId>,
    /// What is in it.
    pub content: Arc<File>,
    /// Its path; empty when it is not known.
    pub path: Arc<str>,
    /// How it is merged.
    pub strategy: Strategy,
    /// Whether `include.NAME` may be used.
    pub expose: bool,
    /// The include block; for the file itself its first byte.
    pub at: Span,
    /// Set when the file is absent or its path is not known.
    pub unknown: Option<Arc<Unknown>>,
    /// ASSUMED and SENSITIVE, for a file that `assume:` laid there.
    pub marks: Marks,
}

impl Part {
    /// The blocks of a kind.
    pub fn blocks<'p>(&'p self, kind: &'p str) -> impl Iterator<Item = &'p Arc<Block>> + 'p {
        self.content.blocks_of(kind)
    }
}

/// A configuration file being read.
pub(super) struct Reading<'w> {
    pub session: Rc<Session<'w>>,
    /// The directory of the file: `get_terragrunt_dir`.
    pub directory: Arc<str>,
    /// How many `read_terragrunt_config` lead here.
    pub level: u32,
    main: Rc<Part>,
    includes: RefCell<Option<Rc<Vec<Rc<Part>>>>>,
    busy: Cell<bool>,
    locals: RefCell<HashMap<(FileId, Arc<str>), Value>>,
    pub(super) dependencies: RefCell<HashMap<Arc<str>, Value>>,
    /// What the stack that declares this unit lays over it.
    pub(super) auto: OnceCell<(Rc<Part>, Over<'w>)>,
    /// The element that the `dependency` block which is being evaluated is made for.
    pub(super) element: RefCell<Option<Element>>,
}

impl<'w> Reading<'w> {
    /// Starts to read a unit's or a stack's own file.
    pub fn new(session: Rc<Session<'w>>, file: FileId) -> Rc<Self> {
        let path: Arc<str> = session.world.sources.file(file).map_or_else(|| "".into(), |f| f.path.clone());
        Self::at(session, file, path, 0)
    }

    /// Starts to read a file that lies at `path`, `level` reads below the unit's own.
    pub fn at(session: Rc<Session<'w>>, file: FileId, path: Arc<str>, level: u32) -> Rc<Self> {
        let main = Part {
            name: "".into(),
            file: Some(file),
            content: session.read(file),
            path: path.clone(),
            strategy: Strategy::Shallow,
            expose: true,
            at: Span::file_start(file),
            unknown: None,
            marks: crate::eval::terraform::assumed(session.world, file),
        };
        Rc::new(Self {
            directory: if level == 0 { session.unit.clone() } else { paths::parent(&path).into() },
            level,
            session,
            main: Rc::new(main),
            includes: RefCell::default(),
            busy: Cell::new(false),
            locals: RefCell::default(),
            dependencies: RefCell::default(),
            auto: OnceCell::new(),
            element: RefCell::default(),
        })
    }

    /// The file itself.
    pub fn main(&self) -> &Rc<Part> {
        &self.main
    }

    /// The included files, in order of their blocks. While they are being worked out there are none.
    pub fn includes(self: &Rc<Self>, run: &Run<'_>) -> Rc<Vec<Rc<Part>>> {
        if let Some(found) = &*self.includes.borrow() {
            return found.clone();
        }
        if self.busy.replace(true) {
            return Rc::default();
        }
        self.twice(&self.main, run);
        let blocks: Vec<Arc<Block>> = self.main.content.blocks_of("include").cloned().collect();
        let made = Rc::new(blocks.iter().map(|block| Rc::new(self.include(block, run))).collect::<Vec<_>>());
        *self.includes.borrow_mut() = Some(made.clone());
        made
    }

    /// The file itself, then what it includes and merges, the one that wins first; before them what a stack lays over it.
    pub fn merged(self: &Rc<Self>, run: &Run<'_>) -> Vec<Rc<Part>> {
        let includes = self.includes(run);
        let merged = includes.iter().rev().filter(|p| p.strategy != Strategy::No).cloned();
        let auto = self.auto.get().map(|(part, _)| part.clone());
        auto.into_iter().chain([self.main.clone()]).chain(merged).collect()
    }

    fn include(self: &Rc<Self>, block: &Block, run: &Run<'_>) -> Part {
        let scope = PartScope::new(self, &self.main);
        let flag = |name: &str| match block.body.attribute(name) {
            Some(attribute) => matches!(evaluate(&attribute.value, &scope, run).kind, Kind::Bool(true)),
            None => false,
        };
        let strategy = block.body.attribute("merge_strategy").map(|a| evaluate(&a.value, &scope, run));
        let strategy = match strategy.as_ref().and_then(|s| Some((s, origin::known_text(s)?))) {
            Some((_, text)) if &**text == "no_merge" => Strategy::No,
            Some((_, text)) if &**text == "deep" => Strategy::Deep,
            // Terragrunt's own message offers `deep_map_only` too, and then refuses it.
            Some((value, text)) if &**text != "shallow" => {
                let at = block.body.attribute("merge_strategy").map_or(block.header_at, |a| a.value.at);
                let shown = if value.marks.has(Marks::SENSITIVE) { "this" } else { &format!("`{text}`") };
                let message =
                    format!("{shown} is no merge strategy: Terragrunt knows `no_merge`, `shallow` and `deep`");
                run.gap(Gap::at(at, GapKind::Refused, message));
                Strategy::Shallow
            }
            _ => Strategy::Shallow,
        };
        let mut part = Part {
            name: block.label(0).cloned().unwrap_or_else(|| "".into()),
            file: None,
            content: Arc::default(),
            path: "".into(),
            strategy,
            expose: flag("expose"),
            at: block.header_at,
            unknown: None,
            marks: Marks::NONE,
        };
        let Some(attribute) = block.body.attribute("path") else {
            let message: Arc<str> = "this include has no `path`".into();
            run.gap(Gap::at(block.header_at, GapKind::Evaluation, message.clone()));
            part.unknown = Some(Arc::new(origin::unknown(Why::Gap(message), block.header_at)));
            return part;
        };
        let path = evaluate(&attribute.value, &scope, run);
        match self.find(&path, attribute.value.at, ReferenceKind::Include, false, run) {
            Ok((file, path)) => {
                part.file = Some(file);
                part.content = self.session.read(file);
                part.path = path;
                part.marks = crate::eval::terraform::assumed(self.session.world, file);
                self.twice(&part, run);
                // `Only one level of includes is allowed`, says Terragrunt, which also keeps includes from going in circles.
                if part.content.blocks_of("include").next().is_some() {
                    let message = format!(
                        "`{}` includes another file itself, and Terragrunt allows one level of include; its own includes are \
                         not followed",
                        part.path
                    );
                    run.gap(Gap::at(attribute.value.at, GapKind::Evaluation, message));
                }
            }
            Err(unknown) => part.unknown = Some(unknown),
        }
        part
    }

    /// Says what Terragrunt lets a file have once and this one has again: it refuses such a file. Includes, dependencies and
    /// features of one name it accepts.
    fn twice(&self, part: &Part, run: &Run<'_>) {
        let mut first: HashMap<(&str, &str), Span> = HashMap::new();
        for block in &part.content.blocks {
            let name = match &*block.kind {
                "generate" => block.label(0).map_or("", |name| name),
                "terraform" | "locals" | "remote_state" | "dependencies" | "exclude" | "errors" | "engine"
                | "catalog" => "",
                _ => continue,
            };
            let before = *first.entry((&block.kind, name)).or_insert(block.header_at);
            if before != block.header_at {
                let line = run.sources.line_col(before.file, before.start).line;
                let what = if name.is_empty() { format!("`{}`", block.kind) } else { format!("generate `{name}`") };
                let message = format!("{what} is declared twice, first on line {line}; Terragrunt takes only one");
                run.gap(Gap::at(block.header_at, GapKind::Refused, message));
            }
        }
    }

    /// The file a path names, as seen from this file's directory, and its path, which differs from the file's own in what
    /// a stack generates; or what stands for it.
    pub(super) fn find(
        &self,
        path: &Value,
        at: Span,
        kind: ReferenceKind,
        optional: bool,
        run: &Run<'_>,
    ) -> Result<(FileId, Arc<str>), Arc<Unknown>> {
        let session = &self.session;
        let of = |value: Value| match (&value.kind, value.first_unknown()) {
            (Kind::Unknown(unknown), _) => unknown.clone(),
            (_, Some(piece)) => Arc::new(Unknown::because(piece, at)),
            _ => Arc::new(origin::unknown(Why::Gap("a path that is not text".into()), at)),
        };
        let Some(text) = origin::known_text(path) else {
            let unknown = of(path.clone());
            // A search that found nothing has said so where it was made.
            if !matches!(unknown.why, Why::MissingFile(_)) {
                session.refer(kind, at, &path.display(), Outcome::Undecided(unknown.clone()), path.marks);
            }
            return Err(unknown);
        };
        let Some((tree, located)) = paths::locate(session.world.sources, session.tree, &self.directory, text) else {
            let message: Arc<str> = format!("`{}` leads out of the repository; it is not read", path.display()).into();
            run.gap(Gap::at(at, GapKind::Unreadable, message.clone()));
            let unknown = Arc::new(origin::unknown(Why::Gap(message), at));
            session.refer(kind, at, text, Outcome::Undecided(unknown.clone()), path.marks);
            return Err(unknown);
        };
        let (sources, world) = (session.world.sources, session.world);
        // Functions give absolute paths; nobody wrote those.
        let written = if text.starts_with('/') { located.as_str() } else { text };
        let copied = || {
            // While stacks are being expanded, only the place of the stack itself is known.
            let inside = located.strip_prefix(&*session.unit)?.strip_prefix('/')?;
            sources.find(session.home.0, &super::missing::under(&session.home.1, inside))
        };
        let here = |file: FileId| (file, Arc::from(located.as_str()));
        let file = world.find(tree, &located).or_else(copied).map(here).or_else(|| {
            let names = super::UNIT_FILES.iter().filter(|_| world.is_dir(tree, &located));
            names.into_iter().find_map(|name| {
                let path = super::missing::under(&located, name);
                world.find(tree, &path).map(|file| (file, path.into()))
            })
        });
        match file {
            Some(found) => {
                session.refer(kind, at, written, Outcome::Found, path.marks);
                Ok(found)
            }
            None if optional && !sources.is_ignored(tree, &located) && sources.unseen(tree, &located).is_none() => {
                Err(withheld(&Arc::new(Unknown::new(Why::NoSource(Absent::File(located.into())), at)), path.marks))
            }
            None => Err(of(session.not_at(&located, written, kind, at, path.marks, run))),
        }
    }

    /// What is being evaluated, for the name of a cycle.
    fn label(&self, part: &Part, name: &str) -> String {
        // The same file read again in another context is another evaluation; cycles of reads are found by themselves.
        let again = "'".repeat(self.level as usize);
        format!("{}:{name}{again}", part.path)
    }

    /// `local.NAME` of one of the files; `None` when it is not declared there.
    pub fn local(self: &Rc<Self>, part: &Rc<Part>, name: &Arc<str>, run: &Run<'_>) -> Option<Value> {
        let file = part.file?;
        if let Some(found) = self.locals.borrow().get(&(file, name.clone())) {
            return Some(found.clone());
        }
        let attribute = part.blocks("locals").find_map(|b| b.body.attribute(name))?;
        let label = self.label(part, &format!("local.{name}"));
        let value = self.session.guarded(label, attribute.name_at, run, || {
            let scope = PartScope { in_locals: true, ..PartScope::new(self, part) };
            origin::named(name, origin::mark(evaluate(&attribute.value, &scope, run), part.marks))
        });
        Some(self.locals.borrow_mut().entry((file, name.clone())).or_insert(value).clone())
    }

    /// All locals of one of the files, as a map; for an absent file it is open.
    pub fn locals(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Value {
        if let Some(unknown) = &part.unknown {
            return origin::below(unknown, &"locals".into(), part.at);
        }
        let names: Vec<(Arc<str>, Span)> =
            part.blocks("locals").flat_map(|b| b.body.attributes.iter().map(|a| (a.name.clone(), a.name_at))).collect();
        let at = part.blocks("locals").next().map_or(part.at, |b| b.header_at);
        let entries = names.into_iter().filter_map(|(name, at)| {
            let value = self.local(part, &name, run)?;
            Some(origin::entry(name, at, value))
        });
        let rest = self.torn(part, "locals");
        origin::plain(Kind::Map(Arc::new(crate::eval::value::Map::of(entries, rest))), at)
    }

    /// The value of a top-level attribute of one of the files.
    pub fn attribute(self: &Rc<Self>, part: &Rc<Part>, name: &str, run: &Run<'_>) -> Option<(Value, Span)> {
        let attribute = part.content.attribute(name)?;
        let label = self.label(part, name);
        let value = self.session.guarded(label, attribute.name_at, run, || {
            origin::mark(evaluate(&attribute.value, &PartScope::new(self, part), run), part.marks)
        });
        Some((self.stepped(value, part), attribute.name_at))
    }

    /// The value with the include it came through.
    pub fn stepped(&self, value: Value, part: &Part) -> Value {
        if part.at.file == self.main.at.file && part.file != self.main.file {
            return origin::step(value, How::Include, part.at);
        }
        value
    }

    /// A body of one of the files as a map; nested blocks as lists of maps.
    pub fn body(self: &Rc<Self>, part: &Rc<Part>, body: &Body, at: Span, run: &Run<'_>) -> Value {
        let scope = PartScope::new(self, part);
        let mut entries = Vec::new();
        for attribute in &body.attributes {
            let value = origin::mark(evaluate(&attribute.value, &scope, run), part.marks);
            entries.push(origin::entry(attribute.name.clone(), attribute.name_at, self.stepped(value, part)));
        }
        origin::plain(Kind::Map(Arc::new(crate::eval::value::Map::of(entries, None))), at)
    }

    /// The file a search upwards finds, under any of these names: `find_in_parent_folders` starts one directory above.
    pub fn in_parents(&self, names: &[&str]) -> Option<String> {
        let (tree, world) = (self.session.tree, self.session.world);
        let there = |path: &String| world.find(tree, path).is_some() || (!path.is_empty() && world.is_dir(tree, path));
        ancestors(&self.directory).find_map(|dir| names.iter().filter_map(|name| paths::join(dir, name)).find(there))
    }

    /// Whether an attribute of a block is this boolean; `None` when that is not known.
    pub fn flag(self: &Rc<Self>, part: &Rc<Part>, body: &Body, name: &str, run: &Run<'_>) -> Option<bool> {
        let Some(attribute) = body.attribute(name) else { return Some(false) };
        convert::to_bool(&evaluate(&attribute.value, &PartScope::new(self, part), run)).ok()
    }
}
