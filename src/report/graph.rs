//! `driftline graph`: DOT for Graphviz, Mermaid for Markdown, JSON for programs.

use super::clean;
use crate::model::graph::{Graph, Node};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The version of the JSON shape.
pub const VERSION: u32 = 1;

/// Graphviz DOT (<https://graphviz.org/doc/info/lang.html>).
pub fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph driftline {\n  rankdir = LR;\n  node [shape = box];\n");
    for (id, node) in &graph.nodes {
        let _ =
            writeln!(out, "  {} [label = {}, class = {}];", dot_text(id), dot_text(&node.label), dot_text(&node.kind));
    }
    for edge in &graph.edges {
        let style = match edge.kind {
            "depends-on" => "",
            "reads-state" => " [style = bold, arrowhead = vee]",
            "uses" => " [style = dashed]",
            _ => " [style = dotted]",
        };
        let _ = writeln!(out, "  {} -> {}{style};", dot_text(&edge.from), dot_text(&edge.to));
    }
    out.push_str("}\n");
    out
}

/// A Mermaid flowchart (<https://mermaid.js.org/syntax/flowchart.html>), as GitHub draws it in Markdown.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    let names: BTreeMap<&str, usize> = graph.nodes.keys().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
    for (id, node) in &graph.nodes {
        if let Some(number) = names.get(id.as_str()) {
            let _ = writeln!(out, "  n{number}{}", mermaid_shape(node));
        }
    }
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (names.get(edge.from.as_str()), names.get(edge.to.as_str())) else { continue };
        let arrow = match edge.kind {
            "depends-on" => "-->",
            "reads-state" => "==>",
            _ => "-.->",
        };
        let _ = writeln!(out, "  n{from} {arrow} n{to}");
    }
    out
}

/// `{"version", "nodes": [{"id", "kind", "label"}], "edges": [{"from", "to", "kind"}]}`, indented.
pub fn json(graph: &Graph) -> String {
    let nodes: Vec<_> = graph
        .nodes
        .iter()
        .map(|(id, node)| json!({ "id": clean(id), "kind": &*node.kind, "label": clean(&node.label) }))
        .collect();
    let edges: Vec<_> =
        graph.edges.iter().map(|e| json!({ "from": clean(&e.from), "to": clean(&e.to), "kind": e.kind })).collect();
    let document = json!({ "version": VERSION, "nodes": nodes, "edges": edges });
    format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default())
}

fn dot_text(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}

/// The label in the shape of its kind; what Mermaid reads as markup is written as entities.
fn mermaid_shape(node: &Node) -> String {
    let mut label = String::new();
    for c in clean(&node.label).chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | ';' => {
                let _ = write!(label, "#{};", u32::from(c));
            }
            '\n' | '\r' => label.push(' '),
            c => label.push(c),
        }
    }
    match &*node.kind {
        "module" => format!("[[\"{label}\"]]"),
        "entry-point" => format!("([\"{label}\"])"),
        _ => format!("[\"{label}\"]"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::model::graph::Edge;

    fn two() -> Graph {
        let node = |kind: &str, label: &str| Node { kind: kind.into(), label: label.into() };
        Graph {
            nodes: [("r//a".into(), node("unit", "a\"];x")), ("r//b".into(), node("module", "b"))].into(),
            edges: [Edge { from: "r//a".into(), to: "r//b".into(), kind: "uses" }].into(),
        }
    }

    #[test]
    fn a_name_cannot_end_its_quotes() {
        assert!(dot(&two()).contains(r#"label = "a\"];x""#), "{}", dot(&two()));
        assert!(mermaid(&two()).contains(r##"n0["a#34;]#59;x"]"##), "{}", mermaid(&two()));
    }

    #[test]
    fn edges_join_the_nodes_by_their_ids() {
        assert!(dot(&two()).contains(r#""r//a" -> "r//b" [style = dashed];"#));
        assert!(mermaid(&two()).contains("n0 -.-> n1"));
        let read: serde_json::Value = serde_json::from_str(&json(&two())).unwrap();
        assert_eq!(read["edges"][0], serde_json::json!({ "from": "r//a", "to": "r//b", "kind": "uses" }));
    }
}
