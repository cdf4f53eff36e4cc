//! What names mean inside a Terragrunt file.

use super::autoinclude::Over;
use super::functions;
use super::reading::{Part, Reading};
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::value::{Marks, Value, Why};
use crate::source::{Gap, GapKind, Span, TreeId};
use std::rc::Rc;
use std::sync::Arc;

/// The names of one file of a reading.
pub(super) struct PartScope<'n, 'w> {
    pub reading: &'n Rc<Reading<'w>>,
    pub part: &'n Rc<Part>,
    /// Whether a local is being evaluated, where `dependency` means nothing yet.
    pub in_locals: bool,
}

impl<'n, 'w> PartScope<'n, 'w> {
    pub fn new(reading: &'n Rc<Reading<'w>>, part: &'n Rc<Part>) -> Self {
        Self { reading, part, in_locals: false }
    }
}

impl Scope for PartScope<'_, '_> {
    fn resolve(&self, root: &str, attrs: &[(Arc<str>, Span)], at: Span, run: &Run<'_>) -> Option<(Value, usize)> {
        let first = attrs.first().map(|(name, _)| name);
        if let Some(over) = self.over()
            && let Some(found) = over.resolve(root, attrs, at, run)
        {
            return Some(found);
        }
        match root {
            "local" => match first {
                Some(name) => self.reading.local(self.part, name, run).map(|v| (v, 1)),
                None => Some((self.reading.locals(self.part, run), 0)),
            },
            "include" => self.include(attrs, run),
            "dependency" if self.in_locals => {
                let message: Arc<str> =
                    "`dependency` means nothing in `locals`, which Terragrunt evaluates before any dependency".into();
                run.errors.set(run.errors.get().saturating_add(1));
                run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
                Some((origin::value(origin::unknown(Why::Gap(message), at)), attrs.len()))
            }
            "dependency" => self.reading.dependency(attrs, at, run),
            "feature" => self.feature(first?, run).map(|v| (v, 1)),
            "each" | "count" if !self.in_locals => {
                self.reading.element.borrow().as_ref()?.named(root).map(|value| (value, 0))
            }
            "values" => self.reading.session.values.get().map(|values| (values.clone(), 0)),
            _ => None,
        }
    }

    fn call(&self, name: &str, args: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
        if let Some(over) = self.over() {
            return over.call(name, args, at, run);
        }
        if let Some(value) = functions::of_copy(self, name, args, at, run) {
            return Some(value);
        }
        functions::call(self, name, args, at, run).or_else(|| functions::newer(name, at, run))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terragrunt
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        // Terraform's functions start from the file they are written in, also in an included one.
        let sources = self.reading.session.world.sources;
        match self.part.file.and_then(|id| sources.file(id)) {
            Some(file) => (file.tree, paths::parent(&file.path).into()),
            None => (self.reading.session.tree, paths::parent(&self.part.path).into()),
        }
    }
}

impl<'n, 'w> PartScope<'n, 'w> {
    /// The stack's names, when what a stack lays over a unit is evaluated.
    fn over(&self) -> Option<&'n Over<'w>> {
        self.reading.auto.get().filter(|(part, _)| Rc::ptr_eq(part, self.part)).map(|(_, over)| over)
    }

    /// Whether this is the file itself, and not one it includes.
    pub(super) fn is_main(&self) -> bool {
        Rc::ptr_eq(self.part, self.reading.main())
    }

    /// `include.NAME.x`, and `include.x` of a bare include.
    fn include(&self, attrs: &[(Arc<str>, Span)], run: &Run<'_>) -> Option<(Value, usize)> {
        let includes = self.reading.includes(run);
        let Some((name, _)) = attrs.first() else {
            let exposed = includes.iter().filter(|p| p.expose);
            let entries = exposed.map(|part| {
                let value = match &part.unknown {
                    Some(unknown) => origin::shared(unknown.clone(), part.at),
                    None => self.reading.shown(part, run),
                };
                origin::entry(part.name.clone(), part.at, value)
            });
            return Some((origin::map(entries.collect(), None, self.part.at), 0));
        };
        let (part, used) = match includes.iter().find(|p| p.name == *name) {
            Some(part) => (part, 1),
            None => (includes.iter().find(|p| p.name.is_empty())?, 0),
        };
        if !part.expose {
            return None;
        }
        if let Some(unknown) = &part.unknown {
            return Some((origin::shared(unknown.clone(), part.at), used));
        }
        let after = attrs.get(used..).unwrap_or_default();
        let (value, more) = self.reading.exposed(part, after, run)?;
        Some((self.reading.stepped(value, part), used + more))
    }

    /// `feature.NAME`: its default, which a flag of the command may override.
    fn feature(&self, name: &Arc<str>, run: &Run<'_>) -> Option<Value> {
        let parts = self.reading.merged(run);
        let block = parts.iter().find_map(|p| p.blocks("feature").find(|b| b.label(0) == Some(name)).cloned())?;
        let default = block.body.attribute("default")?;
        let label = format!("feature.{name}");
        let value = self.reading.session.guarded(label, default.name_at, run, || {
            // Its default merges with that of an included file when the include merges deeply.
            let features = self.reading.combined(&parts, "feature", false, run);
            let value = features.and_then(|all| all.get(name)?.get("default").cloned());
            value.unwrap_or_else(|| Value::null(default.name_at))
        });
        let value = origin::mark(value, Marks::OVERRIDABLE.with(Marks::DEFAULTED));
        let entry = origin::entry("value", default.name_at, value);
        Some(origin::map(vec![entry], None, block.header_at))
    }
}
