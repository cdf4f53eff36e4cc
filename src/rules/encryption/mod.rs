//! Data at rest. The rules of this family are one mechanism over the classes of stores; each declares its class and words.
//!
//! There are four levels: none, a key that the provider owns, a key that the provider manages in the account, a key of the
//! customer's own. KMS is demanded, unless the configuration demands a customer key.

pub mod bucket_without_kms;
pub mod cluster_secrets_without_kms;
pub mod database_without_kms;
pub mod filesystem_without_kms;
pub mod state_without_kms;
pub mod volume_without_kms;

use super::basis::{Basis, Weight, finding, group_by_text, named, undecided, weigh};
use crate::finding::{Cause, Finding, RuleId, Severity};
use crate::model::Estate;
use crate::model::encryption::{Encryption, Store, StoreClass, StorePurpose};
use crate::rule::{Parameters, Verdicts};
use std::sync::Arc;

/// One class of stores, in words.
struct Class {
    rule: RuleId,
    class: StoreClass,
    /// `bucket`.
    noun: &'static str,
    /// When nothing encrypts it, after the name.
    none: Words,
    /// When a key that the provider owns does.
    owned: Words,
    /// What to write for a KMS key.
    help: &'static str,
    /// What a store has that says nothing about encryption.
    unset: Encryption,
    /// What to say of all stores of one repository that leave it to the account, as that is one habit.
    habit: Option<Habit>,
    /// What to say of several at once.
    together: &'static str,
}

/// What to say at one level.
struct Words {
    message: &'static str,
    note: &'static str,
    severity: Severity,
}

/// Leaving it to something outside the repositories.
struct Habit {
    message: &'static str,
    severity: Severity,
}

fn judge(class: &Class, estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let demanded =
        if parameters.boolean("customer_key") { Encryption::CustomerKey } else { Encryption::ProviderManaged };
    for store in estate.declared.stores.iter().filter(|s| s.class == class.class) {
        // Log delivery cannot write with a KMS key, and who has no account cannot read with one.
        if matches!(store.purpose, StorePurpose::AccessLogs | StorePurpose::PublicRead) {
            continue;
        }
        // Whatever is not known, it cannot be worse than this.
        if store.at_least >= demanded {
            verdicts.satisfied += 1;
            continue;
        }
        let (level, basis) = match weigh(&store.encryption) {
            Weight::Is(level, basis) => (*level, basis),
            Weight::Unset(basis) => (class.unset, basis),
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(class.rule, &store.address, store.encryption.at(), why));
                continue;
            }
        };
        if level >= demanded {
            verdicts.satisfied += 1;
        } else {
            verdicts.findings.push(short(class, store, level, basis));
        }
    }
    group_by_text(&mut verdicts.findings, |_| class.together.into());
}

fn short(class: &Class, store: &Store, level: Encryption, basis: Basis) -> Finding {
    let whose = match store.class {
        // A volume goes by the name of what it is attached to.
        StoreClass::Volume if store.name.get_or_likely().is_some() => {
            named("the volume of", &store.name, &store.address)
        }
        _ => named(class.noun, &store.name, &store.address),
    };
    let managed = Words {
        message: "is encrypted with a key that AWS manages; a customer key is demanded",
        note: "not a key of your own",
        severity: Severity::Medium,
    };
    let words = match level {
        Encryption::None => &class.none,
        Encryption::ProviderOwned => &class.owned,
        Encryption::ProviderManaged | Encryption::CustomerKey => &managed,
    };
    let habit = class.habit.as_ref().filter(|_| store.unless.is_some());
    let cause = habit.map(|habit| Cause {
        key: format!("{} in {}", class.rule, store.address.repository).into(),
        message: Arc::from(habit.message),
    });
    let mut message = format!("{whose} {}", words.message);
    let mut severity = habit.map_or(words.severity, |habit| habit.severity);
    if store.purpose == StorePurpose::PublicOrigin {
        message.push_str("; what a public site serves is no secret");
        severity = Severity::Info;
    }
    let mut evidence = store.encryption.evidence.clone();
    if evidence.primary().note.is_empty() {
        evidence = evidence.noted(words.note);
    }
    let basis = basis.and(store.unless.as_ref().map_or_else(Basis::default, |clause| Basis::likely(clause.clone())));
    Finding {
        help: Some(class.help.into()),
        severity: Some(severity),
        cause,
        ..finding(class.rule, &store.address, message, evidence, &basis)
    }
}
