//! The `unit` and `stack` blocks of a stack: each once, or once for every element of its `expansion` (Terragrunt's experiment
//! `block-iteration`).

use super::missing::under;
use super::reading::{Part, Reading};
use super::scope::PartScope;
use super::unit::Unit;
use crate::eval::expression::{convert, evaluate};
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::reason;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::value::{Form, Item, Kind, Unknown, Value};
use crate::source::{Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{Block, Expr};
use std::rc::Rc;
use std::sync::Arc;

/// What `for_each` or `count` gives a block.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// `each` or `count`.
    root: &'static str,
    /// What that name stands for.
    value: Value,
    /// The element's key, or number.
    key: Arc<str>,
}

impl Element {
    /// What a name stands for in the block that is made for it.
    pub fn named(&self, root: &str) -> Option<Value> {
        (self.root == root).then(|| self.value.clone())
    }

    /// Its key, or number.
    pub fn key(&self) -> &Arc<str> {
        &self.key
    }
}

/// A unit or a stack of a stack.
#[derive(Clone)]
pub(super) struct Component {
    /// The block's label.
    pub name: Arc<str>,
    /// `unit` or `stack`.
    pub block: Arc<Block>,
    /// The file that declares it.
    pub part: Rc<Part>,
    /// The element it is made for.
    pub element: Option<Element>,
}

/// `unit` and `stack` as the blocks of a stack see them: where the others are generated.
pub(super) struct Siblings {
    pub units: Value,
    pub stacks: Value,
}

/// The names in a component's attributes.
struct Names<'n, 'w> {
    inner: PartScope<'n, 'w>,
    element: Option<&'n Element>,
    siblings: Option<&'n Siblings>,
}

impl Scope for Names<'_, '_> {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        match (root, self.element, self.siblings) {
            (_, Some(element), _) if element.root == root => Some((element.value.clone(), 0)),
            ("unit", _, Some(siblings)) => Some((siblings.units.clone(), 0)),
            ("stack", _, Some(siblings)) => Some((siblings.stacks.clone(), 0)),
            _ => self.inner.resolve(root, attrs, at, run),
        }
    }

    fn call(&self, name: &str, args: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
        self.inner.call(name, args, at, run)
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        self.inner.directory()
    }
}

impl Component {
    /// Its name as Terragrunt writes it: `app`, or `app[eu]` of an expanded block.
    pub fn address(&self) -> String {
        match &self.element {
            Some(element) => format!("{}[{}]", self.name, element.key),
            None => self.name.to_string(),
        }
    }

    /// What tells it from every other component of its stack.
    pub fn address_of_kind(&self) -> (String, Span) {
        (self.address(), self.block.header_at)
    }

    /// An attribute and its place. What `unit` and `stack` mean is known only once the paths of all of them are.
    pub fn value(
        &self,
        name: &str,
        reading: &Rc<Reading<'_>>,
        siblings: Option<&Siblings>,
        run: &Run<'_>,
    ) -> Option<(Value, Span)> {
        let attribute = self.block.body.attribute(name)?;
        // What a stack lays over this one is written in that stack, and its names are those of that stack.
        let siblings = siblings.filter(|_| !reading.is_over(&self.part));
        let names = Names { inner: PartScope::new(reading, &self.part), element: self.element.as_ref(), siblings };
        Some((evaluate(&attribute.value, &names, run), attribute.value.at))
    }

    /// A flag that is set.
    pub fn flag(&self, name: &str, reading: &Rc<Reading<'_>>, run: &Run<'_>) -> Option<bool> {
        self.value(name, reading, None, run)?.0.as_bool()
    }

    /// The directory it is generated into; the gap when it has none.
    pub fn directory(&self, stack: &Unit, reading: &Rc<Reading<'_>>, run: &Run<'_>) -> Result<String, Gap> {
        let refused = |at, message: String| Gap::at(at, GapKind::Refused, message);
        let called = || format!("{} `{}`", self.block.kind, self.address());
        let Some((value, at)) = self.value("path", reading, None, run) else {
            let message = format!("this `{}` block has no `path`, which Terragrunt wants", self.block.kind);
            return Err(refused(self.block.header_at, message));
        };
        let flat = self.flag("no_dot_terragrunt_stack", reading, run) == Some(true);
        let base = if flat { stack.directory.to_string() } else { under(&stack.directory, ".terragrunt-stack") };
        let text = match (value.as_str(), value.why()) {
            (Some(text), _) => text,
            (None, Some(why)) => {
                let why = reason::clause(why);
                let message = format!("the path of {} is not known, it is shown under its label: {why}", called());
                run.gap(Gap::at(at, GapKind::Evaluation, message));
                return Ok(under(&base, &self.name));
            }
            (None, None) => {
                let given = convert::described(&value);
                return Err(refused(at, format!("the path of {} must be a text, this is {given}", called())));
            }
        };
        if text.trim().is_empty() {
            return Err(refused(at, format!("the path of {} is empty, which Terragrunt refuses", called())));
        }
        if text.starts_with('/') {
            return Err(refused(at, format!("the path of {} must be relative", called())));
        }
        let within = |dir: &String| {
            base.is_empty() || dir.strip_prefix(&*base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        paths::join(&base, text)
            .filter(within)
            .ok_or_else(|| refused(at, format!("the path of {} leads out of the stack's directory", called())))
    }
}

/// The units, or stacks, of a stack's files: those of files that come first take the place of others of the same name. `most`
/// bounds how many there are.
pub(super) fn components(reading: &Rc<Reading<'_>>, kind: &str, most: usize, run: &Run<'_>) -> Vec<Component> {
    let mut out: Vec<Component> = Vec::new();
    let mut over: Vec<Arc<str>> = Vec::new();
    for part in reading.merged(run) {
        for block in part.blocks(kind).cloned().collect::<Vec<_>>() {
            let [(name, _)] = block.labels.as_slice() else {
                let message = format!("a `{kind}` block takes one label");
                run.gap(Gap::at(block.header_at, GapKind::Refused, message));
                continue;
            };
            if reading.is_over(&part) {
                over.push(name.clone());
            } else if over.contains(name) {
                continue;
            }
            let one = Component { name: name.clone(), block: block.clone(), part: part.clone(), element: None };
            expand(one, reading, most.saturating_sub(out.len()), run, &mut out);
        }
    }
    out
}

/// Where the components of a stack that are no expanded blocks are generated.
pub(super) fn siblings(stack: &Unit, reading: &Rc<Reading<'_>>, all: [&[Component]; 2], run: &Run<'_>) -> Siblings {
    let at = stack.at;
    let paths = |all: &[Component]| {
        let whole = all.iter().filter(|c| c.element.is_none());
        let entries = whole.filter_map(|component| {
            let here = component.block.header_at;
            // What is wrong with a path is said where the component is made.
            let said = run.gaps.borrow().len();
            let directory = component.directory(stack, reading, run).ok();
            run.gaps.borrow_mut().truncate(said);
            let path = paths::absolute(reading.session.world.sources, reading.session.tree, &directory?);
            let fields = vec![origin::entry("path", here, Value::text(path, here))];
            Some(origin::entry(component.name.clone(), here, origin::map(fields, None, here)))
        });
        origin::map(entries.collect(), None, at)
    };
    let [units, stacks] = all;
    Siblings { units: paths(units), stacks: paths(stacks) }
}

/// A block once for every element of its `expansion`.
fn expand(one: Component, reading: &Rc<Reading<'_>>, most: usize, run: &Run<'_>, out: &mut Vec<Component>) {
    match elements(reading, &one.part, &one.block, most, run) {
        None => out.push(one),
        Some(made) => out.extend(made.into_iter().map(|element| Component { element: Some(element), ..one.clone() })),
    }
}

/// The elements that a block is made for; `None` without an `expansion`. What is wrong with one is said, and then there are none.
pub(super) fn elements(
    reading: &Rc<Reading<'_>>,
    part: &Rc<Part>,
    block: &Block,
    most: usize,
    run: &Run<'_>,
) -> Option<Vec<Element>> {
    let mut expansions = block.body.blocks_of("expansion");
    let expansion = expansions.next()?;
    let refused = |at: Span, message: String| {
        run.gap(Gap::at(at, GapKind::Refused, message));
        Some(Vec::new())
    };
    if let Some(again) = expansions.next() {
        return refused(again.header_at, "a second `expansion` block: Terragrunt takes only one".into());
    }
    let (mut for_each, mut count) = (None, None);
    for attribute in &expansion.body.attributes {
        match &*attribute.name {
            "for_each" => for_each = Some(&attribute.value),
            "count" => count = Some(&attribute.value),
            name => {
                let message = format!("Terragrunt knows no attribute `{name}` in an `expansion` block");
                return refused(attribute.name_at, message);
            }
        }
    }
    let evaluated = |expr: &Expr| evaluate(expr, &PartScope::new(reading, part), run);
    let (value, made) = match (for_each, count) {
        (Some(expr), None) => {
            let value = evaluated(expr);
            let made = each(&value, most);
            (value, made)
        }
        (None, Some(expr)) => {
            let value = evaluated(expr);
            let made = counted(&value, most);
            (value, made)
        }
        _ => {
            let message = "an `expansion` block sets either `for_each` or `count`".to_owned();
            return refused(expansion.header_at, message);
        }
    };
    let at = value.at;
    let (made, open) = match made {
        Ok(made) => made,
        Err(message) => return refused(at, message),
    };
    if let Some(why) = open {
        let why = reason::clause(&why);
        let message = format!("not every {} that this block expands to is known: {why}", block.kind);
        run.gap(Gap::at(at, GapKind::Evaluation, message));
    }
    Some(made)
}

/// Elements, and why there may be more.
type Elements = (Vec<Element>, Option<Arc<Unknown>>);

/// The elements of `for_each`; what Terragrunt says when there are none to be had.
fn each(value: &Value, most: usize) -> Result<Elements, String> {
    let element = |key: &str, of: &Value| {
        let entries =
            vec![origin::entry("key", of.at, Value::text(key, of.at)), origin::entry("value", of.at, of.clone())];
        Element { root: "each", value: origin::map(entries, None, of.at), key: key.into() }
    };
    match &value.kind {
        Kind::Unknown(unknown) => Ok((Vec::new(), Some(unknown.clone()))),
        Kind::Null => Err("`for_each` is null".to_owned()),
        Kind::Map(map) => {
            let elements = map.sorted().into_iter().take(most).map(|entry| element(&entry.key, &entry.value));
            Ok((elements.collect(), map.rest.clone()))
        }
        Kind::List(items) if value.form() == Form::Set => {
            let (mut elements, mut open) = (Vec::new(), None);
            for item in items.iter().take(most) {
                let known = match item {
                    Item::One(one) => match one.first_unknown() {
                        None => Ok(one),
                        Some(unknown) => Err(unknown),
                    },
                    Item::Many(unknown) => Err(unknown),
                };
                let key = |one: &Value| match &one.kind {
                    Kind::Number(_) => Some(one.display()),
                    _ => one.as_str().map(str::to_owned),
                };
                match known.map(|one| (one, key(one))) {
                    Ok((one, Some(key))) => elements.push(element(&key, one)),
                    Ok((one, None)) => {
                        return Err(format!("an element of `for_each` is {}", convert::described(one)));
                    }
                    Err(unknown) => open = Some(unknown.clone()),
                }
            }
            Ok((elements, open))
        }
        _ => Err(format!("`for_each` must be a set or a map, this is {}", convert::described(value))),
    }
}

/// The elements of `count`.
fn counted(value: &Value, most: usize) -> Result<Elements, String> {
    if let Kind::Unknown(unknown) = &value.kind {
        return Ok((Vec::new(), Some(unknown.clone())));
    }
    let wrong = || format!("`count` must be a whole number of zero or more, this is {}", convert::described(value));
    let number = value.as_i64().filter(|_| matches!(value.kind, Kind::Number(_))).ok_or_else(wrong)?;
    let number = usize::try_from(number).map_err(|_| wrong())?;
    let elements = (0..number.min(most)).map(|index| {
        let entries = vec![origin::entry("index", value.at, Value::int(i64::try_from(index).unwrap_or(0), value.at))];
        Element { root: "count", value: origin::map(entries, None, value.at), key: index.to_string().into() }
    });
    Ok((elements.collect(), None))
}
