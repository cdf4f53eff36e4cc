//! What is on disk: discovery, files in memory, positions. The only door to the file system.
//!
//! A [`Tree`] is one repository at one revision: the work tree, or a commit that something in the work tree
//! pins (a Flux `GitRepository` with `ref.tag`). Files are listed when the tree is opened and read when they
//! are first asked for, within the bounds of [`Limits`].

mod archive;
mod gap;
mod git;
mod gitdir;
mod ignored;
mod listing;
mod open;
pub mod path;
mod read;
mod remote;
mod secret;
mod span;
mod walk;

pub use gap::{Gap, GapKind};
pub use open::{OpenError, Opened};
pub use remote::normalize_remote;
pub use secret::{masked, names_a_secret, secret_blocks, without_credentials, without_secrets};
pub use span::{FileId, LineCol, Span};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
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
    /// The folder as it was given, for messages.
    pub shown: PathBuf,
    /// `origin`'s URL, normalised to `host/owner/name`, when the folder is a git repository.
    pub remote: Option<Arc<str>>,
    /// The tag, branch or commit this tree shows; `None` for the work tree.
    pub revision: Option<Arc<str>>,
    /// A folder inside a repository, given without a name of its own: what it refers to may lie above it.
    pub partial: bool,
    /// For a pinned revision, the work tree it belongs to.
    pub of: Option<TreeId>,
    /// Built into driftline (the module models) instead of given by the user.
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
    /// The byte range in the configuration that asks for it; `None` for one of the command line.
    pub given: Option<(u32, u32)>,
}

/// A laid file.
#[derive(Debug)]
struct Laid {
    public: bool,
    given: Option<(u32, u32)>,
    /// Something looked for a file at its path.
    asked: AtomicBool,
}

/// A folder to open, with the name the configuration gives it.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// The folder.
    pub path: PathBuf,
    /// The name used in addresses; without one it is derived.
    pub name: Option<Arc<str>>,
    /// The remote's URL as the configuration gives it, for folders that are not clones; outranks git's own.
    pub remote: Option<Arc<str>>,
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
    place: read::Place,
    content: OnceLock<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    text: Result<Arc<str>, Gap>,
    lines: OnceLock<Vec<u32>>,
    /// How many characters begin before each multiple of `BLOCK` bytes; only where lines are long.
    blocks: OnceLock<Vec<u32>>,
}

/// Bytes between the places of which the number of characters before them is kept.
const BLOCK: usize = 1024;

/// How many characters begin in a part of a text, byte order marks aside.
fn characters(bytes: &[u8], range: std::ops::Range<usize>) -> usize {
    let begins = |i: usize, byte: &u8| {
        byte & 0xC0 != 0x80 && !bytes.get(i..).is_some_and(|b| b.starts_with("\u{feff}".as_bytes()))
    };
    let part = bytes.get(range.clone()).unwrap_or_default();
    part.iter().enumerate().filter(|(i, byte)| begins(range.start + i, byte)).count()
}

impl Loaded {
    /// How many characters begin before a byte.
    fn before(&self, text: &str, offset: usize) -> usize {
        let bytes = text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let mut sum = 0;
            let counts = (0..bytes.len() / BLOCK).map(|i| {
                sum += characters(bytes, i * BLOCK..(i + 1) * BLOCK);
                u32::try_from(sum).unwrap_or(u32::MAX)
            });
            std::iter::once(0).chain(counts).collect()
        });
        let block = offset / BLOCK;
        blocks.get(block).map_or(0, |n| *n as usize) + characters(bytes, block * BLOCK..offset)
    }
}

/// All files of the given repositories. Paths inside a tree use `/`, have no leading `./`, and the root directory is
/// the empty path.
#[derive(Debug, Default)]
pub struct Sources {
    trees: Vec<Tree>,
    files: Vec<SourceFile>,
    contents: Vec<Contents>,
    pins: HashMap<(TreeId, Revision), TreeId>,
    overlays: BTreeMap<FileId, Laid>,
    limits: Limits,
    archives: archive::Archives,
}

/// What one tree holds, for quick answers.
#[derive(Debug, Default)]
struct Contents {
    /// Its files, sorted by path.
    range: Range<usize>,
    files: HashMap<Arc<str>, FileId>,
    /// The files directly in each directory.
    directories: HashMap<Arc<str>, Vec<FileId>>,
    git: Option<Arc<git::Git>>,
    /// The patterns above the root; `None` for trees that are not on disk.
    patterns: Option<Option<Arc<ignored::Rules>>>,
    /// Tracked files that are not in the work tree.
    absent: BTreeSet<String>,
    /// Tracked paths that this checkout leaves out, and why.
    left_out: BTreeMap<String, &'static str>,
    /// Paths of which nothing is known, nor of what is below them, and why.
    unseen: Vec<(String, String)>,
}

impl Sources {
    /// Sources held in memory: for tests, rule pages and module models. Each tree is a name and its files.
    pub fn from_memory(trees: Vec<(&str, Vec<(&str, &str)>)>) -> Self {
        let mut sources = Sources::default();
        for (name, files) in trees {
            let tree = Tree {
                name: name.into(),
                root: PathBuf::new(),
                shown: PathBuf::new(),
                remote: None,
                revision: None,
                partial: false,
                of: None,
                embedded: false,
            };
            let files = files.into_iter().map(|(path, text)| (Arc::from(path), read::Place::Memory, Some(text.into())));
            sources.add_tree(tree, files.collect());
        }
        sources
    }

    /// Adds a tree and its files; the files are sorted here.
    fn add_tree(&mut self, tree: Tree, mut files: Vec<NewFile>) -> TreeId {
        let id = TreeId(u16::try_from(self.trees.len()).unwrap_or(u16::MAX));
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let start = self.files.len();
        let mut contents = Contents::default();
        contents.directories.insert("".into(), Vec::new());
        for (path, place, text) in files {
            let file = FileId::from_index(self.files.len());
            let mut dir = path::parent(&path);
            contents.directories.entry(dir.into()).or_default().push(file);
            while !dir.is_empty() {
                dir = path::parent(dir);
                if contents.directories.contains_key(dir) {
                    break;
                }
                contents.directories.insert(dir.into(), Vec::new());
            }
            contents.files.insert(path.clone(), file);
            if archive::is_archive(&path) {
                self.archives.add(file);
            }
            let content = OnceLock::new();
            if let Some(text) = text {
                let _ = content.set(Loaded { text: Ok(text), lines: OnceLock::new(), blocks: OnceLock::new() });
            }
            self.files.push(SourceFile { id: file, tree: id, path, place, content });
        }
        contents.range = start..self.files.len();
        self.trees.push(tree);
        self.contents.push(contents);
        id
    }

    fn contents(&self, tree: TreeId) -> Option<&Contents> {
        self.contents.get(usize::from(tree.0))
    }

    /// Adds one text that is no repository's, such as the configuration, so that places in it can be shown. `shown` is
    /// the folder it lies in, for messages.
    pub fn add_text(&mut self, name: &str, shown: PathBuf, path: &str, text: &str) -> Option<FileId> {
        let tree = Tree {
            name: name.into(),
            root: PathBuf::new(),
            shown,
            remote: None,
            revision: None,
            partial: false,
            of: None,
            embedded: true,
        };
        let id = self.add_tree(tree, vec![(path.into(), read::Place::Memory, Some(text.into()))]);
        self.find(id, path)
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
        self.slice_of(tree).iter()
    }

    fn slice_of(&self, tree: TreeId) -> &[SourceFile] {
        self.contents(tree).and_then(|c| self.files.get(c.range.clone())).unwrap_or_default()
    }

    /// A file by id; also one of a packed chart that was opened.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.index()).or_else(|| self.archives.file(id))
    }

    /// The file at a path of a tree.
    pub fn find(&self, tree: TreeId, path: &str) -> Option<FileId> {
        let found = self.contents(tree)?.files.get(path).copied();
        if let Some(laid) = found.and_then(|id| self.overlays.get(&id)) {
            laid.asked.store(true, Ordering::Relaxed);
        }
        found
    }

    /// Laid files that nothing looked for so far, with the places in the configuration that ask for them. Files that are read
    /// because of where they lie (a unit, Terraform's own) are not looked for by name.
    pub fn unasked(&self) -> impl Iterator<Item = (&SourceFile, Option<(u32, u32)>)> {
        let unasked = self.overlays.iter().filter(|(_, laid)| !laid.asked.load(Ordering::Relaxed));
        unasked.filter_map(|(id, laid)| Some((self.file(*id)?, laid.given)))
    }

    /// Whether the path is a directory with at least one file below it. The root is one, also when it is empty.
    pub fn is_dir(&self, tree: TreeId, path: &str) -> bool {
        self.contents(tree).is_some_and(|c| c.directories.contains_key(path))
    }

    /// The files directly in a directory, in order of path.
    pub fn children<'a>(&'a self, tree: TreeId, dir: &'a str) -> impl Iterator<Item = &'a SourceFile> + 'a {
        let ids = self.contents(tree).and_then(|c| c.directories.get(dir));
        ids.into_iter().flatten().filter_map(|id| self.file(*id))
    }

    /// All files below a directory, at any depth, in order of path.
    pub fn below<'a>(&'a self, tree: TreeId, dir: &str) -> impl Iterator<Item = &'a SourceFile> + use<'a> {
        let all = self.slice_of(tree);
        let files = if dir.is_empty() {
            all
        } else {
            // `dir/...` is one range of the sorted paths: from the first path not before `dir/` while it starts so.
            let from = all.partition_point(|f| f.path.as_bytes().iter().lt(dir.as_bytes().iter().chain(b"/")));
            let rest = all.get(from..).unwrap_or_default();
            let count = rest.partition_point(|f| path::inside(&f.path, dir).is_some());
            rest.get(..count).unwrap_or_default()
        };
        files.iter()
    }

    /// The names of files and directories directly in a directory, in order; of very many only the neighbours of `name` in
    /// that order.
    pub fn beside(&self, tree: TreeId, dir: &str, name: &str) -> Vec<&str> {
        const EACH_WAY: usize = 128;
        let all = self.slice_of(tree);
        let prefix = if dir.is_empty() { String::new() } else { format!("{dir}/") };
        let first = all.partition_point(|f| *f.path < *prefix);
        let name_at = |index: usize| {
            let rest = all.get(index).filter(|_| index >= first)?.path.strip_prefix(prefix.as_str())?;
            rest.split('/').next().filter(|name| !name.is_empty())
        };
        // Files of one directory lie together: a name is passed by finding where it begins or ends.
        let wanted = format!("{prefix}{name}");
        let start = all.partition_point(|f| *f.path < *wanted);
        let (mut names, mut at) = (Vec::new(), start);
        while let Some(found) = name_at(at).filter(|_| names.len() < EACH_WAY) {
            names.push(found);
            let whole = format!("{prefix}{found}");
            let rest = all.get(at..).unwrap_or_default();
            at += rest.partition_point(|f| *f.path == *whole || path::inside(&f.path, &whole).is_some()).max(1);
        }
        let after = names.len();
        let mut at = start;
        while let Some(found) = at.checked_sub(1).and_then(name_at).filter(|_| names.len() < after + EACH_WAY) {
            names.push(found);
            let below = format!("{prefix}{found}/");
            let is_file = all.get(at - 1).is_some_and(|f| !f.path.starts_with(&below));
            at = if is_file { at - 1 } else { all.partition_point(|f| *f.path < *below) };
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The file at a path on disk, when it is one of the work trees'.
    pub fn find_on_disk(&self, path: &std::path::Path) -> Option<FileId> {
        let real = path.canonicalize().ok()?;
        self.tree_ids().find_map(|id| {
            let tree = self.tree(id).filter(|t| !t.embedded && t.revision.is_none() && t.root.is_absolute())?;
            self.find(id, real.strip_prefix(&tree.root).ok()?.to_str()?)
        })
    }

    /// The text of a file, read on first use. Fails with a gap when it is too large, not UTF-8, binary, unreadable or
    /// leads out of its tree.
    pub fn text(&self, id: FileId) -> Result<Arc<str>, Gap> {
        let Some(file) = self.file(id) else {
            return Err(Gap { at: None, kind: GapKind::Unreadable, message: "no such file".into(), help: None });
        };
        self.loaded(file).text.clone()
    }

    /// The bytes of a file that is not text, such as a picture in a ConfigMap; read at each call. Fails as [`Self::text`]
    /// does.
    pub fn bytes(&self, id: FileId) -> Result<Vec<u8>, Gap> {
        let Some(file) = self.file(id) else {
            return Err(Gap { at: None, kind: GapKind::Unreadable, message: "no such file".into(), help: None });
        };
        let root = self.tree(file.tree).map(|t| t.root.as_path()).unwrap_or(std::path::Path::new(""));
        let git = self.contents(file.tree).and_then(|c| c.git.as_deref());
        read::bytes(root, &file.path, &file.place, git, &self.limits)
            .map_err(|problem| problem.gap(&file.path, Span::file_start(file.id)))
    }

    /// Whether two files have the same text. A file of a revision is told by its git object, which costs less than
    /// reading it.
    pub fn same_text(&self, a: FileId, b: FileId) -> bool {
        let blob = |id: FileId| match self.file(id).map(|f| &f.place) {
            Some(read::Place::Blob(object)) => Some(*object),
            _ => None,
        };
        let text = |id| self.text(id).ok();
        match (blob(a), blob(b)) {
            (Some(a), Some(b)) => a == b,
            (Some(object), None) => text(b).is_some_and(|text| git::is_blob(object, &text)),
            (None, Some(object)) => text(a).is_some_and(|text| git::is_blob(object, &text)),
            (None, None) => text(a).is_some_and(|a| text(b).is_some_and(|b| a == b)),
        }
    }

    /// How many files of the given repositories have been read so far.
    pub fn read_count(&self) -> usize {
        let given = |f: &&SourceFile| self.tree(f.tree).is_some_and(|t| !t.embedded && t.revision.is_none());
        self.files.iter().filter(given).filter(|f| f.content.get().is_some_and(|l| l.text.is_ok())).count()
    }

    fn loaded<'a>(&self, file: &'a SourceFile) -> &'a Loaded {
        file.content.get_or_init(|| {
            let root = self.tree(file.tree).map(|t| t.root.as_path()).unwrap_or(std::path::Path::new(""));
            let git = self.contents(file.tree).and_then(|c| c.git.as_deref());
            let text = read::read(root, &file.path, &file.place, git, &self.limits)
                .map_err(|problem| problem.gap(&file.path, Span::file_start(file.id)));
            Loaded { text, lines: OnceLock::new(), blocks: OnceLock::new() }
        })
    }

    /// How many files of the given repositories were read so far: work trees and pinned revisions, not what is built in.
    pub fn parsed(&self) -> usize {
        let given = |f: &&SourceFile| self.tree(f.tree).is_some_and(|t| !t.embedded);
        let read = |f: &SourceFile| f.content.get().is_some_and(|c| c.text.is_ok());
        self.files.iter().filter(given).filter(|f| read(f)).count()
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
        let (start, offset) = (start as usize, offset as usize);
        let column = match text.is_char_boundary(offset) {
            true if offset.saturating_sub(start) <= BLOCK => characters(text.as_bytes(), start..offset) + 1,
            true => loaded.before(text, offset).saturating_sub(loaded.before(text, start)) + 1,
            false => 1,
        };
        LineCol { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }

    /// Whether the file was laid there by `assume:` or `--assume`; `Some(true)` when its values may be printed.
    pub fn assumed(&self, id: FileId) -> Option<bool> {
        self.overlays.get(&id).map(|laid| laid.public)
    }

    /// Whether `.gitignore` keeps this path out of the repository (and it is not tracked all the same). The path need
    /// not exist; of trees that are not on disk nothing is ignored.
    pub fn is_ignored(&self, tree: TreeId, path: &str) -> bool {
        let (Some(contents), Some(root)) = (self.contents(tree), self.tree(tree).map(|t| &t.root)) else {
            return false;
        };
        let Some(above) = &contents.patterns else { return false };
        let Some(path) = path::join("", path) else { return false };
        if path.is_empty() || contents.files.contains_key(path.as_str()) || contents.absent.contains(&path) {
            return false;
        }
        walk::ignores(root, above.clone(), &path)
    }

    /// Why nothing can be said about a path that was not found: it lies in a directory that could not be listed or is never
    /// read, below a link that leads out, in a submodule that is not checked out, or is left out of a sparse checkout. `None` when the path is simply not there.
    pub fn unseen(&self, tree: TreeId, path: &str) -> Option<Arc<str>> {
        let contents = self.contents(tree)?;
        let path = path::join("", path)?;
        if contents.files.contains_key(path.as_str()) || contents.directories.contains_key(path.as_str()) {
            return None;
        }
        if let Some(name) = path.split('/').find(|name| walk::skipped(name)) {
            return Some(format!("driftline does not read `{name}` directories").into());
        }
        let covers = |dir: &str| dir.is_empty() || dir == path || path::inside(&path, dir).is_some();
        let below = format!("{path}/");
        let inside = contents.left_out.range(below.clone()..).next().filter(|(file, _)| file.starts_with(&below));
        if let Some((file, why)) = contents.left_out.iter().find(|(file, _)| covers(file)).or(inside) {
            return Some(format!("`{file}` {why}").into());
        }
        let (dir, why) = contents.unseen.iter().find(|(dir, _)| covers(dir))?;
        let dir = if dir.is_empty() { "the repository" } else { dir };
        Some(format!("`{dir}` {why}").into())
    }

    /// The names of the tags of a tree's repository; none for what is no git repository.
    pub fn tags(&self, tree: TreeId) -> Vec<String> {
        self.contents(tree).and_then(|c| c.git.as_ref()).map(|git| git.tags()).unwrap_or_default()
    }

    /// The tree that shows a pinned revision of a repository, opened before with [`Sources::open_pinned`].
    pub fn pinned(&self, of: TreeId, revision: &Revision) -> Option<TreeId> {
        self.pins.get(&(of, revision.clone())).copied()
    }
}

/// Path, where the text is, and the text of files in memory.
type NewFile = (Arc<str>, read::Place, Option<Arc<str>>);

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_a_path_are_each_named_once_and_of_many_only_the_neighbours() {
        let many: Vec<String> = (0..1_000).map(|i| format!("many/d{i:04}/x.yaml")).collect();
        let mut files =
            vec![("a/b-c/x", ""), ("a/b/x", ""), ("a/b/y/z", ""), ("a/b.yaml", ""), ("ab", ""), ("a/c", "")];
        files.extend(many.iter().map(|path| (path.as_str(), "")));
        let sources = Sources::from_memory(vec![("r", files)]);
        let tree = sources.tree_ids().next().unwrap();
        for name in ["a", "b", "bb", "d", ""] {
            assert_eq!(sources.beside(tree, "a", name), ["b", "b-c", "b.yaml", "c"], "{name}");
        }
        assert_eq!(sources.beside(tree, "", "aa"), ["a", "ab", "many"]);
        assert!(sources.beside(tree, "nowhere", "x").is_empty());
        let near = sources.beside(tree, "many", "d0500x");
        assert!(near.contains(&"d0500") && near.contains(&"d0501") && near.len() == 256, "{}", near.len());
    }

    #[test]
    fn characters_are_counted_the_same_with_and_without_blocks() {
        let text = "\u{feff}é日x\u{1f600}".repeat(1000);
        let loaded = Loaded { text: Ok(text.as_str().into()), lines: OnceLock::new(), blocks: OnceLock::new() };
        for (n, (at, _)) in text.char_indices().filter(|(_, c)| *c != '\u{feff}').enumerate() {
            assert_eq!(loaded.before(&text, at), n, "at {at}");
        }
        assert_eq!(loaded.before(&text, text.len()), 4000);
    }
}
