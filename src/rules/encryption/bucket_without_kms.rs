//! `bucket-without-kms`: an S3 bucket whose objects no KMS key protects.

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
    rule: "bucket-without-kms",
    class: StoreClass::Bucket,
    noun: "bucket",
    none: Words { message: "is not encrypted", note: "no encryption", severity: Severity::High },
    owned: Words {
        message: "is encrypted with a key that S3 owns, not with KMS",
        note: "S3's own key",
        severity: Severity::Low,
    },
    help: "set `sse_algorithm = \"aws:kms\"`, with a `kms_master_key_id` of your own and `bucket_key_enabled = true`",
    // S3 encrypts every object with a key of its own since January 2023.
    unset: Encryption::ProviderOwned,
    habit: None,
    together: "buckets are not encrypted with KMS",
};
