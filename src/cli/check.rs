//! `driftline check`.

use super::open::{Opened, open_or_say};
use super::{CLEAN, COULD_NOT_RUN, Colour, FINDINGS, colour, complain, print};
use crate::finding::Severity;
use crate::pipeline;
use crate::report::{Report, github, human, json, sarif};
use crate::triage::FailOn;
use clap::{Args, ValueEnum};
use std::io::IsTerminal as _;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct Arguments {
    /// Repositories, or folders that hold a driftline.yaml naming them [default: those named in driftline.yaml, else .]
    paths: Vec<PathBuf>,
    /// Configuration file [default: driftline.yaml, searched upward]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Lay an .hcl file where the repository has none: FILE, or REPOSITORY//PATH=FILE. Its values are never printed
    #[arg(long, value_name = "[PATH=]FILE")]
    assume: Vec<String>,
    /// How to report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Write the report to a file instead of the terminal
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The lowest severity that fails the run
    #[arg(long, value_enum, default_value = "medium")]
    fail_on: Threshold,
    /// Dormant and suspended findings fail the run too
    #[arg(long)]
    fail_on_dormant: bool,
    /// Undecided checks fail the run too
    #[arg(long)]
    fail_on_undecided: bool,
    /// Draw findings that are not live, and list every place and gap
    #[arg(long)]
    all: bool,
    /// Colours
    #[arg(long, value_enum, default_value = "auto")]
    color: Colour,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One document, versioned
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub annotations
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum Threshold {
    Info,
    Low,
    Medium,
    High,
    Never,
}

impl From<Threshold> for Option<Severity> {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Info => Some(Severity::Info),
            Threshold::Low => Some(Severity::Low),
            Threshold::Medium => Some(Severity::Medium),
            Threshold::High => Some(Severity::High),
            Threshold::Never => None,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let opened = open_or_say(&arguments.paths, arguments.config.as_deref(), &arguments.assume, arguments.color);
    let Some(Opened { sources, settings, gaps }) = opened else { return COULD_NOT_RUN };
    let outcome = pipeline::judge(&sources, &settings, gaps);
    let fail_on = FailOn {
        severity: arguments.fail_on.into(),
        dormant: arguments.fail_on_dormant,
        undecided: arguments.fail_on_undecided,
    };
    let report = Report {
        sources: &sources,
        triaged: &outcome.triaged,
        seen: &outcome.seen,
        secrets: &outcome.secrets,
        fail_on,
    };
    let nothing = outcome.seen.is_nothing();
    if !nothing || arguments.format != Format::Human {
        let text = match arguments.format {
            Format::Human => human::render(&report, style(arguments)),
            Format::Json => json::render(&report),
            Format::Sarif => sarif::render(&report),
            Format::Github => github::render(&report),
        };
        match &arguments.output {
            None => {
                if !print(&text) {
                    return COULD_NOT_RUN;
                }
            }
            Some(path) => {
                if let Err(error) = std::fs::write(path, text) {
                    complain(&format!("error: the report cannot be written to {}: {error}", path.display()));
                    return COULD_NOT_RUN;
                }
            }
        }
    }
    if nothing {
        let given = sources.trees().iter().filter(|t| !t.embedded && t.revision.is_none());
        let given: Vec<String> =
            given.map(|t| format!("`{}`", crate::report::line(&t.shown.to_string_lossy()))).collect();
        let place = if given.is_empty() { String::new() } else { format!(" in {}", given.join(", ")) };
        complain(&crate::report::clean(&format!(
            "error: nothing to check was found{place}\n  looked for: Terragrunt units (terragrunt.hcl), Terraform root modules (*.tf, \
             *.tf.json with a backend, a provider or .tfvars), Flux and kustomize files (kustomization.yaml), Kubernetes \
             manifests (apiVersion and kind)\n  help: give the folder of a repository: `driftline check PATH...`"
        )));
        for gap in outcome.triaged.gaps.iter().take(8) {
            complain(&format!("  not seen: {}", crate::report::line(&gap.message)));
        }
        return COULD_NOT_RUN;
    }
    if outcome.triaged.fails(fail_on) { FINDINGS } else { CLEAN }
}

fn style(arguments: &Arguments) -> human::Style {
    let terminal = std::io::stdout().is_terminal() && arguments.output.is_none();
    let width = terminal_size::terminal_size().filter(|_| terminal).map_or(120, |(w, _)| usize::from(w.0));
    human::Style { colour: colour(arguments.color, terminal), width, wrap: terminal, all: arguments.all }
}
