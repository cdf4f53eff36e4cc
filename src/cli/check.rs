//! `driftline check`.

use super::{CLEAN, COULD_NOT_RUN, FINDINGS, complain, print};
use crate::bundled;
use crate::config::{self, Config};
use crate::eval::flux;
use crate::finding::Severity;
use crate::pipeline::{self, Settings};
use crate::report::{self, Report};
use crate::rule::page;
use crate::rules;
use crate::source::{Limits, Overlay, Root, Sources};
use crate::triage::FailOn;
use clap::{Args, ValueEnum};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

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
