//! Module calls.

use super::definition::Definition;
use super::expand::{self, Expansion, Frame, Shape};
use super::node::{Caller, MODULES, Node, Place};
use super::resolve::{Found, NotFound, resolve};
use crate::eval::configuration::InstanceKey;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::reference::{Outcome, PathReference, ReferenceKind};
use crate::eval::scope::Run;
use crate::eval::value::{Absent, Item, Kind, Marks, Ref, Unknown, Value, Why};
use crate::resemblance::nearest;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// Deepest nesting of module calls.
const LEVELS: u32 = 20;

/// The instances of one `module` block.
pub(super) struct Calls<'w> {
    pub shape: Shape,
    pub nodes: Vec<(InstanceKey, Rc<Node<'w>>)>,
    /// Set when the module is not at hand: its outputs refer here.
    pub missing: Option<Arc<Unknown>>,
    marks: Marks,
}

impl<'w> Node<'w> {
    /// The instances of the module call at `index`.
    pub(super) fn calls(self: &Rc<Self>, index: usize, at: Span, run: &Run<'_>) -> Rc<Calls<'w>> {
        if let Some(found) = self.modules.borrow().get(&index) {
            return found.clone();
        }
        let refused = |unknown: Arc<Unknown>| Calls {
            shape: Shape::Single,
            nodes: Vec::new(),
            missing: Some(unknown),
            marks: Marks::NONE,
        };
        let Some((name, block)) = self.definition.modules.get(index).cloned() else {
            return Rc::new(refused(Arc::new(origin::unknown(Why::Gap("this module call was not read".into()), at))));
        };
        let label = self.address(&format!("module.{name}"));
        let made = self.context.guarded(
            label.to_string(),
            at,
            run,
            || self.told_here(run, || self.evaluate_calls(&label, &block, run)),
            |value| match value.kind {
                Kind::Unknown(unknown) => refused(unknown),
                _ => refused(Arc::new(origin::unknown(Why::Bound("module calls"), at))),
            },
        );
        self.modules.borrow_mut().entry(index).or_insert_with(|| Rc::new(made)).clone()
    }

    fn evaluate_calls(self: &Rc<Self>, label: &Arc<str>, block: &Arc<Block>, run: &Run<'_>) -> Calls<'w> {
        let none = Frame::default();
        let found = match self.source_of(block, run) {
            Ok(found) => found,
            Err(why) => {
                let what = Ref { owner: self.context.owner.subject(label.clone()), path: Arc::new([]) };
                let unknown = Unknown { what: Some(what), ..origin::unknown(why, block.header_at) };
                return Calls {
                    shape: Shape::Single,
                    nodes: Vec::new(),
                    missing: Some(Arc::new(unknown)),
                    marks: Marks::NONE,
                };
            }
        };
        if let Some(way) = self.way_round(&found) {
            let message: Arc<str> = format!("this module calls itself: {way}").into();
            run.gap(Gap::at(block.header_at, GapKind::Evaluation, message.clone()));
            return Calls {
                shape: Shape::Single,
                nodes: Vec::new(),
                missing: Some(Arc::new(origin::unknown(Why::Gap(message), block.header_at))),
                marks: Marks::NONE,
            };
        }
        let Some(definition) = self.context.world.definition(found.tree, &found.directory) else {
            let unknown = origin::unknown(Why::NoSource(Absent::Module(found.directory)), block.header_at);
            return Calls {
                shape: Shape::Single,
                nodes: Vec::new(),
                missing: Some(Arc::new(unknown)),
                marks: Marks::NONE,
            };
        };
        if !found.marks.has(Marks::MODELLED) && !self.marks.has(Marks::MODELLED) {
            self.check_arguments(block, &definition, run);
        }
        let taken = self.context.instances.get();
        let Expansion { shape, copies, marks } = expand::expand(&block.body, &self.context, &self.scope(&none), run);
        // A module is not a resource: only what it declares counts.
        self.context.instances.set(taken);
        let room = MODULES.saturating_sub(self.context.called.get()) as usize + 1;
        let beyond = copies.len() > room;
        let more = u32::try_from(copies.len().min(room).saturating_sub(1)).unwrap_or(u32::MAX);
        if beyond {
            self.too_many(block, run);
        }
        self.context.called.set(self.context.called.get().saturating_add(more).min(MODULES));
        let marked = self.marks.with(found.marks).with(marks.only(Marks::CALLER));
        let world = self.context.world;
        let elsewhere = marked.has(Marks::MODELLED) || world.is_pinned(found.tree);
        let site = if elsewhere { self.site.or(Some(block.header_at)) } else { None };
        let modelled = marked.has(Marks::MODELLED);
        let called_at =
            if self.marks.has(Marks::MODELLED) { self.called_at } else { modelled.then_some(block.header_at) };
        let calls: Arc<[Span]> = match self.marks.has(Marks::MODELLED) || world.is_pinned(self.tree) {
            true => self.calls.clone(),
            false => self.calls.iter().copied().chain([block.header_at]).collect(),
        };
        let nodes = copies.into_iter().take(room).map(|copy| {
            let prefix: Arc<str> = copy.address(label, marks);
            let place = Place {
                tree: found.tree,
                definition: definition.clone(),
                prefix,
                marks: marked,
                site,
                called_at,
                calls: calls.clone(),
                perhaps: copy.perhaps.or_else(|| self.perhaps.clone()),
                level: self.level + 1,
            };
            let caller = Caller { node: self.clone(), call: block.clone(), frame: copy.frame };
            let inputs = origin::map(Vec::new(), None, block.header_at);
            (copy.key, Node::new(self.context.clone(), place, Some(caller), inputs))
        });
        Calls { shape, nodes: nodes.collect(), missing: None, marks }
    }

    /// Says which arguments the module has no variable for, and which variables are given no value.
    fn check_arguments(&self, block: &Block, definition: &Definition, run: &Run<'_>) {
        let meta = ["source", "version", "count", "for_each", "providers", "depends_on"];
        for attribute in block.body.attributes.iter().filter(|a| !meta.contains(&&*a.name)) {
            if !definition.variables.contains_key(&attribute.name) {
                let near = nearest(&attribute.name, definition.variables.keys().map(|name| &**name));
                let hint = near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
                let message = format!("the module has no variable `{}`{hint}", attribute.name);
                run.gap(Gap::at(attribute.name_at, GapKind::Evaluation, message));
            }
        }
        for (name, variable) in &definition.variables {
            if variable.body.attribute("default").is_none() && block.body.attribute(name).is_none() {
                let message = format!("this call gives no value for `{name}`, and the module has no default for it");
                run.gap(Gap::at(block.header_at, GapKind::Evaluation, message));
            }
        }
    }

    /// The directories from a module back to itself, when it is among those that this call is in.
    fn way_round(&self, found: &Found) -> Option<String> {
        let same = |tree, directory: &str| tree == found.tree && *directory == *found.directory;
        let shown = |directory: &str| format!("`{}`", if directory.is_empty() { "." } else { directory });
        let mut way = vec![shown(&found.directory)];
        let mut next = (self.tree, self.definition.directory.clone(), self.caller.as_ref());
        loop {
            way.push(shown(&next.1));
            if same(next.0, &next.1) {
                way.reverse();
                return Some(way.join(" -> "));
            }
            let caller = &next.2?.node;
            next = (caller.tree, caller.definition.directory.clone(), caller.caller.as_ref());
        }
    }

    fn too_many(&self, block: &Block, run: &Run<'_>) {
        let message = format!("more than {MODULES} module calls; the rest of this configuration is not seen");
        run.gap(Gap::at(block.header_at, GapKind::Bound, message));
    }

    fn source_of(self: &Rc<Self>, block: &Block, run: &Run<'_>) -> Result<Found, Why> {
        let none = Frame::default();
        if self.level >= LEVELS {
            let message = format!("module calls nest deeper than {LEVELS}; this one is not seen");
            run.gap(Gap::at(block.header_at, GapKind::Bound, message));
            return Err(Why::Bound("nested module calls"));
        }
        let called = self.context.called.get();
        if called >= MODULES {
            return Err(Why::Bound("module calls of one configuration"));
        }
        self.context.called.set(called + 1);
        if called + 1 == MODULES {
            self.too_many(block, run);
            return Err(Why::Bound("module calls of one configuration"));
        }
        let Some(attribute) = block.body.attribute("source") else {
            let message: Arc<str> = "this module call has no `source`".into();
            run.gap(Gap::at(block.header_at, GapKind::Evaluation, message.clone()));
            return Err(Why::Gap(message));
        };
        let source = evaluate(&attribute.value, &self.scope(&none), run);
        let Some(text) = origin::known_text(&source) else {
            let message: Arc<str> = "the source of this module is not known; its resources are not seen".into();
            run.gap(Gap::at(attribute.value.at, GapKind::ModuleSource, message.clone()));
            return Err(Why::Gap("the source of the module is not known".into()));
        };
        let version = block.body.attribute("version").map(|a| evaluate(&a.value, &self.scope(&none), run));
        // What is wrong with a source is told with its version.
        let marks = version.as_ref().map_or(source.marks, |v| source.marks.with(v.marks));
        let version = version.as_ref().and_then(origin::known_text).cloned();
        match resolve(self.context.world, self.tree, &self.definition.directory, text, version.as_deref()) {
            Ok(found) if text.starts_with('.') && self.left_behind(&found) => {
                let copied = self.context.copied.as_ref().map_or("", |(_, directory)| &**directory);
                let looked_for = format!(
                    "no directory `{}` where the module runs: without a `//` further up in its source, Terragrunt copies `{copied}` alone",
                    found.directory
                );
                let missing = Outcome::Missing { nearest: None, looked_for: looked_for.into() };
                self.context.refer(self.local_reference(attribute.value.at, (text, source.marks), missing));
                Err(Why::NoSource(Absent::Module(text.clone())))
            }
            Ok(found) => {
                // What is said of a module as such is said once, however often it is called.
                if let Some(definition) = self.context.world.definition(found.tree, &found.directory) {
                    let refused = definition.gaps.iter().filter(|gap| gap.kind == GapKind::Refused);
                    run.gaps.borrow_mut().extend(refused.cloned());
                    self.context.tear(definition.torn_gaps().cloned());
                }
                if text.starts_with('.') && !self.marks.has(Marks::MODELLED) {
                    self.context.refer(self.local_reference(attribute.value.at, (text, source.marks), Outcome::Found));
                }
                Ok(found)
            }
            Err(not) => Err(self.not_found(not.withheld(marks), attribute.value.at, (text, marks), run)),
        }
    }

    /// Whether a directory of a local source is not there when the module runs: Terragrunt copies less than the tree.
    fn left_behind(&self, found: &Found) -> bool {
        self.context.copied.as_ref().is_some_and(|(tree, copied)| {
            let inside =
                |directory: &str| directory == &**copied || crate::source::path::inside(directory, copied).is_some();
            *tree == found.tree && self.tree == *tree && !inside(&found.directory)
        })
    }

    fn not_found(&self, not: NotFound, at: Span, text: (&str, Marks), run: &Run<'_>) -> Why {
        match &not.local {
            Some(dir) => {
                let looked_for = not.looked_for(dir);
                self.context.refer(self.local_reference(at, text, Outcome::Missing { nearest: None, looked_for }));
            }
            None => run.gap(Gap::at(at, GapKind::ModuleSource, not.message).with_help(not.help)),
        }
        Why::NoSource(Absent::Module(not.name))
    }

    fn local_reference(&self, at: Span, (text, marks): (&str, Marks), outcome: Outcome) -> PathReference {
        PathReference {
            kind: ReferenceKind::ModuleSource,
            owner: self.context.owner.clone(),
            at,
            target: text.into(),
            outcome,
            reach: crate::eval::kubernetes::Reach::Unknown,
            marks,
        }
        .withheld()
    }
}

impl<'w> Calls<'w> {
    /// What `module.NAME` evaluates to.
    pub(super) fn value(&self, node: &Node<'w>, name: &str, at: Span, run: &Run<'_>) -> Value {
        let label = node.address(&format!("module.{name}"));
        let each = || {
            let what = node.reference(&format!("{label}[*]"));
            Arc::new(Unknown { what: Some(what), not_null: true, ..origin::unknown(Why::Applied, at) })
        };
        let mut value = match self.shape {
            Shape::Single => match self.nodes.first() {
                Some((_, node)) => node.outputs(run),
                None => origin::value(origin::unknown(Why::Bound("resource instances"), at)),
            },
            Shape::List => {
                let items = self.nodes.iter().map(|(key, node)| match key {
                    InstanceKey::Each => Item::Many(each()),
                    _ => Item::One(node.outputs(run)),
                });
                origin::list(items.collect(), at)
            }
            Shape::Map => {
                let open = self.nodes.iter().any(|(key, _)| *key == InstanceKey::Each);
                let entries = self.nodes.iter().filter_map(|(key, node)| match key {
                    InstanceKey::Key(key) => Some(origin::entry(key.clone(), at, node.outputs(run))),
                    _ => None,
                });
                origin::map(entries.collect(), open.then(each), at)
            }
        };
        value.marks = value.marks.with(self.marks);
        value
    }
}
