//! Places where no names mean anything and no function may be called: values of `.tfvars` files and of environment
//! variables, and defaults.

use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::value::{Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{Expr, ExprKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A place where no names mean anything.
pub(super) struct Literal {
    /// Where it is written.
    pub directory: (TreeId, Arc<str>),
    /// What stands for the unknown pieces of a text that is generated.
    pub holes: Holes,
}

/// Names that stand for pieces of generated text which are not known.
pub(in crate::eval) type Holes = Arc<BTreeMap<Arc<str>, Arc<Unknown>>>;

impl Scope for Literal {
    fn resolve(&self, root: &str, _: &[(Arc<str>, Span)], at: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        self.holes.get(root).map(|hole| (origin::shared(hole.clone(), at), 0))
    }

    fn call(&self, name: &str, _: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
        let message: Arc<str> = format!("`{name}` is a function, and none may be called here").into();
        run.errors.set(run.errors.get().saturating_add(1));
        run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
        Some(origin::value(origin::unknown(Why::Gap(message), at)))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        self.directory.clone()
    }
}

/// A place where every name is one value.
struct Holding<'d> {
    value: Value,
    directory: &'d (TreeId, Arc<str>),
}

impl Scope for Holding<'_> {
    fn resolve(&self, _: &str, _: &[(Arc<str>, Span)], _: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        Some((self.value.clone(), 0))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        self.directory.clone()
    }
}

/// A value as JSON text, by the language's own `jsonencode`.
pub(in crate::eval) fn encoded(value: Value, directory: &(TreeId, Arc<str>), run: &Run<'_>) -> Value {
    let at = value.at;
    let argument = Expr { kind: Box::new(ExprKind::Variable("value".into())), at };
    let call = ExprKind::Call { name: "jsonencode".into(), name_at: at, args: vec![argument], expand: false };
    evaluate(&Expr { kind: Box::new(call), at }, &Holding { value, directory }, run)
}
