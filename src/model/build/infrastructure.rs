//! All resources of all configurations, found by address, by kind and by what refers to them.

use super::super::fact::Fact;
use super::super::identity::Pattern;
use super::super::network::Environment;
use super::super::organization::Ownership;
use super::place::Place;
use super::projection::{Projected, is_read};
use super::read::{self, Got, Reader};
use crate::eval::configuration::{Existence, InstanceKey, Resource};
use crate::eval::value::{Address, Kind, Ref, Step, Unknown, Value};
use crate::source::{Sources, Span};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A resource with what surrounds it.
#[derive(Clone, Debug)]
pub(super) struct Declaration<'a> {
    pub(super) address: Address,
    /// The address without its own instance key.
    pub(super) base: Address,
    pub(super) resource: &'a Resource,
    /// Position of its configuration.
    pub(super) unit: usize,
    /// Its position there.
    pub(super) position: usize,
}

impl<'a> Declaration<'a> {
    /// Its argument, or block.
    pub(super) fn get(&self, key: &str) -> Got<'a> {
        self.path(&[key])
    }

    /// Its argument inside blocks.
    pub(super) fn path(&self, keys: &[&str]) -> Got<'a> {
        debug_assert!(is_read(&self.resource.kind), "{} is not kept", self.resource.kind);
        read::path(&self.resource.attributes, keys)
    }

    /// The block or module call.
    pub(super) fn at(&self) -> Span {
        self.resource.at
    }

    /// Why it is open whether exactly this instance exists; not when it most likely does.
    pub(super) fn perhaps(&self) -> Option<&'a Arc<Unknown>> {
        match &self.resource.exists {
            Existence::Perhaps(why) if why.likely.is_none() => Some(why),
            _ => None,
        }
    }

    /// Why it only most likely exists: what decides has a default that something unseen may override.
    pub(super) fn likely(&self) -> Option<&'a Arc<Unknown>> {
        match &self.resource.exists {
            Existence::Perhaps(why) if why.likely.is_some() => Some(why),
            _ => None,
        }
    }

    /// It stands for an unknown number of instances, its own or its module's.
    pub(super) fn each(&self) -> Option<Arc<Unknown>> {
        (self.resource.key == InstanceKey::Each || self.resource.module.contains("[*]")).then(|| {
            self.perhaps().cloned().unwrap_or_else(|| read::odd(self.resource.at, "an unknown number of instances"))
        })
    }
}

/// All resources, indexed.
#[derive(Debug)]
pub(super) struct Infrastructure<'a> {
    pub(super) read: Reader<'a>,
    pub(super) configurations: &'a [Projected],
    pub(super) ownership: &'a Ownership,
    pub(super) all: Vec<Declaration<'a>>,
    /// Positions in order of the address without the instance's key.
    by_base: Vec<usize>,
    by_kind: BTreeMap<Arc<str>, Vec<usize>>,
}

impl<'a> Infrastructure<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        configurations: &'a [Projected],
        ownership: &'a Ownership,
    ) -> Infrastructure<'a> {
        let mut all = Vec::new();
        for (unit, configuration) in configurations.iter().enumerate() {
            for (position, resource) in configuration.resources.iter().enumerate() {
                let address = Address {
                    repository: configuration.repository.clone(),
                    scope: configuration.scope.clone(),
                    subject: resource.address.clone(),
                };
                let base = match base(&resource.address) {
                    whole if whole.len() == resource.address.len() => address.clone(),
                    base => address.subject(base),
                };
                all.push(Declaration { address, base, resource, unit, position });
            }
        }
        all.sort_by(|a, b| a.address.cmp(&b.address));
        let mut by_kind: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
        for (i, declaration) in all.iter().enumerate() {
            by_kind.entry(declaration.resource.kind.clone()).or_default().push(i);
        }
        let mut by_base: Vec<usize> = (0..all.len()).collect();
        by_base.sort_by_key(|i| all.get(*i).map(|d: &Declaration<'_>| &d.base));
        Infrastructure { read: Reader { sources }, configurations, ownership, all, by_base, by_kind }
    }

    /// The configuration of a resource.
    pub(super) fn configuration(&self, of: &Declaration<'a>) -> Option<&'a Projected> {
        self.configurations.get(of.unit)
    }

    /// What a person gives the module that a resource is part of: a module call's arguments, else the inputs of its unit.
    pub(super) fn inputs(&self, of: &Declaration<'a>) -> Option<&'a Value> {
        of.resource.given.as_ref().or_else(|| self.configuration(of).map(|c| &c.inputs))
    }

    /// Managed resources of a kind, in order of address.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Declaration<'a>> + use<'_, 'a> {
        let positions = self.by_kind.get(kind).map_or(&[][..], |v| v);
        positions.iter().filter_map(|i| self.all.get(*i)).filter(|d| !d.resource.data)
    }

    /// Where a configuration applies by a provider; its default provider when that one is not declared.
    pub(super) fn unit_place(&self, unit: usize, provider: &str) -> Option<&Place> {
        let places = &self.configurations.get(unit)?.places;
        places.iter().find(|(name, _)| &**name == provider).or_else(|| places.first()).map(|(_, place)| place)
    }

    /// Where a resource is created.
    pub(super) fn place(&self, of: &Declaration<'_>) -> Option<&Place> {
        self.unit_place(of.unit, &of.resource.provider)
    }

    /// The account a resource is created in, when certain.
    pub(super) fn account(&self, of: &Declaration<'_>) -> Option<Arc<str>> {
        self.place(of).and_then(|p| p.account.clone())
    }

    /// The environment of a resource.
    pub(super) fn environment(&self, of: &Declaration<'_>) -> Environment {
        self.place(of).map_or(Environment::Unknown, |p| p.environment.clone())
    }

    /// The declared resources that a reference means: the instance itself; the instance its index chooses; else all
    /// instances of the resource.
    pub(super) fn referred(&self, reference: &Ref) -> Vec<&Declaration<'a>> {
        let exact = |address: &Address| {
            let first = self.all.partition_point(|d| d.address < *address);
            self.all.get(first).filter(|d| d.address == *address)
        };
        let owner = &reference.owner;
        let stem = base(&owner.subject);
        if stem.len() != owner.subject.len()
            && let Some(found) = exact(owner).filter(|d| d.resource.key != InstanceKey::Each)
        {
            return vec![found];
        }
        let chosen = reference.path.iter().find_map(|step| match step {
            Step::Index(i) => Some(format!("{stem}[{i}]")),
            Step::Key(_) | Step::Each => None,
        });
        if let Some(found) = chosen.and_then(|subject| exact(&owner.subject(subject))) {
            return vec![found];
        }
        let stem = owner.subject(stem);
        let of = |i: &usize| self.all.get(*i).map(|d| &d.base);
        let first = self.by_base.partition_point(|i| of(i) < Some(&stem));
        let instances = self.by_base.get(first..).into_iter().flatten().take_while(|i| of(i) == Some(&stem));
        instances.filter_map(|i| self.all.get(*i)).collect()
    }

    /// The declared resources of `kind` that a value means: by reference; or, when it is a known text, those of the same
    /// configuration (else of the same account) whose `names` attributes are that text.
    pub(super) fn join(
        &self,
        value: &Value,
        kind: &str,
        names: &[&str],
        from: &Declaration<'a>,
    ) -> Vec<&Declaration<'a>> {
        // A text that only contains a reference is more than what it refers to.
        let of_template = self.join_by_template(value, kind, names, from);
        if !of_template.is_empty() {
            return of_template;
        }
        if let Some(reference) = read::reference_of(value) {
            return self.referred(reference).into_iter().filter(|d| &*d.resource.kind == kind).collect();
        }
        let Some(text) = read::text(value) else { return Vec::new() };
        let same = |d: &&Declaration<'a>| {
            names.iter().any(|n| d.get(n).known().and_then(read::text).is_some_and(|t| t == text))
        };
        let near: Vec<_> = self.of_kind(kind).filter(|d| d.unit == from.unit).filter(same).collect();
        if !near.is_empty() {
            return near;
        }
        let account = self.account(from);
        self.of_kind(kind).filter(|d| account.is_some() && self.account(d) == account).filter(same).collect()
    }

    /// The resources of one configuration whose `names` attributes are the same partly known text: taken from there, or the
    /// same template written twice. Those of the same module come first.
    fn join_by_template(
        &self,
        value: &Value,
        kind: &str,
        names: &[&str],
        from: &Declaration<'a>,
    ) -> Vec<&Declaration<'a>> {
        let partly = |p: &Pattern| !p.is_unknown() && p.text().is_none();
        let Some(pattern) = read::pattern(value).filter(partly) else { return Vec::new() };
        let same = |d: &&Declaration<'a>| {
            let is = |other: &Value| {
                let written = || self.read.slice(other.at).is_some_and(|t| self.read.slice(value.at) == Some(t));
                read::pattern(other).as_ref() == Some(&pattern) && (other.at == value.at || written())
            };
            names.iter().any(|n| d.get(n).set().is_some_and(is))
        };
        let all: Vec<_> = self.of_kind(kind).filter(|d| d.unit == from.unit).filter(same).collect();
        let near: Vec<_> = all.iter().copied().filter(|d| d.resource.module == from.resource.module).collect();
        if near.is_empty() { all } else { near }
    }

    /// The resources of `kind` by the address of what their `attribute` means.
    pub(super) fn grouped(
        &self,
        kind: &str,
        attribute: &str,
        target: &str,
        names: &[&str],
    ) -> HashMap<Address, Vec<&Declaration<'a>>> {
        let mut groups: HashMap<Address, Vec<&Declaration<'a>>> = HashMap::new();
        for declaration in self.of_kind(kind) {
            let Some(value) = declaration.get(attribute).set() else { continue };
            for found in self.join(value, target, names, declaration) {
                groups.entry(found.address.clone()).or_default().push(declaration);
            }
        }
        groups
    }

    /// What a resource is called, for messages: the first of these arguments that is set, else its `Name` tag, else the
    /// `name` that the unit gives its module. A prefix loses its last dash.
    pub(super) fn name(&self, of: &Declaration<'a>, arguments: &[&str]) -> Fact<Arc<str>> {
        let set = arguments.iter().find(|n| !of.get(n).is_absent());
        let got = match set {
            Some(argument) => of.get(argument),
            None => of.path(&["tags", "Name"]),
        };
        let inputs = self.configuration(of).map(|c| &c.inputs);
        let given = inputs.filter(|_| got.is_absent() && of.resource.module.is_empty()).map(|i| read::get(i, "name"));
        let fact = self.read.text(given.filter(|g| !g.is_absent()).unwrap_or(got), of.at());
        if set.is_some_and(|n| n.ends_with("_prefix")) {
            return read::map_fact(fact, |name| name.trim_end_matches('-').into());
        }
        fact
    }

    /// Where a unit's or a module call's input is written, key and value: what a person edits to change what a module creates.
    pub(super) fn input_at(&self, of: &Declaration<'a>, names: &[&str]) -> Option<Span> {
        let inputs = self.inputs(of)?;
        names.iter().find_map(|name| {
            let entry = read::entry(inputs, name)?;
            if self.read.embedded(entry.key_at) {
                return None;
            }
            // A module call may only pass on what is decided elsewhere, such as in a file of variables.
            let simple = matches!(read::likely(&entry.value).kind, Kind::Bool(_) | Kind::Number(_) | Kind::Text(_));
            let whole = self.read.whole_entry(entry);
            let elsewhere = self.read.own_place(&entry.value).filter(|at| at.file != whole.file);
            Some(elsewhere.filter(|_| of.resource.given.is_some() && simple).unwrap_or(whole))
        })
    }
}

/// An address without its own instance key: `module.a["x"].aws_subnet.private` for `....private[0]`.
pub(super) fn base(address: &str) -> &str {
    let cut = if address.ends_with("\"]") {
        address.rfind("[\"")
    } else if address.ends_with(']') {
        address.rfind('[')
    } else {
        None
    };
    cut.and_then(|i| address.get(..i)).unwrap_or(address)
}

/// The kind in a resource address: `aws_subnet` of `module.a.aws_subnet.private[0]`.
pub(super) fn kind_of(address: &str) -> Option<&str> {
    base(address).rsplit('.').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_only_their_own_key() {
        assert_eq!(base("module.a[\"x.y\"].aws_subnet.private[0]"), "module.a[\"x.y\"].aws_subnet.private");
        assert_eq!(base("aws_subnet.private[\"a[0]\"]"), "aws_subnet.private");
        assert_eq!(base("aws_subnet.private[*]"), "aws_subnet.private");
        assert_eq!(base("aws_vpc.this"), "aws_vpc.this");
        assert_eq!(kind_of("module.a[\"x.y\"].aws_subnet.private[0]"), Some("aws_subnet"));
        assert_eq!(kind_of("outputs"), None);
    }
}
