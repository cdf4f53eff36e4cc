//! Data sources whose attributes follow from the configuration itself.

use super::node::Node;
use super::policy;
use crate::eval::origin;
use crate::eval::published::{self, Parameter};
use crate::eval::scope::Run;
use crate::eval::value::{Entry, How, Item, Kind, Map, Marks, Value};
use crate::source::Span;
use std::rc::Rc;

/// The attributes of a data source that can be worked out; all others are known after apply.
pub(super) fn computed(node: &Rc<Node<'_>>, kind: &str, attributes: &Value, at: Span, run: &Run<'_>) -> Vec<Entry> {
    match kind {
        "aws_iam_policy_document" => {
            policy::json(attributes, at).into_iter().map(|json| origin::entry("json", at, json)).collect()
        }
        "aws_caller_identity" => {
            let keys = |id: Value| ["id", "account_id"].map(|key| origin::entry(key, id.at, id.clone()));
            account(node, run).into_iter().flat_map(keys).collect()
        }
        "aws_partition" => {
            let partition = partition(node, at, run);
            let suffix = match origin::known_text(&partition).map(|t| &**t) {
                Some("aws-cn") => "amazonaws.com.cn",
                _ => "amazonaws.com",
            };
            let suffix = Value { marks: partition.marks, ..origin::text(suffix, at) };
            vec![
                origin::entry("id", at, partition.clone()),
                origin::entry("partition", at, partition),
                origin::entry("dns_suffix", at, suffix),
            ]
        }
        "aws_service_principal" => principal(node, attributes, at, run).into_iter().collect(),
        "aws_region" => match region(node, run) {
            Some(region) => ["name", "id", "region"].map(|key| origin::entry(key, region.at, region.clone())).to_vec(),
            None => Vec::new(),
        },
        "terraform_remote_state" | "tfe_outputs" => {
            let (tree, directory) = &node.context.directory;
            let published = node.context.world.published();
            let key = published::read_key(kind, attributes, (*tree, directory));
            let Some(outputs) = key.and_then(|key| published.outputs(&key).cloned()) else { return Vec::new() };
            let names: &[&str] = if kind == "tfe_outputs" { &["values", "nonsensitive_values"] } else { &["outputs"] };
            let outputs = origin::step(or_defaults(outputs, attributes), How::Output, at);
            names.iter().map(|name| origin::entry(*name, at, outputs.clone())).collect()
        }
        "aws_ssm_parameter" => {
            let published = node.context.world.published();
            let Some(name) = origin::field(attributes, "name").map(|e| &e.value) else { return Vec::new() };
            let region = region(node, run).and_then(|v| v.as_str().map(str::to_owned));
            let account = account(node, run).and_then(|v| v.as_str().map(str::to_owned));
            let value = published.parameter(name, &Parameter { account, region });
            let value = value.map(|v| origin::step(v, How::Output, at));
            value.into_iter().map(|value| origin::entry("value", at, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// What a service is called in trust policies; elsewhere than in the commercial partition names differ by service.
fn principal(node: &Rc<Node<'_>>, attributes: &Value, at: Span, run: &Run<'_>) -> Option<Entry> {
    let service = origin::known_text(&origin::field(attributes, "service_name")?.value)?.clone();
    let partition = partition(node, at, run);
    (origin::known_text(&partition).map(|t| &**t) == Some("aws")).then(|| {
        let name = Value { marks: partition.marks, ..origin::text(format!("{service}.amazonaws.com"), at) };
        origin::entry("name", at, name)
    })
}

/// Outputs, with `defaults` for those that the state does not have.
fn or_defaults(outputs: Value, attributes: &Value) -> Value {
    let defaults = origin::field(attributes, "defaults").and_then(|entry| entry.value.as_map());
    let (Some(defaults), Kind::Map(map)) = (defaults, &outputs.kind) else { return outputs };
    let missing = defaults.entries.iter().filter(|entry| map.rest.is_none() && map.get(&entry.key).is_none());
    let entries = map.entries.iter().chain(missing).cloned().collect();
    let rest = map.rest.clone().or_else(|| defaults.rest.clone());
    Value { kind: Kind::Map(std::sync::Arc::new(Map { entries, rest })), ..outputs }
}

/// The default AWS provider's setting of this name.
fn setting(node: &Rc<Node<'_>>, name: &str, run: &Run<'_>) -> Option<Value> {
    let providers = node.providers(run);
    let aws = providers.iter().find(|p| &*p.name == "aws" && p.alias.is_none())?;
    origin::field(&aws.config, name).map(|e| e.value.clone())
}

fn region(node: &Rc<Node<'_>>, run: &Run<'_>) -> Option<Value> {
    setting(node, "region", run).filter(|v| !matches!(v.kind, Kind::Null))
}

/// The account, when the provider allows exactly one.
fn account(node: &Rc<Node<'_>>, run: &Run<'_>) -> Option<Value> {
    let allowed = setting(node, "allowed_account_ids", run)?;
    match &allowed.kind {
        Kind::List(items) => match &**items {
            [Item::One(id)] => Some(id.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Which partition a region is in; without a known region it is only likely the commercial one.
fn partition(node: &Rc<Node<'_>>, at: Span, run: &Run<'_>) -> Value {
    let region = region(node, run);
    let region = region.as_ref().and_then(origin::known_text).cloned();
    let name = match region.as_deref() {
        Some(r) if r.starts_with("cn-") => "aws-cn",
        Some(r) if r.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    };
    let marks = if region.is_some() { Marks::NONE } else { Marks::DEFAULTED };
    Value { marks, ..origin::text(name, at) }
}
