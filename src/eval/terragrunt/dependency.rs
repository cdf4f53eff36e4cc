//! `dependency` and `dependencies`: which unit they name, and what its outputs are. `mock_outputs` are never facts.

use super::component::{self, Element};
use super::missing::under;
use super::mocks::{Merging, mocked};
use super::reading::{Part, Reading};
use super::scope::PartScope;
use crate::eval::configuration::{Dependency, OutputUse};
use crate::eval::expression::{convert, evaluate};
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::scope::Run;
use crate::eval::similar::Names;
use crate::eval::terraform::relative;
use crate::eval::value::{Absent, Address, Item, Kind, Map, Ref, Unknown, Value, Why};
use crate::resemblance::nearest_path;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// Most elements of one `dependency` block.
const ELEMENTS: usize = 1_000;

/// Where a config path leads.
pub(super) enum Target {
    /// To the unit in this directory.
    Unit(Arc<str>),
    /// To a directory without a unit, or out of the repository.
    Nowhere(Arc<Unknown>),
}

/// Whether a dependency gives outputs.
enum Switched {
    On,
    /// `enabled = false`.
    Disabled,
    /// `skip_outputs = true`.
    Skipped,
    /// It is not known.
    Perhaps,
}

/// The outputs as Terraform keeps them: one that is null is not in the state.
fn in_state(outputs: &Value) -> Value {
    let Kind::Map(map) = &outputs.kind else { return outputs.clone() };
    let entries = map.entries.iter().filter(|entry| !entry.value.is_null()).cloned().collect();
    Value { kind: Kind::Map(Arc::new(Map { entries, rest: map.rest.clone() })), ..outputs.clone() }
}

impl<'w> Reading<'w> {
    /// The block of this name, and the file it is in; the file itself before what it includes.
    fn dependency_block(self: &Rc<Self>, name: &str, run: &Run<'_>) -> Option<(Rc<Part>, Arc<Block>)> {
        self.merged(run).into_iter().find_map(|part| {
            let block = part.blocks("dependency").find(|b| b.label(0).is_some_and(|l| **l == *name))?.clone();
            Some((part, block))
        })
    }

    /// `dependency.NAME`, and `dependency.NAME.outputs`, with how many attributes were used.
    pub(super) fn dependency(
        self: &Rc<Self>,
        attrs: &[(Arc<str>, Span)],
        at: Span,
        run: &Run<'_>,
    ) -> Option<(Value, usize)> {
        let (name, _) = attrs.first()?;
        let known = self.dependencies.borrow().get(name).cloned();
        let value = match known {
            Some(value) => value,
            None => {
                let (part, block) = self.dependency_block(name, run)?;
                let label = format!("{}:dependency.{name}", part.path);
                let value = self.session.guarded(label, at, run, || self.dependency_values(&part, &block, run));
                self.dependencies.borrow_mut().entry(name.clone()).or_insert(value).clone()
            }
        };
        let Some((field, field_at)) = attrs.get(1) else { return Some((value, 1)) };
        if &**field == "inputs" {
            let message = "`inputs` of a dependency are gone since Terragrunt 1.0, which refuses this file";
            run.gap(Gap::at(*field_at, GapKind::Evaluation, message).with_help("use an output of that unit's module"));
        }
        if let ("outputs", Some((output, output_at)), 0) = (&**field, attrs.get(2), self.level) {
            let needed = run.forgiving.get() == 0;
            let mut uses = self.session.uses.borrow_mut();
            uses.entry((name.clone(), *output_at)).or_insert_with(|| (output.clone(), false)).1 |= needed;
        }
        let Some(found) = value.get(field).cloned() else { return Some((value, 1)) };
        if let ("outputs", Some((output, output_at)), Some(map)) = (&**field, attrs.get(2), found.as_map())
            && map.rest.is_none()
            && map.get(output).is_none()
        {
            return Some((self.no_output(name, map, output, *output_at, run), 3));
        }
        Some((found, 2))
    }

    /// An output that the unit's module does not declare, and no mock either.
    fn no_output(&self, name: &str, outputs: &Map, output: &str, at: Span, run: &Run<'_>) -> Value {
        let outputs: Names = outputs.entries.iter().map(|e| &*e.key).collect();
        let hint = outputs.nearest(output).map(|key| format!("; did you mean `{key}`?")).unwrap_or_default();
        let message: Arc<str> = format!("the unit of dependency `{name}` has no output `{output}`{hint}").into();
        run.errors.set(run.errors.get().saturating_add(1));
        run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
        Value::unknown(Unknown::new(Why::Gap(message), at), at)
    }

    /// Whether a block is switched off: by a flag that is known, `enabled` or `skip_outputs`.
    fn switched(self: &Rc<Self>, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Switched {
        let has = |name: &str| block.body.attribute(name).is_some();
        let flag = |name: &str| has(name).then(|| self.flag(part, &block.body, name, run));
        match (flag("enabled"), flag("skip_outputs")) {
            (Some(Some(false)), _) => Switched::Disabled,
            (_, Some(Some(true))) => Switched::Skipped,
            (Some(None), _) | (_, Some(None)) => Switched::Perhaps,
            _ => Switched::On,
        }
    }

    /// What a block gives; one with an `expansion` gives a map of its elements.
    fn dependency_values(self: &Rc<Self>, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Value {
        let at = block.header_at;
        let Some(elements) = component::elements(self, part, block, ELEMENTS, run) else {
            return self.dependency_value(part, block, run);
        };
        let entries = elements.into_iter().map(|element| {
            let key = element.key().clone();
            let value = self.for_element(Some(element), || self.dependency_value(part, block, run));
            origin::entry(key, at, value)
        });
        origin::map(entries.collect(), None, at)
    }

    /// Evaluates what stands in a block that is made for an element.
    pub(super) fn for_element<T>(&self, element: Option<Element>, make: impl FnOnce() -> T) -> T {
        let before = self.element.replace(element);
        let made = make();
        self.element.replace(before);
        made
    }

    fn dependency_value(self: &Rc<Self>, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Value {
        let at = block.header_at;
        let session = &self.session;
        let mut entries = Vec::new();
        let switched = self.switched(part, block, run);
        if matches!(switched, Switched::Disabled | Switched::Skipped) {
            // Nothing but the mocks is then there.
            let mocks = self.mocks(block, run);
            if let Some(mocks) = mocks.filter(|mocks| mocks.as_map().is_none_or(|map| !map.entries.is_empty())) {
                entries.push(origin::entry("outputs", at, mocked(&mocks, at)));
            }
            return origin::map(entries, None, at);
        }
        let outputs = match self.target(part, block, run) {
            Target::Nowhere(unknown) => {
                let rest = Unknown { what: unknown.what.clone(), ..origin::unknown(Why::Because(unknown.clone()), at) };
                origin::map(Vec::new(), Some(Arc::new(rest)), at)
            }
            Target::Unit(directory) => {
                let outcome = session.outcomes.get(&(session.tree, directory.clone()));
                session.asked.borrow_mut().entry(directory.clone()).or_insert(at);
                match outcome.filter(|_| matches!(switched, Switched::On)) {
                    Some(outcome) => {
                        entries.push(origin::entry("inputs", at, outcome.inputs.clone()));
                        self.with_mocked(in_state(&outcome.outputs), part, block, run)
                    }
                    None => {
                        let owner = Address::new(session.repository.clone(), directory, "outputs");
                        let what = Ref { owner, path: Arc::new([]) };
                        let unknown = Unknown { what: Some(what), ..origin::unknown(Why::Applied, at) };
                        origin::map(Vec::new(), Some(Arc::new(unknown)), at)
                    }
                }
            }
        };
        entries.push(origin::entry("outputs", at, outputs));
        origin::map(entries, None, at)
    }

    /// Where the config path of a block leads; nothing is recorded.
    fn target(self: &Rc<Self>, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Target {
        let Some(attribute) = block.body.attribute("config_path") else {
            let message: Arc<str> = "this dependency has no `config_path`".into();
            return Target::Nowhere(Arc::new(origin::unknown(Why::Gap(message), block.header_at)));
        };
        let path = evaluate(&attribute.value, &PartScope::new(self, part), run);
        self.leads_to(&path, attribute.value.at)
    }

    fn leads_to(&self, path: &Value, at: Span) -> Target {
        let nowhere = |why: Why| Target::Nowhere(Arc::new(origin::unknown(why, at)));
        let Some(text) = origin::known_text(path) else {
            return match &path.kind {
                Kind::Unknown(unknown) => Target::Nowhere(unknown.clone()),
                _ => nowhere(Why::Gap("a config path that is not wholly known".into())),
            };
        };
        let session = &self.session;
        let sources = session.world.sources;
        match paths::locate(sources, session.tree, &self.directory, text) {
            Some((tree, located)) if tree == session.tree => {
                let world = session.world;
                let unit = |dir: &str| super::UNIT_FILES.iter().any(|n| world.find(tree, &under(dir, n)).is_some());
                if unit(&located) || session.world.is_generated(tree, &located) {
                    return Target::Unit(located.into());
                }
                if world.find(tree, &located).is_some() {
                    return Target::Unit(paths::parent(&located).into());
                }
                nowhere(Why::NoSource(Absent::Unit(located.into())))
            }
            _ => nowhere(Why::Gap(format!("`{}` leads out of the repository", path.display()).into())),
        }
    }

    /// The `dependency` and `dependencies` blocks, with where they lead; each config path is recorded as a reference.
    pub fn dependency_list(self: &Rc<Self>, run: &Run<'_>) -> Vec<Dependency> {
        let mut out: Vec<Dependency> = Vec::new();
        for part in self.merged(run) {
            for block in part.blocks("dependency").cloned().collect::<Vec<_>>() {
                let Some(name) = block.label(0).cloned() else { continue };
                if out.iter().any(|d| d.name == name) {
                    continue;
                }
                let elements = component::elements(self, &part, &block, ELEMENTS, run);
                let elements = elements.map_or_else(|| vec![None], |made| made.into_iter().map(Some).collect());
                for element in elements {
                    out.extend(self.for_element(element, || self.listed(&part, &block, name.clone(), run)));
                }
            }
            for block in part.blocks("dependencies").cloned().collect::<Vec<_>>() {
                let Some(attribute) = block.body.attribute("paths") else { continue };
                let paths = evaluate(&attribute.value, &PartScope::new(self, &part), run);
                let Kind::List(items) = &paths.kind else { continue };
                for item in items.iter() {
                    let Item::One(path) = item else { continue };
                    let (target, at) = (self.refer_to(path, path.at), path.at);
                    let (cycle, uses) = (Arc::new([]), Vec::new());
                    out.push(Dependency { name: "".into(), target, at, cycle, mocks: None, uses });
                }
            }
        }
        out
    }

    /// A `dependency` block, unless it is switched off; its config path is recorded as a reference.
    fn listed(self: &Rc<Self>, part: &Rc<Part>, block: &Block, name: Arc<str>, run: &Run<'_>) -> Option<Dependency> {
        let enabled = block.body.attribute("enabled").map(|_| self.flag(part, &block.body, "enabled", run));
        if enabled == Some(Some(false)) {
            return None;
        }
        let attribute = block.body.attribute("config_path")?;
        let path = evaluate(&attribute.value, &PartScope::new(self, part), run);
        let at = attribute.value.at;
        if path.as_str() == Some("") {
            run.gap(Gap::at(at, GapKind::Refused, format!("the `config_path` of dependency `{name}` is empty")));
            return None;
        }
        if matches!(path.kind, Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Map(_)) {
            let given = convert::described(&path);
            let message = format!("the `config_path` of dependency `{name}` must be a text, this is {given}");
            run.gap(Gap::at(at, GapKind::Refused, message));
            return None;
        }
        let target = self.refer_to(&path, at);
        let mocks = self.mocks(block, run);
        Some(Dependency { name, target, at, cycle: Arc::new([]), mocks, uses: Vec::new() })
    }

    /// Fills in which outputs of its dependencies the unit uses, and who declares them. What is told there is no gap any more.
    pub fn note_uses(self: &Rc<Self>, dependencies: &mut [Dependency], run: &Run<'_>) {
        let session = &self.session;
        let has = |of: &Value, output: &str| match &of.kind {
            Kind::Map(map) => map.get(output).map(|_| true).or(map.rest.is_none().then_some(false)),
            _ => None,
        };
        for ((name, at), (output, needed)) in session.uses.borrow().iter() {
            for dependency in dependencies.iter_mut().filter(|d| d.name == *name) {
                let target = dependency.target.as_ref();
                let outcome = target.and_then(|t| session.outcomes.get(&(session.tree, t.clone())));
                let declared = outcome.map(|outcome| &outcome.outputs);
                let declared = declared.and_then(|outputs| has(outputs, output)).ok_or_else(|| {
                    let unknown = || origin::unknown(Why::Gap("the unit it names is not evaluated".into()), *at);
                    declared.and_then(|outputs| outputs.as_map()?.rest.clone()).unwrap_or_else(|| Arc::new(unknown()))
                });
                if matches!(declared, Ok(false)) {
                    run.gaps.borrow_mut().retain(|gap| gap.at != Some(*at) || gap.kind != GapKind::Evaluation);
                }
                let mocked = dependency.mocks.as_ref().and_then(|mocks| has(mocks, output));
                let names = outcome.filter(|_| matches!(declared, Ok(false))).map(|outcome| {
                    let names: Names = outcome.outputs.entries().iter().map(|e| &*e.key).collect();
                    names.nearest(output).map(Into::into)
                });
                let (output, nearest) = (output.clone(), names.flatten());
                let merged = mocked == Some(true)
                    && self
                        .dependency_block(name, run)
                        .is_some_and(|(part, block)| !matches!(self.merging(&part, &block, run), Merging::Never));
                let needed = &(*needed && !merged);
                dependency.uses.push(OutputUse { output, at: *at, declared, mocked, needed: *needed, nearest });
            }
        }
    }

    /// Records a config path, and says which unit it names.
    fn refer_to(&self, path: &Value, at: Span) -> Option<Arc<str>> {
        let session = &self.session;
        let kind = ReferenceKind::ConfigPath;
        // Functions give absolute paths; nobody wrote those.
        let written = path.as_str().filter(|text| !text.starts_with('/'));
        match self.leads_to(path, at) {
            Target::Unit(directory) => {
                session.refer(kind, at, written.unwrap_or(&directory), Outcome::Found, path.marks);
                Some(directory)
            }
            Target::Nowhere(unknown) => {
                let outcome = match &unknown.why {
                    Why::NoSource(Absent::Unit(located)) if generated(located) => Outcome::Undecided(unknown.clone()),
                    Why::NoSource(Absent::Unit(located)) if session.world.sources.is_ignored(session.tree, located) => {
                        Outcome::Ignored
                    }
                    Why::NoSource(Absent::Unit(located)) => match session.world.sources.unseen(session.tree, located) {
                        Some(why) => Outcome::Undecided(Arc::new(Unknown::new(Why::Gap(why), at))),
                        None => Outcome::Missing {
                            nearest: self.nearest_unit(located).map(|unit| match written {
                                Some(_) => relative(&self.directory, &unit).into(),
                                None => unit,
                            }),
                            looked_for: format!("no unit (`terragrunt.hcl`) in `{located}`").into(),
                        },
                    },
                    _ => Outcome::Undecided(unknown.clone()),
                };
                let target = match &unknown.why {
                    Why::NoSource(Absent::Unit(located)) => written.unwrap_or(located).to_owned(),
                    _ => path.display(),
                };
                session.refer(kind, at, &target, outcome, path.marks);
                None
            }
        }
    }

    fn nearest_unit(&self, located: &str) -> Option<Arc<str>> {
        // A slip is in one place: the last name, or the way to it.
        let units = self.session.world.units_like(self.session.tree, located);
        nearest_path(located, units.into_iter().filter(|dir| *dir != &*self.directory)).map(Into::into)
    }
}

/// Units that a stack generates are not in the repository.
fn generated(path: &str) -> bool {
    path.split('/').any(|name| name == ".terragrunt-stack")
}
