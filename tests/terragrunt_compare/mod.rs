//! What Terragrunt answered beside what we make of the same files: a value as JSON, and the differences.

use driftline::eval::configuration::Configuration;
use driftline::eval::value::{Item, Kind, Number, Part, Text, Unknown, Value, Why};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Why something is unknown, in a word or two.
pub fn word(unknown: &Unknown) -> &'static str {
    match &unknown.root().why {
        Why::MissingFile(_) => "missing file",
        Why::Applied => "applied",
        Why::Environment(_) | Why::Runner(_) => "environment",
        Why::Command => "command",
        Why::Secret => "secret",
        Why::NoSource(_) => "no source",
        Why::Gap(_) => "gap",
        Why::Because(_) => "because",
        Why::Ignored => "ignored",
        Why::Volatile => "volatile",
        Why::Bound(_) => "bound",
        Why::Unset(_) => "unset",
    }
}

/// A value as JSON; what is unknown is `{"$unknown": why}`, text with holes too, an open map has a key `$rest`.
pub fn json(value: &Value) -> Json {
    let unknown =
        |unknown: &Unknown| json!({ "$unknown": word(unknown), "$why": driftline::eval::reason::clause(unknown) });
    match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(b) => Json::Bool(*b),
        Kind::Number(Number::Int(int)) => json!(int),
        Kind::Number(Number::Float(float)) => json!(float),
        Kind::Number(Number::Big(text)) => text.parse::<f64>().map_or(Json::Null, |f| json!(f)),
        Kind::Text(Text::Whole(text)) => json!(&**text),
        Kind::Text(Text::Parts(parts)) => parts
            .iter()
            .find_map(|part| match part {
                Part::Hole(why, _) => Some(unknown(why)),
                Part::Known(..) => None,
            })
            .unwrap(),
        Kind::List(items) => items
            .iter()
            .map(|item| match item {
                Item::One(value) => json(value),
                Item::Many(why) => unknown(why),
            })
            .collect(),
        Kind::Map(map) => {
            let mut out: Map<String, Json> = map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect();
            if let Some(why) = &map.rest {
                out.insert("$rest".into(), unknown(why));
            }
            Json::Object(out)
        }
        Kind::Unknown(why) => unknown(why),
    }
}

/// What a unit renders to, with what ours says beside it.
pub fn unit(configuration: &Configuration) -> Json {
    configuration.rendered.as_ref().map_or(Json::Null, json)
}

/// The differences between an answer and ours; `unknown` says where ours is unknown and why, each of which must be so.
pub fn differences(wanted: &Json, ours: &Json, unknown: &BTreeMap<String, String>) -> Vec<String> {
    let mut out = Vec::new();
    let mut met = BTreeSet::new();
    compare("", wanted, ours, unknown, &mut met, &mut out);
    for (path, why) in unknown {
        if !met.contains(path) {
            out.push(format!("{path}: is not unknown ({why})"));
        }
    }
    out
}

fn compare(
    path: &str,
    wanted: &Json,
    ours: &Json,
    unknown: &BTreeMap<String, String>,
    met: &mut BTreeSet<String>,
    out: &mut Vec<String>,
) {
    if let Some(why) = ours.get("$unknown").and_then(Json::as_str) {
        if unknown.get(path).is_some_and(|w| w == why) {
            met.insert(path.to_owned());
        } else {
            out.push(format!("{path}: terragrunt {wanted}, ours unknown ({why}: {})", ours["$why"]));
        }
        return;
    }
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (wanted, ours) {
        (Json::Object(a), Json::Object(b)) => {
            let open = b.contains_key("$rest");
            if open {
                let (at, why) = (below("*"), b["$rest"]["$unknown"].as_str().unwrap());
                if unknown.get(&at).is_some_and(|w| w == why) {
                    met.insert(at);
                } else {
                    out.push(format!("{path}: open ({why}: {})", b["$rest"]["$why"]));
                }
            }
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => compare(&below(key), value, other, unknown, met, out),
                    None if open => {}
                    None => out.push(format!("{}: terragrunt {value}, ours nothing", below(key))),
                }
            }
            for (key, value) in b.iter().filter(|(key, _)| *key != "$rest" && !a.contains_key(*key)) {
                out.push(format!("{}: terragrunt nothing, ours {value}", below(key)));
            }
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&below(&index.to_string()), a, b, unknown, met, out);
            }
        }
        (Json::Number(a), Json::Number(b)) if a.as_f64() == b.as_f64() => {}
        (a, b) if a == b => {}
        _ => out.push(format!("{path}: terragrunt {wanted}, ours {ours}")),
    }
}
