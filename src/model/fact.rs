//! A fact: something a person declared, with the text that declares it.

use crate::eval::value::{Marks, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// A property of a declared thing.
#[derive(Clone, Debug)]
pub struct Fact<T> {
    /// What is known of it.
    pub state: State<T>,
    /// Where it is declared: first the text a person would change, then how it got here.
    pub evidence: Evidence,
    /// Marks of the value it was read from.
    pub marks: Marks,
}

/// What is known of a property.
#[derive(Clone, Debug)]
pub enum State<T> {
    /// It is this.
    Known(T),
    /// It is not set, and nothing sets it by default.
    Absent,
    /// Not decided by the repositories.
    Unknown {
        /// Why.
        why: Arc<Unknown>,
        /// What it most likely is.
        likely: Option<T>,
    },
}

impl<T> Fact<T> {
    /// A known fact.
    pub fn known(value: T, at: Span, marks: Marks) -> Self {
        Self { state: State::Known(value), evidence: Evidence::at(at), marks }
    }

    /// A property that is not set; `at` is where it would be set.
    pub fn absent(at: Span) -> Self {
        Self { state: State::Absent, evidence: Evidence::at(at), marks: Marks::NONE }
    }

    /// A property that is not decided.
    pub fn unknown(why: Arc<Unknown>, at: Span) -> Self {
        Self { state: State::Unknown { why, likely: None }, evidence: Evidence::at(at), marks: Marks::NONE }
    }

    /// The value, when it is known.
    pub fn get(&self) -> Option<&T> {
        match &self.state {
            State::Known(v) => Some(v),
            _ => None,
        }
    }

    /// The value when known, else the likely one.
    pub fn get_or_likely(&self) -> Option<&T> {
        match &self.state {
            State::Known(v) => Some(v),
            State::Unknown { likely, .. } => likely.as_ref(),
            State::Absent => None,
        }
    }

    /// Why it is unknown, when it is.
    pub fn why(&self) -> Option<&Arc<Unknown>> {
        match &self.state {
            State::Unknown { why, .. } => Some(why),
            _ => None,
        }
    }

    /// Whether it is not set.
    pub fn is_absent(&self) -> bool {
        matches!(self.state, State::Absent)
    }

    /// Where a person would change it.
    pub fn at(&self) -> Span {
        self.evidence.primary().at
    }
}

/// Places that support a statement. Never empty; the first is what a person edits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    first: Mark,
    more: Vec<Mark>,
}

impl Evidence {
    /// One place, without a note.
    pub fn at(at: Span) -> Self {
        Self { first: Mark { at, role: Role::Primary, note: "".into() }, more: Vec::new() }
    }

    /// One place and what to say beside it.
    pub fn new(at: Span, note: impl Into<Arc<str>>) -> Self {
        Self { first: Mark { at, role: Role::Primary, note: note.into() }, more: Vec::new() }
    }

    /// One more place; a place that is already there with the same role is not repeated.
    pub fn and(mut self, at: Span, role: Role, note: impl Into<Arc<str>>) -> Self {
        let mark = Mark { at, role, note: note.into() };
        if !self.marks().any(|m| m.at == mark.at && m.role == mark.role) {
            self.more.push(mark);
        }
        self
    }

    /// What a person edits.
    pub fn primary(&self) -> &Mark {
        &self.first
    }

    /// All places, the primary first.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// The places after the primary.
    pub fn related(&self) -> &[Mark] {
        &self.more
    }

    /// The same evidence with another note beside the primary place.
    pub fn noted(mut self, note: impl Into<Arc<str>>) -> Self {
        self.first.note = note.into();
        self
    }
}

/// A place with its role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The place.
    pub at: Span,
    /// What it is to the statement.
    pub role: Role,
    /// What to say beside it; may be empty.
    pub note: Arc<str>,
}

/// What a place is to a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Role {
    /// What a person edits.
    Primary,
    /// What makes it so.
    Cause,
    /// The other side of a comparison, perhaps in another repository.
    Counterpart,
    /// A step on the way: an include, an input, a patch, a template.
    Via,
}

impl Role {
    /// The word used in reports.
    pub fn word(self) -> &'static str {
        match self {
            Role::Primary => "primary",
            Role::Cause => "cause",
            Role::Counterpart => "counterpart",
            Role::Via => "via",
        }
    }
}
