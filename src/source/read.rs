//! Reading one file: bytes to text, within bounds, with a message for each way it can fail.

use super::git::Git;
use super::{Gap, GapKind, Limits, Span};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the text of a file comes from.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// Given when the file was added.
    Memory,
    /// Built into the program.
    BuiltIn(&'static str),
    /// Below the tree's root, at the file's own path.
    Disk,
    /// A real path inside the root: the target of a symbolic link, or a name that is not UTF-8.
    At(PathBuf),
    /// A blob of the tree's git repository.
    Blob(gix::ObjectId),
    /// Cannot be read; why.
    Closed(Arc<str>),
}

/// Why a file has no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) kind: GapKind,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
}

impl Problem {
    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self { kind: GapKind::Unreadable, message: message.into(), help: None }
    }

    pub(super) fn gap(self, path: &str, at: Span) -> Gap {
        let gap = Gap::at(at, self.kind, format!("`{path}` {}", self.message));
        match self.help {
            Some(help) => gap.with_help(help),
            None => gap,
        }
    }
}

pub(super) fn read(
    root: &Path,
    path: &str,
    place: &Place,
    git: Option<&Git>,
    limits: &Limits,
) -> Result<Arc<str>, Problem> {
    match place {
        Place::BuiltIn(text) => Ok((*text).into()),
        place => decode(bytes(root, path, place, git, limits)?),
    }
}

/// The bytes of a file.
pub(super) fn bytes(
    root: &Path,
    path: &str,
    place: &Place,
    git: Option<&Git>,
    limits: &Limits,
) -> Result<Vec<u8>, Problem> {
    match place {
        Place::Memory => Err(Problem::unreadable("has no text")),
        Place::BuiltIn(text) => Ok(text.as_bytes().to_vec()),
        Place::Disk => from_disk(&root.join(path), limits),
        Place::At(real) => {
            // The link was resolved when the tree was listed; it must still lead inside.
            let real = real.canonicalize().map_err(|e| io_problem(&e))?;
            if !real.starts_with(root) {
                return Err(Problem::unreadable("leads outside the given folder and is not read"));
            }
            from_disk(&real, limits)
        }
        Place::Blob(id) => match git {
            Some(git) => git.blob(*id, limits),
            None => Err(Problem::unreadable("is in a git repository that is not open")),
        },
        Place::Closed(why) => Err(Problem::unreadable(why.to_string())),
    }
}

fn from_disk(path: &Path, limits: &Limits) -> Result<Vec<u8>, Problem> {
    // A named pipe or a device would block or never end.
    let found = std::fs::metadata(path).map_err(|e| io_problem(&e))?;
    if !found.is_file() {
        return Err(Problem::unreadable("is not a regular file"));
    }
    check_size(found.len(), limits)?;
    let file = std::fs::File::open(path).map_err(|e| io_problem(&e))?;
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0).saturating_add(1));
    // The file may grow while it is read, and files of /proc claim to be empty.
    file.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| io_problem(&e))?;
    check_size(bytes.len() as u64, limits)?;
    Ok(bytes)
}

pub(super) fn check_size(bytes: u64, limits: &Limits) -> Result<(), Problem> {
    if bytes <= limits.file_bytes {
        return Ok(());
    }
    Err(Problem {
        kind: GapKind::Bound,
        message: format!("is {} and was not read: the limit for one file is {}", size(bytes), size(limits.file_bytes)),
        help: None,
    })
}

pub(super) fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    for (unit, one) in UNITS {
        if bytes >= one {
            let tenths = (bytes.saturating_mul(10) + one / 2) / one;
            return match tenths % 10 {
                0 => format!("{} {unit}", tenths / 10),
                rest => format!("{}.{rest} {unit}", tenths / 10),
            };
        }
    }
    format!("{bytes} bytes")
}

pub(super) fn io_problem(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Problem {
            kind: GapKind::Unreadable,
            message: "may not be read: permission denied".into(),
            help: Some("run driftline as a user who may read the whole repository"),
        },
        io::ErrorKind::NotFound => Problem::unreadable("is gone: it was there when the folder was listed"),
        _ => Problem::unreadable(format!("cannot be read: {error}")),
    }
}

/// Bytes to text. A byte order mark stays, so that offsets are those of the file.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Arc<str>, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Problem {
            kind: GapKind::Unreadable,
            message: "is UTF-16 text and was not read: driftline reads UTF-8".into(),
            help: Some("save the file as UTF-8; Terraform, Terragrunt and Kubernetes tools expect it too"),
        });
    }
    if bytes.iter().take(8 * 1024).any(|b| *b == 0) {
        return Err(Problem::unreadable("is a binary file (it has a NUL byte) and was not read"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(valid).filter(|b| **b == b'\n').count() + 1;
            Err(Problem {
                kind: GapKind::Unreadable,
                message: format!("is not UTF-8 (line {line}, byte {valid}) and was not read"),
                help: Some("save the file as UTF-8"),
            })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn permission_denied_is_named() {
        let problem = io_problem(&io::Error::from(io::ErrorKind::PermissionDenied));
        assert_eq!(problem.kind, GapKind::Unreadable);
        assert!(problem.message.contains("permission denied"));
        assert!(problem.help.is_some());
    }

    #[test]
    fn sizes_are_named_as_people_say_them() {
        assert_eq!(size(12), "12 bytes");
        assert_eq!(size(10 * 1024 * 1024), "10 MiB");
        assert_eq!(size(52_953_088), "50.5 MiB");
    }

    #[test]
    fn only_utf8_text_is_decoded() {
        assert_eq!(&*decode(b"\xef\xbb\xbfa".to_vec()).unwrap(), "\u{feff}a", "the byte order mark stays");
        assert!(decode(b"\xff\xfea\0".to_vec()).unwrap_err().message.contains("UTF-16"));
        assert!(decode(b"a\0b".to_vec()).unwrap_err().message.contains("binary"));
        let latin = decode(b"ok\ncaf\xe9".to_vec()).unwrap_err();
        assert!(latin.message.contains("line 2, byte 6"), "{}", latin.message);
    }
}
