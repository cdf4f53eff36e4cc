//! `--set`: values as one line, `a.b=1,list[0].c=x,names={p,q}`. The rules are those of Helm's `pkg/strvals`.

use crate::eval::value::{Entry, Item, Kind, Map, Marks, Number, Text, Value};
use crate::source::Span;
use std::iter::Peekable;
use std::str::Chars;
use std::sync::Arc;

/// Largest index of a list, and most names one inside the other: Helm's own bounds.
const INDEX: usize = 65_536;
const LEVELS: usize = 30;

/// One step of the path to a value.
enum Step {
    Key(Arc<str>),
    Index(usize),
}

/// Lays one `--set` argument over values; `text` keeps every value a text, as `--set-string` does. What is set is written at
/// `at`. Fails with what Helm would say of an argument it refuses.
pub fn set(values: &Value, argument: &str, text: bool, at: Span) -> Result<Value, String> {
    let mut rest = argument.chars().peekable();
    let mut values = values.clone();
    while rest.peek().is_some() {
        let Some(path) = path(&mut rest)? else { break };
        let new = value(&mut rest, text, at)?;
        lay(&mut values, &path, new, at)?;
    }
    Ok(values)
}

/// The text up to one of some characters, and which; a backslash takes the next one as it is.
fn until(rest: &mut Peekable<Chars<'_>>, stop: &str) -> (String, Option<char>) {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            c if stop.contains(c) => return (text, Some(c)),
            '\\' => text.extend(rest.next()),
            c => text.push(c),
        }
    }
    (text, None)
}

/// A path up to its `=`; `None` at the end.
fn path(rest: &mut Peekable<Chars<'_>>) -> Result<Option<Vec<Step>>, String> {
    let mut steps = Vec::new();
    for _ in 0..=LEVELS {
        let (name, mut end) = until(rest, "=[,.");
        match end {
            None if name.is_empty() && steps.is_empty() => return Ok(None),
            None => return Err(format!("key {name:?} has no value")),
            Some(',') => return Err(format!("key {name:?} has no value (cannot end with ,)")),
            Some(_) => steps.push(Step::Key(name.into())),
        }
        while end == Some('[') {
            steps.push(Step::Index(index(&until(rest, "]").0)?));
            let (between, next) = until(rest, "[.=");
            if !between.is_empty() {
                return Err(format!("unexpected data at end of array index: {between:?}"));
            }
            end = next;
        }
        match end {
            Some('=') => return Ok(Some(steps)),
            Some('.') => {}
            _ => return Err("an index has no value".into()),
        }
    }
    Err(format!("value name nested level is greater than maximum supported nested level of {LEVELS}"))
}

fn index(text: &str) -> Result<usize, String> {
    let index: i64 = text.parse().map_err(|_| format!("error parsing index: {text:?} is no number"))?;
    match usize::try_from(index) {
        Ok(index) if index <= INDEX => Ok(index),
        Ok(index) => Err(format!("index of {index} is greater than maximum supported index of {INDEX}")),
        Err(_) => Err(format!("negative {index} index not allowed")),
    }
}

fn value(rest: &mut Peekable<Chars<'_>>, text: bool, at: Span) -> Result<Value, String> {
    if rest.next_if_eq(&'{').is_none() {
        return Ok(typed(&until(rest, ",").0, text, at));
    }
    let mut items = Vec::new();
    loop {
        let (one, end) = until(rest, ",}");
        match end {
            None => return Err("list must terminate with '}'".into()),
            Some(end) => {
                items.push(Item::One(typed(&one, text, at)));
                if end == '}' {
                    let _ = rest.next_if_eq(&',');
                    return Ok(plain(Kind::List(items.into()), at));
                }
            }
        }
    }
}

fn typed(word: &str, text: bool, at: Span) -> Value {
    let kind = match word {
        _ if text => None,
        _ if word.eq_ignore_ascii_case("true") => Some(Kind::Bool(true)),
        _ if word.eq_ignore_ascii_case("false") => Some(Kind::Bool(false)),
        _ if word.eq_ignore_ascii_case("null") => Some(Kind::Null),
        "0" => Some(Kind::Number(Number::Int(0))),
        _ if word.starts_with('0') => None,
        _ => word.parse().ok().map(|n| Kind::Number(Number::Int(n))),
    };
    plain(kind.unwrap_or_else(|| Kind::Text(Text::Whole(word.into()))), at)
}

fn plain(kind: Kind, at: Span) -> Value {
    Value { kind, at, marks: Marks::NONE, via: None }
}

/// Lays a value at a path; maps and lists on the way are made, or kept when they are there.
fn lay(slot: &mut Value, path: &[Step], new: Value, at: Span) -> Result<(), String> {
    let Some((step, rest)) = path.split_first() else {
        *slot = new;
        return Ok(());
    };
    match step {
        // Helm leaves a key without a name out.
        Step::Key(key) if key.is_empty() => Ok(()),
        Step::Key(key) => {
            let mut entries: Vec<Entry> = match &slot.kind {
                Kind::Map(map) => map.entries.to_vec(),
                Kind::Null => Vec::new(),
                _ => return Err(format!("`{key}` would be set inside of something that is no map")),
            };
            let open = match &slot.kind {
                Kind::Map(map) => map.rest.clone(),
                _ => None,
            };
            match entries.iter_mut().find(|e| e.key == *key) {
                Some(entry) => {
                    entry.key_at = at;
                    lay(&mut entry.value, rest, new, at)?;
                }
                None => {
                    let mut value = plain(Kind::Null, at);
                    lay(&mut value, rest, new, at)?;
                    entries.push(Entry { key: key.clone(), key_at: at, value });
                }
            }
            slot.kind = Kind::Map(Arc::new(Map { entries: entries.into(), rest: open }));
            Ok(())
        }
        Step::Index(index) => {
            let mut items: Vec<Item> = match &slot.kind {
                Kind::List(items) => items.to_vec(),
                Kind::Null => Vec::new(),
                _ => return Err("an index would be set inside of something that is no list".into()),
            };
            while items.len() <= *index {
                items.push(Item::One(plain(Kind::Null, at)));
            }
            if let Some(Item::One(item)) = items.get_mut(*index) {
                // Something else at that index makes room for a map.
                if matches!(rest.first(), Some(Step::Key(_))) && !matches!(item.kind, Kind::Map(_)) {
                    *item = plain(Kind::Null, at);
                }
                lay(item, rest, new, at)?;
            }
            slot.kind = Kind::List(items.into());
            Ok(())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn laid(arguments: &[&str]) -> Result<String, String> {
        let at = Span::file_start(FileId::from_index(0));
        let empty = plain(Kind::Map(Arc::default()), at);
        let done = arguments.iter().try_fold(empty, |values, argument| set(&values, argument, false, at))?;
        Ok(json(&done).to_string())
    }

    fn json(value: &Value) -> serde_json::Value {
        match &value.kind {
            Kind::Bool(b) => (*b).into(),
            Kind::Number(Number::Int(n)) => (*n).into(),
            Kind::Text(Text::Whole(text)) => (**text).into(),
            Kind::List(items) => items.iter().map(|i| if let Item::One(v) = i { json(v) } else { panic!() }).collect(),
            Kind::Map(map) => map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect(),
            _ => serde_json::Value::Null,
        }
    }

    /// Recorded from Helm 3.18: `{{ toJson .Values }}` in a template, with `--set` for each argument.
    #[test]
    fn lines_are_read_as_helm_reads_them() {
        for (arguments, expected) in RECORDED {
            assert_eq!(laid(arguments).as_deref(), Ok(*expected), "{arguments:?}");
        }
    }

    const RECORDED: &[(&[&str], &str)] = &[
        (&["a=1"], r#"{"a":1}"#),
        (
            &["a=x,b=true,c=FALSE,d=null,e=0,f=01,g=1.5,h=-3"],
            r#"{"a":"x","b":true,"c":false,"d":null,"e":0,"f":"01","g":"1.5","h":-3}"#,
        ),
        (&["a.b.c=1", "a.b.d=2"], r#"{"a":{"b":{"c":1,"d":2}}}"#),
        (&["a[0].b=1,a[0].c=2", "a[2]=x"], r#"{"a":[{"b":1,"c":2},null,"x"]}"#),
        (&["a={x,1,true}"], r#"{"a":["x",1,true]}"#),
        (&["a={}"], r#"{"a":[""]}"#),
        (&["a={p,q},b=1"], r#"{"a":["p","q"],"b":1}"#),
        (&["a="], r#"{"a":""}"#),
        (&["a=,b=1"], r#"{"a":"","b":1}"#),
        (&["a\\.b=1"], r#"{"a.b":1}"#),
        (&["a=1\\,2"], r#"{"a":"1,2"}"#),
        (&["a[0][1]=x"], r#"{"a":[[null,"x"]]}"#),
        (&["=x", "b=1"], r#"{"b":1}"#),
        (&["a=1,"], r#"{"a":1}"#),
        (&["a=x=y"], r#"{"a":"x=y"}"#),
        (&["a=9223372036854775808"], r#"{"a":"9223372036854775808"}"#),
        (&["a= b "], r#"{"a":" b "}"#),
        (&["a.b=1", "a=2"], r#"{"a":2}"#),
        (&["a[0]=1", "a[0].b=2"], r#"{"a":[{"b":2}]}"#),
        (&["a=\\{x\\}"], r#"{"a":"{x}"}"#),
        (&["a.0=1"], r#"{"a":{"0":1}}"#),
    ];

    #[test]
    fn what_helm_refuses_is_refused() {
        for argument in ["a", "a,b=1", "a[x]=1", "a[-1]=1", "a[65537]=1", "a={b", "a[0]b=1", "a=1,b"] {
            assert!(laid(&[argument]).is_err(), "{argument}");
        }
        let deep = format!("{}a=1", "a.".repeat(31));
        assert!(laid(&[&deep]).is_err());
        assert!(laid(&["a=1", "a.b=2"]).is_err());
    }
}
