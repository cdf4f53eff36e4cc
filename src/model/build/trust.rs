//! Who may assume a role: reads a trust policy from JSON text with holes, or from a policy document's blocks.

use super::super::fact::{Evidence, Fact, State};
use super::super::identity::{Pattern, Trust, TrustedServiceAccount};
use super::infrastructure::{Declaration, Infrastructure};
use super::read::{self, Got, odd};
use crate::eval::value::{Item, Kind, Marks, Part, Text, Unknown, Value};
use crate::source::Span;
use std::sync::Arc;

/// One `Allow` statement, as far as trust and the purposes of buckets need it.
#[derive(Default)]
pub(super) struct Statement {
    pub(super) actions: Vec<Pattern>,
    pub(super) services: Vec<Pattern>,
    federated: Vec<Pattern>,
    /// Accounts, roles and users; `*` is anybody.
    pub(super) aws: Vec<Pattern>,
    /// Such principals that are not known, and where they are written.
    pub(super) unknown_aws: Vec<(Arc<Unknown>, Span)>,
    /// Tests on a variable: the test, the variable, the values.
    pub(super) conditions: Vec<(Pattern, Pattern, Vec<Fact<Pattern>>)>,
    more: Option<Arc<Unknown>>,
}

const SERVICE_ACCOUNT: &str = "system:serviceaccount:";

/// The trust of a role from its `assume_role_policy`.
pub(super) fn trust<'a>(infra: &Infrastructure<'a>, role: &Declaration<'a>) -> Trust {
    let home = role.at();
    let mut trust = Trust { service_accounts: Vec::new(), pod_identity: false, more: None, at: home };
    let got = role.get("assume_role_policy");
    let value = match got {
        Got::Value(value) if !got.is_absent() => value,
        _ => {
            trust.more = got.why().cloned();
            return trust;
        }
    };
    trust.at = infra.read.nearest(value, home);
    let mut statements = Vec::new();
    trust.more = document(infra, value, home, 0, &mut statements);
    for statement in statements {
        add(&mut trust, statement, home);
    }
    // A person adds a service account where the unit's inputs name the others, not where a module makes the policy.
    if let Some(inputs) = infra.inputs(role) {
        for trusted in
            trust.service_accounts.iter_mut().filter(|t| t.subject.at() == home || t.subject.at() == trust.at)
        {
            let written = trusted.subject.get().and_then(Pattern::text).and_then(|text| find(inputs, &text, 0));
            if let Some(at) = written.filter(|at| !infra.read.embedded(*at)) {
                trusted.subject.evidence = Evidence::at(at);
            }
        }
    }
    trust
}

/// Where a text stands in a value.
fn find(value: &Value, text: &str, depth: u32) -> Option<Span> {
    if depth > 12 {
        return None;
    }
    match &read::likely(value).kind {
        Kind::Text(Text::Whole(whole)) => (**whole == *text).then_some(value.at),
        Kind::Map(map) => map.entries.iter().find_map(|e| find(&e.value, text, depth + 1)),
        Kind::List(items) => items.iter().find_map(|item| match item {
            Item::One(inner) => find(inner, text, depth + 1),
            Item::Many(_) => None,
        }),
        _ => None,
    }
}

/// What a policy allows, as far as it is known.
pub(super) fn allowed<'a>(infra: &Infrastructure<'a>, policy: &Value, home: Span) -> Vec<Statement> {
    let mut statements = Vec::new();
    document(infra, policy, home, 0, &mut statements);
    statements
}

/// Reads the statements of a policy value; gives why there may be more.
fn document<'a>(
    infra: &Infrastructure<'a>,
    value: &Value,
    home: Span,
    depth: u32,
    out: &mut Vec<Statement>,
) -> Option<Arc<Unknown>> {
    match &read::likely(value).kind {
        Kind::Unknown(why) => {
            let found = read::reference(why).map(|r| infra.referred(r)).unwrap_or_default();
            let documents: Vec<&Declaration<'a>> =
                found.into_iter().filter(|d| &*d.resource.kind == "aws_iam_policy_document").collect();
            if documents.is_empty() || depth > 8 {
                return Some(why.clone());
            }
            let mut more = None;
            for found in documents {
                more = more.or(blocks(infra, found, home, depth, out));
            }
            more
        }
        Kind::Text(text) => {
            let (plain, holes) = plain(text);
            match serde_json::from_str::<serde_json::Value>(&plain) {
                Ok(json) => {
                    let mut more = None;
                    let at = if infra.read.embedded(value.at) { home } else { value.at };
                    let places = places(text);
                    for statement in many(json.get("Statement")) {
                        out.extend(from_json(statement, at, value.marks, &holes, &places));
                        more = more.or_else(|| hole_in(statement, &holes));
                    }
                    more
                }
                Err(_) => {
                    Some(holes.into_iter().next().unwrap_or_else(|| odd(value.at, "the trust policy is no JSON")))
                }
            }
        }
        _ => Some(odd(value.at, "the trust policy is no text")),
    }
}

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// JSON text with a marker for each hole: `\u{E000}3\u{E001}`, in quotes where the hole stands for a whole value.
fn plain(text: &Text) -> (String, Vec<Arc<Unknown>>) {
    match text {
        Text::Whole(whole) => (whole.to_string(), Vec::new()),
        Text::Parts(parts) => {
            let (mut out, mut holes, mut quoted, mut escaped) = (String::new(), Vec::new(), false, false);
            for part in parts.iter() {
                match part {
                    Part::Known(known, _) => {
                        for c in known.chars() {
                            match c {
                                _ if escaped => escaped = false,
                                '\\' if quoted => escaped = true,
                                '"' => quoted = !quoted,
                                _ => {}
                            }
                            out.push(c);
                        }
                    }
                    Part::Hole(why, _) => {
                        let marker = format!("{OPEN}{}{CLOSE}", holes.len());
                        if quoted {
                            out.push_str(&marker);
                        } else {
                            out.push_str(&format!("\"{marker}\""));
                        }
                        holes.push(why.clone());
                    }
                }
            }
            (out, holes)
        }
    }
}

/// Where the holes of a text are written, in order.
fn places(text: &Text) -> Vec<Span> {
    let Text::Parts(parts) = text else { return Vec::new() };
    let of = |part: &Part| match part {
        Part::Hole(_, at) => Some(*at),
        Part::Known(..) => None,
    };
    parts.iter().filter_map(of).collect()
}

/// The holes whose markers are in a JSON text, with their places.
fn holes_of(text: &str, holes: &[Arc<Unknown>], places: &[Span]) -> Vec<(Arc<Unknown>, Span)> {
    let numbers = text.split(OPEN).skip(1).filter_map(|rest| rest.split(CLOSE).next()?.parse::<usize>().ok());
    numbers.filter_map(|n| Some((holes.get(n)?.clone(), *places.get(n)?))).collect()
}

/// The elements of a JSON list; a single value counts as one.
fn many(json: Option<&serde_json::Value>) -> Vec<&serde_json::Value> {
    match json {
        None | Some(serde_json::Value::Null) => Vec::new(),
        Some(serde_json::Value::Array(list)) => list.iter().collect(),
        Some(other) => vec![other],
    }
}

/// A JSON text as a pattern: markers become holes.
fn marked(text: &str) -> Pattern {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((known, after)) = rest.split_once(OPEN) {
        if !known.is_empty() {
            parts.push(Some(Arc::from(known)));
        }
        parts.push(None);
        rest = after.split_once(CLOSE).map_or("", |(_, r)| r);
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(Some(Arc::from(rest)));
    }
    Pattern(parts)
}

fn texts(json: Option<&serde_json::Value>) -> Vec<Pattern> {
    many(json).into_iter().filter_map(|v| v.as_str()).map(marked).collect()
}

/// The hole that stands where a whole statement, principal or condition would be.
fn hole_in(statement: &serde_json::Value, holes: &[Arc<Unknown>]) -> Option<Arc<Unknown>> {
    let whole = |v: Option<&serde_json::Value>| {
        let text = v?.as_str()?;
        text.starts_with(OPEN).then(|| holes.first().cloned()).flatten()
    };
    whole(Some(statement)).or_else(|| whole(statement.get("Principal"))).or_else(|| whole(statement.get("Condition")))
}

fn from_json(
    json: &serde_json::Value,
    at: Span,
    marks: Marks,
    holes: &[Arc<Unknown>],
    places: &[Span],
) -> Option<Statement> {
    if json.get("Effect").and_then(|e| e.as_str()).is_some_and(|e| e == "Deny") {
        return None;
    }
    let principal = json.get("Principal");
    let mut conditions = Vec::new();
    if let Some(serde_json::Value::Object(tests)) = json.get("Condition") {
        for (test, variables) in tests {
            let Some(variables) = variables.as_object() else { continue };
            for (variable, values) in variables {
                let fact = |p: Pattern| Fact::known(p, at, marks);
                conditions.push((marked(test), marked(variable), texts(Some(values)).into_iter().map(fact).collect()));
            }
        }
    }
    let aws = principal.and_then(|p| if p.is_string() { Some(p) } else { p.get("AWS") });
    Some(Statement {
        actions: texts(json.get("Action")),
        services: texts(principal.and_then(|p| p.get("Service"))),
        federated: texts(principal.and_then(|p| p.get("Federated"))),
        aws: texts(aws),
        unknown_aws: many(aws)
            .into_iter()
            .filter_map(|v| v.as_str())
            .flat_map(|t| holes_of(t, holes, places))
            .collect(),
        conditions,
        more: hole_in(json, holes),
    })
}

/// The statements of an `aws_iam_policy_document` data source.
fn blocks<'a>(
    infra: &Infrastructure<'a>,
    of: &Declaration<'a>,
    home: Span,
    depth: u32,
    out: &mut Vec<Statement>,
) -> Option<Arc<Unknown>> {
    let (statements, more) = read::items(of.get("statement"));
    let mut more = more.cloned();
    for block in statements {
        if read::get(block, "effect").known().and_then(read::text).is_some_and(|e| &*e == "Deny") {
            continue;
        }
        out.push(from_block(infra, block, home));
    }
    for key in ["source_policy_documents", "override_policy_documents"] {
        let (documents, unclear) = read::items(of.get(key));
        more = more.or_else(|| unclear.cloned());
        for value in documents {
            more = more.or(document(infra, value, home, depth + 1, out));
        }
    }
    more
}

fn from_block(infra: &Infrastructure<'_>, block: &Value, home: Span) -> Statement {
    let mut statement = Statement::default();
    let patterns = |got: Got<'_>, more: &mut Option<Arc<Unknown>>| -> Vec<Pattern> {
        let (known, unclear) = read::items(got);
        if let Some(why) = unclear {
            more.get_or_insert_with(|| why.clone());
        }
        known.into_iter().filter_map(read::pattern).collect()
    };
    statement.actions = patterns(read::get(block, "actions"), &mut statement.more);
    let (principals, unclear) = read::items(read::get(block, "principals"));
    statement.more = statement.more.or_else(|| unclear.cloned());
    for principal in principals {
        let kind = read::get(principal, "type").known().and_then(read::text);
        let written = read::items(read::get(principal, "identifiers")).0;
        let unknown = written.iter().filter_map(|v| Some((read::hole(v)?.clone(), v.at)));
        let identifiers = patterns(read::get(principal, "identifiers"), &mut statement.more);
        match kind.as_deref() {
            Some("AWS" | "*") => {
                statement.unknown_aws.extend(unknown);
                statement.aws.extend(identifiers);
            }
            Some("Service") => statement.services.extend(identifiers),
            Some("Federated") => statement.federated.extend(identifiers),
            _ => {}
        }
    }
    let (conditions, unclear) = read::items(read::get(block, "condition"));
    statement.more = statement.more.or_else(|| unclear.cloned());
    for condition in conditions {
        let pattern = |key| match read::get(condition, key) {
            Got::Value(value) => read::pattern(value),
            _ => None,
        };
        let test = pattern("test").unwrap_or_else(Pattern::unknown);
        let variable = pattern("variable").unwrap_or_else(Pattern::unknown);
        let (values, unclear) = read::items(read::get(condition, "values"));
        let mut facts: Vec<Fact<Pattern>> =
            values.into_iter().map(|v| infra.read.pattern(Got::Value(v), home)).collect();
        if let Some(why) = unclear {
            facts.push(Fact::unknown(why.clone(), home));
        }
        statement.conditions.push((test, variable, facts));
    }
    statement
}

fn add(trust: &mut Trust, statement: Statement, home: Span) {
    if statement.services.iter().any(|s| s.text().as_deref() == Some("pods.eks.amazonaws.com")) {
        trust.pod_identity = true;
    }
    let web = |a: &Pattern| a.wildcard("sts:AssumeRoleWithWebIdentity") != Some(false);
    if !statement.actions.iter().any(web) || statement.federated.is_empty() {
        if trust.more.is_none() {
            trust.more = statement.more;
        }
        return;
    }
    let provider = statement.federated.first().cloned();
    let oidc = |p: &Pattern| p.text().is_none_or(|t| t.contains(":oidc-provider/"));
    if !statement.federated.iter().any(oidc) {
        return;
    }
    let mut named = false;
    for (test, variable, values) in &statement.conditions {
        let ends = variable.0.last().and_then(|p| p.as_deref()).map(|p| p.ends_with(":sub"));
        if ends == Some(false) {
            continue;
        }
        let test = test.text().unwrap_or_default();
        let like = test.ends_with("StringLike") || test.ends_with("StringLikeIfExists");
        let equals = test.contains("StringEquals");
        if !like && !equals {
            continue;
        }
        named = true;
        for value in values {
            let state = match &value.state {
                State::Known(pattern) => match pattern.strip_prefix(SERVICE_ACCOUNT) {
                    Some(subject) => State::Known(subject),
                    // A wildcard may stand for the prefix too; anything else names no service account.
                    None if like && pattern.text().is_some_and(|t| t.starts_with('*')) => State::Known(pattern.clone()),
                    None => continue,
                },
                other => other.clone(),
            };
            let subject = Fact { state, evidence: value.evidence.clone(), marks: value.marks };
            trust.service_accounts.push(TrustedServiceAccount { subject, like, provider: provider.clone() });
        }
    }
    if !named {
        match &statement.more {
            // The condition that would name service accounts is not known.
            Some(why) => trust.more = trust.more.take().or_else(|| Some(why.clone())),
            // Every service account of the cluster may assume the role.
            None => trust.service_accounts.push(TrustedServiceAccount {
                subject: Fact {
                    state: State::Known(Pattern::whole("*")),
                    evidence: Evidence::new(home, "no condition on the service account"),
                    marks: Marks::NONE,
                },
                like: true,
                provider,
            }),
        }
    } else if trust.more.is_none() {
        trust.more = statement.more;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn at() -> Span {
        Span::file_start(FileId::from_index(0))
    }

    fn read_json(parts: &[Part]) -> Trust {
        let text = match parts {
            [Part::Known(whole, _)] => Text::Whole(whole.clone()),
            _ => Text::Parts(parts.into()),
        };
        let (plain, holes) = plain(&text);
        let json: serde_json::Value = serde_json::from_str(&plain).unwrap();
        let mut trust = Trust { service_accounts: Vec::new(), pod_identity: false, more: None, at: at() };
        for statement in many(json.get("Statement")) {
            if let Some(statement) = from_json(statement, at(), Marks::NONE, &holes, &[]) {
                add(&mut trust, statement, at());
            }
        }
        trust
    }

    fn known(text: &str) -> Part {
        Part::Known(text.into(), at())
    }

    fn hole() -> Part {
        Part::Hole(odd(at(), "not known"), at())
    }

    #[test]
    fn the_service_account_is_known_while_the_provider_is_not() {
        let trust = read_json(&[
            known(
                r#"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::"#,
            ),
            hole(),
            known(r#":oidc-provider/x"},"Condition":{"StringEquals":{""#),
            hole(),
            known(r#":sub":"system:serviceaccount:acme:app",""#),
            hole(),
            known(r#":aud":"sts.amazonaws.com"}}}]}"#),
        ]);
        assert_eq!(trust.service_accounts.len(), 1);
        assert_eq!(trust.service_accounts[0].matches("acme:app"), Some(true));
        assert_eq!(trust.service_accounts[0].matches("acme-pre:app"), Some(false));
        assert!(trust.more.is_none());
    }

    #[test]
    fn wildcards_count_only_in_string_like() {
        let policy = |test: &str| {
            format!(
                r#"{{"Statement":{{"Effect":"Allow","Action":["sts:AssumeRoleWithWebIdentity"],"Principal":{{"Federated":["arn:aws:iam::1:oidc-provider/x"]}},
                "Condition":{{"{test}":{{"x:sub":["system:serviceaccount:acme:*"]}}}}}}}}"#
            )
        };
        assert_eq!(read_json(&[known(&policy("StringLike"))]).service_accounts[0].matches("acme:app"), Some(true));
        assert_eq!(read_json(&[known(&policy("StringEquals"))]).service_accounts[0].matches("acme:app"), Some(false));
    }

    #[test]
    fn an_unknown_condition_leaves_the_trust_open() {
        let trust = read_json(&[
            known(
                r#"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::1:oidc-provider/x"},"Condition":"#,
            ),
            hole(),
            known("}]}"),
        ]);
        assert!(trust.service_accounts.is_empty());
        assert!(trust.more.is_some());
    }

    #[test]
    fn pod_identity_and_denials_are_told_apart() {
        let trust = read_json(&[known(
            r#"{"Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Principal":{"Service":"pods.eks.amazonaws.com"}},
            {"Effect":"Deny","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::1:oidc-provider/x"}}]}"#,
        )]);
        assert!(trust.pod_identity);
        assert!(trust.service_accounts.is_empty());
    }
}
