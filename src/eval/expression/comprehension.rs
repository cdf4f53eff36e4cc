//! `for` expressions over lists and maps, of which some may be open.

use super::super::value::*;
use super::traversal::inherit;
use super::types::{self, Type};
use super::{Binding, Evaluator, MAX_ELEMENTS, charge};
use crate::source::Span;
use crate::syntax::hcl::ForExpr;
use std::cell::Cell;
use std::sync::Arc;

/// One turn of an iteration.
pub(super) struct Turn {
    /// The key or index.
    pub key: Value,
    /// The element.
    pub value: Value,
    /// When set, the turn stands for any number of elements that are not known.
    pub many: Option<Arc<Unknown>>,
}

/// Whether a condition keeps an element.
enum Kept {
    /// With the marks of the condition.
    Yes(Marks),
    No(Marks),
    Perhaps(Arc<Unknown>),
}

impl Evaluator<'_, '_> {
    /// The turns of an iteration; `None` when the value cannot be iterated.
    pub(super) fn iterate(&self, over: &Value, at: Span) -> Option<Vec<Turn>> {
        let many = |unknown: &Arc<Unknown>, each: Arc<Unknown>| Turn {
            key: Value::unknown(Unknown::because(unknown, at), at),
            value: Value::unknown(each, at).marked(over.marks),
            many: Some(unknown.clone()),
        };
        match &over.kind {
            Kind::List(items) => {
                let mut open = None;
                let turn = |(index, item): (usize, &Item)| match item {
                    Item::Many(unknown) => {
                        open = Some(unknown.clone());
                        many(unknown, unknown.clone())
                    }
                    Item::One(value) => {
                        let key = match &open {
                            // An element of a set is its own key.
                            _ if over.form() == Form::Set => value.clone(),
                            None => Value::int(i64::try_from(index).unwrap_or(i64::MAX), at),
                            Some(unknown) => Value::unknown(Unknown::because(unknown, at).of(Ty::Number), at),
                        };
                        Turn { key, value: inherit(value, over), many: None }
                    }
                };
                Some(items.iter().enumerate().map(turn).collect())
            }
            Kind::Map(map) => {
                let mut turns: Vec<Turn> = map
                    .sorted()
                    .into_iter()
                    .map(|entry| Turn {
                        key: Value::text(entry.key.clone(), entry.key_at),
                        value: inherit(&entry.value, over),
                        many: None,
                    })
                    .collect();
                // Keys come sorted, so the unknown ones may be anywhere: first, so that no position is claimed.
                if let Some(rest) = &map.rest {
                    turns.insert(0, many(rest, Arc::new(rest.step(Step::Each))));
                }
                Some(turns)
            }
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::List | Ty::Map) => {
                Some(vec![many(unknown, Arc::new(unknown.step(Step::Each)))])
            }
            _ => None,
        }
    }

    /// The error that a value has nothing to iterate over.
    pub(super) fn not_iterable(&self, over: &Value, at: Span) -> Value {
        if over.is_null() {
            let message =
                "Iteration over null value: A null value cannot be used as the collection in a 'for' expression";
            return self.error(at, message);
        }
        let kind = Type::of(over).name();
        self.error(
            at,
            format!(
                "Iteration over non-iterable value: A value of type {kind} cannot be used as the collection in a 'for' \
                 expression"
            ),
        )
    }

    #[inline(never)]
    pub(super) fn comprehension(&self, f: &ForExpr, at: Span) -> Value {
        let over = self.expr(&f.over);
        let Some(turns) = self.iterate(&over, f.over.at) else {
            return self.not_iterable(&over, f.over.at);
        };
        let result = match &f.key {
            None => self.list_for(f, &turns, at),
            Some(_) => self.map_for(f, &turns, at),
        };
        let whole = match (&over.kind, result) {
            // Nothing of the collection is known, so nothing of the result's size is.
            (Kind::Unknown(unknown), Value { kind: Kind::List(items), .. }) => match &*items {
                [Item::Many(each)] => Value::unknown(Unknown { ty: Ty::List, ..Unknown::clone(each) }, at),
                _ => Value::unknown(Unknown::because(unknown, at).of(Ty::List), at),
            },
            (_, result) => result,
        };
        whole.marked(over.marks)
    }

    /// Evaluates something with the variables of a turn.
    fn turn<T>(&self, f: &ForExpr, turn: &Turn, body: impl FnOnce(&Evaluator<'_, '_>) -> T) -> T {
        let value = Binding { name: &f.value_var, value: &turn.value, outer: self.bindings };
        match &f.key_var {
            None => body(&Evaluator { bindings: Some(&value), ..*self }),
            Some(name) => {
                let key = Binding { name, value: &turn.key, outer: Some(&value) };
                body(&Evaluator { bindings: Some(&key), ..*self })
            }
        }
    }

    fn kept(&self, f: &ForExpr) -> Kept {
        let Some(condition) = &f.condition else { return Kept::Yes(Marks::NONE) };
        let value = self.expr(condition);
        let failed = match types::convert(&value, &Type::Bool) {
            Ok(decided) => match (decided.as_bool(), decided.first_unknown()) {
                (Some(true), _) => return Kept::Yes(value.marks),
                (Some(false), _) => return Kept::No(value.marks),
                (None, Some(unknown)) => return Kept::Perhaps(Arc::new(Unknown::because(unknown, condition.at))),
                (None, None) => {
                    self.error(condition.at, "Condition is null: The value of the 'if' clause must not be null")
                }
            },
            Err(why) => {
                let why = why.message();
                self.error(condition.at, format!("Invalid 'for' condition: The 'if' clause value is invalid: {why}"))
            }
        };
        match failed.kind {
            Kind::Unknown(unknown) => Kept::Perhaps(unknown),
            _ => Kept::No(Marks::NONE),
        }
    }

    fn list_for(&self, f: &ForExpr, turns: &[Turn], at: Span) -> Value {
        let mut out: Vec<Item> = Vec::with_capacity(turns.len());
        // What decides which elements there are decides the whole.
        let decided = Cell::new(Marks::NONE);
        for turn in turns {
            if out.len() > MAX_ELEMENTS {
                return self.bound_reached(at, "a list of more than 1000000 elements");
            }
            let item = self.turn(f, turn, |inner| {
                if let Some(many) = &turn.many {
                    return Some(Item::Many(inner.each(f, many)));
                }
                match inner.kept(f) {
                    Kept::Yes(marks) => {
                        decided.set(decided.get().with(marks));
                        Some(Item::One(inner.expr(&f.value)))
                    }
                    Kept::No(marks) => {
                        decided.set(decided.get().with(marks));
                        None
                    }
                    Kept::Perhaps(unknown) => Some(Item::Many(unknown)),
                }
            });
            out.extend(item);
        }
        charge(Value::new(Kind::List(out.into()), at).marked(decided.get()).formed(Form::Structure), self.run)
    }

    /// What each of the unknown elements becomes, when it is a reference still.
    fn each(&self, f: &ForExpr, many: &Arc<Unknown>) -> Arc<Unknown> {
        let because = || Arc::new(Unknown::because(many, f.value.at));
        if f.condition.is_some() {
            return because();
        }
        let gaps = self.run.gaps.borrow().len();
        let errors = self.run.errors.get();
        let forgiving = self.run.forgiving.get();
        self.run.forgiving.set(forgiving.saturating_add(1));
        let value = self.expr(&f.value);
        self.run.forgiving.set(forgiving);
        self.run.gaps.borrow_mut().truncate(gaps);
        self.run.errors.set(errors);
        match value.kind {
            Kind::Unknown(unknown) if unknown.what.is_some() => unknown,
            _ => because(),
        }
    }

    fn map_for(&self, f: &ForExpr, turns: &[Turn], at: Span) -> Value {
        let mut entries: Vec<Entry> = Vec::with_capacity(turns.len());
        let mut groups: std::collections::HashMap<Arc<str>, usize> = std::collections::HashMap::new();
        let mut rest: Option<Arc<Unknown>> = None;
        let Some(key_expr) = &f.key else { return Value::null(at) };
        let decided = Cell::new(Marks::NONE);
        for turn in turns {
            if entries.len() > MAX_ELEMENTS {
                return self.bound_reached(at, "a map of more than 1000000 keys");
            }
            if let Some(many) = &turn.many {
                rest.get_or_insert_with(|| Arc::new(Unknown::because(many, at)));
                continue;
            }
            let made = self.turn(f, turn, |inner| match inner.kept(f) {
                Kept::No(marks) => {
                    decided.set(decided.get().with(marks));
                    None
                }
                Kept::Perhaps(unknown) => Some(Err(unknown)),
                Kept::Yes(marks) => {
                    decided.set(decided.get().with(marks));
                    let key = inner.expr(key_expr);
                    if key.is_null() {
                        let message =
                            "Invalid object key: Key expression in 'for' expression must not produce a null value";
                        let failed = inner.error(key_expr.at, message);
                        return failed.why().cloned().map(Err);
                    }
                    if let Err(why) = types::convert(&key, &Type::Text) {
                        let why = why.message();
                        let message =
                            format!("Invalid object key: The key expression produced an invalid result: {why}");
                        return inner.error(key_expr.at, message).why().cloned().map(Err);
                    }
                    let name = match inner.key(&key, key_expr.at) {
                        Ok(name) => name,
                        Err(unknown) => return Some(Err(unknown)),
                    };
                    Some(Ok((name, inner.expr(&f.value).marked(key.marks))))
                }
            });
            match made {
                None => {}
                Some(Err(unknown)) => {
                    rest.get_or_insert(unknown);
                }
                Some(Ok((key, value))) => match groups.get(&key).and_then(|i| entries.get_mut(*i)) {
                    Some(entry) if f.group => {
                        if let Kind::List(items) = &entry.value.kind {
                            let more = items.iter().cloned().chain(std::iter::once(Item::One(value))).collect();
                            entry.value.kind = Kind::List(more);
                        }
                    }
                    Some(_) => {
                        let shown = if value.marks.has(Marks::SENSITIVE) { "(sensitive)" } else { &*key };
                        let message = format!(
                            "Duplicate object key: Two different items produced the key {shown:?} in this 'for' expression. If \
                             duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key"
                        );
                        return self.error(key_expr.at, message);
                    }
                    None => {
                        groups.insert(key.clone(), entries.len());
                        let value = match f.group {
                            true => Value::list([value], f.value.at).formed(Form::Structure),
                            false => value,
                        };
                        entries.push(Entry { key, key_at: key_expr.at, value });
                    }
                },
            }
        }
        charge(
            Value::new(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), at)
                .marked(decided.get())
                .formed(Form::Structure),
            self.run,
        )
    }
}
