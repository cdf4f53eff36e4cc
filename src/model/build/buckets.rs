//! S3 buckets: encryption and what they are for.

use super::super::encryption::{Encryption, Store, StoreClass};
use super::super::fact::{Evidence, Fact, State};
use super::super::identity::Pattern;
use super::bucket_purposes::Purposes;
use super::infrastructure::{Declaration, Infrastructure};
use super::read::{self, Got};
use super::stores::{key, store};
use crate::eval::value::{Address, Unknown};
use std::collections::HashSet;
use std::sync::Arc;

const CONFIGURATION: &str = "aws_s3_bucket_server_side_encryption_configuration";

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
