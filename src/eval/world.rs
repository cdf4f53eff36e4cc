//! What all configurations share: parsed files, module definitions, module models.

use super::modules::Models;
use super::published::Published;
use super::settings::Settings;
use super::similar::Names;
use super::terraform::Definition;
use super::terragrunt::UNIT_FILES;
use crate::source::{FileId, Gap, Revision, Sources, TreeId, path};
use crate::syntax::hcl::{self, Attribute, Block};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

/// A parsed file. Blocks are shared, so that whoever evaluates one keeps it alive.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Top-level attributes.
    pub attributes: Vec<Attribute>,
    /// Top-level blocks.
    pub blocks: Vec<Arc<Block>>,
    /// What does not parse.
    pub gaps: Vec<Gap>,
}

impl File {
    /// The last attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().rev().find(|a| &*a.name == name)
    }

    /// All blocks of this kind.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Arc<Block>> + 'a {
        self.blocks.iter().filter(move |b| &*b.kind == kind)
    }
}

type Definitions = HashMap<(TreeId, Arc<str>), Option<Arc<Definition>>>;

/// What all configurations share.
pub(super) struct World<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The user's settings.
    pub settings: &'a Settings,
    files: Vec<OnceLock<Arc<File>>>,
    definitions: Mutex<Definitions>,
    models: OnceLock<Models>,
    generated: OnceLock<BTreeSet<(TreeId, Arc<str>)>>,
    units: OnceLock<HashMap<(TreeId, Alike), Names>>,
    published: Mutex<Arc<Published>>,
    wanted: Mutex<BTreeSet<(TreeId, Revision)>>,
}

/// In what directories of units are alike.
#[derive(PartialEq, Eq, Hash)]
enum Alike {
    /// The directory they lie in.
    Parent(Arc<str>),
    /// The last name.
    Name(Arc<str>),
}

impl<'a> World<'a> {
    /// Nothing is read yet.
    pub fn new(sources: &'a Sources, settings: &'a Settings) -> Self {
        let files = sources.files().iter().map(|_| OnceLock::new()).collect();
        Self {
            sources,
            settings,
            files,
            definitions: Mutex::default(),
            models: OnceLock::new(),
            generated: OnceLock::new(),
            units: OnceLock::new(),
            published: Mutex::default(),
            wanted: Mutex::default(),
        }
    }

    /// Whether a tree shows a revision: what is in it is changed elsewhere, and used from here.
    pub fn is_pinned(&self, tree: TreeId) -> bool {
        self.sources.tree(tree).is_some_and(|t| t.revision.is_some())
    }

    /// A file, parsed on first use. One that cannot be read is empty and carries the gap.
    pub fn file(&self, id: FileId) -> Arc<File> {
        match self.files.get(id.index()) {
            Some(slot) => slot.get_or_init(|| Arc::new(self.parse(id))).clone(),
            None => Arc::default(),
        }
    }

    fn parse(&self, id: FileId) -> File {
        let text = match self.sources.text(id) {
            Ok(text) => text,
            Err(gap) => return File { gaps: vec![gap], ..File::default() },
        };
        let path = self.sources.file(id).map_or("", |f| &f.path);
        let parsed = match path {
            path if path.ends_with(".tfvars.json") => hcl::parse_json_values(&text, id),
            path if path.ends_with(".json") => hcl::parse_json(&text, id),
            _ => hcl::parse(&text, id),
        };
        File {
            attributes: parsed.body.attributes,
            blocks: parsed.body.blocks.into_iter().map(Arc::new).collect(),
            gaps: parsed.gaps,
        }
    }

    /// The module in a directory; `None` when it holds no Terraform files.
    pub fn definition(&self, tree: TreeId, directory: &str) -> Option<Arc<Definition>> {
        let key = (tree, Arc::from(directory));
        if let Some(found) = self.definitions.lock().ok().and_then(|d| d.get(&key).cloned()) {
            return found;
        }
        let made = Definition::load(self, tree, directory).map(Arc::new);
        if let Ok(mut all) = self.definitions.lock() {
            return all.entry(key).or_insert(made).clone();
        }
        made
    }

    /// Says into which directories stacks generate units.
    pub fn set_generated(&self, directories: BTreeSet<(TreeId, Arc<str>)>) {
        let _ = self.generated.set(directories);
    }

    /// Whether a stack generates a unit into this directory.
    pub fn is_generated(&self, tree: TreeId, directory: &str) -> bool {
        self.generated.get().is_some_and(|all| all.contains(&(tree, Arc::from(directory))))
    }

    /// The directories of units whose last name is that of `directory`, or that lie beside it: of very many of them those
    /// whose paths are nearest.
    pub fn units_like(&self, tree: TreeId, directory: &str) -> BTreeSet<&str> {
        let units = self.units.get_or_init(|| {
            let mut alike: HashMap<(TreeId, Alike), Vec<&str>> = HashMap::new();
            for file in self.sources.files() {
                if let Some((dir, name)) = file.path.rsplit_once('/')
                    && UNIT_FILES.contains(&name)
                {
                    alike.entry((file.tree, Alike::Parent(path::parent(dir).into()))).or_default().push(dir);
                    alike.entry((file.tree, Alike::Name(path::name(dir).into()))).or_default().push(dir);
                }
            }
            alike.into_iter().map(|(key, dirs)| (key, dirs.into_iter().collect())).collect()
        });
        let keys = [Alike::Parent(path::parent(directory).into()), Alike::Name(path::name(directory).into())];
        let near = keys.into_iter().filter_map(|key| units.get(&(tree, key))).flat_map(|names| names.near(directory));
        near.collect()
    }

    /// Asks for revisions of given repositories that are not open.
    pub fn want(&self, revisions: impl Iterator<Item = (TreeId, Revision)>) {
        if let Ok(mut wanted) = self.wanted.lock() {
            wanted.extend(revisions);
        }
    }

    /// The revisions that were asked for.
    pub fn wanted(&self) -> Vec<(TreeId, Revision)> {
        self.wanted.lock().map(|wanted| wanted.iter().cloned().collect()).unwrap_or_default()
    }

    /// Says what configurations publish for each other.
    pub fn publish(&self, published: Published) {
        if let Ok(mut slot) = self.published.lock() {
            *slot = Arc::new(published);
        }
    }

    /// What configurations publish for each other; nothing until it is said.
    pub fn published(&self) -> Arc<Published> {
        self.published.lock().map(|slot| slot.clone()).unwrap_or_default()
    }

    /// The module models.
    pub fn models(&self) -> &Models {
        self.models.get_or_init(|| Models::read(self))
    }
}
