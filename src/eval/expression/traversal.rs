//! References, attributes, indexes and splats.

use super::super::scope::Dialect;
use super::super::value::*;
use super::super::value_ops::Lookup;
use super::types::{self, Type};
use super::{Evaluator, convert};
use crate::resemblance::nearest;
use crate::source::{GapKind, Span};
use crate::syntax::hcl::{Expr, ExprKind, SplatStep};
use std::sync::Arc;

const NO_ELEMENT: &str = "Invalid index: The given key does not identify an element in this collection value";

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
        let first = attrs.first().map(|(name, _)| &**name);
        let second = attrs.get(1).map(|(name, _)| &**name);
        let mut kind = GapKind::Undeclared;
        let message = match (self.scope.dialect(), root, first) {
            (Dialect::Terraform, "local", Some(name)) => format!(
                "Reference to undeclared local value: A local value with the name {name:?} has not been declared"
            ),
            (Dialect::Terraform, "var", Some(name)) => format!(
                "Reference to undeclared input variable: An input variable with the name {name:?} has not been declared. \
                 This variable can be declared with a variable {name:?} {{}} block"
            ),
            (Dialect::Terraform, "module", Some(name)) => {
                format!("Reference to undeclared module: No module call named {name:?} is declared in this module")
            }
            (Dialect::Terraform, "data", Some(kind)) if second.is_some() => format!(
                "Reference to undeclared resource: A data resource {kind:?} {:?} has not been declared in this module",
                second.unwrap_or_default()
            ),
            (Dialect::Terraform, kind, Some(name)) => format!(
                "Reference to undeclared resource: A managed resource {kind:?} {name:?} has not been declared in this module"
            ),
            (Dialect::Terraform, _, None) if !self.scope.is_template() => {
                kind = GapKind::Evaluation;
                "Invalid reference: A reference to a resource type must be followed by at least one attribute access, \
                 specifying the resource name"
                    .to_owned()
            }
            (
                Dialect::Terragrunt,
                "local" | "dependency" | "feature" | "include" | "values" | "unit" | "stack",
                Some(name),
            ) => {
                kind = GapKind::Evaluation;
                format!("Unsupported attribute: This object does not have an attribute named {name:?}")
            }
            _ => format!("Unknown variable: There is no variable named {root:?}"),
        };
        self.error_of(kind, at, message)
    }

    /// `value.name`.
    pub(super) fn attr(&self, value: &Value, name: &str, at: Span) -> Value {
        let found = match &value.kind {
            Kind::Map(_) | Kind::Unknown(_) => value.lookup(name),
            Kind::Null => {
                let message =
                    "Attempt to get attribute from null value: This value is null, so it does not have any attributes";
                return self.error(at, message);
            }
            Kind::List(_) => {
                let message = no_attributes(value, name);
                return self.error(at, format!("Unsupported attribute: {message}"));
            }
            _ => {
                let kind = Type::of(value).name();
                let message =
                    format!("Unsupported attribute: Can't access attributes on a primitive-typed value ({kind})");
                return self.error(at, message);
            }
        };
        if let Kind::Unknown(unknown) = &value.kind
            && matches!(unknown.ty, Ty::Text | Ty::Number | Ty::Bool | Ty::List)
        {
            let message = match unknown.ty {
                Ty::List => "This value does not have any attributes".to_owned(),
                _ => format!("Can't access attributes on a primitive-typed value ({})", Type::of(value).name()),
            };
            return self.error(at, format!("Unsupported attribute: {message}"));
        }
        match found {
            Lookup::Found(inner) => inherit(inner, value),
            Lookup::Perhaps(unknown) => {
                let step = unknown.step(Step::Key(name.into()));
                let likely = unknown.likely.as_ref().and_then(|v| v.get(name)).cloned();
                Value { kind: Kind::Unknown(Arc::new(Unknown { likely, ..step })), ..self.hollow(value, at) }
            }
            Lookup::Absent => {
                let message = match value.form() {
                    Form::Collection => {
                        format!("Missing map element: This map does not have an element with the key {name:?}")
                    }
                    _ => format!("Unsupported attribute: This object does not have an attribute named {name:?}"),
                };
                self.hinted(at, message, name, value)
            }
        }
    }

    /// The error that a key is not there, with the one that was probably meant.
    fn hinted(&self, at: Span, message: String, name: &str, map: &Value) -> Value {
        let failed = self.error(at, message);
        // The keys of what is sensitive are, too.
        if !map.marks.has(Marks::SENSITIVE)
            && let Some(meant) = self.nearest(name, map.entries())
            && let Some(gap) = self.run.gaps.borrow_mut().last_mut()
        {
            gap.help = Some(format!("did you mean `{meant}`?").into());
        }
        failed
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
            if let Some(failed) = self.not_indexed(value, key, at) {
                return failed.marked(marks);
            }
            // Whichever it is, an element of what is all of one kind is one of that.
            return match value.all_of_one() {
                Some(all) => Value::unknown(all.step(Step::Each), at).marked(marks),
                None => Value::unknown(Unknown::because(why, at), at).marked(marks),
            };
        }
        if let Some(failed) = self.not_indexed(value, key, at) {
            return failed.marked(marks);
        }
        match &value.kind {
            Kind::List(items) => {
                let number = match convert::to_number(key) {
                    Ok(number) => number,
                    Err(convert::Refusal::Unknown(why)) => {
                        return Value::unknown(Unknown::because(&why, at), at).marked(marks);
                    }
                    Err(convert::Refusal::Wrong(_)) => {
                        return self.error(at, format!("{NO_ELEMENT}: a number is required"));
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
                    // What resembles a sensitive key tells it.
                    (None, None) if secret => self.error(at, NO_ELEMENT),
                    (None, None) => self.hinted(at, NO_ELEMENT.to_owned(), &name, value),
                },
                Ok(Text::Parts(_)) => match key.first_unknown() {
                    Some(why) => Value::unknown(Unknown::because(why, at), at).marked(marks),
                    None => self.error(at, "the key is not known"),
                },
                Err(_) => self.error(at, format!("{NO_ELEMENT}: string required")),
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
            _ => self.error(at, "Invalid index: This value does not have any indices"),
        }
    }

    /// The error that a value has no elements, or none that this kind of key could name.
    fn not_indexed(&self, value: &Value, key: &Value, at: Span) -> Option<Value> {
        if value.is_null() {
            let message = "Attempt to index null value: This value is null, so it does not have any indices";
            return Some(self.error(at, message));
        }
        if key.is_null() {
            return Some(self.error(at, "Invalid index: Can't use a null value as an indexing key"));
        }
        let wanted = match Type::of(value) {
            Type::Set(_) => {
                let message = "Invalid index: Elements of a set are identified only by their value and don't have any separate \
                               index or key to select with, so it's only possible to perform operations across all elements of \
                               the set";
                return Some(self.error(at, message));
            }
            Type::Text | Type::Number | Type::Bool => {
                return Some(self.error(at, "Invalid index: This value does not have any indices"));
            }
            Type::List(_) | Type::Tuple(_) => Type::Number,
            Type::Map(_) | Type::Object(_) => Type::Text,
            Type::Dynamic | Type::Null => return None,
        };
        let why = types::convert(key, &wanted).err()?;
        Some(self.error(at, format!("{NO_ELEMENT}: {}", why.message())))
    }

    fn element(&self, list: &Value, items: &[Item], index: &Number, at: Span) -> Value {
        let index = match index {
            index if !index.is_whole() => {
                let why = "indexing a sequence requires a whole number, but the given index has a fractional part";
                return self.error(at, format!("{NO_ELEMENT}: {why}"));
            }
            index if index.order(&Number::Int(0)) == Some(std::cmp::Ordering::Less) => {
                let why = "a negative number is not a valid index for a sequence";
                return self.error(at, format!("{NO_ELEMENT}: {why}"));
            }
            index => index.as_i64().and_then(|i| usize::try_from(i).ok()).unwrap_or(usize::MAX),
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
        let why = match items.is_empty() {
            true => "the collection has no elements",
            false => "the given index is greater than or equal to the length of the collection",
        };
        self.error(at, format!("{NO_ELEMENT}: {why}"))
    }

    #[inline(never)]
    pub(super) fn splat(&self, over: &Expr, then: &[SplatStep], at: Span) -> Value {
        let value = self.expr(over);
        self.splat_value(&value, then, at)
    }

    fn splat_value(&self, value: &Value, then: &[SplatStep], at: Span) -> Value {
        match &value.kind {
            Kind::Null => Value::list([], at).marked(value.marks).formed(Form::Structure),
            Kind::List(items) => {
                let mut out = Vec::with_capacity(items.len());
                for item in items.iter() {
                    out.push(match item {
                        Item::One(inner) => Item::One(self.steps(&inherit(inner, value), then, at)),
                        Item::Many(unknown) => Item::Many(self.many_steps(unknown, then, at)),
                    });
                }
                // Of a list or set it is a list, of a tuple a tuple.
                let form = if value.form() == Form::Set { Form::Collection } else { value.form() };
                Value::new(Kind::List(out.into()), at).marked(value.marks).formed(form)
            }
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::List) => {
                let each = Arc::new(unknown.step(Step::Each));
                let inner = self.many_steps(&each, then, at);
                let list = Unknown { ty: Ty::List, ..Unknown::clone(&inner) };
                Value { kind: Kind::Unknown(Arc::new(list)), ..self.hollow(value, at) }
            }
            _ => Value::list([self.steps(value, then, at)], at).marked(value.marks).formed(Form::Structure),
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

/// Why a list, tuple or set has no attributes.
fn no_attributes(value: &Value, name: &str) -> String {
    let objects = value.elements().next().is_some_and(|first| first.get(name).is_some());
    match (value.form(), objects) {
        (Form::Set, true) => {
            "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?"
                .to_owned()
        }
        (_, true) => format!(
            "Can't access attributes on a list of objects. Did you mean to access attribute {name:?} for a specific element of \
             the list, or across all elements of the list?"
        ),
        _ => "This value does not have any attributes".to_owned(),
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

impl Evaluator<'_, '_> {
    /// The key that was probably meant, looked for in maps of a size that people write.
    fn nearest<'k>(&self, name: &str, entries: &'k [Entry]) -> Option<&'k str> {
        const KEYS: usize = 256;
        if entries.len() > KEYS {
            return None;
        }
        let cost = u64::try_from(entries.len()).unwrap_or(u64::MAX).saturating_mul(8);
        self.run.budget.set(self.run.budget.get().saturating_sub(cost));
        nearest(name, entries.iter().map(|entry| &*entry.key))
    }
}
