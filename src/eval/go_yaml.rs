//! How `go.yaml.in/yaml/v2` writes: which quotes a text needs, where long lines break, in which order keys stand.
//!
//! `sigs.k8s.io/yaml` writes with it, and so do kustomize and Helm's `toYaml`. The bytes matter, not only the meaning: charts
//! hash this text, and people compare it with what those programs print.

use crate::eval::manifest;
use crate::eval::value::{Kind, Number, Text};
use crate::source::{FileId, Span};
use std::cmp::Ordering;

/// The column after which a line breaks.
pub const WIDTH: usize = 80;

/// A character inside double quotes; `printable` ones stand for themselves.
pub fn double(c: char, out: &mut String, printable: fn(char) -> bool) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\0' => out.push_str("\\0"),
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{b}' => out.push_str("\\v"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '\u{1b}' => out.push_str("\\e"),
        '\u{85}' => out.push_str("\\N"),
        '\u{2028}' => out.push_str("\\L"),
        '\u{2029}' => out.push_str("\\P"),
        c if printable(c) => out.push(c),
        c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02X}", u32::from(c))),
        c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
    }
}

/// What yaml.v2 takes as printable: nothing beyond the basic plane.
pub fn printable(c: char) -> bool {
    matches!(u32::from(c), 0x0a | 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfffd)
        && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Unquoted, it would be text.
pub fn is_text(value: &str) -> bool {
    let nowhere = Span::file_start(FileId::from_index(0));
    matches!(manifest::plain(value, nowhere).kind, Kind::Text(Text::Whole(_))) && !base60(value) && !timestamp(value)
}

/// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`
fn base60(value: &str) -> bool {
    let value = value.strip_prefix(['-', '+']).unwrap_or(value);
    let mut parts = value.split(':');
    let digits =
        |p: &str| p.starts_with(|c: char| c.is_ascii_digit()) && p.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    if !parts.next().is_some_and(digits) {
        return false;
    }
    let rest: Vec<&str> = parts.collect();
    let last = rest.len().saturating_sub(1);
    !rest.is_empty()
        && rest.iter().enumerate().all(|(i, part)| {
            let part = match part.split_once('.') {
                Some((whole, fraction)) if i == last => {
                    if !fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') {
                        return false;
                    }
                    whole
                }
                _ => part,
            };
            part.len() <= 2 && !part.is_empty() && part.parse::<u8>().is_ok_and(|n| n < 60)
        })
}

/// `2006-01-02`, alone or with a time.
fn timestamp(value: &str) -> bool {
    let bytes = value.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits != 4 || bytes.get(4) != Some(&b'-') {
        return false;
    }
    let date = value.split(['T', 't', ' ']).next().unwrap_or("");
    let parts: Vec<&str> = date.split('-').collect();
    let number = |p: &str| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit());
    let [_, month, day] = parts.as_slice() else { return false };
    if !number(month) || !number(day) {
        return false;
    }
    let valid = month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m))
        && day.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d));
    let time = value.get(date.len() + 1..).unwrap_or("");
    valid
        && (value.len() == date.len()
            || (time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || b"+-:. Zz".contains(&b))))
}

/// Which styles the emitter allows for a text.
pub struct Look {
    /// Without quotes, as far as the characters go: see [`is_text`].
    pub plain: bool,
    /// In single quotes.
    pub single: bool,
    /// As a literal block.
    pub block: bool,
}

impl Look {
    /// The styles for a text.
    pub fn of(value: &str, printable: fn(char) -> bool) -> Look {
        if value.is_empty() {
            return Look { plain: false, single: true, block: false };
        }
        let chars: Vec<char> = value.chars().collect();
        let at = |i: usize| chars.get(i).copied();
        let blank = |c: Option<char>| matches!(c, None | Some(' ' | '\t' | '\n' | '\r'));
        let mut look = Look { plain: true, single: true, block: true };
        if value.starts_with("---") || value.starts_with("...") {
            look.plain = false;
        }
        let mut special = false;
        for (i, c) in chars.iter().enumerate() {
            let first = i == 0;
            let indicator = match c {
                '#' if first => true,
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => first,
                '?' => first && blank(at(1)),
                ':' => blank(at(i + 1)),
                '-' => first && blank(at(1)),
                '#' => blank(at(i - 1)),
                _ => false,
            };
            look.plain &= !indicator;
            special |= !printable(*c);
            if *c == '\n' {
                look.plain = false;
                // " \n" cannot be written but in double quotes; "\n " not in single ones.
                if i > 0 && at(i - 1) == Some(' ') {
                    special = true;
                }
                if at(i + 1) == Some(' ') {
                    look.single = false;
                }
            }
        }
        if matches!(chars.first(), Some(' ' | '\n')) || matches!(chars.last(), Some(' ' | '\n')) {
            look.plain = false;
        }
        if chars.last() == Some(&' ') {
            look.block = false;
        }
        if special {
            return Look { plain: false, single: false, block: false };
        }
        look
    }
}

/// The order of keys in yaml.v2: numbers inside by their size, letters after everything else.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    for i in 0..a.len().min(b.len()) {
        let (Some(ca), Some(cb)) = (a.get(i).copied(), b.get(i).copied()) else { break };
        if ca == cb {
            continue;
        }
        match (ca.is_alphabetic(), cb.is_alphabetic()) {
            (true, true) => return ca.cmp(&cb),
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (false, false) => {}
        }
        let leading = if ca == '0' || cb == '0' {
            let before = a.get(..i).unwrap_or(&[]).iter().rev().take_while(|c| c.is_ascii_digit());
            u128::from(before.into_iter().any(|c| *c != '0'))
        } else {
            0
        };
        let run = |chars: &[char]| {
            let digits = chars.get(i..).unwrap_or(&[]).iter().map_while(|c| c.to_digit(10));
            let list: Vec<u32> = digits.take(30).collect();
            (list.iter().fold(leading, |n, d| n.saturating_mul(10).saturating_add(u128::from(*d))), list.len())
        };
        let ((na, la), (nb, lb)) = (run(&a), run(&b));
        return na.cmp(&nb).then(la.cmp(&lb)).then(ca.cmp(&cb));
    }
    a.len().cmp(&b.len())
}

/// A number as JSON carries it and YAML then writes it: whole ones as integers as long as they fit 64 bits, others in the
/// shortest form, with an exponent from 10^21 down to 10^-5 as `strconv.FormatFloat(f, 'g', -1, 64)` has it.
pub fn number(number: &Number) -> String {
    /// What integers of 64 bits do not hold any more, signed ones below zero and unsigned ones above.
    const LIMITS: (f64, f64) = (-9_223_372_036_854_775_808.0, 18_446_744_073_709_551_616.0);
    match number {
        Number::Int(n) => n.to_string(),
        Number::Big(text) if text.parse::<u64>().is_ok() => text.to_string(),
        Number::Big(text) => text.parse().map_or_else(|_| text.to_string(), float),
        Number::Float(f) if f.fract() == 0.0 && *f > LIMITS.0 && *f < LIMITS.1 => f.to_string(),
        Number::Float(f) => float(*f),
    }
}

fn float(f: f64) -> String {
    if !f.is_finite() {
        return if f.is_nan() {
            ".nan"
        } else if f > 0.0 {
            ".inf"
        } else {
            "-.inf"
        }
        .to_owned();
    }
    let scientific = format!("{f:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(power) if !(-4..6).contains(&power) => {
            let sign = if power < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", power.abs())
        }
        _ => f.to_string(),
    }
}

/// Writes a text as a value (or a key) that begins at a column of the present line; lines that follow are indented by
/// `indent`. What `note` gives stands at the end of the first line of a literal block, else behind the text.
pub fn write_text(out: &mut String, text: &str, indent: usize, key: bool, note: &str) {
    let look = Look::of(text, printable);
    let multi = text.contains('\n');
    if multi && look.block && !key {
        return literal(out, text, indent, note);
    }
    let plain = !multi && look.plain && is_text(text);
    let single = !multi && look.single && is_text(text);
    let (quote, write): (&str, fn(char, &mut String)) = match (plain, single) {
        (true, _) => ("", |c, out| out.push(c)),
        (_, true) => ("'", |c, out| {
            out.push(c);
            if c == '\'' {
                out.push(c);
            }
        }),
        _ => ("\"", |c, out| double(c, out, printable)),
    };
    folded(out, text, indent, key, write, quote);
    out.push_str(note);
}

fn folded(out: &mut String, text: &str, indent: usize, key: bool, write: fn(char, &mut String), quote: &str) {
    let line = out.rfind('\n').map_or(0, |at| at + 1);
    let mut column = out.get(line..).map_or(0, |begun| begun.chars().count()) + quote.len();
    out.push_str(quote);
    let begun = out.len();
    text.chars().for_each(|c| write(c, out));
    if key || column + out.len() - begun <= WIDTH || !text.contains(' ') {
        out.push_str(quote);
        return;
    }
    out.truncate(begun);
    let mut spaces = false;
    let mut chars = text.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        let next_space = chars.peek() == Some(&' ');
        let edge = !quote.is_empty() && (first || chars.peek().is_none());
        first = false;
        if c != ' ' {
            let before = out.len();
            write(c, out);
            column += out.get(before..).map_or(0, |written| written.chars().count());
            spaces = false;
            continue;
        }
        if !spaces && column > WIDTH && !edge && (!next_space || quote == "\"") {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
            if next_space {
                out.push('\\');
                column += 1;
            }
        } else {
            out.push(' ');
            column += 1;
        }
        spaces = true;
    }
    out.push_str(quote);
}

fn literal(out: &mut String, text: &str, indent: usize, note: &str) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    if !text.ends_with('\n') {
        out.push('-');
    } else if text.ends_with("\n\n") || text == "\n" {
        out.push('+');
    }
    out.push_str(note);
    // A last line break of the text is the one that ends the scalar.
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = "- - ".to_owned();
        write_text(&mut out, text, 4, false, "");
        out
    }

    /// Recorded with kustomize 5.8.2: elements of lists in a list.
    #[test]
    fn texts_are_written_as_kustomize_writes_them() {
        let table = [
            ("", "- - \"\""),
            ("a", "- - a"),
            ("yes", "- - \"yes\""),
            ("n", "- - \"n\""),
            ("~", "- - \"~\""),
            ("null", "- - \"null\""),
            ("1.0", "- - \"1.0\""),
            ("0x1F", "- - \"0x1F\""),
            ("1e3", "- - \"1e3\""),
            ("12:30:45", "- - \"12:30:45\""),
            ("2001-01-01", "- - \"2001-01-01\""),
            ("a: b", "- - 'a: b'"),
            ("a #b", "- - 'a #b'"),
            ("#a", "- - '#a'"),
            ("- a", "- - '- a'"),
            ("-a", "- - -a"),
            ("?", "- - '?'"),
            ("? a", "- - '? a'"),
            ("[a", "- - '[a'"),
            ("{a", "- - '{a'"),
            ("*a", "- - '*a'"),
            ("&a", "- - '&a'"),
            ("!a", "- - '!a'"),
            ("%a", "- - '%a'"),
            ("@a", "- - '@a'"),
            ("`a", "- - '`a'"),
            ("|a", "- - '|a'"),
            (">a", "- - '>a'"),
            ("'a", "- - '''a'"),
            ("\"a", "- - '\"a'"),
            ("a'b: c", "- - 'a''b: c'"),
            (" a", "- - ' a'"),
            ("a ", "- - 'a '"),
            ("a\n", "- - |\n    a"),
            ("a\nb", "- - |-\n    a\n    b"),
            ("a\nb\n", "- - |\n    a\n    b"),
            ("a\n\n", "- - |+\n    a\n"),
            ("\n", "- - |2+\n"),
            ("\na", "- - |2-\n\n    a"),
            (" a\nb", "- - |2-\n     a\n    b"),
            ("a \nb", "- - \"a \\nb\""),
            ("a\n b", "- - |-\n    a\n     b"),
            ("\ta", "- - \"\\ta\""),
            ("a\tb", "- - \"a\\tb\""),
            ("é日", "- - é日"),
            ("😀", "- - \"\\U0001F600\""),
            ("a\u{a0}b", "- - a\u{a0}b"),
            ("a\\b: c", "- - 'a\\b: c'"),
            ("---", "- - '---'"),
            ("--- a", "- - '--- a'"),
            ("...", "- - '...'"),
            ("=", "- - ="),
            ("<<", "- - <<"),
            (
                "it's a text that is long enough to go beyond the eighty columns after which a line breaks, once",
                "- - it's a text that is long enough to go beyond the eighty columns after which a\n    line breaks, once",
            ),
            (
                "it's: a text that is long enough to go beyond the eighty columns after which a line breaks, once",
                "- - 'it''s: a text that is long enough to go beyond the eighty columns after which\n    a line breaks, once'",
            ),
            (
                "tab\ta text that is long enough to go beyond the eighty columns after which a line breaks, once",
                "- - \"tab\\ta text that is long enough to go beyond the eighty columns after which a\n    line breaks, once\"",
            ),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "- - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            ),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  b  c",
                "- - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  b  c",
            ),
            (
                "😀😀😀😀😀😀 b 😀 c",
                "- - \"\\U0001F600\\U0001F600\\U0001F600\\U0001F600\\U0001F600\\U0001F600 b \\U0001F600 c\"",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(written(text), expected, "{text:?}");
        }
    }

    /// Recorded in the same way, from JSON.
    #[test]
    fn numbers_are_written_as_kustomize_writes_them() {
        let table = [
            ("0", "0"),
            ("-1", "-1"),
            ("1.5", "1.5"),
            ("1e3", "1000"),
            ("1e20", "1e+20"),
            ("1e21", "1e+21"),
            ("1e-7", "1e-07"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("100000.5", "100000.5"),
            ("1000000.5", "1.0000005e+06"),
            ("12345678.5", "1.23456785e+07"),
            ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "1.8446744073709552e+19"),
            ("-9223372036854775809", "-9.223372036854776e+18"),
            ("3411303061696050688.0", "3411303061696050700"),
            ("123456789012345678", "123456789012345678"),
        ];
        for (text, expected) in table {
            let nowhere = Span::file_start(FileId::from_index(0));
            let Kind::Number(read) = manifest::plain(text, nowhere).kind else { panic!("{text}") };
            assert_eq!(number(&read), expected, "{text}");
        }
    }

    #[test]
    fn a_note_stands_where_a_comment_may() {
        let mut out = "a: ".to_owned();
        write_text(&mut out, "one\ntwo\n", 2, false, " # x");
        assert_eq!(out, "a: | # x\n  one\n  two");
        let mut out = "a: ".to_owned();
        write_text(&mut out, "yes", 2, false, " # x");
        assert_eq!(out, "a: \"yes\" # x");
    }
}
