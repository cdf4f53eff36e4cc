//! The command line: one file a subcommand.

mod catalogue;
mod check;
mod complaint;
mod folder;
mod graph;
mod open;
mod render;
mod show;

use crate::eval::pool;
use clap::{Parser, Subcommand, ValueEnum};
use std::process::ExitCode;

/// Exit code when there is nothing at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// Exit code when there is.
pub const FINDINGS: u8 = 1;
/// Exit code when the run could not be made, or nothing was seen.
pub const COULD_NOT_RUN: u8 = 2;

#[derive(Parser)]
#[command(name = "driftline", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check repositories against the rules, and against each other
    Check(check::Arguments),
    /// Show what a unit or module amounts to: every value, where it comes from, what is unknown and why
    Show(show::Arguments),
    /// Print the objects that a kustomization, a chart, a HelmRelease or a cluster amounts to
    Render(render::Arguments),
    /// Draw who needs whom: units and their dependencies, Flux objects and what applies them
    Graph(graph::Arguments),
    /// List the rules
    Rules(catalogue::RulesArguments),
    /// Print a rule's page: why it matters, how to repair it, examples
    Explain(catalogue::ExplainArguments),
}

/// Parses the arguments, runs the subcommand, and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { COULD_NOT_RUN } else { CLEAN });
        }
    };
    ExitCode::from(match cli.command {
        Command::Check(arguments) => pool::deep(|| check::run(&arguments)),
        Command::Show(arguments) => pool::deep(|| show::run(&arguments)),
        Command::Render(arguments) => pool::deep(|| render::run(&arguments)),
        Command::Graph(arguments) => pool::deep(|| graph::run(&arguments)),
        Command::Rules(arguments) => catalogue::rules(&arguments),
        Command::Explain(arguments) => catalogue::explain(&arguments),
    })
}

#[derive(Clone, Copy, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// Colours for a terminal, unless `NO_COLOR` is set (no-color.org); `--color` decides over both.
fn colour(wish: Colour, terminal: bool) -> bool {
    match wish {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
            terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    }
}

/// Prints to standard output. A reader that went away is no error; a full disk is, and is said.
fn print(text: &str) -> bool {
    print_each(std::iter::once(text))
}

/// The same for pieces that are made while they are printed; none is made after one that could not be.
fn print_each<T: AsRef<str>>(pieces: impl Iterator<Item = T>) -> bool {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let mut pieces = pieces;
    let written = pieces.try_for_each(|piece| out.write_all(piece.as_ref().as_bytes())).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&format!("error: the report cannot be written: {error}"));
            false
        }
        _ => true,
    }
}

/// Prints a message for the user to standard error.
fn complain(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
