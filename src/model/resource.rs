//! Resources and data sources of every provider, as far as they matter to everybody: what is declared, where it applies and
//! what is plainly said of it.

use crate::eval::value::{Address, Marks, Number, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// A resource or data source.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its address. An unknown number of instances is one entry, whose key is `[*]`.
    pub address: Address,
    /// The block, or for what a module model makes the call.
    pub at: Span,
    /// `aws_subnet`.
    pub kind: Arc<str>,
    /// `private`.
    pub name: Arc<str>,
    /// The provider's configuration: `aws`, or `aws.alias`.
    pub provider: Arc<str>,
    /// The module's prefix: `module.a`; empty in the root module.
    pub module: Arc<str>,
    /// A data source.
    pub data: bool,
    /// Whether it exists.
    pub exists: Exists,
    /// The account that its provider applies to, when certain.
    pub account: Option<Arc<str>>,
    /// The region that its provider applies to, when known.
    pub region: Option<Arc<str>>,
    /// Arguments whose values are simple and known: the first [`ARGUMENTS`](Resource::ARGUMENTS) as they are written, those with
    /// longer text and sensitive ones left out. One that is not here may be set all the same.
    pub arguments: Box<[Argument]>,
    /// MODELLED and FITTED for what comes from a module model.
    pub marks: Marks,
}

impl Resource {
    /// Most arguments that are kept.
    pub const ARGUMENTS: usize = 12;
    /// Longest text that is kept, in bytes.
    pub const TEXT: usize = 256;

    /// The value of an argument, when it is among those kept.
    pub fn argument(&self, name: &str) -> Option<&Simple> {
        self.arguments.iter().find(|a| &*a.name == name).map(|a| &a.value)
    }
}

/// Whether a resource exists.
#[derive(Clone, Debug)]
pub enum Exists {
    /// It does.
    Certain,
    /// Most likely: what decides has a default that something unseen may override.
    Likely(Arc<Unknown>),
    /// Nothing decides.
    Perhaps(Arc<Unknown>),
}

/// An argument with a simple value.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name.
    pub name: Arc<str>,
    /// Its value.
    pub value: Simple,
    /// What travels with the value.
    pub marks: Marks,
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Simple {
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(Arc<str>),
}
