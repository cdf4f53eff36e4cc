//! What Terraform's own blocks may hold: a module that writes anything else in them is refused as a whole.

use crate::eval::world::File;
use crate::resemblance::nearest;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{Block, ExprKind};

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
            &["lifecycle", "provisioner", "connection", "dynamic"],
        )),
        _ => None,
    }
}

/// Adds a gap for each block and argument of a file that Terraform does not know where it stands.
pub(super) fn check(file: &File, gaps: &mut Vec<Gap>) {
    for attribute in &file.attributes {
        refuse(&attribute.name, attribute.name_at, "the top level of a module", TOP, gaps);
    }
    for block in &file.blocks {
        refuse(&block.kind, block.kind_at, "the top level of a module", TOP, gaps);
        let Some((arguments, blocks)) = schema(block) else { continue };
        let of = match &*block.kind {
            "resource" => "`terraform_data`".to_owned(),
            kind => format!("`{kind}`"),
        };
        for attribute in &block.body.attributes {
            refuse(&attribute.name, attribute.name_at, &of, arguments, gaps);
        }
        if let Some(ty) = block.body.attribute("type").filter(|_| &*block.kind == "variable")
            && let ExprKind::String(text) = &*ty.value.kind
            && text.contains("${")
        {
            let message = "a type is written without `${}`, also in JSON";
            gaps.push(Gap::at(ty.value.at, GapKind::Refused, message));
        }
        for inner in &block.body.blocks {
            refuse(&inner.kind, inner.kind_at, &of, blocks, gaps);
        }
    }
}

fn refuse(name: &str, at: Span, of: &str, known: &[&str], gaps: &mut Vec<Gap>) {
    if !known.contains(&name) {
        let hint = nearest(name, known.iter().copied()).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
        gaps.push(Gap::at(at, GapKind::Refused, format!("Terraform knows no `{name}` in {of}{hint}")));
    }
}
