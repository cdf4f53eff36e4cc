//! What a verdict rests on: how sure a fact makes it, what to say of what is not known, and which findings are one mistake.

use crate::eval::kubernetes::Reach;
pub(super) use crate::eval::reason::clause as reason;
use crate::eval::reason::remedy;
use crate::eval::value::{Address, Marks, Unknown, Why};
use crate::finding::{Cause, Confidence, Finding, RuleId, Undecided};
use crate::model::fact::{Evidence, Fact, State};
use crate::model::network::Environment;
use crate::source::{Span, path};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far a fact carries a verdict.
pub(super) enum Weight<'a, T> {
    /// It is this, or most likely this.
    Is(&'a T, Basis),
    /// It is not set, or most likely not set.
    Unset(Basis),
    /// Not decided.
    Open(&'a Arc<Unknown>),
}

/// Why a verdict is only likely; nothing when it is certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Basis(Option<Arc<str>>);

impl Basis {
    /// Only likely, for this reason: a clause that follows the message after a comma.
    pub fn likely(clause: impl Into<Arc<str>>) -> Self {
        Self(Some(clause.into()))
    }

    /// The weaker of both.
    pub fn and(self, other: Basis) -> Self {
        if self.0.is_some() { self } else { other }
    }

    /// How sure.
    pub fn confidence(&self) -> Confidence {
        if self.0.is_some() { Confidence::Likely } else { Confidence::Certain }
    }

    /// The message, with what it rests on when it is only likely.
    pub fn say(&self, message: String) -> String {
        match &self.0 {
            Some(clause) => format!("{message}, {clause}"),
            None => message,
        }
    }
}

/// Weighs a fact. A default of a module model that was chosen by fit, a value that an unseen file may override and a
/// likely value all make a verdict likely.
pub(super) fn weigh<T>(fact: &Fact<T>) -> Weight<'_, T> {
    match &fact.state {
        State::Known(value) => Weight::Is(value, by_marks(fact.marks)),
        State::Absent => Weight::Unset(by_marks(fact.marks)),
        State::Unknown { why, likely: Some(value) } => Weight::Is(value, Basis::likely(unless(why))),
        State::Unknown { why, likely: None } => Weight::Open(why),
    }
}

fn by_marks(marks: Marks) -> Basis {
    if marks.has(Marks::FITTED.with(Marks::DEFAULTED)) {
        Basis::likely("if the module, whose source is not known, is the one that its version and inputs fit")
    } else if marks.has(Marks::OVERRIDABLE) {
        Basis::likely("unless a file that is not in the repository says otherwise")
    } else if marks.has(Marks::CALLER) {
        Basis::likely("unless a caller sets the variable rather than leave its default")
    } else {
        Basis::default()
    }
}

fn unless(why: &Unknown) -> String {
    match &why.root().why {
        Why::MissingFile(path) => format!("unless `{}` says otherwise", path::name(path)),
        Why::Runner(what) => format!("unless {what} says otherwise"),
        Why::Environment(name) => format!("unless the environment variable `{name}` says otherwise"),
        _ => format!("unless what is not known says otherwise: {}", reason(why)),
    }
}

/// A finding about infrastructure, with nothing but what every finding has. Infrastructure is live as it stands: no entry
/// point leads to it.
pub(super) fn finding(rule: RuleId, subject: &Address, message: String, evidence: Evidence, basis: &Basis) -> Finding {
    Finding {
        rule,
        subject: subject.clone(),
        counterpart: None,
        symmetric: false,
        aspect: "".into(),
        message: basis.say(message),
        help: None,
        evidence,
        confidence: basis.confidence(),
        severity: None,
        reach: Reach::Live(BTreeSet::new()),
        cause: None,
    }
}

/// A verdict that was not reached.
pub(super) fn undecided(rule: RuleId, subject: &Address, at: Span, why: &Unknown) -> Undecided {
    Undecided { rule, subject: subject.clone(), at, reason: reason(why).into(), help: remedy(why).map(Into::into) }
}

/// Text of a fact for messages; what is sensitive is never shown.
pub(super) fn shown(text: &str, marks: Marks) -> &str {
    if marks.has(Marks::SENSITIVE) { "(sensitive)" } else { text }
}

/// A thing for messages: what it is and its name, else where it is declared.
pub(super) fn named(what: &str, name: &Fact<Arc<str>>, address: &Address) -> String {
    match name.get_or_likely() {
        // A prefix that AWS completes ends in a dash.
        Some(text) if !text.is_empty() => format!("{what} {}", shown(text, name.marks).trim_end_matches('-')),
        _ => match own_name(address) {
            Some(subject) => format!("{what} {subject}"),
            None => format!("the {what} of {}", place(address)),
        },
    }
}

/// The address of a resource whose author gave it a name. Modules of one resource call it `this`, which says nothing.
fn own_name(address: &Address) -> Option<&str> {
    let subject = match address.subject.strip_suffix(']').and_then(|s| s.rsplit_once('[')) {
        Some((own, _)) => own,
        None => &*address.subject,
    };
    let (_, name) = subject.rsplit_once('.')?;
    (!matches!(name, "this" | "main" | "default")).then_some(subject)
}

/// The directory that declares something.
pub(super) fn place(address: &Address) -> &str {
    if address.scope.is_empty() || &*address.scope == "." { &address.repository } else { &address.scope }
}

/// An environment's word.
pub(super) fn environment(environment: &Environment) -> Option<&str> {
    match environment {
        Environment::Production => Some("production"),
        Environment::Other(name) => Some(name),
        Environment::Unknown => None,
    }
}

/// Findings of one rule that ask for an edit of the same text are one mistake.
pub(super) fn group_by_text(findings: &mut [Finding], message: impl Fn(&Finding) -> String) {
    let mut places: BTreeMap<Span, usize> = BTreeMap::new();
    for finding in findings.iter() {
        *places.entry(finding.evidence.primary().at).or_default() += 1;
    }
    for finding in findings.iter_mut().filter(|f| f.cause.is_none()) {
        let at = finding.evidence.primary().at;
        if places.get(&at).is_some_and(|n| *n > 1) {
            let key = format!("{}:{}:{}", finding.rule, at.file.index(), at.start);
            finding.cause = Some(Cause { key: key.into(), message: message(finding).into() });
        }
    }
}

/// Patterns over addresses, as the configuration lists them. What is no pattern matches nothing.
pub(super) struct Allowed(GlobSet, BTreeSet<Arc<str>>);

impl Allowed {
    /// Reads the patterns.
    pub fn new(patterns: &[Arc<str>]) -> Self {
        let mut set = GlobSetBuilder::new();
        let literal = patterns.iter().cloned().collect();
        for pattern in patterns {
            if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
                set.add(glob);
            }
        }
        Self(set.build().unwrap_or_else(|_| GlobSet::empty()), literal)
    }

    /// Whether a pattern names this, or the unit that declares it.
    pub fn has(&self, address: &Address) -> bool {
        let text = address.to_string();
        // An instance key in an address (`[0]`) is a class of characters in a pattern.
        self.1.contains(&*text)
            || !self.0.is_empty() && (self.0.is_match(&text) || self.0.is_match(address.subject("").to_string()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::eval::value::Ty;
    use crate::source::FileId;

    fn at() -> Span {
        Span::new(FileId::from_index(0), 3, 5)
    }

    fn because(why: Why) -> Arc<Unknown> {
        Arc::new(Unknown { why, what: None, ty: Ty::Any, not_null: false, likely: None, at: at() })
    }

    fn words(fact: &Fact<bool>) -> (Option<bool>, Confidence, String) {
        match weigh(fact) {
            Weight::Is(value, basis) => (Some(*value), basis.confidence(), basis.say("it is".into())),
            Weight::Unset(basis) => (None, basis.confidence(), basis.say("it is not set".into())),
            Weight::Open(why) => (None, Confidence::Likely, reason(why)),
        }
    }

    #[test]
    fn what_is_written_is_certain_and_what_a_missing_file_may_change_is_likely() {
        assert_eq!(words(&Fact::known(true, at(), Marks::NONE)), (Some(true), Confidence::Certain, "it is".into()));
        let missing = because(Why::MissingFile("live/env.hcl".into()));
        let state = State::Unknown { why: because(Why::Because(missing.clone())), likely: Some(false) };
        let fact = Fact { state, evidence: Evidence::at(at()), marks: Marks::NONE };
        assert_eq!(words(&fact), (Some(false), Confidence::Likely, "it is, unless `env.hcl` says otherwise".into()));
        let open = Fact::unknown(because(Why::Because(missing)), at());
        assert_eq!(words(&open).2, "`live/env.hcl` is not in the repository");
    }

    #[test]
    fn a_default_of_a_fitted_model_is_likely_and_an_input_to_it_certain() {
        let fitted = Fact::known(true, at(), Marks::FITTED.with(Marks::MODELLED));
        assert_eq!(words(&fitted).1, Confidence::Certain);
        let defaulted = Fact::known(true, at(), Marks::FITTED.with(Marks::DEFAULTED));
        assert_eq!(words(&defaulted).1, Confidence::Likely);
        let caller = Fact::known(true, at(), Marks::CALLER.with(Marks::DEFAULTED));
        let unless = "it is, unless a caller sets the variable rather than leave its default";
        assert_eq!(words(&caller), (Some(true), Confidence::Likely, unless.into()));
        let of_known_module = Fact::known(true, at(), Marks::MODELLED.with(Marks::DEFAULTED));
        assert_eq!(words(&of_known_module).1, Confidence::Certain);
    }

    #[test]
    fn sensitive_text_is_not_shown() {
        let address = Address::new("infra", "live/vpc", "aws_vpc.this[0]");
        let secret = Fact::known(Arc::from("hush"), at(), Marks::SENSITIVE);
        assert_eq!(named("VPC", &secret, &address), "VPC (sensitive)");
        assert_eq!(named("VPC", &Fact::absent(at()), &address), "the VPC of live/vpc");
        let own = address.subject("aws_vpc.mirror[0]");
        assert_eq!(named("VPC", &Fact::absent(at()), &own), "VPC aws_vpc.mirror");
        let of_module = address.subject("module.net[\"a.b\"].aws_vpc.this[0]");
        assert_eq!(named("VPC", &Fact::absent(at()), &of_module), "the VPC of live/vpc");
    }

    #[test]
    fn patterns_name_a_unit_or_a_resource_and_stop_at_folders() {
        let one = Allowed::new(&["infra//vpn//module.hosts[\"a\"].aws_instance.this[0]".into()]);
        assert!(one.has(&Address::new("infra", "vpn", "module.hosts[\"a\"].aws_instance.this[0]")));
        assert!(!one.has(&Address::new("infra", "vpn", "module.hosts[\"a\"].aws_instance.this[1]")));
        let allowed = Allowed::new(&["infra//**/bastion".into(), "infra//vpn//aws_instance.this".into(), "[".into()]);
        assert!(allowed.has(&Address::new("infra", "live/eu/bastion", "aws_instance.this[0]")));
        assert!(allowed.has(&Address::new("infra", "bastion", "aws_instance.this")));
        assert!(allowed.has(&Address::new("infra", "vpn", "aws_instance.this")));
        assert!(!allowed.has(&Address::new("infra", "vpn", "aws_instance.other")));
        assert!(!allowed.has(&Address::new("infra", "live/bastion/more", "aws_instance.this")));
        assert!(!Allowed::new(&[]).has(&Address::new("infra", "vpn", "")));
    }
}
