//! What buckets are for, as far as other resources and bucket policies tell.

use super::super::encryption::StorePurpose;
use super::infrastructure::{Declaration, Infrastructure};
use super::read::{self, Got};
use super::trust::{self, Statement};
use crate::eval::value::{Address, Marks, Unknown, Value};
use crate::source::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// Inputs of the S3 module that let a load balancer or S3 write its logs into the bucket.
const LOG_INPUTS: [&str; 3] =
    ["attach_elb_log_delivery_policy", "attach_lb_log_delivery_policy", "attach_access_log_delivery_policy"];

/// Services that deliver logs with the bucket's own encryption, which must be S3's
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html>,
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>).
const LOG_SERVICES: [&str; 2] = ["logging.s3.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com"];

/// The accounts from which load balancers deliver logs in the regions before August 2022 (the same page).
const BALANCER_ACCOUNTS: [&str; 26] = [
    "127311923021",
    "033677994240",
    "027434742980",
    "797873946194",
    "098369216593",
    "754344448648",
    "589379963580",
    "718504428378",
    "383597477331",
    "600734575887",
    "114774131450",
    "783225319266",
    "582318560864",
    "985666609251",
    "054676820928",
    "156460612806",
    "652711504416",
    "635631232127",
    "009996457667",
    "897822967062",
    "076674570225",
    "507241528517",
    "048591011584",
    "190560391635",
    "638102146993",
    "037604701340",
];

/// Conditions that whoever is nobody can meet: they tell where a request comes from, not who makes it.
const ANONYMOUS: [&str; 4] = ["aws:sourceip", "aws:referer", "aws:useragent", "aws:securetransport"];

/// What buckets are for, as other resources tell.
pub(super) struct Purposes {
    found: HashMap<Address, (StorePurpose, Option<Span>)>,
}

impl Purposes {
    pub(super) fn new(infra: &Infrastructure<'_>) -> Self {
        let mut purposes = Purposes { found: HashMap::new() };
        for balancer in ["aws_lb", "aws_alb", "aws_elb"].iter().flat_map(|k| infra.of_kind(k)) {
            for block in ["access_logs", "connection_logs"] {
                if let Some(value) = balancer.path(&[block, "bucket"]).set() {
                    purposes.note(infra, balancer, value, StorePurpose::AccessLogs);
                }
            }
        }
        for acl in infra.of_kind("aws_s3_bucket_acl") {
            if let (Some(value), Some(purpose)) = (acl.get("bucket").set(), by_acl(acl.get("acl"))) {
                purposes.note(infra, acl, value, purpose);
            }
        }
        // The endpoint of a website takes no signed requests.
        for website in infra.of_kind("aws_s3_bucket_website_configuration") {
            if let Some(value) = website.get("bucket").set().filter(|_| website.perhaps().is_none()) {
                purposes.note(infra, website, value, StorePurpose::PublicRead);
            }
        }
        for logging in infra.of_kind("aws_s3_bucket_logging") {
            if let Some(value) = logging.get("target_bucket").set() {
                purposes.note(infra, logging, value, StorePurpose::AccessLogs);
            }
        }
        for policy in infra.of_kind("aws_s3_bucket_policy") {
            let (Some(bucket), Some(text)) = (policy.get("bucket").set(), policy.get("policy").set()) else { continue };
            for purpose in by_policy(infra, text, policy.at()) {
                purposes.note(infra, policy, bucket, purpose);
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

    pub(super) fn of(
        &self,
        infra: &Infrastructure<'_>,
        bucket: &Declaration<'_>,
    ) -> Option<(StorePurpose, Option<Span>)> {
        let inputs = infra.inputs(bucket);
        let says = |key: &str| inputs.is_some_and(|i| read::get(i, key).known().and_then(read::boolean) == Some(true));
        if let Some(key) = LOG_INPUTS.iter().find(|k| says(k)) {
            return Some((StorePurpose::AccessLogs, infra.input_at(bucket, &[key])));
        }
        let given = |key: &str| inputs.map_or(Got::Absent(Marks::NONE), |i| read::get(i, key));
        for acl in [bucket.get("acl"), given("acl")] {
            if let Some(purpose) = by_acl(acl) {
                return Some((purpose, Some(infra.read.nearest(acl.set()?, bucket.at()))));
            }
        }
        for website in [bucket.get("website"), given("website")] {
            let pages = read::items(website).0.into_iter().find(|v| v.as_map().is_some_and(|m| !m.entries.is_empty()));
            if let Some(pages) = pages {
                return Some((StorePurpose::PublicRead, Some(infra.read.nearest(pages, bucket.at()))));
            }
        }
        if let Some(found) = self.found.get(&bucket.address) {
            return Some(found.clone());
        }
        if let Some(own) = bucket.get("policy").set() {
            let mut purposes = by_policy(infra, own, bucket.at());
            purposes.sort_by_key(|p| *p == StorePurpose::PublicOrigin);
            if let Some(first) = purposes.into_iter().next() {
                return Some((first, Some(infra.read.nearest(own, bucket.at()))));
            }
        }
        let policy = inputs.and_then(|i| read::get(i, "policy").known());
        let origin = policy.is_some_and(|p| known_text(p).contains("cloudfront.amazonaws.com"));
        origin.then(|| (StorePurpose::PublicOrigin, infra.input_at(bucket, &["policy"])))
    }
}

/// The known pieces of a text.
fn known_text(value: &Value) -> String {
    let pattern = read::pattern(value).map(|p| p.0).unwrap_or_default();
    pattern.iter().map(|p| p.as_deref().unwrap_or("\n")).collect()
}

/// What a canned ACL says of its bucket's purpose.
fn by_acl(acl: Got<'_>) -> Option<StorePurpose> {
    match &*acl.known().and_then(read::text)? {
        "log-delivery-write" => Some(StorePurpose::AccessLogs),
        "public-read" | "public-read-write" => Some(StorePurpose::PublicRead),
        _ => None,
    }
}

/// What a bucket policy says of its bucket's purpose.
fn by_policy(infra: &Infrastructure<'_>, policy: &Value, home: Span) -> Vec<StorePurpose> {
    let statements = trust::allowed(infra, policy, home);
    let some = |is: &dyn Fn(&Statement) -> bool| statements.iter().any(is);
    let mut out = Vec::new();
    if some(&|s| delivers_logs(infra, s)) {
        out.push(StorePurpose::AccessLogs);
    }
    let mentions = known_text(policy).contains("cloudfront.amazonaws.com");
    if mentions || some(&|s| s.services.iter().any(|p| p.text().as_deref() == Some("cloudfront.amazonaws.com"))) {
        out.push(StorePurpose::PublicOrigin);
    }
    if some(&for_everybody) {
        out.push(StorePurpose::PublicRead);
    }
    out
}

/// Whether load balancers or S3 deliver their logs by this statement.
fn delivers_logs(infra: &Infrastructure<'_>, statement: &Statement) -> bool {
    let writes = |action: &str| matches!(action, "*" | "s3:*" | "s3:Put*" | "s3:PutObject" | "s3:PutObject*");
    if !statement.actions.iter().any(|a| a.text().is_some_and(|t| writes(&t))) {
        return false;
    }
    let service = |text: String| LOG_SERVICES.contains(&&*text);
    let balancer = |text: String| BALANCER_ACCOUNTS.iter().any(|account| text.contains(account));
    // `data.aws_elb_service_account.main.arn`, `var.elb_account_ids[var.region]`
    let says = |text: String| text.contains("elb_service_account") || text.contains("elb_account");
    let named = |(unknown, at): &(Arc<Unknown>, Span)| {
        read::reference(unknown).is_some_and(|r| says(r.to_string())) || infra.read.slice(*at).is_some_and(says)
    };
    statement.services.iter().filter_map(|p| p.text()).any(service)
        || statement.aws.iter().filter_map(|p| p.text()).any(balancer)
        || statement.unknown_aws.iter().any(named)
}

/// Whether a statement lets everybody read, whoever that is.
fn for_everybody(statement: &Statement) -> bool {
    let reads = |action: &str| matches!(action, "*" | "s3:*" | "s3:Get*" | "s3:GetObject");
    let anonymous = |variable: String| ANONYMOUS.contains(&&*variable.to_ascii_lowercase());
    statement.actions.iter().any(|a| a.text().is_some_and(|t| reads(&t)))
        && statement.aws.iter().any(|p| p.text().as_deref() == Some("*"))
        && statement.conditions.iter().all(|(_, variable, _)| variable.text().is_some_and(anonymous))
}
