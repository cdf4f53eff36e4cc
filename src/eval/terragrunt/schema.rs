//! What a configuration file may hold: what Terragrunt does not know, misses or has given up is said where it is written.
//! The lists are those of Terragrunt 1.1 (docs.terragrunt.com, "HCL reference").

use super::reading::Part;
use super::rendered::TEXTS;
use crate::eval::scope::Run;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{Attribute, Block, ExprKind};

/// A kind of block.
struct Kind {
    name: &'static str,
    labels: usize,
    needs: &'static [&'static str],
    takes: &'static [&'static str],
    inner: &'static [Kind],
}

const fn kind(name: &'static str, needs: &'static [&'static str], takes: &'static [&'static str]) -> Kind {
    Kind { name, labels: 0, needs, takes, inner: &[] }
}

const fn labelled(name: &'static str, needs: &'static [&'static str], takes: &'static [&'static str]) -> Kind {
    Kind { name, labels: 1, needs, takes, inner: &[] }
}

const HOOK: &[&str] = &["if", "run_on_error", "suppress_stdout", "working_dir"];

const KINDS: &[Kind] = &[
    Kind {
        inner: &[
            labelled(
                "extra_arguments",
                &["commands"],
                &["arguments", "required_var_files", "optional_var_files", "env_vars"],
            ),
            labelled("before_hook", &["commands", "execute"], HOOK),
            labelled("after_hook", &["commands", "execute"], HOOK),
            labelled("error_hook", &["commands", "execute", "on_errors"], &["suppress_stdout", "working_dir"]),
        ],
        ..kind(
            "terraform",
            &[],
            &[
                "source",
                "version",
                "update_source_with_cas",
                "mutable",
                "include_in_copy",
                "exclude_from_copy",
                "copy_terraform_lock_file",
            ],
        )
    },
    kind(
        "remote_state",
        &["backend", "config"],
        &["disable_init", "disable_dependency_optimization", "generate", "encryption"],
    ),
    Kind { labels: 1, ..kind("include", &["path"], &["expose", "merge_strategy"]) },
    kind("dependencies", &["paths"], &[]),
    Kind {
        inner: &[kind("expansion", &[], &["for_each", "count"])],
        ..labelled(
            "dependency",
            &["config_path"],
            &[
                "enabled",
                "skip_outputs",
                "mock_outputs",
                "mock_outputs_allowed_terraform_commands",
                "mock_outputs_merge_with_state",
                "mock_outputs_merge_strategy_with_state",
            ],
        )
    },
    labelled(
        "generate",
        &["path", "if_exists", "contents"],
        &["if_disabled", "comment_prefix", "disable_signature", "disable", "hcl_fmt", "mutable"],
    ),
    labelled("feature", &["default"], &[]),
    kind("exclude", &["if", "actions"], &["no_run", "exclude_dependencies"]),
    Kind {
        inner: &[
            labelled("retry", &["retryable_errors", "max_attempts", "sleep_interval_sec"], &[]),
            labelled("ignore", &["ignorable_errors"], &["message", "signals"]),
        ],
        ..kind("errors", &[], &[])
    },
    kind("engine", &["source"], &["version", "type", "meta"]),
    kind("catalog", &["urls"], &["default_template", "no_shell", "no_hooks"]),
    kind("locals", &[], &[]),
];

/// Attributes at the top level, with [`TEXTS`].
const ATTRIBUTES: &[&str] = &["inputs", "remote_state", "generate", "prevent_destroy", "iam_assume_role_duration"];

/// Attributes that Terragrunt had before version 1, and what took their place.
const GONE: &[(&str, &str)] = &[
    ("skip", "use an `exclude` block"),
    ("retryable_errors", "use a `retry` block inside of `errors`"),
    ("retry_max_attempts", "use a `retry` block inside of `errors`"),
    ("retry_sleep_interval_sec", "use a `retry` block inside of `errors`"),
];

/// Says what of a configuration file Terragrunt refuses.
pub(super) fn check(part: &Part, run: &Run<'_>) {
    for attribute in &part.content.attributes {
        let name = &*attribute.name;
        if TEXTS.contains(&name) || ATTRIBUTES.contains(&name) {
            continue;
        }
        match GONE.iter().find(|(gone, _)| *gone == name) {
            Some((_, instead)) => {
                // Versions before accept it, and which one is in use is rarely said.
                let message =
                    format!("`{name}` is gone since Terragrunt 1.0, which refuses this file; what it says is not seen");
                run.gap(Gap::at(place_of(attribute), GapKind::Evaluation, message).with_help(*instead));
            }
            None => unknown(attribute, "here", run),
        }
    }
    let blocks: Vec<&Block> = part.content.blocks.iter().map(|block| &**block).collect();
    check_blocks(&blocks, KINDS, "a configuration", run);
    let bare = part.blocks("include").filter(|block| block.labels.is_empty());
    for block in bare.skip(1) {
        let message = "a second `include` without a label: Terragrunt refuses this file";
        run.gap(Gap::at(block.header_at, GapKind::Refused, message).with_help("give every `include` a label"));
    }
}

fn check_blocks(blocks: &[&Block], kinds: &[Kind], of: &str, run: &Run<'_>) {
    for block in blocks {
        let refused = |message: String| run.gap(Gap::at(block.header_at, GapKind::Refused, message));
        let Some(kind) = kinds.iter().find(|kind| kind.name == &*block.kind) else {
            refused(format!("Terragrunt knows no block `{}` in {of}", block.kind));
            continue;
        };
        let bare_include = kind.name == "include" && block.labels.is_empty();
        if block.labels.len() != kind.labels && !bare_include {
            let wanted = if kind.labels == 0 { "no label" } else { "one label" };
            refused(format!("a `{}` block takes {wanted}", kind.name));
        }
        if kind.name == "locals" {
            continue;
        }
        for name in kind.needs.iter().filter(|name| block.body.attribute(name).is_none()) {
            refused(format!("this `{}` block has no `{name}`, which Terragrunt wants", kind.name));
        }
        for attribute in &block.body.attributes {
            let known = kind.needs.iter().chain(kind.takes).any(|name| **name == *attribute.name);
            if !known {
                unknown(attribute, &format!("in a `{}` block", kind.name), run);
            }
        }
        let nothing = |a: &Attribute| matches!(&*a.value.kind, ExprKind::Tuple(items) if items.is_empty());
        if kind.needs.contains(&"execute") && block.body.attribute("execute").is_some_and(nothing) {
            refused(format!("this `{}` block executes nothing, which Terragrunt refuses", kind.name));
        }
        let inner: Vec<&Block> = block.body.blocks.iter().collect();
        check_blocks(&inner, kind.inner, &format!("a `{}` block", kind.name), run);
    }
}

fn unknown(attribute: &Attribute, place: &str, run: &Run<'_>) {
    let message = format!("Terragrunt knows no attribute `{}` {place}", attribute.name);
    run.gap(Gap::at(place_of(attribute), GapKind::Refused, message));
}

/// Where an attribute that is not evaluated is shown: what it may hold is nobody's business, so its line is shown only when
/// a plain word or number is on it.
fn place_of(attribute: &Attribute) -> Span {
    match &*attribute.value.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) => attribute.name_at,
        _ => Span::file_start(attribute.name_at.file),
    }
}
