//! Secrets that stand on several lines of a text.

use super::names_a_secret;
use std::ops::Range;

/// What looks like a secret over several lines, also in a file that does not parse: the data of a Secret, and a heredoc or
/// block scalar under a secret's name. In order.
pub fn secret_blocks(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let kind = |line: &str| line.strip_prefix("kind:").map(|k| k.trim().trim_matches(['"', '\'']) == "Secret");
    let secrets: Vec<bool> = documents(text).map(|d| d.lines().any(|line| kind(line) == Some(true))).collect();
    let mut document = 0;
    // Inside the data of a Secret: the indentation of `data:`.
    let mut data: Option<usize> = None;
    // Inside a text of several lines: where it ends.
    let mut within: Option<Until> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim();
        let indent = line.len() - line.trim_start().len();
        if let Some(until) = &within {
            let over = match until {
                Until::Word(word) => words == word,
                Until::Indent(least) => !words.is_empty() && indent <= *least,
            };
            if !over {
                out.push(start..at);
                continue;
            }
            within = None;
            if words.len() < line.len() && matches!(line.trim(), w if !w.contains(':') && !w.contains('=')) {
                continue;
            }
        }
        if line.starts_with("---") {
            document += 1;
            data = None;
        }
        if data.is_some_and(|least| !words.is_empty() && indent <= least) {
            data = None;
        }
        let (name, rest) = line.split_once([':', '=']).unwrap_or(("", line));
        let name = name.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
        if data.is_some() {
            out.push(at - rest.len()..at);
            continue;
        }
        if secrets.get(document) == Some(&true) && matches!(name, "data" | "stringData") {
            data = Some(indent);
            out.push(at - rest.len()..at);
        } else if names_a_secret(name) || name.to_lowercase().ends_with("secret") {
            let rest = rest.trim();
            within = match rest.split_once("<<") {
                Some(("", word)) => Some(Until::Word(word.trim_start_matches('-').trim().to_owned())),
                _ if rest.starts_with(['|', '>']) => Some(Until::Indent(indent)),
                _ => None,
            };
        }
    }
    out
}

enum Until {
    /// A line with this word alone.
    Word(String),
    /// A line indented no deeper.
    Indent(usize),
}

/// The documents of a YAML file, by the lines that begin with three hyphens; also the part before the first.
fn documents(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| text.get(start..end).unwrap_or(""))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        let ranges = secret_blocks(text);
        text.char_indices()
            .map(|(at, c)| if !c.is_whitespace() && ranges.iter().any(|r| r.contains(&at)) { '*' } else { c })
            .collect()
    }

    #[test]
    fn the_data_of_a_secret_that_does_not_parse_is_hidden() {
        let text = "kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\nstringData:\n  key: \"hush\n  other: |\n    hush\nmetadata:\n  name: x\n";
        let shown = "kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\nstringData:\n  key: *****\n  other: *\n    ****\nmetadata:\n  name: x\n";
        assert_eq!(hidden(text), shown);
    }

    #[test]
    fn a_heredoc_under_a_secrets_name_is_hidden() {
        let text = "db_password = <<-EOT\n  hush\n  EOT\nname = <<EOT\nfine\nEOT\n";
        assert_eq!(hidden(text), "db_password = <<-EOT\n  ****\n  EOT\nname = <<EOT\nfine\nEOT\n");
    }
}
