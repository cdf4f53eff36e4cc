//! `volume-without-kms`: an EBS volume that nothing encrypts, or only the account's default does.

use super::{Class, Unset, Words, judge};
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
    // `aws_ebs_encryption_by_default` is a setting of an account and region, often made elsewhere.
    unset: Unset {
        level: Encryption::None,
        severity: Some(Severity::Medium),
        basis: Some("unless the account encrypts new volumes by default"),
        habit: Some("volumes leave encryption to the account's default, and nothing here sets that"),
    },
    together: "volumes are not encrypted",
};
