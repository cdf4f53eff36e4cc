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
