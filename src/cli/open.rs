//! From arguments and configuration to opened sources and settings.

use super::{Colour, colour, complain, complaint};
use crate::bundled;
use crate::config::{self, Config, Mention, Origin, RuleSpec};
use crate::eval::flux;
use crate::eval::infrastructure;
use crate::pipeline::Settings;
use crate::rules::CATALOGUE;
use crate::source::{FileId, Gap, Limits, Overlay, Root, Sources, Span, TreeId, path};
use crate::triage::{self, ConfiguredWaiver};
use miette::Diagnostic;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a run works on.
pub(super) struct Opened {
    pub sources: Sources,
    pub settings: Settings,
    pub gaps: Vec<Gap>,
}

/// A revision to read instead of a work tree.
#[derive(Clone, Copy)]
pub(super) struct Revision<'a> {
    /// As `git rev-parse` takes it.
    pub name: &'a str,
    /// A folder, canonical: the repository that holds it is read at that revision, every other one as it is.
    pub of: &'a Path,
}

/// Why a run cannot be made: everything that is wrong at once.
type Errors = Vec<Box<dyn Diagnostic + Send + Sync>>;

/// An argument that cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
struct ArgumentError {
    message: String,
    #[help]
    help: Option<String>,
}

/// [`open`], or what is wrong, said to the user.
pub(super) fn open_or_say(paths: &[PathBuf], config: Option<&Path>, assume: &[String], wish: Colour) -> Option<Opened> {
    say(open(paths, config, assume, None), wish)
}

/// The same, with one repository at a revision.
pub(super) fn open_at_or_say(
    paths: &[PathBuf],
    config: Option<&Path>,
    revision: Revision<'_>,
    wish: Colour,
) -> Option<Opened> {
    say(open(paths, config, &[], Some(revision)), wish)
}

fn say(opened: Result<Opened, Errors>, wish: Colour) -> Option<Opened> {
    match opened {
        Ok(opened) => Some(opened),
        Err(errors) => {
            let colour = colour(wish, std::io::stderr().is_terminal());
            for error in errors {
                complain(&complaint::draw(&*error, colour));
            }
            None
        }
    }
}

/// Finds and reads the configuration, opens the repositories, lays assumed files, and opens pinned revisions.
fn open(
    paths: &[PathBuf],
    config: Option<&Path>,
    assume: &[String],
    revision: Option<Revision<'_>>,
) -> Result<Opened, Errors> {
    let start = paths.first().map_or(Path::new("."), |p| p.as_path());
    let file = config.map(Path::to_owned).or_else(|| config::find(start));
    let origin = if config.is_some() { Origin::Given } else { Origin::Found(paths) };
    let loaded = file.as_deref().map(|f| config::load(f, origin, &specs())).unwrap_or_default();
    if !loaded.problems.is_empty() {
        return Err(loaded.problems.into_iter().map(|p| Box::new(p) as _).collect());
    }
    let config = loaded.config;
    let mut roots = roots(paths, &config);
    let absent = absent(&roots, paths, &config);
    if !absent.is_empty() {
        return Err(absent.into_iter().map(|e| Box::new(e) as _).collect());
    }
    if let Some(Revision { name, of }) = revision {
        let above = |root: &Root| root.path.canonicalize().ok().filter(|real| of.starts_with(real));
        let holding = roots.iter_mut().filter_map(|root| Some((above(root)?.components().count(), root)));
        if let Some((_, root)) = holding.max_by_key(|(depth, _)| *depth) {
            root.revision = Some(name.into());
        }
    }
    let models = bundled::module_models();
    let limits = Limits::default();
    let mut opened = Sources::open(&roots, config.overlays.clone(), &models, &limits);
    // A folder that is not there is the first thing to say.
    if !assume.is_empty() && opened.errors.is_empty() {
        let mut overlays = config.overlays.clone();
        overlays.extend(all_assumed(assume, &opened.sources)?);
        opened = Sources::open(&roots, overlays, &models, &limits);
    }
    if !opened.errors.is_empty() {
        return Err(opened.errors.into_iter().map(|e| Box::new(e) as _).collect());
    }
    let mut sources = opened.sources;
    let mut gaps = opened.gaps;
    let at = config.file.as_deref().or(file.as_deref()).and_then(|f| configuration_file(&mut sources, f));
    gaps.extend(opened.not_laid.into_iter().map(|((start, end), gap)| match at {
        Some(file) => Gap { at: Some(Span { file, start, end }), ..gap },
        None => gap,
    }));
    let wanted = flux::pins(&sources);
    gaps.extend(sources.open_pinned(&wanted));
    gaps.extend(config.gaps(&sources));
    let settings = settings(&config, &sources, at);
    open_modules(&mut sources, &settings, &mut gaps);
    Ok(Opened { sources, settings, gaps })
}

/// Opens the revisions of given repositories that hold modules, and those which these modules name in turn.
fn open_modules(sources: &mut Sources, settings: &Settings, gaps: &mut Vec<Gap>) {
    const DEEPEST: usize = 4;
    for _ in 0..DEEPEST {
        let trees = sources.trees().len();
        let wanted = infrastructure::pins(sources, &settings.evaluation);
        gaps.extend(sources.open_pinned(&wanted));
        if sources.trees().len() == trees {
            return;
        }
    }
}

fn specs() -> Vec<RuleSpec> {
    let parameters =
        |e: &crate::rules::Entry| e.page.parameters.iter().map(|(n, s)| (n.clone(), s.default.clone())).collect();
    CATALOGUE.iter().map(|e| RuleSpec { id: e.rule.id.into(), parameters: parameters(e) }).collect()
}

/// The repositories to open. A path that holds a configuration naming repositories stands for these.
fn roots(paths: &[PathBuf], config: &Config) -> Vec<Root> {
    let named = config.roots();
    if paths.is_empty() {
        return if named.is_empty() { vec![config.root_for(Path::new("."))] } else { named };
    }
    let home = config.file.as_deref().and_then(|f| f.canonicalize().ok()).and_then(|f| f.parent().map(Path::to_owned));
    let mut roots = Vec::new();
    for path in paths {
        if !named.is_empty() && home.is_some() && path.canonicalize().ok() == home {
            roots.extend(named.iter().cloned());
        } else {
            roots.push(config.root_for(path));
        }
    }
    roots
}

/// Repositories to open that only the configuration names and that are not there: what it says is at fault, not a path given.
fn absent(roots: &[Root], paths: &[PathBuf], config: &Config) -> Vec<ArgumentError> {
    let file = config.file.as_deref().map(|f| f.display().to_string()).unwrap_or_default();
    let to_open = config.repositories.iter().filter(|r| {
        roots.iter().any(|root| root.path == r.path) && !paths.contains(&r.path) && r.path.symlink_metadata().is_err()
    });
    let error = |r: &config::Repository| ArgumentError {
        message: format!("the repository `{}` does not exist", r.path.display()),
        help: Some(format!(
            "{file}:{}:{} names it: correct `path`, clone it there, or give the folders to check: `driftline check PATH...`",
            r.line_col.0, r.line_col.1
        )),
    };
    to_open.map(error).collect()
}

/// What `--assume` lays, with everything that is wrong with it. It outranks the configuration, but not itself.
fn all_assumed(arguments: &[String], sources: &Sources) -> Result<Vec<Overlay>, Errors> {
    let mut overlays: Vec<Overlay> = Vec::new();
    let mut errors: Vec<ArgumentError> = Vec::new();
    for argument in arguments {
        match assumed(argument, sources) {
            Ok(made) => {
                for overlay in made {
                    if overlays.iter().any(|o| o.repository == overlay.repository && o.path == overlay.path) {
                        errors.push(ArgumentError {
                            message: format!(
                                "--assume lays two files at `{}//{}`; the second is {argument}",
                                overlay.repository, overlay.path
                            ),
                            help: Some(
                                "keep one, or say where the other belongs: --assume REPOSITORY//PATH=FILE".into(),
                            ),
                        });
                    } else {
                        overlays.push(overlay);
                    }
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(overlays) } else { Err(errors.into_iter().map(|e| Box::new(e) as _).collect()) }
}

/// `FILE`, or `[REPOSITORY//]PATH=FILE`. A bare file is laid, under its own name, in the deepest folder that is above
/// every unit which names it.
fn assumed(argument: &str, sources: &Sources) -> Result<Vec<Overlay>, ArgumentError> {
    let (target, file) = match argument.split_once('=') {
        Some((target, file)) => (Some(target), file),
        None => (None, argument),
    };
    let fail = |message: String, help: &str| ArgumentError { message, help: Some(help.into()) };
    let text: Arc<str> = std::fs::read_to_string(file)
        .map_err(|e| fail(format!("the assumed file {file} cannot be read: {e}"), "give --assume PATH=FILE, or FILE"))?
        .into();
    let overlay = |repository: Arc<str>, path: String| Overlay {
        repository,
        path: path.into(),
        text: text.clone(),
        public: false,
        given: None,
    };
    let laid_at = target.map_or(file, |target| target);
    if let Some((line, column, why)) = config::illegible(laid_at, &text) {
        let message = format!("the assumed file {file} does not parse: line {line}, column {column}: {why}");
        return Err(fail(message, "repair it: an assumption that is not wholly read would leave values out"));
    }
    let trees: Vec<TreeId> = sources.tree_ids().filter(|id| sources.tree(*id).is_some_and(|t| !t.embedded)).collect();
    if let Some(target) = target {
        let (repository, path) = match target.split_once("//") {
            Some((repository, path)) => {
                let known: Vec<Arc<str>> = trees.iter().map(|id| sources.tree_name(*id)).collect();
                if !known.iter().any(|name| **name == *repository) {
                    let message = format!("--assume names the repository `{repository}`, which is not read");
                    return Err(fail(message, &format!("the repositories read are: {}", known.join(", "))));
                }
                (Arc::from(repository), path)
            }
            None => {
                let holds = |id: &TreeId| sources.files_of(*id).any(|f| f.path.ends_with(".hcl"));
                let tree = trees.iter().copied().find(holds).or_else(|| trees.first().copied());
                (tree.map_or_else(|| "".into(), |t| sources.tree_name(t)), target)
            }
        };
        let Some(path) = path::join("", path).filter(|path| !path.is_empty()) else {
            let message = format!("--assume {argument} does not name a file inside a repository");
            return Err(fail(message, "say where: --assume REPOSITORY//PATH=FILE"));
        };
        return Ok(vec![overlay(repository, path)]);
    }
    let name = Path::new(file).file_name().and_then(|n| n.to_str()).unwrap_or(file);
    let mut overlays = Vec::new();
    for tree in trees {
        if let Some(folder) = folder_for(sources, tree, name) {
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            overlays.push(overlay(sources.tree_name(tree), path));
        }
    }
    if overlays.is_empty() {
        let message = format!("no unit names `{name}`, so it is not clear where to lay it");
        return Err(fail(message, "say where: --assume REPOSITORY//PATH=FILE"));
    }
    Ok(overlays)
}

/// The deepest folder above every unit that names the file; above every unit when only included files name it.
fn folder_for(sources: &Sources, tree: TreeId, name: &str) -> Option<String> {
    let quoted = format!("\"{name}\"");
    let names = |id: FileId| sources.text(id).is_ok_and(|t| t.contains(&quoted));
    let hcl: Vec<_> = sources.files_of(tree).filter(|f| f.path.ends_with(".hcl")).collect();
    if !hcl.iter().any(|f| names(f.id)) {
        return None;
    }
    let units = || hcl.iter().filter(|f| f.path.rsplit('/').next() == Some("terragrunt.hcl"));
    let mut naming: Vec<&str> = units().filter(|f| names(f.id)).map(|f| &*f.path).collect();
    if naming.is_empty() {
        naming = units().map(|f| &*f.path).collect();
    }
    // The search starts above the unit's own folder.
    let folder = |path: &str| {
        let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        parts.get(..parts.len().saturating_sub(2)).unwrap_or_default().to_vec()
    };
    let mut common: Vec<String> = folder(naming.first()?);
    for path in naming {
        let other = folder(path);
        let same = common.iter().zip(&other).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    Some(common.join("/"))
}

/// The configuration among the sources, so that findings about it have a place.
fn configuration_file(sources: &mut Sources, file: &Path) -> Option<FileId> {
    if let Some(found) = sources.find_on_disk(file) {
        return Some(found);
    }
    let text = std::fs::read_to_string(file).ok()?;
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name()?.to_str()?;
    sources.add_text("configuration", folder.to_owned(), name, &text)
}

fn settings(config: &Config, sources: &Sources, file: Option<FileId>) -> Settings {
    let waivers = config.waivers.iter().map(|w| ConfiguredWaiver {
        rule: w.rule.clone(),
        address: Some(w.address.clone()),
        reason: w.reason.clone(),
        until: w.until,
        at: file.map(|f| Span { file: f, start: w.at.start, end: w.at.end }),
    });
    Settings {
        configuration: file,
        evaluation: config.evaluation(&|name| std::env::var(name).ok()),
        flux: config.flux(sources),
        ownership: config.ownership(file),
        parameters: config.rules.parameters.clone(),
        off: config.rules.off.clone(),
        triage: triage::Settings {
            off: config.rules.off.clone(),
            mentions: file.map_or_else(Vec::new, |f| mentions(config, f)),
            whole: config.is_whole(sources),
            severity: config.rules.severity.clone(),
            waivers: waivers.collect(),
            today: Some(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()),
        },
    }
}

/// What the configuration says of things in the repositories, with places in its file.
fn mentions(config: &Config, file: FileId) -> Vec<(Mention, Span)> {
    let place = |m: &Mention| (m.clone(), Span { file, start: m.at.start, end: m.at.end });
    config.mentions.iter().map(place).collect()
}
