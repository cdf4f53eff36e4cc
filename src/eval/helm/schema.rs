//! `values.schema.json`: values that a chart's schema does not allow stop the chart, as in Helm.

use super::chart::Chart;
use super::datum::{DEPTH, Datum, MapRef};
use super::exec::Engine;
use super::schema_cost;
use crate::eval::value::Marks;
use crate::source::{FileId, Gap, GapKind, Span};
use serde_json::Value as Json;
use std::sync::Arc;

/// Schemas of other places are never fetched.
struct Nowhere;

impl jsonschema::Retrieve for Nowhere {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Json, Box<dyn std::error::Error + Send + Sync + 'static>> {
        // Helm takes an unresolved `urn:` as a schema that allows everything.
        if uri.as_str().starts_with("urn:") { Ok(Json::Bool(true)) } else { Err(ELSEWHERE.into()) }
    }
}

const ELSEWHERE: &str = "driftline fetches nothing";

/// Checks the values of a chart and its subcharts (`chartutil.ValidateAgainstSchema`). The first that is not allowed is
/// the reason why the chart does not render. A schema that cannot be used for the check is a gap.
pub fn check(chart: &Chart, values: &MapRef, engine: &mut Engine, gaps: &mut Vec<Gap>) -> Option<Gap> {
    if let Some((file, text)) = &chart.schema
        && let Err(refused) = one(chart, *file, text, values, engine, gaps)
    {
        return Some(refused);
    }
    chart.children.iter().find_map(|child| match values.borrow().entries.get(&child.name).map(|s| s.value.clone()) {
        Some(Datum::Map(inner, _)) => check(child, &inner, engine, gaps),
        _ => None,
    })
}

fn one(
    chart: &Chart,
    file: FileId,
    text: &Arc<str>,
    values: &MapRef,
    engine: &mut Engine,
    gaps: &mut Vec<Gap>,
) -> Result<(), Gap> {
    /// Bytes of a schema that cost a step.
    const COST: u64 = 8;
    /// Schemas applied to values in one check.
    const CHECKS: u64 = 2_000_000;
    let at = Span::file_start(file);
    let name = &chart.name;
    let schema: Json = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|e| {
        let line = text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let at = Span::new(file, line, (line + e.column()).min(text.len()));
        Gap::at(at, GapKind::Chart, format!("the schema of the chart `{name}` is not JSON: {e}"))
    })?;
    let mut open = Vec::new();
    let json = json(&Datum::Map(values.clone(), None), &mut Vec::new(), &mut open, 0);
    let cost = schema_cost::cost(&schema, &json).filter(|cost| *cost <= CHECKS);
    let cost = cost.map(|cost| cost + text.len() as u64 / COST);
    if cost.is_none_or(|cost| engine.charge(cost).is_err()) {
        let message = format!(
            "the values of the chart `{name}` were not checked: its schema goes beyond driftline's bound on the work of a check"
        );
        gaps.push(Gap::at(at, GapKind::Bound, message));
        return Ok(());
    }
    // Without backtracking, as Go's patterns.
    let patterns = jsonschema::PatternOptions::regex().size_limit(1 << 20);
    let options = jsonschema::options().with_pattern_options(patterns).with_retriever(Nowhere);
    let options = options.with_base_uri("file:///values.schema.json");
    let validator = match options.build(&schema) {
        Ok(validator) => validator,
        Err(error) => {
            let said = error.to_string();
            if said.contains(ELSEWHERE) {
                let message =
                    format!("the values of the chart `{name}` were not checked: its schema refers to another one");
                gaps.push(Gap::at(at, GapKind::Remote, message));
                return Ok(());
            }
            return Err(Gap::at(at, GapKind::Chart, format!("the schema of the chart `{name}` is not valid: {said}")));
        }
    };
    for error in validator.iter_errors(&json) {
        let path: Vec<String> = error.instance_path().iter().map(|part| part.to_string()).collect();
        // What is not known may be what the schema asks for.
        if open.iter().any(|open| open.starts_with(&path) || path.starts_with(open)) {
            let message =
                format!("whether the values of the chart `{name}` fit its schema depends on what is not known");
            gaps.push(Gap::at(at, GapKind::Chart, message));
            continue;
        }
        let (place, secret) = place(values, &path);
        let shown = if path.is_empty() { "the values".to_owned() } else { format!("`{}`", path.join(".")) };
        // The validator's sentence quotes the value.
        let why = if secret { "it is sensitive".to_owned() } else { error.masked().to_string() };
        let message = format!("{shown} does not fit the schema of the chart `{name}`: {why}");
        return Err(Gap::at(place.unwrap_or(at), GapKind::Chart, message));
    }
    Ok(())
}

/// Where the value at a path is written, or the nearest above it; and whether it is sensitive.
fn place(values: &MapRef, path: &[String]) -> (Option<Span>, bool) {
    let mut value = Datum::Map(values.clone(), None);
    let mut at = None;
    for key in path {
        let inner = match &value {
            Datum::Map(map, _) => map.borrow().entries.get(key.as_str()).map(|s| {
                at = s.key.as_ref().map(|from| from.at).or(at);
                s.value.clone()
            }),
            Datum::List(items, _) => key.parse::<usize>().ok().and_then(|i| items.get(i).cloned()),
            _ => None,
        };
        let Some(inner) = inner else { break };
        at = inner.from().map(|from| from.at).or(at);
        value = inner;
    }
    let secret = value.marks().has(Marks::SENSITIVE) || value.secret_inside(0);
    (at, secret)
}

/// Values as JSON; `open` gets the paths below which not everything is known.
fn json(value: &Datum, path: &mut Vec<String>, open: &mut Vec<Vec<String>>, depth: usize) -> Json {
    if depth > DEPTH {
        open.push(path.clone());
        return Json::Null;
    }
    match value {
        Datum::Bool(b, _) => Json::Bool(*b),
        Datum::Int(n, _, _) => Json::from(*n),
        Datum::Float(n, _) if n.fract() == 0.0 && n.abs() < 9e15 => Json::from(*n as i64),
        Datum::Float(n, _) => Json::from(*n),
        Datum::Text(text) if !text.has_holes() => Json::from(text.as_str()),
        Datum::List(items, _) => items
            .iter()
            .enumerate()
            .map(|(i, item)| {
                path.push(i.to_string());
                let made = json(item, path, open, depth + 1);
                path.pop();
                made
            })
            .collect(),
        Datum::Map(map, _) => {
            let map = map.borrow();
            if map.rest.is_some() {
                open.push(path.clone());
            }
            let entries = map.entries.iter().map(|(key, slot)| {
                path.push(key.to_string());
                let made = json(&slot.value, path, open, depth + 1);
                path.pop();
                (key.to_string(), made)
            });
            Json::Object(entries.collect())
        }
        Datum::Nil | Datum::Absent => Json::Null,
        Datum::Text(_) | Datum::Unknown(..) | Datum::More(_) | Datum::Object(_) => {
            open.push(path.clone());
            Json::Null
        }
    }
}
