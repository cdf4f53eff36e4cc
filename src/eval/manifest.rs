//! YAML nodes to values as Kubernetes reads them.
//!
//! The rules are those of `sigs.k8s.io/yaml` 1.6 (`go.yaml.in/yaml/v2` resolving scalars, then JSON), against which
//! the table in the tests was recorded. They are YAML 1.1's: `yes`, `on` and `y` are booleans.

use super::value::{Entry, Item, Kind, Map, Marks, Number, Text, Ty, Unknown, Value, Why};
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind, ScalarStyle};
use std::collections::HashMap;
use std::sync::Arc;

/// The value of a node. Unquoted scalars become null, booleans and numbers where Kubernetes reads them so; timestamps
/// stay text, a whole float becomes an integer as it does on the way through JSON. Keys become text, of duplicate keys
/// the last wins. A scalar that its explicit tag does not fit is unknown.
pub fn value(node: &Node) -> Value {
    let kind = match &node.kind {
        NodeKind::Scalar(text, style) => return scalar(text, *style, node.tag.as_deref(), node.at),
        NodeKind::Sequence(items) => Kind::List(items.iter().map(|item| Item::One(value(item))).collect()),
        NodeKind::Mapping(pairs) => {
            let mut entries: Vec<Entry> = Vec::with_capacity(pairs.len());
            let mut index: HashMap<Arc<str>, usize> = HashMap::with_capacity(pairs.len());
            for (key, node) in pairs.iter() {
                let entry = Entry { key: key_text(key), key_at: key.at, value: value(node) };
                match index.get(&entry.key).and_then(|i| entries.get_mut(*i)) {
                    Some(earlier) => *earlier = entry,
                    None => {
                        index.insert(entry.key.clone(), entries.len());
                        entries.push(entry);
                    }
                }
            }
            Kind::Map(Arc::new(Map { entries: entries.into(), rest: None }))
        }
    };
    Value { kind, at: node.at, marks: Marks::NONE, via: None }
}

/// What an unquoted text is to Kubernetes, for text that becomes YAML later (rendered charts, substituted variables).
pub fn plain(text: &str, at: Span) -> Value {
    scalar(&text.into(), ScalarStyle::Plain, None, at)
}

fn scalar(text: &Arc<str>, style: ScalarStyle, tag: Option<&str>, at: Span) -> Value {
    let as_text = || Kind::Text(Text::Whole(text.clone()));
    let kind = match tag {
        None if style == ScalarStyle::Plain => resolve(text).unwrap_or_else(as_text),
        Some("!!null" | "!!bool" | "!!int" | "!!float") => {
            let found = resolve(text);
            let fits = matches!(
                (tag, &found),
                (Some("!!null"), Some(Kind::Null))
                    | (Some("!!bool"), Some(Kind::Bool(_)))
                    | (Some("!!int"), Some(Kind::Number(Number::Int(_) | Number::Big(_))))
                    | (Some("!!float"), Some(Kind::Number(_)))
            );
            match found {
                Some(kind) if fits => kind,
                _ => misfit(tag.unwrap_or_default(), at),
            }
        }
        Some("!!binary") => match binary(text) {
            Some(decoded) => Kind::Text(Text::Whole(decoded)),
            None => misfit("!!binary", at),
        },
        _ => as_text(),
    };
    Value { kind, at, marks: Marks::NONE, via: None }
}

fn misfit(tag: &str, at: Span) -> Kind {
    let ty = match tag {
        "!!bool" => Ty::Bool,
        "!!int" | "!!float" => Ty::Number,
        "!!binary" => Ty::Text,
        _ => Ty::Any,
    };
    let why = Why::Gap(format!("the text does not fit its tag `{tag}`, and Kubernetes refuses it").into());
    Kind::Unknown(Arc::new(Unknown { why, what: None, ty, not_null: false, likely: None, at }))
}

fn binary(text: &str) -> Option<Arc<str>> {
    use base64::Engine;
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed).ok()?;
    String::from_utf8(bytes).ok().map(Into::into)
}

/// Null, a boolean or a number; `None` for text.
fn resolve(text: &str) -> Option<Kind> {
    let kind = match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Kind::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Kind::Number(Number::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Kind::Number(Number::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => Kind::Number(Number::Float(f64::NEG_INFINITY)),
        _ => Kind::Number(number(text)?),
    };
    Some(kind)
}

fn number(text: &str) -> Option<Number> {
    let first = text.as_bytes().first()?;
    if *first == b'.' {
        // Go's ParseFloat, which takes underscores between digits only.
        let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        let bytes = text.as_bytes();
        let between = |i: usize| digit(bytes.get(i.wrapping_sub(1))) && digit(bytes.get(i + 1));
        let sound = bytes.iter().enumerate().all(|(i, b)| *b != b'_' || between(i));
        return sound.then(|| float(&text.replace('_', ""))).flatten();
    }
    if !first.is_ascii_digit() && !matches!(first, b'+' | b'-') {
        return None;
    }
    let packed = text.replace('_', "");
    integer(&packed).or_else(|| float(&packed))
}

/// Decimal, or with Go's prefixes: `0x`, `0o`, `0b`, and a leading zero for octal.
fn integer(text: &str) -> Option<Number> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let prefix = digits.get(..2).map(str::to_ascii_lowercase);
    let (radix, digits) = match prefix.as_deref() {
        Some("0x") => (16, digits.get(2..)?),
        Some("0o") => (8, digits.get(2..)?),
        Some("0b") => (2, digits.get(2..)?),
        Some(p) if p.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        return 0i64.checked_sub_unsigned(size).map(Number::Int);
    }
    // ParseUint, which takes what is too large for a signed integer, takes no sign.
    match i64::try_from(size) {
        Ok(n) => Some(Number::Int(n)),
        Err(_) if !text.starts_with('+') => Some(Number::Big(size.to_string().into())),
        Err(_) => None,
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`; what overflows is text.
fn float(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((m, e)) => (m, Some(e.strip_prefix(['-', '+']).unwrap_or(e))),
        None => (unsigned, None),
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let shaped = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !shaped || exponent.is_some_and(|e| e.is_empty() || !digits(e)) {
        return None;
    }
    let n: f64 = text.parse().ok()?;
    if !n.is_finite() {
        return None;
    }
    // JSON writes a whole float without a fraction, and whoever reads it sees an integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if n.fract() == 0.0 && n.abs() <= EXACT {
        #[allow(clippy::cast_possible_truncation, reason = "whole and within the exact range")]
        return Some(Number::Int(n as i64));
    }
    Some(Number::Float(n))
}

/// A key as text, the way Go prints it.
fn key_text(node: &Node) -> Arc<str> {
    let NodeKind::Scalar(text, _) = &node.kind else { return "".into() };
    match value(node).kind {
        Kind::Null => "null".into(),
        Kind::Bool(b) => if b { "true" } else { "false" }.into(),
        Kind::Number(Number::Int(n)) if text.contains(['.', 'e', 'E']) && integer(&text.replace('_', "")).is_none() =>
        {
            #[allow(clippy::cast_precision_loss, reason = "it was a float")]
            short_float(n as f64).into()
        }
        Kind::Number(Number::Int(n)) => n.to_string().into(),
        Kind::Number(Number::Big(n)) => n,
        Kind::Number(Number::Float(f)) => short_float(f).into(),
        Kind::Text(Text::Whole(text)) => text,
        _ => text.clone(),
    }
}

/// `strconv.FormatFloat(f, 'g', -1, 32)`, which is what makes keys of floats.
fn short_float(f: f64) -> String {
    if f.is_nan() {
        return ".nan".into();
    }
    if f.is_infinite() {
        return if f > 0.0 { ".inf" } else { "-.inf" }.into();
    }
    #[allow(clippy::cast_possible_truncation, reason = "Go narrows it too")]
    let narrow = f as f32;
    let scientific = format!("{narrow:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let power: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&power) {
        return format!("{narrow}");
    }
    let sign = if power < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", power.abs())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::yaml::parse;

    fn read(text: &str) -> Value {
        let parsed = parse(text, FileId::from_index(0));
        assert_eq!(parsed.gaps, Vec::new(), "{text}");
        value(parsed.documents.first().expect("one document"))
    }

    fn json(value: &Value) -> serde_json::Value {
        match &value.kind {
            Kind::Null => serde_json::Value::Null,
            Kind::Bool(b) => (*b).into(),
            Kind::Number(Number::Int(n)) => (*n).into(),
            Kind::Number(Number::Float(f)) if f.is_finite() => (*f).into(),
            Kind::Number(n) => format!("{n:?}").into(),
            Kind::Text(Text::Whole(t)) => (**t).into(),
            Kind::Text(Text::Parts(_)) => "parts".into(),
            Kind::List(items) => items.iter().map(|i| if let Item::One(v) = i { json(v) } else { panic!() }).collect(),
            Kind::Map(map) => map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect(),
            Kind::Unknown(_) => "?".into(),
        }
    }

    /// Recorded from `sigs.k8s.io/yaml` 1.6.0 with `go.yaml.in/yaml/v2` 2.4.4.
    #[test]
    fn scalars_are_what_kubernetes_reads() {
        let table = [
            ("1.", "1"),
            (".5", "0.5"),
            ("1_0.5", "10.5"),
            ("._5", r#""._5""#),
            ("-.5", "-0.5"),
            ("09", "9"),
            ("08.5", "8.5"),
            ("0755", "493"),
            ("0o17", "15"),
            ("0O17", "15"),
            ("-0o17", "-15"),
            ("0o8", r#""0o8""#),
            ("0B1", "1"),
            ("-0b11", "-3"),
            ("+0b11", "3"),
            ("0b2", r#""0b2""#),
            ("0b", r#""0b""#),
            ("1e400", r#""1e400""#),
            ("1e3", "1000"),
            ("1E3", "1000"),
            ("e3", r#""e3""#),
            ("+1", "1"),
            ("+", r#""+""#),
            ("1__0", "10"),
            ("_1", r#""_1""#),
            ("-_1", "-1"),
            ("1_", "1"),
            ("0x", r#""0x""#),
            ("0xG", r#""0xG""#),
            ("0x1p4", r#""0x1p4""#),
            (".1p4", r#"".1p4""#),
            ("0x1.8", r#""0x1.8""#),
            ("0X1F", "31"),
            ("-0x1F", "-31"),
            ("0x_1F", "31"),
            ("0_x1", "1"),
            (".e3", r#"".e3""#),
            (".1_0", "0.1"),
            (".1_", r#"".1_""#),
            (".1__0", r#"".1__0""#),
            (".1e1_0", "1000000000"),
            ("1_000.5e1_0", "10005000000000"),
            ("1.5_", "1.5"),
            ("0.5e", r#""0.5e""#),
            (".", r#"".""#),
            ("1.2.3", r#""1.2.3""#),
            ("2001-1-1", r#""2001-1-1""#),
            ("2001-12-14t21:59:43.10-05:00", r#""2001-12-14t21:59:43.10-05:00""#),
            ("190:20:30", r#""190:20:30""#),
            ("12e03", "12000"),
            ("-2E+05", "-200000"),
            ("-0x8000000000000000", "-9223372036854775808"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("1e-400", "0"),
            ("1e-7", "1e-7"),
            ("100000000000000000000000", "1e+23"),
            ("1000000.0", "1000000"),
            ("0.10", "0.1"),
            ("-0", "0"),
            ("00b1", r#""00b1""#),
            (".infinity", r#"".infinity""#),
            ("null", "null"),
            ("NULL", "null"),
            ("~", "null"),
            ("nUll", r#""nUll""#),
            ("True", "true"),
            ("tRUE", r#""tRUE""#),
            ("yes", "true"),
            ("y", "true"),
            ("N", "false"),
            ("Off", "false"),
            ("on", "true"),
            ("oN", r#""oN""#),
            ("=", r#""=""#),
            ("<<", r#""<<""#),
            (r#"!!int "12""#, "12"),
            ("!!int 12", "12"),
            ("!!float 3", "3"),
            ("!!float 3.5", "3.5"),
            (r#"!!bool "yes""#, "true"),
            ("!!str yes", r#""yes""#),
            ("!!str", r#""""#),
            (r#"!!null """#, "null"),
            ("!!null", "null"),
            ("! 12", r#""12""#),
            ("!foo 12", r#""12""#),
            ("!<tag:yaml.org,2002:str> 12", r#""12""#),
            ("!!binary aGk=", r#""hi""#),
            ("!!timestamp 2001-01-01", r#""2001-01-01""#),
            ("'12'", r#""12""#),
            (r#""yes""#, r#""yes""#),
            ("|-\n  12", r#""12""#),
            ("!!int x", r#""?""#),
            ("!!null x", r#""?""#),
            ("!!bool 1", r#""?""#),
        ];
        for (text, expected) in table {
            let found = json(&read(&format!("a: {text}\n")));
            let expected: serde_json::Value = serde_json::from_str(&format!("{{\"a\":{expected}}}")).unwrap();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn large_and_special_numbers() {
        let number = |text: &str| match plain(text, Span::file_start(FileId::from_index(0))).kind {
            Kind::Number(n) => n,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(number("18446744073709551615"), Number::Big("18446744073709551615".into()));
        assert_eq!(number("+9223372036854775808"), Number::Float(9223372036854775808.0));
        assert_eq!(number("-9223372036854775809"), Number::Float(-9223372036854775809.0));
        assert_eq!(number(".Inf"), Number::Float(f64::INFINITY));
        assert_eq!(number("-.inf"), Number::Float(f64::NEG_INFINITY));
    }

    /// Recorded the same way.
    #[test]
    fn keys_become_text() {
        let table = [
            ("yes: 1", r#"{"true":1}"#),
            ("1: a", r#"{"1":"a"}"#),
            ("1.5: a", r#"{"1.5":"a"}"#),
            ("0x1F: a", r#"{"31":"a"}"#),
            ("1e3: a", r#"{"1000":"a"}"#),
            ("1e6: a", r#"{"1e+06":"a"}"#),
            ("1000000.0: a", r#"{"1e+06":"a"}"#),
            ("123456789.5: a", r#"{"1.2345679e+08":"a"}"#),
            ("0.00001: a", r#"{"1e-05":"a"}"#),
            ("0.0001: a", r#"{"0.0001":"a"}"#),
            ("1.0: a", r#"{"1":"a"}"#),
            ("1000000000000000000000: a", r#"{"1e+21":"a"}"#),
            (".inf: a", r#"{".inf":"a"}"#),
            ("2001-01-01: a", r#"{"2001-01-01":"a"}"#),
            ("!!str 1: a", r#"{"1":"a"}"#),
            ("1_000: a", r#"{"1000":"a"}"#),
            (r#""": a"#, r#"{"":"a"}"#),
            ("a: 1\na: 2", r#"{"a":2}"#),
            ("1: a\n0x1: b", r#"{"1":"b"}"#),
            (r#""<<": {a: 1}"#, r#"{"<<":{"a":1}}"#),
        ];
        for (text, expected) in table {
            assert_eq!(json(&read(text)).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn values_point_at_what_a_person_changes() {
        let text = "a:\n  b: 1\n  b: two\n  c:\n";
        let at = |span: Span| &text[span.start as usize..span.end as usize];
        let value = read(text);
        let Kind::Map(map) = &value.kind else { panic!() };
        let Kind::Map(inner) = &map.entries[0].value.kind else { panic!() };
        assert_eq!(at(map.entries[0].key_at), "a");
        assert_eq!((at(inner.entries[0].value.at), inner.entries[0].key_at.start), ("two", 12));
        let empty = &inner.entries[1];
        assert_eq!((empty.value.at.start, empty.value.at.end), (empty.key_at.end, empty.key_at.end));
    }
}
