//! IAM roles and who may assume them.

use super::fact::Fact;
use crate::eval::value::{Address, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// Text that may have holes: `None` is a hole.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
        let pieces = self.0.iter().map(|p| p.as_deref().map_or(Piece::Any, Piece::Known));
        pieces_match(pieces.collect(), text)
    }

    /// A hole and nothing else: nothing is known of the text.
    pub fn unknown() -> Self {
        Self(vec![None])
    }

    /// Whether nothing is known of the text.
    pub fn is_unknown(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(Option::is_none)
    }

    /// Whether the text is known and empty.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|p| p.as_deref() == Some(""))
    }

    /// What follows `prefix`: `None` when the text cannot start with it. A hole may hold any part of the prefix.
    pub fn strip_prefix(&self, prefix: &str) -> Option<Pattern> {
        let mut left = prefix;
        for (i, piece) in self.0.iter().enumerate() {
            let rest = || self.0.get(i + 1..).unwrap_or(&[]).to_vec();
            match piece {
                None => {
                    let mut parts = vec![None];
                    parts.extend(rest());
                    return Some(Pattern(parts));
                }
                Some(known) => {
                    if let Some(more) = known.strip_prefix(left) {
                        let mut parts = vec![Some(Arc::from(more))];
                        parts.extend(rest());
                        return Some(Pattern(parts));
                    }
                    left = left.strip_prefix(&**known)?;
                }
            }
        }
        left.is_empty().then(|| Pattern(Vec::new()))
    }

    /// The part after the last `separator`; when a hole comes after it, what is left of that hole is a hole too.
    pub fn after_last(&self, separator: char) -> Pattern {
        for (i, piece) in self.0.iter().enumerate().rev() {
            if let Some(cut) = piece.as_deref().and_then(|p| p.rfind(separator)) {
                let known = piece.as_deref().and_then(|p| p.get(cut + separator.len_utf8()..)).unwrap_or("");
                let mut parts = vec![Some(Arc::from(known))];
                parts.extend(self.0.get(i + 1..).unwrap_or(&[]).iter().cloned());
                return Pattern(parts);
            }
        }
        self.clone()
    }

    /// Whether this text, read as an IAM pattern (`*` any text, `?` any character), matches `text`: `None` when a hole
    /// decides.
    pub fn wildcard(&self, text: &str) -> Option<bool> {
        fn pieces(known: &str) -> Vec<Piece<'_>> {
            let mut out = Vec::new();
            let mut start = 0;
            for (i, c) in known.char_indices().filter(|(_, c)| *c == '*' || *c == '?') {
                out.push(Piece::Known(known.get(start..i).unwrap_or("")));
                out.push(if c == '*' { Piece::Any } else { Piece::One });
                start = i + 1;
            }
            out.push(Piece::Known(known.get(start..).unwrap_or("")));
            out
        }
        let could: Vec<Piece<'_>> =
            self.0.iter().flat_map(|p| p.as_deref().map_or_else(|| vec![Piece::Any], pieces)).collect();
        if !pieces_match(could, text) {
            return Some(false);
        }
        if self.0.iter().all(Option::is_some) { Some(true) } else { None }
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

#[derive(Clone, Copy)]
enum Piece<'a> {
    Known(&'a str),
    One,
    Any,
}

/// Matches the way globs are matched: on a mismatch only the last `Any` takes one more character, so that the time is
/// bounded by the product of both lengths.
fn pieces_match(pieces: Vec<Piece<'_>>, text: &str) -> bool {
    let (mut piece, mut rest) = (0, text);
    let mut retry: Option<(usize, &str)> = None;
    loop {
        let matched = match pieces.get(piece) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Piece::Any) => {
                retry = Some((piece + 1, rest));
                Some(rest)
            }
            Some(Piece::One) => rest.chars().next().and_then(|c| rest.get(c.len_utf8()..)),
            Some(Piece::Known(known)) => rest.strip_prefix(known),
        };
        match (matched, retry) {
            (Some(left), _) => {
                piece += 1;
                rest = left;
            }
            (None, Some((after, from))) => {
                let Some(shorter) = from.chars().next().and_then(|c| from.get(c.len_utf8()..)) else { return false };
                retry = Some((after, shorter));
                piece = after;
                rest = shorter;
            }
            (None, None) => return false,
        }
    }
}

/// The parts of a role's ARN that joins need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleArn {
    /// The account, when it is known.
    pub account: Option<Arc<str>>,
    /// The role's name, without its path.
    pub name: Pattern,
    /// Its path, when the whole ARN is known: `/`, `/eks/`.
    pub path: Option<Arc<str>>,
}

impl RoleArn {
    /// Reads `arn:aws:iam::ACCOUNT:role/PATH/NAME`; `None` for a text that cannot be a role's ARN.
    pub fn parse(arn: &Pattern) -> Option<RoleArn> {
        if arn.is_unknown() {
            return Some(RoleArn { account: None, name: Pattern::unknown(), path: None });
        }
        if let Some(text) = arn.text() {
            let mut fields = text.trim().splitn(6, ':');
            let (head, _, service) = (fields.next()?, fields.next()?, fields.next()?);
            let (_, account, resource) = (fields.next()?, fields.next()?, fields.next()?);
            let full = resource.strip_prefix("role")?;
            let name = full.strip_prefix('/')?.rsplit('/').next()?;
            let path = full.strip_suffix(name).unwrap_or("/");
            if head != "arn" || service != "iam" || name.is_empty() {
                return None;
            }
            return Some(RoleArn {
                account: Some(account.into()),
                name: Pattern::whole(name),
                path: Some(path.into()),
            });
        }
        // With holes: the account is known when it stands whole between its colons, the name from the last slash on.
        let first = arn.0.first().and_then(|p| p.as_deref()).unwrap_or("");
        let account = first.split(':').nth(4).filter(|_| first.split(':').count() > 5).filter(|a| !a.is_empty());
        Some(RoleArn { account: account.map(Arc::from), name: arn.after_last('/'), path: None })
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
    /// `path`; absent means `/`.
    pub path: Fact<Pattern>,
    /// It exists only if something that is not known says so.
    pub perhaps: Option<Arc<Unknown>>,
    /// The account it is created in, when known.
    pub account: Option<Arc<str>>,
    /// Who may assume it.
    pub trust: Trust,
    /// Attached policy ARNs, as written.
    pub policies: Vec<Fact<Pattern>>,
}

impl Role {
    /// The name as far as known or likely, for matching.
    pub fn pattern(&self) -> Pattern {
        self.name.get_or_likely().cloned().unwrap_or_else(Pattern::unknown)
    }

    /// Whether the role trusts a service account by web identity, wherever its OIDC provider is: `None` when something
    /// that is not known decides.
    pub fn trusts(&self, namespace: &str, name: &str) -> Option<bool> {
        let subject = format!("{namespace}:{name}");
        let answers: Vec<Option<bool>> = self.trust.service_accounts.iter().map(|t| t.matches(&subject)).collect();
        if answers.contains(&Some(true)) {
            return Some(true);
        }
        if self.trust.more.is_some() || answers.contains(&None) { None } else { Some(false) }
    }
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

impl TrustedServiceAccount {
    /// Whether `subject` (`namespace:name`) is trusted: `None` when something that is not known decides.
    pub fn matches(&self, subject: &str) -> Option<bool> {
        let pattern = self.subject.get()?;
        if self.like {
            return pattern.wildcard(subject);
        }
        match pattern.text() {
            Some(text) => Some(text == subject),
            None if pattern.could_be(subject) => None,
            None => Some(false),
        }
    }
}

/// An IAM OpenID Connect provider.
#[derive(Clone, Debug)]
pub struct OidcProvider {
    /// Its address.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// The issuer's URL.
    pub url: Fact<Pattern>,
    /// The cluster whose issuer it is, when it refers to one.
    pub cluster: Option<Address>,
    /// Account id.
    pub account: Option<Arc<str>>,
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
    /// The role's ARN.
    pub role: Fact<Pattern>,
    /// The declared role it refers to, when the ARN is a reference.
    pub role_address: Option<Address>,
    /// The declared cluster it refers to.
    pub cluster_address: Option<Address>,
    /// Account id.
    pub account: Option<Arc<str>>,
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
    /// Why more of them may exist unseen: modules without source, configurations that did not evaluate. Empty when the
    /// configuration states that the class is complete.
    pub unseen: Vec<Arc<Unknown>>,
    /// The configuration states that all of this class are declared.
    pub stated: bool,
}

impl Coverage {
    /// Whether "created by nobody" can be said: something of the class is declared (or the class is stated to be
    /// complete), and nothing unseen could hold more.
    pub fn closed(&self) -> bool {
        (self.stated || self.declared > 0) && self.unseen.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(parts: &[Option<&str>]) -> Pattern {
        Pattern(parts.iter().map(|p| p.map(Arc::from)).collect())
    }

    #[test]
    fn holes_match_anything_and_many_holes_stay_fast() {
        let p = pattern(&[None, Some("-role-"), None]);
        assert!(p.could_be("acme-role-x"));
        assert!(p.could_be("-role-"));
        assert!(!p.could_be("acme-rolex"));
        let many: Vec<Option<&str>> = (0..200).flat_map(|_| [None, Some("a")]).chain([Some("b")]).collect();
        assert!(!pattern(&many).could_be(&"a".repeat(4000)));
    }

    #[test]
    fn a_prefix_is_stripped_over_pieces_and_holes() {
        assert_eq!(pattern(&[Some("sys"), Some("tem:x")]).strip_prefix("system:"), Some(Pattern::whole("x")));
        assert_eq!(pattern(&[Some("sys"), None]).strip_prefix("system:"), Some(Pattern::unknown()));
        assert_eq!(pattern(&[Some("other")]).strip_prefix("system:"), None);
    }

    #[test]
    fn wildcards_are_three_valued() {
        assert_eq!(Pattern::whole("acme-*:?pp").wildcard("acme-pre:app"), Some(true));
        assert_eq!(Pattern::whole("acme:*").wildcard("acme-pre:app"), Some(false));
        assert_eq!(pattern(&[Some("acme"), None, Some(":app")]).wildcard("acme-pre:app"), None);
        assert_eq!(pattern(&[Some("acme"), None, Some(":app")]).wildcard("globex:app"), Some(false));
    }

    #[test]
    fn a_role_arn_gives_account_and_name_also_with_holes() {
        let arn = RoleArn::parse(&Pattern::whole("arn:aws:iam::111122223333:role/eks/acme"));
        assert_eq!(
            arn,
            Some(RoleArn {
                account: Some("111122223333".into()),
                name: Pattern::whole("acme"),
                path: Some("/eks/".into())
            })
        );
        let arn = RoleArn::parse(&pattern(&[Some("arn:aws:iam::"), None, Some(":role/acme")]));
        assert_eq!(arn, Some(RoleArn { account: None, name: Pattern::whole("acme"), path: None }));
        assert_eq!(RoleArn::parse(&Pattern::whole("arn:aws:iam::1:user/acme")), None);
        assert_eq!(RoleArn::parse(&Pattern::whole("acme")), None);
    }
}
