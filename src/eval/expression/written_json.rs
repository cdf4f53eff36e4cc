//! `jsonencode` of an object that is written in the call, some of whose keys are known in part only.
//!
//! A map cannot hold an entry under such a key, but JSON text can: `"${module.eks.oidc_provider}:sub"` says which service account a
//! role trusts, whatever the provider is called.

use super::super::functions::json;
use super::*;
use std::collections::BTreeMap;

/// JSON so far, with holes.
struct Written {
    parts: Vec<Part>,
    marks: Marks,
    /// Bytes left of the longest text.
    room: usize,
}

impl Written {
    fn text(&mut self, text: &str, at: Span) {
        self.room = self.room.saturating_sub(text.len());
        match self.parts.last_mut() {
            Some(Part::Known(last, _)) if last.len() < 256 => *last = format!("{last}{text}").into(),
            _ => self.parts.push(Part::Known(text.into(), at)),
        }
    }

    fn value(&mut self, value: &Value, at: Span) {
        self.marks = self.marks.with(value.all_marks());
        self.add(json::encode(value, at));
    }

    fn add(&mut self, parts: Vec<Part>) {
        for part in parts {
            match part {
                Part::Known(text, at) => self.text(&text, at),
                hole @ Part::Hole(..) => self.parts.push(hole),
            }
        }
    }

    fn inside(&self) -> Written {
        Written { parts: Vec::new(), marks: Marks::NONE, room: self.room }
    }

    fn take(&mut self, inner: Written) {
        self.marks = self.marks.with(inner.marks);
        self.room = inner.room;
    }
}

/// Whether an object in the expression, as it is written, has a key that is a template.
pub(super) fn has_template_key(expression: &Expr) -> bool {
    match &*expression.kind {
        ExprKind::Paren(inner) => has_template_key(inner),
        ExprKind::Tuple(items) => items.iter().any(has_template_key),
        ExprKind::Object(items) => items.iter().any(|item| {
            let template = matches!(&item.key, ObjectKey::Expr(key) if !matches!(&*key.kind, ExprKind::String(_)));
            template || has_template_key(&item.value)
        }),
        _ => false,
    }
}

impl Evaluator<'_, '_> {
    /// The JSON text of an expression, as `jsonencode` gives it. Longer than the longest text, it is unknown.
    #[inline(never)]
    pub(super) fn written_json(&self, expression: &Expr, at: Span) -> Value {
        let mut out = Written { parts: Vec::new(), marks: Marks::NONE, room: MAX_TEXT };
        self.write_json(expression, "", at, &mut out);
        if out.room == 0 {
            let why = Why::Bound("a text longer than 16 MiB");
            return Value::unknown(Unknown::new(why, at).of(Ty::Text), at).marked(out.marks);
        }
        charge(Value::parts(out.parts, at), self.run).marked(out.marks)
    }

    fn write_json(&self, expression: &Expr, name: &str, at: Span, out: &mut Written) {
        if out.room == 0 {
            return;
        }
        if matches!(&*expression.kind, ExprKind::Tuple(_) | ExprKind::Object(_)) {
            // Whatever stands under a secret's name is secret.
            out.marks = out.marks.with(super::super::origin::named(name, Value::text("", at)).marks);
        }
        match &*expression.kind {
            ExprKind::Paren(inner) => self.write_json(inner, name, at, out),
            ExprKind::Tuple(items) => {
                out.text("[", at);
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.text(",", at);
                    }
                    self.write_json(item, "", at, out);
                }
                out.text("]", at);
            }
            ExprKind::Object(items) => self.write_object(items, at, out),
            _ => out.value(&super::super::origin::named(name, self.expr(expression)), at),
        }
    }

    /// Sorted keys first, then those that are known in part, then a hole for those of which nothing is known.
    fn write_object(&self, items: &[ObjectItem], at: Span, out: &mut Written) {
        let mut known: BTreeMap<Arc<str>, Vec<Part>> = BTreeMap::new();
        let mut partly: Vec<(Value, Vec<Part>)> = Vec::new();
        let mut rest = None;
        for item in items {
            let key = match &item.key {
                ObjectKey::Name(name) => Value::text(name.clone(), item.key_at),
                ObjectKey::Expr(key) if matches!(&*key.kind, ExprKind::Null) => Value::text("null", item.key_at),
                ObjectKey::Expr(key) => self.expr(key),
            };
            out.marks = out.marks.with(key.all_marks());
            let name = self.key(&key, item.key_at);
            let mut value = out.inside();
            self.write_json(&item.value, name.as_deref().unwrap_or(""), at, &mut value);
            let parts = std::mem::take(&mut value.parts);
            out.take(value);
            match (name, convert::to_text(&key)) {
                (Ok(name), _) => {
                    known.insert(name, parts);
                }
                (Err(_), Ok(text)) => partly.push((Value::new(Kind::Text(text), item.key_at), parts)),
                (Err(unknown), Err(_)) => {
                    rest.get_or_insert(unknown);
                }
            }
        }
        out.text("{", at);
        let known = known.into_iter().map(|(key, parts)| (Value::text(key, at), parts));
        for (index, (key, parts)) in known.chain(partly).enumerate() {
            if index > 0 {
                out.text(",", at);
            }
            out.value(&key, at);
            out.text(":", at);
            out.parts.extend(parts);
        }
        if let Some(unknown) = rest {
            out.text(" ", at);
            out.parts.push(Part::Hole(unknown, at));
        }
        out.text("}", at);
    }
}
