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
    /// What it means to leave encryption unset.
    unset: Unset,
    /// What to say of several at once.
    together: &'static str,
}

/// What to say at one level.
struct Words {
    message: &'static str,
    note: &'static str,
    severity: Severity,
}

/// What a store has that says nothing about encryption.
struct Unset {
    level: Encryption,
    /// The severity, where it differs from that of the level.
    severity: Option<Severity>,
    /// Why that is only likely.
    basis: Option<&'static str>,
    /// What to say of all of them in one repository, when that is one habit.
    habit: Option<&'static str>,
}

fn judge(class: &Class, estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let demanded =
        if parameters.boolean("customer_key") { Encryption::CustomerKey } else { Encryption::ProviderManaged };
    for store in estate.declared.stores.iter().filter(|s| s.class == class.class) {
        // Log delivery cannot write with a KMS key.
        if store.purpose == StorePurpose::AccessLogs {
            continue;
        }
        let (level, basis, unset) = match weigh(&store.encryption) {
            Weight::Is(level, basis) => (*level, basis, false),
            Weight::Unset(basis) => {
                let own = class.unset.basis.map_or_else(Basis::default, Basis::likely);
                (class.unset.level, own.and(basis), true)
            }
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(class.rule, &store.address, store.encryption.at(), why));
                continue;
            }
        };
        if level >= demanded {
            verdicts.satisfied += 1;
        } else {
            verdicts.findings.push(short(class, store, level, unset, &basis));
        }
    }
    group_by_text(&mut verdicts.findings, |_| class.together.into());
}

fn short(class: &Class, store: &Store, level: Encryption, unset: bool, basis: &Basis) -> Finding {
    let whose = named(class.noun, &store.name, &store.address);
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
    let severity = class.unset.severity.filter(|_| unset).unwrap_or(words.severity);
    let public = store.purpose == StorePurpose::PublicOrigin;
    let message = if public {
        format!("{whose} {}; it serves the public, so little depends on it", words.message)
    } else {
        format!("{whose} {}", words.message)
    };
    let cause = class.unset.habit.filter(|_| unset).map(|habit| Cause {
        key: format!("{} unset in {}", class.rule, store.address.repository).into(),
        message: Arc::from(habit),
    });
    Finding {
        help: Some(class.help.into()),
        severity: Some(if public { Severity::Info } else { severity }),
        cause,
        ..finding(class.rule, &store.address, message, store.encryption.evidence.clone().noted(words.note), basis)
    }
}
