//! What all configurations share: parsed files, module definitions, module models.

use super::modules::Models;
use super::published::Published;
use super::settings::Settings;
use super::similar::Names;
use super::terraform::Definition;
use super::terragrunt::UNIT_FILES;
use super::value::{Unknown, Why};
use crate::source::{FileId, Gap, GapKind, Revision, Sources, Span, TreeId, path};
use crate::syntax::hcl::{self, Attribute, Block};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, RwLock};

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
    files: Vec<RwLock<Option<Arc<File>>>>,
    definitions: Mutex<Definitions>,
    models: OnceLock<Models>,
    generated: OnceLock<Generated>,
    units: OnceLock<HashMap<(TreeId, Alike), Names>>,
    published: Mutex<Arc<Published>>,
    wanted: Mutex<BTreeSet<(TreeId, Revision)>>,
}

/// A directory: its tree, and its path there.
pub(super) type Place = (TreeId, Arc<str>);

/// What stacks generate.
#[derive(Debug, Default)]
pub(super) struct Generated {
    /// Directories that become units.
    pub units: BTreeSet<Place>,
    /// Directories that are copies of others: units, and stacks inside of stacks.
    pub copies: BTreeMap<Place, Place>,
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
        let files = sources.files().iter().map(|_| RwLock::default()).collect();
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
        let Some(slot) = self.files.get(id.index()) else { return Arc::default() };
        if let Some(found) = slot.read().ok().and_then(|file| file.clone()) {
            return found;
        }
        let made = Arc::new(self.parse(id));
        match slot.write() {
            Ok(mut file) => file.get_or_insert(made).clone(),
            Err(_) => made,
        }
    }

    /// Lets go of a file that is most likely not asked for again; whoever does has it parsed anew.
    pub fn forget(&self, id: FileId) {
        if let Some(mut file) = self.files.get(id.index()).and_then(|slot| slot.write().ok()) {
            *file = None;
        }
    }

    /// Why a file may hold more than was read of it; `None` when all of it was read.
    pub fn torn(&self, id: FileId) -> Option<Unknown> {
        self.file(id).gaps.iter().find(|gap| gap.kind != GapKind::Refused).map(|gap| self.unread(id, gap))
    }

    /// Why something may stand where a file was not read: what `gap` is of.
    pub fn unread(&self, id: FileId, gap: &Gap) -> Unknown {
        let at = gap.at.unwrap_or(Span::file_start(id));
        let path = self.sources.file(id).map_or("", |f| &f.path);
        let line = self.sources.line_col(at.file, at.start).line;
        let why = match gap.kind {
            GapKind::Syntax => format!("a part of `{path}` does not parse (line {line})"),
            _ => {
                let why = gap.message.strip_prefix("not read: ").unwrap_or(&gap.message);
                format!("a part of `{path}` was not read (line {line}): {why}")
            }
        };
        Unknown::new(Why::Gap(why.into()), at)
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

    /// Says what stacks generate.
    pub fn set_generated(&self, generated: Generated) {
        let _ = self.generated.set(generated);
    }

    /// Whether a stack generates a unit into this directory.
    pub fn is_generated(&self, tree: TreeId, directory: &str) -> bool {
        self.generated.get().is_some_and(|all| all.units.contains(&(tree, Arc::from(directory))))
    }

    /// What a path in a directory that a stack generates is a copy of.
    pub fn copied(&self, tree: TreeId, path: &str) -> Option<(TreeId, String)> {
        let copies = &self.generated.get()?.copies;
        let mut directory = path;
        while !copies.is_empty() && !directory.is_empty() {
            if let Some((tree, home)) = copies.get(&(tree, Arc::from(directory))) {
                let rest = path.get(directory.len()..).unwrap_or("").trim_start_matches('/');
                let there = match (home.is_empty(), rest.is_empty()) {
                    (_, true) => home.to_string(),
                    (true, false) => rest.to_owned(),
                    (false, false) => format!("{home}/{rest}"),
                };
                return Some((*tree, there));
            }
            directory = crate::source::path::parent(directory);
        }
        None
    }

    /// The file at a path, also at one that a stack generates.
    pub fn find(&self, tree: TreeId, path: &str) -> Option<FileId> {
        let copied = || self.copied(tree, path).and_then(|(tree, path)| self.sources.find(tree, &path));
        self.sources.find(tree, path).or_else(copied)
    }

    /// Whether there is a directory at a path, also at one that a stack generates.
    pub fn is_dir(&self, tree: TreeId, path: &str) -> bool {
        let copied = || self.copied(tree, path).is_some_and(|(tree, path)| self.sources.is_dir(tree, &path));
        self.sources.is_dir(tree, path) || copied()
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
