//! What Terraform's own blocks may hold: a module that writes anything else in them is refused as a whole.

use super::definition::Definition;
use super::resource::traversal;
use crate::eval::world::File;
use crate::resemblance::nearest;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{Block, ExprKind};
use std::sync::Arc;

/// Block types at the top level of a module, those of releases after 1.11 included.
const TOP: &[&str] = &[
    "action",
    "check",
    "data",
    "ephemeral",
    "import",
    "list",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// The arguments and blocks of a block whose schema is the language's own; `None` for others.
fn schema(block: &Block) -> Option<(&'static [&'static str], &'static [&'static str])> {
    match (&*block.kind, block.label(0).map(|label| &**label)) {
        ("variable", _) => Some((
            &["type", "default", "description", "sensitive", "nullable", "ephemeral", "deprecated", "const"],
            &["validation"],
        )),
        ("output", _) => {
            Some((&["value", "description", "sensitive", "ephemeral", "depends_on", "deprecated"], &["precondition"]))
        }
        ("resource", Some("terraform_data")) => Some((
            &[
                "input",
                "triggers_replace",
                "count",
                "for_each",
                "depends_on",
                "provider",
                "lifecycle",
                "provisioner",
                "connection",
            ],
            &["lifecycle", "provisioner", "connection"],
        )),
        _ => None,
    }
}

/// Names that a variable may not have, as a module call gives them a meaning of its own.
const RESERVED: &[&str] = &["count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version"];

/// Adds a gap for each block and argument of a file that Terraform does not know where it stands, or misses. An override file
/// need not be complete.
pub(super) fn check(file: &File, overriding: bool, gaps: &mut Vec<Gap>) {
    for attribute in &file.attributes {
        unknown(&attribute.name, attribute.name_at, "the top level of a module", TOP, gaps);
    }
    for block in &file.blocks {
        unknown(&block.kind, block.kind_at, "the top level of a module", TOP, gaps);
        let Some((arguments, blocks)) = schema(block) else { continue };
        let of = match &*block.kind {
            "resource" => "`terraform_data`".to_owned(),
            kind => format!("`{kind}`"),
        };
        for attribute in &block.body.attributes {
            unknown(&attribute.name, attribute.name_at, &of, arguments, gaps);
        }
        for inner in &block.body.blocks {
            unknown(&inner.kind, inner.kind_at, &of, blocks, gaps);
        }
        match &*block.kind {
            "variable" => check_variable(block, gaps),
            "output" if !overriding && block.body.attribute("value").is_none() => {
                gaps.push(Gap::at(block.header_at, GapKind::Refused, "this `output` has no `value`"));
            }
            _ => {}
        }
    }
}

fn check_variable(block: &Block, gaps: &mut Vec<Gap>) {
    if let Some(name) = block.label(0).filter(|name| RESERVED.contains(&&***name)) {
        let message = format!("a variable may not be called `{name}`: a module call needs that name itself");
        gaps.push(Gap::at(block.header_at, GapKind::Refused, message));
    }
    if let Some(ty) = block.body.attribute("type")
        && let ExprKind::String(text) = &*ty.value.kind
        && text.contains("${")
    {
        gaps.push(Gap::at(ty.value.at, GapKind::Refused, "a type is written without `${}`, also in JSON"));
    }
}

/// Adds a gap for each resource and module call that a `removed` block says is gone, and that is declared.
pub(super) fn check_removed(of: &mut Definition, removed: &[Arc<Block>]) {
    for block in removed {
        let Some(from) = block.body.attribute("from").and_then(|from| traversal(&from.value)) else { continue };
        let declared = match from.split('.').collect::<Vec<_>>().as_slice() {
            ["module", name] => of.modules.iter().find(|(n, _)| **n == **name).map(|(_, call)| call.header_at),
            [kind, name] => {
                let index = of.resource(false, kind, name);
                index.and_then(|index| of.resources.get(index)).map(|declared| declared.block.header_at)
            }
            _ => None,
        };
        if let Some(at) = declared {
            let message = format!("`{from}` is declared here, and a `removed` block says that it is gone");
            of.gaps.push(Gap::at(at, GapKind::Refused, message));
        }
    }
}

fn unknown(name: &str, at: Span, of: &str, known: &[&str], gaps: &mut Vec<Gap>) {
    if !known.contains(&name) {
        let hint = nearest(name, known.iter().copied()).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
        gaps.push(Gap::at(at, GapKind::Refused, format!("Terraform knows no `{name}` in {of}{hint}")));
    }
}
