//! `driftline render`.

mod values;
mod what;

use super::open::{Opened, Revision, open_at_or_say, open_or_say};
use super::{CLEAN, COULD_NOT_RUN, Colour, colour, complain, print, print_each};
use crate::eval::rendering::Rendering;
use crate::report::render::{diff, json, said, unknown_values, yaml};
use crate::source::{Gap, Sources};
use clap::{Args, ValueEnum};
use std::io::IsTerminal as _;
use std::path::PathBuf;
use what::{Fault, What};

/// Exit code when objects are printed and something that belongs to them is missing; with `--diff`, when something changes.
const PARTLY: u8 = 1;

const LEGEND: &str = "`(unknown)` stands for what nothing in the repositories decides, with the reason as a comment; \
`(sensitive)` for what is never printed: what a Secret holds, and values under a secret's name. A value with the comment \
`overridable` may be replaced by something that is not known. With --origins, `# from` names the object's own file, `# with` others that have a part \
in it, and a comment behind a field where that is written and, after `>`, the steps it took; `:12:5` is in the object's own file.

Exit code: 0 when everything is printed, 1 when a part is missing (standard error says which), 2 when nothing could be rendered. \
With --diff: 0 when nothing changes, 1 when something does, 2 when the two cannot be compared.";

const USAGE: &str = "driftline render [OPTIONS] <DIR> [PATHS]...
       driftline render [OPTIONS] --chart <DIR> [-f FILE]... [--set K=V]... [PATHS]...
       driftline render [OPTIONS] --cluster <DIR> [PATHS]...
       driftline render [OPTIONS] --release <NAMESPACE/NAME> [--cluster <DIR>] [PATHS]...";

#[derive(Args)]
#[command(after_help = LEGEND, override_usage = USAGE)]
pub(super) struct Arguments {
    /// A directory with a kustomization, rendered as `kustomize build` does; then, and with an option that says what to render,
    /// repositories to read [default: the one that holds the directory, or those named in its driftline.yaml]
    #[arg(value_name = "DIR", required_unless_present_any = ["chart", "cluster", "release"])]
    paths: Vec<PathBuf>,
    /// A chart's directory, rendered as `helm template` does
    #[arg(long, value_name = "DIR", conflicts_with_all = ["cluster", "release"])]
    chart: Option<PathBuf>,
    /// A directory where Flux starts: everything it applies from there, HelmReleases rendered
    #[arg(long, value_name = "DIR")]
    cluster: Option<PathBuf>,
    /// The objects of one HelmRelease; --cluster says of which cluster, when several have it
    #[arg(long, value_name = "NAMESPACE/NAME")]
    release: Option<String>,
    /// Values for the chart; of several files the later ones win
    #[arg(long, short = 'f', value_name = "FILE", requires = "chart")]
    values: Vec<PathBuf>,
    /// A value for the chart, as Helm takes it: `a.b=1,list[0]=x,names={p,q}`
    #[arg(long, value_name = "K=V", requires = "chart")]
    set: Vec<String>,
    /// The same; the value is a text, whatever it looks like
    #[arg(long, value_name = "K=V", requires = "chart")]
    set_string: Vec<String>,
    /// The release's name
    #[arg(long, value_name = "NAME", default_value = "release-name", requires = "chart")]
    release_name: String,
    /// The release's namespace
    #[arg(long, short = 'n', value_name = "NAMESPACE", default_value = "default", requires = "chart")]
    namespace: String,
    /// The cluster's version, for the chart's `.Capabilities` [default: 1.31.0]
    #[arg(long, value_name = "VERSION", requires = "chart")]
    kube_version: Option<String>,
    /// Print the custom resource definitions of `crds/` too
    #[arg(long, requires = "chart")]
    include_crds: bool,
    /// Format
    #[arg(long, value_enum, default_value = "yaml")]
    format: Format,
    /// Say where everything is written: above each object, and behind each field that is from elsewhere
    #[arg(long, conflicts_with = "diff")]
    origins: bool,
    /// What the work tree changes compared with a git revision of the repository that holds DIR (of the first path, with
    /// --release alone)
    #[arg(long, value_name = "REV")]
    diff: Option<String>,
    /// Configuration file [default: driftline.yaml, searched upward]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Colours
    #[arg(long, value_enum, default_value = "auto")]
    color: Colour,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Documents, as kustomize and Helm print them
    Yaml,
    /// One array of objects
    Json,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let (what, paths) = match What::of(arguments) {
        Ok(found) => found,
        Err(fault) => return fault.say(),
    };
    let config = arguments.config.as_deref();
    let Some(now) = open_or_say(&paths, config, &[], arguments.color) else { return COULD_NOT_RUN };
    let Some(revision) = &arguments.diff else {
        return match what.render(arguments, now, None) {
            Ok((sources, rendering)) => show(arguments, &sources, &rendering, what.stops()),
            Err(fault) => fault.say(),
        };
    };
    let Some(of) = what.folder(&paths) else { return COULD_NOT_RUN };
    let at = Revision { name: revision, of: &of };
    let Some(then) = open_at_or_say(&paths, config, at, arguments.color) else { return COULD_NOT_RUN };
    let side = |opened: Opened, revision: Option<&str>| what.render(arguments, opened, revision);
    let (before, after) = rayon::join(|| side(then, Some(revision.as_str())), || side(now, None));
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before, after),
        (_, Err(fault)) | (Err(fault), Ok(_)) => return fault.say(),
    };
    compare(arguments, revision, &before, &after, what.stops())
}

/// Prints what was rendered; `stops` when the program that is followed prints nothing once it refuses something.
fn show(arguments: &Arguments, sources: &Sources, rendering: &Rendering, stops: bool) -> u8 {
    say(sources, rendering, "");
    let objects = &rendering.objects;
    let refused = !rendering.refused.is_empty() && (stops || objects.is_empty());
    if refused || objects.is_empty() && !rendering.is_whole() {
        return COULD_NOT_RUN;
    }
    if objects.is_empty() {
        complain("note: there is no object in it");
    }
    let printed = match arguments.format {
        Format::Json => {
            if !arguments.origins {
                unknown_values(sources, objects).iter().for_each(|line| complain(line));
            }
            print_each(json::pieces(sources, objects, arguments.origins))
        }
        Format::Yaml => {
            let style = yaml::Style { origins: arguments.origins, ..yaml::Style::default() };
            let each = objects.iter().enumerate();
            print_each(each.map(|(index, object)| yaml::document(sources, object, style, index == 0)))
        }
    };
    match (printed, rendering.is_whole()) {
        (false, _) => COULD_NOT_RUN,
        (true, true) => CLEAN,
        (true, false) => PARTLY,
    }
}

/// Prints what changes.
fn compare(
    arguments: &Arguments,
    revision: &str,
    before: &(Sources, Rendering),
    after: &(Sources, Rendering),
    stops: bool,
) -> u8 {
    // What is wrong before and after the change is said once.
    let mut old = before.1.clone();
    let said: Vec<&Gap> = [&after.1.refused, &after.1.unseen, &after.1.notes].into_iter().flatten().collect();
    for list in [&mut old.refused, &mut old.unseen, &mut old.notes] {
        list.retain(|gap| !said.iter().any(|other| other.message == gap.message && other.kind == gap.kind));
    }
    say(&before.0, &old, &format!("at {revision}: "));
    say(&after.0, &after.1, "");
    let failed = |rendering: &Rendering| !rendering.refused.is_empty() && (stops || rendering.objects.is_empty());
    let empty = before.1.objects.is_empty() && after.1.objects.is_empty();
    if failed(&before.1) || failed(&after.1) || empty && !(before.1.is_whole() && after.1.is_whole()) {
        return COULD_NOT_RUN;
    }
    let comparison = diff::compare(side(before), side(after));
    let printed = match arguments.format {
        Format::Json => print(&comparison.json(revision)),
        Format::Yaml => {
            print_each(comparison.pieces(revision, colour(arguments.color, std::io::stdout().is_terminal())))
        }
    };
    match (printed, comparison.is_empty()) {
        (false, _) => COULD_NOT_RUN,
        (true, true) => CLEAN,
        (true, false) => PARTLY,
    }
}

fn side((sources, rendering): &(Sources, Rendering)) -> diff::Side<'_> {
    diff::Side { sources, objects: &rendering.objects }
}

/// Says what was not rendered, and what else there is to know.
fn say(sources: &Sources, rendering: &Rendering, of: &str) {
    let lists = [("error", &rendering.refused), ("warning", &rendering.unseen), ("note", &rendering.notes)];
    for (word, list) in lists {
        for gap in list {
            complain(&said(sources, &format!("{word}: {of}"), gap));
        }
    }
}

impl Fault {
    fn say(&self) -> u8 {
        complain(&self.to_string());
        COULD_NOT_RUN
    }
}
