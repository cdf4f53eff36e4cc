//! Regular expressions and replacement. Terraform speaks RE2; the `regex` crate reads the same syntax in linear time.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use super::text::through;
use crate::eval::expression::{MAX_ELEMENTS, MAX_TEXT};
use crate::eval::value::*;
use regex::{Captures, Regex, RegexBuilder};
use std::cell::RefCell;
use std::collections::HashMap;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "regex" => (first, Ty::Any),
        "regexall" => (all, Ty::List),
        "replace" => (replace, Ty::Text),
        _ => return None,
    };
    Some(Function { run, gives })
}

thread_local! {
    /// Patterns of this thread, compiled: modules apply the same one to every subnet of every unit.
    static COMPILED: RefCell<HashMap<String, Regex>> = RefCell::default();
}

fn compile(pattern: &str, arg: usize) -> Result<Regex, Stop> {
    const KEPT: usize = 256;
    if let Some(known) = COMPILED.with_borrow(|all| all.get(pattern).cloned()) {
        return Ok(known);
    }
    let regex = compile_anew(pattern, arg)?;
    COMPILED.with_borrow_mut(|all| {
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(pattern.to_owned(), regex.clone());
    });
    Ok(regex)
}

/// `\Q...\E`, which RE2 reads and the `regex` crate does not, as escapes.
fn unquoted(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some(quoted) = escape.strip_prefix("\\Q") {
            let (text, after) = quoted.split_once("\\E").unwrap_or((quoted, ""));
            out.push_str(&regex::escape(text));
            rest = after;
            continue;
        }
        let length = escape.chars().take(2).map(char::len_utf8).sum();
        let (pair, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        out.push_str(pair);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn compile_anew(pattern: &str, arg: usize) -> Result<Regex, Stop> {
    let plain;
    let pattern = match pattern.contains("\\Q") {
        true => {
            plain = unquoted(pattern);
            &*plain
        }
        false => pattern,
    };
    const BYTES: usize = 1024 * 1024;
    match RegexBuilder::new(&super::re2::translated(pattern)).size_limit(BYTES).dfa_size_limit(BYTES).build() {
        Ok(regex) => {
            let named = regex.capture_names().skip(1).filter(Option::is_some).count();
            match named > 0 && named + 1 < regex.captures_len() && arg == 0 {
                true => wrong(arg, "invalid regexp pattern: cannot mix both named and unnamed capture groups"),
                false => Ok(regex),
            }
        }
        Err(error) => {
            let last = error.to_string();
            let reason = last.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
            wrong(arg, format!("invalid regexp pattern: {reason}"))
        }
    }
}

/// What a match gives: its text, a list of its groups, or a map of its named groups.
fn shape(c: &Call<'_, '_>, regex: &Regex, captures: &Captures<'_>) -> Value {
    let group = |index: usize| match captures.get(index) {
        Some(found) => Value::text(found.as_str(), c.at),
        None => Value::null(c.at),
    };
    if regex.captures_len() == 1 {
        return group(0);
    }
    let names: Vec<Option<&str>> = regex.capture_names().skip(1).collect();
    if names.iter().any(Option::is_some) {
        let named = names.into_iter().enumerate().filter_map(|(i, name)| Some((name?, group(i + 1))));
        return Value::map(named, c.at).formed(Form::Structure);
    }
    Value::list((1..regex.captures_len()).map(group), c.at).formed(Form::Structure)
}

fn first(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let regex = compile(&c.text(args, 0)?, 0)?;
    let text = c.text(args, 1)?;
    match regex.captures(&text) {
        Some(captures) => Ok(shape(c, &regex, &captures)),
        None => failed("pattern did not match any part of the given string"),
    }
}

fn all(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let regex = compile(&c.text(args, 0)?, 0)?;
    let text = c.text(args, 1)?;
    let mut out = Vec::new();
    let mut bytes = 0usize;
    for captures in regex.captures_iter(&text) {
        bytes = captures.iter().flatten().fold(bytes, |sum, found| sum.saturating_add(found.len()));
        if bytes > MAX_TEXT || out.len() > MAX_ELEMENTS {
            return Err(Stop::Is(Why::Bound("more than 16 MiB of matches")));
        }
        out.push(Item::One(shape(c, &regex, &captures)));
    }
    c.list(out)
}

/// Replaces text, or a pattern between slashes.
fn replace(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let wanted = c.text(args, 1)?;
    if let Some(pattern) = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        let regex = compile(pattern, 1)?;
        let with = c.text(args, 2)?;
        let text = c.text(args, 0)?;
        // References to groups add at most what was matched, each.
        let literal = regex.find_iter(&text).count().saturating_mul(with.len());
        let groups = with.matches('$').count().saturating_mul(text.len());
        if literal.saturating_add(groups) > MAX_TEXT.saturating_mul(4) {
            return Err(Stop::Is(Why::Bound("a text longer than 16 MiB")));
        }
        return c.whole(regex.replace_all(&text, &*with).into_owned());
    }
    let parts = c.parts(args, 0)?;
    let with = c.parts(args, 2)?;
    if parts.len() > 1 {
        for part in &parts {
            if let Part::Known(text, _) = part
                && spans_edge(text, &wanted)
                && let Some(Part::Hole(unknown, _)) = parts.iter().find(|p| matches!(p, Part::Hole(..)))
            {
                return Err(Stop::Unknown(unknown.clone()));
            }
        }
    }
    let matches: usize =
        parts.iter().map(|part| if let Part::Known(text, _) = part { text.matches(&*wanted).count() } else { 0 }).sum();
    if matches.saturating_mul(with.len()) > MAX_ELEMENTS {
        return Err(Stop::Is(Why::Bound("more than 1000000 replacements")));
    }
    let mut out = Vec::new();
    for part in parts {
        match part {
            Part::Hole(unknown, at) => out.push(through(c, &unknown, at)),
            Part::Known(text, at) if wanted.is_empty() => {
                out.extend(with.iter().cloned());
                for ch in text.chars() {
                    out.push(Part::Known(ch.to_string().into(), at));
                    out.extend(with.iter().cloned());
                }
            }
            Part::Known(text, at) => {
                for (index, piece) in text.split(&*wanted).enumerate() {
                    if index > 0 {
                        out.extend(with.iter().cloned());
                    }
                    out.push(Part::Known(piece.into(), at));
                }
            }
        }
    }
    c.joined(out)
}

/// Whether what is searched could begin in this piece and end beyond it, or the other way round.
fn spans_edge(text: &str, wanted: &str) -> bool {
    wanted.char_indices().skip(1).any(|(cut, _)| {
        let (head, tail) = wanted.split_at_checked(cut).unwrap_or((wanted, ""));
        text.ends_with(head) || text.starts_with(tail)
    })
}
