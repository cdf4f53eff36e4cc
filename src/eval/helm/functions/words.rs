//! Text functions that remake the text: case, words, wrapping.

use crate::eval::helm::call::{Function, Param, error, int, text};
use crate::eval::helm::datum::Datum;
use crate::eval::helm::exec::OUTPUT;
use crate::eval::helm::stop::Fault;

use Param::{Int, Text};

/// Text functions that remake the text.
pub const FUNCTIONS: &[Function] = &[
    Function::new("upper", &[Text], |_, a| remade(a, |s| s.chars().map(upper).collect())),
    Function::new("lower", &[Text], |_, a| remade(a, |s| s.chars().map(lower).collect())),
    Function::new("title", &[Text], |_, a| remade(a, title)),
    Function::new("untitle", &[Text], |_, a| remade(a, |s| first_of_words(s, |c| lower(c).to_string()))),
    Function::new("swapcase", &[Text], |_, a| remade(a, swapcase)),
    Function::new("nospace", &[Text], |_, a| remade(a, |s| s.chars().filter(|c| !c.is_whitespace()).collect())),
    Function::new("initials", &[Text], |_, a| {
        remade(a, |s| s.split_whitespace().filter_map(|w| w.chars().next()).collect())
    }),
    Function::new("repeat", &[Int, Text], |_, a| {
        let (n, text) = (int(a, 0), text(a, 1));
        let Ok(n) = usize::try_from(n) else { return error("strings: negative Repeat count") };
        if n.saturating_mul(text.as_str().len().max(1)) > OUTPUT {
            return Err(Fault::Bound("size of computed text"));
        }
        Ok(Datum::Text(text.remade(text.as_str().repeat(n))))
    }),
    Function::new("snakecase", &[Text], |_, a| remade(a, |s| split_words(s, '_'))),
    Function::new("kebabcase", &[Text], |_, a| remade(a, |s| split_words(s, '-'))),
    Function::new("camelcase", &[Text], |_, a| remade(a, camelcase)),
    Function::new("wrap", &[Int, Text], |_, a| {
        let width = usize::try_from(int(a, 0)).unwrap_or(0).max(1);
        let text = text(a, 1);
        Ok(Datum::Text(text.remade(wrap(text.as_str(), width, "\n", false))))
    }),
    Function::new("wrapWith", &[Int, Text, Text], |_, a| {
        let width = usize::try_from(int(a, 0)).unwrap_or(0).max(1);
        let whole = text(a, 2);
        Ok(Datum::Text(whole.remade(wrap(whole.as_str(), width, text(a, 1).as_str(), true))))
    }),
    Function::new("abbrev", &[Int, Text], |_, a| {
        let width = usize::try_from(int(a, 0)).unwrap_or(0);
        remade_at(a, 1, |s| abbreviate(s, 0, width))
    }),
    Function::new("abbrevboth", &[Int, Int, Text], |_, a| {
        let (left, right) = (usize::try_from(int(a, 0)).unwrap_or(0), usize::try_from(int(a, 1)).unwrap_or(0));
        remade_at(a, 2, |s| abbreviate(s, left, right))
    }),
    Function::new("plural", &[Text, Text, Int], |_, a| {
        Ok(Datum::Text(if int(a, 2) == 1 { text(a, 0) } else { text(a, 1) }))
    }),
];

fn remade(args: &[Datum], f: impl Fn(&str) -> String) -> Result<Datum, Fault> {
    remade_at(args, 0, f)
}

fn remade_at(args: &[Datum], i: usize, f: impl Fn(&str) -> String) -> Result<Datum, Fault> {
    let text = text(args, i);
    Ok(Datum::Text(text.remade(f(text.as_str()))))
}

fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    for c in text.chars() {
        let separator = if previous.is_ascii() {
            !(previous.is_ascii_alphanumeric() || previous == '_')
        } else {
            previous.is_whitespace()
        };
        if separator {
            out.push(upper(c));
        } else {
            out.push(c);
        }
        previous = c;
    }
    out
}

fn first_of_words(text: &str, f: impl Fn(char) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for c in text.chars() {
        if start && !c.is_whitespace() {
            out.push_str(&f(c));
        } else {
            out.push(c);
        }
        start = c.is_whitespace();
    }
    out
}

fn swapcase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_uppercase() {
            out.push(lower(c));
        } else if c.is_lowercase() {
            out.push(upper(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// The capital letter of a character, when it is a single one: Go maps characters one by one.
fn upper(c: char) -> char {
    let mut all = c.to_uppercase();
    match (all.next(), all.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

/// The small letter of a character.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn connects(c: char) -> bool {
    matches!(c, '_' | '-') || c.is_whitespace()
}

/// The words of an identifier, as `huandu/xstrings` cuts them in the usual cases, in small letters.
fn split_words(text: &str, connector: char) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (i, c) in chars.iter().enumerate() {
        let previous = i.checked_sub(1).and_then(|p| chars.get(p)).copied().unwrap_or(' ');
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        if connects(*c) {
            out.push(connector);
            continue;
        }
        let cut = (c.is_uppercase() && (previous.is_lowercase() || previous.is_ascii_digit()))
            || (c.is_uppercase() && previous.is_uppercase() && next.is_lowercase())
            || (c.is_ascii_digit() && previous.is_alphabetic() && (previous.is_uppercase() || next.is_lowercase()));
        if cut && !out.is_empty() && !connects(previous) {
            out.push(connector);
        }
        out.push(lower(*c));
    }
    out
}

/// `xstrings.ToPascalCase`.
fn camelcase(text: &str) -> String {
    let mut chars = text.chars();
    let mut out = String::with_capacity(text.len());
    let mut last = loop {
        match chars.next() {
            None => return out,
            Some(c) if connects(c) => out.push(c),
            Some(c) => break c,
        }
    };
    // After a capital at the start of a word, further capitals become small.
    let mut capital = last.is_uppercase();
    last = upper(last);
    for c in chars {
        let before = last;
        last = c;
        if connects(before) {
            if connects(c) {
                out.push(before);
                continue;
            }
            capital = c.is_uppercase();
            last = upper(c);
            continue;
        }
        if capital && c.is_uppercase() {
            last = lower(c);
        } else {
            capital = false;
        }
        out.push(before);
    }
    out.push(last);
    out
}

/// goutils' `WrapCustom`, by characters.
fn wrap(text: &str, width: usize, newline: &str, long: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut offset = 0;
    while chars.len().saturating_sub(offset) > width {
        if chars.get(offset) == Some(&' ') {
            offset += 1;
            continue;
        }
        let line = chars.get(offset..=(offset + width).min(chars.len() - 1)).unwrap_or(&[]);
        let piece = |from: usize, to: usize| chars.get(from..to).unwrap_or(&[]).iter().collect::<String>();
        if let Some(space) = line.iter().rposition(|c| *c == ' ') {
            out.push_str(&piece(offset, offset + space));
            out.push_str(newline);
            offset += space + 1;
        } else if long {
            out.push_str(&piece(offset, offset + width));
            out.push_str(newline);
            offset += width;
        } else {
            let rest = chars.get(offset + width..).unwrap_or(&[]);
            match rest.iter().position(|c| *c == ' ') {
                Some(space) => {
                    out.push_str(&piece(offset, offset + width + space));
                    out.push_str(newline);
                    offset += width + space + 1;
                }
                None => {
                    out.push_str(&piece(offset, chars.len()));
                    offset = chars.len();
                }
            }
        }
    }
    out.extend(chars.get(offset..).unwrap_or(&[]));
    out
}

/// goutils' `AbbreviateFull`.
fn abbreviate(text: &str, offset: usize, width: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let size = chars.len();
    if width < 4 || (offset > 0 && width < 7) || size <= width {
        return text.to_string();
    }
    let piece = |from: usize, to: usize| chars.get(from..to.min(size)).unwrap_or(&[]).iter().collect::<String>();
    let mut offset = offset.min(size);
    if size - offset < width - 3 {
        offset = size - (width - 3);
    }
    if offset <= 4 {
        return format!("{}...", piece(0, width - 3));
    }
    if offset + width - 3 < size {
        let rest = piece(offset, size);
        return format!("...{}", abbreviate(&rest, 0, width - 3));
    }
    format!("...{}", piece(size - (width - 3), size))
}
