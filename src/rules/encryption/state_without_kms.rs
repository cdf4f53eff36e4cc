//! `state-without-kms`: Terraform state in S3 that no KMS key protects.

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
    rule: "state-without-kms",
    class: StoreClass::State,
    noun: "state",
    // S3 encrypts with a key of its own whatever the backend says.
    none: Words {
        message: "is left to whatever the bucket does by default",
        note: "not encrypted by the backend",
        severity: Severity::Low,
    },
    owned: Words {
        message: "is encrypted with a key that S3 owns, not with KMS",
        note: "no `kms_key_id`",
        severity: Severity::Low,
    },
    help: "set `encrypt = true` and `kms_key_id` in the backend",
    unset: Unset { level: Encryption::None, severity: None, basis: None, habit: None },
    together: "states are not encrypted with KMS",
};
