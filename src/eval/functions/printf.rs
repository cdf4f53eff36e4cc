//! `format` and `formatlist`, with the verbs Terraform documents.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use crate::eval::expression::MAX_TEXT;
use crate::eval::expression::convert::{self, Refusal};
use crate::eval::expression::types::{self, Type};
use crate::eval::value::*;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "format" => (format_one, Ty::Text),
        "formatlist" => (format_list, Ty::List),
        _ => return None,
    };
    Some(Function { run, gives })
}

#[derive(Default)]
struct Verb {
    verb: char,
    minus: bool,
    plus: bool,
    zero: bool,
    space: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
    /// `%[2]s`, from 1.
    argument: Option<usize>,
    /// As it is written.
    raw: String,
    /// Where it begins in the format, in bytes.
    offset: usize,
}

impl Verb {
    /// The error that a value is not what it takes.
    fn refuses<T>(&self, why: &str) -> Result<T, Stop> {
        failed(format!("unsupported value for {:?} at {}: {why}", self.raw, self.offset))
    }
}

enum Token {
    Literal(String),
    Verb(Verb),
}

fn tokens(spec: &str) -> Result<Vec<Token>, Stop> {
    const WIDEST: usize = 4096;
    let mut out = Vec::new();
    let mut literal = String::new();
    let mut chars = spec.char_indices().peekable();
    while let Some((offset, ch)) = chars.next() {
        if ch != '%' {
            literal.push(ch);
            continue;
        }
        let mut verb = Verb { offset, ..Verb::default() };
        while let Some((_, flag)) = chars.peek() {
            match flag {
                '-' => verb.minus = true,
                '+' => verb.plus = true,
                '0' => verb.zero = true,
                ' ' => verb.space = true,
                '#' => verb.sharp = true,
                _ => break,
            }
            chars.next();
        }
        let number = |chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>| {
            let mut digits = String::new();
            while let Some((_, d)) = chars.peek().filter(|(_, c)| c.is_ascii_digit()) {
                digits.push(*d);
                chars.next();
            }
            digits.parse::<usize>().ok()
        };
        verb.width = number(&mut chars);
        if matches!(chars.peek(), Some((_, '.'))) {
            chars.next();
            verb.precision = Some(number(&mut chars).unwrap_or(0));
        }
        if matches!(chars.peek(), Some((_, '['))) {
            chars.next();
            verb.argument = number(&mut chars);
            let closed = matches!(chars.peek(), Some((_, ']')));
            if !closed || verb.argument.is_none_or(|n| n == 0) {
                return unrecognized(&mut chars, spec);
            }
            chars.next();
        }
        if verb.width.is_some_and(|w| w > WIDEST) || verb.precision.is_some_and(|p| p > WIDEST) {
            return Err(Stop::Is(Why::Bound("a format width of more than 4096")));
        }
        match chars.peek().copied() {
            Some((_, '%')) => {
                chars.next();
                literal.push('%');
            }
            Some((at, ch)) if ch.is_ascii_alphabetic() => {
                chars.next();
                verb.verb = ch;
                verb.raw = spec.get(offset..at + 1).unwrap_or_default().to_owned();
                out.push(Token::Literal(std::mem::take(&mut literal)));
                out.push(Token::Verb(verb));
            }
            _ => return unrecognized(&mut chars, spec),
        }
    }
    out.push(Token::Literal(literal));
    Ok(out)
}

fn unrecognized<T>(chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>, spec: &str) -> Result<T, Stop> {
    match chars.peek() {
        Some((at, ch)) => failed(format!("unrecognized format character {ch:?} at offset {at}")),
        None => failed(format!("unterminated format verb at the end of {spec:?}")),
    }
}

fn format_one(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let spec = c.text(args, 0)?;
    let mut out = Vec::new();
    let mut next = 1;
    let mut highest = 1;
    let mut bytes = 0usize;
    for token in tokens(&spec)? {
        match token {
            Token::Literal(text) => out.push(Part::Known(text.into(), c.places.first().copied().unwrap_or(c.at))),
            Token::Verb(verb) => {
                let index = verb.argument.unwrap_or(next);
                next = index + 1;
                highest = highest.max(next);
                let Some(value) = args.get(index) else {
                    return failed(format!(
                        "not enough arguments for {:?} at {}: need index {index} but have {} total",
                        verb.raw,
                        verb.offset,
                        args.len() - 1
                    ));
                };
                one(c, index, value, &verb, &mut out)?;
                if let Some(Part::Known(text, _)) = out.last() {
                    bytes = bytes.saturating_add(text.len());
                }
                if bytes > MAX_TEXT {
                    return Err(Stop::Is(Why::Bound("a text longer than 16 MiB")));
                }
            }
        }
    }
    if highest < args.len() {
        return match highest {
            1 => wrong(1, "too many arguments; no verbs in format string"),
            used => wrong(used, format!("too many arguments; only {} used by format string", used - 1)),
        };
    }
    c.joined(out)
}

fn one(c: &Call<'_, '_>, index: usize, value: &Value, verb: &Verb, out: &mut Vec<Part>) -> Result<(), Stop> {
    let at = c.places.get(index).copied().unwrap_or(c.at);
    let plain = verb.width.is_none() && verb.precision.is_none();
    if !VERBS.contains(verb.verb) {
        let (verb, raw, offset) = (verb.verb, &verb.raw, verb.offset);
        return failed(format!("unsupported format verb {verb:?} in {raw:?} at offset {offset}"));
    }
    if let Kind::Unknown(unknown) = &value.kind {
        let unknown = match verb.verb {
            's' | 'v' if plain => unknown.clone(),
            _ => Arc::new(Unknown::because(unknown, c.at).of(Ty::Text)),
        };
        out.push(Part::Hole(unknown, at));
        return Ok(());
    }
    match verb.verb {
        's' | 'v' if plain && !(verb.verb == 'v' && (verb.sharp || matches!(value.kind, Kind::Number(_)))) => {
            match convert::to_text(value) {
                Ok(Text::Whole(text)) => out.push(Part::Known(text, value.at)),
                Ok(Text::Parts(parts)) => out.extend(parts.iter().cloned()),
                Err(Refusal::Unknown(unknown)) => out.push(Part::Hole(unknown, at)),
                Err(Refusal::Wrong(_)) if verb.verb == 'v' => {
                    out.extend(super::json::encode(value, at));
                }
                Err(Refusal::Wrong(_)) if value.is_null() => return verb.refuses("null value cannot be formatted"),
                Err(Refusal::Wrong(_)) => return verb.refuses("string required"),
            }
        }
        _ => match value.first_unknown() {
            Some(unknown) => {
                let unknown = Unknown::because(unknown, c.at).of(Ty::Text);
                out.push(Part::Hole(Arc::new(unknown), at));
            }
            None => out.push(Part::Known(render(value, verb)?.into(), value.at)),
        },
    }
    Ok(())
}

/// The verbs there are.
const VERBS: &str = "svqtdboxXeEfFgG";

fn render(value: &Value, verb: &Verb) -> Result<String, Stop> {
    if value.is_null() && verb.verb != 'v' {
        return verb.refuses("null value cannot be formatted");
    }
    let wanted = |ty: Type| match types::convert(value, &ty) {
        Ok(value) => Ok(value),
        Err(why) => verb.refuses(&why.message()),
    };
    let text = || Ok(wanted(Type::Text)?.as_str().unwrap_or_default().to_owned());
    let number = || match wanted(Type::Number)?.kind {
        Kind::Number(number) => Ok(number),
        _ => verb.refuses("number required"),
    };
    let body = match verb.verb {
        's' => cut(&text()?, verb),
        'q' => super::json::encode_plain(&Value::text(text()?, value.at)),
        'v' if verb.sharp => super::json::encode_plain(value),
        'v' => match (&value.kind, convert::to_text(value)) {
            (Kind::Number(number), _) => signed(number.general(None).unwrap_or_else(|| number.text()), verb),
            (_, Ok(Text::Whole(text))) => cut(&text, verb),
            _ => super::json::encode_plain(value),
        },
        't' => wanted(Type::Bool)?.as_bool().unwrap_or_default().to_string(),
        'd' => match number()? {
            whole if whole.is_whole() => signed(whole.text(), verb),
            _ => return verb.refuses("an integer is required"),
        },
        'b' | 'o' | 'x' | 'X' => {
            let (base, prefix) = match verb.verb {
                'b' => (2, "0b"),
                'o' => (8, "0"),
                'x' => (16, "0x"),
                _ => (16, "0X"),
            };
            let Some(digits) = number()?.in_base(base) else { return verb.refuses("an integer is required") };
            let digits = if verb.verb == 'X' { digits.to_uppercase() } else { digits };
            let digits = match (verb.sharp, digits.strip_prefix('-')) {
                (false, _) => digits,
                (true, Some(digits)) => format!("-{prefix}{digits}"),
                (true, None) => format!("{prefix}{digits}"),
            };
            signed(digits, verb)
        }
        'f' | 'F' => written(number()?.fixed(verb.precision.unwrap_or(6)), verb)?,
        'e' | 'E' => written(number()?.scientific(verb.precision.unwrap_or(6)), verb)?,
        _ => written(number()?.general(verb.precision), verb)?,
    };
    Ok(pad(body, verb))
}

/// A number as a verb writes it.
fn written(text: Option<String>, verb: &Verb) -> Result<String, Stop> {
    let Some(text) = text else { return Err(Stop::Is(Why::Bound("a number of more than 4096 bits"))) };
    Ok(signed(if verb.verb.is_uppercase() { text.to_uppercase() } else { text }, verb))
}

fn signed(text: String, verb: &Verb) -> String {
    match (text.starts_with('-'), verb.plus, verb.space) {
        (false, true, _) => format!("+{text}"),
        (false, false, true) => format!(" {text}"),
        _ => text,
    }
}

fn cut(text: &str, verb: &Verb) -> String {
    match verb.precision {
        Some(most) => text.chars().take(most).collect(),
        None => text.to_owned(),
    }
}

fn pad(text: String, verb: &Verb) -> String {
    // Of a whole number the precision is the fewest digits.
    let text = match (verb.verb, verb.precision) {
        ('d' | 'b' | 'o' | 'x' | 'X', Some(least)) => {
            let sign = text.len() - text.trim_start_matches(['-', '+', ' ']).len();
            let (sign, digits) = text.split_at_checked(sign).unwrap_or(("", &text));
            format!("{sign}{digits:0>least$}")
        }
        _ => text,
    };
    let missing = verb.width.unwrap_or(0).saturating_sub(text.chars().count());
    if missing == 0 {
        return text;
    }
    if verb.minus {
        return format!("{text}{}", " ".repeat(missing));
    }
    if verb.zero && !matches!(verb.verb, 's' | 'q' | 'v' | 't') {
        let sign = text.len() - text.trim_start_matches(['-', '+', ' ']).len();
        let (sign, digits) = text.split_at_checked(sign).unwrap_or(("", &text));
        return format!("{sign}{}{digits}", "0".repeat(missing));
    }
    let fill = if verb.zero { "0" } else { " " };
    format!("{}{text}", fill.repeat(missing))
}

/// Formats once for each element; arguments that are not lists are the same each time.
fn format_list(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut length: Option<(usize, usize)> = None;
    let mut open: Option<Arc<Unknown>> = None;
    for (index, arg) in args.iter().enumerate().skip(1) {
        match &arg.kind {
            Kind::List(items) => {
                if let Some(Item::Many(unknown)) = items.iter().find(|item| matches!(item, Item::Many(_))) {
                    open.get_or_insert(unknown.clone());
                }
                if let Some((first, known)) = length
                    && known != items.len()
                    && open.is_none()
                {
                    return wrong(
                        index,
                        format!(
                            "argument {index} has length {}, which is inconsistent with argument {first} of length {known}",
                            items.len()
                        ),
                    );
                }
                length.get_or_insert((index, items.len()));
            }
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::List) => {
                open.get_or_insert(unknown.clone());
            }
            _ => {}
        }
    }
    let lists = args.iter().skip(1).filter(|arg| matches!(arg.kind, Kind::List(_) | Kind::Unknown(_))).count();
    if let Some(unknown) = open.filter(|_| lists > 1 || length.is_none()) {
        return Err(Stop::Unknown(unknown));
    }
    let mut out = Vec::new();
    let mut bytes = 0usize;
    for position in 0..length.map_or(1, |(_, length)| length) {
        let mut many = None;
        let row: Vec<Value> = args
            .iter()
            .map(|arg| match arg.items().get(position) {
                Some(Item::One(value)) => value.clone().marked(arg.marks),
                Some(Item::Many(unknown)) => {
                    many = Some(unknown.clone());
                    arg.clone()
                }
                None => arg.clone(),
            })
            .collect();
        out.push(match many {
            Some(unknown) => Item::Many(c.because(&unknown)),
            None => {
                let value = match format_one(c, &row) {
                    Err(Stop::Wrong { message, .. }) => {
                        return failed(format!("error on format iteration {position}: {message}"));
                    }
                    value => value?,
                };
                bytes = bytes.saturating_add(value.as_str().map_or(0, str::len));
                if bytes > MAX_TEXT {
                    return Err(Stop::Is(Why::Bound("more than 16 MiB of texts")));
                }
                Item::One(value)
            }
        });
    }
    c.list(out)
}
