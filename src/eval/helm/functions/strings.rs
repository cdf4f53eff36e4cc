//! Text functions that keep places: trimming, quoting, indenting, joining.

use crate::eval::helm::call::{Function, Param, any, int, text, unknown_among};
use crate::eval::helm::datum::{Datum, Slot, never_empty};
use crate::eval::helm::exec::{Engine, OUTPUT};
use crate::eval::helm::fmt;
use crate::eval::helm::stop::Fault;
use crate::eval::helm::text::{Builder, Str, hole_index};
use crate::eval::value::{Kind, Marks, Ty, Unknown, Value};
use std::sync::Arc;

use Param::{Any, Int, Text};

/// Text functions that keep places.
pub const FUNCTIONS: &[Function] = &[
    Function::new("trim", &[Text], |_, a| keep(a, 0, str::trim)).aware(),
    Function::new("trimAll", &[Text, Text], trim_all).aware(),
    Function::new("trimall", &[Text, Text], trim_all).aware(),
    Function::new("trimSuffix", &[Text, Text], trim_suffix).aware(),
    Function::new("trimPrefix", &[Text, Text], trim_prefix).aware(),
    Function::new("trunc", &[Int, Text], trunc).aware(),
    Function::new("substr", &[Int, Int, Text], substr),
    Function::new("quote", &[], |e, a| quote(e, a, true)).rest(Any).aware(),
    Function::new("squote", &[], |e, a| quote(e, a, false)).rest(Any).aware(),
    Function::new("cat", &[], cat).rest(Any).aware(),
    Function::new("indent", &[Int, Text], |_, a| indent(a, false)).aware(),
    Function::new("nindent", &[Int, Text], |_, a| indent(a, true)).aware(),
    Function::new("replace", &[Text, Text, Text], replace).aware(),
    Function::new("toString", &[Any], |e, a| Ok(Datum::Text(fmt::display(&any(a, 0), &mut e.holes)))).aware(),
    Function::new("toStrings", &[Any], |e, a| Ok(Datum::list(to_strings(e, &any(a, 0))))).aware(),
    Function::new("join", &[Text, Any], join).aware(),
    Function::new("split", &[Text, Text], |_, a| Ok(numbered(pieces(&text(a, 1), text(a, 0).as_str(), usize::MAX)))),
    Function::new("splitn", &[Text, Int, Text], |_, a| {
        let n = usize::try_from(int(a, 1)).unwrap_or(usize::MAX);
        Ok(numbered(if n == 0 { Vec::new() } else { pieces(&text(a, 2), text(a, 0).as_str(), n) }))
    }),
    Function::new("splitList", &[Text, Text], |_, a| {
        Ok(Datum::list(pieces(&text(a, 1), text(a, 0).as_str(), usize::MAX).into_iter().map(Datum::Text).collect()))
    }),
    Function::new("contains", &[Text, Text], |e, a| search(e, a, |s, n| s.contains(n))).aware(),
    Function::new("hasPrefix", &[Text, Text], prefix).aware(),
    Function::new("hasSuffix", &[Text, Text], suffix).aware(),
];

fn keep(args: &[Datum], i: usize, f: impl Fn(&str) -> &str) -> Result<Datum, Fault> {
    let text = text(args, i);
    Ok(Datum::Text(text.part(f(text.as_str()))))
}

fn starts_unknown(text: &str) -> bool {
    text.chars().next().is_some_and(|c| hole_index(c).is_some())
}

fn ends_unknown(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| hole_index(c).is_some())
}

fn trim_all(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let set: Vec<char> = text(args, 0).as_str().chars().collect();
    keep(args, 1, |s| s.trim_matches(|c| set.contains(&c)))
}

fn trim_suffix(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let suffix = text(args, 0);
    let whole = text(args, 1);
    if suffix.has_holes() || (ends_unknown(whole.as_str()) && whole.as_str().chars().count() > 1) {
        return Ok(unknown_among(engine, args, Ty::Text).unwrap_or(Datum::Nil));
    }
    // A text known to be wholly unknown stays the reference it is: trimming a trailing `-` or `.` rarely changes it.
    keep(args, 1, |s| s.strip_suffix(suffix.as_str()).unwrap_or(s))
}

fn trim_prefix(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let prefix = text(args, 0);
    if prefix.has_holes() || starts_unknown(text(args, 1).as_str()) {
        return Ok(unknown_among(engine, args, Ty::Text).unwrap_or(Datum::Nil));
    }
    keep(args, 1, |s| s.strip_prefix(prefix.as_str()).unwrap_or(s))
}

fn trunc(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let text = text(args, 1);
    let len = text.as_str().len();
    if text.has_holes() {
        // What is known before the first unknown piece stays; whether the rest is cut is not known.
        return Ok(Datum::Text(text));
    }
    let n = int(args, 0);
    let wanted = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX);
    if wanted >= len {
        return Ok(Datum::Text(text));
    }
    Ok(Datum::Text(if n < 0 { text.slice(len - wanted, len) } else { text.slice(0, wanted) }))
}

fn substr(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let (start, end, text) = (int(args, 0), int(args, 1), text(args, 2));
    let len = text.as_str().len();
    let bound = |n: i64| usize::try_from(n).unwrap_or(0);
    let (from, to) = match (start, end) {
        (s, e) if s < 0 => (0, bound(e)),
        (s, e) if e < 0 || bound(e) > len => (bound(s), len),
        (s, e) => (bound(s), bound(e)),
    };
    if from > to || to > len {
        return crate::eval::helm::call::error(format!("slice bounds out of range [{from}:{to}] with length {len}"));
    }
    Ok(Datum::Text(text.slice(from, to)))
}

fn quote(engine: &mut Engine, args: &[Datum], double: bool) -> Result<Datum, Fault> {
    let mut out = Builder::default();
    for value in args.iter().filter(|v| !v.is_nil()) {
        if !out.is_empty() {
            out.push(" ", &None);
        }
        let text = fmt::display(value, &mut engine.holes);
        if double {
            out.push_str(&fmt::quote_str(&text));
        } else {
            let from = text.remade("").origin().or_else(|| value.from());
            let from = from.filter(|o| !o.literal);
            out.push("'", &from);
            out.push_str(&text);
            out.push("'", &from);
        }
    }
    Ok(Datum::Text(out.finish()))
}

fn cat(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let mut out = Builder::default();
    for (i, value) in args.iter().filter(|v| !v.is_nil()).enumerate() {
        if i > 0 {
            out.push(" ", &None);
        }
        out.push_str(&fmt::display(value, &mut engine.holes));
    }
    Ok(Datum::Text(out.finish()))
}

fn indent(args: &[Datum], newline: bool) -> Result<Datum, Fault> {
    let (n, text) = (int(args, 0), text(args, 1));
    let Ok(n) = usize::try_from(n) else {
        return crate::eval::helm::call::error("strings: negative Repeat count");
    };
    let lines = text.as_str().matches('\n').count() + 1;
    if n.saturating_mul(lines) > OUTPUT {
        return Err(Fault::Bound("size of computed text"));
    }
    let pad = " ".repeat(n);
    let mut out = Builder::default();
    if newline {
        out.push("\n", &None);
    }
    let mut start = 0;
    for line in text.as_str().split_inclusive('\n') {
        out.push(&pad, &None);
        out.push_part(&text, start, start + line.len());
        start += line.len();
    }
    // Go's `strings.Replace` also pads after a last line break, and an empty text.
    if text.as_str().is_empty() || text.as_str().ends_with('\n') {
        out.push(&pad, &None);
    }
    Ok(Datum::Text(out.finish()))
}

fn replace(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let (old, new, source) = (text(args, 0), text(args, 1), text(args, 2));
    if old.has_holes() || source.has_holes() {
        return Ok(unknown_among(engine, args, Ty::Text).unwrap_or(Datum::Nil));
    }
    if source.as_str().len().saturating_mul(new.as_str().len().max(1)) > OUTPUT.saturating_mul(8) {
        return Err(Fault::Bound("size of computed text"));
    }
    if old.as_str().is_empty() {
        let replaced = source.as_str().replace("", new.as_str());
        return Ok(Datum::Text(source.remade(replaced)));
    }
    let mut out = Builder::default();
    let mut last = 0;
    for (at, found) in source.as_str().match_indices(old.as_str()) {
        out.push_part(&source, last, at);
        if new.runs().is_empty() {
            // The replacement takes the place of what it replaces.
            let from = source.run_at(at).and_then(|r| r.from.clone()).filter(|o| !o.literal);
            out.push(new.as_str(), &from);
        } else {
            out.push_str(&new);
        }
        last = at + found.len();
    }
    out.push_part(&source, last, source.as_str().len());
    Ok(Datum::Text(out.finish()))
}

/// A list's elements as text, without nils; anything else as one text.
pub fn to_strings(engine: &mut Engine, value: &Datum) -> Vec<Datum> {
    match value {
        Datum::List(items, _) => items
            .iter()
            .filter(|i| !i.is_nil())
            .map(|i| match i {
                Datum::More(_) => i.clone(),
                i => Datum::Text(fmt::display(i, &mut engine.holes)),
            })
            .collect(),
        Datum::Nil | Datum::Absent => Vec::new(),
        other => vec![Datum::Text(fmt::display(other, &mut engine.holes))],
    }
}

fn join(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let separator = text(args, 0);
    if let Datum::Unknown(unknown, from) = any(args, 1) {
        return Ok(Datum::Unknown(unknown, from));
    }
    let mut out = Builder::default();
    for (i, item) in to_strings(engine, &any(args, 1)).iter().enumerate() {
        if i > 0 {
            out.push_str(&separator);
        }
        match item {
            Datum::Text(text) => out.push_str(text),
            other => out.push_str(&fmt::display(other, &mut engine.holes)),
        }
        if out.len() > OUTPUT {
            return Err(Fault::Bound("size of computed text"));
        }
    }
    Ok(Datum::Text(out.finish()))
}

/// Go's `strings.SplitN`.
fn pieces(source: &Str, separator: &str, n: usize) -> Vec<Str> {
    if separator.is_empty() {
        return source.as_str().char_indices().map(|(i, c)| source.slice(i, i + c.len_utf8())).collect();
    }
    source.as_str().splitn(n, separator).map(|piece| source.part(piece)).collect()
}

fn numbered(pieces: Vec<Str>) -> Datum {
    let entries = pieces.into_iter().enumerate().map(|(i, piece)| {
        let key: Arc<str> = format!("_{i}").into();
        (key, Slot { key: None, value: Datum::Text(piece) })
    });
    Datum::map(crate::eval::helm::datum::MapData {
        entries: entries.collect(),
        named: Some(crate::eval::helm::datum::TEXTS),
        ..Default::default()
    })
}

fn search(engine: &mut Engine, args: &[Datum], f: impl Fn(&str, &str) -> bool) -> Result<Datum, Fault> {
    let (needle, source) = (text(args, 0), text(args, 1));
    if f(source.as_str(), needle.as_str()) && !needle.has_holes() {
        return Ok(Datum::bool(true));
    }
    // Random text holds nothing that a template would look for; other unknown text hardly is a template itself.
    let found = args.iter().find_map(|a| a.unknown_inside(&engine.holes, 0));
    if found.as_ref().is_some_and(|u| never_empty(u)) {
        return Ok(Datum::bool(false));
    }
    let answer = unknown_among(engine, args, Ty::Bool).unwrap_or(Datum::bool(false));
    Ok(match answer {
        Datum::Unknown(unknown, from) if needle.as_str() == "{{" => {
            let likely = Value { kind: Kind::Bool(false), at: engine.at, marks: Marks::NONE, via: None };
            Datum::Unknown(Arc::new(Unknown { likely: Some(likely), ..(*unknown).clone() }), from)
        }
        answer => answer,
    })
}

fn prefix(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let (needle, source) = (text(args, 0), text(args, 1));
    let known: String = source.as_str().chars().take_while(|c| hole_index(*c).is_none()).collect();
    let n = needle.as_str();
    if !needle.has_holes() && (known.len() >= n.len() || !n.starts_with(&known)) {
        return Ok(Datum::bool(known.starts_with(n)));
    }
    search(engine, args, |s, n| s.starts_with(n))
}

fn suffix(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let (needle, source) = (text(args, 0), text(args, 1));
    let start = source.as_str().char_indices().rev().find(|(_, c)| hole_index(*c).is_some());
    let known = start.map_or(source.as_str(), |(i, c)| source.as_str().get(i + c.len_utf8()..).unwrap_or(""));
    let n = needle.as_str();
    if !needle.has_holes() && (known.len() >= n.len() || !n.ends_with(known)) {
        return Ok(Datum::bool(known.ends_with(n)));
    }
    search(engine, args, |s, n| s.ends_with(n))
}
