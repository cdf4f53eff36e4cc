//! `for_each` takes a map or a set, and Terraform refuses a list. Values do not tell a set from a list, so what is said
//! here is what the expression itself tells.

use super::node::Node;
use super::types::Type;
use crate::eval::scope::Run;
use crate::eval::value::Marks;
use crate::source::{Gap, GapKind};
use crate::syntax::hcl::{Body, Expr, ExprKind};

/// Functions that give a list or tuple, whatever they are given.
const LISTS: &[&str] = &[
    "chunklist",
    "cidrsubnets",
    "compact",
    "concat",
    "distinct",
    "flatten",
    "formatlist",
    "keys",
    "matchkeys",
    "range",
    "regexall",
    "reverse",
    "slice",
    "sort",
    "split",
    "tolist",
    "values",
];

/// Longest way through locals that is followed.
const STEPS: u32 = 16;

impl Node<'_> {
    /// Adds a gap when the block's `for_each` is a list for certain.
    pub(super) fn check_for_each(&self, body: &Body, run: &Run<'_>) {
        let Some(attribute) = body.attribute("for_each").filter(|_| !self.marks.has(Marks::MODELLED)) else { return };
        if self.is_sequence(&attribute.value, STEPS) {
            let message = "`for_each` takes a map or a set of texts, and this is a list";
            let gap = Gap::at(attribute.value.at, GapKind::Evaluation, message);
            run.gap(Gap { help: Some("make a set of it with `toset(...)`".into()), ..gap });
        }
    }

    fn is_sequence(&self, expr: &Expr, steps: u32) -> bool {
        let Some(steps) = steps.checked_sub(1) else { return false };
        match &*expr.kind {
            ExprKind::Tuple(_) | ExprKind::Splat { .. } => true,
            ExprKind::For(f) => f.key.is_none(),
            ExprKind::Paren(inner) => self.is_sequence(inner, steps),
            ExprKind::Conditional(_, a, b) => self.is_sequence(a, steps) && self.is_sequence(b, steps),
            ExprKind::Call { name, .. } => LISTS.contains(&&**name),
            ExprKind::GetAttr(of, name, _) => match &*of.kind {
                ExprKind::Variable(root) if &**root == "local" => {
                    let block = self.definition.locals.get(name);
                    let local = block.and_then(|block| block.body.attribute(name));
                    local.is_some_and(|local| self.is_sequence(&local.value, steps))
                }
                ExprKind::Variable(root) if &**root == "var" => {
                    let block = self.definition.variables.get(name);
                    let ty = block.and_then(|block| block.body.attribute("type")).map(|ty| Type::read(&ty.value));
                    matches!(ty, Some(Type::List(_) | Type::Tuple(_)))
                }
                _ => false,
            },
            _ => false,
        }
    }
}
