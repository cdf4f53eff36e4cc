//! Where something runs: which subnets an argument means, and how exposed they are.

use super::super::network::{Exposure, Placement, Subnet, SubnetChoice};
use super::infrastructure::{Declaration, Infrastructure};
use super::network::exposure_by_name;
use super::read::{self, Got};
use crate::eval::value::{Address, Ref, Step, Unknown, Value, Why};
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Resolves placements against the declared subnets.
pub(super) struct Placer<'i, 'a> {
    pub(super) infra: &'i Infrastructure<'a>,
    subnets: BTreeMap<Address, Subnet>,
}

impl<'i, 'a> Placer<'i, 'a> {
    pub(super) fn new(infra: &'i Infrastructure<'a>, subnets: &[Subnet]) -> Self {
        let subnets = subnets.iter().map(|s| (s.address.clone(), s.clone())).collect();
        Placer { infra, subnets }
    }

    /// Where the subnets that an argument names are; `None` when the argument is not set.
    pub(super) fn place(&self, got: Got<'_>, of: &Declaration<'a>) -> Option<Placement> {
        let home = of.at();
        let own = self.infra.configuration(of).map(|c| (c.tree, c.directory()));
        let asked = |value| {
            let near = own.and_then(|(tree, scope)| self.infra.read.place_in(value, tree, scope));
            near.or_else(|| self.given(value, of))
        };
        let (known, more) = read::items(got);
        if known.is_empty() && more.is_none() {
            return None;
        }
        let at = match got {
            Got::Value(value) => asked(value).unwrap_or_else(|| self.infra.read.nearest(value, home)),
            _ => home,
        };
        let mut choices: Vec<SubnetChoice> = Vec::new();
        let mut unclear = None;
        for value in known {
            // An element taken from a list that is written elsewhere is chosen where the list is named.
            let nearest = asked(value).or_else(|| self.infra.read.own_place(value));
            let place = nearest.filter(|p| p.file == at.file).unwrap_or(at);
            push(&mut choices, self.choice(value, place));
        }
        if let Some(why) = more {
            match self.unknown(why, at) {
                Some(choice) => push(&mut choices, choice),
                None => unclear = Some(why.clone()),
            }
        }
        Some(Placement { subnets: choices, more: unclear, at })
    }

    /// Where the unit gives the only variable that its module names here: a function over a list leaves no other trace.
    fn given(&self, value: &Value, of: &Declaration<'a>) -> Option<Span> {
        let text = self.infra.read.written(self.infra.read.own_place(value).unwrap_or(value.at))?;
        let mut names = text.split("var.").skip(1);
        let (only, None) = (names.next()?, names.next()) else { return None };
        let name = only.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).next()?;
        if !of.resource.module.is_empty() {
            return None;
        }
        let entry = read::entry(&self.infra.configuration(of)?.inputs, name)?;
        (!self.infra.read.embedded(entry.key_at)).then(|| self.infra.read.argument(entry.key_at))
    }

    fn choice(&self, value: &Value, at: Span) -> SubnetChoice {
        let named = read::hole(value).and_then(|why| self.unknown(why, at));
        named.unwrap_or_else(|| SubnetChoice {
            subnets: Vec::new(),
            exposure: Exposure::Unknown,
            by_name: false,
            text: read::printable(value).or_else(|| self.infra.read.written(at)).unwrap_or_else(|| "a subnet".into()),
            at,
        })
    }

    /// What an unknown id or list of ids means; `None` when nothing speaks for it.
    fn unknown(&self, why: &Arc<Unknown>, at: Span) -> Option<SubnetChoice> {
        let reference = read::reference(why);
        let written = self.infra.read.written(at);
        if let Some(reference) = reference {
            let found: Vec<&Subnet> =
                self.infra.referred(reference).iter().filter_map(|d| self.subnets.get(&d.address)).collect();
            if let Some(first) = found.first() {
                let same = found.iter().all(|s| s.exposure == first.exposure);
                return Some(SubnetChoice {
                    subnets: found.iter().map(|s| s.address.clone()).collect(),
                    exposure: if same { first.exposure } else { Exposure::Unknown },
                    by_name: found.iter().any(|s| s.by_name),
                    text: written.unwrap_or_else(|| in_words(reference)),
                    at,
                });
            }
        }
        // The name of a variable that nobody sets says what its author had in mind, not what it is.
        if given_nowhere(why) {
            return None;
        }
        let words = reference.map(in_words);
        let exposure = [words.as_deref(), written.as_deref()].into_iter().flatten().map(exposure_by_name);
        let exposure = exposure.into_iter().find(|e| *e != Exposure::Unknown).unwrap_or(Exposure::Unknown);
        if exposure == Exposure::Unknown {
            return None;
        }
        let text = written.or(words)?;
        Some(SubnetChoice { subnets: Vec::new(), exposure, by_name: true, text, at })
    }

    /// The VPC of a placement, when all its declared subnets are in one.
    pub(super) fn vpc(&self, placement: Option<&Placement>) -> Option<Address> {
        let mut vpcs = placement?
            .subnets
            .iter()
            .flat_map(|c| &c.subnets)
            .filter_map(|a| self.subnets.get(a))
            .map(|s| s.vpc.as_ref());
        let first = vpcs.next()??;
        vpcs.all(|v| v == Some(first)).then(|| first.clone())
    }

    /// The subnets of the subnet group that an argument names.
    pub(super) fn by_group(&self, of: &Declaration<'a>, argument: &str, kind: &str) -> Option<Placement> {
        let value = of.get(argument).set()?;
        let groups = self.infra.join(value, kind, &["name"], of);
        if let Some(group) = groups.first() {
            return self.place(group.get("subnet_ids"), group);
        }
        let at = self.infra.read.nearest(value, of.at());
        let named = read::text(value).or_else(|| read::reference_of(value).map(in_words));
        let exposure = named.as_deref().map_or(Exposure::Unknown, exposure_by_name);
        let words = read::printable(value).or_else(|| read::reference_of(value).map(in_words));
        let words = words.or_else(|| self.infra.read.written(at)).unwrap_or_else(|| "a subnet group".into());
        let choice = SubnetChoice { subnets: Vec::new(), exposure, by_name: true, text: words, at };
        Some(Placement { subnets: vec![choice], more: None, at })
    }
}

/// Whether it follows from a variable without any value.
fn given_nowhere(why: &Unknown) -> bool {
    let mut at = why;
    for _ in 0..64 {
        match &at.why {
            Why::Because(from) => at = from,
            Why::Unset(_) => return true,
            _ => return false,
        }
    }
    false
}

/// Adds a choice; the same reference named for each of its elements is one choice.
fn push(choices: &mut Vec<SubnetChoice>, choice: SubnetChoice) {
    match choices.iter_mut().find(|c| c.at == choice.at && c.text == choice.text && c.exposure == choice.exposure) {
        Some(same) => {
            for subnet in choice.subnets {
                if !same.subnets.contains(&subnet) {
                    same.subnets.push(subnet);
                }
            }
        }
        None => choices.push(choice),
    }
}

/// A reference in words: `vpc outputs.public_subnets[0]`.
fn in_words(reference: &Ref) -> Arc<str> {
    let mut text = match &*reference.owner.subject {
        "outputs" => format!("{} outputs", reference.owner.scope),
        "" => reference.owner.scope.to_string(),
        subject => subject.to_owned(),
    };
    for step in reference.path.iter() {
        match step {
            Step::Key(key) => {
                text.push('.');
                text.push_str(key);
            }
            Step::Index(i) => text.push_str(&format!("[{i}]")),
            Step::Each => text.push_str("[*]"),
        }
    }
    text.into()
}
