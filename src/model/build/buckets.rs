//! S3 buckets: encryption and what they are for.

use super::super::encryption::{Encryption, Store, StoreClass, StorePurpose};
use super::super::fact::{Evidence, Fact, State};
use super::super::identity::Pattern;
use super::infrastructure::{Declaration, Infrastructure};
use super::read::{self, Got};
use super::stores::{key, store};
use super::trust::json;
use crate::eval::value::{Address, Unknown, Value};
use crate::source::Span;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const CONFIGURATION: &str = "aws_s3_bucket_server_side_encryption_configuration";

/// Inputs of the S3 module that let a load balancer or S3 write its logs into the bucket.
const LOG_INPUTS: [&str; 3] =
    ["attach_elb_log_delivery_policy", "attach_lb_log_delivery_policy", "attach_access_log_delivery_policy"];

/// All buckets.
pub(super) fn buckets(infra: &Infrastructure<'_>) -> Vec<Store> {
    let configurations = infra.grouped(CONFIGURATION, "bucket", "aws_s3_bucket", &["bucket", "id"]);
    let joined: HashSet<&Address> = configurations.values().flatten().map(|c| &c.address).collect();
    let loose: Vec<&Declaration<'_>> = infra.of_kind(CONFIGURATION).filter(|c| !joined.contains(&c.address)).collect();
    let purposes = Purposes::new(infra);
    infra
        .of_kind("aws_s3_bucket")
        .map(|bucket| {
            let own = configurations.get(&bucket.address).map_or(&[][..], |v| v);
            let mut found = encryption(infra, bucket, own);
            if own.is_empty()
                && matches!(found.encryption.state, State::Absent)
                && let Some(why) = loose.iter().find_map(|c| may_be_for(infra, c, bucket))
            {
                let at = found.encryption.at();
                found = found.encrypted(Fact::unknown(why, at), Encryption::ProviderOwned);
            }
            found.name = match bucket.get("bucket") {
                absent if absent.is_absent() => infra.read.text(bucket.get("bucket_prefix"), bucket.at()),
                name => infra.read.text(name, bucket.at()),
            };
            if let Some((purpose, at)) = purposes.of(infra, bucket) {
                found.purpose = purpose;
                found.purpose_at = at;
            }
            found
        })
        .collect()
}

/// Why an encryption configuration of the same root, whose bucket is not known for certain, may be for this one.
fn may_be_for(
    infra: &Infrastructure<'_>,
    configuration: &Declaration<'_>,
    bucket: &Declaration<'_>,
) -> Option<Arc<Unknown>> {
    if configuration.unit != bucket.unit {
        return None;
    }
    let named = configuration.get("bucket");
    let Some(value) = named.set() else { return named.why().cloned() };
    // What names another declared or looked-up thing is not open.
    let unknown = read::pattern(value).is_none_or(|p| p.is_unknown());
    if unknown && read::reference_of(value).is_some_and(|r| !infra.referred(r).is_empty()) {
        return None;
    }
    let why = read::hole(value)?;
    let (pattern, name) = (read::pattern(value)?, bucket.get("bucket"));
    let possible = match name.known().and_then(read::text) {
        Some(text) => pattern.could_be(&text),
        None => match name.set().and_then(read::pattern) {
            Some(own) => agree(&pattern, &own),
            None => true,
        },
    };
    possible.then(|| why.clone())
}

/// Whether two partly known texts can be the same, going by how they begin and end.
fn agree(a: &Pattern, b: &Pattern) -> bool {
    let known = |p: &Option<Arc<str>>| p.as_deref().unwrap_or("").to_owned();
    let ends = |p: &Pattern| (p.0.first().map(known).unwrap_or_default(), p.0.last().map(known).unwrap_or_default());
    let ((a_start, a_end), (b_start, b_end)) = (ends(a), ends(b));
    (a_start.starts_with(&b_start) || b_start.starts_with(&a_start))
        && (a_end.ends_with(&b_end) || b_end.ends_with(&a_end))
}

/// What encrypts new objects. S3 does it with AES256 where nothing is declared
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>).
fn encryption<'a>(infra: &Infrastructure<'a>, bucket: &Declaration<'a>, own: &[&Declaration<'a>]) -> Store {
    let base = store(infra, bucket, StoreClass::Bucket);
    let (source, block) = match own.first() {
        Some(configuration) => (*configuration, configuration.get("rule")),
        None => (bucket, bucket.path(&["server_side_encryption_configuration", "rule"])),
    };
    let inputs = ["server_side_encryption_configuration"];
    let here = infra.input_at(bucket, &inputs).unwrap_or_else(|| bucket.at());
    let nothing = || Fact {
        state: State::Absent,
        evidence: Evidence::new(here, "S3 encrypts with AES256 unless told otherwise"),
        marks: bucket.resource.marks,
    };
    let rule = match block {
        Got::Maybe(why) => {
            return base.encrypted(Fact::unknown(why.clone(), here), Encryption::ProviderOwned);
        }
        Got::Value(_) if block.why().is_some() => {
            let why = block.why().cloned().unwrap_or_else(|| read::odd(here, "not known"));
            return base.encrypted(Fact::unknown(why, here), Encryption::ProviderOwned);
        }
        _ if block.is_absent() => {
            // A configuration that is perhaps there decides nothing by itself.
            return match own.first().and_then(|c| c.perhaps()) {
                Some(why) => base.encrypted(Fact::unknown(why.clone(), here), Encryption::ProviderOwned),
                None => base.encrypted(nothing(), Encryption::ProviderOwned),
            };
        }
        Got::Value(rule) => rule,
        Got::Absent(_) => return base.encrypted(nothing(), Encryption::ProviderOwned),
    };
    if let Some(why) = source.perhaps() {
        return base.encrypted(Fact::unknown(why.clone(), here), Encryption::ProviderOwned);
    }
    let by_default = "apply_server_side_encryption_by_default";
    let algorithm = infra.read.text(read::path(rule, &[by_default, "sse_algorithm"]), here);
    let found = key(infra, source, read::path(rule, &[by_default, "kms_master_key_id"]), Encryption::ProviderManaged);
    let with_key = |f: &Fact<Arc<str>>| if f.is_absent() { algorithm.evidence.clone() } else { f.evidence.clone() };
    let (state, evidence) = match &algorithm.state {
        State::Known(name) if name.starts_with("aws:kms") => (found.level.clone(), with_key(&found.text)),
        State::Known(_) => (State::Known(Encryption::ProviderOwned), algorithm.evidence.clone()),
        State::Absent => (State::Known(Encryption::ProviderOwned), Evidence::at(here)),
        State::Unknown { why, likely } => {
            let likely = likely.as_ref().map(|name| match (name.starts_with("aws:kms"), &found.level) {
                (true, State::Known(level) | State::Unknown { likely: Some(level), .. }) => *level,
                (true, _) => Encryption::ProviderManaged,
                (false, _) => Encryption::ProviderOwned,
            });
            (State::Unknown { why: why.clone(), likely }, algorithm.evidence.clone())
        }
    };
    let floor = match &algorithm.state {
        State::Known(name) if name.starts_with("aws:kms") => Encryption::ProviderManaged,
        _ => Encryption::ProviderOwned,
    };
    let marks = algorithm.marks.with(found.text.marks).with(bucket.resource.marks);
    let mut out = base.encrypted(Fact { state, evidence, marks }, floor);
    out.key = found.text;
    out.key_address = found.address;
    out
}

/// What buckets are for, as other resources tell.
struct Purposes {
    found: HashMap<Address, (StorePurpose, Option<Span>)>,
}

impl Purposes {
    fn new(infra: &Infrastructure<'_>) -> Self {
        let mut purposes = Purposes { found: HashMap::new() };
        for balancer in ["aws_lb", "aws_alb", "aws_elb"].iter().flat_map(|k| infra.of_kind(k)) {
            for block in ["access_logs", "connection_logs"] {
                if let Some(value) = balancer.path(&[block, "bucket"]).set() {
                    purposes.note(infra, balancer, value, StorePurpose::AccessLogs);
                }
            }
        }
        for acl in infra.of_kind("aws_s3_bucket_acl") {
            let delivery = acl.get("acl").known().and_then(read::text).is_some_and(|a| &*a == "log-delivery-write");
            if let Some(value) = acl.get("bucket").set().filter(|_| delivery) {
                purposes.note(infra, acl, value, StorePurpose::AccessLogs);
            }
        }
        for logging in infra.of_kind("aws_s3_bucket_logging") {
            if let Some(value) = logging.get("target_bucket").set() {
                purposes.note(infra, logging, value, StorePurpose::AccessLogs);
            }
        }
        for policy in infra.of_kind("aws_s3_bucket_policy") {
            let Some(bucket) = policy.get("bucket").set() else { continue };
            if policy_text(infra, policy).contains("cloudfront.amazonaws.com") {
                purposes.note(infra, policy, bucket, StorePurpose::PublicOrigin);
            }
            if for_everybody(infra, policy) {
                purposes.note(infra, policy, bucket, StorePurpose::PublicRead);
            }
        }
        for distribution in infra.of_kind("aws_cloudfront_distribution") {
            for origin in read::items(distribution.get("origin")).0 {
                if let Some(value) = read::get(origin, "domain_name").set() {
                    purposes.note(infra, distribution, value, StorePurpose::PublicOrigin);
                }
            }
        }
        purposes
    }

    /// Notes the purpose of the bucket that a value means. Logs and what anybody may read come first: they cannot use KMS
    /// at all.
    fn note(&mut self, infra: &Infrastructure<'_>, by: &Declaration<'_>, bucket: &Value, purpose: StorePurpose) {
        for found in infra.join(bucket, "aws_s3_bucket", &["bucket", "id"], by) {
            let at = Some(infra.read.nearest(bucket, by.at()));
            let slot = self.found.entry(found.address.clone()).or_insert((purpose.clone(), at));
            if purpose != StorePurpose::PublicOrigin && slot.0 == StorePurpose::PublicOrigin {
                *slot = (purpose.clone(), at);
            }
        }
    }

    fn of(&self, infra: &Infrastructure<'_>, bucket: &Declaration<'_>) -> Option<(StorePurpose, Option<Span>)> {
        let inputs = infra.configuration(bucket).map(|c| &c.inputs);
        let says = |key: &str| inputs.is_some_and(|i| read::get(i, key).known().and_then(read::boolean) == Some(true));
        if let Some(key) = LOG_INPUTS.iter().find(|k| says(k)) {
            return Some((StorePurpose::AccessLogs, infra.input_at(bucket, &[key])));
        }
        let inline = bucket.get("acl").known();
        if let Some(acl) = inline.filter(|v| read::text(v).is_some_and(|t| &*t == "log-delivery-write")) {
            return Some((StorePurpose::AccessLogs, Some(infra.read.nearest(acl, bucket.at()))));
        }
        if let Some(found) = self.found.get(&bucket.address) {
            return Some(found.clone());
        }
        let policy = inputs.and_then(|i| read::get(i, "policy").known());
        let origin = policy.is_some_and(|p| known_text(p).contains("cloudfront.amazonaws.com"));
        origin.then(|| (StorePurpose::PublicOrigin, infra.input_at(bucket, &["policy"])))
    }
}

/// The text of a bucket policy as far as known, also of the policy document it refers to.
fn policy_text(infra: &Infrastructure<'_>, policy: &Declaration<'_>) -> String {
    let Some(value) = policy.get("policy").set() else { return String::new() };
    let mut text = known_text(value);
    for document in read::reference_of(value).map(|r| infra.referred(r)).unwrap_or_default() {
        for statement in read::items(document.get("statement")).0 {
            for principal in read::items(read::get(statement, "principals")).0 {
                for identifier in read::items(read::get(principal, "identifiers")).0 {
                    text.push_str(&known_text(identifier));
                    text.push('\n');
                }
            }
        }
    }
    text
}

/// Whether a bucket policy lets everybody read, without any condition.
fn for_everybody(infra: &Infrastructure<'_>, policy: &Declaration<'_>) -> bool {
    let Some(value) = policy.get("policy").set() else { return false };
    // What is not known of it are names of resources, which decide nothing here.
    if let Some(json) = json(value) {
        let statements = json.get("Statement");
        let several = statements.and_then(|s| s.as_array());
        return several.map_or(statements.is_some_and(allows_everybody), |s| s.iter().any(allows_everybody));
    }
    let word = |value: &Value, key: &str| read::get(value, key).known().and_then(read::text);
    let texts = |value: &Value, key: &str| -> Vec<Arc<str>> {
        read::items(read::get(value, key)).0.into_iter().filter_map(read::text).collect()
    };
    let documents = read::reference_of(value).map(|r| infra.referred(r)).unwrap_or_default();
    documents.iter().flat_map(|d| read::items(d.get("statement")).0).any(|statement| {
        let principals = read::items(read::get(statement, "principals")).0;
        word(statement, "effect").is_none_or(|effect| &*effect == "Allow")
            && read::get(statement, "condition").is_absent()
            && texts(statement, "actions").iter().any(|action| reads(action))
            && principals.iter().any(|p| texts(p, "identifiers").iter().any(|identifier| &**identifier == "*"))
    })
}

fn allows_everybody(statement: &serde_json::Value) -> bool {
    let has = |value: Option<&serde_json::Value>, wanted: &dyn Fn(&str) -> bool| match value {
        Some(serde_json::Value::String(text)) => wanted(text),
        Some(serde_json::Value::Array(list)) => list.iter().filter_map(|v| v.as_str()).any(wanted),
        _ => false,
    };
    let principal = statement.get("Principal");
    statement.get("Effect").and_then(|e| e.as_str()) == Some("Allow")
        && statement.get("Condition").is_none()
        && has(statement.get("Action"), &reads)
        && (has(principal, &|p| p == "*") || has(principal.and_then(|p| p.get("AWS")), &|p| p == "*"))
}

fn reads(action: &str) -> bool {
    matches!(action, "*" | "s3:*" | "s3:Get*" | "s3:GetObject")
}

/// The known pieces of a text.
fn known_text(value: &Value) -> String {
    let pattern = read::pattern(value).map(|p| p.0).unwrap_or_default();
    pattern.iter().map(|p| p.as_deref().unwrap_or("\n")).collect()
}
