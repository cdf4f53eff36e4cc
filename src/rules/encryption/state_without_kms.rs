//! `state-without-kms`: Terraform state in S3 that no KMS key protects.

use super::{Class, Words, judge};
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
    rule: "state-without-kms",
    class: StoreClass::State,
    noun: "state",
    none: Words {
        message: "is a plain file on the disk of whoever applies",
        note: "a plain file",
        severity: Severity::Medium,
    },
    owned: Words {
        message: "is encrypted with a key that S3 owns, not with KMS",
        note: "no `kms_key_id`",
        severity: Severity::Low,
    },
    help: "set `encrypt = true` and `kms_key_id` in the backend",
    unset: Encryption::ProviderOwned,
    habit: None,
    together: "state is kept under a key that S3 owns, not under a KMS key",
};
