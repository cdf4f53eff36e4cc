//! Type constraints of variables, and conversion to them.

use crate::eval::expression::convert::unify;
use crate::eval::expression::out_of_steps;
use crate::eval::functions::set;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Entry, Form, Item, Kind, Map, Number, Text, Value};
use crate::source::Span;
use crate::syntax::hcl::{Expr, ExprKind, ObjectKey, parse_expression};
use std::sync::Arc;

/// Deepest type that is read; what nests deeper does not parse.
const DEPTH: u32 = 70;

/// A type constraint.
#[derive(Clone, Debug)]
pub(in crate::eval) enum Type {
    /// `any`, and what is not understood.
    Any,
    /// `string`.
    Text,
    /// `number`.
    Number,
    /// `bool`.
    Bool,
    /// `list(T)`.
    List(Box<Type>),
    /// `set(T)`.
    Set(Box<Type>),
    /// `map(T)`.
    Map(Box<Type>),
    /// `tuple([T, ...])`.
    Tuple(Vec<Type>),
    /// `object({...})`.
    Object(Vec<Field>),
}

/// An attribute of an object type.
#[derive(Clone, Debug)]
pub(in crate::eval) struct Field {
    name: Arc<str>,
    ty: Type,
    optional: bool,
    default: Option<Expr>,
}

impl Type {
    /// Reads a `type` expression; what is not a type is [`Type::Any`].
    pub fn read(expr: &Expr) -> Type {
        Self::read_at(expr, DEPTH)
    }

    fn read_at(expr: &Expr, depth: u32) -> Type {
        let Some(depth) = depth.checked_sub(1) else { return Type::Any };
        match &*expr.kind {
            ExprKind::Variable(name) => match &**name {
                "string" => Type::Text,
                "number" => Type::Number,
                "bool" => Type::Bool,
                "list" => Type::List(Box::new(Type::Any)),
                "set" => Type::Set(Box::new(Type::Any)),
                "map" => Type::Map(Box::new(Type::Any)),
                _ => Type::Any,
            },
            // Terraform 0.11 wrote types as quoted words, and JSON syntax writes every type so.
            ExprKind::String(text) => match parse_expression(text, expr.at) {
                Ok(inner) if !matches!(&*inner.kind, ExprKind::String(_)) => Self::read_at(&inner, depth),
                _ => Type::Any,
            },
            ExprKind::Paren(inner) => Self::read_at(inner, depth),
            ExprKind::Call { name, args, .. } => {
                let inner = || args.first().map_or(Type::Any, |e| Self::read_at(e, depth));
                match &**name {
                    "list" => Type::List(Box::new(inner())),
                    "set" => Type::Set(Box::new(inner())),
                    "map" => Type::Map(Box::new(inner())),
                    "optional" => inner(),
                    "tuple" => match args.first().map(|e| &*e.kind) {
                        Some(ExprKind::Tuple(parts)) => {
                            Type::Tuple(parts.iter().map(|e| Self::read_at(e, depth)).collect())
                        }
                        _ => Type::Any,
                    },
                    "object" => match args.first().map(|e| &*e.kind) {
                        Some(ExprKind::Object(items)) => Type::Object(
                            items
                                .iter()
                                .filter_map(|item| {
                                    let name = match &item.key {
                                        ObjectKey::Name(name) => name.clone(),
                                        ObjectKey::Expr(e) => match &*e.kind {
                                            ExprKind::String(name) => name.clone(),
                                            _ => return None,
                                        },
                                    };
                                    let (optional, default) = match &*item.value.kind {
                                        ExprKind::Call { name, args, .. } if &**name == "optional" => {
                                            (true, args.get(1).cloned())
                                        }
                                        _ => (false, None),
                                    };
                                    Some(Field { name, ty: Self::read_at(&item.value, depth), optional, default })
                                })
                                .collect(),
                        ),
                        _ => Type::Any,
                    },
                    _ => Type::Any,
                }
            }
            _ => Type::Any,
        }
    }

    /// The first default of an optional attribute that is not of the attribute's type.
    pub fn wrong_default(&self, default: &dyn Fn(&Expr) -> Value, run: &Run<'_>) -> Option<(Span, &'static str)> {
        match self {
            Type::List(inner) | Type::Set(inner) | Type::Map(inner) => inner.wrong_default(default, run),
            Type::Tuple(types) => types.iter().find_map(|ty| ty.wrong_default(default, run)),
            Type::Object(fields) => fields.iter().find_map(|field| {
                let own = field.default.as_ref().and_then(|expr| {
                    let wanted = field.ty.convert(default(expr), default, run).err()?;
                    Some((expr.at, wanted))
                });
                field.ty.wrong_default(default, run).or(own)
            }),
            Type::Any | Type::Text | Type::Number | Type::Bool => None,
        }
    }

    /// Takes what converting a value makes anew from the run's budget: a small value may become a large one, as objects get
    /// their optional attributes.
    fn affords(&self, value: &Value, run: &Run<'_>) -> bool {
        const ELEMENT: usize = 8;
        let made = match (self, &value.kind) {
            (Type::Object(fields), _) => fields.len(),
            (Type::List(_) | Type::Set(_) | Type::Tuple(_), Kind::List(items)) => items.len(),
            (Type::Map(_), Kind::Map(map)) => map.entries.len(),
            _ => return true,
        };
        let cost = u64::try_from(made.saturating_mul(ELEMENT)).unwrap_or(u64::MAX);
        let left = run.budget.get();
        run.budget.set(left.saturating_sub(cost));
        left > cost
    }

    /// Converts a value the way Terraform does when it is assigned to a variable of this type. Unknown parts stay as they
    /// are. `Err` with the expected type's name when no conversion exists.
    pub fn convert(
        &self,
        value: Value,
        default: &dyn Fn(&Expr) -> Value,
        run: &Run<'_>,
    ) -> Result<Value, &'static str> {
        if matches!(value.kind, Kind::Unknown(_) | Kind::Null) {
            return Ok(value);
        }
        if !self.affords(&value, run) {
            return Ok(out_of_steps(run, value.at));
        }
        let with = |kind: Kind, value: &Value| Value { kind, ..value.clone() };
        match self {
            Type::Any => Ok(value),
            Type::Text => match &value.kind {
                Kind::Text(_) => Ok(value),
                Kind::Bool(b) => Ok(with(Kind::Text(Text::Whole(b.to_string().into())), &value)),
                Kind::Number(n) => Ok(with(Kind::Text(Text::Whole(n.text().into())), &value)),
                _ => Err("a string"),
            },
            Type::Number => match &value.kind {
                Kind::Number(_) => Ok(value),
                Kind::Text(Text::Whole(text)) => {
                    let number = Number::parse(text).ok_or("a number")?;
                    Ok(with(Kind::Number(number), &value))
                }
                Kind::Text(Text::Parts(_)) => Ok(value),
                _ => Err("a number"),
            },
            Type::Bool => match &value.kind {
                Kind::Bool(_) => Ok(value),
                Kind::Text(Text::Whole(text)) => match &**text {
                    "true" | "1" => Ok(with(Kind::Bool(true), &value)),
                    "false" | "0" => Ok(with(Kind::Bool(false), &value)),
                    _ => Err("a bool"),
                },
                Kind::Text(Text::Parts(_)) => Ok(value),
                _ => Err("a bool"),
            },
            Type::List(inner) | Type::Set(inner) => match &value.kind {
                Kind::List(items) => {
                    let mut out = Vec::with_capacity(items.len());
                    for item in items.iter() {
                        out.push(match item {
                            Item::One(v) => Item::One(inner.convert(v.clone(), default, run)?),
                            Item::Many(u) => Item::Many(u.clone()),
                        });
                    }
                    if matches!(**inner, Type::Any) {
                        out = alike(out);
                    }
                    if matches!(self, Type::Set(_)) {
                        out = set(out);
                    }
                    let form = if matches!(self, Type::Set(_)) { Form::Set } else { Form::Collection };
                    Ok(with(Kind::List(out.into()), &value).formed(form))
                }
                _ => Err(if matches!(self, Type::Set(_)) { "a set" } else { "a list" }),
            },
            Type::Map(inner) => match &value.kind {
                Kind::Map(map) => {
                    let mut entries = Vec::with_capacity(map.entries.len());
                    for entry in map.entries.iter() {
                        entries
                            .push(Entry { value: inner.convert(entry.value.clone(), default, run)?, ..entry.clone() });
                    }
                    if matches!(**inner, Type::Any) {
                        let values = entries.iter().map(|entry| entry.value.clone()).collect();
                        for (entry, value) in entries.iter_mut().zip(unify(values, 0)) {
                            entry.value = value;
                        }
                    }
                    let map = Map { entries: entries.into(), rest: map.rest.clone() };
                    Ok(with(Kind::Map(Arc::new(map)), &value).formed(Form::Collection))
                }
                _ => Err("a map"),
            },
            Type::Tuple(types) => match &value.kind {
                Kind::List(items) => {
                    let open = items.iter().any(|item| matches!(item, Item::Many(_)));
                    if !open && items.len() != types.len() {
                        return Err("a tuple of another length");
                    }
                    let mut out = Vec::with_capacity(items.len());
                    for (i, item) in items.iter().enumerate() {
                        out.push(match (item, types.get(i)) {
                            (Item::One(v), Some(ty)) => Item::One(ty.convert(v.clone(), default, run)?),
                            (item, _) => item.clone(),
                        });
                    }
                    Ok(with(Kind::List(out.into()), &value).formed(Form::Structure))
                }
                _ => Err("a tuple"),
            },
            Type::Object(fields) => {
                let Kind::Map(map) = &value.kind else { return Err("an object") };
                let mut entries = Vec::with_capacity(fields.len());
                for field in fields {
                    let set = map.entries.iter().find(|e| e.key == field.name);
                    let null = set.is_some_and(|e| matches!(e.value.kind, Kind::Null));
                    let (key_at, value) = match set {
                        Some(e) if !(null && field.default.is_some()) => {
                            (e.key_at, field.ty.convert(e.value.clone(), default, run)?)
                        }
                        _ => match (&map.rest, &field.default) {
                            (Some(rest), _) => (value.at, origin::below(rest, &field.name, value.at)),
                            (None, Some(expr)) => (expr.at, field.ty.convert(default(expr), default, run)?),
                            (None, None) if field.optional => (value.at, origin::plain(Kind::Null, value.at)),
                            (None, None) => return Err("an object with all its required attributes"),
                        },
                    };
                    entries.push(Entry { key: field.name.clone(), key_at, value });
                }
                let map = Map { entries: entries.into(), rest: None };
                Ok(with(Kind::Map(Arc::new(map)), &value).formed(Form::Structure))
            }
        }
    }
}

/// Elements of one type, as `any` asks for inside a collection.
fn alike(items: Vec<Item>) -> Vec<Item> {
    let known = items.iter().filter_map(|item| match item {
        Item::One(value) => Some(value.clone()),
        Item::Many(_) => None,
    });
    let mut unified = unify(known.collect(), 0).into_iter();
    let one = |item: Item| match item {
        Item::One(value) => Item::One(unified.next().unwrap_or(value)),
        many => many,
    };
    items.into_iter().map(one).collect()
}
