//! References, attributes, indexes and splats.

use super::super::value::*;
use super::super::value_ops::Lookup;
use super::{Evaluator, convert};
use crate::resemblance::nearest;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{Expr, ExprKind, SplatStep};
use std::sync::Arc;

impl Evaluator<'_, '_> {
    /// A name, or a chain of attributes that starts at one.
    #[inline(never)]
    pub(super) fn reference(&self, expr: &Expr) -> Value {
        let mut attrs: Vec<(Arc<str>, Span)> = Vec::new();
        let mut next = expr;
        let root = loop {
            match &*next.kind {
                ExprKind::GetAttr(inner, name, name_at) => {
                    attrs.push((name.clone(), *name_at));
                    next = inner;
                }
                ExprKind::Variable(name) => break Some(name),
                _ => break None,
            }
        };
        attrs.reverse();
        let (value, used) = match root {
            // Attributes of something that is not a name: `f(x).a`, `x[0].a`.
            None => (self.expr(next), 0),
            Some(name) => match self.bound(name) {
                Some(value) => (value.clone(), 0),
                None => match self.scope.resolve(name, &attrs, expr.at, self.run) {
                    Some((value, used)) => (value, used),
                    None => return self.meaningless(name, &attrs, next.at),
                },
            },
        };
        let mut value = value;
        for (name, name_at) in attrs.iter().skip(used) {
            value = self.attr(&value, name, *name_at);
        }
        if root.is_some() { value.through(How::Reference, expr.at) } else { value }
    }

    fn meaningless(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span) -> Value {
        let mut name = root.to_owned();
        if let Some((first, _)) = attrs.first() {
            name = format!("{name}.{first}");
        }
        self.run.errors.set(self.run.errors.get().saturating_add(1));
        let message: Arc<str> = format!("`{name}` means nothing here").into();
        self.run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
        Value::unknown(Unknown::new(Why::Gap(message), at), at)
    }

    /// `value.name`.
    pub(super) fn attr(&self, value: &Value, name: &str, at: Span) -> Value {
        let found = match &value.kind {
            Kind::Map(_) | Kind::Unknown(_) => value.lookup(name),
            Kind::Null => return self.error(at, format!("`{name}` of null")),
            // HCL gives this hint for the commonest case; a list has no attributes.
            Kind::List(_) => {
                return self.error(at, format!("a list has no attribute `{name}`; index it, or use `[*]`"));
            }
            _ => return self.error(at, format!("{} has no attribute `{name}`", convert::described(value))),
        };
        match found {
            Lookup::Found(inner) => inherit(inner, value),
            Lookup::Perhaps(unknown) => {
                let step = unknown.step(Step::Key(name.into()));
                let likely = unknown.likely.as_ref().and_then(|v| v.get(name)).cloned();
                Value { kind: Kind::Unknown(Arc::new(Unknown { likely, ..step })), ..self.hollow(value, at) }
            }
            Lookup::Absent => {
                let known = value.entries().iter().map(|entry| &*entry.key);
                let hint = nearest(name, known).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
                self.error(at, format!("there is no `{name}` in this map{hint}"))
            }
        }
    }

    /// A value to be filled, with the place, marks and way of what it is part of.
    fn hollow(&self, of: &Value, at: Span) -> Value {
        let place = match &of.kind {
            Kind::Unknown(_) => of.at,
            _ => at,
        };
        Value { kind: Kind::Null, at: place, marks: of.marks, via: of.via.clone() }
    }

    #[inline(never)]
    pub(super) fn index_expr(&self, over: &Expr, key: &Expr, at: Span) -> Value {
        let value = self.expr(over);
        let key_value = self.expr(key);
        self.index(&value, &key_value, key.at).through(How::Reference, at)
    }

    /// `value[key]`.
    pub(super) fn index(&self, value: &Value, key: &Value, at: Span) -> Value {
        let marks = value.marks.with(key.marks);
        let secret = key.marks.has(Marks::SENSITIVE);
        if let Kind::Unknown(why) = &key.kind {
            if value.is_null() {
                return self.error(at, "an index of null");
            }
            // Whichever it is, an element of what is all of one kind is one of that.
            return match value.all_of_one() {
                Some(all) => Value::unknown(all.step(Step::Each), at).marked(marks),
                None => Value::unknown(Unknown::because(why, at), at).marked(marks),
            };
        }
        match &value.kind {
            Kind::List(items) => {
                let number = match convert::to_number(key) {
                    Ok(number) => number,
                    Err(convert::Refusal::Unknown(why)) => {
                        return Value::unknown(Unknown::because(&why, at), at).marked(marks);
                    }
                    Err(convert::Refusal::Wrong(found)) => {
                        return self.error(at, format!("a list's index must be a number, this is {found}"));
                    }
                };
                self.element(value, items, &number, at).marked(marks)
            }
            Kind::Map(map) => match convert::to_text(key) {
                Ok(Text::Whole(name)) => match (map.get(&name), &map.rest) {
                    (Some(inner), _) => inherit(inner, value).marked(marks),
                    // A reference would tell the key.
                    (None, Some(rest)) if secret => Value::unknown(Unknown::because(rest, at), at).marked(marks),
                    (None, Some(_)) => self.attr(value, &name, at).marked(marks),
                    (None, None) => {
                        let known = map.entries.iter().map(|entry| &*entry.key);
                        let known = known.filter(|_| !key.marks.has(Marks::SENSITIVE));
                        let hint = nearest(&name, known).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
                        self.error(at, format!("there is no key `{}` in this map{hint}", shown(key)))
                    }
                },
                Ok(Text::Parts(_)) => match key.first_unknown() {
                    Some(why) => Value::unknown(Unknown::because(why, at), at).marked(marks),
                    None => self.error(at, "the key is not known"),
                },
                Err(_) => self.error(at, format!("a map's key must be text, this is {}", convert::described(key))),
            },
            Kind::Unknown(unknown) if secret => Value::unknown(Unknown::because(unknown, at), at).marked(marks),
            Kind::Unknown(unknown) => {
                let step = match convert::to_number(key).ok().and_then(|n| n.as_i64()).map(u32::try_from) {
                    Some(Ok(index)) if !matches!(key.kind, Kind::Text(_)) => Step::Index(index),
                    _ => match convert::to_text(key) {
                        Ok(Text::Whole(name)) => Step::Key(name),
                        _ => return Value::unknown(Unknown::because(unknown, at), at).marked(marks),
                    },
                };
                let likely = unknown.likely.as_ref().and_then(|likely| match (&likely.kind, &step) {
                    (Kind::List(items), Step::Index(i)) => match items.get(*i as usize) {
                        Some(Item::One(v)) => Some(v.clone()),
                        _ => None,
                    },
                    (Kind::Map(map), Step::Key(k)) => map.get(k).cloned(),
                    _ => None,
                });
                let stepped = Unknown { likely, ..unknown.step(step) };
                Value { kind: Kind::Unknown(Arc::new(stepped)), at: value.at, marks, via: value.via.clone() }
            }
            Kind::Null => self.error(at, "an index of null"),
            _ => self.error(at, format!("{} has no elements", convert::described(value))),
        }
    }

    fn element(&self, list: &Value, items: &[Item], index: &Number, at: Span) -> Value {
        let Some(index) = index.as_i64().and_then(|i| usize::try_from(i).ok()) else {
            return self.error(at, "a list's index must be a whole number from 0");
        };
        for (position, item) in items.iter().enumerate() {
            match item {
                // Known elements after them may have any index.
                Item::Many(unknown) if position + 1 < items.len() => {
                    return Value::unknown(Unknown::because(unknown, at), at);
                }
                // One of them, and the same one wherever it has this index.
                Item::Many(unknown) => {
                    let among = u32::try_from(index - position).unwrap_or(u32::MAX);
                    return Value::unknown(unknown.step(Step::Index(among)), at);
                }
                Item::One(inner) if position == index => return inherit(inner, list),
                Item::One(_) => {}
            }
        }
        let length = items.len();
        let noun = if length == 1 { "element" } else { "elements" };
        self.error(at, format!("index {index} of a list with {length} {noun}"))
    }

    #[inline(never)]
    pub(super) fn splat(&self, over: &Expr, then: &[SplatStep], at: Span) -> Value {
        let value = self.expr(over);
        self.splat_value(&value, then, at)
    }

    fn splat_value(&self, value: &Value, then: &[SplatStep], at: Span) -> Value {
        match &value.kind {
            Kind::Null => Value::list([], at).marked(value.marks),
            Kind::List(items) => {
                let mut out = Vec::with_capacity(items.len());
                for item in items.iter() {
                    out.push(match item {
                        Item::One(inner) => Item::One(self.steps(&inherit(inner, value), then, at)),
                        Item::Many(unknown) => Item::Many(self.many_steps(unknown, then, at)),
                    });
                }
                Value::new(Kind::List(out.into()), at).marked(value.marks)
            }
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::List) => {
                let each = Arc::new(unknown.step(Step::Each));
                let inner = self.many_steps(&each, then, at);
                let list = Unknown { ty: Ty::List, ..Unknown::clone(&inner) };
                Value { kind: Kind::Unknown(Arc::new(list)), ..self.hollow(value, at) }
            }
            _ => Value::list([self.steps(value, then, at)], at).marked(value.marks),
        }
    }

    fn steps(&self, value: &Value, then: &[SplatStep], at: Span) -> Value {
        let mut value = value.clone();
        for step in then {
            value = match step {
                SplatStep::Attr(name, name_at) => self.attr(&value, name, *name_at),
                SplatStep::Index(key) => {
                    let key_value = self.expr(key);
                    self.index(&value, &key_value, key.at)
                }
                SplatStep::Splat { then, .. } => self.splat_value(&value, then, at),
            };
        }
        value
    }

    /// The steps applied to elements that are not known.
    fn many_steps(&self, each: &Arc<Unknown>, then: &[SplatStep], at: Span) -> Arc<Unknown> {
        let value = self.steps(&Value::unknown(each.clone(), each.at), then, at);
        match &value.kind {
            Kind::Unknown(unknown) => unknown.clone(),
            _ => Arc::new(Unknown::because(each, at)),
        }
    }
}

/// A part of a value, with what travels with the whole.
pub(super) fn inherit(inner: &Value, whole: &Value) -> Value {
    let mut value = inner.clone().marked(whole.marks);
    let mut hops = Vec::new();
    let mut next = whole.via.as_ref();
    while let Some(hop) = next {
        hops.push(hop);
        next = hop.from.as_ref();
    }
    for hop in hops.into_iter().rev() {
        value = value.through(hop.how, hop.at);
    }
    value
}

/// A key for a message, unless it is sensitive.
pub(super) fn shown(key: &Value) -> String {
    key.display()
}
