//! What reaches a unit from beside it: `values`, and the `autoinclude` block of the stack that declares it, which is laid
//! over the unit's own file. Its expressions belong to the stack, except for names that only the unit gives.

use super::merge::Strategy;
use super::reading::{Part, Reading, Session};
use super::scope::PartScope;
use super::unit::Unit;
use super::{VALUES_FILE, missing};
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::scope::{Run, Scope};
use crate::eval::terraform::relative;
use crate::eval::value::{Marks, Value};
use crate::eval::world::File;
use crate::source::Span;
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// An `autoinclude` block with what it is written in.
#[derive(Debug)]
pub(in crate::eval) struct Overlay {
    /// The stack.
    pub stack: Unit,
    /// What it lays over the unit.
    pub content: Arc<File>,
    /// `unit.*` of the stack.
    pub units: Value,
    /// `stack.*` of the stack.
    pub stacks: Value,
    /// The block.
    pub at: Span,
}

/// The names of the stack while its block is evaluated.
pub(super) struct Over<'w> {
    stack: Rc<Reading<'w>>,
    overlay: Arc<Overlay>,
}

impl Over<'_> {
    /// A name of the stack; `None` for what only the unit knows.
    pub fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        match root {
            "unit" => Some((self.overlay.units.clone(), 0)),
            "stack" => Some((self.overlay.stacks.clone(), 0)),
            "local" => PartScope::new(&self.stack, self.stack.main()).resolve(root, attrs, at, run),
            "values" if self.stack.session.values.get().is_some() => {
                PartScope::new(&self.stack, self.stack.main()).resolve(root, attrs, at, run)
            }
            _ => None,
        }
    }

    /// A function, called where the stack's file is.
    pub fn call(&self, name: &str, args: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
        PartScope::new(&self.stack, self.stack.main()).call(name, args, at, run)
    }
}

/// The body of an `autoinclude` block as a file.
pub(super) fn content(block: &Block) -> Arc<File> {
    Arc::new(File {
        attributes: block.body.attributes.clone(),
        blocks: block.body.blocks.iter().cloned().map(Arc::new).collect(),
        gaps: Vec::new(),
    })
}

impl<'w> Reading<'w> {
    /// Starts to read a unit, with the values beside it and what a stack lays over it.
    pub fn of(session: Rc<Session<'w>>, unit: &Unit, run: &Run<'_>) -> Rc<Self> {
        session.read_values(&unit.home, run);
        let reading = Self::new(session.clone(), unit.file);
        if let Some(overlay) = &unit.over {
            let stack = Session::new(session.world, &overlay.stack, session.outcomes);
            let stack = Reading::new(stack, overlay.stack.file);
            let part = Part {
                name: "".into(),
                file: Some(overlay.stack.file),
                content: overlay.content.clone(),
                path: stack.main().path.clone(),
                strategy: Strategy::Shallow,
                expose: false,
                at: overlay.at,
                unknown: None,
                marks: Marks::NONE,
            };
            let _ = reading.auto.set((Rc::new(part), Over { stack, overlay: overlay.clone() }));
        }
        reading
    }

    /// Whether a part is what a stack lays over this unit.
    pub fn is_over(&self, part: &Rc<Part>) -> bool {
        self.auto.get().is_some_and(|(over, _)| Rc::ptr_eq(over, part))
    }

    /// An absolute path inside the repository as seen from this file's directory.
    pub fn relative(&self, path: &Value) -> Value {
        let session = &self.session;
        let located = path
            .as_str()
            .filter(|text| text.starts_with('/'))
            .and_then(|text| paths::locate(session.world.sources, session.tree, "", text));
        match located {
            Some((tree, located)) if tree == session.tree => {
                Value { at: path.at, ..Value::text(relative(&self.directory, &located), path.at) }
            }
            _ => path.clone(),
        }
    }

    /// The attributes of a file of values, as a map.
    pub fn assigned(self: &Rc<Self>, run: &Run<'_>) -> Value {
        let main = self.main().clone();
        let names: Vec<Arc<str>> = main.content.attributes.iter().map(|a| a.name.clone()).collect();
        let entries = names.into_iter().filter_map(|name| {
            let (value, at) = self.attribute(&main, &name, run)?;
            Some(origin::entry(name, at, value))
        });
        origin::map(entries.collect(), None, main.at)
    }
}

impl Session<'_> {
    /// Reads the file of values beside a unit or a stack, unless a stack gives them.
    pub fn read_values(self: &Rc<Self>, home: &(crate::source::TreeId, Arc<str>), run: &Run<'_>) {
        if self.values.get().is_some() {
            return;
        }
        let path = missing::under(&home.1, VALUES_FILE);
        if let Some(file) = self.world.sources.find(home.0, &path) {
            let values = Reading::at(self.clone(), file, path.into(), 1).assigned(run);
            let _ = self.values.set(values);
        }
    }
}
