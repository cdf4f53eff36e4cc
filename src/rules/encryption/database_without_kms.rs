//! `database-without-kms`: an RDS or Aurora database whose storage is in the clear.

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
    rule: "database-without-kms",
    class: StoreClass::Database,
    noun: "database",
    none: Words { message: "is not encrypted at rest", note: "storage in the clear", severity: Severity::High },
    owned: Words {
        message: "is encrypted with a key that AWS owns, not with KMS",
        note: "AWS's own key",
        severity: Severity::Low,
    },
    help: "set `storage_encrypted = true`, and `kms_key_id` for a key of your own; an existing database is encrypted by \
           restoring an encrypted copy of its snapshot",
    unset: Encryption::None,
    habit: None,
    together: "databases are not encrypted at rest",
};
