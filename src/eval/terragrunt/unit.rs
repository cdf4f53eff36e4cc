//! A unit: its head (what it includes and depends on), and the configuration it amounts to.

use super::autoinclude::Overlay;
use super::merge::{self, Strategy};
use super::reading::{Part, Reading, Session};
use super::schema;
use super::scope::PartScope;
use crate::eval::budget::Done;
use crate::eval::configuration::{Backend, Configuration, ConfigurationKind, Module, ModuleSource};
use crate::eval::expression::{convert, evaluate};
use crate::eval::modules::Source;
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::reference::{Outcome as Leads, ReferenceKind};
use crate::eval::scope::Run;
use crate::eval::terraform::{Context, Found, Node, NotFound, resolve};
use crate::eval::value::{Absent, Entry, Kind, Map, Marks, Part as Piece, Ref, Step, Text, Unknown, Value, Why};
use crate::eval::world::World;
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{Expr, ExprKind, ObjectKey, TemplatePart};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// A `terragrunt.hcl` that may be a unit.
#[derive(Clone, Debug)]
pub(in crate::eval) struct Unit {
    /// Its tree.
    pub tree: TreeId,
    /// Its directory; for a unit of a stack the one it would be generated into.
    pub directory: Arc<str>,
    /// Its file.
    pub file: FileId,
    /// Where its file lies.
    pub home: (TreeId, Arc<str>),
    /// `values.*`, for a unit of a stack.
    pub values: Option<Value>,
    /// What the stack lays over it.
    pub over: Option<Arc<Overlay>>,
    /// The first byte of its file, or the block of the stack that declares it.
    pub at: Span,
}

/// What a unit amounts to for those that depend on it.
#[derive(Clone, Debug)]
pub(in crate::eval) struct Outcome {
    /// Its outputs, as a map.
    pub outputs: Value,
    /// Its inputs, as a map.
    pub inputs: Value,
}

/// The outcomes of units by tree and directory.
pub(in crate::eval) type Outcomes = HashMap<(TreeId, Arc<str>), Arc<Outcome>>;

/// Directories of units whose outputs were asked for, with the place that names them.
pub(in crate::eval) type Asked = BTreeMap<Arc<str>, Span>;

/// What decides whether a file is a unit, and in which order units are evaluated.
#[derive(Clone, Debug, Default)]
pub(in crate::eval) struct Head {
    /// Files it includes.
    pub includes: Vec<FileId>,
    /// It names a module itself, or Terraform files lie beside it.
    pub has_module: bool,
    /// The directories of units it depends on, with the place that says so.
    pub dependencies: Vec<(Arc<str>, Span)>,
    /// A local module it uses.
    pub module: Option<(TreeId, Arc<str>)>,
    /// The source of its module, when it is known without what other units amount to.
    pub source: Option<Arc<str>>,
    /// Its module, or something else that decides here, rests on another unit's outputs.
    pub waits: bool,
}

/// Reads a unit's head, within a number of steps.
pub(in crate::eval) fn head(world: &World<'_>, unit: &Unit, steps: u64) -> Done<Head> {
    let run = Run::within(world.sources, steps);
    let outcomes = Outcomes::new();
    let session = Session::new(world, unit, &outcomes);
    let reading = Reading::of(session.clone(), unit, &run);
    let includes = reading.includes(&run).iter().filter_map(|p| p.file).collect();
    let own = reading.main().blocks("terraform").any(|b| b.body.attribute("source").is_some());
    let dependencies = reading.dependency_list(&run);
    let source = reading.source(&run);
    let told = source.as_ref().and_then(|(value, _)| origin::known_text(value)).cloned();
    let module = told.as_ref().and_then(|text| match Source::parse(text) {
        Source::Local(path) => paths::locate(world.sources, unit.tree, &unit.directory, &path),
        _ => None,
    });
    let either =
        || one_module(world, unit, &reading.sources(&run)).map(|found| (found.tree, found.directory.to_string()));
    let module = module.or_else(|| source.filter(|(value, _)| value.as_str().is_none()).and_then(|_| either()));
    let waits = !session.asked.borrow().is_empty();
    run.done(Head {
        waits,
        source: told,
        includes,
        has_module: own || world.definition(unit.home.0, &unit.home.1).is_some(),
        dependencies: dependencies.into_iter().filter_map(|d| d.target.map(|t| (t, d.at))).collect(),
        module: module.map(|(tree, dir)| (tree, dir.into())),
    })
}

impl<'w> Reading<'w> {
    /// The inputs, with those of included files merged in.
    pub fn inputs(self: &Rc<Self>, run: &Run<'_>) -> Value {
        let mut merged = self.own_inputs(self.main(), run);
        if let Some((over, _)) = self.auto.get() {
            merged = merge::inputs(&merged, &self.own_inputs(over, run), Strategy::Shallow, run);
        }
        let includes = self.includes(run);
        for part in includes.iter().rev().filter(|p| p.strategy != Strategy::No) {
            let parent = self.own_inputs(part, run);
            merged = merge::inputs(&parent, &merged, part.strategy, run);
        }
        // An include that was not read may bring any input.
        let written = |text: &str| text.lines().filter(|line| line.trim_start().starts_with("include")).count();
        let main = self.main();
        if let Some(torn) = self.torn(main, "include")
            && let Some(text) = main.file.and_then(|file| self.session.world.sources.text(file).ok())
            && written(&text) > main.blocks("include").count()
        {
            let parent = origin::map(Vec::new(), Some(torn), main.at);
            merged = merge::inputs(&parent, &merged, Strategy::Shallow, run);
        }
        merged
    }

    /// The inputs one file sets; an absent file may set any.
    pub(super) fn own_inputs(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Value {
        if let Some(unknown) = &part.unknown {
            let below = origin::below(unknown, &"inputs".into(), part.at);
            return origin::map(Vec::new(), below.why().cloned(), part.at);
        }
        let Some((value, at)) = self.attribute(part, "inputs", run) else {
            return origin::map(Vec::new(), self.torn(part, "inputs"), part.at);
        };
        match &value.kind {
            Kind::Map(map) => {
                let entries: Vec<Entry> =
                    map.entries.iter().map(|e| Entry { value: self.input(part, e), ..e.clone() }).collect();
                let map = Map { entries: entries.into(), rest: map.rest.clone() };
                Value { kind: Kind::Map(Arc::new(map)), at, ..value }
            }
            Kind::Unknown(unknown) => origin::map(Vec::new(), Some(unknown.clone()), at),
            Kind::Null => origin::map(Vec::new(), None, at),
            _ => {
                let message = format!("`inputs` must be a map, this is {}", convert::described(&value));
                run.gap(Gap::at(at, GapKind::Evaluation, message));
                origin::map(Vec::new(), None, at)
            }
        }
    }

    fn input(&self, part: &Part, entry: &Entry) -> Value {
        let value = self.stepped(entry.value.clone(), part);
        origin::named(&entry.key, value)
    }

    /// `terraform.source` as evaluated, and its place.
    pub fn source(self: &Rc<Self>, run: &Run<'_>) -> Option<(Value, Span)> {
        for part in self.merged(run) {
            if let Some(unknown) = &part.unknown {
                let value = origin::below(unknown, &"terraform".into(), part.at);
                return Some((value, part.at));
            }
            let attribute = part.blocks("terraform").find_map(|b| b.body.attribute("source").cloned());
            if let Some(attribute) = attribute {
                let value = evaluate(&attribute.value, &PartScope::new(self, &part), run);
                let value = origin::mark(value, part.marks);
                return Some((self.stepped(value, &part), attribute.at));
            }
            if let Some(torn) = self.torn(&part, "source") {
                let at = torn.at;
                return Some((origin::value(Unknown::clone(&torn)), at));
            }
        }
        None
    }

    /// Why a file may set something that was not read: a part of it that names this word does not parse.
    pub(super) fn torn(&self, part: &Part, word: &str) -> Option<Arc<Unknown>> {
        let gap = part.content.gaps.iter().find(|gap| gap.kind != GapKind::Refused)?;
        let text = part.file.map(|file| self.session.world.sources.text(file));
        if text.is_some_and(|text| text.is_ok_and(|text| !text.contains(word))) {
            return None;
        }
        let why = match part.file {
            Some(file) => self.session.world.unread(file, gap),
            None => {
                let why = format!("a part of `{}` does not parse", part.path);
                Unknown::new(Why::Gap(why.into()), gap.at.unwrap_or(part.at))
            }
        };
        Some(Arc::new(why))
    }

    /// What `terraform.source` may be, where it is a conditional of what is not known.
    fn sources(self: &Rc<Self>, run: &Run<'_>) -> Vec<Value> {
        let mut out = Vec::new();
        for part in self.merged(run) {
            let attribute = part.blocks("terraform").find_map(|b| b.body.attribute("source").cloned());
            if let Some(attribute) = attribute {
                let scope = PartScope::new(self, &part);
                alternatives(&attribute.value, ALTERNATIVES, &mut |expr| {
                    let value = evaluate(expr, &scope, run);
                    out.push(self.stepped(origin::mark(value, part.marks), &part));
                });
                break;
            }
        }
        out
    }

    /// `remote_state`, block or attribute; the child's replaces an included one as a whole.
    pub fn remote_state(self: &Rc<Self>, run: &Run<'_>) -> Option<Backend> {
        let mut perhaps = Marks::NONE;
        for part in self.merged(run) {
            if part.unknown.is_some() {
                // An included file that wins over those that follow, and is not there, may have its own.
                perhaps = Marks::OVERRIDABLE;
                continue;
            }
            let (value, at) = match part.blocks("remote_state").next().cloned() {
                Some(block) => (self.body(&part, &block.body, block.header_at, run), block.header_at),
                None => match self.attribute(&part, "remote_state", run) {
                    Some(found) => found,
                    None => continue,
                },
            };
            let value = origin::mark(value, perhaps);
            let kind = origin::field(&value, "backend").map(|e| &e.value);
            let kind = kind.filter(|v| !v.marks.has(Marks::SENSITIVE)).and_then(Value::as_str).unwrap_or("").into();
            let config = origin::field(&value, "config").map(|e| e.value.clone());
            return Some(Backend { kind, config: config.unwrap_or_else(|| origin::map(Vec::new(), None, at)), at });
        }
        None
    }
}

/// Evaluates a unit, within a number of steps; `outcomes` holds the units it depends on. Last come those whose outputs it
/// asked for, whether it found them there or not.
pub(in crate::eval) fn evaluate_unit(
    world: &World<'_>,
    unit: &Unit,
    outcomes: &Outcomes,
    steps: u64,
) -> Done<(Configuration, Outcome, Asked)> {
    let run = Run::within(world.sources, steps);
    let session = Session::new(world, unit, outcomes);
    let reading = Reading::of(session.clone(), unit, &run);
    schema::check(reading.main(), &run);
    reading.includes(&run).iter().for_each(|part| schema::check(part, &run));
    let mut inputs = reading.inputs(&run);
    let locals = reading.locals(&reading.main().clone(), &run);
    let mut dependencies = reading.dependency_list(&run);
    let source = reading.source(&run);
    run.site.set(Some(source.as_ref().map_or(unit.at, |(value, _)| value.at)));
    let generated = reading.generated(&inputs, &run);
    let mut backend = reading.remote_state(&run).or(generated.backend);
    let mut providers = generated.providers;

    let own: Vec<Arc<str>> = inputs_of_file(&reading);
    let same = source.as_ref().filter(|(value, _)| value.as_str().is_none()).and_then(|(value, at)| {
        let found = one_module(world, unit, &reading.sources(&run))?;
        session.refer(ReferenceKind::ModuleSource, *at, &found.directory, Leads::Found, value.marks);
        Some(found)
    });
    let resolved = match same {
        Some(found) => Ok(found),
        None => module_of(world, unit, &session, source.as_ref(), &own, &run),
    };
    let mut resources = Vec::new();
    let mut references = Vec::new();
    let (outputs, published, resolved) = match resolved {
        Ok(found) => {
            let mut definition = world.definition(found.tree, &found.directory).unwrap_or_default();
            if (found.tree, &found.directory) != (unit.home.0, &unit.home.1)
                && let Some(beside) = world.definition(unit.home.0, &unit.home.1)
            {
                definition = Arc::new(definition.with(&beside));
            }
            let (whole, values) = reading.with_generated(definition, &found, generated.files, &run);
            definition = whole;
            if !generated.holes.is_empty() || generated.open.is_some() {
                let holes = generated.holes.iter().enumerate();
                let holes = holes.map(|(index, hole)| (super::hole::placeholder(index).into(), hole.clone()));
                definition = Arc::new(definition.with_holes(Arc::new(holes.collect()), generated.open.clone()));
            }
            let given = reading.given(&inputs, (found.tree, &found.directory), values, &run);
            let rest = given.values.as_map().and_then(|m| m.rest.clone());
            let directory = (found.tree, found.directory.clone());
            let mut context = Context::new(world, session.owner.clone(), directory, rest, providers, true);
            context.written = given.written;
            context.copied = copied(world, unit, source.as_ref(), &found);
            let context = Rc::new(context);
            let elsewhere = found.marks.has(Marks::MODELLED) || world.is_pinned(found.tree);
            let site = elsewhere.then(|| site(&reading, source.as_ref(), unit));
            run.gaps.borrow_mut().extend(definition.gaps.iter().cloned());
            session.torn.borrow_mut().extend(definition.torn_gaps().cloned());
            let node = Node::root(context.clone(), found.tree, definition, given.values, found.marks, site);
            providers = node.providers(&run).to_vec();
            backend = backend.or_else(|| node.backend(&run));
            node.collect(&run, &mut resources);
            let module = (found.tree, &*found.directory);
            let published = reading.with_others(node.outputs(&run), module, generated.open.as_ref(), &run);
            let outputs = node.exported(&published);
            inputs = node.hiding(inputs);
            node.dissolve();
            references.extend(context.take_references());
            session.torn.borrow_mut().extend(context.take_torn());
            (outputs, published, found.how)
        }
        Err(why) => {
            let what = Ref { owner: session.owner.subject("outputs"), path: Arc::new([]) };
            let rest = Unknown { what: Some(what), ..Unknown::clone(&why) };
            let outputs = origin::map(Vec::new(), Some(Arc::new(rest)), Span::file_start(unit.file));
            (outputs.clone(), outputs, ModuleSource::Missing(why))
        }
    };
    let told = source.as_ref().filter(|(value, _)| !value.all_marks().has(Marks::SENSITIVE));
    let version = told.and_then(|(value, _)| version_of(value));
    let rendered = world.settings.rendered.then(|| reading.whole(&reading.merged(&run), false, &run));
    reading.note_uses(&mut dependencies, &run);
    references.extend(session.settle(&run));
    references.dedup_by(|a, b| a.at == b.at && a.kind == b.kind && a.target == b.target);
    let outcome = Outcome { outputs: published, inputs: inputs.clone() };
    let configuration = Configuration {
        tree: unit.tree,
        repository: session.repository.clone(),
        scope: unit.directory.clone(),
        variant: None,
        kind: ConfigurationKind::Unit,
        at: unit.at,
        inputs,
        module: Module { source: source.map(|(value, _)| value), version, resolved },
        locals,
        backend,
        providers,
        resources,
        outputs,
        dependencies,
        references,
        rendered,
        values: unit.values.clone(),
        torn: session.torn.take().into_iter().collect(),
        gaps: run.gaps.take(),
    };
    let asked = session.asked.take();
    run.done((configuration, outcome, asked))
}

/// What Terragrunt copies of the tree that a local source lies in: the directory before `//`, else the module's alone. `None`
/// for what it does not copy, or what is a repository of its own.
fn copied(world: &World<'_>, unit: &Unit, source: Option<&(Value, Span)>, found: &Found) -> Option<(TreeId, Arc<str>)> {
    let text = source?.0.as_str()?;
    let (Source::Local(_), false) = (Source::parse(text), found.marks.has(Marks::MODELLED)) else { return None };
    let path = text.split_once("//").map_or(text, |(before, _)| before);
    let (tree, directory) = paths::locate(world.sources, unit.tree, &unit.directory, path)?;
    let inside = *found.directory == *directory || crate::source::path::inside(&found.directory, &directory).is_some();
    (tree == found.tree && inside).then(|| (tree, directory.into()))
}

/// The names of the inputs that the unit's own file sets.
fn inputs_of_file(reading: &Rc<Reading<'_>>) -> Vec<Arc<str>> {
    fn names(expr: &Expr, out: &mut Vec<Arc<str>>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match &*expr.kind {
            ExprKind::Object(items) => out.extend(items.iter().filter_map(|item| match &item.key {
                ObjectKey::Name(name) => Some(name.clone()),
                ObjectKey::Expr(key) => match &*key.kind {
                    ExprKind::String(name) => Some(name.clone()),
                    _ => None,
                },
            })),
            ExprKind::Call { name, args, .. } if &**name == "merge" => {
                args.iter().for_each(|arg| names(arg, out, depth));
            }
            ExprKind::Paren(inner) => names(inner, out, depth),
            _ => {}
        }
    }
    let mut out = Vec::new();
    if let Some(attribute) = reading.main().content.attribute("inputs") {
        names(&attribute.value, &mut out, 8);
    }
    out.sort();
    out.dedup();
    out
}

/// Deepest nesting of conditionals in a source.
const ALTERNATIVES: u32 = 4;

/// The results that a conditional chooses from; nothing for what is none.
fn alternatives(expr: &Expr, depth: u32, each: &mut dyn FnMut(&Expr)) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match &*expr.kind {
        ExprKind::Paren(inner) => alternatives(inner, depth, each),
        ExprKind::Template(parts) => {
            if let [TemplatePart::Interpolation(inner)] = parts.as_slice() {
                alternatives(inner, depth, each);
            }
        }
        ExprKind::Conditional(_, then, otherwise) => {
            for result in [then, otherwise] {
                let mut nested = false;
                alternatives(result, depth, &mut |expr| {
                    nested = true;
                    each(expr);
                });
                if !nested {
                    each(result);
                }
            }
        }
        _ => {}
    }
}

/// The one module that all of these name: a directory of this repository, which the others pin at a version of it.
fn one_module(world: &World<'_>, unit: &Unit, sources: &[Value]) -> Option<Found> {
    let local = |value: &Value| match Source::parse(value.as_str()?) {
        Source::Local(path) => paths::locate(world.sources, unit.tree, &unit.directory, &path),
        _ => None,
    };
    let (tree, directory) = sources.iter().find_map(local)?;
    let same = |value: &Value| match local(value) {
        Some(found) => found == (tree, directory.clone()),
        None => pinned_directory(value).is_some_and(|d| d == directory),
    };
    let written = sources.iter().find(|v| local(v).is_some())?.as_str()?;
    sources.iter().all(same).then(|| resolve(world, unit.tree, &unit.directory, written, None).ok())?
}

/// The directory after `//` in a source with a version, also where the version is not known.
fn pinned_directory(value: &Value) -> Option<String> {
    let known = match &value.kind {
        Kind::Text(Text::Whole(text)) => text.clone(),
        Kind::Text(Text::Parts(parts)) => match parts.first() {
            Some(Piece::Known(text, _)) => text.clone(),
            _ => return None,
        },
        _ => return None,
    };
    let (source, _) = known.split_once("?ref=")?;
    let path = source.split_once("://").map_or(source, |(_, rest)| rest);
    path.split_once("//").map(|(_, directory)| directory.trim_matches('/').to_owned())
}

/// The place a person would change what a module model makes: the inputs, else the source.
fn site(reading: &Rc<Reading<'_>>, source: Option<&(Value, Span)>, unit: &Unit) -> Span {
    let inputs = reading.main().content.attribute("inputs").map(|a| a.name_at);
    inputs.or_else(|| source.map(|(_, at)| *at)).unwrap_or(Span::file_start(unit.file))
}

fn module_of(
    world: &World<'_>,
    unit: &Unit,
    session: &Session<'_>,
    source: Option<&(Value, Span)>,
    own: &[Arc<str>],
    run: &Run<'_>,
) -> Result<Found, Arc<Unknown>> {
    let start = Span::file_start(unit.file);
    let Some((value, at)) = source else {
        if world.definition(unit.home.0, &unit.home.1).is_some() {
            return resolve(world, unit.home.0, &unit.home.1, ".", None)
                .map_err(|not| Arc::new(Unknown::new(Why::NoSource(Absent::Module(not.name)), start)));
        }
        let message: Arc<str> =
            "this unit names no module: it has no `terraform { source }` and no Terraform files".into();
        run.gap(Gap::at(start, GapKind::ModuleSource, message.clone()));
        return Err(Arc::new(Unknown::new(Why::Gap(message), start)));
    };
    if let Some(text) = value.as_str() {
        let path = match Source::parse(text) {
            Source::Local(path) => Some(path),
            _ => None,
        };
        let local = path.is_some();
        let located = path.and_then(|path| paths::locate(world.sources, unit.tree, &unit.directory, &path));
        let copied = located.and_then(|(tree, directory)| world.copied(tree, &directory));
        let found = match copied {
            Some((tree, directory)) => resolve(world, tree, &directory, ".", None),
            None => resolve(world, unit.tree, &unit.directory, text, None),
        };
        return match found {
            Ok(found) => {
                if local {
                    session.refer(ReferenceKind::ModuleSource, *at, text, Leads::Found, value.marks);
                }
                Ok(found)
            }
            Err(not) => Err(not_found(session, not.withheld(value.marks), *at, (text, value.marks), run)),
        };
    }
    let cause = value.first_unknown().cloned();
    let hint = cause.as_ref().and_then(|u| u.what.as_ref()).and_then(|what| match what.path.last() {
        Some(Step::Key(key)) => Some(key.clone()),
        _ => None,
    });
    let tail = tail(value);
    let submodule =
        tail.split_once('?').map_or(&*tail, |(path, _)| path).split_once("//").map(|(_, sub)| sub.to_owned());
    if let Some(version) = version_of(value)
        && let Some(model) =
            world.models().fit(world, &version, submodule.as_deref(), own, hint.as_deref().unwrap_or(""))
    {
        return Ok(Found::model(model, true));
    }
    let shown = value.display();
    let message =
        format!("the module source `{shown}` is not known, and no module model fits; its resources are not seen");
    let help = "give the missing value with `--assume` or `assume:`, or point `modules:` at a checkout of the module";
    run.gap(Gap::at(*at, GapKind::ModuleSource, message).with_help(help));
    let name: Arc<str> = hint.unwrap_or_else(|| shown.into());
    Err(Arc::new(Unknown::new(Why::NoSource(Absent::Module(name)), *at)))
}

fn not_found(session: &Session<'_>, not: NotFound, at: Span, text: (&str, Marks), run: &Run<'_>) -> Arc<Unknown> {
    match &not.local {
        Some(dir) => {
            let sources = session.world.sources;
            let here = not.elsewhere.is_none();
            let outcome = if here && sources.is_ignored(session.tree, dir) {
                Leads::Ignored
            } else if let Some(why) = sources.unseen(session.tree, dir).filter(|_| here) {
                Leads::Undecided(Arc::new(Unknown::new(Why::Gap(why), at)))
            } else {
                Leads::Missing { nearest: None, looked_for: not.looked_for(dir) }
            };
            session.refer(ReferenceKind::ModuleSource, at, text.0, outcome, text.1);
        }
        None => run.gap(Gap::at(at, GapKind::ModuleSource, not.message).with_help(not.help)),
    }
    Arc::new(Unknown::new(Why::NoSource(Absent::Module(not.name)), at))
}

/// The known text at the end of a source.
fn tail(value: &Value) -> String {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => text.to_string(),
        Kind::Text(Text::Parts(parts)) => match parts.last() {
            Some(Piece::Known(text, _)) => text.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The version a source pins, without its `v`.
fn version_of(value: &Value) -> Option<Arc<str>> {
    let tail = tail(value);
    let (_, query) = tail.split_once('?')?;
    let pinned =
        query.split('&').find_map(|pair| pair.strip_prefix("ref=").or_else(|| pair.strip_prefix("version=")))?;
    let bare = pinned.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    Some(bare.unwrap_or(pinned).into())
}
