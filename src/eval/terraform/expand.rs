//! `count` and `for_each`: which instances a block has.

use super::node::{Context, INSTANCES};
use crate::eval::configuration::InstanceKey;
use crate::eval::expression::convert::described;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::{Run, Scope};
use crate::eval::value::{Form, Item, Kind, Marks, Number, Text, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::Body;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What `each`, `count` and the iterators of `dynamic` blocks mean at one place.
#[derive(Clone, Default)]
pub(super) struct Frame {
    /// `count.index`.
    pub count: Option<Value>,
    /// `each.key` and `each.value`.
    pub each: Option<(Value, Value)>,
    /// `self`, in a condition of the instance.
    pub this: Option<Value>,
    /// Iterators, outermost first: name, key, value.
    pub iterators: Vec<(Arc<str>, Value, Value)>,
}

/// How references see the instances.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Single,
    List,
    Map,
}

/// One instance, or the one that stands for an unknown number of them.
pub(super) struct Copy {
    pub key: InstanceKey,
    pub frame: Frame,
    /// Why it is open whether this instance exists.
    pub perhaps: Option<Arc<Unknown>>,
}

impl Copy {
    /// The address of this instance of what `label` calls; `marks` are those of the value that decides the instances. A
    /// sensitive key is told from others by a digest of it.
    pub fn address(&self, label: &str, marks: Marks) -> Arc<str> {
        let each = self.frame.each.as_ref().map_or(Marks::NONE, |(key, _)| key.marks);
        match &self.key {
            InstanceKey::Single => label.into(),
            InstanceKey::Index(i) => format!("{label}[{i}]").into(),
            InstanceKey::Key(key) if marks.with(each).has(Marks::SENSITIVE) => {
                let digest = Sha256::digest(key.as_bytes());
                let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
                format!("{label}[(sensitive:{short})]").into()
            }
            InstanceKey::Key(key) => format!("{label}[\"{}\"]", quoted(key)).into(),
            InstanceKey::Each => format!("{label}[*]").into(),
        }
    }
}

/// A key as Terraform writes it between the quotes of an address.
fn quoted(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut rest = key.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out
}

/// The instances of a block.
pub(super) struct Expansion {
    pub shape: Shape,
    pub copies: Vec<Copy>,
    /// Marks of the value that decides.
    pub marks: Marks,
}

/// Evaluates `count` or `for_each`.
pub(super) fn expand(body: &Body, context: &Context<'_>, scope: &dyn Scope, run: &Run<'_>) -> Expansion {
    if let (Some(_), Some(both)) = (body.attribute("count"), body.attribute("for_each")) {
        run.gap(Gap::at(both.at, GapKind::Evaluation, "`count` and `for_each` exclude each other"));
    }
    if let Some(attribute) = body.attribute("count") {
        return by_count(evaluate(&attribute.value, scope, run), attribute.value.at, context, run);
    }
    if let Some(attribute) = body.attribute("for_each") {
        return by_key(evaluate(&attribute.value, scope, run), attribute.value.at, context, run);
    }
    let taken = take(1, context, body_at(body), run);
    let copies = (0..taken).map(|_| Copy { key: InstanceKey::Single, frame: Frame::default(), perhaps: None });
    Expansion { shape: Shape::Single, copies: copies.collect(), marks: Marks::NONE }
}

fn body_at(body: &Body) -> Option<Span> {
    body.attributes.first().map(|a| a.at).or_else(|| body.blocks.first().map(|b| b.header_at))
}

/// What an instance costs, in steps: the bound on them is one on memory too.
const COST: u64 = 500;

/// Takes instances from the configuration's bound.
fn take(wanted: u64, context: &Context<'_>, at: Option<Span>, run: &Run<'_>) -> u32 {
    let used = context.instances.get();
    let affordable = u32::try_from(run.budget.get() / COST).unwrap_or(u32::MAX);
    let taken = u32::try_from(wanted).unwrap_or(u32::MAX).min(INSTANCES.saturating_sub(used)).min(affordable);
    if taken == affordable && u64::from(taken) < wanted {
        run.budget.set(0);
    }
    if u64::from(taken) < wanted && used < INSTANCES {
        let message = match taken < INSTANCES.saturating_sub(used) {
            true => format!(
                "more than {taken} resource instances, as many as its share of the run's steps allows; the rest of this configuration is not seen"
            ),
            false => format!("more than {INSTANCES} resource instances; the rest of this configuration is not seen"),
        };
        run.gap(Gap { at, kind: GapKind::Bound, message: message.into(), help: None });
    }
    context.instances.set(used.saturating_add(u32::try_from(wanted).unwrap_or(u32::MAX)).min(INSTANCES));
    run.budget.set(run.budget.get().saturating_sub(u64::from(taken).saturating_mul(COST)));
    taken
}

fn by_count(value: Value, at: Span, context: &Context<'_>, run: &Run<'_>) -> Expansion {
    let marks = value.marks;
    let mut perhaps = marks.has(Marks::OVERRIDABLE).then(|| context.overridable(&value));
    let number = match &value.kind {
        Kind::Unknown(unknown) => {
            perhaps = Some(unknown.clone());
            unknown.likely.as_ref().and_then(whole)
        }
        _ => whole(&value),
    };
    let copies = match (number, &value.kind) {
        (Some(n), _) => {
            let taken = take(n, context, Some(at), run);
            let index = |i: u32| origin::plain(Kind::Number(Number::Int(i64::from(i))), at);
            (0..taken).map(|i| copy(InstanceKey::Index(i), Some(index(i)), None, perhaps.clone())).collect()
        }
        (None, Kind::Unknown(unknown)) => each_count(unknown, at, context, run),
        (None, _) => {
            let message: Arc<str> = "`count` is not a whole number".into();
            run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
            each_count(&Arc::new(origin::unknown(Why::Gap(message), at)), at, context, run)
        }
    };
    Expansion { shape: Shape::List, copies, marks }
}

fn each_count(unknown: &Arc<Unknown>, at: Span, context: &Context<'_>, run: &Run<'_>) -> Vec<Copy> {
    let index = Unknown { ty: Ty::Number, not_null: true, ..origin::unknown(Why::Because(unknown.clone()), at) };
    let taken = take(1, context, Some(at), run);
    (0..taken)
        .map(|_| copy(InstanceKey::Each, Some(origin::value(index.clone())), None, Some(unknown.clone())))
        .collect()
}

fn copy(key: InstanceKey, count: Option<Value>, each: Option<(Value, Value)>, perhaps: Option<Arc<Unknown>>) -> Copy {
    Copy { key, frame: Frame { count, each, ..Frame::default() }, perhaps }
}

fn whole(value: &Value) -> Option<u64> {
    match &value.kind {
        Kind::Number(Number::Int(i)) => u64::try_from(*i).ok(),
        Kind::Number(Number::Float(f)) if f.fract() == 0.0 && (0.0..1e9).contains(f) => Some(*f as u64),
        Kind::Text(Text::Whole(text)) => match Number::parse(text) {
            Some(Number::Int(i)) => u64::try_from(i).ok(),
            _ => None,
        },
        _ => None,
    }
}

fn by_key(value: Value, at: Span, context: &Context<'_>, run: &Run<'_>) -> Expansion {
    let marks = value.marks;
    let over = marks.has(Marks::OVERRIDABLE).then(|| context.overridable(&value));
    let mut copies = Vec::new();
    check_keys(&value, at, run);
    match elements(&value) {
        Some(elements) => {
            let taken = take(elements.len() as u64, context, Some(at), run);
            for element in elements.into_iter().take(taken as usize) {
                let named = element.name.clone().map(InstanceKey::Key);
                let perhaps = element.perhaps.or_else(|| over.clone());
                copies.push(copy(
                    named.unwrap_or(InstanceKey::Each),
                    None,
                    Some((origin::mark(element.key, marks.only(Marks::SENSITIVE)), element.value)),
                    perhaps,
                ));
            }
        }
        None => {
            let message: Arc<str> = "`for_each` is neither a map nor a set".into();
            run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
            let unknown = Arc::new(origin::unknown(Why::Gap(message), at));
            let inside = origin::value(origin::unknown(Why::Because(unknown.clone()), at));
            copies.push(copy(InstanceKey::Each, None, Some((inside.clone(), inside)), Some(unknown)));
        }
    }
    Expansion { shape: Shape::Map, copies, marks }
}

/// Adds a gap when `for_each` is given a list, or a set of anything but texts.
fn check_keys(value: &Value, at: Span, run: &Run<'_>) {
    let Kind::List(items) = &value.kind else { return };
    if matches!(value.form(), Form::Structure | Form::Collection) {
        let message = "`for_each` takes a map or a set of texts, and this is a list";
        let help = Some("make a set of it with `toset(...)`".into());
        run.gap(Gap { help, ..Gap::at(at, GapKind::Evaluation, message) });
        return;
    }
    let other = items.iter().find_map(|item| match item {
        Item::One(v) if !matches!(v.kind, Kind::Text(_) | Kind::Unknown(_)) => Some(v),
        _ => None,
    });
    if let Some(other) = other {
        let message = format!("`for_each` over a set takes texts; this one has {}", described(other));
        run.gap(Gap::at(at, GapKind::Evaluation, message));
    }
}

/// One element of a collection that is iterated by key.
pub(super) struct Element {
    /// The key, when it is known.
    pub name: Option<Arc<str>>,
    pub key: Value,
    pub value: Value,
    /// It stands for an unknown number of elements, or its presence is not known.
    pub perhaps: Option<Arc<Unknown>>,
}

/// The elements of a map or set as `for_each` sees them; a list counts its elements as `dynamic` does. `None` for
/// anything that cannot be iterated.
pub(super) fn elements(value: &Value) -> Option<Vec<Element>> {
    let standing = |unknown: &Arc<Unknown>| {
        let inside = Unknown { not_null: true, ..origin::unknown(Why::Because(unknown.clone()), value.at) };
        let inside = origin::value(inside);
        Element { name: None, key: inside.clone(), value: inside, perhaps: Some(unknown.clone()) }
    };
    match &value.kind {
        Kind::Map(map) => {
            let known = map.entries.iter().map(|e| Element {
                name: Some(e.key.clone()),
                key: origin::text(e.key.clone(), e.key_at),
                value: e.value.clone(),
                perhaps: None,
            });
            Some(known.chain(map.rest.iter().map(standing)).collect())
        }
        Kind::List(items) => {
            let made = items.iter().map(|item| match item {
                Item::One(v) => {
                    let name = origin::known_text(v).cloned();
                    Element { name, key: v.clone(), value: v.clone(), perhaps: None }
                }
                Item::Many(unknown) => standing(unknown),
            });
            Some(made.collect())
        }
        Kind::Unknown(unknown) => match &unknown.likely {
            Some(likely) => {
                let mut made = elements(likely)?;
                for element in &mut made {
                    element.perhaps.get_or_insert_with(|| unknown.clone());
                }
                Some(made)
            }
            None => Some(vec![standing(unknown)]),
        },
        _ => None,
    }
}
