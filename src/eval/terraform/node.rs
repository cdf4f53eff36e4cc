//! A module in its place in a configuration: variables, locals and outputs, each evaluated when it is first asked for.

use super::call::Calls;
use super::definition::Definition;
use super::expand::Frame;
use super::literal::Literal;
use super::resource::Instances;
use super::scope::NodeScope;
use super::types::Type;
use crate::eval::configuration::Provider;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::reference::PathReference;
use crate::eval::scope::Run;
use crate::eval::value::{Address, How, Kind, Marks, Text, Unknown, Value, Why};
use crate::eval::world::World;
use crate::source::{Gap, GapKind, Span, TreeId};
use crate::syntax::hcl::{Block, ExprKind, parse_expression};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Most resource instances of one configuration.
pub(super) const INSTANCES: u32 = 10_000;
/// Most module calls of one configuration, each instance counted.
pub(super) const MODULES: u32 = 20_000;

/// What all modules of one configuration share.
pub(in crate::eval) struct Context<'w> {
    /// The files, definitions and models.
    pub world: &'w World<'w>,
    /// The configuration's address, without a subject.
    pub owner: Address,
    /// The tree and directory Terraform would run in.
    pub directory: (TreeId, Arc<str>),
    /// Inputs that may exist besides those that are known.
    pub open: Option<Arc<Unknown>>,
    /// Providers that Terragrunt generates.
    pub generated: Vec<Provider>,
    /// Whether the inputs come through Terragrunt.
    pub terragrunt: bool,
    /// Of the inputs those that do not come as text: a file gives them.
    pub written: BTreeSet<Arc<str>>,
    /// All that is there of a tree when the module runs, when that is less than the tree.
    pub copied: Option<(TreeId, Arc<str>)>,
    /// Evaluated providers, once they are.
    pub(super) providers: RefCell<Option<Rc<Vec<Provider>>>>,
    /// Instances so far.
    pub(super) instances: Cell<u32>,
    /// Module calls so far, each instance counted.
    pub(super) called: Cell<u32>,
    /// Local module sources met on the way.
    references: RefCell<Vec<PathReference>>,
    /// What of the files of called modules was not read.
    torn: RefCell<BTreeSet<Gap>>,
    /// What is being evaluated, outermost first.
    trail: RefCell<Vec<String>>,
}

impl<'w> Context<'w> {
    /// The context of one configuration.
    pub fn new(
        world: &'w World<'w>,
        owner: Address,
        directory: (TreeId, Arc<str>),
        open: Option<Arc<Unknown>>,
        generated: Vec<Provider>,
        terragrunt: bool,
    ) -> Self {
        Self {
            world,
            owner,
            directory,
            open,
            generated,
            terragrunt,
            written: BTreeSet::new(),
            copied: None,
            providers: RefCell::default(),
            instances: Cell::new(0),
            called: Cell::new(0),
            references: RefCell::default(),
            torn: RefCell::default(),
            trail: RefCell::default(),
        }
    }

    /// Records a local module source.
    pub(super) fn refer(&self, reference: PathReference) {
        self.references.borrow_mut().push(reference);
    }

    /// Notes what of the files of a called module was not read.
    pub(super) fn tear(&self, gaps: impl Iterator<Item = Gap>) {
        self.torn.borrow_mut().extend(gaps);
    }

    /// What of the files of called modules was not read.
    pub fn take_torn(&self) -> BTreeSet<Gap> {
        std::mem::take(&mut *self.torn.borrow_mut())
    }

    /// The local module sources met so far.
    pub fn take_references(&self) -> Vec<PathReference> {
        std::mem::take(&mut *self.references.borrow_mut())
    }

    /// Evaluates `label` unless it is being evaluated already: then it refers to itself, and a gap names the way.
    pub(super) fn guarded<T>(
        &self,
        label: String,
        at: Span,
        run: &Run<'_>,
        make: impl FnOnce() -> T,
        refused: impl FnOnce(Value) -> T,
    ) -> T {
        let cycle = {
            let trail = self.trail.borrow();
            trail.iter().position(|l| *l == label).map(|from| trail.get(from..).unwrap_or_default().join(" -> "))
        };
        if let Some(way) = cycle {
            let message: Arc<str> = format!("{way} -> {label} refers to itself").into();
            run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
            return refused(origin::value(origin::unknown(Why::Gap(message), at)));
        }
        self.trail.borrow_mut().push(label);
        // An error inside is an error there, not of the `try` that happens to ask first.
        let errors = run.errors.get();
        let made = make();
        run.errors.set(errors);
        self.trail.borrow_mut().pop();
        made
    }

    /// The unknown that stands for "may be overridden by an input that is not known".
    pub(super) fn overridable(&self, likely: &Value) -> Arc<Unknown> {
        let outside = || Why::Gap("something outside of the repository may set it".into());
        let why = self.open.as_ref().map_or_else(outside, |u| u.why.clone());
        let at = self.open.as_ref().map_or(likely.at, |u| u.at);
        Arc::new(Unknown { why, what: None, ty: origin::ty(likely), not_null: false, likely: Some(likely.clone()), at })
    }
}

/// Who calls a module: the calling module, the block, and the values of `each` and `count` there.
pub(super) struct Caller<'w> {
    pub node: Rc<Node<'w>>,
    pub call: Arc<Block>,
    pub frame: Frame,
}

/// A module in its place.
pub(in crate::eval) struct Node<'w> {
    pub(super) context: Rc<Context<'w>>,
    pub(super) definition: Arc<Definition>,
    pub(super) tree: TreeId,
    /// `module.a["x"]`; empty for the root.
    pub(super) prefix: Arc<str>,
    pub(super) caller: Option<Caller<'w>>,
    /// What reaches the root module's variables.
    pub(super) inputs: Value,
    /// MODELLED and FITTED.
    pub(super) marks: Marks,
    /// For a module model, the place a person would change.
    pub(super) site: Option<Span>,
    /// For a module model, the call that a person wrote of it or of what it is part of; for the unit's own module none.
    pub(super) called_at: Option<Span>,
    /// The module calls that lead here, outermost first.
    pub(super) calls: Arc<[Span]>,
    /// Set when the call's `count` or `for_each` leaves open whether the module is called.
    pub(super) perhaps: Option<Arc<Unknown>>,
    pub(super) level: u32,
    values: RefCell<HashMap<(char, Arc<str>), Value>>,
    pub(super) resources: RefCell<HashMap<usize, Rc<Instances>>>,
    pub(super) modules: RefCell<HashMap<usize, Rc<Calls<'w>>>>,
}

/// How a child differs from its caller; see [`Node`]'s fields.
pub(super) struct Place {
    pub tree: TreeId,
    pub definition: Arc<Definition>,
    pub prefix: Arc<str>,
    pub marks: Marks,
    pub site: Option<Span>,
    pub called_at: Option<Span>,
    pub calls: Arc<[Span]>,
    pub perhaps: Option<Arc<Unknown>>,
    pub level: u32,
}

impl<'w> Node<'w> {
    /// The root module of a configuration. `site` is set for a module model: the place a person would change.
    pub fn root(
        context: Rc<Context<'w>>,
        tree: TreeId,
        definition: Arc<Definition>,
        inputs: Value,
        marks: Marks,
        site: Option<Span>,
    ) -> Rc<Self> {
        let calls: Arc<[Span]> = Arc::new([]);
        let prefix = "".into();
        let place = Place { tree, definition, prefix, marks, site, called_at: None, calls, perhaps: None, level: 0 };
        Self::new(context, place, None, inputs)
    }

    pub(super) fn new(context: Rc<Context<'w>>, place: Place, caller: Option<Caller<'w>>, inputs: Value) -> Rc<Self> {
        Rc::new(Self {
            context,
            definition: place.definition,
            tree: place.tree,
            prefix: place.prefix,
            caller,
            inputs,
            marks: place.marks,
            site: place.site,
            called_at: place.called_at,
            calls: place.calls,
            perhaps: place.perhaps,
            level: place.level,
            values: RefCell::default(),
            resources: RefCell::default(),
            modules: RefCell::default(),
        })
    }

    /// The names of this module, outside of any `each` or `count`.
    pub(super) fn scope<'n>(self: &'n Rc<Self>, frame: &'n Frame) -> NodeScope<'n, 'w> {
        NodeScope { node: self, frame }
    }

    /// `name` with this module's prefix.
    pub(super) fn address(&self, name: &str) -> Arc<str> {
        if self.prefix.is_empty() { name.into() } else { format!("{}.{name}", self.prefix).into() }
    }

    /// Does something, of which what goes wrong in a module model is told at the model's call.
    pub(super) fn told_here<T>(&self, run: &Run<'_>, make: impl FnOnce() -> T) -> T {
        let Some(at) = self.called_at else { return make() };
        let before = run.site.replace(Some(at));
        let made = make();
        run.site.set(before);
        made
    }

    fn memo(
        self: &Rc<Self>,
        class: char,
        name: &Arc<str>,
        label: String,
        at: Span,
        run: &Run<'_>,
        make: impl FnOnce() -> Value,
    ) -> Value {
        if let Some(found) = self.values.borrow().get(&(class, name.clone())) {
            return found.clone();
        }
        let value = self.told_here(run, || self.context.guarded(label, at, run, make, |refused| refused));
        self.values.borrow_mut().entry((class, name.clone())).or_insert(value).clone()
    }

    /// `var.NAME`; `None` when it is not declared.
    pub(super) fn variable(self: &Rc<Self>, name: &Arc<str>, at: Span, run: &Run<'_>) -> Option<Value> {
        let block = self.definition.variables.get(name)?.clone();
        let label = self.address(&format!("var.{name}")).to_string();
        Some(self.memo('v', name, label, at, run, || self.variable_value(name, &block, run)))
    }

    fn variable_value(self: &Rc<Self>, name: &Arc<str>, block: &Block, run: &Run<'_>) -> Value {
        let flag = |attribute: &str| match block.body.attribute(attribute).map(|a| &*a.value.kind) {
            Some(ExprKind::Bool(b)) => Some(*b),
            _ => None,
        };
        let constant = Literal { directory: self.context.directory.clone(), holes: self.definition.holes.clone() };
        let literal = |expr: &crate::syntax::hcl::Expr| evaluate(expr, &constant, run);
        let default = block.body.attribute("default");
        let given = match &self.caller {
            Some(caller) => caller.call.body.attribute(name).map(|a| {
                let value = evaluate(&a.value, &caller.node.scope(&caller.frame), run);
                origin::step(value, How::Input, a.name_at)
            }),
            None => origin::field(&self.inputs, name).map(|e| origin::step(e.value.clone(), How::Input, e.key_at)),
        };
        let null = given.as_ref().is_some_and(|v| matches!(v.kind, Kind::Null));
        let refused = null && flag("nullable") == Some(false);
        let given = match given {
            Some(value) if refused && default.is_none() => {
                let message: Arc<str> = format!("`{name}` may not be null, and has no default").into();
                run.gap(Gap::at(value.at, GapKind::Evaluation, message.clone()));
                Some(origin::value(origin::unknown(Why::Gap(message), value.at)))
            }
            given => given.filter(|_| !refused),
        };
        let set = given.is_some();
        let value = match (given, default) {
            (Some(value), _) => value,
            (None, Some(default)) => {
                let mut marks = Marks::DEFAULTED.with(self.marks);
                if self.caller.is_none() && self.rest().is_some() {
                    marks = marks.with(Marks::OVERRIDABLE);
                }
                if self.caller.is_none() && !self.context.terragrunt && self.lacks_values() {
                    marks = marks.with(Marks::CALLER);
                }
                origin::step(origin::mark(literal(&default.value), marks), How::Default, block.header_at)
            }
            (None, None) => match self.rest().filter(|_| self.caller.is_none()) {
                Some(rest) => origin::below(rest, name, self.site.unwrap_or(block.header_at)),
                None => origin::value(origin::unknown(Why::Unset(name.clone()), block.header_at)),
            },
        };
        let ty = block.body.attribute("type").map_or(Type::Any, |a| Type::read(&a.value));
        let at = value.at;
        let secret = flag("sensitive") == Some(true);
        let value = if secret { origin::mark(value, Marks::SENSITIVE) } else { origin::named(name, value) };
        let as_text = set && self.caller.is_none() && self.context.terragrunt && !self.context.written.contains(name);
        let typed = block.body.attribute("type").is_some();
        let value = if as_text { self.through_environment(value, typed.then_some(&ty), run) } else { value };
        let value = ty.convert(value.clone(), &literal, run).unwrap_or_else(|wanted| {
            let (message, place): (Arc<str>, Span) = match ty.wrong_default(&literal, run) {
                Some((place, wanted)) => {
                    (format!("this default is not {wanted}, which its type asks for").into(), place)
                }
                None => (format!("`{name}` needs {wanted}; the value given for it is not one").into(), at),
            };
            run.gap(Gap::at(place, GapKind::Evaluation, message.clone()));
            Value { kind: Kind::Unknown(Arc::new(origin::unknown(Why::Gap(message), at))), ..value }
        });
        if secret { origin::mark(value, Marks::SENSITIVE) } else { origin::named(name, value) }
    }

    /// Terragrunt hands inputs over in the environment, as text; a collection as JSON. Terraform takes the text as it is when
    /// the variable is of a primitive type or declares none (`ty` is `None`), and else parses it as an expression.
    fn through_environment(&self, value: Value, ty: Option<&Type>, run: &Run<'_>) -> Value {
        match (&value.kind, ty) {
            (Kind::List(_) | Kind::Map(_), None | Some(Type::Text)) => {
                let (at, marks, via) = (value.at, value.all_marks(), value.via.clone());
                let text = super::literal::encoded(value, &self.context.directory, run);
                Value { at, via, ..text.marked(marks) }
            }
            (Kind::Bool(b), None) => Value { kind: Kind::Text(Text::Whole(b.to_string().into())), ..value },
            (Kind::Number(n), None) => Value { kind: Kind::Text(Text::Whole(n.text().into())), ..value },
            (_, None | Some(Type::Text | Type::Number | Type::Bool)) => value,
            (Kind::Text(Text::Whole(text)), Some(_)) => self.parsed(&value, text, run),
            (Kind::Text(Text::Parts(_)), Some(Type::Any)) => match value.first_unknown() {
                Some(unknown) => Value { kind: Kind::Unknown(Arc::new(Unknown::because(unknown, value.at))), ..value },
                None => value,
            },
            _ => value,
        }
    }

    /// What Terraform reads from the text of a variable.
    fn parsed(&self, value: &Value, text: &str, run: &Run<'_>) -> Value {
        let refused = |message: &str| {
            run.gap(Gap::at(value.at, GapKind::Evaluation, message));
            origin::value(origin::unknown(Why::Gap(message.into()), value.at))
        };
        let scope = Literal { directory: self.context.directory.clone(), holes: self.definition.holes.clone() };
        let parsed = match parse_expression(text, value.at) {
            Ok(expr) if value.marks.has(Marks::SENSITIVE) => {
                // What is wrong with it is said without quoting it.
                let aside = Run::within(run.sources, run.budget.get());
                let parsed = evaluate(&expr, &scope, &aside);
                run.budget.set(aside.budget.get());
                match parsed.first_unknown() {
                    Some(_) => refused("a sensitive text is no literal of the variable's type"),
                    None => parsed,
                }
            }
            Ok(expr) => evaluate(&expr, &scope, run),
            Err(_) => refused("the variable's type has Terraform parse this text, and it is no expression"),
        };
        Value { at: value.at, via: value.via.clone(), ..origin::mark(parsed, value.marks) }
    }

    /// Whether variables that need a value get none: this is applied by somebody who gives more than is to be seen.
    fn lacks_values(&self) -> bool {
        let given = |name: &Arc<str>| origin::field(&self.inputs, name).is_some();
        let needed = |block: &Block| block.body.attribute("default").is_none();
        self.definition.variables.iter().any(|(name, block)| needed(block) && !given(name))
    }

    fn rest(&self) -> Option<&Arc<Unknown>> {
        match &self.inputs.kind {
            Kind::Map(map) => map.rest.as_ref(),
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// `local.NAME`; `None` when it is not declared.
    pub(super) fn local(self: &Rc<Self>, name: &Arc<str>, at: Span, run: &Run<'_>) -> Option<Value> {
        let block = self.definition.locals.get(name)?.clone();
        let label = self.address(&format!("local.{name}")).to_string();
        Some(self.memo('l', name, label, at, run, || match block.body.attribute(name) {
            Some(attribute) => origin::named(name, evaluate(&attribute.value, &self.scope(&Frame::default()), run)),
            None => origin::plain(Kind::Null, at),
        }))
    }

    /// An output's value; `None` when it is not declared.
    pub(super) fn output(self: &Rc<Self>, name: &Arc<str>, run: &Run<'_>) -> Option<Value> {
        let (_, block) = self.definition.outputs.iter().find(|(n, _)| n == name)?.clone();
        let attribute = block.body.attribute("value")?;
        let label = self.address(&format!("output.{name}")).to_string();
        Some(self.memo('o', name, label, block.header_at, run, || {
            let value = evaluate(&attribute.value, &self.scope(&Frame::default()), run);
            let sensitive = block.body.attribute("sensitive").map(|a| &*a.value.kind);
            let secret = matches!(sensitive, Some(ExprKind::Bool(true)));
            let value = if secret { origin::mark(value, Marks::SENSITIVE) } else { origin::named(name, value) };
            origin::step(value, How::Output, block.header_at)
        }))
    }

    /// All outputs as a map. A module model may leave some out, and so may what was read of torn files: their map is open.
    pub fn outputs(self: &Rc<Self>, run: &Run<'_>) -> Value {
        let names: Vec<(Arc<str>, Span)> =
            self.definition.outputs.iter().map(|(n, b)| (n.clone(), b.header_at)).collect();
        let entries = names
            .into_iter()
            .filter_map(|(name, at)| self.output(&name, run).map(|value| origin::entry(name, at, value)));
        let entries = entries.collect();
        let at = self.site.or(self.definition.at).unwrap_or(self.inputs.at);
        let modelled = self.marks.has(Marks::MODELLED).then(|| Arc::new(self.unmodelled_output(at)));
        origin::map(entries, modelled.or_else(|| self.definition.unseen().cloned()), at)
    }

    /// What an output is that the module model does not declare.
    pub(super) fn unmodelled_output(&self, at: Span) -> Unknown {
        let subject = if self.prefix.is_empty() { "outputs".into() } else { self.prefix.clone() };
        let what = crate::eval::value::Ref { owner: self.context.owner.subject(subject), path: Arc::new([]) };
        Unknown { what: Some(what), ..origin::unknown(Why::Applied, at) }
    }

    /// Lets go of the modules below, which refer back to this one.
    pub fn dissolve(&self) {
        let modules = std::mem::take(&mut *self.modules.borrow_mut());
        for calls in modules.into_values() {
            for (_, node) in &calls.nodes {
                node.dissolve();
            }
        }
    }
}
