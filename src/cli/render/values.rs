//! The values that a chart is given on the command line: files, then `--set`.

use super::Arguments;
use super::what::Fault;
use crate::eval::helm::{merge_values, set};
use crate::eval::manifest;
use crate::eval::value::{Kind, Marks, Value};
use crate::source::{FileId, Limits, Sources, Span, TreeId};
use crate::syntax::yaml;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// All of them, the later ones over the earlier ones, as Helm does. Of sources at a `revision` the files of that revision count;
/// one that it does not have says nothing.
pub(super) fn of(
    arguments: &Arguments,
    sources: &mut Sources,
    tree: TreeId,
    revision: Option<&str>,
) -> Result<Value, Fault> {
    let set_lines: Vec<(&String, bool)> = arguments
        .set
        .iter()
        .map(|line| (line, false))
        .chain(arguments.set_string.iter().map(|line| (line, true)))
        .collect();
    let written: Vec<&str> = set_lines.iter().map(|(line, _)| line.as_str()).collect();
    let named = sources.add_text("command line", std::path::PathBuf::new(), "--set", &written.join("\n"));
    let line = named.unwrap_or(FileId::from_index(0));
    let mut start = 0;
    let empty = Value { kind: Kind::Map(Arc::default()), at: Span::file_start(line), marks: Marks::NONE, via: None };
    let mut values = empty;
    for file in &arguments.values {
        if let Some(more) = from_file(sources, tree, file, revision)? {
            values = merge_values(&values, &more);
        }
    }
    for (text, is_text) in set_lines {
        let at = Span::new(line, start, start + text.len());
        start += text.len() + 1;
        let option = if is_text { "--set-string" } else { "--set" };
        values = set(&values, text, is_text, at)
            .map_err(|why| Fault::new(format!("{option} `{text}`: {why}"), "write KEY=VALUE, as for Helm"))?;
    }
    Ok(values)
}

/// What a values file holds; `None` for an empty one.
fn from_file(sources: &mut Sources, tree: TreeId, path: &Path, revision: Option<&str>) -> Result<Option<Value>, Fault> {
    let shown = path.display();
    let fault = |why: String| Fault::new(format!("the values file `{shown}` {why}"), "");
    let real = path.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fault("does not exist".into()),
        _ => fault(format!("cannot be read: {error}")),
    })?;
    if real.is_dir() {
        return Err(fault("is a folder".into()));
    }
    let inside = sources.tree(tree).is_some_and(|t| real.starts_with(&t.root));
    let file = match sources.find_on_disk(&real) {
        Some(found) => found,
        None if inside && revision.is_some() => return Ok(None),
        None => {
            let text = read(&real).map_err(fault)?;
            let parent = path.parent().map(Path::to_owned).unwrap_or_default();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let added = sources.add_text("command line", parent, &name, &text);
            added.ok_or_else(|| fault("cannot be kept".into()))?
        }
    };
    let text = sources.text(file).map_err(|gap| fault(gap.message.to_string()))?;
    let parsed = yaml::parse(&text, file);
    let place = |at: Span| {
        let start = sources.line_col(file, at.start);
        format!("line {}, column {}", start.line, start.column)
    };
    if let Some(gap) = parsed.gaps.first() {
        let at = gap.at.map(|at| format!("{}: ", place(at))).unwrap_or_default();
        return Err(fault(format!("does not parse: {at}{}", gap.message)));
    }
    let Some(document) = parsed.documents.first() else { return Ok(None) };
    let value = manifest::value(document);
    match &value.kind {
        Kind::Map(_) => Ok(Some(value)),
        Kind::Null => Ok(None),
        Kind::List(_) => Err(fault(format!("holds a list ({}), and values are a map", place(value.at)))),
        _ => Err(fault(format!("holds a single value ({}), and values are a map", place(value.at)))),
    }
}

/// The text of a file that is none of a repository's.
fn read(path: &Path) -> Result<String, String> {
    let limit = Limits::default().file_bytes;
    let explain = |error: std::io::Error| format!("cannot be read: {error}");
    if !path.metadata().map_err(explain)?.is_file() {
        return Err("is not a file".into());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(explain)?.take(limit + 1).read_to_end(&mut bytes).map_err(explain)?;
    if bytes.len() as u64 > limit {
        return Err(format!("is larger than {} MiB, the limit", limit / 1024 / 1024));
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8 text".into())
}
