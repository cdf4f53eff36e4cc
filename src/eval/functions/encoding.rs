//! Encodings: JSON, base64, URLs, CSV.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, is_file, wrong};
use super::{json, text::through};
use crate::eval::value::*;
use crate::source::{Gap, GapKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "jsonencode" => (jsonencode, Ty::Text),
        "jsondecode" => (jsondecode, Ty::Any),
        "base64encode" => (base64encode, Ty::Text),
        "base64decode" => (base64decode, Ty::Text),
        "urlencode" => (urlencode, Ty::Text),
        "urldecode" => (urldecode, Ty::Text),
        "textencodebase64" => (textencodebase64, Ty::Text),
        "textdecodebase64" => (textdecodebase64, Ty::Text),
        "base64gzip" | "base64gunzip" => {
            (|_, _| Err(Stop::Is(Why::Gap("driftline does not compress".into()))), Ty::Text)
        }
        "csvdecode" => (csvdecode, Ty::List),
        _ => return None,
    };
    Some(Function { run, gives })
}

fn jsonencode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    let encoded = c.joined(json::encode(value, c.at))?;
    // A value of which nothing is known is text of which nothing is known, but that text is not the value.
    Ok(match &value.kind {
        Kind::Unknown(unknown) => {
            let mut out = Unknown::because(unknown, c.at).of(Ty::Text);
            out.not_null = true;
            Value::unknown(out, c.at)
        }
        _ => encoded,
    }
    .marked(value.all_marks()))
}

fn jsondecode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Kind::Unknown(unknown) = &value.kind {
        return Err(Stop::Unknown(unknown.clone()));
    }
    let parts = c.parts(args, 0)?;
    let holes = parts.iter().find_map(|part| match part {
        Part::Hole(unknown, _) => Some(unknown.clone()),
        Part::Known(..) => None,
    });
    let in_file = value.as_str().is_some_and(|text| is_file(value, text.len()));
    match (json::decode(&parts, value.at, in_file), holes) {
        (Ok(decoded), _) => Ok(decoded),
        // The hole may hold what is missing.
        (Err(_), Some(unknown)) => Err(Stop::Unknown(unknown)),
        (Err(message), None) => failed(message),
    }
}

fn base64encode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    c.whole(STANDARD.encode(text.as_bytes()))
}

fn base64decode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    // Go's decoder passes over the ends of lines.
    let encoded: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let Ok(bytes) = STANDARD.decode(encoded) else {
        return failed(format!("failed to decode base64 data {text:?}"));
    };
    match String::from_utf8(bytes) {
        Ok(text) => c.whole(text),
        Err(_) => failed("the result of decoding the provided string is not valid UTF-8"),
    }
}

/// A character encoding.
#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    Ascii,
    Latin1,
    /// UTF-16, with the more significant byte first or last.
    Utf16(bool),
    /// UTF-16 that begins with its byte order.
    Marked,
}

impl Charset {
    /// The encodings that configurations use; of others nothing is said.
    fn named(c: &Call<'_, '_>, name: &str) -> Result<Charset, Stop> {
        Ok(match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Charset::Utf8,
            "us-ascii" | "ascii" => Charset::Ascii,
            "iso-8859-1" | "latin1" => Charset::Latin1,
            "utf-16le" => Charset::Utf16(false),
            // With a mark of the order before it, when it is written.
            "utf-16" if c.name == "textencodebase64" => Charset::Marked,
            "utf-16be" => Charset::Utf16(true),
            _ => {
                let at = c.place(1);
                let message = "driftline does not convert to or from this encoding";
                return Err(Stop::Unseen(Gap::at(at, GapKind::Unsupported, message)));
            }
        })
    }

    fn encode(self, text: &str) -> Option<Vec<u8>> {
        let narrow = |most: u32| {
            text.chars().map(|ch| u8::try_from(u32::from(ch)).ok().filter(|b| u32::from(*b) <= most)).collect()
        };
        match self {
            Charset::Utf8 => Some(text.as_bytes().to_vec()),
            Charset::Ascii => narrow(0x7f),
            Charset::Latin1 => narrow(0xff),
            Charset::Marked => {
                let mark = [0xfe, 0xff].into_iter();
                Some(mark.chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect())
            }
            Charset::Utf16(big) => {
                let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                Some(text.encode_utf16().flat_map(bytes).collect())
            }
        }
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Charset::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Charset::Ascii => bytes.is_ascii().then(|| bytes.iter().map(|b| char::from(*b)).collect()),
            Charset::Latin1 => Some(bytes.iter().map(|b| char::from(*b)).collect()),
            Charset::Marked => None,
            Charset::Utf16(big) => {
                let units = bytes.chunks(2).map(|pair| match pair {
                    [a, b] if big => Some(u16::from_be_bytes([*a, *b])),
                    [a, b] => Some(u16::from_le_bytes([*a, *b])),
                    _ => None,
                });
                String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()
            }
        }
    }
}

fn textencodebase64(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (text, name) = (c.text(args, 0)?, c.text(args, 1)?);
    match Charset::named(c, &name)?.encode(&text) {
        Some(bytes) => c.whole(STANDARD.encode(bytes)),
        None => wrong(0, format!("the given string contains characters that cannot be represented in {name}")),
    }
}

fn textdecodebase64(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (text, name) = (c.text(args, 0)?, c.text(args, 1)?);
    let charset = Charset::named(c, &name)?;
    let bytes = match STANDARD.decode(text.as_bytes()) {
        Ok(bytes) => bytes,
        Err(error) => {
            let offset = match error {
                base64::DecodeError::InvalidByte(offset, _) => offset,
                _ => text.len().saturating_sub(text.len() % 4),
            };
            return wrong(0, format!("the given value is has an invalid base64 symbol at offset {offset}"));
        }
    };
    match charset.decode(&bytes) {
        Some(text) => c.whole(text),
        None => wrong(0, format!("the given string contains symbols that are not defined for {name}")),
    }
}

fn urlencode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let encode = |text: &str| {
        let mut out = String::new();
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
                b' ' => out.push('+'),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    };
    let parts = c.parts(args, 0)?.into_iter().map(|part| match part {
        Part::Known(text, at) => Part::Known(encode(&text).into(), at),
        Part::Hole(unknown, at) => through(c, &unknown, at),
    });
    c.joined(parts.collect())
}

fn urldecode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = after.get(..2).and_then(|d| std::str::from_utf8(d).ok());
                match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                    Some(byte) => bytes.push(byte),
                    None => return wrong(0, "a `%` without two hexadecimal digits"),
                }
                rest = after.get(2..).unwrap_or_default();
            }
            byte => bytes.push(*byte),
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => c.whole(text),
        Err(_) => wrong(0, "the decoded bytes are not UTF-8 text"),
    }
}

fn csvdecode(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    if text.len() > 4 * 1024 * 1024 {
        return Err(Stop::Is(Why::Bound("a table larger than 4 MiB")));
    }
    let rows = match csv_rows(&text) {
        Ok(rows) => rows,
        Err(message) => return failed(format!("CSV parse error: {message}")),
    };
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else { return failed("missing header line") };
    for (index, name) in header.iter().enumerate() {
        if header.iter().take(index).any(|earlier| earlier == name) {
            return failed(format!("duplicate column name {name:?}"));
        }
    }
    let mut out = Vec::new();
    for (index, row) in rows.enumerate() {
        if row.len() != header.len() {
            return failed(format!("CSV parse error on line {}: wrong number of fields", index + 2));
        }
        let entries = header.iter().zip(row).map(|(key, field)| (key.as_str(), Value::text(field, c.at)));
        out.push(Item::One(Value::map(entries, c.at).formed(Form::Structure)));
    }
    c.list(out)
}

/// RFC 4180 as Go's `encoding/csv` reads it; blank lines are skipped.
fn csv_rows(text: &str) -> Result<Vec<Vec<String>>, String> {
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut field = String::new();
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    let mut started = false;
    while let Some(ch) = chars.next() {
        match ch {
            '"' if quoted => {
                if chars.peek() == Some(&'"') {
                    chars.next();
                    field.push('"');
                } else {
                    quoted = false;
                    if !matches!(chars.peek(), None | Some(',' | '\n' | '\r')) {
                        return Err("text after a closing quote".to_owned());
                    }
                }
            }
            // Also within quotes; and one at the very end.
            '\r' if matches!(chars.peek(), Some('\n') | None) => {}
            ch if quoted => field.push(ch),
            '"' if field.is_empty() => {
                quoted = true;
                started = true;
            }
            '"' => return Err("a quote inside a field without quotes".to_owned()),
            ',' => {
                row.push(std::mem::take(&mut field));
                started = true;
            }
            '\n' => {
                if started || !field.is_empty() {
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
                started = false;
            }
            ch => field.push(ch),
        }
    }
    if quoted {
        return Err("a quote is not closed".to_owned());
    }
    if started || !field.is_empty() {
        row.push(field);
        rows.push(row);
    }
    Ok(rows)
}
