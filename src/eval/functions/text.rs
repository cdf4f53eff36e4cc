//! Functions over text, of which parts may not be known.

use super::Function;
use super::arguments::{Answer, Call, Stop, wrong};
use super::graphemes::graphemes;
use crate::eval::expression::{MAX_ELEMENTS, MAX_TEXT, convert};
use crate::eval::value::*;
use crate::source::Span;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "lower" => (|c, a| mapped(c, a, 0, |s| each(s, |ch| single(ch.to_lowercase(), ch))), Ty::Text),
        "upper" => (|c, a| mapped(c, a, 0, |s| each(s, |ch| single(ch.to_uppercase(), ch))), Ty::Text),
        "title" => (title, Ty::Text),
        "chomp" => (|c, a| trimmed(c, a, false, true, |ch| ch == '\n' || ch == '\r'), Ty::Text),
        "trimspace" => (|c, a| trimmed(c, a, true, true, char::is_whitespace), Ty::Text),
        "trim" => (trim, Ty::Text),
        "trimprefix" => (|c, a| cut(c, a, true), Ty::Text),
        "trimsuffix" => (|c, a| cut(c, a, false), Ty::Text),
        "startswith" => (|c, a| edge(c, a, true), Ty::Bool),
        "endswith" => (|c, a| edge(c, a, false), Ty::Bool),
        "strcontains" => (strcontains, Ty::Bool),
        "strrev" => (strrev, Ty::Text),
        "substr" => (substr, Ty::Text),
        "indent" => (indent, Ty::Text),
        "join" => (join, Ty::Text),
        "split" => (split, Ty::List),
        _ => return None,
    };
    Some(Function { run, gives })
}

fn each(text: &str, change: impl Fn(char) -> char) -> String {
    text.chars().map(change).collect()
}

/// Go maps one character to one: what would become several stays.
fn single(mut changed: impl Iterator<Item = char>, ch: char) -> char {
    match (changed.next(), changed.next()) {
        (Some(one), None) => one,
        // The one of which Go knows a simple form.
        (Some(_), _) if ch == 'İ' => 'i',
        _ => ch,
    }
}

/// A hole that went through a function: unknown still, and no longer what it referred to.
pub(super) fn through(c: &Call<'_, '_>, unknown: &Arc<Unknown>, at: Span) -> Part {
    Part::Hole(Arc::new(Unknown::because(unknown, c.at).of(Ty::Text)), at)
}

/// Applies a function of single characters to what is known.
fn mapped(c: &Call<'_, '_>, args: &[Value], index: usize, change: impl Fn(&str) -> String) -> Answer {
    let parts = c.parts(args, index)?.into_iter().map(|part| match part {
        Part::Known(text, at) => Part::Known(change(&text).into(), at),
        Part::Hole(unknown, at) => through(c, &unknown, at),
    });
    c.joined(parts.collect())
}

fn title(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    let mut start = true;
    let titled: String = text
        .chars()
        .map(|ch| {
            let upper = start && ch.is_alphabetic();
            start = if ch.is_ascii() { !(ch.is_ascii_alphanumeric() || ch == '_') } else { ch.is_whitespace() };
            if upper { single(ch.to_uppercase(), ch) } else { ch }
        })
        .collect();
    c.whole(titled)
}

/// Removes characters at the ends; a hole at an end stays, and what is behind it with it.
fn trimmed(c: &Call<'_, '_>, args: &[Value], start: bool, end: bool, gone: impl Fn(char) -> bool + Copy) -> Answer {
    let mut parts = c.parts(args, 0)?;
    if start {
        while let Some(first) = parts.first_mut() {
            match first {
                Part::Known(text, _) => {
                    let rest = text.trim_start_matches(gone);
                    if rest.is_empty() {
                        parts.remove(0);
                        continue;
                    }
                    *text = rest.into();
                }
                Part::Hole(unknown, at) => *first = through(c, unknown, *at),
            }
            break;
        }
    }
    if end {
        while let Some(last) = parts.last_mut() {
            match last {
                Part::Known(text, _) => {
                    let rest = text.trim_end_matches(gone);
                    if rest.is_empty() {
                        parts.pop();
                        continue;
                    }
                    *text = rest.into();
                }
                Part::Hole(unknown, at) => *last = through(c, unknown, *at),
            }
            break;
        }
    }
    c.joined(parts)
}

fn trim(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let set = c.text(args, 1)?;
    trimmed(c, args, true, true, |ch| set.contains(ch))
}

/// Whether text begins or ends with an affix, as far as the known edge tells; `None` when it does not.
fn at_edge(parts: &[Part], affix: &str, start: bool) -> Option<bool> {
    let edge = if start { parts.first() } else { parts.last() };
    let Some(Part::Known(known, _)) = edge else { return if affix.is_empty() { Some(true) } else { None } };
    let (has, may) = if start {
        (known.starts_with(affix), affix.starts_with(&**known))
    } else {
        (known.ends_with(affix), affix.ends_with(&**known))
    };
    match (has, may && parts.len() > 1) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}

fn first_hole(parts: &[Part]) -> Option<Arc<Unknown>> {
    parts.iter().find_map(|part| match part {
        Part::Hole(unknown, _) => Some(unknown.clone()),
        Part::Known(..) => None,
    })
}

fn cut(c: &Call<'_, '_>, args: &[Value], start: bool) -> Answer {
    let affix = c.text(args, 1)?;
    let mut parts = c.parts(args, 0)?;
    match (at_edge(&parts, &affix, start), first_hole(&parts)) {
        (Some(false), _) => {}
        (Some(true), _) => {
            let edge = if start { parts.first_mut() } else { parts.last_mut() };
            if let Some(Part::Known(text, _)) = edge {
                let rest = if start { text.strip_prefix(&*affix) } else { text.strip_suffix(&*affix) };
                *text = rest.unwrap_or(text).into();
            }
        }
        (None, Some(unknown)) => return Err(Stop::Unknown(unknown)),
        (None, None) => {}
    }
    c.joined(parts)
}

fn edge(c: &Call<'_, '_>, args: &[Value], start: bool) -> Answer {
    let affix = c.text(args, 1)?;
    let parts = c.parts(args, 0)?;
    match (at_edge(&parts, &affix, start), first_hole(&parts)) {
        (Some(result), _) => Ok(Value::bool(result, c.at)),
        (None, Some(unknown)) => Err(Stop::Unknown(unknown)),
        (None, None) => Ok(Value::bool(affix.is_empty(), c.at)),
    }
}

fn strcontains(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let wanted = c.text(args, 1)?;
    let parts = c.parts(args, 0)?;
    let found = parts.iter().any(|part| matches!(part, Part::Known(text, _) if text.contains(&*wanted)));
    match first_hole(&parts) {
        Some(unknown) if !found && !wanted.is_empty() => Err(Stop::Unknown(unknown)),
        _ => Ok(Value::bool(found || wanted.is_empty(), c.at)),
    }
}

fn strrev(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    c.whole(graphemes(&text).collect::<Vec<_>>().into_iter().rev().collect::<String>())
}

fn substr(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (offset, length) = (c.int(args, 1)?, c.int(args, 2)?);
    let parts = c.parts(args, 0)?;
    let known = match parts.first() {
        Some(Part::Known(text, _)) => text.clone(),
        _ => "".into(),
    };
    let count = graphemes(&known).count();
    let whole = first_hole(&parts).is_none();
    let start = match usize::try_from(offset) {
        Ok(start) => start,
        Err(_) if whole => count.saturating_sub(usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX)),
        Err(_) => usize::MAX,
    };
    let end = match usize::try_from(length) {
        Ok(length) => start.saturating_add(length),
        Err(_) => usize::MAX,
    };
    if let (false, Some(unknown)) = (whole || end <= count, first_hole(&parts)) {
        return Err(Stop::Unknown(unknown));
    }
    c.whole(graphemes(&known).skip(start).take(end.saturating_sub(start)).collect::<String>())
}

fn indent(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let spaces = c.count(args, 0)?;
    if spaces > 1024 {
        return Err(Stop::Is(Why::Bound("an indentation of more than 1024 spaces")));
    }
    let lines: usize = c
        .parts(args, 1)?
        .iter()
        .map(|part| if let Part::Known(text, _) = part { text.matches('\n').count() } else { 0 })
        .sum();
    if lines.saturating_mul(spaces) > MAX_TEXT {
        return Err(Stop::Is(Why::Bound("a text longer than 16 MiB")));
    }
    let line = format!("\n{}", " ".repeat(spaces));
    mapped(c, args, 1, |text| text.replace('\n', &line))
}

fn join(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let separator = c.parts(args, 0)?;
    let mut out: Vec<Part> = Vec::new();
    let mut first = true;
    for index in 1..args.len() {
        for (position, item) in c.items(args, index)?.into_iter().enumerate() {
            if !first {
                out.extend(separator.iter().cloned());
            }
            first = false;
            match item {
                Item::Many(unknown) => out.push(through(c, &unknown, c.at)),
                Item::One(value) => match convert::to_text(&value) {
                    Ok(Text::Whole(text)) => out.push(Part::Known(text, value.at)),
                    Ok(Text::Parts(parts)) => out.extend(parts.iter().cloned()),
                    Err(convert::Refusal::Unknown(unknown)) => out.push(Part::Hole(unknown, value.at)),
                    Err(convert::Refusal::Wrong(_)) => {
                        return wrong(index, format!("element {position} is null; cannot concatenate null values"));
                    }
                },
            }
        }
    }
    c.joined(out)
}

/// Splits; a hole may hold the separator, so it stands for any number of pieces with what touches it.
fn split(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let separator = c.text(args, 0)?;
    let parts = c.parts(args, 1)?;
    let Some(_) = first_hole(&parts) else {
        let text = c.text(args, 1)?;
        let at = c.value(args, 1)?.at;
        let one = |piece: &str| Item::One(Value::text(piece, at));
        if separator.is_empty() {
            let each = text.char_indices().filter_map(|(at, ch)| text.get(at..at + ch.len_utf8()));
            return c.list(each.take(MAX_ELEMENTS + 1).map(one).collect());
        }
        return c.list(text.split(&*separator).take(MAX_ELEMENTS + 1).map(one).collect());
    };
    if separator.is_empty() {
        return Err(Stop::Unknown(first_hole(&parts).unwrap_or_else(|| Arc::new(Unknown::new(Why::Applied, c.at)))));
    }
    let mut out: Vec<Item> = Vec::new();
    // The piece that is being built, and the hole in it that may hold the separator.
    let mut piece: Vec<Part> = Vec::new();
    let mut open: Option<Arc<Unknown>> = None;
    let finish = |piece: &mut Vec<Part>, open: &mut Option<Arc<Unknown>>, out: &mut Vec<Item>| {
        let parts = std::mem::take(piece);
        out.push(match open.take() {
            Some(unknown) => Item::Many(c.because(&unknown)),
            None => Item::One(Value::parts(parts, c.at)),
        });
    };
    for part in parts {
        match part {
            Part::Hole(unknown, at) => {
                // A number or boolean holds no other characters than these.
                let plain = matches!(unknown.ty, Ty::Number | Ty::Bool);
                if !plain || separator.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '.' | '-' | '+')) {
                    open.get_or_insert(unknown.clone());
                }
                piece.push(Part::Hole(unknown, at));
            }
            Part::Known(text, at) => {
                let mut pieces = text.split(&*separator);
                if let Some(first) = pieces.next() {
                    piece.push(Part::Known(first.into(), at));
                }
                for next in pieces {
                    finish(&mut piece, &mut open, &mut out);
                    piece.push(Part::Known(next.into(), at));
                }
            }
        }
    }
    finish(&mut piece, &mut open, &mut out);
    c.list(out)
}
