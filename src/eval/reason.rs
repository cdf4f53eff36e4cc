//! Why something is not known, in words for people: the only place where they are put together.

use super::value::{Absent, Unknown, Why};

/// Why something is not known, in one clause that follows "because": the root of the chain.
pub fn clause(unknown: &Unknown) -> String {
    match &unknown.root().why {
        Why::MissingFile(path) => format!("`{path}` is not in the repository"),
        Why::Applied => "it is known only after apply".to_owned(),
        Why::Environment(name) => format!("it comes from the environment variable `{name}`"),
        Why::Runner(what) => format!("it depends on {what}"),
        Why::Command => "it is the output of a command, which is never run".to_owned(),
        Why::Secret => "it is a secret".to_owned(),
        Why::NoSource(absent) => match absent {
            Absent::Object { .. } => format!("the {absent} is made outside the given repositories"),
            Absent::ResourceSet => "what a ResourceSet makes is not evaluated".to_owned(),
            _ => format!("the source of `{absent}` is not at hand"),
        },
        Why::Gap(message) => message.to_string(),
        Why::Ignored => "it is written once and may be changed since (`ignore_changes`)".to_owned(),
        Why::Volatile => "it differs at every run".to_owned(),
        Why::Bound(name) => format!("the bound `{name}` was reached"),
        Why::Unset(name) => format!("the variable `{name}` has no value"),
        Why::Because(_) => "it follows from something that is not known".to_owned(),
    }
}

/// The class of a reason, for programs that count: the root of the chain. What could not be seen is `gap`; the gap with
/// the same message says of which kind.
pub fn class(unknown: &Unknown) -> &'static str {
    match &unknown.root().why {
        Why::MissingFile(_) => "missing-file",
        Why::Applied => "applied",
        Why::Environment(_) | Why::Runner(_) => "environment",
        Why::Command => "command",
        Why::Secret => "secret",
        Why::NoSource(_) => "no-source",
        Why::Gap(_) => "gap",
        Why::Ignored => "ignored",
        Why::Volatile => "volatile",
        Why::Bound(_) => "bound",
        Why::Unset(_) => "unset",
        Why::Because(_) => "follows",
    }
}

/// What an unknown rests on, as the noun that follows "depends on": the root of the chain.
pub fn noun(unknown: &Unknown) -> String {
    match &unknown.root().why {
        Why::MissingFile(path) => format!("a value of `{path}`, which is not in the repository"),
        Why::Environment(name) => format!("the variable `{name}`"),
        Why::Runner(what) => (*what).to_owned(),
        Why::NoSource(absent @ Absent::Object { .. }) => {
            format!("the {absent}, which is made outside the given repositories")
        }
        Why::NoSource(Absent::ResourceSet) => "what a ResourceSet makes".to_owned(),
        Why::NoSource(absent) => format!("`{absent}`, whose source is not at hand"),
        Why::Secret => "a secret".to_owned(),
        Why::Gap(text) => text.to_string(),
        Why::Unset(name) => format!("`{name}`, which is not set"),
        Why::Applied | Why::Ignored | Why::Command | Why::Because(_) | Why::Volatile | Why::Bound(_) => {
            "a value that is not known".to_owned()
        }
    }
}

/// What in the user's hands would make it known, when something would.
pub fn remedy(unknown: &Unknown) -> Option<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    match &unknown.root().why {
        Why::MissingFile(path) => {
            Some(format!("give what `{}` says by `assume:` in driftline.yaml or with `--assume`", name(path)))
        }
        Why::NoSource(Absent::Module(_)) => Some("name a checkout of it under `modules:` in driftline.yaml".to_owned()),
        Why::NoSource(Absent::Artifact { revision: Some(_), .. }) => Some(
            "fetch that revision into the clone, `git fetch --tags`, or give the repository that has it".to_owned(),
        ),
        Why::NoSource(Absent::Artifact { revision: None, .. }) => {
            Some("give that repository on the command line or under `repositories:` in driftline.yaml".to_owned())
        }
        Why::Unset(name) => Some(format!("set `{name}` in a `.tfvars` file, or give it a default")),
        _ => None,
    }
}
