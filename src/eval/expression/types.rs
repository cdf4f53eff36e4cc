//! Terraform's types as far as values show them: what converts to what, and the one type that several have in common.
//!
//! Follows zclconf/go-cty (`cty/convert`), also in the words of its refusals.

use super::super::value::*;
use super::convert::{to_bool, to_number, to_text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deepest type that is looked into; what is deeper accepts anything.
const DEPTH: u32 = 32;

/// A type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    /// Any type, and what is not known.
    Dynamic,
    /// What `null` is before something tells its type: it converts to any.
    Null,
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
    /// `object({ name = T, ... })`.
    Object(BTreeMap<Arc<str>, Type>),
}

/// Why a value does not convert, in Terraform's words.
#[derive(Debug)]
pub(crate) enum Mismatch {
    /// Its type does not.
    Type(String),
    /// Its type does, this value does not.
    Value(String),
}

impl Mismatch {
    /// The words.
    pub(crate) fn message(self) -> String {
        match self {
            Mismatch::Type(message) | Mismatch::Value(message) => message,
        }
    }
}

impl Type {
    /// The type of a value; of a list or map of which the kind is not known, that of a tuple or object.
    pub(crate) fn of(value: &Value) -> Type {
        Self::of_at(value, DEPTH)
    }

    fn of_at(value: &Value, depth: u32) -> Type {
        let Some(depth) = depth.checked_sub(1) else { return Type::Dynamic };
        match &value.kind {
            Kind::Null => Type::Null,
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::Text(_) => Type::Text,
            Kind::List(items) => {
                let open = items.iter().any(|item| matches!(item, Item::Many(_)));
                let elements = value.elements().map(|value| Self::of_at(value, depth));
                match value.form() {
                    Form::Collection => Type::List(Box::new(first_known(elements))),
                    Form::Set => Type::Set(Box::new(first_known(elements))),
                    _ if open => Type::List(Box::new(Type::Dynamic)),
                    _ => Type::Tuple(elements.collect()),
                }
            }
            Kind::Map(map) => {
                let entries = map.entries.iter().map(|entry| (entry.key.clone(), Self::of_at(&entry.value, depth)));
                match value.form() {
                    Form::Collection => Type::Map(Box::new(first_known(entries.map(|(_, ty)| ty)))),
                    _ if map.rest.is_some() => Type::Map(Box::new(Type::Dynamic)),
                    _ => Type::Object(entries.collect()),
                }
            }
            Kind::Unknown(unknown) => match unknown.ty {
                Ty::Any => Type::Dynamic,
                Ty::Bool => Type::Bool,
                Ty::Number => Type::Number,
                Ty::Text => Type::Text,
                Ty::List if value.form() == Form::Set => Type::Set(Box::new(Type::Dynamic)),
                Ty::List => Type::List(Box::new(Type::Dynamic)),
                Ty::Map => Type::Map(Box::new(Type::Dynamic)),
            },
        }
    }

    /// How messages name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Type::Dynamic | Type::Null => "dynamic".to_owned(),
            Type::Text => "string".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::List(inner) => format!("list of {}", inner.name()),
            Type::Set(inner) => format!("set of {}", inner.name()),
            Type::Map(inner) => format!("map of {}", inner.name()),
            Type::Tuple(_) => "tuple".to_owned(),
            Type::Object(_) => "object".to_owned(),
        }
    }

    /// How messages name it where it is wanted.
    pub(crate) fn wanted(&self) -> String {
        match self {
            Type::Dynamic => "any type".to_owned(),
            Type::List(inner) => format!("list of {}", inner.wanted_inside()),
            Type::Set(inner) => format!("set of {}", inner.wanted_inside()),
            Type::Map(inner) => format!("map of {}", inner.wanted_inside()),
            other => other.name(),
        }
    }

    fn wanted_inside(&self) -> String {
        match self {
            Type::Dynamic => "any single type".to_owned(),
            other => other.wanted(),
        }
    }

    /// Whether values of this type convert to another; `loosely` includes conversions that fail for some values.
    fn converts(&self, to: &Type, loosely: bool) -> bool {
        use Type::*;
        match (self, to) {
            (_, Dynamic) | (Dynamic | Null, _) => true,
            (a, b) if a == b => true,
            (Number | Bool, Text) => true,
            (Text, Number | Bool) => loosely,
            (List(a) | Set(a), List(b)) | (Set(a), Set(b)) | (Map(a), Map(b)) => a.converts(b, loosely),
            (List(a), Set(b)) => loosely && a.converts(b, loosely),
            (Tuple(all), List(b) | Set(b)) => match **b {
                Dynamic => unify(all).is_some(),
                _ => all.iter().all(|a| a.converts(b, loosely)),
            },
            (Object(all), Map(b)) => match **b {
                Dynamic => unify(&all.values().cloned().collect::<Vec<_>>()).is_some(),
                _ => all.values().all(|a| a.converts(b, loosely)),
            },
            (Tuple(a), Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.converts(b, loosely)),
            (Object(a), Object(b)) => b.iter().all(|(name, b)| a.get(name).is_some_and(|a| a.converts(b, loosely))),
            (Map(a), Object(b)) => loosely && b.values().all(|b| a.converts(b, loosely)),
            _ => false,
        }
    }
}

fn first_known(mut types: impl Iterator<Item = Type>) -> Type {
    types.find(|ty| !matches!(ty, Type::Dynamic | Type::Null)).unwrap_or(Type::Dynamic)
}

/// The one type that all of these convert to, when there is one.
pub(crate) fn unify(types: &[Type]) -> Option<Type> {
    unify_at(types, DEPTH)
}

fn unify_at(types: &[Type], depth: u32) -> Option<Type> {
    let Some(depth) = depth.checked_sub(1) else { return Some(Type::Dynamic) };
    if types.contains(&Type::Null) {
        let others: Vec<Type> = types.iter().filter(|ty| **ty != Type::Null).cloned().collect();
        return if others.is_empty() { Some(Type::Dynamic) } else { unify_at(&others, depth) };
    }
    // What is not known may have any type, and then they all may have another.
    if types.contains(&Type::Dynamic) {
        return Some(Type::Dynamic);
    }
    let first = types.first()?;
    if types.iter().all(|ty| ty == first) {
        return Some(first.clone());
    }
    let count = |is: fn(&Type) -> bool| types.iter().filter(|ty| is(ty)).count();
    let (lists, sets, maps) = (
        count(|ty| matches!(ty, Type::List(_))),
        count(|ty| matches!(ty, Type::Set(_))),
        count(|ty| matches!(ty, Type::Map(_))),
    );
    let (tuples, objects) = (count(|ty| matches!(ty, Type::Tuple(_))), count(|ty| matches!(ty, Type::Object(_))));
    let all = types.len();
    let inner = || -> Vec<Type> {
        types
            .iter()
            .flat_map(|ty| match ty {
                Type::List(inner) | Type::Set(inner) | Type::Map(inner) => vec![(**inner).clone()],
                Type::Tuple(inner) => inner.clone(),
                Type::Object(inner) => inner.values().cloned().collect(),
                _ => Vec::new(),
            })
            .collect()
    };
    let of = |kind: fn(Box<Type>) -> Type| {
        let inner = inner();
        let one = if inner.is_empty() { Some(Type::Dynamic) } else { unify_at(&inner, depth) };
        one.map(|ty| kind(Box::new(ty)))
    };
    let same = |some: usize| some > 0 && some == all;
    if maps > 0 && same(maps + objects) {
        if let Some(found) = of(Type::Map) {
            return Some(found);
        }
    } else if lists > 0 && same(lists + tuples) {
        if let Some(found) = of(Type::List) {
            return Some(found);
        }
    } else if same(sets) {
        return of(Type::Set);
    } else if same(objects) {
        return unify_objects(types, depth).unwrap_or_else(|| of(Type::Map));
    } else if same(tuples) {
        return unify_tuples(types, depth).unwrap_or_else(|| of(Type::List));
    } else if objects > 0 && tuples > 0 {
        return None;
    }
    // The one that most others convert to without doubt is tried first.
    let mut order: Vec<&Type> = types.iter().collect();
    order.sort_by_key(|want| std::cmp::Reverse(types.iter().filter(|ty| ty.converts(want, false)).count()));
    order.into_iter().find(|want| types.iter().all(|ty| ty.converts(want, true))).cloned()
}

/// Objects with the same attributes, attribute by attribute; `None` when their attributes differ.
fn unify_objects(types: &[Type], depth: u32) -> Option<Option<Type>> {
    let objects: Vec<&BTreeMap<Arc<str>, Type>> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Object(attributes) => Some(attributes),
            _ => None,
        })
        .collect();
    let first = objects.first()?;
    if !objects.iter().all(|object| object.keys().eq(first.keys())) {
        return None;
    }
    let mut out = BTreeMap::new();
    for name in first.keys() {
        let column: Vec<Type> = objects.iter().filter_map(|object| object.get(name).cloned()).collect();
        match unify_at(&column, depth) {
            Some(ty) => out.insert(name.clone(), ty),
            None => return Some(None),
        };
    }
    Some(Some(Type::Object(out)))
}

/// Tuples of one length, element by element; `None` when their lengths differ.
fn unify_tuples(types: &[Type], depth: u32) -> Option<Option<Type>> {
    let tuples: Vec<&Vec<Type>> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Tuple(elements) => Some(elements),
            _ => None,
        })
        .collect();
    let first = tuples.first()?;
    if !tuples.iter().all(|tuple| tuple.len() == first.len()) {
        return None;
    }
    let mut out = Vec::with_capacity(first.len());
    for index in 0..first.len() {
        let column: Vec<Type> = tuples.iter().filter_map(|tuple| tuple.get(index).cloned()).collect();
        match unify_at(&column, depth) {
            Some(ty) => out.push(ty),
            None => return Some(None),
        }
    }
    Some(Some(Type::Tuple(out)))
}

/// Whether the kind of every list and map in it is known, so that what Terraform refuses can be told.
pub(crate) fn certain(value: &Value) -> bool {
    match &value.kind {
        Kind::List(items) => {
            value.form() != Form::Either
                && items.iter().all(|item| matches!(item, Item::One(_)))
                && value.elements().all(certain)
        }
        Kind::Map(map) => {
            value.form() != Form::Either && map.rest.is_none() && map.entries.iter().all(|entry| certain(&entry.value))
        }
        Kind::Unknown(unknown) => !matches!(unknown.ty, Ty::Any | Ty::List | Ty::Map),
        _ => true,
    }
}

/// What a value of a type that does not convert is told.
fn mismatch(got: &Type, want: &Type, depth: u32) -> String {
    let required = || format!("{} required", want.wanted());
    let Some(depth) = depth.checked_sub(1) else { return required() };
    let kind = |ty: &Type| match ty {
        Type::List(_) => "list",
        Type::Set(_) => "set",
        _ => "map",
    };
    match (got, want) {
        (Type::Tuple(_), Type::List(inner)) if **inner == Type::Dynamic => {
            "all list elements must have the same type".to_owned()
        }
        (Type::Tuple(_), Type::Set(inner)) if **inner == Type::Dynamic => {
            "all set elements must have the same type".to_owned()
        }
        (Type::Object(_), Type::Map(inner)) if **inner == Type::Dynamic => {
            "all map elements must have the same type".to_owned()
        }
        (Type::Tuple(elements), Type::List(inner) | Type::Set(inner)) => {
            match elements.iter().enumerate().find(|(_, ty)| !ty.converts(inner, true)) {
                Some((index, ty)) => format!("element {index}: {}", mismatch(ty, inner, depth)),
                None => format!("all elements must be {}", inner.wanted()),
            }
        }
        (Type::Object(attributes), Type::Map(inner)) => {
            match attributes.iter().find(|(_, ty)| !ty.converts(inner, true)) {
                Some((name, ty)) => format!("element {name:?}: {}", mismatch(ty, inner, depth)),
                None => format!("all elements must be {}", inner.wanted()),
            }
        }
        (Type::List(a), Type::List(b) | Type::Set(b))
        | (Type::Set(a), Type::List(b) | Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => {
            format!("incorrect {} element type: {}", kind(want), mismatch(a, b, depth))
        }
        _ => required(),
    }
}

/// How two types differ that have nothing in common, as Terraform tells it of the results of a conditional.
pub(crate) fn differ(a: &Type, b: &Type) -> String {
    differ_at(a, b, DEPTH)
}

fn differ_at(a: &Type, b: &Type, depth: u32) -> String {
    let generic = || {
        match a.name() == b.name() {
        true => "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value".to_owned(),
        false => format!("The 'true' value is {}, but the 'false' value is {}", a.name(), b.name()),
    }
    };
    let Some(depth) = depth.checked_sub(1) else { return generic() };
    let incompatible = |a: &Type, b: &Type| unify(&[a.clone(), b.clone()]).is_none();
    match (a, b) {
        (Type::Object(x), Type::Object(y)) => {
            for (name, a) in x {
                match y.get(name) {
                    None => {
                        return format!(
                            "The 'true' value includes object attribute {name:?}, which is absent in the 'false' value"
                        );
                    }
                    Some(b) if incompatible(a, b) => {
                        return format!("Type mismatch for object attribute {name:?}: {}", differ_at(a, b, depth));
                    }
                    Some(_) => {}
                }
            }
            match y.keys().find(|name| !x.contains_key(*name)) {
                Some(name) => {
                    format!("The 'false' value includes object attribute {name:?}, which is absent in the 'true' value")
                }
                None => generic(),
            }
        }
        (Type::Tuple(x), Type::Tuple(y)) if x.len() != y.len() => {
            format!("The 'true' tuple has length {}, but the 'false' tuple has length {}", x.len(), y.len())
        }
        (Type::Tuple(x), Type::Tuple(y)) => match x.iter().zip(y).enumerate().find(|(_, (a, b))| incompatible(a, b)) {
            Some((index, (a, b))) => format!("Type mismatch for tuple element {index}: {}", differ_at(a, b, depth)),
            None => generic(),
        },
        (Type::List(x), Type::List(y)) if !scalar(x) && !scalar(y) => {
            format!("Mismatched list element types: {}", differ_at(x, y, depth))
        }
        (Type::Set(x), Type::Set(y)) if !scalar(x) && !scalar(y) => {
            format!("Mismatched set element types: {}", differ_at(x, y, depth))
        }
        (Type::Map(x), Type::Map(y)) if !scalar(x) && !scalar(y) => {
            format!("Mismatched map element types: {}", differ_at(x, y, depth))
        }
        _ => generic(),
    }
}

fn scalar(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Number | Type::Bool)
}

/// A value as a value of a type, or why it is not one. What is not known stays so, and a reference stays one.
pub(crate) fn convert(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    convert_at(value, want, DEPTH)
}

fn convert_at(value: &Value, want: &Type, depth: u32) -> Result<Value, Mismatch> {
    let refused = || Err(Mismatch::Type(mismatch(&Type::of(value), want, DEPTH)));
    let required = |what: &str| Err(Mismatch::Value(what.to_owned()));
    let Some(depth) = depth.checked_sub(1) else { return Ok(value.clone()) };
    let with = |kind: Kind| Value { kind, ..value.clone() };
    match (&value.kind, want) {
        (_, Type::Dynamic | Type::Null) | (Kind::Null, _) => Ok(value.clone()),
        (Kind::Unknown(unknown), _) => {
            let (ty, form) = coarse(want);
            let fits = match (unknown.ty, ty) {
                (Ty::Any, _) | (Ty::Text, Ty::Number | Ty::Bool) | (Ty::Number | Ty::Bool, Ty::Text) => true,
                (a, b) => a == b,
            };
            if !fits {
                return refused();
            }
            let unknown = Unknown { ty, ..Unknown::clone(unknown) };
            Ok(with(Kind::Unknown(Arc::new(unknown))).formed(form))
        }
        (Kind::Text(_) | Kind::Number(_) | Kind::Bool(_), Type::Text) => match to_text(value) {
            Ok(text) => Ok(with(Kind::Text(text))),
            Err(_) => refused(),
        },
        (Kind::Text(Text::Parts(_)), Type::Number | Type::Bool) => match value.first_unknown() {
            Some(unknown) => Ok(with(Kind::Unknown(Arc::new(Unknown::because(unknown, value.at).of(coarse(want).0))))),
            None => refused(),
        },
        (Kind::Number(_) | Kind::Text(_), Type::Number) => match to_number(value) {
            Ok(number) => Ok(with(Kind::Number(number))),
            Err(_) => required("a number is required"),
        },
        (Kind::Bool(_), Type::Bool) => Ok(value.clone()),
        (Kind::Text(Text::Whole(text)), Type::Bool) => match to_bool(value) {
            Ok(b) => Ok(with(Kind::Bool(b))),
            Err(_) if text.eq_ignore_ascii_case("true") => {
                required("a bool is required; to convert from string, use lowercase \"true\"")
            }
            Err(_) if text.eq_ignore_ascii_case("false") => {
                required("a bool is required; to convert from string, use lowercase \"false\"")
            }
            Err(_) => required("a bool is required"),
        },
        (Kind::List(items), Type::List(inner) | Type::Set(inner)) => {
            let inner = match (&**inner, value.form()) {
                (Type::Dynamic, Form::Structure | Form::Either) if !items.is_empty() => {
                    let types: Vec<Type> = value.elements().map(Type::of).collect();
                    match unify(&types) {
                        Some(ty) => ty,
                        None if types.is_empty() || !certain(value) => Type::Dynamic,
                        None => return refused(),
                    }
                }
                (ty, _) => ty.clone(),
            };
            if value.form() == Form::Structure
                && let Some(wrong) = value.elements().map(Type::of).find(|ty| !ty.converts(&inner, true))
                && !matches!(wrong, Type::Dynamic | Type::Null)
            {
                return refused();
            }
            let mut out = Vec::with_capacity(items.len());
            for item in items.iter() {
                out.push(match item {
                    Item::One(element) => match convert_at(element, &inner, depth) {
                        Ok(element) => Item::One(element),
                        Err(Mismatch::Type(_)) => return refused(),
                        Err(wrong) => return Err(wrong),
                    },
                    many => many.clone(),
                });
            }
            let form = coarse(want).1;
            if form == Form::Set && value.form() != Form::Set {
                out = super::super::functions::set(out);
            }
            Ok(with(Kind::List(out.into())).formed(form))
        }
        (Kind::List(items), Type::Tuple(types)) if items.len() == types.len() => {
            let mut out = Vec::with_capacity(items.len());
            for (item, ty) in items.iter().zip(types) {
                out.push(match item {
                    Item::One(element) => Item::One(convert_at(element, ty, depth)?),
                    many => many.clone(),
                });
            }
            Ok(with(Kind::List(out.into())))
        }
        (Kind::Map(map), Type::Map(inner)) => {
            let inner = match (&**inner, value.form()) {
                (Type::Dynamic, Form::Structure | Form::Either) if !map.entries.is_empty() => {
                    let types: Vec<Type> = map.entries.iter().map(|entry| Type::of(&entry.value)).collect();
                    match unify(&types) {
                        Some(ty) => ty,
                        None if !certain(value) => Type::Dynamic,
                        None => return refused(),
                    }
                }
                (ty, _) => ty.clone(),
            };
            let mut entries = Vec::with_capacity(map.entries.len());
            for entry in &map.entries {
                match convert_at(&entry.value, &inner, depth) {
                    Ok(value) => entries.push(Entry { value, ..entry.clone() }),
                    Err(Mismatch::Type(_)) => return refused(),
                    Err(wrong) => return Err(wrong),
                }
            }
            let map = Map { entries: entries.into(), rest: map.rest.clone() };
            Ok(with(Kind::Map(Arc::new(map))).formed(Form::Collection))
        }
        (Kind::Map(map), Type::Object(types)) => {
            let mut entries = Vec::with_capacity(types.len());
            for entry in &map.entries {
                if let Some(ty) = types.get(&entry.key) {
                    entries.push(Entry { value: convert_at(&entry.value, ty, depth)?, ..entry.clone() });
                }
            }
            if entries.len() < types.len() && map.rest.is_none() {
                return refused();
            }
            let map = Map { entries: entries.into(), rest: map.rest.clone() };
            Ok(with(Kind::Map(Arc::new(map))).formed(Form::Structure))
        }
        _ => refused(),
    }
}

/// A type as coarse as unknowns keep it.
pub(crate) fn coarse(ty: &Type) -> (Ty, Form) {
    match ty {
        Type::Dynamic | Type::Null => (Ty::Any, Form::Either),
        Type::Text => (Ty::Text, Form::Either),
        Type::Number => (Ty::Number, Form::Either),
        Type::Bool => (Ty::Bool, Form::Either),
        Type::List(_) => (Ty::List, Form::Collection),
        Type::Set(_) => (Ty::List, Form::Set),
        Type::Map(_) => (Ty::Map, Form::Collection),
        Type::Tuple(_) => (Ty::List, Form::Structure),
        Type::Object(_) => (Ty::Map, Form::Structure),
    }
}
