//! `for` expressions over lists and maps, of which some may be open.

use super::super::value::*;
use super::convert::{self, Refusal};
use super::traversal::inherit;
use super::{Binding, Evaluator, MAX_ELEMENTS, charge};
use crate::source::Span;
use crate::syntax::hcl::{Expr, ExprKind, ForExpr};
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

/// Whether an expression is the call of a function that returns a set. Sets are lists here, sorted and without
/// duplicates, so that a set kept in a name is iterated with positions.
fn makes_a_set(expr: &Expr) -> bool {
    match &*expr.kind {
        ExprKind::Paren(inner) => makes_a_set(inner),
        ExprKind::Call { name, .. } => {
            matches!(&**name, "toset" | "setunion" | "setintersection" | "setsubtract" | "setproduct")
        }
        _ => false,
    }
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

    #[inline(never)]
    pub(super) fn comprehension(&self, f: &ForExpr, at: Span) -> Value {
        let over = self.expr(&f.over);
        let Some(mut turns) = self.iterate(&over, f.over.at) else {
            let found = convert::described(&over);
            return self.error(f.over.at, format!("`for` takes a list or map, this is {found}"));
        };
        // An element of a set is its own key.
        if makes_a_set(&f.over) {
            turns.iter_mut().for_each(|turn| turn.key = turn.value.clone());
        }
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
        match convert::to_bool(&value) {
            Ok(true) => Kept::Yes(value.marks),
            Ok(false) => Kept::No(value.marks),
            Err(Refusal::Unknown(unknown)) => Kept::Perhaps(Arc::new(Unknown::because(&unknown, condition.at))),
            Err(Refusal::Wrong(found)) => {
                let failed = self.error(condition.at, format!("`if` takes a boolean, this is {found}"));
                match failed.kind {
                    Kind::Unknown(unknown) => Kept::Perhaps(unknown),
                    _ => Kept::No(Marks::NONE),
                }
            }
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
        charge(Value::new(Kind::List(out.into()), at).marked(decided.get()), self.run)
    }

    /// What each of the unknown elements becomes, when it is a reference still.
    fn each(&self, f: &ForExpr, many: &Arc<Unknown>) -> Arc<Unknown> {
        let because = || Arc::new(Unknown::because(many, f.value.at));
        if f.condition.is_some() {
            return because();
        }
        let gaps = self.run.gaps.borrow().len();
        let errors = self.run.errors.get();
        let value = self.expr(&f.value);
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
                        let failed = inner.error(key_expr.at, "a key must not be null");
                        return failed.why().cloned().map(Err);
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
                    Some(_) if value.marks.has(Marks::SENSITIVE) => {
                        return self.error(key_expr.at, "a key comes up twice");
                    }
                    Some(_) => return self.error(key_expr.at, format!("the key `{key}` comes up twice")),
                    None => {
                        groups.insert(key.clone(), entries.len());
                        let value = if f.group { Value::list([value], f.value.at) } else { value };
                        entries.push(Entry { key, key_at: key_expr.at, value });
                    }
                },
            }
        }
        charge(
            Value::new(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), at).marked(decided.get()),
            self.run,
        )
    }
}
