//! What an exposed include or a read configuration shows of itself.

use super::reading::{Part, Reading};
use super::scope::PartScope;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Address, Ref, Step, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span};
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
                let set = part.content.attribute("inputs").is_some();
                Some((if set { self.own_inputs(part, run) } else { Value::null(part.at) }, 1))
            }
            // What a dependency block says itself must not need the outputs of the unit it names.
            ("dependency", Some((name, _))) => {
                let block = part.blocks("dependency").find(|b| b.label(0) == Some(name))?.clone();
                let field = attrs.get(2).map(|(field, _)| field);
                let attribute = field.and_then(|f| block.body.attribute(f).cloned());
                match (attribute, field) {
                    (Some(attribute), _) => {
                        let scope = PartScope::new(self, part);
                        Some((origin::mark(evaluate(&attribute.value, &scope, run), part.marks), 3))
                    }
                    (None, Some(field)) if &**field == "outputs" => {
                        let rest = attrs.get(1..).unwrap_or_default();
                        self.dependency(rest, block.header_at, run).map(|(value, used)| (value, used + 1))
                    }
                    (None, _) => Some((self.depended(part, &block, true, run), 2)),
                }
            }
            // One field needs no other.
            (field, _) => match self.combined(&self.files_of(part, run), field, true, run) {
                Some(value) => Some((value, 1)),
                None => Some((self.shown(part, run), 0)),
            },
        }
    }

    /// The files that make up what a part shows: for the file itself also those it includes.
    fn files_of(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Vec<Rc<Part>> {
        if Rc::ptr_eq(part, self.main()) { self.merged(run) } else { vec![part.clone()] }
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
        self.whole(&self.files_of(part, run), true, run)
    }
}
