//! `filesystem-without-kms`: an EFS file system in the clear.

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
    rule: "filesystem-without-kms",
    class: StoreClass::FileSystem,
    noun: "file system",
    none: Words { message: "is not encrypted", note: "in the clear", severity: Severity::High },
    owned: Words {
        message: "is encrypted with a key that AWS owns, not with KMS",
        note: "AWS's own key",
        severity: Severity::Low,
    },
    help: "set `encrypted = true`, and `kms_key_id` for a key of your own; a file system cannot be encrypted later, so make a \
           new one and copy the data",
    unset: Encryption::None,
    habit: None,
    together: "file systems are not encrypted",
};
