//! Where a person would change what an object says, and the other places that made it so: the one place where that is decided.
//!
//! A value that came from a chart's values is changed there, one that a patch sets in the patch, one that is nothing but a
//! variable of Flux where the variable is set, everything else where it is written: in a manifest, a template or the helper that
//! a template includes. The rest of the way follows as related places. What is not there at all would be written in the object.

use super::super::fact::{Evidence, Fact, Mark, Role};
use super::super::identity::Pattern;
use super::objects::Cluster;
use super::read;
use super::views::Field;
use crate::eval::kubernetes::Object;
use crate::eval::value::{Hop, How, Marks, Value};
use crate::source::Span;
use std::sync::Arc;

/// Places beside an object's own that are told of it.
const TRAIL: usize = 4;
/// Steps of a value's way that are searched.
const STEPS: usize = 32;

impl<'a> Cluster<'a> {
    /// The places of a value of an object.
    pub(super) fn places(&self, object: &Object, value: &Value) -> Evidence {
        let mut evidence = self.read.evidence(value, object.at);
        if let Some(set) = self.variable(value) {
            let way = evidence.related().to_vec();
            let used = Evidence::at(set).and(value.at, Role::Via, "used as a variable here");
            evidence = way.into_iter().filter(|m| m.at != set).fold(used, |e, m| e.and(m.at, m.role, m.note));
        }
        // Which object it ends in, when no place so far tells.
        let here = |at: Span, evidence: &Evidence| evidence.marks().any(|m| m.at.file == at.file);
        if !here(object.at, &evidence) {
            let what = match object.release.is_some() {
                true => "rendered by this template",
                false if self.is_terraform(object.at) => "applied by this resource",
                false => "part of this object",
            };
            evidence = evidence.and(self.name_place(object), Role::Via, what);
        }
        if let Some(release) = self.release_place(object).filter(|at| !here(*at, &evidence)) {
            evidence = evidence.and(release, Role::Via, "rendered for this release");
        }
        // A resource of Terraform that reads the manifest or installs the chart is named nowhere in them.
        let resource = object.via.iter().copied().find(|at| self.is_terraform(*at) && !here(*at, &evidence));
        if let Some(at) = resource.filter(|_| !self.is_terraform(object.at)) {
            evidence = evidence.and(self.first_line(at), Role::Via, "applied by this");
        }
        evidence
    }

    /// A field as a fact about its object, with its places; `home` is where it would be written.
    pub(super) fn fact<T: Clone>(&self, object: &Object, field: &Field<'_, T>, home: Span) -> Fact<T> {
        match field {
            Field::Absent => Fact::absent(home),
            Field::Unknown(why) => Fact::unknown((*why).clone(), home),
            Field::Known(known, value) => Fact {
                state: super::super::fact::State::Known(known.clone()),
                evidence: self.places(object, value),
                marks: read::marks_of(value),
            },
            Field::Wrong(wrong) => match field.why() {
                Some(why) => Fact::unknown(why, wrong.value.at),
                None => Fact::absent(home),
            },
        }
    }

    /// The places that made an object what it is, beside the one where it is written: its release with the values that the
    /// release takes from elsewhere, or the patches and settings of kustomizations.
    pub(super) fn trail(&self, object: &Object) -> Arc<[Mark]> {
        let mut out: Vec<Mark> = Vec::new();
        let release = self.release_place(object);
        let mut push = |at: Span, note: &str| {
            if out.len() < TRAIL && !out.iter().any(|m| m.at == at) {
                out.push(Mark { at, role: Role::Via, note: note.into() });
            }
        };
        if let Some(at) = release {
            push(at, "rendered for this release");
        }
        let document = object.release.as_ref().and_then(|r| self.releases.get(r)).map(|(at, _)| *at);
        for at in object.via.iter().filter(|at| Some(**at) != document) {
            if let Some(note) = self.part_in(object, *at) {
                push(self.first_line(*at), note);
            }
        }
        out.into()
    }

    /// What a place beside an object did to it, in words; `None` when that says nothing new.
    fn part_in(&self, object: &Object, at: Span) -> Option<&'static str> {
        if self.is_terraform(at) {
            return Some("applied by this");
        }
        let path = |at: Span| self.sources.file(at.file).map_or("", |f| &f.path);
        let (directory, name) = path(at).rsplit_once('/').unwrap_or(("", path(at)));
        if !matches!(name, "kustomization.yaml" | "kustomization.yml" | "Kustomization") {
            // A manifest of Flux, a patch or a file of values.
            return Some(if object.release.is_some() { "with these values or this patch" } else { "changed by this" });
        }
        let text = self.read.sources.text(at.file).ok()?;
        let before = text.get(..at.start as usize)?;
        match before.get(before.rfind('\n').map_or(0, |i| i + 1)..)?.trim() {
            "namespace:" => {
                let hop = object.namespace.via.as_deref().map(|hop| hop.at);
                (object.namespace.at == at || hop == Some(at)).then_some("its namespace is set here")
            }
            // The kustomization beside a file is where anyone looks for it.
            "-" if !text.get(at.start as usize..at.end as usize)?.contains(':') => {
                let own = path(object.at).rsplit_once('/').map_or("", |(directory, _)| directory);
                (own != directory).then_some("taken in here")
            }
            _ => Some("patched here"),
        }
    }

    /// Where the release is named that renders an object.
    fn release_place(&self, object: &Object) -> Option<Span> {
        self.releases.get(object.release.as_ref()?).map(|(_, name)| *name)
    }

    fn is_terraform(&self, at: Span) -> bool {
        let ends = [".tf", ".tf.json", ".hcl"];
        self.sources.file(at.file).is_some_and(|f| ends.iter().any(|end| f.path.ends_with(end)))
    }

    /// The first line of a place that has many.
    fn first_line(&self, at: Span) -> Span {
        let Some(text) = self.read.slice(at) else { return at };
        let first = text.split('\n').next().unwrap_or("").trim_end().len();
        Span::new(at.file, at.start as usize, at.start as usize + first)
    }

    /// Where a value that is nothing but one variable of Flux (`${name}`, with a default or not) gets what it says.
    fn variable(&self, value: &Value) -> Option<Span> {
        // A chart may have carried it on from the release where it was substituted.
        let mut hops = std::iter::successors(value.via.as_deref(), |hop| hop.from.as_deref()).take(STEPS);
        let Hop { at, .. } = hops.find(|hop| hop.how == How::Substitution)?;
        if read::marks_of(value).has(Marks::SENSITIVE) {
            return None;
        }
        let written = self.read.slice(value.at)?;
        let bare = written.trim().trim_matches(['"', '\'']);
        let inner = bare.strip_prefix("${")?.strip_suffix('}')?;
        let name = inner.split([':', '=', '-', ',', '^']).next()?;
        let one =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !inner.contains('}');
        one.then_some(*at)
    }

    /// Where an object's name is written, as long as that is in its own document; else where the object begins.
    pub(super) fn name_place(&self, object: &Object) -> Span {
        let metadata = read::get(&object.value, "metadata").known();
        match metadata.and_then(|m| read::entry(m, "name")) {
            // A kustomization that sets the name again does not move where it is written.
            Some(e) if e.value.at.file == object.at.file => e.value.at,
            Some(e) if e.key_at.file == object.at.file => e.key_at,
            _ => object.at,
        }
    }
}

/// The name of something as a fact, when it is known at all.
pub(super) fn named(value: &Value) -> Pattern {
    read::pattern(value).unwrap_or_else(Pattern::unknown)
}
