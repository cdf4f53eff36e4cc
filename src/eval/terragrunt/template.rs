//! Which `terragrunt.hcl` files are units only where a stack gives them `values`.

use crate::eval::world::File;
use crate::syntax::hcl::{Block, Expr, ExprKind, ObjectKey, SplatStep, TemplatePart};

/// What is still to be looked at.
enum Left<'f> {
    Expr(&'f Expr),
    Parts(&'f [TemplatePart]),
    Steps(&'f [SplatStep]),
    Block(&'f Block),
}

/// Whether a file refers to `values`, which only a stack gives; a `for` variable of that name is its own.
pub(in crate::eval) fn takes_values(file: &File) -> bool {
    let mut left: Vec<Left<'_>> = file.blocks.iter().map(|b| Left::Block(b)).collect();
    left.extend(file.attributes.iter().map(|a| Left::Expr(&a.value)));
    while let Some(next) = left.pop() {
        match next {
            Left::Block(block) => {
                left.extend(block.body.blocks.iter().map(Left::Block));
                left.extend(block.body.attributes.iter().map(|a| Left::Expr(&a.value)));
            }
            Left::Parts(parts) => parts.iter().for_each(|part| of_part(part, &mut left)),
            Left::Steps(steps) => left.extend(steps.iter().filter_map(|step| match step {
                SplatStep::Attr(..) => None,
                SplatStep::Index(key) => Some(Left::Expr(key)),
                SplatStep::Splat { then, .. } => Some(Left::Steps(then)),
            })),
            Left::Expr(expr) => match &*expr.kind {
                ExprKind::Variable(name) if &**name == "values" => return true,
                kind => of_expr(kind, &mut left),
            },
        }
    }
    false
}

fn of_part<'f>(part: &'f TemplatePart, left: &mut Vec<Left<'f>>) {
    match part {
        TemplatePart::Literal(..) => {}
        TemplatePart::Interpolation(inner) => left.push(Left::Expr(inner)),
        TemplatePart::If { condition, then, otherwise, .. } => {
            left.extend([Left::Expr(condition), Left::Parts(then), Left::Parts(otherwise)]);
        }
        TemplatePart::For { key_var, value_var, over, body, .. } => {
            left.push(Left::Expr(over));
            if !binds(key_var.as_deref(), value_var) {
                left.push(Left::Parts(body));
            }
        }
    }
}

fn of_expr<'f>(kind: &'f ExprKind, left: &mut Vec<Left<'f>>) {
    match kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) => {}
        ExprKind::Template(parts) => left.push(Left::Parts(parts)),
        ExprKind::GetAttr(inner, ..) | ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => {
            left.push(Left::Expr(inner));
        }
        ExprKind::Index(a, b) | ExprKind::Binary(_, a, b) => left.extend([Left::Expr(a), Left::Expr(b)]),
        ExprKind::Conditional(a, b, c) => left.extend([Left::Expr(a), Left::Expr(b), Left::Expr(c)]),
        ExprKind::Splat { over, then, .. } => left.extend([Left::Expr(over), Left::Steps(then)]),
        ExprKind::Call { args, .. } | ExprKind::Tuple(args) => left.extend(args.iter().map(Left::Expr)),
        ExprKind::Object(items) => {
            for item in items {
                left.push(Left::Expr(&item.value));
                if let ObjectKey::Expr(key) = &item.key {
                    left.push(Left::Expr(key));
                }
            }
        }
        ExprKind::For(each) => {
            left.push(Left::Expr(&each.over));
            if !binds(each.key_var.as_deref(), &each.value_var) {
                let inner = [each.key.as_ref(), Some(&each.value), each.condition.as_ref()];
                left.extend(inner.into_iter().flatten().map(Left::Expr));
            }
        }
    }
}

fn binds(key: Option<&str>, value: &str) -> bool {
    key == Some("values") || value == "values"
}
