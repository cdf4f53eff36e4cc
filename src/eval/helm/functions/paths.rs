//! Paths and URLs.

use crate::eval::helm::call::{Function, Param, error, map, text};
use crate::eval::helm::datum::Datum;
use crate::eval::helm::stop::Fault;

use Param::{Map, Text};

/// Paths and URLs.
pub const FUNCTIONS: &[Function] = &[
    Function::new("base", &[Text], |_, a| remade(a, base)),
    Function::new("osBase", &[Text], |_, a| remade(a, base)),
    Function::new("dir", &[Text], |_, a| remade(a, dir)),
    Function::new("osDir", &[Text], |_, a| remade(a, dir)),
    Function::new("clean", &[Text], |_, a| remade(a, clean)),
    Function::new("osClean", &[Text], |_, a| remade(a, clean)),
    Function::new("ext", &[Text], |_, a| remade(a, ext)),
    Function::new("osExt", &[Text], |_, a| remade(a, ext)),
    Function::new("isAbs", &[Text], |_, a| Ok(Datum::bool(text(a, 0).as_str().starts_with('/')))),
    Function::new("osIsAbs", &[Text], |_, a| Ok(Datum::bool(text(a, 0).as_str().starts_with('/')))),
    Function::new("urlParse", &[Text], |_, a| url_parse(a)),
    Function::new("urlJoin", &[Map], |_, a| url_join(a)),
];

fn remade(args: &[Datum], f: fn(&str) -> String) -> Result<Datum, Fault> {
    let text = text(args, 0);
    Ok(Datum::Text(text.remade(f(text.as_str()))))
}

/// Go's `path.Base`.
pub fn base(path: &str) -> String {
    if path.is_empty() {
        return ".".to_string();
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return "/".to_string();
    }
    trimmed.rsplit('/').next().unwrap_or(trimmed).to_string()
}

fn dir(path: &str) -> String {
    clean(path.rfind('/').map_or("", |i| path.get(..=i).unwrap_or("")))
}

fn ext(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or("");
    name.rfind('.').and_then(|i| name.get(i..)).unwrap_or("").to_string()
}

/// Go's `path.Clean`.
pub fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut out: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match out.last() {
                Some(&"..") | None if !rooted => out.push(".."),
                None => {}
                Some(_) => {
                    out.pop();
                }
            },
            part => out.push(part),
        }
    }
    let joined = out.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_string(),
        (false, false) => joined,
    }
}

/// Go's `url.QueryEscape`.
pub fn query_escape(text: &str) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(b)),
            b' ' => out.push('+'),
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

fn url_parse(args: &[Datum]) -> Result<Datum, Fault> {
    let whole = text(args, 0);
    let url = whole.as_str();
    if url.chars().any(|c| c < ' ' || c == '\u{7f}') {
        return error("unable to parse url: invalid control character in URL");
    }
    if url.starts_with(':') {
        return error(format!("unable to parse url: parse {url:?}: missing protocol scheme"));
    }
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let scheme = rest.split_once(':').map(|(s, _)| s).filter(|s| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
            && s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let rest = scheme.map_or(rest, |s| rest.get(s.len() + 1..).unwrap_or(""));
    let (authority, path, opaque) = match rest.strip_prefix("//") {
        Some(after) => {
            let cut = after.find('/').unwrap_or(after.len());
            (after.get(..cut).unwrap_or(""), after.get(cut..).unwrap_or(""), "")
        }
        None if scheme.is_some() && !rest.starts_with('/') => ("", "", rest),
        None => ("", rest, ""),
    };
    let (userinfo, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let hostname = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or(""),
        None => host.rsplit_once(':').map_or(host, |(h, _)| h),
    };
    let scheme = scheme.unwrap_or("").to_lowercase();
    let (Some(path), Some(fragment)) = (unescape(path), unescape(fragment)) else {
        return error(format!("unable to parse url: parse {url:?}: invalid URL escape"));
    };
    let (path, fragment) = (path.as_str(), fragment.as_str());
    let parts = [
        ("scheme", scheme.as_str()),
        ("host", host),
        ("hostname", hostname),
        ("path", path),
        ("query", query),
        ("opaque", opaque),
        ("fragment", fragment),
        ("userinfo", userinfo),
    ];
    Ok(Datum::from_pairs(parts.map(|(k, v)| (k.into(), Datum::Text(whole.remade(v))))))
}

/// Text without percent signs; `None` when one is not followed by two digits.
fn unescape(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend_from_slice(before.as_bytes());
        out.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = after.get(2..)?;
    }
    out.extend_from_slice(rest.as_bytes());
    Some(String::from_utf8_lossy(&out).into_owned())
}

fn url_join(args: &[Datum]) -> Result<Datum, Fault> {
    let map = map(args, 0)?;
    let map = map.borrow();
    let part = |key: &str| match map.entries.get(key).map(|s| &s.value) {
        None => Ok(String::new()),
        Some(Datum::Text(text)) => Ok(text.as_str().to_string()),
        Some(other) => {
            let kind = other.kind_name();
            error(format!("unable to parse {key} key, must be of type string, but {kind} found"))
        }
    };
    let (scheme, host, mut path) = (part("scheme")?, part("host")?, part("path")?);
    let (query, opaque, fragment, user) = (part("query")?, part("opaque")?, part("fragment")?, part("userinfo")?);
    let mut out = String::new();
    if !scheme.is_empty() {
        out.push_str(&format!("{scheme}:"));
    }
    if opaque.is_empty() {
        if !scheme.is_empty() || !host.is_empty() || !user.is_empty() {
            if !host.is_empty() || !path.is_empty() || !user.is_empty() {
                out.push_str("//");
            }
            if !user.is_empty() {
                out.push_str(&format!("{user}@"));
            }
            out.push_str(&host);
        }
        if !path.is_empty() && !path.starts_with('/') && !host.is_empty() {
            path.insert(0, '/');
        }
        out.push_str(&path);
    } else {
        out.push_str(&opaque);
    }
    if !query.is_empty() {
        out.push_str(&format!("?{query}"));
    }
    if !fragment.is_empty() {
        out.push_str(&format!("#{fragment}"));
    }
    Ok(Datum::text(out))
}
