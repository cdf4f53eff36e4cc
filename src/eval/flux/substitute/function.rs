//! What the operators of a substitution do to a value. Lengths and offsets count bytes, as in Go.

use super::expression::Refusal;

/// Longest text that a pattern is tried on: trying every prefix takes time that grows with its square.
const PATTERNED: usize = 4096;

/// An operator of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `${x}`, and combinations of signs that mean nothing.
    None,
    /// `${#x}`.
    Length,
    /// `${x:offset}` and `${x:offset:length}`.
    Substring,
    /// `${x,}`.
    LowerFirst,
    /// `${x,,}`.
    Lower,
    /// `${x^}`.
    UpperFirst,
    /// `${x^^}`.
    Upper,
    /// `${x#pattern}` or, with `suffix`, `${x%pattern}`; doubled, the longest.
    Trim {
        /// At the end.
        suffix: bool,
        /// As much as the pattern takes.
        longest: bool,
    },
    /// `${x/old/new}`.
    ReplaceFirst,
    /// `${x//old/new}`.
    ReplaceAll,
    /// `${x/#old/new}`.
    ReplacePrefix,
    /// `${x/%old/new}`.
    ReplaceSuffix,
}

impl Operator {
    /// The operator that one or two of `,` and `^` are.
    pub fn casing(signs: &str) -> Self {
        match signs {
            "," => Operator::LowerFirst,
            ",," => Operator::Lower,
            "^" => Operator::UpperFirst,
            "^^" => Operator::Upper,
            _ => Operator::None,
        }
    }

    /// The operator that one or two of `#` or `%` are.
    pub fn trimming(signs: &str) -> Self {
        Operator::Trim { suffix: signs.starts_with('%'), longest: signs.len() > 1 }
    }

    /// The operator that `/` is with what follows it.
    pub fn replacing(sign: &str) -> Self {
        match sign {
            "/" => Operator::ReplaceAll,
            "#" => Operator::ReplacePrefix,
            "%" => Operator::ReplaceSuffix,
            _ => Operator::ReplaceFirst,
        }
    }
}

/// The value after an operator.
pub fn apply(operator: Operator, text: String, arguments: &[String]) -> Result<String, Refusal> {
    let first = arguments.first().map_or("", String::as_str);
    let second = arguments.get(1).map(String::as_str);
    Ok(match operator {
        Operator::None => text,
        Operator::Length => text.len().to_string(),
        Operator::Substring => substring(text, first, second)?,
        Operator::Lower => text.to_lowercase(),
        Operator::Upper => text.to_uppercase(),
        Operator::LowerFirst => first_changed(&text, |c| c.to_lowercase().collect()),
        Operator::UpperFirst => first_changed(&text, |c| c.to_uppercase().collect()),
        Operator::Trim { .. } if text.len() > PATTERNED => {
            return Err(Refusal::Bound("text that a pattern is tried on (4096 bytes)"));
        }
        Operator::Trim { suffix: false, longest } => {
            let characters: Vec<char> = text.chars().collect();
            let pattern: Vec<char> = first.chars().collect();
            characters.get(matched(&pattern, &characters, longest)..).unwrap_or(&[]).iter().collect()
        }
        Operator::Trim { suffix: true, longest } => {
            let characters: Vec<char> = text.chars().rev().collect();
            let pattern: Vec<char> = first.chars().rev().collect();
            characters.get(matched(&pattern, &characters, longest)..).unwrap_or(&[]).iter().rev().collect()
        }
        Operator::ReplaceFirst => text.replacen(first, second.unwrap_or(""), 1),
        Operator::ReplaceAll => text.replace(first, second.unwrap_or("")),
        // Without a replacement these two leave the value as it is.
        Operator::ReplacePrefix => match second.filter(|_| text.starts_with(first)) {
            Some(new) => text.replacen(first, new, 1),
            None => text,
        },
        Operator::ReplaceSuffix => match (second, text.strip_suffix(first)) {
            (Some(new), Some(kept)) => format!("{kept}{new}"),
            _ => text,
        },
    })
}

fn first_changed(text: &str, change: impl Fn(char) -> String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => change(first) + characters.as_str(),
        None => String::new(),
    }
}

/// `strconv.Atoi`.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn substring(text: String, offset: &str, length: Option<&str>) -> Result<String, Refusal> {
    let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let Some(offset) = number(offset) else { return Ok(text) };
    let start = if offset < 0 { offset.saturating_add(size).max(0) } else { offset };
    let end = match length.map(number) {
        None => size,
        Some(None) => return Ok(text),
        // A negative length counts from the end.
        Some(Some(length)) if length < 0 => size.saturating_add(length),
        Some(Some(length)) => start.saturating_add(length).min(size),
    };
    if start >= size || end < start {
        return Ok(String::new());
    }
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let cut = range.and_then(|(start, end)| text.get(start..end));
    cut.map(str::to_string).ok_or(Refusal::Syntax(0, "a length that cuts no text"))
}

/// How many characters at the beginning a pattern takes, one at least; none when it does not fit.
fn matched(pattern: &[char], text: &[char], longest: bool) -> usize {
    let fits = |length: &usize| text.get(..*length).is_some_and(|prefix| glob(pattern, prefix));
    let found = if longest { (1..=text.len()).rev().find(fits) } else { (1..=text.len()).find(fits) };
    found.unwrap_or(0)
}

/// One element of a pattern.
enum Element<'p> {
    Any,
    Star,
    Just(char),
    Class { negated: bool, ranges: Vec<(char, char)>, rest: &'p [char] },
}

/// Whether a pattern of `*`, `?`, `[a-z]` and `\c` fits a whole text; one that is malformed fits nothing. Keeps where the
/// last star was, so that no pattern takes longer than the product of both lengths.
fn glob(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (pattern, text);
    let mut star: Option<(&[char], &[char])> = None;
    loop {
        let step = match element(p) {
            None if p.is_empty() && t.is_empty() => return true,
            None if !p.is_empty() => return false,
            None => None,
            Some((Element::Star, rest)) => {
                star = Some((rest, t));
                p = rest;
                continue;
            }
            Some((element, rest)) => t.split_first().and_then(|(c, after)| {
                let (fits, rest) = match element {
                    Element::Class { negated, ranges, rest } => {
                        (ranges.iter().any(|(low, high)| low <= c && c <= high) != negated, rest)
                    }
                    Element::Just(wanted) => (wanted == *c, rest),
                    _ => (true, rest),
                };
                fits.then_some((rest, after))
            }),
        };
        (p, t) = match (step, star) {
            (Some(next), _) => next,
            (None, Some((rest, [_, after @ ..]))) => {
                star = Some((rest, after));
                (rest, after)
            }
            (None, _) => return false,
        };
    }
}

/// The first element of a pattern and what follows it.
fn element(pattern: &[char]) -> Option<(Element<'_>, &[char])> {
    let (first, rest) = pattern.split_first()?;
    match first {
        '*' => Some((Element::Star, rest)),
        '?' => Some((Element::Any, rest)),
        '\\' => rest.split_first().map(|(c, rest)| (Element::Just(*c), rest)),
        '[' => {
            let (negated, mut left) = match rest.split_first() {
                Some(('^', rest)) => (true, rest),
                _ => (false, rest),
            };
            let mut ranges = Vec::new();
            loop {
                if let Some((']', rest)) = left.split_first().filter(|_| !ranges.is_empty()) {
                    return Some((Element::Class { negated, ranges, rest }, rest));
                }
                let (low, after) = class_character(left)?;
                let (high, after) = match after.split_first() {
                    Some(('-', after)) => class_character(after)?,
                    _ => (low, after),
                };
                ranges.push((low, high));
                left = after;
            }
        }
        c => Some((Element::Just(*c), rest)),
    }
}

fn class_character(pattern: &[char]) -> Option<(char, &[char])> {
    let (first, rest) = pattern.split_first()?;
    match first {
        '-' | ']' => None,
        '\\' => rest.split_first().map(|(c, rest)| (*c, rest)),
        c => Some((*c, rest)),
    }
}
