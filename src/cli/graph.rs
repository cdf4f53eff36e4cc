//! `driftline graph`.

use super::open::{Opened, open_or_say};
use super::{CLEAN, COULD_NOT_RUN, Colour, complain, print};
use crate::eval::{flux, infrastructure};
use crate::model::graph;
use crate::report::graph as draw;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Edges that Mermaid draws by default (<https://mermaid.js.org/config/schema-docs/config.html>).
const MERMAID_EDGES: usize = 500;

#[derive(Args)]
pub(super) struct Arguments {
    /// Repositories, or folders that hold a driftline.yaml naming them [default: those named in driftline.yaml, else .]
    paths: Vec<PathBuf>,
    /// Configuration file [default: driftline.yaml, searched upward]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value = "dot")]
    format: Format,
    /// Also what is taken: the modules of units and root modules, the sources of Flux Kustomizations and HelmReleases
    #[arg(long)]
    modules: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Graphviz
    Dot,
    /// Mermaid, which GitHub and GitLab draw in Markdown
    Mermaid,
    /// One document, versioned
    Json,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let opened = open_or_say(&arguments.paths, arguments.config.as_deref(), &[], Colour::Auto);
    let Some(Opened { sources, settings, .. }) = opened else { return COULD_NOT_RUN };
    let (infrastructure, kubernetes) = rayon::join(
        || infrastructure::evaluate(&sources, &settings.evaluation),
        || flux::evaluate(&sources, &settings.flux),
    );
    let graph = graph::graph(&infrastructure.configurations, &kubernetes, arguments.modules);
    if graph.nodes.is_empty() {
        complain(
            "error: nothing to draw was found\n  looked for: Terragrunt units, Terraform root modules, Flux Kustomizations and HelmReleases",
        );
        return COULD_NOT_RUN;
    }
    if arguments.format == Format::Mermaid && (graph.edges.len() > MERMAID_EDGES || graph.nodes.len() > MERMAID_EDGES) {
        complain(&format!(
            "note: {} nodes and {} edges; Mermaid draws {MERMAID_EDGES} edges and 50,000 characters unless its `maxEdges` and \
             `maxTextSize` are raised, and GitHub's cannot be: give a part of the repository, or take --format dot",
            graph.nodes.len(),
            graph.edges.len()
        ));
    }
    let text = match arguments.format {
        Format::Dot => draw::dot(&graph),
        Format::Mermaid => draw::mermaid(&graph),
        Format::Json => draw::json(&graph),
    };
    if print(&text) { CLEAN } else { COULD_NOT_RUN }
}
