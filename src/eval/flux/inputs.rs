//! The inputs of a ResourceSet: its own, and those of the ResourceSetInputProviders that it names or selects
//! (<https://fluxoperator.dev/docs/crd/resourceset/#inputs-configuration>).

use super::index::shown;
use super::survey::{OPERATOR, is_kind};
use crate::eval::kustomize::edit;
use crate::eval::value::{Kind, Marks, Ty, Unknown, Value, Why};
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most sets of inputs, as the operator has it for permutations.
const SETS: usize = 10_000;

/// A ResourceSetInputProvider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The object.
    pub object: Value,
    /// Its namespace.
    pub namespace: String,
}

/// The providers that a ResourceSet names or selects, and whether all that it names are among those given.
///
/// `present` are objects with the namespace they are in, when they do not say it themselves.
pub fn providers<'a>(
    set: &Value,
    namespace: &str,
    present: impl Iterator<Item = (&'a Value, Option<&'a Value>)>,
) -> (Vec<Provider>, bool) {
    let mut found: BTreeMap<String, Provider> = BTreeMap::new();
    let mut complete = true;
    let named = edit::lookup(set, &["spec", "inputsFrom"]).map(edit::items).into_iter().flatten().next().is_some();
    let kind = present.filter(|(object, _)| named && is_kind(object, OPERATOR, "ResourceSetInputProvider"));
    let of_namespace: Vec<&Value> = kind
        .filter(|(object, place)| {
            let place = edit::lookup(object, &["metadata", "namespace"]).or(*place).map_or(String::new(), shown);
            place == namespace
        })
        .map(|(object, _)| object)
        .collect();
    for reference in edit::lookup(set, &["spec", "inputsFrom"]).map(edit::items).into_iter().flatten() {
        let before = found.len();
        let name = edit::str_at(reference, &["name"]);
        let selector = edit::present(reference, "selector");
        for object in &of_namespace {
            let own = edit::str_at(object, &["metadata", "name"]);
            let wanted = match (name, selector) {
                (Some(name), _) => own == Some(name),
                (None, Some(selector)) => selects(selector, object),
                (None, None) => false,
            };
            if let Some(own) = own.filter(|_| wanted) {
                let provider = Provider { object: (*object).clone(), namespace: namespace.to_string() };
                found.entry(own.to_string()).or_insert(provider);
            }
        }
        let named = name.is_some_and(|name| found.contains_key(name));
        complete &= named || name.is_none() && found.len() > before;
    }
    (found.into_values().collect(), complete)
}

/// Whether a label selector takes an object.
fn selects(selector: &Value, object: &Value) -> bool {
    let labels = edit::lookup(object, &["metadata", "labels"]);
    let label = |key: &str| labels.and_then(|l| edit::get(l, key)).and_then(edit::scalar).map(|s| s.into_owned());
    let equal =
        edit::get(selector, "matchLabels").map(edit::entries).unwrap_or_default().iter().all(|wanted| {
            edit::scalar(&wanted.value).is_some_and(|value| label(&wanted.key).as_deref() == Some(&*value))
        });
    equal
        && edit::items_at(selector, "matchExpressions").into_iter().all(|expression| {
            let key = edit::str_at(expression, &["key"]).unwrap_or("");
            let found = label(key);
            let listed = || {
                let values = edit::items_at(expression, "values");
                found.as_ref().is_some_and(|found| values.iter().any(|v| edit::as_str(v) == Some(found)))
            };
            match edit::str_at(expression, &["operator"]) {
                Some("In") => listed(),
                Some("NotIn") => !listed(),
                Some("Exists") => found.is_some(),
                Some("DoesNotExist") => found.is_none(),
                _ => false,
            }
        })
}

/// The sets of inputs for which a ResourceSet makes its resources; or where and why they are not known, beginning with
/// `what` when driftline cannot see them, else with what the operator would refuse.
pub fn combined(set: &Value, spec: &Value, providers: &[Provider]) -> Result<Vec<Value>, (Span, String)> {
    let mut all: Vec<(String, Vec<Value>)> = vec![(name(set), own(set, spec)?)];
    for provider in providers {
        all.push((name(&provider.object), vec![exported(&provider.object, &provider.namespace)?]));
    }
    let strategy = edit::lookup(spec, &["inputStrategy"]);
    match strategy.and_then(|s| edit::str_at(s, &["name"])).unwrap_or("Flatten") {
        "Flatten" => Ok(all.into_iter().flat_map(|(_, inputs)| inputs).collect()),
        "Permute" => {
            let empty = strategy.and_then(|s| edit::bool_at(s, &["includeEmptyProviders"])) == Some(true);
            permuted(all, empty, set.at)
        }
        other => Err((set.at, format!("the Flux operator would refuse this: there is no input strategy `{other}`"))),
    }
}

fn name(object: &Value) -> String {
    edit::lookup(object, &["metadata", "name"]).map(shown).unwrap_or_default()
}

fn own(set: &Value, spec: &Value) -> Result<Vec<Value>, (Span, String)> {
    let unknown = |at: Span| (at, "what a ResourceSet makes is not evaluated: its inputs are not known".to_string());
    let Some(inputs) = edit::present(spec, "inputs") else { return Ok(Vec::new()) };
    let Kind::List(items) = &inputs.kind else { return Err(unknown(inputs.at)) };
    if edit::items(inputs).count() != items.len() || items.len() > SETS {
        return Err(unknown(inputs.at));
    }
    let namespace = edit::lookup(set, &["metadata", "namespace"]).map(shown).unwrap_or_default();
    edit::items(inputs)
        .map(|input| match &input.kind {
            Kind::Map(_) => Ok(provided(input.clone(), "ResourceSet", &name(set), &namespace)),
            _ => Err(unknown(input.at)),
        })
        .collect()
}

/// What a provider exports. Only a static one says it in the repository.
fn exported(provider: &Value, namespace: &str) -> Result<Value, (Span, String)> {
    let kind = edit::str_at(provider, &["spec", "type"]).unwrap_or("");
    if kind != "Static" {
        let at = edit::lookup(provider, &["spec", "type"]).map_or(provider.at, |v| v.at);
        return Err((
            at,
            format!("what a ResourceSet makes is not evaluated: its inputs come from a provider of type `{kind}`"),
        ));
    }
    let defaults = edit::lookup(provider, &["spec", "defaultValues"]).filter(|v| matches!(v.kind, Kind::Map(_)));
    let mut input = defaults.cloned().unwrap_or_else(|| edit::empty_map(provider.at));
    // Made of the object's UID.
    edit::set(&mut input, "id", provider.at, identifier(provider.at));
    Ok(provided(input, "ResourceSetInputProvider", &name(provider), namespace))
}

fn identifier(at: Span) -> Value {
    let unknown = Unknown { why: Why::Volatile, what: None, ty: Ty::Text, not_null: true, likely: None, at };
    Value { kind: Kind::Unknown(Arc::new(unknown)), at, marks: Marks::VOLATILE, via: None }
}

fn provided(mut input: Value, kind: &str, name: &str, namespace: &str) -> Value {
    let at = input.at;
    let mut provider = edit::empty_map(at);
    for (key, value) in
        [("apiVersion", "fluxcd.controlplane.io/v1"), ("kind", kind), ("name", name), ("namespace", namespace)]
    {
        edit::set(&mut provider, key, at, edit::text(value, at));
    }
    edit::set(&mut input, "provider", at, provider);
    input
}

/// Each combination of one input of every provider, under the providers' names.
fn permuted(all: Vec<(String, Vec<Value>)>, empty: bool, at: Span) -> Result<Vec<Value>, (Span, String)> {
    // The index of each chosen input, for the identifier.
    let mut sets: Vec<(Value, Vec<String>)> = vec![(edit::empty_map(at), Vec::new())];
    let mut any = false;
    for (name, inputs) in all {
        if inputs.is_empty() && !empty {
            continue;
        }
        any = true;
        let key = normalized(&name);
        if key.is_empty() {
            return Err((at, format!("the Flux operator would refuse this: `{name}` is no name for inputs")));
        }
        if sets.len().saturating_mul(inputs.len()) > SETS {
            let message = format!("the Flux operator would refuse this: more than {SETS} permutations of inputs");
            return Err((at, message));
        }
        sets = sets
            .iter()
            .flat_map(|(set, path)| {
                inputs.iter().enumerate().map(|(index, input)| {
                    let (mut set, mut path) = (set.clone(), path.clone());
                    edit::set(&mut set, &key, at, input.clone());
                    path.push(format!("{key}={index}"));
                    (set, path)
                })
            })
            .collect();
    }
    if !any {
        return Ok(Vec::new());
    }
    let with_id = |(mut set, path): (Value, Vec<String>)| {
        edit::set(&mut set, "id", at, edit::text(adler32(&path.join("/")).to_string(), at));
        set
    };
    Ok(sets.into_iter().map(with_id).collect())
}

/// A name as a key of inputs: lower case, letters and digits, words joined by `_`.
fn normalized(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    let kept = words.map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    kept.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// Adler-32 (RFC 1950), of which the operator makes identifiers.
fn adler32(text: &str) -> u32 {
    const MODULUS: u32 = 65_521;
    let (a, b) = text.bytes().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(byte)) % MODULUS;
        (a, (b + a) % MODULUS)
    });
    b << 16 | a
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn names_become_keys_and_combinations_get_the_operator_s_identifiers() {
        assert_eq!(normalized("My-RSet.2 x"), "my_rset_2_x");
        assert_eq!(normalized("--"), "");
        assert_eq!(adler32("rset=0/rsip=0"), 563_152_006);
    }
}
