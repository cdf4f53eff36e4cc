//! What is on disk: discovery, files in memory, positions. The only door to the file system.
//!
//! A [`Tree`] is one repository at one revision: the work tree, or a commit that something in the work tree
//! pins (a Flux `GitRepository` with `ref.tag`). Files are listed when the tree is opened and read when they
//! are first asked for, within the bounds of [`Limits`].

mod gap;
mod span;

pub use gap::{Gap, GapKind};
pub use span::{FileId, LineCol, Span};

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// One repository at one revision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TreeId(pub u16);

/// Bounds on what is read; each one that is reached gives a gap that names it.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file that is parsed, in bytes.
    pub file_bytes: u64,
    /// Most files that are listed in one tree.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 10 * 1024 * 1024, files: 200_000 }
    }
}

/// A repository, or a folder that stands for one.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The name used in addresses: from the configuration, else from the remote's URL, else the folder's.
    pub name: Arc<str>,
    /// The folder on disk; every read stays inside it.
    pub root: PathBuf,
    /// `origin`'s URL, normalised to `host/owner/name`, when the folder is a git repository.
    pub remote: Option<Arc<str>>,
    /// The tag, branch or commit this tree shows; `None` for the work tree.
    pub revision: Option<Arc<str>>,
    /// For a pinned revision, the work tree it belongs to.
    pub of: Option<TreeId>,
    /// Ships inside the binary (the module models): nobody edits it.
    pub embedded: bool,
}

/// A file to be laid at a path where the repository has none (`assume:` and `--assume`).
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The repository's name.
    pub repository: Arc<str>,
    /// The path inside the repository, with `/`.
    pub path: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// Whether its values may be printed; otherwise they are sensitive.
    pub public: bool,
}

/// A folder to open, with the name the configuration gives it.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder.
    pub path: PathBuf,
    /// The name used in addresses; without one it is derived.
    pub name: Option<Arc<str>>,
}

/// A revision that something in a work tree pins.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Revision {
    /// `ref.tag`.
    Tag(Arc<str>),
    /// `ref.branch`.
    Branch(Arc<str>),
    /// `ref.commit`.
    Commit(Arc<str>),
}

/// One file of a tree.
#[derive(Debug)]
pub struct SourceFile {
    /// Its id.
    pub id: FileId,
    /// Its tree.
    pub tree: TreeId,
    /// The path inside the tree, with `/`.
    pub path: Arc<str>,
    content: OnceLock<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    text: Result<Arc<str>, Gap>,
    lines: OnceLock<Vec<u32>>,
}

/// All files of the given repositories. Paths inside a tree use `/`, have no leading `./`, and the root directory is
/// the empty path.
#[derive(Debug, Default)]
pub struct Sources {
    trees: Vec<Tree>,
    files: Vec<SourceFile>,
    index: HashMap<(TreeId, Arc<str>), FileId>,
    directories: HashSet<(TreeId, Arc<str>)>,
    overlays: HashMap<FileId, bool>,
}

impl Sources {
    /// Sources held in memory: for tests, rule pages and module models. Each tree is a name and its files.
    pub fn from_memory(trees: Vec<(&str, Vec<(&str, &str)>)>) -> Self {
        let mut sources = Sources::default();
        for (name, files) in trees {
            let tree = sources.add_tree(Tree {
                name: name.into(),
                root: PathBuf::new(),
                remote: None,
                revision: None,
                of: None,
                embedded: false,
            });
            let mut files = files;
            files.sort_by_key(|(path, _)| path.to_string());
            for (path, text) in files {
                let id = sources.add_file(tree, path.into());
                sources.set_text(id, Ok(text.into()));
            }
        }
        sources
    }

    fn add_tree(&mut self, tree: Tree) -> TreeId {
        let id = TreeId(u16::try_from(self.trees.len()).unwrap_or(u16::MAX));
        self.trees.push(tree);
        self.directories.insert((id, "".into()));
        id
    }

    fn add_file(&mut self, tree: TreeId, path: Arc<str>) -> FileId {
        let id = FileId::from_index(self.files.len());
        let mut dir: &str = &path;
        while let Some(cut) = dir.rfind('/') {
            dir = dir.get(..cut).unwrap_or("");
            if !self.directories.insert((tree, dir.into())) {
                break;
            }
        }
        self.index.insert((tree, path.clone()), id);
        self.files.push(SourceFile { id, tree, path, content: OnceLock::new() });
        id
    }

    fn set_text(&mut self, id: FileId, text: Result<Arc<str>, Gap>) {
        if let Some(file) = self.files.get(id.index()) {
            let _ = file.content.set(Loaded { text, lines: OnceLock::new() });
        }
    }

    /// The trees, work trees first, in the order given; pinned revisions and the module models after them.
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// The ids of the trees.
    pub fn tree_ids(&self) -> impl Iterator<Item = TreeId> + use<> {
        (0..self.trees.len()).map(|i| TreeId(u16::try_from(i).unwrap_or(u16::MAX)))
    }

    /// A tree; `None` for an id of other sources.
    pub fn tree(&self, id: TreeId) -> Option<&Tree> {
        self.trees.get(usize::from(id.0))
    }

    /// The name of a tree, for addresses.
    pub fn tree_name(&self, id: TreeId) -> Arc<str> {
        self.tree(id).map_or_else(|| "".into(), |t| t.name.clone())
    }

    /// Every file, in order of id.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The files of one tree, in order of path.
    pub fn files_of(&self, tree: TreeId) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(move |f| f.tree == tree)
    }

    /// A file by id.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.index())
    }

    /// The file at a path of a tree.
    pub fn find(&self, tree: TreeId, path: &str) -> Option<FileId> {
        self.index.get(&(tree, Arc::from(path))).copied()
    }

    /// Whether the path is a directory with at least one file below it.
    pub fn is_dir(&self, tree: TreeId, path: &str) -> bool {
        self.directories.contains(&(tree, Arc::from(path)))
    }

    /// The files directly in a directory, in order of path.
    pub fn children<'a>(&'a self, tree: TreeId, dir: &'a str) -> impl Iterator<Item = &'a SourceFile> + 'a {
        self.below(tree, dir).filter(move |f| {
            let rest = f.path.get(dir.len()..).unwrap_or("");
            !rest.trim_start_matches('/').contains('/')
        })
    }

    /// All files below a directory, at any depth, in order of path.
    pub fn below<'a>(&'a self, tree: TreeId, dir: &'a str) -> impl Iterator<Item = &'a SourceFile> + 'a {
        self.files_of(tree)
            .filter(move |f| dir.is_empty() || f.path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The text of a file, read on first use. Fails with a gap when it is too large, not UTF-8, binary, unreadable or
    /// leads out of its tree.
    pub fn text(&self, id: FileId) -> Result<Arc<str>, Gap> {
        let Some(file) = self.file(id) else {
            return Err(Gap { at: None, kind: GapKind::Unreadable, message: "no such file".into(), help: None });
        };
        self.loaded(file).text.clone()
    }

    fn loaded<'a>(&self, file: &'a SourceFile) -> &'a Loaded {
        file.content.get_or_init(|| Loaded {
            text: Err(Gap::at(Span::file_start(file.id), GapKind::Unreadable, "not read")),
            lines: OnceLock::new(),
        })
    }

    /// The line and column of a byte offset; offsets beyond the text give its end.
    pub fn line_col(&self, id: FileId, offset: u32) -> LineCol {
        let Some(file) = self.file(id) else { return LineCol { line: 1, column: 1 } };
        let loaded = self.loaded(file);
        let Ok(text) = &loaded.text else { return LineCol { line: 1, column: 1 } };
        let lines = loaded.lines.get_or_init(|| {
            let newlines = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0).chain(newlines.map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX))).collect()
        });
        let offset = offset.min(u32::try_from(text.len()).unwrap_or(u32::MAX));
        let line = lines.partition_point(|start| *start <= offset).max(1);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let before = text.get(start as usize..offset as usize).unwrap_or("");
        let column = before.chars().filter(|c| *c != '\u{feff}').count() + 1;
        LineCol { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }

    /// Whether the file was laid there by `assume:` or `--assume`; `Some(true)` when its values may be printed.
    pub fn assumed(&self, id: FileId) -> Option<bool> {
        self.overlays.get(&id).copied()
    }

    /// Whether `.gitignore` keeps this path out of the repository (and it is not tracked all the same).
    pub fn is_ignored(&self, _tree: TreeId, _path: &str) -> bool {
        false
    }

    /// The tree that shows a pinned revision of a repository, opened before with the others.
    pub fn pinned(&self, of: TreeId, revision: &Revision) -> Option<TreeId> {
        let name = match revision {
            Revision::Tag(r) | Revision::Branch(r) | Revision::Commit(r) => r,
        };
        self.tree_ids().find(|id| self.tree(*id).is_some_and(|t| t.of == Some(of) && t.revision.as_ref() == Some(name)))
    }
}
