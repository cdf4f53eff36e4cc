//! A root module as a configuration.

use super::discover::{Root, is_automatic};
use super::literal::Literal;
use super::node::{Context, Node};
use crate::eval::budget::Done;
use crate::eval::configuration::{Configuration, ConfigurationKind, Module, ModuleSource};
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Address, Entry, Kind, Map, Marks, Unknown, Value, Why};
use crate::eval::world::World;
use crate::source::{FileId, GapKind, Span, TreeId};
use crate::syntax::hcl::ExprKind;
use std::rc::Rc;
use std::sync::Arc;

/// The assignments of a `.tfvars` file, in order.
pub(in crate::eval) fn assignments(world: &World<'_>, file: FileId, run: &Run<'_>) -> Vec<Entry> {
    let Some(source) = world.sources.file(file) else { return Vec::new() };
    let directory: Arc<str> = crate::eval::paths::parent(&source.path).into();
    let scope = Literal { directory: (source.tree, directory), holes: Default::default() };
    let marks = assumed(world, file);
    let parsed = world.file(file);
    let made = parsed.attributes.iter().map(|attribute| {
        let value = origin::mark(evaluate(&attribute.value, &scope, run), marks);
        origin::entry(attribute.name.clone(), attribute.name_at, value)
    });
    made.collect()
}

/// The marks of everything written in a file that `assume:` laid there.
pub(in crate::eval) fn assumed(world: &World<'_>, file: FileId) -> Marks {
    match world.sources.assumed(file) {
        Some(true) => Marks::ASSUMED,
        Some(false) => Marks::ASSUMED.with(Marks::SENSITIVE),
        None => Marks::NONE,
    }
}

/// The files of values that Terraform reads without being told in a directory, with their names.
pub(in crate::eval) fn automatic(world: &World<'_>, tree: TreeId, directory: &str) -> Vec<(Arc<str>, FileId)> {
    let files = world.sources.children(tree, directory).filter(|file| is_automatic(&file.path, directory));
    files.map(|file| (crate::eval::paths::name_of(&file.path).into(), file.id)).collect()
}

/// The file of values that most likely lies in a root module's directory where it is applied, and that `.gitignore` keeps out
/// of the repository.
fn kept_out(world: &World<'_>, root: &Root) -> Option<Arc<str>> {
    let names = ["terraform.tfvars", "terraform.tfvars.json", "variables.auto.tfvars"];
    let mut paths = names.into_iter().filter_map(|name| crate::eval::paths::join(&root.directory, name));
    paths.find(|path| world.sources.is_ignored(root.tree, path)).map(Into::into)
}

/// The values of a root module's variables: `terraform.tfvars`, then `*.auto.tfvars` by name, then the variant's own. Where a
/// part of one was not read (it does not parse, or is encrypted), it may set any of the others; so may a file that is
/// git-ignored, when no other is there.
fn values(world: &World<'_>, root: &Root, at: Span, run: &Run<'_>) -> Value {
    let mut files: Vec<(u8, Arc<str>, FileId)> = Vec::new();
    for file in world.sources.children(root.tree, &root.directory) {
        if !file.path.ends_with(".tfvars") && !file.path.ends_with(".tfvars.json") {
            continue;
        }
        if is_automatic(&file.path, &root.directory) {
            let name = file.path.rsplit('/').next().unwrap_or("");
            let rank = if name.starts_with("terraform.tfvars") { 0 } else { 1 };
            files.push((rank, file.path.clone(), file.id));
        }
    }
    if let Some(path) = &root.values
        && let Some(id) = world.sources.find(root.tree, path)
    {
        files.push((2, path.clone(), id));
    }
    files.sort();
    let mut entries: Vec<Entry> = Vec::new();
    let hidden = kept_out(world, root).filter(|_| files.is_empty());
    let mut rest = hidden.map(|path| Arc::new(Unknown::new(Why::MissingFile(path), at)));
    for (_, path, id) in files {
        if let Some(gap) = world.file(id).gaps.iter().find(|gap| gap.kind != GapKind::Refused) {
            let why = Why::Gap(format!("a part of `{path}` was not read").into());
            rest = rest.or(Some(Arc::new(Unknown::new(why, gap.at.unwrap_or(at)))));
        }
        for made in assignments(world, id, run) {
            match entries.iter_mut().find(|e| e.key == made.key) {
                Some(earlier) => *earlier = made,
                None => entries.push(made),
            }
        }
    }
    origin::map(entries, rest, at)
}

/// Evaluates a root module, within a number of steps. `None` when its directory holds no Terraform files after all.
pub(in crate::eval) fn evaluate_root(world: &World<'_>, root: &Root, steps: u64) -> Done<Option<Configuration>> {
    let run = Run::within(world.sources, steps);
    let made = made(world, root, &run);
    run.done(made)
}

fn made(world: &World<'_>, root: &Root, run: &Run<'_>) -> Option<Configuration> {
    let definition = world.definition(root.tree, &root.directory)?;
    let repository = world.sources.tree_name(root.tree);
    let owner = Address::new(repository.clone(), root.scope.clone(), "");
    let at = definition.at?;
    let inputs = values(world, root, at, run);
    let directory = (root.tree, root.directory.clone());
    let rest = inputs.as_map().and_then(|map| map.rest.clone());
    let context = Rc::new(Context::new(world, owner, directory, rest, Vec::new(), false));
    let node = Node::root(context.clone(), root.tree, definition.clone(), inputs.clone(), Marks::NONE, None);
    let providers = node.providers(run);
    let backend = node.backend(run);
    let mut resources = Vec::new();
    node.collect(run, &mut resources);
    let outputs = node.outputs(run);
    let locals = node.locals(run);
    let inputs = node.hiding(inputs);
    node.dissolve();
    let mut gaps = definition.gaps.clone();
    gaps.extend(run.gaps.take());
    Some(Configuration {
        tree: root.tree,
        repository,
        scope: root.scope.clone(),
        variant: root.variant.clone(),
        kind: ConfigurationKind::RootModule,
        at,
        inputs,
        module: Module { source: None, version: None, resolved: ModuleSource::Local(root.directory.clone()) },
        locals,
        backend,
        providers: providers.to_vec(),
        resources,
        outputs,
        dependencies: Vec::new(),
        references: context.take_references(),
        rendered: None,
        values: None,
        torn: definition.torn_gaps().cloned().chain(context.take_torn()).collect(),
        gaps,
    })
}

impl Node<'_> {
    /// The inputs, with those marked that go to a variable declared `sensitive`.
    pub(in crate::eval) fn hiding(&self, inputs: Value) -> Value {
        let Kind::Map(map) = &inputs.kind else { return inputs };
        let is_secret = |name: &str| {
            let block = self.definition.variables.get(name);
            block
                .and_then(|b| b.body.attribute("sensitive"))
                .is_some_and(|a| matches!(&*a.value.kind, ExprKind::Bool(true)))
        };
        if !map.entries.iter().any(|e| is_secret(&e.key)) {
            return inputs;
        }
        let entries = map.entries.iter().map(|e| match is_secret(&e.key) {
            true => Entry { value: origin::mark(e.value.clone(), Marks::SENSITIVE), ..e.clone() },
            false => e.clone(),
        });
        let hidden = Map { entries: entries.collect(), rest: map.rest.clone() };
        Value { kind: Kind::Map(Arc::new(hidden)), ..inputs }
    }

    /// All locals of this module, as a map.
    fn locals(self: &Rc<Self>, run: &Run<'_>) -> Value {
        let definition = self.definition.clone();
        let entries = definition.locals.iter().filter_map(|(name, block)| {
            let at = block.body.attribute(name).map_or(block.header_at, |a| a.name_at);
            self.local(name, at, run).map(|value| origin::entry(name.clone(), at, value))
        });
        let at = definition.at.unwrap_or(self.inputs.at);
        origin::map(entries.collect(), definition.unseen().cloned(), at)
    }
}
