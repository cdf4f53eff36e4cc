//! What names mean where an expression is evaluated.

use super::budget::Done;
use super::value::Value;
use crate::source::{Gap, Sources, Span, Tree, TreeId};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// Which function library a file speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// Terragrunt's `.hcl`: Terraform v0.15.3's functions, and Terragrunt's own through [`Scope::call`].
    Terragrunt,
    /// `.tf`: today's functions.
    Terraform,
}

/// What names mean where an expression is evaluated.
pub trait Scope {
    /// Resolves `root.attr.attr...`: the value, and how many of `attrs` it used up (the evaluator applies the rest).
    /// `None` when the name means nothing here; the evaluator records the gap.
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)>;

    /// Calls a function of this scope's own. `None` when it is not one; the evaluator then looks in the dialect.
    fn call(&self, _name: &str, _args: &[Value], _at: Span, _run: &Run<'_>) -> Option<Value> {
        None
    }

    /// Whether names are the variables of a template, and nothing else.
    fn is_template(&self) -> bool {
        false
    }

    /// The function library.
    fn dialect(&self) -> Dialect;

    /// The directory that relative paths given to `file` and its kin start from.
    fn directory(&self) -> (TreeId, Arc<str>);
}

/// What one evaluation shares: the files, what it could not see, and its bounds. One per configuration and thread.
#[derive(Debug)]
pub struct Run<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// What could not be seen so far.
    pub gaps: RefCell<Vec<Gap>>,
    /// Steps left; at zero every further expression is unknown and one gap names the bound.
    pub budget: Cell<u64>,
    /// Steps there were in the beginning.
    pub share: u64,
    /// Nesting of expressions, references and includes.
    pub depth: Cell<u32>,
    /// The place that what goes wrong inside of a module model is told at: the call, or the source of the unit's module.
    pub site: Cell<Option<Span>>,
    /// Errors recorded so far, so that `try` and `can` can tell an error from an unknown.
    pub errors: Cell<u64>,
    /// How many expressions around the one that is evaluated forgive its errors, or may not need its value.
    pub forgiving: Cell<u32>,
}

impl<'a> Run<'a> {
    /// Most steps of one configuration.
    pub const STEPS: u64 = 20_000_000;
    /// Most steps of all configurations together.
    pub const ALL_STEPS: u64 = 400_000_000;
    /// Deepest nesting.
    pub const DEPTH: u32 = 256;

    /// A fresh run with all the steps one configuration may take.
    pub fn new(sources: &'a Sources) -> Self {
        Self::within(sources, Self::STEPS)
    }

    /// A fresh run with this configuration's share of all steps.
    pub fn within(sources: &'a Sources, steps: u64) -> Self {
        Self {
            sources,
            gaps: RefCell::new(Vec::new()),
            budget: Cell::new(steps),
            share: steps,
            depth: Cell::new(0),
            site: Cell::new(None),
            errors: Cell::new(0),
            forgiving: Cell::new(0),
        }
    }

    /// What was made, with the steps it took.
    pub fn done<R>(&self, made: R) -> Done<R> {
        Done { made, used: self.share.saturating_sub(self.budget.get()), cut: self.budget.get() == 0 }
    }

    /// Records something that could not be seen; what is inside of a module model at a place that its user has.
    pub fn gap(&self, mut gap: Gap) {
        let ours = |tree: &Tree| tree.embedded && tree.shown.as_os_str().is_empty();
        let modelled = |file| self.sources.file(file).and_then(|f| self.sources.tree(f.tree)).is_some_and(ours);
        if let Some(site) = self.site.get()
            && gap.at.is_some_and(|at| modelled(at.file))
        {
            gap.at = Some(site);
        }
        self.gaps.borrow_mut().push(gap);
    }
}
