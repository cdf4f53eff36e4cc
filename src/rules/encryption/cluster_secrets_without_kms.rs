//! `cluster-secrets-without-kms`: Kubernetes Secrets of an EKS cluster that no KMS key of the account protects.

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

const WORDS: Words = Words {
    message: "does not encrypt its secrets with a KMS key of the account",
    note: "no key for secrets",
    // EKS encrypts what the API stores with a key that AWS owns, since Kubernetes 1.28.
    severity: Severity::Low,
};

const CLASS: Class = Class {
    rule: "cluster-secrets-without-kms",
    class: StoreClass::ClusterSecrets,
    noun: "cluster",
    none: WORDS,
    owned: WORDS,
    help: "give the cluster an `encryption_config` for `secrets` with a key; it can be added to a running cluster, and never be \
           taken away",
    unset: Encryption::ProviderOwned,
    habit: None,
    together: "clusters do not encrypt their secrets with a KMS key of the account",
};
