//! What the functions of templates do, by the kind of thing they work on.

mod convert;
mod dicts;
mod encoding;
mod flow;
mod go;
mod lists;
mod numbers;
mod paths;
mod patterns;
mod strings;
mod toml;
mod volatile;
mod words;

use super::call::Function;

/// Every function, by group.
pub const ALL: &[&[Function]] = &[
    go::FUNCTIONS,
    flow::FUNCTIONS,
    strings::FUNCTIONS,
    words::FUNCTIONS,
    lists::FUNCTIONS,
    dicts::FUNCTIONS,
    numbers::FUNCTIONS,
    convert::FUNCTIONS,
    toml::FUNCTIONS,
    encoding::FUNCTIONS,
    patterns::FUNCTIONS,
    paths::FUNCTIONS,
    volatile::FUNCTIONS,
];

pub use dicts::deep_copy;
pub use paths::base as base_name;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use crate::eval::helm::call::{Function, Param, find};
    use std::collections::BTreeSet;

    /// `text/template`'s own functions; the executor runs `and` and `or`.
    const GO: [&str; 18] = [
        "and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print",
        "printf", "println", "urlquery",
    ];

    fn param(go: &str) -> Param {
        match go {
            "string" => Param::Text,
            "int" | "uint32" => Param::Int,
            "float64" => Param::Float,
            "bool" => Param::Bool,
            "map[string]interface {}" => Param::Map,
            _ => Param::Any,
        }
    }

    /// `tests/conformance/helm/functions.txt` holds Helm's function map with the types of the functions.
    #[test]
    fn every_function_of_helm_is_there_with_its_parameters_and_no_other() {
        let recorded = include_str!("../../../../tests/conformance/helm/functions.txt");
        let mut names: BTreeSet<&str> = GO.into_iter().collect();
        let mut wrong = Vec::new();
        for line in recorded.lines() {
            let (name, signature) = line.split_once(' ').unwrap();
            names.insert(name);
            let Some(Function { params, rest, .. }) = find(name) else {
                wrong.push(format!("{name} is missing"));
                continue;
            };
            let inside = signature.strip_prefix("func(").unwrap().split(") ").next().unwrap().trim_end_matches(')');
            let all: Vec<&str> = inside.split(", ").filter(|p| !p.is_empty()).collect();
            let fixed: Vec<Param> = all.iter().filter(|p| !p.starts_with("...")).map(|p| param(p)).collect();
            let more = all.last().and_then(|p| p.strip_prefix("...")).map(param);
            if fixed != *params || more != *rest {
                wrong.push(format!("{name}: {signature}, here {params:?} and {rest:?}"));
            }
        }
        let own = super::ALL.iter().flat_map(|list| list.iter()).map(|f| f.name);
        wrong.extend(own.filter(|name| !names.contains(name)).map(|name| format!("{name} is none of Helm's")));
        wrong.extend(GO.iter().filter(|n| !matches!(**n, "and" | "or") && find(n).is_none()).map(|n| (*n).to_string()));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
