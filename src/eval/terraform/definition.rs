//! A module as its files declare it.

use crate::eval::world::{File, World};
use crate::source::{Gap, SourceFile, Span, TreeId};
use crate::syntax::hcl::Block;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A `resource` or `data` block.
#[derive(Clone, Debug)]
pub(in crate::eval) struct Declared {
    /// A data source.
    pub data: bool,
    /// `aws_subnet`.
    pub kind: Arc<str>,
    /// `private`.
    pub name: Arc<str>,
    /// The block.
    pub block: Arc<Block>,
}

/// A module: what the `.tf` and `.tf.json` files of one directory declare, in order of file and place.
#[derive(Debug, Default)]
pub(in crate::eval) struct Definition {
    /// The directory, inside its tree.
    pub directory: Arc<str>,
    /// `variable` blocks.
    pub variables: BTreeMap<Arc<str>, Arc<Block>>,
    /// Each local's name and the `locals` block that sets it.
    pub locals: BTreeMap<Arc<str>, Arc<Block>>,
    /// `resource` and `data` blocks.
    pub resources: Vec<Declared>,
    index: HashMap<(bool, Arc<str>, Arc<str>), usize>,
    /// `module` blocks with their names.
    pub modules: Vec<(Arc<str>, Arc<Block>)>,
    /// `output` blocks with their names.
    pub outputs: Vec<(Arc<str>, Arc<Block>)>,
    /// `provider` blocks.
    pub providers: Vec<Arc<Block>>,
    /// `terraform` blocks.
    pub settings: Vec<Arc<Block>>,
    /// What of it is not seen.
    pub gaps: Vec<Gap>,
    /// The first byte of its first file.
    pub at: Option<Span>,
}

impl Definition {
    /// Reads the module in a directory; `None` without Terraform files. A `.tofu` file stands in for the `.tf` file of the
    /// same name (OpenTofu), and override files are merged last.
    pub fn load(world: &World<'_>, tree: TreeId, directory: &str) -> Option<Self> {
        let mut out = Definition { directory: directory.into(), ..Definition::default() };
        let files: Vec<&SourceFile> =
            world.sources.children(tree, directory).filter(|f| is_terraform(&f.path)).collect();
        let for_tofu: BTreeSet<&str> = files.iter().filter_map(|f| tofu_stem(&f.path)).collect();
        let shadowed = |path: &str| {
            let stem = path.strip_suffix(".tf").or_else(|| path.strip_suffix(".tf.json"));
            stem.is_some_and(|stem| for_tofu.contains(stem))
        };
        let (over, own): (Vec<&SourceFile>, Vec<&SourceFile>) =
            files.iter().copied().filter(|f| !shadowed(&f.path)).partition(|f| is_override(&f.path));
        let first = own.first().or(over.first())?;
        out.at = Some(Span::file_start(first.id));
        for file in own {
            out.add(&world.file(file.id));
        }
        for file in over {
            out.apply_override(&world.file(file.id));
        }
        Some(out)
    }

    fn add(&mut self, file: &File) {
        for block in &file.blocks {
            let first = block.label(0).cloned();
            match (&*block.kind, first) {
                ("variable", Some(name)) => {
                    self.variables.entry(name).or_insert_with(|| block.clone());
                }
                ("locals", _) => {
                    for attribute in &block.body.attributes {
                        self.locals.entry(attribute.name.clone()).or_insert_with(|| block.clone());
                    }
                }
                ("resource" | "data" | "ephemeral", Some(kind)) => {
                    let Some(name) = block.label(1).cloned() else { continue };
                    let data = &*block.kind != "resource";
                    self.index.entry((data, kind.clone(), name.clone())).or_insert(self.resources.len());
                    self.resources.push(Declared { data, kind, name, block: block.clone() });
                }
                ("module", Some(name)) => self.modules.push((name, block.clone())),
                ("output", Some(name)) => self.outputs.push((name, block.clone())),
                ("provider", Some(_)) => self.providers.push(block.clone()),
                ("terraform", _) => self.settings.push(block.clone()),
                _ => {}
            }
        }
    }

    /// This module with the files of another directory copied over it, as Terragrunt does with those beside a unit.
    pub fn with(&self, beside: &Definition) -> Definition {
        let mut out = Definition { directory: self.directory.clone(), at: self.at, ..Definition::default() };
        for from in [self, beside] {
            out.variables.extend(from.variables.iter().map(|(n, b)| (n.clone(), b.clone())));
            out.locals.extend(from.locals.iter().map(|(n, b)| (n.clone(), b.clone())));
            for declared in &from.resources {
                let key = (declared.data, declared.kind.clone(), declared.name.clone());
                out.index.entry(key).or_insert(out.resources.len());
                out.resources.push(declared.clone());
            }
            out.modules.extend(from.modules.iter().cloned());
            out.outputs.extend(from.outputs.iter().cloned());
            out.providers.extend(from.providers.iter().cloned());
            out.settings.extend(from.settings.iter().cloned());
            out.gaps.extend(from.gaps.iter().cloned());
        }
        out
    }

    /// The position of a resource or data source in [`Definition::resources`].
    pub fn resource(&self, data: bool, kind: &str, name: &str) -> Option<usize> {
        self.index.get(&(data, kind.into(), name.into())).copied()
    }

    /// The position of a module call in [`Definition::modules`].
    pub fn module(&self, name: &str) -> Option<usize> {
        self.modules.iter().position(|(n, _)| &**n == name)
    }

    /// The `backend` or `cloud` block.
    pub fn backend(&self) -> Option<&Block> {
        let nested = self.settings.iter().flat_map(|s| s.body.blocks.iter());
        nested.into_iter().find(|b| matches!(&*b.kind, "backend" | "cloud"))
    }
}

/// Whether a path is a Terraform file.
pub(in crate::eval) fn is_terraform(path: &str) -> bool {
    [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|end| path.ends_with(end))
}

/// The path of an OpenTofu file without its extension.
fn tofu_stem(path: &str) -> Option<&str> {
    path.strip_suffix(".tofu").or_else(|| path.strip_suffix(".tofu.json"))
}

fn is_override(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    stem == "override" || stem.ends_with("_override")
}
