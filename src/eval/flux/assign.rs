//! `targetPath` of a HelmRelease: one value at a path, read as Helm's `--set` reads it
//! (<https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set>).

use crate::eval::kustomize::edit;
use crate::eval::manifest;
use crate::eval::value::{Item, Kind, Value};
use crate::source::Span;

/// Largest index of a list, as in Helm.
const INDEX: usize = 65_536;

/// Lays a value at a path over others. A text is what `--set path=text` makes of it: several assignments after commas,
/// a list in braces, numbers and booleans; in quotes it stays text. With `literal` it is text as it is. Whether Helm takes it.
pub fn assign(values: &mut Value, path: &str, value: &Value, literal: bool, at: Span) -> bool {
    let Some(text) = edit::as_str(value).filter(|_| !literal) else {
        let steps = Reader { rest: path, end: &['='] }.path();
        put(values, &steps, value.clone(), at);
        return true;
    };
    let quoted = |q: char| text.starts_with(q) && text.ends_with(q);
    let as_text = quoted('"') || quoted('\'');
    let text = if as_text { text.trim_matches(['"', '\'']) } else { text };
    let whole = format!("{path}={text}");
    let mut reader = Reader { rest: &whole, end: &['=', ','] };
    while !reader.rest.is_empty() {
        let steps = reader.path();
        if !reader.take('=') {
            // A part without a value.
            return false;
        }
        let new = reader.value(as_text, value);
        put(values, &steps, new, at);
        reader.take(',');
    }
    true
}

/// What is left of a text of assignments.
struct Reader<'t> {
    rest: &'t str,
    /// What ends a path.
    end: &'static [char],
}

/// A step of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Reader<'_> {
    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest.strip_prefix(wanted);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = self.rest.get(next.len_utf8()..).unwrap_or("");
        Some(next)
    }

    /// Text up to one of `stop`; a backslash takes the next character as it is.
    fn until(&mut self, stop: &[char]) -> String {
        let mut out = String::new();
        while let Some(next) = self.rest.chars().next().filter(|c| !stop.contains(c)) {
            self.next();
            out.extend(if next == '\\' { self.next() } else { Some(next) });
        }
        out
    }

    fn path(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut stop = vec!['.', '['];
        stop.extend(self.end);
        loop {
            let key = self.until(&stop);
            if !key.is_empty() {
                steps.push(Step::Key(key));
            }
            while self.take('[') {
                let index = self.until(&[']']);
                self.take(']');
                steps.extend(index.parse().ok().map(Step::Index));
            }
            if !self.take('.') {
                return steps;
            }
        }
    }

    fn value(&mut self, as_text: bool, origin: &Value) -> Value {
        if !self.take('{') {
            let text = self.until(&[',']);
            return typed(&text, as_text, origin);
        }
        let mut items = Vec::new();
        loop {
            let text = self.until(&[',', '}']);
            items.push(typed(&text, as_text, origin));
            if self.rest.is_empty() || self.take('}') {
                return Value { kind: edit::list(items, origin.at).kind, ..origin.clone() };
            }
            self.take(',');
        }
    }
}

/// `--set` knows null, booleans and integers; everything else is text.
fn typed(text: &str, as_text: bool, origin: &Value) -> Value {
    let integer = text == "0" || text.parse::<i64>().is_ok() && !text.starts_with('0');
    let simple = matches!(text, "null" | "true" | "false") || integer;
    let kind = match simple && !as_text {
        true => manifest::plain(text, origin.at).kind,
        false => edit::text(text, origin.at).kind,
    };
    Value { kind, ..origin.clone() }
}

fn put(slot: &mut Value, steps: &[Step], value: Value, at: Span) {
    match steps.split_first() {
        None => *slot = value,
        Some((Step::Index(index), rest)) => {
            let mut items: Vec<Item> = match &slot.kind {
                Kind::List(list) => list.to_vec(),
                _ => Vec::new(),
            };
            if *index > INDEX {
                return;
            }
            while items.len() <= *index {
                items.push(Item::One(edit::at(Kind::Null, at)));
            }
            if let Some(Item::One(item)) = items.get_mut(*index) {
                put(item, rest, value, at);
            }
            *slot = edit::at(Kind::List(items.into()), slot.at);
        }
        Some((Step::Key(key), rest)) => {
            if !matches!(slot.kind, Kind::Map(_)) {
                *slot = edit::empty_map(at);
            }
            if edit::get(slot, key).is_none() {
                edit::set(slot, key, at, edit::at(Kind::Null, at));
            }
            if let Some(child) = edit::get_mut(slot, key) {
                put(child, rest, value, at);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn shown(value: &Value) -> String {
        match &value.kind {
            Kind::Map(_) => {
                let entries: Vec<String> =
                    edit::entries(value).iter().map(|e| format!("{}: {}", e.key, shown(&e.value))).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Kind::List(_) => format!("[{}]", edit::items(value).map(shown).collect::<Vec<_>>().join(", ")),
            Kind::Text(_) => format!("{:?}", edit::as_str(value).unwrap()),
            Kind::Null => "null".into(),
            _ => edit::scalar(value).unwrap().into_owned(),
        }
    }

    /// Recorded from `helm template --set`, which `targetPath` mimics.
    #[test]
    fn a_value_at_a_path_is_what_helm_s_set_makes_of_it() {
        let at = Span::file_start(FileId::from_index(0));
        for (path, text, expected) in [
            ("a", "x", r#"{a: "x"}"#),
            ("a.b", "1", "{a: {b: 1}}"),
            ("a", "01", r#"{a: "01"}"#),
            ("a", "1.5", r#"{a: "1.5"}"#),
            ("a", "true", "{a: true}"),
            ("a", "null", "{a: null}"),
            ("a", "'1'", r#"{a: "1"}"#),
            ("a", "\"true\"", r#"{a: "true"}"#),
            ("a[1].b", "x", r#"{a: [null, {b: "x"}]}"#),
            ("a", "{x,2}", r#"{a: ["x", 2]}"#),
            ("a", "{}", r#"{a: [""]}"#),
            ("a", "x,b=y", r#"{a: "x", b: "y"}"#),
            ("a", "x\\,y", r#"{a: "x,y"}"#),
            ("a\\.b", "x", r#"{a.b: "x"}"#),
            ("a", "k=v", r#"{a: "k=v"}"#),
            ("a", "", r#"{a: ""}"#),
        ] {
            let mut values = edit::empty_map(at);
            assert!(assign(&mut values, path, &edit::text(text, at), false, at));
            assert_eq!(shown(&values), expected, "{path}={text}");
        }
        let mut values = edit::empty_map(at);
        assert!(!assign(&mut values, "a", &edit::text("b,c", at), false, at), "Helm: key \"c\" has no value");
        let mut values = edit::empty_map(at);
        assert!(assign(&mut values, "a.b", &edit::text("{x,y}=1", at), true, at));
        assert_eq!(shown(&values), r#"{a: {b: "{x,y}=1"}}"#);
    }
}
