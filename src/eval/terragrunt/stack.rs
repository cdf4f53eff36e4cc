//! Stacks: the units that a `terragrunt.stack.hcl` would generate.

use super::autoinclude::{self, Overlay};
use super::missing::under;
use super::reading::{Part, Reading, Session};
use super::scope::PartScope;
use super::unit::{Outcomes, Unit};
use super::{STACK_FILE, UNIT_FILES, VALUES_FILE};
use crate::eval::budget::{Done, Limits};
use crate::eval::configuration::{Configuration, ConfigurationKind, Module, ModuleSource};
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::scope::Run;
use crate::eval::terraform::directory_of;
use crate::eval::value::{Absent, Entry, Ref, Unknown, Value, Why};
use crate::eval::world::{Place, World};
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// Deepest nesting of stacks.
const LEVELS: u32 = 8;
/// Most units and stacks that one stack file expands to.
const UNITS: usize = 2_000;
/// How many units and stacks one of several stack files may expand to, when they share what there is; so many steps each.
pub(in crate::eval) const LIMITS: Limits = Limits { most: 20_000, least: 10 };
/// Steps of evaluation that count like a unit.
const STEPS: u64 = 1_000;

/// What a stack expands to.
#[derive(Clone, Default)]
pub(in crate::eval) struct Expanded {
    /// Units whose files are at hand.
    pub units: Vec<Unit>,
    /// Units whose files are not.
    pub absent: Vec<Configuration>,
    /// Stacks inside of it: the directories they are generated into, and those they come from.
    pub stacks: Vec<(Place, Place)>,
    /// What was not seen.
    pub gaps: Vec<Gap>,
    /// Units and stacks so far, and how many there may be.
    made: usize,
    most: usize,
}

/// Expands the stack in a file, within its share of what all stack files may expand to.
pub(in crate::eval) fn expand(world: &World<'_>, file: FileId, share: u64) -> Done<Expanded> {
    let most = usize::try_from(share).unwrap_or(UNITS).min(UNITS);
    let mut out = Expanded { most, ..Expanded::default() };
    let run = Run::within(world.sources, share.saturating_mul(STEPS));
    expand_file(world, file, &run, &mut out);
    let done = run.done(());
    let made = u64::try_from(out.made).unwrap_or(u64::MAX);
    let cut = done.cut || out.made >= out.most && out.most < UNITS;
    out.gaps.extend(run.gaps.take());
    Done { made: out, used: made.saturating_add(done.used / STEPS), cut }
}

fn expand_file(world: &World<'_>, file: FileId, run: &Run<'_>, out: &mut Expanded) {
    let Some(source) = world.sources.file(file) else { return };
    let directory: Arc<str> = paths::parent(&source.path).into();
    let home = (source.tree, directory.clone());
    let unit = Unit { tree: source.tree, directory, file, home, values: None, over: None, at: Span::file_start(file) };
    expand_into(world, &unit, LEVELS, run, out);
}

/// Expands a stack that is to be generated into `stack.directory`.
fn expand_into(world: &World<'_>, stack: &Unit, levels: u32, run: &Run<'_>, out: &mut Expanded) {
    let outcomes = Outcomes::new();
    let session = Session::new(world, stack, &outcomes);
    let reading = Reading::of(session, stack, run);
    for part in reading.merged(run) {
        for kind in ["unit", "stack"] {
            for block in part.blocks(kind).cloned().collect::<Vec<_>>() {
                if out.made >= out.most {
                    let message =
                        format!("stacks expand to more than {} units and stacks; the rest is not seen", out.most);
                    if !out.gaps.iter().any(|gap| gap.kind == GapKind::Bound) {
                        out.gaps.push(Gap::at(block.header_at, GapKind::Bound, message));
                    }
                    return;
                }
                out.made += 1;
                declared(world, stack, &reading, &part, &block, levels, run, out);
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one step of the recursion above")]
fn declared(
    world: &World<'_>,
    stack: &Unit,
    reading: &Rc<Reading<'_>>,
    part: &Rc<Part>,
    block: &Block,
    levels: u32,
    run: &Run<'_>,
    out: &mut Expanded,
) {
    let scope = PartScope::new(reading, part);
    let value = |name: &str| block.body.attribute(name).map(|a| (evaluate(&a.value, &scope, run), a.value.at));
    let name = block.label(0).cloned().unwrap_or_else(|| "".into());
    if value("enabled").is_some_and(|(v, _)| v.as_bool() == Some(false)) {
        return;
    }
    let Some(directory) = generated_into(stack, reading, part, block, run) else {
        out.gaps.push(Gap::at(block.header_at, GapKind::Unreadable, "this path leads out of the repository"));
        return;
    };
    let source = value("source");
    let wanted = if &*block.kind == "unit" { UNIT_FILES } else { &[STACK_FILE] };
    let found = source.as_ref().and_then(|(v, _)| v.as_str()).and_then(|text| {
        let (tree, dir) = directory_of(world, stack.tree, &stack.directory, text)?;
        let file = wanted.iter().find_map(|name| world.sources.find(tree, &under(&dir, name)))?;
        Some((file, (tree, Arc::from(dir))))
    });
    let values = value("values").map(|(v, _)| v);
    match found {
        Some((file, home)) => {
            let beside = paths_of_values(world, &home);
            let values = values.or_else(|| (!beside).then(|| origin::map(Vec::new(), None, block.header_at)));
            let over = block.body.blocks_of("autoinclude").next().map(|auto| overlay(stack, reading, auto, run));
            if let ("stack", Some(_)) = (&*block.kind, &over) {
                let message = "what `autoinclude` lays over a stack inside of a stack is not evaluated";
                out.gaps.push(Gap::at(block.header_at, GapKind::Unsupported, message));
            }
            let over = over.filter(|_| &*block.kind == "unit");
            let directory: Arc<str> = directory.into();
            let at = block.header_at;
            let unit = Unit { tree: stack.tree, directory, file, home, values, over, at };
            match (&*block.kind, levels.checked_sub(1)) {
                ("unit", _) => out.units.push(unit),
                (_, Some(levels)) => {
                    out.stacks.push(((unit.tree, unit.directory.clone()), unit.home.clone()));
                    expand_into(world, &unit, levels, run, out);
                }
                (_, None) => {
                    let message = format!("stacks nest deeper than {LEVELS}; this one is not seen");
                    out.gaps.push(Gap::at(block.header_at, GapKind::Bound, message));
                }
            }
        }
        None => {
            let at = source.as_ref().map_or(block.header_at, |(_, at)| *at);
            let shown = source.as_ref().map_or_else(|| "nothing".to_owned(), |(v, _)| v.display());
            let message =
                format!("the source of {} `{name}`, `{shown}`, is not at hand; what it makes is not seen", block.kind);
            let help = "point `modules:` in driftline.yaml at a checkout of it";
            out.gaps.push(Gap::at(at, GapKind::ModuleSource, message).with_help(help));
            out.absent.push(absent(
                world,
                stack.tree,
                directory.into(),
                block.header_at,
                source.map(|(v, _)| v),
                shown,
            ));
        }
    }
}

/// The directory a block of a stack is generated into; `None` when that lies outside.
fn generated_into(
    stack: &Unit,
    reading: &Rc<Reading<'_>>,
    part: &Rc<Part>,
    block: &Block,
    run: &Run<'_>,
) -> Option<String> {
    let scope = PartScope::new(reading, part);
    let value = |name: &str| block.body.attribute(name).map(|a| evaluate(&a.value, &scope, run));
    let name = block.label(0).cloned().unwrap_or_else(|| "".into());
    let path = value("path").and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_else(|| name.to_string());
    let plain = value("no_dot_terragrunt_stack").is_some_and(|v| v.as_bool() == Some(true));
    let base = if plain { stack.directory.to_string() } else { under(&stack.directory, ".terragrunt-stack") };
    paths::join(&base, path.trim_start_matches('/'))
}

/// Whether a file of values lies beside a unit's or a stack's file.
fn paths_of_values(world: &World<'_>, home: &Place) -> bool {
    world.sources.find(home.0, &under(&home.1, VALUES_FILE)).is_some()
}

/// An `autoinclude` block, with the paths of the other units and stacks of its stack.
fn overlay(stack: &Unit, reading: &Rc<Reading<'_>>, auto: &Block, run: &Run<'_>) -> Arc<Overlay> {
    let session = &reading.session;
    let paths = |kind: &str| {
        let mut entries = Vec::new();
        for part in reading.merged(run) {
            for block in part.blocks(kind).cloned().collect::<Vec<_>>() {
                let (Some(name), Some(directory)) =
                    (block.label(0), generated_into(stack, reading, &part, &block, run))
                else {
                    continue;
                };
                let path = paths::absolute(session.world.sources, session.tree, &directory);
                let fields = vec![origin::entry("path", block.header_at, Value::text(path, block.header_at))];
                let rest = Unknown::new(Why::Gap("an attribute of a block of a stack".into()), block.header_at);
                let value = origin::map(fields, Some(Arc::new(rest)), block.header_at);
                entries.push(origin::entry(name.clone(), block.header_at, value));
            }
        }
        origin::map(entries, None, auto.header_at)
    };
    Arc::new(Overlay {
        stack: stack.clone(),
        content: autoinclude::content(auto),
        units: paths("unit"),
        stacks: paths("stack"),
        at: auto.header_at,
    })
}

/// A stack's file as `read_terragrunt_config` returns it.
pub(super) fn shown(reading: &Rc<Reading<'_>>, run: &Run<'_>) -> Value {
    let main = reading.main().clone();
    let mut entries = Vec::new();
    let locals = reading.locals(&main, run);
    if !locals.entries().is_empty() {
        entries.push(origin::entry("local", locals.at, locals));
    }
    for kind in ["stack", "unit"] {
        let mut blocks: Vec<Entry> = Vec::new();
        for part in reading.merged(run) {
            for block in part.blocks(kind).cloned().collect::<Vec<_>>() {
                let Some((name, at)) = block.labels.first().cloned() else { continue };
                let wanted = ["source", "path", "values", "no_dot_terragrunt_stack", "no_validation"];
                let scope = PartScope::new(reading, &part);
                let fields = wanted.iter().filter_map(|field| {
                    let attribute = block.body.attribute(field)?;
                    Some(origin::entry(*field, attribute.name_at, evaluate(&attribute.value, &scope, run)))
                });
                let named = origin::entry("name", at, Value::text(name.clone(), at));
                let fields = fields.chain([named]).collect();
                blocks.push(origin::entry(name, at, origin::map(fields, None, block.header_at)));
            }
        }
        if !blocks.is_empty() {
            entries.push(origin::entry(kind, main.at, origin::map(blocks, None, main.at)));
        }
    }
    origin::map(entries, None, main.at)
}

/// A unit whose file is not at hand: it exists, and nothing more is known.
fn absent(
    world: &World<'_>,
    tree: TreeId,
    scope: Arc<str>,
    at: Span,
    source: Option<Value>,
    shown: String,
) -> Configuration {
    let repository = world.sources.tree_name(tree);
    let owner = crate::eval::value::Address::new(repository.clone(), scope.clone(), "outputs");
    let unknown = Unknown::new(Why::NoSource(Absent::Module(shown.into())), at);
    let why = Arc::new(unknown.clone());
    let outputs = Arc::new(unknown.with_what(Ref { owner, path: Arc::new([]) }));
    let open = || origin::map(Vec::new(), Some(why.clone()), at);
    Configuration {
        tree,
        repository,
        scope,
        variant: None,
        kind: ConfigurationKind::Unit,
        at,
        inputs: open(),
        module: Module { source, version: None, resolved: ModuleSource::Missing(why.clone()) },
        locals: open(),
        backend: None,
        providers: Vec::new(),
        resources: Vec::new(),
        outputs: origin::map(Vec::new(), Some(outputs), at),
        dependencies: Vec::new(),
        references: Vec::new(),
        rendered: None,
        gaps: Vec::new(),
    }
}
