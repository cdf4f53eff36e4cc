//! Resources and data sources: their instances, and how references see them.

use super::confidential::confidential;
use super::data;
use super::expand::{self, Frame, Shape, elements};
use super::ignored::ignored;
use super::node::Node;
use super::scope::is_null;
use crate::eval::configuration::{Existence, InstanceKey, Resource};
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Ref, Step, Ty, Unknown, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Block, Body, Expr, ExprKind};
use std::rc::Rc;
use std::sync::Arc;

/// Deepest nesting of blocks that is evaluated.
const BLOCKS: u32 = 24;

/// Arguments that say how a resource is managed, not what it is.
const META: &[&str] = &["count", "for_each", "provider", "depends_on"];
const META_BLOCKS: &[&str] = &["lifecycle", "provisioner", "connection"];

/// One instance.
pub(super) struct Instance {
    key: InstanceKey,
    address: Arc<str>,
    attributes: Value,
    perhaps: Option<Arc<Unknown>>,
}

/// The instances of one block, and the value a reference to it has.
pub(super) struct Instances {
    list: Vec<Instance>,
    /// What `aws_subnet.private` evaluates to.
    pub value: Value,
}

impl<'w> Node<'w> {
    /// The instances of the resource or data source at `index`.
    pub(super) fn instances(self: &Rc<Self>, index: usize, at: Span, run: &Run<'_>) -> Rc<Instances> {
        if let Some(found) = self.resources.borrow().get(&index) {
            return found.clone();
        }
        let Some(declared) = self.definition.resources.get(index) else {
            return Rc::new(Instances { list: Vec::new(), value: origin::plain(Kind::Null, at) });
        };
        let data = if declared.data { "data." } else { "" };
        let label = self.address(&format!("{data}{}.{}", declared.kind, declared.name));
        let made = self.context.guarded(
            label.to_string(),
            at,
            run,
            || {
                let (kind, data) = (&declared.kind, declared.data);
                self.told_here(run, || self.evaluate_instances(&label, kind, data, &declared.block, run))
            },
            |refused| Instances { list: Vec::new(), value: refused },
        );
        self.resources.borrow_mut().entry(index).or_insert_with(|| Rc::new(made)).clone()
    }

    fn evaluate_instances(
        self: &Rc<Self>,
        label: &Arc<str>,
        kind: &str,
        data: bool,
        block: &Block,
        run: &Run<'_>,
    ) -> Instances {
        let none = Frame::default();
        let expansion = expand::expand(&block.body, &self.context, &self.scope(&none), run);
        let at = self.site.unwrap_or(block.header_at);
        let mut list = Vec::with_capacity(expansion.copies.len());
        let mut values = Vec::with_capacity(expansion.copies.len());
        for copy in expansion.copies {
            let address: Arc<str> = copy.address(label, expansion.marks);
            let own = Ref { owner: self.context.owner.subject(address.clone()), path: Arc::new([]) };
            let attributes = confidential(kind, self.body(&block.body, &copy.frame, run, BLOCKS, true));
            let attributes = ignored(attributes, &block.body, &own);
            let computed = match data {
                true => data::computed(self, kind, &attributes, at, run),
                false => Vec::new(),
            };
            // An argument that is not written may be null; of what is read, all is there.
            let read = data && kind != "terraform_remote_state";
            let mut value = opened(&attributes, &block.body, &own, at, read, computed);
            if kind == "terraform_data" && !data {
                value = built_in(value, at);
            }
            if copy.perhaps.is_none() {
                let frame = Frame { this: Some(value.clone()), ..copy.frame };
                for lifecycle in block.body.blocks_of("lifecycle") {
                    self.check_conditions(lifecycle, &frame, run);
                }
            }
            values.push((copy.key.clone(), value));
            list.push(Instance { key: copy.key, address, attributes, perhaps: copy.perhaps });
        }
        let mut value = seen(expansion.shape, values, self, label, at);
        value.marks = value.marks.with(expansion.marks);
        Instances { list, value }
    }

    /// The arguments of a block. Nested blocks are lists of maps, also when there is only one.
    pub(super) fn body(self: &Rc<Self>, body: &Body, frame: &Frame, run: &Run<'_>, depth: u32, top: bool) -> Value {
        let at = body.attributes.first().map(|a| a.at).or_else(|| body.blocks.first().map(|b| b.header_at));
        let at = at.or(self.site).or(self.definition.at).unwrap_or(self.inputs.at);
        let Some(depth) = depth.checked_sub(1) else {
            return origin::value(origin::unknown(Why::Bound("nested blocks"), at));
        };
        let mut entries: Vec<Entry> = Vec::with_capacity(body.attributes.len());
        for attribute in &body.attributes {
            // JSON syntax writes blocks as attributes.
            if top && (META.contains(&&*attribute.name) || META_BLOCKS.contains(&&*attribute.name)) {
                continue;
            }
            let value = origin::named(&attribute.name, evaluate(&attribute.value, &self.scope(frame), run));
            let made = origin::entry(attribute.name.clone(), attribute.name_at, value);
            match entries.iter_mut().find(|e| e.key == attribute.name) {
                Some(earlier) => *earlier = made,
                None => entries.push(made),
            }
        }
        let mut nested: Vec<(Arc<str>, Span, Vec<Item>, Marks)> = Vec::new();
        for block in &body.blocks {
            if top && META_BLOCKS.contains(&&*block.kind) {
                continue;
            }
            let (name, items, marks) = match (&*block.kind, block.label(0)) {
                ("dynamic", Some(name)) => {
                    let (items, marks) = self.dynamic(block, name, frame, run, depth);
                    (name.clone(), items, marks)
                }
                _ => {
                    let value = Value { at: block.header_at, ..self.body(&block.body, frame, run, depth, false) };
                    (block.kind.clone(), vec![Item::One(value)], Marks::NONE)
                }
            };
            match nested.iter_mut().find(|(n, ..)| *n == name) {
                Some((_, _, all, m)) => {
                    all.extend(items);
                    *m = m.with(marks);
                }
                None => nested.push((name, block.header_at, items, marks)),
            }
        }
        for (name, block_at, items, marks) in nested {
            if items.is_empty() && marks == Marks::NONE {
                continue;
            }
            if let Some(earlier) = entries.iter_mut().find(|e| e.key == name) {
                // In JSON syntax, blocks of a type that `dynamic` makes more of.
                if let Kind::List(own) = &earlier.value.kind {
                    let all = own.iter().cloned().chain(items).collect();
                    earlier.value = Value { kind: Kind::List(all), ..earlier.value.clone() }.marked(marks);
                }
                continue;
            }
            let mut value = origin::list(items, block_at);
            value.marks = marks;
            entries.push(origin::entry(name, block_at, value));
        }
        origin::map(entries, None, at)
    }

    fn dynamic(
        self: &Rc<Self>,
        block: &Block,
        name: &Arc<str>,
        frame: &Frame,
        run: &Run<'_>,
        depth: u32,
    ) -> (Vec<Item>, Marks) {
        let content = block.body.blocks_of("content").next();
        let (Some(over), Some(content)) = (block.body.attribute("for_each"), content) else {
            return (Vec::new(), Marks::NONE);
        };
        let iterator = match block.body.attribute("iterator").map(|a| &*a.value.kind) {
            Some(ExprKind::Variable(iterator)) | Some(ExprKind::String(iterator)) => iterator.clone(),
            _ => name.clone(),
        };
        let collection = evaluate(&over.value, &self.scope(frame), run);
        let marks = collection.marks;
        let items = match elements(&collection) {
            Some(elements) => elements
                .into_iter()
                .map(|element| {
                    // Content that may not be there, or any number of times, must not look like one block.
                    if let Some(unknown) = element.perhaps.filter(|u| u.likely.is_none()) {
                        return Item::Many(unknown);
                    }
                    let mut frame = frame.clone();
                    frame.iterators.push((iterator.clone(), element.key, element.value));
                    let value = self.body(&content.body, &frame, run, depth, false);
                    Item::One(Value { at: block.header_at, ..value })
                })
                .collect(),
            None => Vec::new(),
        };
        (items, marks)
    }

    /// Adds this module's resources and those of the modules it calls, in order of declaration.
    pub fn collect(self: &Rc<Self>, run: &Run<'_>, out: &mut Vec<Resource>) {
        self.settle(run);
        self.told_here(run, || self.validate(run));
        let given = self.given(run);
        for (index, declared) in self.definition.resources.iter().enumerate() {
            let instances = self.instances(index, declared.block.header_at, run);
            let provider = self.provider_of(&declared.block, &declared.kind);
            let marks = self.marks.with(instances.value.marks.only(Marks::CALLER));
            for instance in &instances.list {
                let perhaps = instance.perhaps.clone().or_else(|| self.perhaps.clone());
                out.push(Resource {
                    address: instance.address.clone(),
                    module: self.prefix.clone(),
                    data: declared.data,
                    kind: declared.kind.clone(),
                    name: declared.name.clone(),
                    key: instance.key.clone(),
                    attributes: self.exported(&instance.attributes),
                    exists: perhaps.map_or(Existence::Certain, Existence::Perhaps),
                    at: self.site.unwrap_or(declared.block.header_at),
                    calls: self.calls.clone(),
                    given: given.clone(),
                    marks,
                    provider: provider.clone(),
                });
            }
        }
        for (index, (_, block)) in self.definition.modules.iter().enumerate() {
            let calls = self.calls(index, block.header_at, run);
            for (_, node) in &calls.nodes {
                node.collect(run, out);
            }
        }
    }

    /// Evaluates what Terraform evaluates whether anything uses it or not, for what is wrong with it. A module model is
    /// not the module.
    fn settle(self: &Rc<Self>, run: &Run<'_>) {
        if self.marks.has(Marks::MODELLED) {
            return;
        }
        let definition = self.definition.clone();
        for (name, block) in &definition.variables {
            self.variable(name, block.header_at, run);
        }
        for (name, block) in &definition.locals {
            self.local(name, block.header_at, run);
        }
        for (name, _) in &definition.outputs {
            self.output(name, run);
        }
    }

    /// What the call that a person can edit gives the model that this module is, or is part of.
    fn given(self: &Rc<Self>, run: &Run<'_>) -> Option<Value> {
        self.site?;
        let mut model = self;
        let caller = loop {
            let caller = model.caller.as_ref()?;
            if caller.node.site.is_none() {
                break caller;
            }
            model = &caller.node;
        };
        let entry = |a: &crate::syntax::hcl::Attribute| {
            let value = model.variable(&a.name, a.name_at, run)?;
            Some(Entry { key: a.name.clone(), key_at: a.name_at, value })
        };
        let entries = caller.call.body.attributes.iter().filter_map(entry).collect();
        Some(origin::map(entries, None, caller.call.header_at))
    }

    /// A value as rules see it: what an unknown input may override is unknown, with what it likely is.
    pub fn exported(&self, value: &Value) -> Value {
        if !value.all_marks().has(Marks::OVERRIDABLE) {
            return value.clone();
        }
        match &self.context.open {
            Some(open) => origin::likely(value, open),
            None => {
                let why = Why::Gap("something outside of the repository may set it".into());
                origin::likely(value, &Arc::new(Unknown::new(why, value.at)))
            }
        }
    }

    /// `aws`, or `aws.alias` in the root module's terms.
    fn provider_of(&self, block: &Block, kind: &str) -> Arc<str> {
        let named = block.body.attribute("provider").and_then(|a| traversal(&a.value));
        let local = named.unwrap_or_else(|| kind.split('_').next().unwrap_or(kind).to_owned());
        self.provider_in_root(local)
    }

    fn provider_in_root(&self, local: String) -> Arc<str> {
        let Some(caller) = &self.caller else { return local.into() };
        let passed = caller.call.body.attribute("providers").and_then(|a| match &*a.value.kind {
            ExprKind::Object(items) => items.iter().find_map(|item| {
                let key = match &item.key {
                    crate::syntax::hcl::ObjectKey::Name(name) => Some(name.to_string()),
                    crate::syntax::hcl::ObjectKey::Expr(e) => traversal(e),
                };
                (key? == local).then(|| traversal(&item.value)).flatten()
            }),
            _ => None,
        });
        caller.node.provider_in_root(passed.unwrap_or(local))
    }
}

/// `aws.alias` as text.
pub(super) fn traversal(expr: &Expr) -> Option<String> {
    match &*expr.kind {
        ExprKind::Variable(name) | ExprKind::String(name) => Some(name.to_string()),
        ExprKind::GetAttr(of, name, _) => Some(format!("{}.{name}", traversal(of)?)),
        _ => None,
    }
}

/// The value references see: arguments that are null, and attributes that are no arguments, are known after apply.
fn opened(attributes: &Value, body: &Body, own: &Ref, at: Span, not_null: bool, computed: Vec<Entry>) -> Value {
    let rest = Unknown { what: Some(own.clone()), not_null, ..origin::unknown(Why::Applied, at) };
    let Some(map) = origin::as_map(attributes) else { return attributes.clone() };
    let mut entries: Vec<Entry> = Vec::with_capacity(map.entries.len() + computed.len());
    for entry in map.entries.iter().filter(|e| !is_null(&e.value)) {
        let blocks = body.blocks.iter().filter(|b| *b.kind == *entry.key || dynamic_of(b) == Some(&entry.key));
        let mut blocks = blocks.peekable();
        if blocks.peek().is_none() || body.attribute(&entry.key).is_some() {
            entries.push(entry.clone());
            continue;
        }
        let inner: Vec<&Body> = blocks.filter_map(content).collect();
        let Kind::List(items) = &entry.value.kind else { continue };
        let items = items.iter().enumerate().map(|(i, item)| match (item, inner.get(i).or(inner.last())) {
            (Item::One(value), Some(body)) => {
                let index = Step::Index(u32::try_from(i).unwrap_or(u32::MAX));
                let path = own.path.iter().cloned().chain([Step::Key(entry.key.clone()), index]).collect();
                let own = Ref { owner: own.owner.clone(), path };
                Item::One(opened(value, body, &own, value.at, not_null, Vec::new()))
            }
            (item, _) => item.clone(),
        });
        let value = Value { kind: Kind::List(items.collect()), ..entry.value.clone() };
        entries.push(Entry { value, ..entry.clone() });
    }
    entries.extend(computed);
    Value {
        kind: Kind::Map(Arc::new(Map { entries: entries.into(), rest: Some(Arc::new(rest)) })),
        at,
        ..attributes.clone()
    }
}

/// `terraform_data` has these attributes and no others, and those of its arguments that are not given are null.
fn built_in(value: Value, at: Span) -> Value {
    let Some(Map { entries, rest: Some(rest) }) = value.as_map() else { return value };
    let mut entries = entries.to_vec();
    for name in ["id", "input", "output", "triggers_replace"] {
        if !entries.iter().any(|e| &*e.key == name) {
            let made = match name {
                "id" => {
                    let own = origin::below(rest, &name.into(), at);
                    match &own.kind {
                        Kind::Unknown(u) => {
                            let id = Unknown { ty: Ty::Text, not_null: true, ..Unknown::clone(u) };
                            Value { kind: Kind::Unknown(Arc::new(id)), ..own }
                        }
                        _ => own,
                    }
                }
                "output" => origin::below(rest, &name.into(), at),
                _ => origin::plain(Kind::Null, at),
            };
            entries.push(origin::entry(name, at, made));
        }
    }
    Value { kind: Kind::Map(Arc::new(Map { entries: entries.into(), rest: None })), ..value }
}

fn dynamic_of(block: &Block) -> Option<&Arc<str>> {
    if &*block.kind == "dynamic" { block.label(0) } else { None }
}

fn content(block: &Block) -> Option<&Body> {
    match &*block.kind {
        "dynamic" => block.body.blocks_of("content").next().map(|c| &c.body),
        _ => Some(&block.body),
    }
}

/// The value of a reference to the whole resource.
fn seen(shape: Shape, values: Vec<(InstanceKey, Value)>, node: &Node<'_>, label: &str, at: Span) -> Value {
    let each = || {
        let what = node.reference(&format!("{label}[*]"));
        Arc::new(Unknown { what: Some(what), not_null: true, ..origin::unknown(Why::Applied, at) })
    };
    match shape {
        Shape::Single => {
            let first = values.into_iter().next().map(|(_, value)| value);
            first.unwrap_or_else(|| origin::value(origin::unknown(Why::Bound("resource instances"), at)))
        }
        Shape::List => {
            let items = values.into_iter().map(|(key, value)| match key {
                InstanceKey::Each => Item::Many(each()),
                _ => Item::One(value),
            });
            origin::list(items.collect(), at)
        }
        Shape::Map => {
            let open = values.iter().any(|(key, _)| *key == InstanceKey::Each);
            let entries = values.into_iter().filter_map(|(key, value)| match key {
                InstanceKey::Key(key) => Some(origin::entry(key, value.at, value)),
                _ => None,
            });
            origin::map(entries.collect(), open.then(each), at)
        }
    }
}
