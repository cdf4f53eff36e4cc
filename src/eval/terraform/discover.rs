//! Which directories of `.tf` files are root modules.

use super::definition::{Definition, is_terraform};
use crate::eval::expression::evaluate;
use crate::eval::modules::Source;
use crate::eval::paths;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::value::Value;
use crate::eval::world::World;
use crate::source::{Span, TreeId};
use crate::syntax::hcl::ExprKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Directory names that hold examples and tests of a module, not something that is applied.
const ASIDE: &[&str] = &["examples", "example", "test", "tests", "fixtures", "testdata"];

/// Steps that one module's source may take to be known.
const STEPS: u64 = 1_000;

/// A root module.
#[derive(Clone, Debug)]
pub(in crate::eval) struct Root {
    /// Its tree.
    pub tree: TreeId,
    /// Its directory.
    pub directory: Arc<str>,
    /// The directory, with `@variant` when there are several.
    pub scope: Arc<str>,
    /// The variant, when there are several.
    pub variant: Option<Arc<str>>,
    /// The `.tfvars` file that makes this variant.
    pub values: Option<Arc<str>>,
}

/// The root modules of a tree, and how many directories are modules nobody here calls. `units` are directories of
/// Terragrunt units, which use the `.tf` files beside them, and `used` are modules that units name as their source.
pub(in crate::eval) fn discover(
    world: &World<'_>,
    tree: TreeId,
    units: &BTreeSet<Arc<str>>,
    used: &BTreeSet<(TreeId, Arc<str>)>,
) -> (Vec<Root>, usize) {
    let mut directories: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut variables: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
    for file in world.sources.files_of(tree) {
        let directory: Arc<str> = paths::parent(&file.path).into();
        if is_terraform(&file.path) {
            directories.insert(directory);
        } else if file.path.ends_with(".tfvars") || file.path.ends_with(".tfvars.json") {
            variables.entry(directory).or_default().push(file.path.clone());
        }
    }
    let variables = beside(variables, &directories);
    let called = called(world, tree, &directories);
    let mut roots = Vec::new();
    let mut library = 0;
    for directory in directories {
        if units.contains(&directory) || used.contains(&(tree, directory.clone())) || called.contains(&directory) {
            continue;
        }
        let Some(definition) = world.definition(tree, &directory) else { continue };
        let variants = variables.get(&directory).map(Vec::as_slice).unwrap_or_default();
        if !is_root(world, tree, &definition, !variants.is_empty(), !units.is_empty()) {
            library += 1;
            continue;
        }
        let chosen: Vec<&Arc<str>> = variants.iter().filter(|path| !is_automatic(path, &directory)).collect();
        match chosen.as_slice() {
            [] => roots.push(Root { tree, scope: directory.clone(), variant: None, directory, values: None }),
            [one] => {
                let values = Some((*one).clone());
                roots.push(Root { tree, scope: directory.clone(), variant: None, directory, values });
            }
            several => roots.extend(several.iter().map(|path| {
                let variant = variant(path, &directory);
                Root {
                    tree,
                    scope: format!("{directory}@{variant}").into(),
                    variant: Some(variant.into()),
                    directory: directory.clone(),
                    values: Some((*path).clone()),
                }
            })),
        }
    }
    (roots, library)
}

/// Gives the values in directories without Terraform files (`environments/prod.tfvars`) to the nearest module above.
fn beside(
    variables: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    directories: &BTreeSet<Arc<str>>,
) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    let mut out: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
    for (directory, files) in variables {
        let mut above: &str = &directory;
        while !directories.contains(above) && !above.is_empty() {
            above = paths::parent(above);
        }
        if directories.contains(above) {
            out.entry(above.into()).or_default().extend(files);
        }
    }
    out
}

/// What a variant is called: the path of its values inside the directory, without what every such file is called.
fn variant(path: &str, directory: &str) -> String {
    let inside = path.strip_prefix(directory).unwrap_or(path).trim_start_matches('/');
    let inside = inside.strip_suffix(".json").unwrap_or(inside);
    let inside = inside.strip_suffix(".tfvars").unwrap_or(inside);
    inside.strip_suffix("/terraform").unwrap_or(inside).to_owned()
}

/// Whether Terraform reads a `.tfvars` file without being told when it runs in `directory`.
pub(super) fn is_automatic(path: &str, directory: &str) -> bool {
    if paths::parent(path) != directory {
        return false;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
}

/// Directories that another directory calls as a local module.
fn called(world: &World<'_>, tree: TreeId, directories: &BTreeSet<Arc<str>>) -> BTreeSet<Arc<str>> {
    let mut out = BTreeSet::new();
    for directory in directories {
        let Some(definition) = world.definition(tree, directory) else { continue };
        for (_, block) in &definition.modules {
            let Some(source) = block.body.attribute("source") else { continue };
            let text: Arc<str> = match &*source.value.kind {
                ExprKind::String(text) => text.clone(),
                // OpenTofu takes what is known without a plan.
                _ => {
                    let run = Run::within(world.sources, STEPS);
                    let names = Static { definition: &definition, tree };
                    let Some(text) = evaluate(&source.value, &names, &run).as_str().map(Into::into) else { continue };
                    text
                }
            };
            if let Source::Local(path) = Source::parse(&text)
                && let Some((at, dir)) = paths::locate(world.sources, tree, directory, &path)
                && at == tree
                && dir != **directory
            {
                out.insert(Arc::from(dir));
            }
        }
    }
    out
}

/// The variables, by their defaults, and locals of a module before anybody calls it.
struct Static<'d> {
    definition: &'d Definition,
    tree: TreeId,
}

impl Scope for Static<'_> {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], _: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let (name, _) = attrs.first()?;
        let attribute = match root {
            "var" => self.definition.variables.get(name)?.body.attribute("default")?,
            "local" => self.definition.locals.get(name)?.body.attribute(name)?,
            _ => return None,
        };
        Some((evaluate(&attribute.value, self, run), 1))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        (self.tree, self.definition.directory.clone())
    }
}

/// A module is applied on its own when it says where its state or its providers are, when values for its variables lie
/// beside it, or when it needs none. Examples and tests of a module are not.
fn is_root(world: &World<'_>, tree: TreeId, definition: &Definition, has_values: bool, has_units: bool) -> bool {
    let needs = definition.variables.values().any(|v| v.body.attribute("default").is_none());
    if let Some(backend) = definition.backend() {
        // Modules that Terragrunt is to use carry an empty backend block for it to fill.
        let empty = backend.body.attributes.is_empty() && backend.body.blocks.is_empty();
        return !(empty && needs && has_units && !has_values);
    }
    if is_aside(world, tree, &definition.directory) {
        return false;
    }
    let in_modules = definition.directory.split('/').any(|name| name == "modules");
    let empty = definition.resources.is_empty() && definition.modules.is_empty();
    has_values || !definition.providers.is_empty() || (!needs && !in_modules && !empty)
}

/// Below `examples` and the like, when something above is Terraform too.
fn is_aside(world: &World<'_>, tree: TreeId, directory: &str) -> bool {
    let mut above = String::new();
    for name in directory.split('/') {
        if ASIDE.contains(&name) && (above.is_empty() || world.definition(tree, &above).is_some()) {
            return world.definition(tree, above.as_str()).is_some();
        }
        above = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
    }
    false
}
