//! Stacks: the units that a `terragrunt.stack.hcl` would generate.

use super::autoinclude::{self, Overlay};
use super::component::{Component, Siblings, components, siblings};
use super::missing::under;
use super::reading::{Reading, Session};
use super::stack_schema;
use super::unit::{Outcomes, Unit};
use super::{STACK_FILE, UNIT_FILES};
use crate::eval::budget::{Done, Limits};
use crate::eval::configuration::{Configuration, ConfigurationKind, Module, ModuleSource};
use crate::eval::expression::convert;
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::scope::Run;
use crate::eval::terraform::directory_of;
use crate::eval::value::{Absent, Entry, Kind, Ref, Unknown, Value, Why};
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
    /// Stacks that contain themselves.
    pub endless: Vec<Gap>,
    /// The directories of the stacks that are being expanded, outermost first, without those that take values.
    way: Vec<Place>,
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
    let plain = stack.values.is_none() && stack.over.is_none();
    out.way.extend(plain.then(|| stack.home.clone()));
    let length = out.way.len();
    expand_all(world, stack, levels, run, out);
    out.way.truncate(length - usize::from(plain));
}

fn expand_all(world: &World<'_>, stack: &Unit, levels: u32, run: &Run<'_>, out: &mut Expanded) {
    let outcomes = Outcomes::new();
    let session = Session::new(world, stack, &outcomes);
    let reading = Reading::of(session, stack, run);
    stack_schema::check(&reading, run);
    let most = out.most.saturating_sub(out.made).saturating_add(1);
    let units = components(&reading, "unit", most, run);
    let stacks = components(&reading, "stack", most, run);
    let siblings = siblings(stack, &reading, [&units, &stacks], run);
    let refused = stack_schema::duplicates(stack, &reading, [&units, &stacks], run);
    let within = Within { world, stack, reading: &reading, siblings: &siblings, levels };
    for component in units.iter().chain(&stacks) {
        if out.made >= out.most {
            let message = format!("stacks expand to more than {} units and stacks; the rest is not seen", out.most);
            if !out.gaps.iter().any(|gap| gap.kind == GapKind::Bound) {
                out.gaps.push(Gap::at(component.block.header_at, GapKind::Bound, message));
            }
            return;
        }
        out.made += 1;
        if !refused.contains(&component.address_of_kind()) {
            within.declared(component, run, out);
        }
    }
}

/// A stack that is being expanded.
struct Within<'s, 'w> {
    world: &'w World<'w>,
    stack: &'s Unit,
    reading: &'s Rc<Reading<'w>>,
    siblings: &'s Siblings,
    levels: u32,
}

impl Within<'_, '_> {
    fn declared(&self, component: &Component, run: &Run<'_>, out: &mut Expanded) {
        let (world, stack, block) = (self.world, self.stack, &component.block);
        let kind = &*block.kind;
        // Read by the releases that expand blocks, in blocks that are expanded; v1.1.2 generates the unit all the same.
        let expanded = block.body.blocks_of("expansion").next().is_some();
        if expanded && component.flag("enabled", self.reading, run) == Some(false) {
            return;
        }
        let directory = match component.directory(stack, self.reading, run) {
            Ok(directory) => directory,
            Err(gap) => return run.gap(gap),
        };
        let refused = |at: Span, message: String| run.gap(Gap::at(at, GapKind::Refused, message));
        let Some((source, source_at)) = component.value("source", self.reading, Some(self.siblings), run) else {
            return refused(block.header_at, format!("this `{kind}` block has no `source`, which Terragrunt wants"));
        };
        if source.as_str().is_some_and(|text| text.trim().is_empty()) {
            let message = format!("the source of {kind} `{}` is empty, which Terragrunt refuses", component.address());
            return refused(source_at, message);
        }
        let wanted = if kind == "unit" { UNIT_FILES } else { &[STACK_FILE] };
        let place = source.as_str().and_then(|text| directory_of(world, stack.tree, &stack.directory, text));
        let found = place.as_ref().and_then(|(tree, dir)| {
            let file = wanted.iter().find_map(|name| world.sources.find(*tree, &under(dir, name)))?;
            Some((file, (*tree, Arc::from(dir.as_str()))))
        });
        let values = component.value("values", self.reading, Some(self.siblings), run);
        if let Some((values, at)) = &values
            && !matches!(values.kind, Kind::Map(_) | Kind::Unknown(_) | Kind::Null)
        {
            let given = convert::described(values);
            refused(*at, format!("the values of {kind} `{}` must be a map, this is {given}", component.address()));
        }
        let Some((file, home)) = found else {
            let here = place.is_some_and(|(tree, dir)| world.sources.children(tree, &dir).next().is_some());
            if here {
                let unchecked = ["no_validation", "no_dot_terragrunt_stack"];
                if unchecked.iter().all(|flag| component.flag(flag, self.reading, run) != Some(true)) {
                    let file = if kind == "unit" { "terragrunt.hcl" } else { STACK_FILE };
                    refused(source_at, format!("the source of {kind} `{}` holds no `{file}`", component.address()));
                }
                return;
            }
            let values = values.map(|(values, _)| values).filter(|values| !values.is_null());
            return self.absent(component, directory, (source, source_at), values, out);
        };
        let values = values.map(|(values, _)| values).filter(|values| !values.is_null());
        let mut autos = block.body.blocks_of("autoinclude");
        // What is laid over one that is itself laid over a stack is lost.
        let auto = autos.next().filter(|_| !self.reading.is_over(&component.part));
        if let Some(again) = autos.next() {
            refused(again.header_at, "a second `autoinclude` block: Terragrunt takes only one".into());
        }
        let over = auto.map(|auto| overlay(stack, auto, self.siblings));
        let (directory, at): (Arc<str>, Span) = (directory.into(), block.header_at);
        let unit = Unit { tree: stack.tree, directory, file, home, values, over, at };
        match (kind, self.levels.checked_sub(1)) {
            ("unit", _) => out.units.push(unit),
            (_, Some(levels)) => {
                out.stacks.push(((unit.tree, unit.directory.clone()), unit.home.clone()));
                // With other values each time it may come to an end.
                if unit.values.is_none() && unit.over.is_none() && out.way.contains(&unit.home) {
                    let message = "this stack contains itself, and would be generated without end; it is not seen";
                    out.endless.push(Gap::at(block.header_at, GapKind::Evaluation, message));
                    return;
                }
                expand_into(world, &unit, levels, run, out);
            }
            (_, None) => {
                let message = format!("stacks nest deeper than {LEVELS}; this one is not seen");
                out.gaps.push(Gap::at(block.header_at, GapKind::Bound, message));
            }
        }
    }

    /// A component whose source is not at hand: it is generated, and nothing more is known.
    fn absent(
        &self,
        component: &Component,
        directory: String,
        (source, at): (Value, Span),
        values: Option<Value>,
        out: &mut Expanded,
    ) {
        let shown = source.display();
        let kind = &component.block.kind;
        let message = format!(
            "the source of {kind} `{}`, `{shown}`, is not at hand; what it makes is not seen",
            component.address()
        );
        let help = "point `modules:` in driftline.yaml at a checkout of it";
        out.gaps.push(Gap::at(at, GapKind::ModuleSource, message).with_help(help));
        let here = component.block.header_at;
        let made = absent(self.world, self.stack.tree, directory.into(), here, Some(source), shown);
        out.absent.push(Configuration { values, ..made });
    }
}

/// An `autoinclude` block, with the paths of the other units and stacks of its stack.
fn overlay(stack: &Unit, auto: &Block, siblings: &Siblings) -> Arc<Overlay> {
    Arc::new(Overlay {
        stack: stack.clone(),
        content: autoinclude::content(auto),
        units: siblings.units.clone(),
        stacks: siblings.stacks.clone(),
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
    let [units, stacks] = ["unit", "stack"].map(|kind| components(reading, kind, UNITS, run));
    let home = &reading.session.home;
    let stack = Unit {
        tree: home.0,
        directory: reading.directory.clone(),
        file: main.at.file,
        home: home.clone(),
        values: None,
        over: None,
        at: main.at,
    };
    let siblings = siblings(&stack, reading, [&units, &stacks], run);
    for (kind, all) in [("stack", stacks), ("unit", units)] {
        let blocks: Vec<Entry> = all
            .iter()
            .map(|component| {
                let at = component.block.header_at;
                let wanted = ["source", "path", "values", "no_dot_terragrunt_stack", "no_validation"];
                let fields = wanted.iter().filter_map(|field| {
                    let (value, _) = component.value(field, reading, Some(&siblings), run)?;
                    Some(origin::entry(*field, value.at, value))
                });
                let named = origin::entry("name", at, Value::text(component.name.clone(), at));
                let fields = fields.chain([named]).collect();
                origin::entry(component.address(), at, origin::map(fields, None, at))
            })
            .collect();
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
        values: None,
        torn: Vec::new(),
        gaps: Vec::new(),
    }
}
