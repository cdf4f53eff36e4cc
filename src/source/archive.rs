//! Packed charts (`.tgz`): the files inside, listed and read without unpacking anything to disk.
//!
//! The rules are those of Helm's `loader.LoadArchiveFiles`: the first part of every path is dropped, a path that is
//! absolute or leaves the archive refuses the whole, a link is an empty file and is never followed. Sizes are bounded
//! before and while reading, so that a few bytes cannot become many. Ids of the files depend on the archive's place
//! among all archives only, never on which is opened first.

use super::read::{Place, Problem, decode};
use super::{FileId, Gap, GapKind, Limits, Loaded, SourceFile, Span, TreeId, path};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, OnceLock};

/// The first index of a packed file: far beyond any file of a tree.
const FIRST: usize = 1 << 30;

/// Files in one archive, those of archives inside it included.
const FILES: usize = 1 << 14;

/// Archives that are read.
const ARCHIVES: usize = 1 << 10;

/// Bytes that all archives together may hold.
const ALL: u64 = 1 << 29;

/// Bytes that one archive may hold.
const ONE: u64 = 64 << 20;

/// How deep archives may lie in archives.
const DEPTH: usize = 4;

/// The packed charts of all trees.
#[derive(Debug, Default)]
pub(super) struct Archives {
    ranks: BTreeMap<FileId, usize>,
    opened: Vec<OnceLock<Result<Vec<SourceFile>, Gap>>>,
}

/// Whether a path is one of a packed chart.
pub(super) fn is_archive(path: &str) -> bool {
    path.ends_with(".tgz")
}

impl Archives {
    /// Takes note of a file of a tree.
    pub(super) fn add(&mut self, file: FileId) {
        self.ranks.insert(file, self.opened.len());
        self.opened.push(OnceLock::new());
    }

    /// A packed file by its id, when its archive has been opened.
    pub(super) fn file(&self, id: FileId) -> Option<&SourceFile> {
        let index = id.index().checked_sub(FIRST)?;
        let opened = self.opened.get(index / FILES)?.get()?.as_ref().ok()?;
        opened.get(index % FILES)
    }

    /// The files of an archive in order of path; `read` gives its bytes.
    pub(super) fn open(
        &self,
        file: &SourceFile,
        limits: &Limits,
        read: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<&[SourceFile], Gap> {
        let at = Span::file_start(file.id);
        let rank = self.ranks.get(&file.id).copied().filter(|rank| *rank < ARCHIVES);
        let Some((rank, slot)) = rank.and_then(|rank| Some((rank, self.opened.get(rank)?))) else {
            let message = format!("`{}` was not read: driftline reads at most {ARCHIVES} packed charts", file.path);
            return Err(Gap::at(at, GapKind::Bound, message));
        };
        let opened = slot.get_or_init(|| {
            let share = (ALL / self.opened.len().max(1) as u64).clamp(limits.file_bytes.min(ONE), ONE);
            let mut unpacking = Unpacking { left: share, share, limits, files: BTreeMap::new() };
            read().and_then(|bytes| unpacking.unpack(&bytes, "", 0)).map_err(|problem| problem.gap(&file.path, at))?;
            let first = FIRST + rank * FILES;
            let files = unpacking.files.into_iter().enumerate();
            Ok(files.map(|(i, (inside, text))| packed(file, first + i, &inside, text)).collect())
        });
        opened.as_deref().map_err(Clone::clone)
    }
}

fn packed(archive: &SourceFile, index: usize, inside: &str, text: Result<Arc<str>, Problem>) -> SourceFile {
    let (id, path): (FileId, Arc<str>) = (FileId::from_index(index), format!("{}/{inside}", archive.path).into());
    let text = text.map_err(|problem| problem.gap(&path, Span::file_start(id)));
    let content = OnceLock::from(Loaded { text, lines: OnceLock::new(), blocks: OnceLock::new() });
    SourceFile { id, tree: archive.tree, path, place: Place::Memory, content }
}

struct Unpacking<'a> {
    left: u64,
    share: u64,
    limits: &'a Limits,
    files: BTreeMap<String, Result<Arc<str>, Problem>>,
}

impl Unpacking<'_> {
    /// Adds the files of an archive below a directory.
    fn unpack(&mut self, bytes: &[u8], below: &str, depth: usize) -> Result<(), Problem> {
        let mut stream = flate2::read::MultiGzDecoder::new(bytes).take(self.left.saturating_add(1));
        match self.entries(&mut stream, below, depth) {
            // The stream ended because it was cut.
            Err(problem) if stream.limit() == 0 && problem.kind != GapKind::Bound => Err(self.too_large()),
            result => result,
        }
    }

    fn entries(&mut self, stream: &mut impl Read, below: &str, depth: usize) -> Result<(), Problem> {
        let mut archive = tar::Archive::new(stream);
        let entries = archive.entries().map_err(|e| broken(&e))?;
        let mut found = false;
        for entry in entries {
            let mut entry = entry.map_err(|e| broken(&e))?;
            let kind = entry.header().entry_type();
            if kind.is_dir() || kind.is_pax_global_extensions() || kind.is_pax_local_extensions() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let inside = inside(&name)?;
            found = true;
            if self.files.len() >= FILES {
                return Err(Problem {
                    kind: GapKind::Bound,
                    message: format!("is a packed chart of more than {FILES} files and was not read"),
                    help: None,
                });
            }
            if entry.size() > self.left {
                return Err(self.too_large());
            }
            let mut content = Vec::new();
            let most = self.limits.file_bytes.min(self.left);
            if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
                (&mut entry).take(most.saturating_add(1)).read_to_end(&mut content).map_err(|e| broken(&e))?;
            }
            self.left = self.left.saturating_sub((content.len() as u64).max(entry.size()));
            let key = if below.is_empty() { inside } else { format!("{below}/{inside}") };
            if is_archive(&key) && content.len() as u64 <= most && depth < DEPTH {
                self.unpack(&content, &key, depth + 1)?;
                continue;
            }
            let text = super::read::check_size(content.len() as u64, self.limits).and_then(|()| decode(content));
            // A byte order mark is Helm's to drop; places count from after it in both.
            let text = text.map(|text| text.strip_prefix('\u{feff}').map_or(text.clone(), Into::into));
            self.files.insert(key, text);
        }
        if found { Ok(()) } else { Err(Problem::unreadable("is a packed chart without files")) }
    }

    fn too_large(&self) -> Problem {
        Problem {
            kind: GapKind::Bound,
            message: format!(
                "is a packed chart that holds more than {} when unpacked, the limit for one; it was not read",
                super::read::size(self.share)
            ),
            help: None,
        }
    }
}

fn broken(error: &std::io::Error) -> Problem {
    Problem::unreadable(format!("is not a packed chart that can be read: {error}"))
}

/// The path inside the chart: without the first part, which is the chart's name.
fn inside(name: &str) -> Result<String, Problem> {
    let name = if name.contains('\\') { name.replace('\\', "/") } else { name.to_owned() };
    let refused = |why: &str| Err(Problem::unreadable(format!("is a packed chart that {why}; it was not read")));
    let (first, rest) = name.split_once('/').unwrap_or((&name, ""));
    if first == "Chart.yaml" {
        return refused("does not hold its chart in one directory");
    }
    let drive = rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && rest.get(1..3) == Some(":/");
    if rest.starts_with('/') || drive {
        return refused("holds an absolute path");
    }
    match path::join("", rest) {
        Some(inside) if inside.is_empty() => refused("holds files outside of its directory"),
        Some(inside) if !inside.starts_with("..") => Ok(inside),
        _ => refused("holds a path that leads out of it"),
    }
}

impl super::Sources {
    /// The files of a packed chart, in order of path; their paths continue the archive's own. `None` when there is no
    /// file of that name, or it is not called `.tgz`; the gap says why an archive cannot be read or is refused.
    pub fn packed(&self, tree: TreeId, path: &str) -> Option<Result<&[SourceFile], Gap>> {
        let file = self.find(tree, path).filter(|_| is_archive(path)).and_then(|id| self.file(id))?;
        let root = self.tree(tree).map(|t| t.root.as_path()).unwrap_or(std::path::Path::new(""));
        let git = self.contents(tree).and_then(|c| c.git.as_deref());
        let read = || super::read::bytes(root, &file.path, &file.place, git, &self.limits);
        Some(self.archives.open(file, &self.limits, read))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::super::{Root, Sources};
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn tgz(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, data) in entries {
            let mut header = tar::Header::new_gnu();
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(data.len() as u64);
            header.set_cksum();
            builder.append(&header, *data).unwrap();
        }
        gzip(&builder.into_inner().unwrap())
    }

    fn opened(archives: &[(&str, Vec<u8>)]) -> (tempfile::TempDir, Sources) {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in archives {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        let root = Root { path: dir.path().to_owned(), name: None, remote: None };
        let sources = Sources::open(&[root], Vec::new(), &[], &Limits::default()).sources;
        (dir, sources)
    }

    fn refused(bytes: Vec<u8>) -> Gap {
        let (_dir, sources) = opened(&[("a.tgz", bytes)]);
        sources.packed(TreeId(0), "a.tgz").unwrap().unwrap_err()
    }

    #[test]
    fn files_of_an_archive_have_texts_and_places_of_their_own() {
        let inner = tgz(&[("in/Chart.yaml", b"name: in\n")]);
        let outer = tgz(&[("c/b.txt", b"one\ntwo\n"), ("c/a.bin", b"\0\x01"), ("c/charts/in.tgz", &inner)]);
        let (_dir, sources) = opened(&[("z.tgz", outer.clone()), ("y.tgz", outer)]);
        // Ids do not depend on which is opened first.
        let z = sources.packed(TreeId(0), "z.tgz").unwrap().unwrap();
        let y = sources.packed(TreeId(0), "y.tgz").unwrap().unwrap();
        assert!(y[0].id < z[0].id);
        let paths: Vec<&str> = z.iter().map(|f| &*f.path).collect();
        assert_eq!(paths, ["z.tgz/a.bin", "z.tgz/b.txt", "z.tgz/charts/in.tgz/Chart.yaml"]);
        assert_eq!(&*sources.text(z[1].id).unwrap(), "one\ntwo\n");
        assert_eq!((sources.line_col(z[1].id, 5).line, sources.line_col(z[1].id, 5).column), (2, 2));
        assert!(sources.text(z[0].id).unwrap_err().message.contains("binary"));
        assert_eq!(sources.file(z[1].id).unwrap().path, z[1].path);
        assert!(sources.packed(TreeId(0), "absent.tgz").is_none());
        // No tree lists what is packed.
        assert_eq!(sources.files_of(TreeId(0)).count(), 2);
    }

    #[test]
    fn a_bomb_is_a_gap_that_names_the_bound() {
        let zeros = vec![0u8; 100 << 20];
        let gap = refused(tgz(&[("c/Chart.yaml", b"name: c"), ("c/zeros", &zeros)]));
        assert_eq!(gap.kind, GapKind::Bound);
        assert!(gap.message.contains("64 MiB"), "{}", gap.message);
        // The header may lie about the size, and archives may lie in archives.
        let mut lying = Vec::new();
        for i in 0..20 {
            lying.push((format!("c/{i}"), vec![0u8; 5 << 20]));
        }
        let entries: Vec<(&str, &[u8])> = lying.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
        assert_eq!(refused(tgz(&entries)).kind, GapKind::Bound);
        let inner = tgz(&entries[..10]);
        let nested = tgz(&[("c/charts/a.tgz", &inner), ("c/charts/b.tgz", &inner)]);
        assert_eq!(refused(nested).kind, GapKind::Bound);
        let many: Vec<String> = (0..FILES + 1).map(|i| format!("c/{i}")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|n| (n.as_str(), b"".as_slice())).collect();
        let gap = refused(tgz(&many));
        assert!(gap.kind == GapKind::Bound && gap.message.contains("files"), "{}", gap.message);
    }

    #[test]
    fn paths_that_leave_and_what_is_no_archive_refuse_the_whole() {
        for name in ["c/../../x", "c//etc/passwd", "Chart.yaml", "c/c:/x", "c/.."] {
            let gap = refused(tgz(&[("c/Chart.yaml", b"name: c"), (name, b"x")]));
            assert_eq!(gap.kind, GapKind::Unreadable, "{name}: {}", gap.message);
        }
        for bytes in [b"text".to_vec(), Vec::new(), gzip(b"no tar"), gzip(b"")] {
            assert_eq!(refused(bytes).kind, GapKind::Unreadable);
        }
        let whole = tgz(&[("c/Chart.yaml", b"name: c")]);
        assert_eq!(refused(whole[..whole.len() / 2].to_vec()).kind, GapKind::Unreadable);
    }
}
