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

use super::basis::{Basis, Weight, finding, group_by_text, named, place, undecided, weigh};
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
            verdicts.findings.push(short(class, store, level, demanded, basis));
        }
    }
    group_by_text(&mut verdicts.findings, |_| class.together.into());
}

fn short(class: &Class, store: &Store, level: Encryption, demanded: Encryption, basis: Basis) -> Finding {
    let whose = match store.class {
        // A volume goes by the name of what it is attached to.
        StoreClass::Volume if store.name.get_or_likely().is_some() => {
            named("the volume of", &store.name, &store.address)
        }
        // The states of a platform share a bucket.
        StoreClass::State => format!("the state of {}", place(&store.address)),
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
    let mut cause = habit.map(|habit| Cause {
        key: format!("{} in {}", class.rule, store.address.repository).into(),
        message: Arc::from(habit.message),
    });
    // A repository keeps its state in one way.
    if store.class == StoreClass::State {
        let together = match level {
            Encryption::None => "state is kept as a plain file on the disk of whoever applies",
            Encryption::ProviderOwned => class.together,
            Encryption::ProviderManaged | Encryption::CustomerKey => {
                "state is kept under a key that AWS manages; a customer key is demanded"
            }
        };
        cause = Some(Cause {
            key: format!("{} in {}: {}", class.rule, store.address.repository, words.note).into(),
            message: together.into(),
        });
    }
    let mut message = format!("{whose} {}", words.message);
    let mut severity = habit.map_or(words.severity, |habit| habit.severity);
    // Where a customer key is demanded, a key that is further from it is no smaller matter.
    if demanded == Encryption::CustomerKey && level == Encryption::ProviderOwned {
        severity = severity.max(managed.severity);
        message.push_str("; a customer key is demanded");
    }
    if store.purpose == StorePurpose::PublicOrigin {
        message.push_str("; what a public site serves is no secret");
        severity = Severity::Info;
    }
    // Whoever launches from it is not declared here, and may not exist.
    let mut basis = basis;
    if store.purpose == StorePurpose::Template {
        basis = Basis::likely("if anything is launched from this template: nothing that is declared here is");
        severity = Severity::Low;
    }
    let mut evidence = store.encryption.evidence.clone();
    if evidence.primary().note.is_empty() {
        evidence = evidence.noted(if habit.is_some() { "nothing here about encryption" } else { words.note });
    }
    let help = match level {
        Encryption::None if store.class == StoreClass::State => {
            "keep state in a backend that encrypts it, such as `s3` with `encrypt = true` and `kms_key_id`"
        }
        _ => class.help,
    };
    let basis = store.unless.as_ref().map_or(basis, |clause| Basis::likely(clause.clone()));
    Finding {
        help: Some(help.into()),
        severity: Some(severity),
        cause,
        ..finding(class.rule, &store.address, message, evidence, &basis)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::eval::value::{Address, Marks};
    use crate::finding::Confidence;
    use crate::model::fact::Fact;
    use crate::model::network::Environment;
    use crate::rule::Parameter;
    use crate::source::{FileId, Span};

    fn store(class: StoreClass, encryption: Encryption) -> Store {
        let at = Span::new(FileId::from_index(0), 1, 2);
        Store {
            address: Address::new("infra", "data", "this"),
            at,
            class,
            name: Fact::known("worlds".into(), at, Marks::NONE),
            encryption: Fact::known(encryption, at, Marks::NONE),
            at_least: encryption,
            unless: None,
            key: Fact::absent(at),
            key_address: None,
            purpose: StorePurpose::General,
            purpose_at: None,
            account: None,
            environment: Environment::Unknown,
        }
    }

    fn verdicts(store: Store, customer_key: bool) -> Verdicts {
        let mut estate = Estate::default();
        let class = store.class;
        estate.declared.stores.push(store);
        let mut parameters = Parameters::default();
        parameters.0.insert("customer_key".into(), Parameter::Boolean(customer_key));
        let mut verdicts = Verdicts::default();
        let rule = match class {
            StoreClass::Bucket => bucket_without_kms::RULE,
            StoreClass::Database => database_without_kms::RULE,
            StoreClass::Volume => volume_without_kms::RULE,
            StoreClass::FileSystem => filesystem_without_kms::RULE,
            StoreClass::ClusterSecrets => cluster_secrets_without_kms::RULE,
            StoreClass::State => state_without_kms::RULE,
        };
        (rule.check)(&estate, &parameters, &mut verdicts);
        verdicts
    }

    #[test]
    fn severity_is_low_where_the_provider_encrypts_anyway_and_high_where_nothing_does() {
        let severity = |class, level| verdicts(store(class, level), false).findings[0].severity;
        assert_eq!(severity(StoreClass::Bucket, Encryption::ProviderOwned), Some(Severity::Low));
        assert_eq!(severity(StoreClass::Database, Encryption::None), Some(Severity::High));
        assert_eq!(severity(StoreClass::FileSystem, Encryption::None), Some(Severity::High));
        assert_eq!(severity(StoreClass::ClusterSecrets, Encryption::ProviderOwned), Some(Severity::Low));
    }

    #[test]
    fn any_kms_key_is_enough_unless_a_customer_key_is_demanded() {
        let managed = || store(StoreClass::Database, Encryption::ProviderManaged);
        assert_eq!(verdicts(managed(), false).satisfied, 1);
        let demanded = verdicts(managed(), true);
        assert_eq!(
            demanded.findings[0].message,
            "database worlds is encrypted with a key that AWS manages; a customer key is demanded"
        );
        assert_eq!(verdicts(store(StoreClass::Database, Encryption::CustomerKey), true).satisfied, 1);
        // What is further from the demand matters no less.
        let owned = verdicts(store(StoreClass::Bucket, Encryption::ProviderOwned), true);
        assert_eq!(owned.findings[0].severity, demanded.findings[0].severity);
        assert!(owned.findings[0].message.ends_with("; a customer key is demanded"));
    }

    #[test]
    fn what_cannot_use_a_key_is_not_judged_and_a_public_origin_is_a_note() {
        let with = |purpose| verdicts(Store { purpose, ..store(StoreClass::Bucket, Encryption::ProviderOwned) }, false);
        for exempt in [StorePurpose::AccessLogs, StorePurpose::PublicRead] {
            let verdicts = with(exempt);
            assert!(verdicts.findings.is_empty() && verdicts.undecided.is_empty());
        }
        assert_eq!(with(StorePurpose::PublicOrigin).findings[0].severity, Some(Severity::Info));
    }

    #[test]
    fn state_of_one_repository_at_one_level_is_one_cause() {
        let cause =
            |encryption| verdicts(store(StoreClass::State, encryption), false).findings[0].cause.clone().unwrap();
        assert_eq!(cause(Encryption::ProviderOwned), cause(Encryption::ProviderOwned));
        assert_ne!(cause(Encryption::ProviderOwned).key, cause(Encryption::None).key);
        assert_ne!(cause(Encryption::ProviderOwned).message, cause(Encryption::None).message);
    }

    #[test]
    fn a_volume_that_says_nothing_is_likely_and_one_habit_of_its_repository() {
        let unless = Some(Arc::from("unless the account says otherwise"));
        let silent = verdicts(Store { unless, ..store(StoreClass::Volume, Encryption::None) }, false);
        let finding = &silent.findings[0];
        assert_eq!(finding.confidence, Confidence::Likely);
        assert_eq!(finding.message, "the volume of worlds is not encrypted, unless the account says otherwise");
        assert!(finding.cause.is_some());
        let spoken = verdicts(store(StoreClass::Volume, Encryption::None), false);
        assert_eq!(spoken.findings[0].confidence, Confidence::Certain);
        assert!(spoken.findings[0].cause.is_none());
    }
}
