//! Finding and reading the file.

use super::problem::Problems;
use super::rules::RuleSpec;
use super::{Loaded, Origin, parse};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Largest configuration, and largest assumed file, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// `driftline.yaml` or `driftline.yml` in the folder or above it, up to the top of the git repository it lies in.
pub fn find(from: &Path) -> Option<PathBuf> {
    let real = from.canonicalize().ok()?;
    let mut shown = from.to_owned();
    for (height, dir) in real.ancestors().enumerate() {
        if height > 0 {
            // By name where that leads to the same folder: `driftline.yaml` rather than `infra/../driftline.yaml`.
            let by_name = shown.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p });
            let by_name = by_name.filter(|p| p.canonicalize().is_ok_and(|real| real == dir)).map(Path::to_owned);
            shown = match by_name {
                Some(parent) => parent,
                None if from.is_absolute() => dir.to_owned(),
                None if shown == Path::new(".") => PathBuf::from(".."),
                None => shown.join(".."),
            };
        }
        for name in ["driftline.yaml", "driftline.yml"] {
            if dir.join(name).is_file() {
                let shown = if shown == Path::new(".") { PathBuf::from(name) } else { shown.join(name) };
                return Some(shown);
            }
        }
        if dir.join(".git").symlink_metadata().is_ok() {
            return None;
        }
    }
    None
}

/// Reads a configuration file. Whatever is wrong is among the problems, a file that cannot be read included.
pub fn load(path: &Path, origin: Origin<'_>, specs: &[RuleSpec]) -> Loaded {
    let name = path.display().to_string();
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let fail = |why: String, help: Option<&str>| {
        let mut problems = Problems::new(&name, "".into());
        problems.whole(why, help.map(str::to_owned));
        Loaded { problems: problems.finish(), ..Loaded::default() }
    };
    if let (Origin::Found(_), Ok(real), Ok(home)) = (origin, path.canonicalize(), folder.canonicalize())
        && !real.starts_with(&home)
    {
        let help = "give the file it leads to with --config";
        return fail("this configuration is a symbolic link that leads outside its folder".into(), Some(help));
    }
    match read(path) {
        Ok(text) => parse(&name, &text, folder, origin, specs, &read),
        Err(why) => fail(format!("the configuration `{name}` {why}"), None),
    }
}

fn read(path: &Path) -> Result<String, String> {
    let explain = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
        _ => format!("cannot be read: {e}"),
    };
    let found = std::fs::metadata(path).map_err(explain)?;
    if !found.is_file() {
        return Err("is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(explain)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(explain)?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("is larger than {} MiB, the limit", LARGEST / 1024 / 1024));
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())
}
