//! A module as its files declare it.

use super::literal::Holes;
use super::schema;
use crate::eval::value::Unknown;
use crate::eval::world::{File, World};
use crate::source::{FileId, Gap, GapKind, SourceFile, Span, TreeId};
use crate::syntax::hcl::{Block, ExprKind};
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
#[derive(Clone, Debug, Default)]
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
    /// Variables and locals with their places, in order, until it is known which are declared twice.
    again: Vec<(String, Span)>,
    /// What of it is not seen.
    pub gaps: Vec<Gap>,
    /// Why it may declare more than is seen.
    pub open: Option<Arc<Unknown>>,
    /// What stands for the unknown pieces of generated files.
    pub holes: Holes,
    /// The parts of its files that were not read, and why what would stand there is not known.
    torn: Vec<(Gap, Arc<Unknown>)>,
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
        let mut removed = Vec::new();
        for file in own {
            out.tear(world, file.id);
            let file = world.file(file.id);
            schema::check(&file, false, &mut out.gaps);
            removed.extend(file.blocks_of("removed").cloned());
            out.add(&file.blocks);
        }
        twice(world, &mut out);
        schema::check_removed(&mut out, &removed);
        for file in over {
            out.tear(world, file.id);
            let file = world.file(file.id);
            schema::check(&file, true, &mut out.gaps);
            out.apply_override(&file);
        }
        Some(out)
    }

    /// Notes the parts of a file that were not read.
    fn tear(&mut self, world: &World<'_>, file: FileId) {
        let parsed = world.file(file);
        let gaps = parsed.gaps.iter().filter(|gap| gap.kind != GapKind::Refused);
        self.torn.extend(gaps.map(|gap| (gap.clone(), Arc::new(world.unread(file, gap)))));
    }

    /// Why it may declare more than was read of it; `None` when all of it was read.
    pub fn unseen(&self) -> Option<&Arc<Unknown>> {
        self.open.as_ref().or_else(|| self.torn.first().map(|(_, why)| why))
    }

    /// The parts of its files that were not read.
    pub fn torn_gaps(&self) -> impl Iterator<Item = &Gap> {
        self.torn.iter().map(|(gap, _)| gap)
    }

    fn add(&mut self, blocks: &[Arc<Block>]) {
        for block in blocks {
            let first = block.label(0).cloned();
            match (&*block.kind, first) {
                ("variable", Some(name)) => {
                    self.again.push((format!("variable `{name}`"), block.header_at));
                    self.variables.entry(name).or_insert_with(|| block.clone());
                }
                ("locals", _) => {
                    let mut own = BTreeSet::new();
                    for attribute in &block.body.attributes {
                        // Twice in one block is for the parser to say.
                        if own.insert(&attribute.name) {
                            self.again.push((format!("local `{}`", attribute.name), attribute.name_at));
                        }
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
            out.torn.extend(from.torn.iter().cloned());
        }
        out
    }

    /// This module with generated text in it, of which pieces are not known; `open` is why it may declare more.
    pub fn with_holes(&self, holes: Holes, open: Option<Arc<Unknown>>) -> Definition {
        Definition { holes, open, ..self.clone() }
    }

    /// This module with a generated file in it, which takes the place of `over`.
    pub fn with_file(&self, over: &[FileId], path: &str, blocks: &[Arc<Block>]) -> Definition {
        let mut out = Definition {
            directory: self.directory.clone(),
            at: self.at,
            gaps: self.gaps.clone(),
            open: self.open.clone(),
            holes: self.holes.clone(),
            torn: self.torn.iter().filter(|(_, why)| !over.contains(&why.at.file)).cloned().collect(),
            ..Definition::default()
        };
        let kept = |block: &Arc<Block>| !over.contains(&block.at.file);
        out.variables.extend(self.variables.iter().filter(|(_, b)| kept(b)).map(|(n, b)| (n.clone(), b.clone())));
        out.locals.extend(self.locals.iter().filter(|(_, b)| kept(b)).map(|(n, b)| (n.clone(), b.clone())));
        let resources = self.resources.iter().map(|declared| &declared.block);
        let modules = self.modules.iter().map(|(_, block)| block);
        let outputs = self.outputs.iter().map(|(_, block)| block);
        let rest = resources.chain(modules).chain(outputs).chain(&self.providers).chain(&self.settings);
        let rest: Vec<Arc<Block>> = rest.filter(|b| kept(b)).cloned().collect();
        out.add(&rest);
        if is_override(path) {
            out.apply_override(&File { blocks: blocks.to_vec(), ..File::default() });
        } else {
            out.add(blocks);
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

/// Adds a gap for whatever Terraform lets a module declare once, and this one declares again: Terraform refuses such a module.
fn twice(world: &World<'_>, of: &mut Definition) {
    let text = |block: &Block, name: &str| match block.body.attribute(name).map(|a| &*a.value.kind) {
        Some(ExprKind::String(text)) => Some(text.clone()),
        _ => None,
    };
    let mut found: Vec<(String, Span)> = Vec::new();
    for declared in &of.resources {
        let (kind, name) = (&declared.kind, &declared.name);
        found.push((format!("{} `{kind}.{name}`", declared.block.kind), declared.block.header_at));
    }
    found.extend(of.modules.iter().map(|(name, block)| (format!("module `{name}`"), block.header_at)));
    found.extend(of.outputs.iter().map(|(name, block)| (format!("output `{name}`"), block.header_at)));
    for block in &of.providers {
        let name = block.label(0).map_or("", |name| name);
        let what = match text(block, "alias") {
            Some(alias) => format!("provider `{name}.{alias}`"),
            // An alias that is no text is Terraform's to refuse.
            None if block.body.attribute("alias").is_some() => continue,
            None => format!("provider `{name}`"),
        };
        found.push((what, block.header_at));
    }
    for nested in of.settings.iter().flat_map(|settings| &settings.body.blocks) {
        let what = match &*nested.kind {
            "backend" | "cloud" => "backend of this module",
            "required_providers" => "`required_providers` of this module",
            _ => continue,
        };
        found.push((what.to_owned(), nested.header_at));
    }
    found.append(&mut of.again);
    let mut first: HashMap<String, Span> = HashMap::new();
    for (what, at) in found {
        let before = *first.entry(what.clone()).or_insert(at);
        if before != at {
            let message = format!("{what} is declared twice, first {}", place(world, before, at));
            of.gaps.push(Gap::at(at, GapKind::Refused, message));
        }
    }
}

/// A place as seen from another: its line, and its file when that is another.
fn place(world: &World<'_>, at: Span, from: Span) -> String {
    let line = world.sources.line_col(at.file, at.start).line;
    match world.sources.file(at.file).filter(|_| at.file != from.file) {
        Some(file) => format!("in {} on line {line}", crate::source::path::name(&file.path)),
        None => format!("on line {line}"),
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
