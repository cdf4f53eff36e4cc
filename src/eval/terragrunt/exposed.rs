//! What an exposed include or a read configuration shows of itself.

use super::reading::{Part, Reading};
use super::scope::PartScope;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Address, Entry, Kind, Map, Ref, Step, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

impl<'w> Reading<'w> {
    /// The part of a file that attributes ask for, and how many of them were used: `locals.x` evaluates only that local.
    pub(super) fn exposed(
        self: &Rc<Self>,
        part: &Rc<Part>,
        attrs: &[(Arc<str>, Span)],
        run: &Run<'_>,
    ) -> Option<(Value, usize)> {
        let Some((field, _)) = attrs.first() else { return Some((self.shown(part, run), 0)) };
        match (&**field, attrs.get(1)) {
            ("locals", Some((name, at))) => {
                Some((self.local(part, name, run).unwrap_or_else(|| self.undeclared(part, name, *at, run)), 2))
            }
            ("locals", None) => Some((self.locals(part, run), 1)),
            ("inputs", _) => {
                let empty = || origin::map(Vec::new(), None, part.at);
                Some((self.attribute(part, "inputs", run).map_or_else(empty, |(v, _)| v), 1))
            }
            // What a dependency block says itself must not need the outputs of the unit it names.
            ("dependency", Some((name, _))) => {
                let block = part.blocks("dependency").find(|b| b.label(0) == Some(name))?.clone();
                let field = attrs.get(2).map(|(field, _)| field);
                let attribute = field.and_then(|f| block.body.attribute(f).cloned());
                match (attribute, field) {
                    (Some(attribute), _) => {
                        let scope = PartScope { reading: self, part };
                        Some((origin::mark(evaluate(&attribute.value, &scope, run), part.marks), 3))
                    }
                    (None, Some(_)) => {
                        let rest = attrs.get(1..).unwrap_or_default();
                        self.dependency(rest, block.header_at, run).map(|(value, used)| (value, used + 1))
                    }
                    (None, None) => Some((self.depended(part, &block, run), 2)),
                }
            }
            _ => Some((self.shown(part, run), 0)),
        }
    }

    /// A local that the file does not declare: a mistake, unless the file is an assumption, which need not say all that the
    /// real file says.
    fn undeclared(self: &Rc<Self>, part: &Rc<Part>, name: &Arc<str>, at: Span, run: &Run<'_>) -> Value {
        let sources = run.sources;
        if let Some(unknown) = &part.unknown {
            return origin::below(unknown, name, at);
        }
        if part.file.is_some_and(|file| sources.assumed(file).is_some()) {
            let owner = Address::new(self.session.repository.clone(), part.path.clone(), "");
            let what = Ref { owner, path: Arc::new([Step::Key("locals".into()), Step::Key(name.clone())]) };
            let why = Why::MissingFile(part.path.clone());
            return origin::value(Unknown { what: Some(what), ..origin::unknown(why, at) });
        }
        let message: Arc<str> = format!("`{}` declares no local `{name}`", part.path).into();
        run.errors.set(run.errors.get().saturating_add(1));
        run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
        origin::value(origin::unknown(Why::Gap(message), at))
    }

    /// All of a file, as `read_terragrunt_config` returns it.
    pub(super) fn shown(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Value {
        let at = part.at;
        let mut entries = vec![origin::entry("locals", at, self.locals(part, run))];
        let main = Rc::ptr_eq(part, self.main());
        let inputs = if main { Some(self.inputs(run)) } else { self.attribute(part, "inputs", run).map(|(v, _)| v) };
        entries.push(origin::entry("inputs", at, inputs.unwrap_or_else(|| origin::map(Vec::new(), None, at))));
        for attribute in &part.content.attributes {
            if !matches!(&*attribute.name, "inputs" | "locals")
                && let Some((value, name_at)) = self.attribute(part, &attribute.name, run)
            {
                entries.push(origin::entry(attribute.name.clone(), name_at, value));
            }
        }
        for block in &part.content.blocks {
            let own = matches!(&*block.kind, "locals" | "include" | "generate" | "dependency" | "feature");
            if !own && !entries.iter().any(|e| e.key == block.kind) {
                let value = self.body(part, &block.body, block.header_at, run);
                entries.push(origin::entry(block.kind.clone(), block.header_at, value));
            }
        }
        let generated: Vec<Entry> =
            labelled(part, "generate", |block| self.body(part, &block.body, block.header_at, run));
        if !generated.is_empty() {
            entries.push(origin::entry("generate", at, origin::map(generated, None, at)));
        }
        let dependencies = labelled(part, "dependency", |block| self.depended(part, block, run));
        if !dependencies.is_empty() {
            entries.push(origin::entry("dependency", at, origin::map(dependencies, None, at)));
        }
        origin::map(entries, None, at)
    }

    /// A dependency block with the outputs of the unit it names.
    fn depended(self: &Rc<Self>, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Value {
        let name = (block.label(0).cloned().unwrap_or_else(|| "".into()), block.header_at);
        let written = self.body(part, &block.body, block.header_at, run);
        let outputs = self.dependency(&[name], block.header_at, run).map(|(value, _)| value);
        let entries = [Some(written), outputs].into_iter().flatten();
        let entries = entries.flat_map(|value| value.entries().to_vec());
        Value::new(Kind::Map(Arc::new(Map::of(entries, None))), block.header_at)
    }
}

fn labelled(part: &Part, kind: &str, value: impl Fn(&Block) -> Value) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for block in part.blocks(kind) {
        let Some(name) = block.label(0).cloned() else { continue };
        if !entries.iter().any(|e| e.key == name) {
            entries.push(origin::entry(name, block.header_at, value(block)));
        }
    }
    entries
}
