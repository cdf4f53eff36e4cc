//! Dates. The present is not known.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use crate::eval::value::*;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::{Span as Length, tz::Offset};

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "timestamp" | "plantimestamp" => (|_, _| Err(Stop::Is(Why::Volatile)), Ty::Text),
        "formatdate" => (formatdate, Ty::Text),
        "timeadd" => (timeadd, Ty::Text),
        "timecmp" => (timecmp, Ty::Number),
        _ => return None,
    };
    Some(Function { run, gives })
}

fn moment(c: &Call<'_, '_>, args: &[Value], index: usize) -> Result<(DateTime, Offset), Stop> {
    let text = c.text(args, index)?;
    let parsed = Pieces::parse(&*text).ok().and_then(|pieces| {
        let time = pieces.time()?;
        Some((pieces.date().to_datetime(time), pieces.to_numeric_offset()?))
    });
    match parsed {
        Some(parsed) if strict(&text) => Ok(parsed),
        _ => {
            let why = format!("not a valid RFC3339 timestamp: {}", unreadable(&text));
            if c.name == "timeadd" { failed(why) } else { wrong(index, why) }
        }
    }
}

/// Whether it has the form of RFC 3339 that Terraform reads.
fn strict(text: &str) -> bool {
    let mut shape: String = text.chars().map(|ch| if ch.is_ascii_digit() { '0' } else { ch }).collect();
    if let Some((whole, rest)) = shape.split_once('.') {
        shape = format!("{whole}{}", rest.trim_start_matches('0'));
    }
    let second = text.get(17..19).and_then(|digits| digits.parse::<u8>().ok());
    let offset = text.get(text.len().saturating_sub(5)..).and_then(|zone| zone.get(..2)?.parse::<u8>().ok());
    let form = match shape.strip_prefix("0000-00-00T00:00:00") {
        Some("Z") => true,
        Some("+00:00" | "-00:00") => offset.is_some_and(|hours| hours <= 24),
        _ => false,
    };
    form && second.is_some_and(|second| second < 60)
}

/// The first part of a timestamp that does not read, in the words of Terraform, which follows Go.
fn unreadable(text: &str) -> String {
    fn digits(rest: &mut &str, count: usize, most: u32, name: &str) -> Result<(), String> {
        if rest.is_empty() {
            return Err(format!("end of string before {name}"));
        }
        let whole = *rest;
        let number = rest.get(..count).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let Some(number) = number.and_then(|part| part.parse::<u32>().ok()) else {
            return Err(format!("cannot use {whole:?} as {name}"));
        };
        *rest = rest.get(count..).unwrap_or_default();
        match (number <= most, name) {
            (true, _) => Ok(()),
            (false, "hour") => Err("hour must be between 0 and 23 inclusive".to_owned()),
            (false, "minute") => Err("minute must be between 0 and 59 inclusive".to_owned()),
            (false, "day") => Err("day out of range".to_owned()),
            (false, _) => Err(format!("cannot use {:?} as {name}", *rest)),
        }
    }
    fn mark(rest: &mut &str, mark: char) -> Result<(), String> {
        match rest.strip_prefix(mark) {
            Some(after) => {
                *rest = after;
                Ok(())
            }
            None if mark == 'T' => Err("missing required time introducer 'T'".to_owned()),
            None if rest.is_empty() => Err(format!("end of string where \"{mark}\" is expected")),
            None => Err(format!("found {:?} where \"{mark}\" is expected", *rest)),
        }
    }
    let mut rest = text;
    let read = |rest: &mut &str| -> Result<(), String> {
        digits(rest, 4, 9999, "year")?;
        mark(rest, '-')?;
        digits(rest, 2, 12, "month")?;
        mark(rest, '-')?;
        digits(rest, 2, 31, "day")?;
        mark(rest, 'T')?;
        digits(rest, 2, 23, "hour")?;
        mark(rest, ':')?;
        digits(rest, 2, 59, "minute")?;
        mark(rest, ':')?;
        digits(rest, 2, 59, "second")
    };
    match read(&mut rest) {
        Err(why) => why,
        Ok(()) if rest.is_empty() || rest.starts_with(['+', '-']) => "end of string before UTC offset".to_owned(),
        Ok(()) if matches!(rest, "Z") => "day out of range".to_owned(),
        Ok(()) => format!("cannot use {rest:?} as UTC offset"),
    }
}

fn offset_text(offset: Offset, colon: bool, zulu: bool) -> String {
    let seconds = offset.seconds();
    if seconds == 0 && zulu {
        return "Z".to_owned();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    let separator = if colon { ":" } else { "" };
    format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
}

fn rfc3339(date: DateTime, offset: Offset) -> String {
    let (d, t) = (date.date(), date.time());
    let zone = offset_text(offset, true, true);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}", d.year(), d.month(), d.day(), t.hour(), t.minute(), t.second())
}

/// The text of a timestamp as YAML gives it back.
pub(super) fn normalized(text: &str) -> Option<String> {
    let pieces = Pieces::parse(text).ok()?;
    match (pieces.time(), pieces.to_numeric_offset()) {
        (None, None) => Some(rfc3339(pieces.date().to_datetime(jiff::civil::Time::midnight()), Offset::UTC)),
        (Some(time), offset) => Some(rfc3339(pieces.date().to_datetime(time), offset.unwrap_or(Offset::UTC))),
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn formatdate(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let spec = c.text(args, 0)?;
    let (date, offset) = moment(c, args, 1)?;
    let (day, time) = (date.date(), date.time());
    let month = usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?)).copied().unwrap_or("");
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).ok().and_then(|d| DAYS.get(d)).copied();
    let weekday = weekday.unwrap_or("");
    let twelve = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if time.hour() < 12 { "AM" } else { "PM" };
    let mut out = String::new();
    let mut chars = spec.chars().peekable();
    while let Some(ch) = chars.next() {
        if ch == '\'' && chars.peek() == Some(&'\'') {
            chars.next();
            out.push('\'');
            continue;
        }
        if ch == '\'' {
            // Text between quotes; two quotes are one.
            let mut closed = false;
            while let Some(inner) = chars.next() {
                if inner != '\'' {
                    out.push(inner);
                } else if chars.peek() == Some(&'\'') {
                    chars.next();
                    out.push('\'');
                } else {
                    closed = true;
                    break;
                }
            }
            if !closed {
                return wrong(0, "unterminated literal '");
            }
            continue;
        }
        if !ch.is_ascii_alphabetic() {
            out.push(ch);
            continue;
        }
        let mut count = 1;
        while chars.peek() == Some(&ch) {
            chars.next();
            count += 1;
        }
        out.push_str(&match (ch, count) {
            ('Y', 4) => format!("{:04}", day.year()),
            ('Y', 2) => format!("{:02}", day.year() % 100),
            ('M', 4) => month.to_owned(),
            ('M', 3) => month.chars().take(3).collect(),
            ('M', 2) => format!("{:02}", day.month()),
            ('M', 1) => day.month().to_string(),
            ('D', 2) => format!("{:02}", day.day()),
            ('D', 1) => day.day().to_string(),
            ('E', 4) => weekday.to_owned(),
            ('E', 3) => weekday.chars().take(3).collect(),
            ('h', 2) => format!("{:02}", time.hour()),
            ('h', 1) => time.hour().to_string(),
            ('H', 2) => format!("{twelve:02}"),
            ('H', 1) => twelve.to_string(),
            ('A', 2) => half.to_owned(),
            ('a', 2) => half.to_lowercase(),
            ('m', 2) => format!("{:02}", time.minute()),
            ('m', 1) => time.minute().to_string(),
            ('s', 2) => format!("{:02}", time.second()),
            ('s', 1) => time.second().to_string(),
            ('Z', 1) => offset_text(offset, true, true),
            ('Z', 3) if offset.seconds() == 0 => "UTC".to_owned(),
            ('Z', 3 | 4) => offset_text(offset, false, false),
            ('Z', 5) => offset_text(offset, true, false),
            _ => {
                let verb: String = std::iter::repeat_n(ch, count).collect();
                let hint = match ch {
                    'Y' => ": year must either be \"YY\" or \"YYYY\"",
                    'E' => ": day of week must either be \"EEE\" or \"EEEE\"",
                    'Z' => ": timezone must be Z, ZZZZ, or ZZZZZ",
                    _ => "",
                };
                return wrong(0, format!("invalid date format verb {verb:?}{hint}"));
            }
        });
    }
    c.whole(out)
}

/// A Go duration such as `1h30m`, in nanoseconds.
fn duration(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|ch: char| !ch.is_ascii_digit() && ch != '.')?;
        let number: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let unit = rest.find(|ch: char| ch.is_ascii_digit() || ch == '.').unwrap_or(rest.len());
        total += number
            * match rest.get(..unit)? {
                "ns" => 1.0,
                "us" | "µs" | "μs" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                "m" => 60e9,
                "h" => 3600e9,
                _ => return None,
            };
        rest = rest.get(unit..)?;
    }
    #[allow(clippy::cast_possible_truncation)]
    (total < 9.223_372_036_854_775e18).then_some((sign * total) as i64)
}

/// Beyond these a duration is too long, not misspelt.
const KNOWN_UNITS: [&str; 6] = ["ns", "us", "ms", "s", "m", "h"];

fn timeadd(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (date, offset) = moment(c, args, 0)?;
    let text = c.text(args, 1)?;
    let Some(nanoseconds) = duration(&text) else {
        let number = !text.is_empty() && text.trim_start_matches(['-', '+']).bytes().all(|b| b.is_ascii_digit());
        let unit = text.trim_start_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '-' | '+' | '.'));
        return failed(match (number, unit.len() < text.len() && !unit.is_empty()) {
            (true, _) => format!("time: missing unit in duration {text:?}"),
            (_, true) if !KNOWN_UNITS.iter().any(|known| unit.starts_with(known)) => {
                let unit: String = unit.chars().take_while(|ch| !ch.is_ascii_digit() && *ch != '.').collect();
                format!("time: unknown unit {unit:?} in duration {text:?}")
            }
            _ => format!("time: invalid duration {text:?}"),
        });
    };
    match Length::new().try_nanoseconds(nanoseconds).and_then(|length| date.checked_add(length)) {
        Ok(sum) => c.whole(rfc3339(sum, offset)),
        Err(_) => wrong(1, "the result is beyond the calendar"),
    }
}

fn timecmp(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let instant = |(date, offset): (DateTime, Offset)| offset.to_timestamp(date).ok();
    match (instant(moment(c, args, 0)?), instant(moment(c, args, 1)?)) {
        (Some(a), Some(b)) => Ok(Value::int(a.cmp(&b) as i64, c.at)),
        _ => wrong(0, "the timestamps are beyond the calendar"),
    }
}
