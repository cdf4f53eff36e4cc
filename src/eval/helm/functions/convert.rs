//! YAML and JSON, and the names of types.

use crate::eval::helm::call::{Function, Param, any, error, text, unknown_among};
use crate::eval::helm::datum::{DEPTH, Datum, MapData, Slot, reserved};
use crate::eval::helm::exec::{Engine, OUTPUT};
use crate::eval::helm::stop::Fault;
use crate::eval::helm::text::{Builder, From, Str, has_reserved};
use crate::eval::helm::{emit, output};
use crate::eval::value::{Kind, Ty};

use Param::{Any, Text};

/// YAML and JSON, and the names of types.
pub const FUNCTIONS: &[Function] = &[
    Function::new("toYaml", &[Any], |e, a| emit::yaml(&any(a, 0), &mut e.holes).map(Datum::Text)).aware(),
    Function::new("toYamlPretty", &[Any], |e, a| emit::pretty(&any(a, 0), &mut e.holes).map(Datum::Text)).aware(),
    Function::new("fromYaml", &[Text], |e, a| from_yaml(e, a, false)).aware(),
    Function::new("fromYamlArray", &[Text], |e, a| from_yaml(e, a, true)).aware(),
    Function::new("toJson", &[Any], |e, a| json(e, a, false, true)).aware(),
    Function::new("mustToJson", &[Any], |e, a| json(e, a, false, true)).aware(),
    Function::new("toPrettyJson", &[Any], |e, a| json(e, a, true, true)).aware(),
    Function::new("mustToPrettyJson", &[Any], |e, a| json(e, a, true, true)).aware(),
    Function::new("toRawJson", &[Any], |e, a| json(e, a, false, false)).aware(),
    Function::new("mustToRawJson", &[Any], |e, a| json(e, a, false, false)).aware(),
    Function::new("fromJson", &[Text], |_, a| from_json(a, Some(false))),
    Function::new("fromJsonArray", &[Text], |_, a| from_json(a, Some(true))),
    Function::new("mustFromJson", &[Text], |_, a| from_json(a, None)),
    Function::new("kindOf", &[Any], |e, a| named(e, a, Datum::kind_name)).aware(),
    Function::new("kindIs", &[Text, Any], |e, a| is(e, a, Datum::kind_name)).aware(),
    Function::new("typeOf", &[Any], |e, a| named(e, a, Datum::type_name)).aware(),
    Function::new("typeIs", &[Text, Any], |e, a| is(e, a, Datum::type_name)).aware(),
    Function::new("typeIsLike", &[Text, Any], |e, a| {
        let name = any(a, 1).type_name();
        if let Datum::Unknown(..) = any(a, 1) {
            return is(e, a, Datum::type_name);
        }
        let wanted = text(a, 0);
        Ok(Datum::bool(wanted.as_str() == name || name.strip_prefix('*') == Some(wanted.as_str())))
    })
    .aware(),
];

fn named(engine: &mut Engine, args: &[Datum], name: fn(&Datum) -> &'static str) -> Result<Datum, Fault> {
    let value = any(args, 0);
    Ok(match &value {
        Datum::Unknown(unknown, _) if unknown.ty == Ty::Text && unknown.not_null => Datum::text("string"),
        Datum::Unknown(..) => unknown_among(engine, args, Ty::Text).unwrap_or(Datum::Nil),
        value => Datum::text(name(value)),
    })
}

fn is(engine: &mut Engine, args: &[Datum], name: fn(&Datum) -> &'static str) -> Result<Datum, Fault> {
    let value = any(args, 1);
    let wanted = text(args, 0);
    if let Datum::Unknown(unknown, _) = &value {
        let known = match unknown.ty {
            Ty::Any => {
                return Ok(unknown_among(engine, args, Ty::Bool).unwrap_or(Datum::bool(false)));
            }
            Ty::Bool => ["bool", "bool"],
            Ty::Number => ["float64", "float64"],
            Ty::Text => ["string", "string"],
            Ty::List => ["slice", "[]interface {}"],
            Ty::Map => ["map", "map[string]interface {}"],
        };
        return Ok(Datum::bool(known.contains(&wanted.as_str())));
    }
    Ok(Datum::bool(name(&value) == wanted.as_str()))
}

fn from_yaml(engine: &mut Engine, args: &[Datum], list: bool) -> Result<Datum, Fault> {
    let whole = text(args, 0);
    let fail = |message: &str| match list {
        true => Datum::list(vec![Datum::text(message)]),
        false => Datum::from_pairs([("Error".into(), Datum::text(message))]),
    };
    let read = output::read(&whole, &engine.holes, engine.at);
    if let Some(gap) = read.gaps.first() {
        return Ok(fail(&format!("error converting YAML to JSON: {}", gap.message)));
    }
    let empty = if list { Datum::list(Vec::new()) } else { Datum::map(MapData::default()) };
    let Some(value) = read.values.first() else { return Ok(empty) };
    Ok(match (&value.kind, list) {
        (Kind::Map(_), false) | (Kind::List(_), true) | (Kind::Unknown(_), _) => {
            crate::eval::helm::datum::from_value(value, &mut engine.holes, 0)
        }
        (Kind::Null, _) => empty,
        (_, false) => fail(
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}",
        ),
        (_, true) => fail(
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type []interface {}",
        ),
    })
}

fn json(engine: &mut Engine, args: &[Datum], pretty: bool, html: bool) -> Result<Datum, Fault> {
    let mut out = Builder::default();
    write(&any(args, 0), engine, &mut out, pretty.then_some(0), html, 0)?;
    Ok(Datum::Text(out.finish()))
}

fn write(
    value: &Datum,
    engine: &mut Engine,
    out: &mut Builder,
    indent: Option<usize>,
    html: bool,
    depth: usize,
) -> Result<(), Fault> {
    if depth > DEPTH || out.len() > OUTPUT {
        return Err(Fault::Bound("size of computed text"));
    }
    let from = value.from();
    let line = |out: &mut Builder, level: usize| {
        if indent.is_some() {
            out.push("\n", &None);
            out.push(&"  ".repeat(level), &None);
        }
    };
    let level = indent.unwrap_or(0);
    match value {
        Datum::Nil | Datum::Absent => out.push("null", &from),
        Datum::Bool(b, _) => out.push(if *b { "true" } else { "false" }, &from),
        Datum::Int(n, _, _) => out.push(&n.to_string(), &from),
        Datum::Float(n, _) => out.push(&emit::json_number(*n), &from),
        Datum::Text(text) => json_text(text, out, html),
        Datum::Unknown(u, _) | Datum::More(u) => out.push(&engine.holes.add(u).to_string(), &from),
        Datum::List(items, _) if items.is_empty() => out.push("[]", &from),
        Datum::List(items, _) => {
            out.push("[", &from);
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(",", &from);
                }
                line(out, level + 1);
                write(item, engine, out, indent.map(|n| n + 1), html, depth + 1)?;
            }
            line(out, level);
            out.push("]", &from);
        }
        Datum::Map(map, _) => {
            let map = map.borrow();
            if map.entries.is_empty() && map.rest.is_none() {
                out.push("{}", &from);
                return Ok(());
            }
            out.push("{", &from);
            for (i, (key, slot)) in map.entries.iter().enumerate() {
                if i > 0 {
                    out.push(",", &from);
                }
                line(out, level + 1);
                json_text(&Str::new(&**key, slot.key.clone()), out, html);
                out.push(if indent.is_some() { ": " } else { ":" }, &from);
                write(&slot.value, engine, out, indent.map(|n| n + 1), html, depth + 1)?;
            }
            if let Some(rest) = &map.rest {
                if !map.entries.is_empty() {
                    out.push(",", &from);
                }
                let hole = engine.holes.add(rest);
                out.push(&format!("\"{}{hole}\":null", crate::eval::helm::text::MORE), &from);
            }
            line(out, level);
            out.push("}", &from);
        }
        Datum::Object(_) => out.push("{}", &from),
    }
    Ok(())
}

fn json_text(text: &Str, out: &mut Builder, html: bool) {
    let special = |c: char| c < ' ' || matches!(c, '"' | '\\' | '\u{2028}' | '\u{2029}') || (html && "<>&".contains(c));
    let from: From = text.origin().filter(|o| !o.literal);
    out.push("\"", &from);
    if text.as_str().chars().any(special) {
        let mut escaped = String::new();
        for c in text.as_str().chars() {
            match c {
                '"' => escaped.push_str("\\\""),
                '\\' => escaped.push_str("\\\\"),
                '\n' => escaped.push_str("\\n"),
                '\r' => escaped.push_str("\\r"),
                '\t' => escaped.push_str("\\t"),
                '\u{8}' => escaped.push_str("\\b"),
                '\u{c}' => escaped.push_str("\\f"),
                c if special(c) => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => escaped.push(c),
            }
        }
        out.push_str(&text.remade(escaped));
    } else {
        out.push_str(text);
    }
    out.push("\"", &from);
}

fn from_json(args: &[Datum], list: Option<bool>) -> Result<Datum, Fault> {
    let whole = text(args, 0);
    let from = whole.remade("x").origin();
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(whole.as_str());
    Ok(match (parsed, list) {
        (Ok(value @ serde_json::Value::Object(_)), Some(false)) => json_value(&value, &from),
        (Ok(value @ serde_json::Value::Array(_)), Some(true)) => json_value(&value, &from),
        (Ok(value), None) => json_value(&value, &from),
        (Ok(serde_json::Value::Null), Some(true)) => Datum::list(Vec::new()),
        (Ok(serde_json::Value::Null), Some(false)) => Datum::map(MapData::default()),
        (Err(e), None) => return error(e.to_string()),
        (Ok(_), Some(false)) => mistake("json: cannot unmarshal into Go value of type map[string]interface {}"),
        (Ok(_), Some(true)) => {
            Datum::list(vec![Datum::text("json: cannot unmarshal into Go value of type []interface {}")])
        }
        (Err(e), Some(false)) => mistake(&e.to_string()),
        (Err(e), Some(true)) => Datum::list(vec![Datum::text(e.to_string())]),
    })
}

fn mistake(message: &str) -> Datum {
    Datum::from_pairs([("Error".into(), Datum::text(message))])
}

fn json_value(value: &serde_json::Value, from: &From) -> Datum {
    match value {
        serde_json::Value::Null => Datum::Nil,
        serde_json::Value::Bool(b) => Datum::Bool(*b, from.clone()),
        serde_json::Value::Number(n) => Datum::Float(n.as_f64().unwrap_or(0.0), from.clone()),
        serde_json::Value::String(s) if has_reserved(s) => match from {
            Some(origin) => Datum::Unknown(reserved(origin.at), from.clone()),
            None => Datum::text("\u{fffd}"),
        },
        serde_json::Value::String(s) => Datum::Text(Str::new(s.as_str(), from.clone())),
        serde_json::Value::Array(items) => {
            Datum::List(std::rc::Rc::new(items.iter().map(|i| json_value(i, from)).collect()), from.clone())
        }
        serde_json::Value::Object(map) => {
            let entries =
                map.iter().map(|(k, v)| (k.as_str().into(), Slot { key: from.clone(), value: json_value(v, from) }));
            Datum::map(MapData { entries: entries.collect(), ..MapData::default() })
        }
    }
}
