//! `driftline show`.

use super::folder::{directory_in, folder, home_of};
use super::open::{Opened, open_or_say};
use super::{CLEAN, COULD_NOT_RUN, Colour, colour, complain, print, print_each};
use crate::eval::configuration::Configuration;
use crate::eval::infrastructure::{self, Infrastructure};
use crate::report::clean;
use crate::report::show::{human, json};
use crate::source::{Sources, TreeId, path};
use clap::Args;
use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// Units named when the one asked for is not there.
const NEAR: usize = 12;

/// When there is nothing to show.
const NOTHING: &str = "there is no Terragrunt unit and no Terraform root module here";

/// How to read what is printed.
const LEGEND: &str = "Each line ends with where the value is written and, after `>`, the steps it took from there. In \
parentheses: `assumed` comes from --assume or `assume:`, `default` is a default of the module, `overridable` may be replaced \
by something that is not known, `caller` may be set by whoever calls the module, `volatile` differs at every run. `?` is not \
known; the number says why, at the end.";

#[derive(Args)]
#[command(
    after_help = LEGEND,
    override_usage = "driftline show [OPTIONS] <UNIT> [PATHS]...\n       driftline show [OPTIONS] --all [PATHS]..."
)]
pub(super) struct Arguments {
    /// A unit or module: its folder on disk, or its path inside a repository, or its address
    #[arg(required_unless_present = "all")]
    unit: Option<String>,
    /// Repositories to read [default: the one that holds the unit, or those named in its driftline.yaml]
    paths: Vec<PathBuf>,
    /// Configuration file [default: driftline.yaml, searched upward]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Lay an .hcl file where the repository has none: FILE, or REPOSITORY//PATH=FILE. Its values are never printed
    #[arg(long, value_name = "[PATH=]FILE")]
    assume: Vec<String>,
    /// Every unit and root module; with --json each stands on a line of its own
    #[arg(long)]
    all: bool,
    /// Print a JSON document: each value with its place, its origin and its marks
    #[arg(long)]
    json: bool,
    /// Print the arguments of every resource, not only the addresses
    #[arg(long)]
    resources: bool,
    /// Colours
    #[arg(long, value_enum, default_value = "auto")]
    color: Colour,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let colours = colour(arguments.color, std::io::stdout().is_terminal());
    // Without a unit to look for, what stands in its place is the first path.
    let (unit, first) = match &arguments.unit {
        Some(unit) if !arguments.all => (unit.as_str(), None),
        given => ("", given.as_ref().map(PathBuf::from)),
    };
    let folder = folder(unit).filter(|_| !arguments.all);
    let paths = match (&folder, arguments.paths.is_empty()) {
        (Some(folder), true) => vec![home_of(folder)],
        _ => first.into_iter().chain(arguments.paths.iter().cloned()).collect(),
    };
    let opened = open_or_say(&paths, arguments.config.as_deref(), &arguments.assume, arguments.color);
    let Some(Opened { sources, mut settings, .. }) = opened else { return COULD_NOT_RUN };
    settings.evaluation.rendered = true;
    let infrastructure = infrastructure::evaluate(&sources, &settings.evaluation);
    let all = &infrastructure.configurations;
    let style = human::Style { colour: colours, resources: arguments.resources };
    if arguments.all {
        return every(&sources, &infrastructure, arguments.json, style);
    }
    let inside = folder.as_deref().and_then(|folder| directory_in(&sources, folder));
    let mut found: Vec<&Configuration> = match &inside {
        Some((tree, directory)) => all.iter().filter(|c| c.tree == *tree && c.directory() == directory).collect(),
        None => named(all, unit),
    };
    let module = match (&inside, found.is_empty()) {
        (Some((tree, directory)), true) => {
            infrastructure::evaluate_module(&sources, &settings.evaluation, *tree, directory)
        }
        _ => None,
    };
    found.extend(module.as_ref());
    let distinct: BTreeSet<_> = found.iter().map(|c| (c.tree, c.directory())).collect();
    if distinct.len() != 1 {
        let within = |path: &str| inside.as_ref().is_none_or(|(_, directory)| path::inside(path, directory).is_some());
        let not_seen = not_seen(&sources, &infrastructure, &within);
        complain(&format!("{}{not_seen}", not_one(unit, all, &found, inside.as_ref())));
        return COULD_NOT_RUN;
    }
    let text = if arguments.json { json::render(&sources, &found) } else { human::render(&sources, &found, style) };
    if print(&text) { CLEAN } else { COULD_NOT_RUN }
}

/// Prints every configuration, one after the other: the whole may be far larger than one of them.
fn every(sources: &Sources, infrastructure: &Infrastructure, json: bool, style: human::Style) -> u8 {
    let all = &infrastructure.configurations;
    if all.is_empty() {
        complain(&format!("error: {NOTHING}{}", not_seen(sources, infrastructure, &|_| true)));
        return COULD_NOT_RUN;
    }
    let all: Vec<&Configuration> = all.iter().collect();
    let printed = if json {
        print_each(json::pieces(sources, &all))
    } else {
        print_each(all.iter().enumerate().map(|(index, configuration)| {
            let between = if index == 0 { "" } else { "\n" };
            format!("{between}{}", human::render(sources, &[*configuration], style))
        }))
    };
    if printed { CLEAN } else { COULD_NOT_RUN }
}

/// What could not be seen of files: it may be why there is nothing to show.
fn not_seen(sources: &Sources, infrastructure: &Infrastructure, within: &dyn Fn(&str) -> bool) -> String {
    let gaps = infrastructure.gaps.iter().filter_map(|gap| {
        let at = gap.at?;
        let file = sources.file(at.file).filter(|file| within(&file.path))?;
        let start = sources.line_col(at.file, at.start);
        let (path, message) = (clean(&file.path), clean(&gap.message));
        Some(format!("\n  not seen: {message} ({path}:{}:{})", start.line, start.column))
    });
    gaps.take(NEAR).collect()
}

/// Configurations by address, by path inside the repository, or by the end of that path.
fn named<'a>(all: &'a [Configuration], name: &str) -> Vec<&'a Configuration> {
    let name = name.trim_end_matches('/');
    let matching = |test: &dyn Fn(&Configuration) -> bool| all.iter().filter(|c| test(c)).collect::<Vec<_>>();
    let exact =
        matching(&|c| *c.scope == *name || c.directory() == name || format!("{}//{}", c.repository, c.scope) == name);
    if !exact.is_empty() {
        return exact;
    }
    matching(&|c| c.directory().strip_suffix(name).is_some_and(|before| before.ends_with('/')))
}

/// Why there is not one answer, and what could have been meant.
fn not_one(unit: &str, all: &[Configuration], found: &[&Configuration], inside: Option<&(TreeId, String)>) -> String {
    let unit = clean(unit);
    let names = |some: &mut dyn Iterator<Item = &Configuration>| -> Vec<String> {
        let mut names: Vec<String> = some.map(|c| format!("{}//{}", c.repository, c.directory())).collect();
        names.dedup();
        names
    };
    let (message, mut choices) = if !found.is_empty() {
        (format!("`{unit}` could be several"), names(&mut found.iter().copied()))
    } else if all.is_empty() {
        (NOTHING.to_owned(), Vec::new())
    } else {
        let below = inside.map(|(tree, directory)| {
            let under = |c: &&Configuration| {
                c.tree == *tree
                    && c.scope
                        .strip_prefix(&**directory)
                        .is_some_and(|rest| rest.starts_with('/') || directory.is_empty())
            };
            names(&mut all.iter().filter(under))
        });
        match below {
            Some(below) if !below.is_empty() => (format!("`{unit}` is no unit; it holds these"), below),
            _ => (format!("`{unit}` is no unit or module of the repositories read; there are"), names(&mut all.iter())),
        }
    };
    // What contains the word is nearer than what does not; otherwise the order of the repository.
    choices.sort_by_key(|choice| !choice.contains(unit.trim_matches('/')));
    let more = choices.len().saturating_sub(NEAR);
    choices.truncate(NEAR);
    let mut text = format!("error: {message}");
    for choice in choices {
        text.push_str(&format!("\n  {}", clean(&choice)));
    }
    if more > 0 {
        text.push_str(&format!("\n  and {more} more"));
    }
    text
}
