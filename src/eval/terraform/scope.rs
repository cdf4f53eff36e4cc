//! What names mean inside a module.

use super::expand::{Frame, Shape};
use super::node::Node;
use crate::eval::origin;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::value::{Kind, Ref, Ty, Unknown, Value, Why};
use crate::source::{Span, TreeId};
use std::rc::Rc;
use std::sync::Arc;

/// The names of one module, with `each`, `count` and iterators.
pub(super) struct NodeScope<'n, 'w> {
    pub node: &'n Rc<Node<'w>>,
    pub frame: &'n Frame,
}

impl Scope for NodeScope<'_, '_> {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let iterator = self.frame.iterators.iter().rev().find(|(name, _, _)| **name == *root);
        if let Some((_, key, value)) = iterator {
            return pair(attrs.first().map(|(name, _)| name), key, value);
        }
        if let Some(hole) = self.node.definition.holes.get(root) {
            return Some((origin::shared(hole.clone(), at), 0));
        }
        self.declared(root, attrs, at, run).or_else(|| self.unseen(root, attrs, at))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        let own = (self.node.tree, self.node.definition.directory.clone());
        if self.node.tree == self.node.context.directory.0 { self.node.context.directory.clone() } else { own }
    }
}

fn pair(attr: Option<&Arc<str>>, key: &Value, value: &Value) -> Option<(Value, usize)> {
    match &**attr? {
        "key" => Some((key.clone(), 1)),
        "value" => Some((value.clone(), 1)),
        _ => None,
    }
}

impl NodeScope<'_, '_> {
    /// What a name means that nothing which was read declares, where the module may declare more.
    fn unseen(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span) -> Option<(Value, usize)> {
        let why = self.node.definition.unseen()?;
        let names = match root {
            "each" | "count" | "path" | "terraform" | "self" => return None,
            "data" | "ephemeral" => 2,
            _ => 1,
        };
        let value = origin::value(origin::unknown(Why::Because(why.clone()), at));
        (attrs.len() >= names).then_some((value, names))
    }

    /// What a name means that is declared, or is Terraform's own.
    fn declared(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let first = attrs.first().map(|(name, _)| name);
        let node = self.node;
        match root {
            "var" => node.variable(first?, at, run).map(|v| (v, 1)),
            "local" => node.local(first?, at, run).map(|v| (v, 1)),
            "each" => self.frame.each.as_ref().and_then(|(key, value)| pair(first, key, value)),
            "count" if first.is_some_and(|n| &**n == "index") => self.frame.count.clone().map(|v| (v, 1)),
            "path" => {
                let text = match &**first? {
                    "module" => node.path(),
                    "root" => ".".to_owned(),
                    // An absolute path, of the machine that applies.
                    "cwd" => {
                        let unknown = Unknown { not_null: true, ..origin::unknown(Why::Environment("PWD".into()), at) };
                        return Some((origin::value(unknown), 1));
                    }
                    _ => return None,
                };
                Some((origin::text(text, at), 1))
            }
            "terraform" if first.is_some_and(|n| &**n == "workspace") => Some((node.workspace(at), 1)),
            "self" if self.frame.this.is_some() => self.frame.this.clone().map(|this| (this, 0)),
            "self" => Some((origin::value(origin::unknown(Why::Applied, at)), 0)),
            "module" => self.module(attrs, at, run),
            "data" | "ephemeral" => {
                let (_, index) = (first?, node.definition.resource(true, first?, &attrs.get(1)?.0)?);
                Some((node.instances(index, at, run).value.clone(), 2))
            }
            _ => {
                let index = node.definition.resource(false, root, first?)?;
                Some((node.instances(index, at, run).value.clone(), 1))
            }
        }
    }

    /// `module.NAME`, and with one instance `module.NAME.OUTPUT`, so that only that output is evaluated.
    fn module(&self, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let name = &attrs.first()?.0;
        let index = self.node.definition.module(name)?;
        let calls = self.node.calls(index, at, run);
        if let Some(missing) = &calls.missing {
            return Some(match attrs.get(1) {
                Some((output, output_at)) => (origin::below(missing, output, *output_at), 2),
                None => (origin::shared(missing.clone(), at), 1),
            });
        }
        match (calls.shape, calls.nodes.as_slice(), attrs.get(1)) {
            (Shape::Single, [(_, node)], Some((output, output_at))) => match node.output(output, run) {
                Some(value) => Some((value, 2)),
                None if node.marks.has(crate::eval::value::Marks::MODELLED) => {
                    Some((origin::below(&Arc::new(node.unmodelled_output(at)), output, *output_at), 2))
                }
                None => Some((node.outputs(run), 1)),
            },
            _ => Some((calls.value(self.node, name, at, run), 1)),
        }
    }
}

impl Node<'_> {
    /// `terraform.workspace`: chosen by whoever runs it; without workspaces in Terraform Cloud it most likely is the
    /// default one.
    fn workspace(&self, at: Span) -> Value {
        let backend = self.context.world.definition(self.context.directory.0, &self.context.directory.1);
        let cloud = backend
            .as_ref()
            .and_then(|d| d.backend())
            .is_some_and(|b| &*b.kind == "cloud" || b.label(0).is_some_and(|kind| &**kind == "remote"));
        let likely = (!cloud).then(|| origin::text("default", at));
        let why = Why::Environment("TF_WORKSPACE".into());
        origin::value(Unknown { not_null: true, ty: Ty::Text, likely, ..origin::unknown(why, at) })
    }

    /// `path.module`: relative to where Terraform runs, or absolute when it is in another tree.
    fn path(&self) -> String {
        let (tree, root) = &self.context.directory;
        if *tree == self.tree {
            return relative(root, &self.definition.directory);
        }
        super::super::paths::absolute(self.context.world.sources, self.tree, &self.definition.directory)
    }

    /// A reference to something of this configuration.
    pub(super) fn reference(&self, address: &str) -> Ref {
        Ref { owner: self.context.owner.subject(address), path: Arc::new([]) }
    }
}

/// The way from one directory to another, as `.` or a path that may start with `..`.
pub(in crate::eval) fn relative(from: &str, to: &str) -> String {
    let split = |path: &str| path.split('/').filter(|n| !n.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (split(from), split(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let way: Vec<String> = up.chain(to.into_iter().skip(shared)).collect();
    if way.is_empty() { ".".to_owned() } else { way.join("/") }
}

/// Whether a value is null.
pub(super) fn is_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Null)
}
