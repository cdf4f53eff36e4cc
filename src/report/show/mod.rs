//! One configuration as `driftline show` prints it: every value with where it came from.

pub mod human;
pub mod json;

use super::{Position, clean, position};
use crate::eval::configuration::{Configuration, ConfigurationKind, ModuleSource};
use crate::eval::value::{Hop, How, Kind, Marks, Value};
use crate::source::{Sources, Span, names_a_secret};

/// Deepest nesting of values that is printed.
const DEEPEST: usize = 64;

/// Most values that are printed of one configuration.
const VALUES: usize = 100_000;
/// Most bytes that are printed of its values, as near as they can be told beforehand.
const MEBIBYTES: usize = 32;

/// How much of one configuration is still printed: a few lines can make lists that double and double again.
struct Room {
    values: usize,
    bytes: usize,
}

impl Room {
    fn new() -> Self {
        Self { values: VALUES, bytes: MEBIBYTES << 20 }
    }

    /// Takes room for one value of so many bytes; `false` when there is none left.
    fn take(&mut self, bytes: usize) -> bool {
        match (self.values.checked_sub(1), self.bytes.checked_sub(bytes)) {
            (Some(values), Some(left)) => {
                (self.values, self.bytes) = (values, left);
                true
            }
            _ => {
                self.values = 0;
                false
            }
        }
    }

    /// Whether nothing more is printed.
    fn is_full(&self) -> bool {
        self.values == 0
    }

    /// What is said in place of the rest.
    fn bound() -> String {
        format!("not printed: one configuration has more than {VALUES} values, or {MEBIBYTES} MiB of them")
    }
}

/// What is shown of a configuration beside its rendered form, so that it is not shown twice.
const SHOWN_ELSEWHERE: &[&str] = &["inputs", "locals", "dependencies"];

/// What a configuration is, in the word used for it.
fn kind_word(kind: ConfigurationKind) -> &'static str {
    match kind {
        ConfigurationKind::Unit => "unit",
        ConfigurationKind::RootModule => "module",
    }
}

/// The step in one word.
fn how_word(how: How) -> &'static str {
    match how {
        How::Reference => "reference",
        How::Include => "include",
        How::Input => "input",
        How::Default => "default",
        How::Output => "output",
        How::Assumed => "assumed",
        How::Merge => "merge",
        How::Patch => "patch",
        How::Template => "template",
        How::Substitution => "substitution",
        How::Values => "values",
    }
}

/// The marks that a reader should know of.
fn mark_words(marks: Marks) -> Vec<&'static str> {
    [
        (Marks::ASSUMED, "assumed"),
        (Marks::DEFAULTED, "default"),
        (Marks::MODELLED, "modelled"),
        (Marks::FITTED, "fitted"),
        (Marks::VOLATILE, "volatile"),
        (Marks::OVERRIDABLE, "overridable"),
        (Marks::CALLER, "caller"),
    ]
    .into_iter()
    .filter(|(mark, _)| marks.has(*mark))
    .map(|(_, word)| word)
    .collect()
}

/// Whether a value must not be printed: it is marked, or the key it stands under is a secret's name.
fn is_hidden(key: Option<&str>, value: &Value) -> bool {
    let tells = !matches!(value.kind, Kind::Null | Kind::Bool(_) | Kind::Unknown(_));
    value.marks.has(Marks::SENSITIVE) || (tells && key.is_some_and(names_a_secret))
}

/// The steps a value took, the nearest to its use first.
fn hops(value: &Value) -> impl Iterator<Item = &Hop> {
    std::iter::successors(value.via.as_deref(), |hop| hop.from.as_deref())
}

/// `path:line:column` as short as it is clear: inside the configuration's own folder from there, else inside its
/// repository, else with the repository's name. `None` for what is built in.
fn place(sources: &Sources, configuration: &Configuration, at: Span) -> Option<String> {
    let file = sources.file(at.file)?;
    if sources.tree(file.tree).is_some_and(|tree| tree.embedded) {
        return None;
    }
    let Position { repository, path, start, .. } = position(sources, at);
    let own = format!("{}/", configuration.directory());
    let shown = match path.strip_prefix(&own) {
        _ if file.tree != configuration.tree => format!("{repository}//{path}"),
        Some(inside) => inside.to_owned(),
        None => path,
    };
    Some(format!("{shown}:{}:{}", start.line, start.column))
}

/// How the module was found, in one line.
fn module_line(source: &ModuleSource) -> String {
    match source {
        ModuleSource::Local(directory) if directory.is_empty() => ".".to_owned(),
        ModuleSource::Local(directory) => clean(directory).into_owned(),
        ModuleSource::Model { source, versions, fitted } => {
            let how = if *fitted { ", chosen by version, path and inputs" } else { "" };
            format!("{} (module model for {versions}{how})", clean(source))
        }
        ModuleSource::Missing(_) => "not at hand".to_owned(),
    }
}
