//! Moves the spans of a template that was parsed from a JSON string's resolved text back to the string as written.

use super::super::tree::*;
use super::read::escape;
use crate::source::Span;

/// Where each byte of the resolved text is written.
pub(super) struct Offsets {
    start: u32,
    written: Vec<u32>,
}

impl Offsets {
    /// The offsets of a JSON string's inside, `at` in the file.
    pub(super) fn of_json(raw: &str, at: Span) -> Self {
        let mut written = Vec::with_capacity(raw.len());
        let mut pos = 0;
        while let Some(rest) = raw.get(pos..).filter(|r| !r.is_empty()) {
            let first = rest.chars().next().unwrap_or('\0');
            let (width, used) = match escape(rest).filter(|_| first == '\\') {
                Some((c, used)) => (c.len_utf8(), used),
                None => (first.len_utf8(), first.len_utf8()),
            };
            for i in 0..width {
                let offset = if width == used { pos + i } else { pos };
                written.push(u32::try_from(offset).unwrap_or(u32::MAX));
            }
            pos += used;
        }
        written.push(u32::try_from(raw.len()).unwrap_or(u32::MAX));
        Self { start: at.start, written }
    }

    fn offset(&self, resolved: u32) -> u32 {
        let index = resolved.saturating_sub(self.start) as usize;
        let within = self.written.get(index).or(self.written.last()).copied().unwrap_or(0);
        self.start.saturating_add(within)
    }

    fn span(&self, span: &mut Span) {
        span.start = self.offset(span.start);
        span.end = self.offset(span.end);
    }
}

pub(super) fn parts(parts: &mut [TemplatePart], to: &Offsets) {
    for part in parts {
        match part {
            TemplatePart::Literal(_, at) => to.span(at),
            TemplatePart::Interpolation(e) => expr(e, to),
            TemplatePart::If { condition, then, otherwise, at } => {
                expr(condition, to);
                self::parts(then, to);
                self::parts(otherwise, to);
                to.span(at);
            }
            TemplatePart::For { over, body, at, .. } => {
                expr(over, to);
                self::parts(body, to);
                to.span(at);
            }
        }
    }
}

fn steps(steps: &mut [SplatStep], to: &Offsets) {
    for step in steps {
        match step {
            SplatStep::Attr(_, at) => to.span(at),
            SplatStep::Index(e) => expr(e, to),
            SplatStep::Splat { then, .. } => self::steps(then, to),
        }
    }
}

fn expr(e: &mut Expr, to: &Offsets) {
    to.span(&mut e.at);
    match &mut *e.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) => {}
        ExprKind::Template(p) => parts(p, to),
        ExprKind::GetAttr(inner, _, at) => {
            to.span(at);
            expr(inner, to);
        }
        ExprKind::Index(a, b) | ExprKind::Binary(_, a, b) => {
            expr(a, to);
            expr(b, to);
        }
        ExprKind::Splat { over, then, .. } => {
            expr(over, to);
            steps(then, to);
        }
        ExprKind::Call { name_at, args, .. } => {
            to.span(name_at);
            args.iter_mut().for_each(|a| expr(a, to));
        }
        ExprKind::Tuple(items) => items.iter_mut().for_each(|a| expr(a, to)),
        ExprKind::Object(items) => {
            for item in items {
                to.span(&mut item.key_at);
                if let ObjectKey::Expr(k) = &mut item.key {
                    expr(k, to);
                }
                expr(&mut item.value, to);
            }
        }
        ExprKind::For(f) => {
            expr(&mut f.over, to);
            expr(&mut f.value, to);
            for e in [&mut f.key, &mut f.condition].into_iter().flatten() {
                expr(e, to);
            }
        }
        ExprKind::Conditional(a, b, c) => {
            expr(a, to);
            expr(b, to);
            expr(c, to);
        }
        ExprKind::Unary(_, a) | ExprKind::Paren(a) => expr(a, to),
    }
}
