//! What is to be rendered, where it is, and rendering it.

use super::super::folder::{directory_in, folder, home_of};
use super::super::open::Opened;
use super::{Arguments, values};
use crate::eval::flux;
use crate::eval::helm::{ReleaseInfo, is_version};
use crate::eval::kustomize::path::{KUSTOMIZATION_FILES, kustomization_file};
use crate::eval::rendering::{self, Rendering};
use crate::report::line;
use crate::source::{Sources, TreeId, path};
use std::fmt;
use std::path::{Path, PathBuf};

/// What keeps something from being rendered: an argument that cannot be used.
pub(super) struct Fault {
    message: String,
    help: Option<String>,
}

impl Fault {
    pub(super) fn new(message: String, help: &str) -> Self {
        Self { message, help: (!help.is_empty()).then(|| help.to_owned()) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", line(&self.message))?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {}", line(help)),
            None => Ok(()),
        }
    }
}

/// What is to be rendered; folders are canonical, beside the way they were given.
pub(super) enum What {
    Directory(PathBuf, String),
    Chart(PathBuf, String),
    Cluster(PathBuf, String),
    Release { name: String, cluster: Option<(PathBuf, String)> },
}

impl What {
    /// What the arguments ask for, and the repositories to read for it.
    pub(super) fn of(arguments: &Arguments) -> Result<(Self, Vec<PathBuf>), Fault> {
        let mut paths = arguments.paths.clone();
        let cluster = arguments.cluster.as_deref().map(directory).transpose()?;
        let what = match (&arguments.chart, cluster, &arguments.release) {
            (Some(chart), _, _) => {
                let (folder, shown) = directory(chart)?;
                What::Chart(folder, shown)
            }
            (None, cluster, Some(name)) => What::Release { name: name.clone(), cluster },
            (None, Some((folder, shown)), None) => What::Cluster(folder, shown),
            (None, None, None) => {
                let first = if paths.is_empty() { PathBuf::from(".") } else { paths.remove(0) };
                let (folder, shown) = directory(&first)?;
                What::Directory(folder, shown)
            }
        };
        if paths.is_empty() {
            let here = || std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_else(|_| ".".into());
            paths.push(home_of(&what.own_folder().map_or_else(here, Path::to_owned)));
        }
        what.check(arguments)?;
        Ok((what, paths))
    }

    fn own_folder(&self) -> Option<&Path> {
        match self {
            What::Directory(folder, _) | What::Chart(folder, _) | What::Cluster(folder, _) => Some(folder),
            What::Release { cluster, .. } => cluster.as_ref().map(|(folder, _)| folder.as_path()),
        }
    }

    /// The folder whose repository a revision is of.
    pub(super) fn folder(&self, paths: &[PathBuf]) -> Option<PathBuf> {
        self.own_folder().map(Path::to_owned).or_else(|| paths.first()?.canonicalize().ok())
    }

    /// Whether the program that is followed prints nothing when it refuses something.
    pub(super) fn stops(&self) -> bool {
        matches!(self, What::Directory(..) | What::Chart(..))
    }

    /// What can be wrong with arguments before a file is read.
    fn check(&self, arguments: &Arguments) -> Result<(), Fault> {
        if let What::Release { name, .. } = self {
            let parts: Vec<&str> = name.split('/').collect();
            if parts.len() != 2 || parts.iter().any(|part| part.is_empty()) {
                let message = format!("`{name}` names no HelmRelease");
                return Err(Fault::new(message, "give --release NAMESPACE/NAME"));
            }
        }
        if let Some(version) = arguments.kube_version.as_deref().filter(|version| !is_version(version)) {
            let message = format!("`{version}` is no version of a cluster");
            return Err(Fault::new(message, "give one such as --kube-version 1.31.0"));
        }
        let name = &arguments.release_name;
        let label = |part: &str| {
            let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            part.starts_with(ends) && part.ends_with(ends) && part.chars().all(|c| ends(c) || c == '-')
        };
        // `chartutil.ValidateReleaseName`.
        if name.len() > 53 || !name.split('.').all(label) {
            let message = format!("`{name}` cannot name a release");
            return Err(Fault::new(message, "Helm takes at most 53 lower case letters, digits, `-` and `.`"));
        }
        Ok(())
    }

    /// Renders it. `revision` names the revision that the sources are of.
    pub(super) fn render(
        &self,
        arguments: &Arguments,
        opened: Opened,
        revision: Option<&str>,
    ) -> Result<(Sources, Rendering), Fault> {
        let Opened { mut sources, settings, gaps } = opened;
        let mut rendering = match self {
            What::Directory(folder, shown) => {
                let (tree, dir) = inside(&sources, folder, shown)?;
                match kustomization_file(&sources, tree, &dir) {
                    None if revision.is_none() => {
                        let names = KUSTOMIZATION_FILES.join("`, `");
                        let message = format!("`{shown}` holds no kustomization: none of `{names}`");
                        let help =
                            "give the directory that holds one; --chart renders a chart, --cluster what Flux applies";
                        return Err(Fault::new(message, help));
                    }
                    None => Rendering::default(),
                    Some(_) => rendering::directory(&sources, tree, &dir),
                }
            }
            What::Chart(folder, shown) => {
                let (tree, dir) = inside(&sources, folder, shown)?;
                if sources.find(tree, &below(&dir, "Chart.yaml")).is_none() {
                    if revision.is_none() {
                        let message = format!("`{shown}` is no chart: it holds no `Chart.yaml`");
                        return Err(Fault::new(message, "give the directory that holds one"));
                    }
                    return Ok((sources, Rendering::default()));
                }
                let values = values::of(arguments, &mut sources, tree, revision)?;
                let given = ReleaseInfo::default();
                let release = ReleaseInfo {
                    name: arguments.release_name.as_str().into(),
                    namespace: arguments.namespace.as_str().into(),
                    kube_version: arguments.kube_version.as_deref().map_or(given.kube_version, Into::into),
                    revision: given.revision,
                };
                rendering::chart(&sources, tree, &dir, &values, &release, arguments.include_crds)
            }
            What::Cluster(folder, shown) => {
                let (tree, dir) = inside(&sources, folder, shown)?;
                match rendering::cluster(&sources, &settings.flux, tree, &dir) {
                    Some(rendering) => rendering,
                    None if revision.is_some() => Rendering::default(),
                    None => {
                        let message = format!("`{shown}` holds no file that Flux could apply");
                        return Err(Fault::new(
                            message,
                            "give the directory where Flux starts, such as clusters/production",
                        ));
                    }
                }
            }
            What::Release { name, cluster } => {
                let kubernetes = match cluster {
                    Some((folder, shown)) => {
                        let (tree, dir) = inside(&sources, folder, shown)?;
                        flux::cluster(&sources, &settings.flux, tree, &dir).unwrap_or_default()
                    }
                    None => flux::evaluate(&sources, &settings.flux),
                };
                let found = rendering::releases(&kubernetes, name);
                match found.as_slice() {
                    [one] => rendering::release(&sources, &kubernetes, one),
                    [] if revision.is_some() => Rendering::default(),
                    [] => {
                        let known = rendering::release_names(&kubernetes);
                        let message = format!("no HelmRelease `{name}` is declared in what is read");
                        return Err(Fault::new(message, &suggest(name, &known)));
                    }
                    several => {
                        let scopes: Vec<String> =
                            several.iter().map(|a| format!("{}//{}", a.repository, a.scope)).collect();
                        let message = format!("`{name}` is declared in several places: {}", scopes.join(", "));
                        return Err(Fault::new(message, "say of which cluster: --cluster DIR"));
                    }
                }
            }
        };
        // What a directory or a chart needs lies in it; what is applied may come from everywhere.
        if matches!(self, What::Cluster(..) | What::Release { .. }) {
            rendering.notes.extend(gaps);
        }
        Ok((sources, rendering))
    }
}

/// What may have been meant.
fn suggest(name: &str, known: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<&str> = known.iter().map(String::as_str).take(SHOWN).collect();
    match (crate::resemblance::nearest(name, known.iter().map(String::as_str)), shown.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, true) => "there is none at all; give the repositories that declare it".to_owned(),
        (None, false) if known.len() > SHOWN => format!("there are {} and others", shown.join(", ")),
        (None, false) => format!("there are {}", shown.join(", ")),
    }
}

/// A folder that an argument names.
fn directory(given: &Path) -> Result<(PathBuf, String), Fault> {
    let shown = given.display().to_string();
    if given.is_file() {
        let message = format!("`{shown}` is a file, not a folder");
        let parent =
            given.parent().filter(|p| !p.as_os_str().is_empty()).map_or(".".into(), |p| p.display().to_string());
        return Err(Fault::new(message, &format!("give the folder that holds it: `{parent}`")));
    }
    match given.to_str().and_then(folder) {
        Some(real) => Ok((real, shown)),
        None => Err(Fault::new(format!("`{shown}` does not exist"), "")),
    }
}

/// Where a folder is in what is read.
fn inside(sources: &Sources, folder: &Path, shown: &str) -> Result<(TreeId, String), Fault> {
    directory_in(sources, folder).ok_or_else(|| {
        let read: Vec<String> =
            sources.trees().iter().filter(|t| !t.embedded).map(|t| t.shown.display().to_string()).collect();
        let message = format!("`{shown}` is not inside of what is read: {}", read.join(", "));
        Fault::new(message, "give the repository that holds it")
    })
}

fn below(dir: &str, name: &str) -> String {
    path::join(dir, name).unwrap_or_default()
}
