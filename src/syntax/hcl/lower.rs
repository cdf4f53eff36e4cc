//! From `hcl-edit`'s trees to ours. Names, strings and numbers are read from the original text by span, because the
//! parsed text may be a shadow of it.

use super::literal;
use super::template::{self, Piece, Sort};
use super::tree::*;
use crate::source::{FileId, Span};
use hcl_edit::Span as _;
use hcl_edit::expr::{self, Expression, TraversalOperator};
use hcl_edit::structure::{self, Structure};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Most operators of one traversal; deeper chains would nest our tree too deeply.
const MAX_OPERATORS: usize = 128;

/// What lowering a text needs.
pub(super) struct Lower<'t> {
    /// The original text of the file, without a byte order mark.
    pub text: &'t str,
    /// Where the parsed slice begins in `text`.
    pub base: usize,
    /// Added to offsets in `text` to give offsets in the file.
    pub shift: usize,
    /// The file.
    pub file: FileId,
    /// Keys that the shadow renamed.
    pub renamed: &'t BTreeMap<usize, usize>,
    /// The first bound that was exceeded.
    pub bound: Option<(usize, &'static str)>,
}

impl Lower<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let by = self.base + self.shift;
        Span::new(self.file, range.start + by, range.end + by)
    }

    fn at(&self, range: Option<Range<usize>>) -> Span {
        range.map_or(Span::new(self.file, self.base + self.shift, self.base + self.shift), |r| self.span(&r))
    }

    /// The original text at a range of the parsed slice.
    fn raw(&self, range: &Range<usize>) -> &str {
        self.text.get(range.start + self.base..range.end + self.base).unwrap_or("")
    }

    fn name(&self, range: Option<Range<usize>>, parsed: &str) -> Arc<str> {
        match range.as_ref().map(|r| self.raw(r)) {
            Some(raw) if raw.len() == parsed.len() => raw.into(),
            _ => parsed.into(),
        }
    }

    fn quoted(&self, range: Option<Range<usize>>, parsed: &str) -> Arc<str> {
        let raw = range.as_ref().map(|r| self.raw(r).trim());
        match raw.and_then(|r| r.strip_prefix('"')?.strip_suffix('"')) {
            Some(inner) => literal::quoted(inner).into(),
            None => parsed.into(),
        }
    }

    pub(super) fn body(&mut self, body: &structure::Body) -> Body {
        let mut out = Body::default();
        for item in body {
            match item {
                Structure::Attribute(a) => out.attributes.push(self.attribute(a)),
                Structure::Block(b) => out.blocks.push(self.block(b)),
            }
        }
        out
    }

    fn attribute(&mut self, attribute: &structure::Attribute) -> Attribute {
        let name_at = self.at(attribute.key.span());
        let value = self.expr(&attribute.value);
        let at = name_at.to(value.at);
        Attribute { name: self.name(attribute.key.span(), attribute.key.as_str()), name_at, value, at }
    }

    fn block(&mut self, block: &structure::Block) -> Block {
        let kind_at = self.at(block.ident.span());
        let kind = self.name(block.ident.span(), block.ident.as_str());
        let labels: Vec<(Arc<str>, Span)> = block
            .labels
            .iter()
            .map(|label| match label {
                structure::BlockLabel::Ident(i) => (self.name(i.span(), i.as_str()), self.at(i.span())),
                structure::BlockLabel::String(s) => (self.quoted(s.span(), s.as_str()), self.at(s.span())),
            })
            .collect();
        let header_at = labels.last().map_or(kind_at, |(_, at)| kind_at.to(*at));
        let at = block.span().map_or(header_at, |r| self.span(&r));
        Block { kind, kind_at, labels, body: self.body(&block.body), at, header_at }
    }

    pub(super) fn expr(&mut self, expression: &Expression) -> Expr {
        let range = expression.span();
        let at = self.at(range.clone());
        let kind = match expression {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(b) => ExprKind::Bool(*b.value()),
            Expression::Number(n) => return self.number(n, range, at),
            Expression::String(s) => ExprKind::String(self.quoted(range, s.as_str())),
            Expression::Array(a) => ExprKind::Tuple(a.iter().map(|e| self.expr(e)).collect()),
            Expression::Object(o) => ExprKind::Object(o.iter().map(|(k, v)| self.item(k, v)).collect()),
            Expression::StringTemplate(t) => {
                let mut pieces = Vec::new();
                self.pieces(t, true, &mut pieces);
                template::assemble(pieces, false)
            }
            Expression::HeredocTemplate(t) => {
                let mut pieces = Vec::new();
                self.pieces(&t.template, false, &mut pieces);
                let flush = range.as_ref().is_some_and(|r| self.raw(r).starts_with("<<-"));
                template::assemble(pieces, flush)
            }
            Expression::Parenthesis(p) => ExprKind::Paren(self.expr(p.inner())),
            Expression::Variable(v) => ExprKind::Variable(self.name(range, v.as_str())),
            Expression::Conditional(c) => {
                ExprKind::Conditional(self.expr(&c.cond_expr), self.expr(&c.true_expr), self.expr(&c.false_expr))
            }
            Expression::FuncCall(c) => self.call(c),
            Expression::Traversal(t) => return self.traversal(t),
            Expression::UnaryOp(u) => {
                let op = match u.operator.value() {
                    expr::UnaryOperator::Neg => UnaryOp::Negate,
                    expr::UnaryOperator::Not => UnaryOp::Not,
                };
                ExprKind::Unary(op, self.expr(&u.expr))
            }
            Expression::BinaryOp(b) => {
                let left = self.expr(&b.lhs_expr);
                let right = self.expr(&b.rhs_expr);
                let at = left.at.to(right.at);
                return Expr { kind: Box::new(ExprKind::Binary(binary(*b.operator.value()), left, right)), at };
            }
            Expression::ForExpr(f) => ExprKind::For(self.for_expr(f)),
        };
        Expr { kind: Box::new(kind), at }
    }

    fn number(&self, number: &hcl_edit::Formatted<hcl_edit::Number>, range: Option<Range<usize>>, at: Span) -> Expr {
        let raw = match &range {
            Some(r) => self.raw(r).to_owned(),
            None => number.value().to_string(),
        };
        match raw.trim().strip_prefix('-') {
            None => Expr { kind: Box::new(ExprKind::Number(raw.trim().into())), at },
            Some(digits) => {
                let digits = digits.trim_start();
                let inner_at = Span { start: at.end.saturating_sub(u32::try_from(digits.len()).unwrap_or(0)), ..at };
                let inner = Expr { kind: Box::new(ExprKind::Number(digits.into())), at: inner_at };
                Expr { kind: Box::new(ExprKind::Unary(UnaryOp::Negate, inner)), at }
            }
        }
    }

    fn item(&mut self, key: &expr::ObjectKey, value: &expr::ObjectValue) -> ObjectItem {
        let range = key.span();
        let key_at = self.at(range.clone());
        let value = self.expr(value.expr());
        let start = range.as_ref().map_or(0, |r| r.start + self.base);
        let key = match self.renamed.get(&start) {
            Some(end) => self.original_key(start, *end),
            None => match key {
                expr::ObjectKey::Ident(i) => ObjectKey::Name(self.name(range, i.as_str())),
                // `a = ...` where a single name was parsed as a variable is still a name; only `(a)` is a reference.
                expr::ObjectKey::Expression(Expression::Variable(v)) => ObjectKey::Name(self.name(range, v.as_str())),
                // So are `null`, `true` and `false`, which mean nothing else there.
                expr::ObjectKey::Expression(Expression::Null(_)) => ObjectKey::Name("null".into()),
                expr::ObjectKey::Expression(Expression::Bool(b)) => {
                    ObjectKey::Name(if *b.value() { "true" } else { "false" }.into())
                }
                expr::ObjectKey::Expression(e) => ObjectKey::Expr(self.expr(e)),
            },
        };
        ObjectItem { key, key_at, value }
    }

    /// A key that the shadow renamed, parsed again from the original text.
    fn original_key(&mut self, start: usize, end: usize) -> ObjectKey {
        let raw = self.text.get(start..end).unwrap_or("");
        let base = std::mem::replace(&mut self.base, start);
        let key = match raw.parse::<Expression>() {
            Ok(Expression::Variable(_) | Expression::Null(_) | Expression::Bool(_)) | Err(_) => {
                ObjectKey::Name(raw.into())
            }
            Ok(parsed) => ObjectKey::Expr(self.expr(&parsed)),
        };
        self.base = base;
        key
    }

    fn call(&mut self, call: &expr::FuncCall) -> ExprKind {
        let name_at = self.at(call.name.name.span());
        let mut name = String::new();
        let mut at = name_at;
        for part in &call.name.namespace {
            at = at.to(self.at(part.span()));
            name.push_str(part.as_str());
            name.push_str("::");
        }
        name.push_str(call.name.name.as_str());
        let args = call.args.iter().map(|a| self.expr(a)).collect();
        ExprKind::Call { name: name.into(), name_at: at, args, expand: call.args.expand_final() }
    }

    fn for_expr(&mut self, f: &expr::ForExpr) -> ForExpr {
        ForExpr {
            key_var: f.intro.key_var.as_ref().map(|k| self.name(k.span(), k.as_str())),
            value_var: self.name(f.intro.value_var.span(), f.intro.value_var.as_str()),
            over: self.expr(&f.intro.collection_expr),
            key: f.key_expr.as_ref().map(|k| self.expr(k)),
            value: self.expr(&f.value_expr),
            group: f.grouping,
            condition: f.cond.as_ref().map(|c| self.expr(&c.expr)),
        }
    }

    fn traversal(&mut self, traversal: &expr::Traversal) -> Expr {
        let root = self.expr(&traversal.expr);
        let operators: Vec<_> = traversal.operators.iter().collect();
        if operators.len() > MAX_OPERATORS {
            self.bound.get_or_insert((root.at.start as usize, "128 attribute or index steps in a row"));
            return root;
        }
        self.steps(root, &operators)
    }

    fn steps(&mut self, root: Expr, operators: &[&hcl_edit::Decorated<TraversalOperator>]) -> Expr {
        let mut out = root;
        let mut rest = operators;
        while let Some((operator, after)) = rest.split_first() {
            rest = after;
            let at = out.at.to(self.at(operator.span()));
            let kind = match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    let name_at = self.at(name.span());
                    ExprKind::GetAttr(out, self.name(name.span(), name.as_str()), name_at)
                }
                TraversalOperator::Index(key) => ExprKind::Index(out, self.expr(key)),
                TraversalOperator::LegacyIndex(index) => ExprKind::Index(out, self.legacy(index)),
                TraversalOperator::FullSplat(_) => {
                    let then = self.splat_steps(rest);
                    let at = rest.last().map_or(at, |last| at.to(self.at(last.span())));
                    return Expr { kind: Box::new(ExprKind::Splat { over: out, full: true, then }), at };
                }
                TraversalOperator::AttrSplat(_) => {
                    let count = rest
                        .iter()
                        .take_while(|o| {
                            matches!(o.value(), TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_))
                        })
                        .count();
                    let (mine, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
                    let then = self.splat_steps(mine);
                    let at = mine.last().map_or(at, |last| at.to(self.at(last.span())));
                    rest = others;
                    out = Expr { kind: Box::new(ExprKind::Splat { over: out, full: false, then }), at };
                    continue;
                }
            };
            out = Expr { kind: Box::new(kind), at };
        }
        out
    }

    fn splat_steps(&mut self, operators: &[&hcl_edit::Decorated<TraversalOperator>]) -> Vec<SplatStep> {
        let mut steps = Vec::new();
        for (index, operator) in operators.iter().enumerate() {
            match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    steps.push(SplatStep::Attr(self.name(name.span(), name.as_str()), self.at(name.span())));
                }
                TraversalOperator::Index(key) => steps.push(SplatStep::Index(self.expr(key))),
                TraversalOperator::LegacyIndex(i) => steps.push(SplatStep::Index(self.legacy(i))),
                TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_) => {
                    let full = matches!(operator.value(), TraversalOperator::FullSplat(_));
                    let rest = operators.get(index + 1..).unwrap_or_default();
                    steps.push(SplatStep::Splat { full, then: self.splat_steps(rest) });
                    break;
                }
            }
        }
        steps
    }

    fn legacy(&self, index: &hcl_edit::Decorated<u64>) -> Expr {
        Expr { kind: Box::new(ExprKind::Number(index.value().to_string().into())), at: self.at(index.span()) }
    }

    /// Flattens a template into literals, one a line, interpolations and directive marks, as HashiCorp's scanner does.
    pub(super) fn pieces(&mut self, template: &hcl_edit::template::Template, quoted: bool, out: &mut Vec<Piece>) {
        use hcl_edit::template::{Directive, Element};
        for element in template.iter() {
            match element {
                Element::Literal(text) => {
                    let Some(range) = text.span() else { continue };
                    let raw = self.raw(&range);
                    let mut start = range.start;
                    let lines: Vec<&str> = if quoted { vec![raw] } else { raw.split_inclusive('\n').collect() };
                    for line in lines {
                        let text = if quoted { literal::quoted(line) } else { literal::template(line) };
                        let at = self.span(&(start..start + line.len()));
                        start += line.len();
                        out.push(Piece::new(Sort::Literal(text), at, false, false));
                    }
                }
                Element::Interpolation(i) => {
                    let at = self.at(element_span(element));
                    let (left, right) = strip(i.strip);
                    let inner = self.expr(&i.expr);
                    out.push(Piece::new(Sort::Interpolation(inner), at, left, right));
                }
                Element::Directive(directive) => {
                    let at = self.at(element_span(element));
                    match &**directive {
                        Directive::If(d) => {
                            let (left, right) = strip(d.if_expr.strip);
                            let condition = self.expr(&d.if_expr.cond_expr);
                            out.push(Piece::new(Sort::If(condition), at, left, right));
                            self.pieces(&d.if_expr.template, quoted, out);
                            if let Some(otherwise) = &d.else_expr {
                                let (left, right) = strip(otherwise.strip);
                                out.push(Piece::new(Sort::Else, at, left, right));
                                self.pieces(&otherwise.template, quoted, out);
                            }
                            let (left, right) = strip(d.endif_expr.strip);
                            out.push(Piece::new(Sort::End, at, left, right));
                        }
                        Directive::For(d) => {
                            let f = &d.for_expr;
                            let (left, right) = strip(f.strip);
                            let key_var = f.key_var.as_ref().map(|k| self.name(k.span(), k.as_str()));
                            let value_var = self.name(f.value_var.span(), f.value_var.as_str());
                            let over = self.expr(&f.collection_expr);
                            out.push(Piece::new(Sort::For { key_var, value_var, over }, at, left, right));
                            self.pieces(&f.template, quoted, out);
                            let (left, right) = strip(d.endfor_expr.strip);
                            out.push(Piece::new(Sort::End, at, left, right));
                        }
                    }
                }
            }
        }
    }
}

fn element_span(element: &hcl_edit::template::Element) -> Option<Range<usize>> {
    element.span()
}

fn strip(strip: hcl_edit::template::Strip) -> (bool, bool) {
    (strip.strip_start(), strip.strip_end())
}

fn binary(operator: expr::BinaryOperator) -> BinaryOp {
    use expr::BinaryOperator as B;
    match operator {
        B::Eq => BinaryOp::Equal,
        B::NotEq => BinaryOp::NotEqual,
        B::LessEq => BinaryOp::LessOrEqual,
        B::GreaterEq => BinaryOp::GreaterOrEqual,
        B::Less => BinaryOp::Less,
        B::Greater => BinaryOp::Greater,
        B::Plus => BinaryOp::Add,
        B::Minus => BinaryOp::Subtract,
        B::Mul => BinaryOp::Multiply,
        B::Div => BinaryOp::Divide,
        B::Mod => BinaryOp::Modulo,
        B::And => BinaryOp::And,
        B::Or => BinaryOp::Or,
    }
}
