//! IAM roles and who may assume them.

use super::fact::Fact;
use crate::eval::value::{Address, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// Text that may have holes: `None` is a hole.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pattern(pub Vec<Option<Arc<str>>>);

impl Pattern {
    /// Text without holes.
    pub fn whole(text: impl Into<Arc<str>>) -> Self {
        Self(vec![Some(text.into())])
    }

    /// The text, when it has no holes.
    pub fn text(&self) -> Option<String> {
        self.0.iter().map(|p| p.as_deref()).collect::<Option<Vec<_>>>().map(|v| v.concat())
    }

    /// Whether `text` could be what this turns out to be (holes match anything, the empty text too).
    pub fn could_be(&self, text: &str) -> bool {
        fn go(parts: &[Option<Arc<str>>], text: &str) -> bool {
            match parts.split_first() {
                None => text.is_empty(),
                Some((Some(known), rest)) => text.strip_prefix(&**known).is_some_and(|t| go(rest, t)),
                Some((None, rest)) => text
                    .char_indices()
                    .map(|(i, _)| i)
                    .chain([text.len()])
                    .any(|i| text.get(i..).is_some_and(|t| go(rest, t))),
            }
        }
        go(&self.0, text)
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in &self.0 {
            f.write_str(part.as_deref().unwrap_or("${?}"))?;
        }
        Ok(())
    }
}

/// An IAM role.
#[derive(Clone, Debug)]
pub struct Role {
    /// `aws_iam_role.this[0]`.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// Its name, as far as known. With `name_prefix` the rest is a hole.
    pub name: Fact<Pattern>,
    /// The account it is created in, when known.
    pub account: Option<Arc<str>>,
    /// Who may assume it.
    pub trust: Trust,
    /// Attached policy ARNs, as written.
    pub policies: Vec<Fact<Pattern>>,
}

/// Who may assume a role.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Kubernetes service accounts, by web identity.
    pub service_accounts: Vec<TrustedServiceAccount>,
    /// EKS Pod Identity may assume it.
    pub pod_identity: bool,
    /// There may be more that is not known.
    pub more: Option<Arc<Unknown>>,
    /// Where the trust is declared.
    pub at: Span,
}

/// One `namespace:name` that a role trusts.
#[derive(Clone, Debug)]
pub struct TrustedServiceAccount {
    /// `namespace:name`, wildcards as written.
    pub subject: Fact<Pattern>,
    /// Wildcards count (`StringLike`); with `StringEquals` they never match.
    pub like: bool,
    /// The OIDC provider's ARN, as far as known.
    pub provider: Option<Pattern>,
}

/// An EKS Pod Identity association.
#[derive(Clone, Debug)]
pub struct PodIdentity {
    /// Its address.
    pub address: Address,
    /// Where.
    pub at: Span,
    /// Cluster name.
    pub cluster: Fact<Pattern>,
    /// Namespace.
    pub namespace: Fact<Pattern>,
    /// Service account.
    pub service_account: Fact<Pattern>,
    /// The role's ARN, or the address of the role it refers to.
    pub role: Fact<Pattern>,
}

/// The classes of things whose completeness matters to "created by nobody".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Class {
    /// IAM roles.
    Role,
    /// Pod Identity associations.
    PodIdentity,
}

/// What was covered of a class: whether "created by nobody" can be said.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The class.
    pub class: Class,
    /// The account; `None` for all accounts together.
    pub account: Option<Arc<str>>,
    /// How many are declared.
    pub declared: usize,
    /// Why more of them may exist unseen: modules without source, configurations that did not evaluate.
    pub unseen: Vec<Arc<Unknown>>,
}
