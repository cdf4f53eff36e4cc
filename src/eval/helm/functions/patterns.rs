//! Regular expressions and version constraints.

use crate::eval::helm::call::{Function, Param, error, int, text};
use crate::eval::helm::datum::{Datum, Object};
use crate::eval::helm::exec::OUTPUT;
use crate::eval::helm::stop::Fault;
use crate::eval::helm::text::Str;
use crate::eval::helm::versions::{self, Version};
use regex::{NoExpand, Regex, RegexBuilder};
use std::rc::Rc;

use Param::{Int, Text};

/// Compiled size of one expression.
const SIZE: usize = 1 << 20;

/// Regular expressions and version constraints.
pub const FUNCTIONS: &[Function] = &[
    Function::new("regexMatch", &[Text, Text], |_, a| {
        Ok(Datum::bool(compile(text(a, 0).as_str()).is_ok_and(|r| r.is_match(text(a, 1).as_str()))))
    }),
    Function::new("mustRegexMatch", &[Text, Text], |_, a| {
        Ok(Datum::bool(compile(text(a, 0).as_str())?.is_match(text(a, 1).as_str())))
    }),
    Function::new("regexFind", &[Text, Text], find),
    Function::new("mustRegexFind", &[Text, Text], find),
    Function::new("regexFindAll", &[Text, Text, Int], find_all),
    Function::new("mustRegexFindAll", &[Text, Text, Int], find_all),
    Function::new("regexReplaceAll", &[Text, Text, Text], |_, a| replace(a, false)),
    Function::new("mustRegexReplaceAll", &[Text, Text, Text], |_, a| replace(a, false)),
    Function::new("regexReplaceAllLiteral", &[Text, Text, Text], |_, a| replace(a, true)),
    Function::new("mustRegexReplaceAllLiteral", &[Text, Text, Text], |_, a| replace(a, true)),
    Function::new("regexSplit", &[Text, Text, Int], split),
    Function::new("mustRegexSplit", &[Text, Text, Int], split),
    Function::new("regexQuoteMeta", &[Text], |_, a| {
        let whole = text(a, 0);
        let quoted: String = whole
            .as_str()
            .chars()
            .flat_map(|c| r"\.+*?()|[]{}^$".contains(c).then_some('\\').into_iter().chain(std::iter::once(c)))
            .collect();
        Ok(Datum::Text(whole.remade(quoted)))
    }),
    Function::new("semver", &[Text], |_, a| match Version::parse(text(a, 0).as_str()) {
        Some(version) => {
            let shown = text(a, 0).remade(version.semver.to_string());
            Ok(Datum::Object(Rc::new(Object::Semver(version, shown))))
        }
        None => error("Invalid Semantic Version"),
    }),
    Function::new("semverCompare", &[Text, Text], |_, a| {
        match versions::compare(text(a, 0).as_str(), text(a, 1).as_str()) {
            Ok(holds) => Ok(Datum::bool(holds)),
            Err(message) => error(message),
        }
    }),
];

fn compile(pattern: &str) -> Result<Regex, Fault> {
    match RegexBuilder::new(&go(pattern)).size_limit(SIZE).build() {
        Ok(regex) => Ok(regex),
        Err(regex::Error::CompiledTooBig(_)) => Err(Fault::Bound("size of a regular expression")),
        Err(_) => error(format!("error parsing regexp: `{pattern}`")),
    }
}

/// Go's `Regexp.Split`: no empty piece where the expression matches nothing at the start.
fn cut(regex: &Regex, whole: &Str, n: usize) -> Vec<Str> {
    let text = whole.as_str();
    if text.is_empty() && !regex.as_str().is_empty() {
        return vec![whole.clone()];
    }
    let (mut pieces, mut begin, mut end) = (Vec::new(), 0, 0);
    for found in regex.find_iter(text) {
        if pieces.len() + 1 >= n {
            break;
        }
        end = found.start();
        if found.end() != 0 {
            pieces.push(whole.slice(begin, end));
        }
        begin = found.end();
    }
    if end != text.len() {
        pieces.push(whole.slice(begin, text.len()));
    }
    pieces
}

/// A pattern of Go's in the `regex` crate's words: `\w`, `\d`, `\s` and `\b` are ASCII, and in a class only what Go
/// knows is special.
fn go(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut class = false;
    // Nothing of the class was written yet: `]` is a character there.
    let mut fresh = false;
    while let Some(c) = chars.next() {
        let was_fresh = std::mem::take(&mut fresh);
        match c {
            '\\' => {
                let Some(next) = chars.next() else {
                    out.push(c);
                    break;
                };
                let set = match next.to_ascii_lowercase() {
                    'w' => "0-9A-Za-z_",
                    'd' => "0-9",
                    's' => r"\t\n\f\r ",
                    _ => "",
                };
                match (set, next) {
                    ("", 'b' | 'B') if !class => out.push_str(&format!(r"(?-u:\{next})")),
                    ("", 'Q') if !class => {
                        let mut rest: String = chars.by_ref().collect();
                        let end = rest.find(r"\E").unwrap_or(rest.len());
                        out.push_str(&regex::escape(rest.get(..end).unwrap_or("")));
                        rest = rest.get(end + 2..).unwrap_or("").to_owned();
                        return out + &go(&rest);
                    }
                    ("", _) => out.extend([c, next]),
                    (set, 'W' | 'D' | 'S') => out.push_str(&format!("[^{set}]")),
                    (set, _) if class => out.push_str(set),
                    (set, _) => out.push_str(&format!("[{set}]")),
                }
            }
            '[' if !class => {
                (class, fresh) = (true, true);
                out.push(c);
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
            }
            ']' if class && was_fresh => out.push_str(r"\]"),
            ']' if class => {
                class = false;
                out.push(c);
            }
            '[' if chars.peek() == Some(&':') => {
                out.push(c);
                for c in chars.by_ref() {
                    out.push(c);
                    if c == ']' {
                        break;
                    }
                }
            }
            '[' | '&' | '~' if class => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn find(_: &mut crate::eval::helm::exec::Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let whole = text(args, 1);
    let found = compile(text(args, 0).as_str())?.find(whole.as_str()).map(|m| m.range());
    Ok(Datum::Text(found.map_or_else(|| whole.remade(""), |r| whole.slice(r.start, r.end))))
}

fn find_all(_: &mut crate::eval::helm::exec::Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let whole = text(args, 1);
    let n = usize::try_from(int(args, 2)).unwrap_or(usize::MAX);
    let regex = compile(text(args, 0).as_str())?;
    Ok(Datum::list(
        regex.find_iter(whole.as_str()).take(n).map(|m| Datum::Text(whole.slice(m.start(), m.end()))).collect(),
    ))
}

fn replace(args: &[Datum], literal: bool) -> Result<Datum, Fault> {
    let (whole, new) = (text(args, 1), text(args, 2));
    if whole.as_str().len().saturating_mul(new.as_str().len().max(1)) > OUTPUT.saturating_mul(8) {
        return Err(Fault::Bound("size of computed text"));
    }
    let regex = compile(text(args, 0).as_str())?;
    let replaced = if literal {
        regex.replace_all(whole.as_str(), NoExpand(new.as_str()))
    } else {
        regex.replace_all(whole.as_str(), new.as_str())
    };
    let replaced = replaced.into_owned();
    Ok(Datum::Text(if replaced == whole.as_str() { whole } else { whole.remade(replaced) }))
}

fn split(_: &mut crate::eval::helm::exec::Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let whole = text(args, 1);
    let regex = compile(text(args, 0).as_str())?;
    let n = int(args, 2);
    let pieces: Vec<Str> = match usize::try_from(n) {
        Ok(0) => Vec::new(),
        n => cut(&regex, &whole, n.unwrap_or(usize::MAX)),
    };
    Ok(Datum::list(pieces.into_iter().map(Datum::Text).collect()))
}
