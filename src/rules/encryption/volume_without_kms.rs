//! `volume-without-kms`: an EBS volume that nothing encrypts, or only the account's default does.

use super::{Class, Habit, Words, judge};
use crate::finding::Severity;
use crate::model::encryption::{Encryption, StoreClass};
use crate::rule::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: CLASS.rule,
    family: "encryption",
    check: |estate, parameters, verdicts| judge(&CLASS, estate, parameters, verdicts),
};

const CLASS: Class = Class {
    rule: "volume-without-kms",
    class: StoreClass::Volume,
    noun: "volume",
    none: Words { message: "is not encrypted", note: "in the clear", severity: Severity::High },
    owned: Words {
        message: "is encrypted with a key that AWS owns, not with KMS",
        note: "AWS's own key",
        severity: Severity::Low,
    },
    help: "set `encrypted = true` on the device, and `kms_key_id` for a key of your own; an existing volume is encrypted by \
           replacing it from an encrypted copy of its snapshot",
    unset: Encryption::None,
    habit: Some(Habit {
        message: "volumes leave encryption to the account's default, and nothing here turns that on",
        severity: Severity::Medium,
    }),
    together: "volumes are not encrypted",
};
