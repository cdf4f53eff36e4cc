//! `.Files`, `.Capabilities.APIVersions` and versions: the things with methods.

use super::call::{error, unknown_among};
use super::datum::{Datum, FileText, MapData, Object, Slot};
use super::emit;
use super::exec::{Engine, OUTPUT};
use super::functions::base_name;
use super::stop::Fault;
use super::text::Str;
use super::versions;
use crate::eval::value::{HIDDEN, Kind, Marks, Ty, Unknown, Value, Why};
use base64::Engine as _;
use std::rc::Rc;
use std::sync::Arc;

/// A file's content as a value.
pub fn content(text: &FileText) -> Datum {
    match text {
        FileText::Text(text) => Datum::Text(text.clone()),
        FileText::Unknown(unknown) => Datum::Unknown(unknown.clone(), None),
    }
}

/// How many arguments a method takes.
pub fn params(object: &Object, name: &str) -> usize {
    match (object, name) {
        (Object::Files(_), "AsConfig" | "AsSecrets") => 0,
        (Object::Files(_) | Object::ApiVersions, _) | (_, "Compare") => 1,
        _ => 0,
    }
}

/// The result of a method; `None` when there is none of that name.
pub fn method(engine: &mut Engine, object: &Rc<Object>, name: &str, args: &[Datum]) -> Result<Option<Datum>, Fault> {
    if let Some(unknown) = unknown_among(engine, args, Ty::Any) {
        return Ok(Some(unknown));
    }
    let word = match args.first() {
        Some(Datum::Text(text)) => text.as_str().to_string(),
        None => String::new(),
        Some(Datum::Object(_)) => String::new(),
        Some(other) => return error(format!("wrong type for value; expected string; got {}", other.type_name())),
    };
    match &**object {
        Object::Files(files) => files_method(engine, files, name, &word),
        Object::ApiVersions => match name {
            "Has" => {
                let secret = args.first().is_some_and(|api| api.marks().has(Marks::SENSITIVE));
                Ok(Some(has(engine, &word, if secret { HIDDEN } else { &word })))
            }
            _ => Ok(None),
        },
        Object::Semver(version, _) => {
            let v = &version.semver;
            let number = |n: u64| Datum::wide(i64::try_from(n).unwrap_or(i64::MAX));
            Ok(match name {
                "Major" => Some(number(v.major)),
                "Minor" => Some(number(v.minor)),
                "Patch" => Some(number(v.patch)),
                "Prerelease" => Some(Datum::text(v.pre.as_str())),
                "Metadata" => Some(Datum::text(v.build.as_str())),
                "Original" => Some(Datum::text(version.original.as_str())),
                "String" => Some(Datum::text(v.to_string())),
                "Compare" => {
                    let other = match args.first() {
                        Some(Datum::Object(other)) => other.clone(),
                        _ => return error("wrong type for value; expected *semver.Version"),
                    };
                    match &*other {
                        Object::Semver(other, _) => Some(Datum::int(v.cmp_precedence(&other.semver) as i64)),
                        _ => None,
                    }
                }
                _ => None,
            })
        }
    }
}

fn has(engine: &Engine, api: &str, shown: &str) -> Datum {
    match versions::serves(&engine.kube, api) {
        Some(served) => Datum::bool(served),
        None => {
            let at = engine.at;
            let likely = Value { kind: Kind::Bool(false), at, marks: Marks::NONE, via: None };
            let why = Why::Gap(format!("whether the cluster serves `{shown}`").into());
            let unknown = Unknown { why, what: None, ty: Ty::Bool, not_null: true, likely: Some(likely), at };
            Datum::Unknown(Arc::new(unknown), None)
        }
    }
}

type Files = Vec<(Arc<str>, FileText)>;

fn files_method(engine: &mut Engine, files: &Files, name: &str, word: &str) -> Result<Option<Datum>, Fault> {
    let find = || files.iter().find(|(n, _)| &**n == word).map(|(_, t)| t);
    Ok(Some(match name {
        "Get" | "GetBytes" => find().map_or_else(|| Datum::text(""), content),
        "Lines" => match find() {
            None => Datum::list(Vec::new()),
            Some(FileText::Unknown(unknown)) => Datum::Unknown(unknown.clone(), None),
            Some(FileText::Text(text)) if text.as_str().is_empty() => Datum::list(Vec::new()),
            Some(FileText::Text(text)) => {
                let body = text.as_str().strip_suffix('\n').unwrap_or(text.as_str());
                Datum::list(body.split('\n').map(|l| Datum::Text(text.part(l))).collect())
            }
        },
        "Glob" => {
            // A pattern that cannot be read matches everything, as in Helm.
            let found = match glob(word) {
                Some(glob) => files.iter().filter(|(n, _)| glob.is_match(n)).cloned().collect(),
                None => files.clone(),
            };
            Datum::Object(Rc::new(Object::Files(found)))
        }
        "AsConfig" | "AsSecrets" => {
            let mut data = MapData::default();
            let mut total = 0;
            for (path, text) in files {
                let value = match (text, name) {
                    (FileText::Text(text), "AsSecrets") => {
                        let packed = base64::engine::general_purpose::STANDARD.encode(text.as_str());
                        Datum::Text(text.remade(packed))
                    }
                    (text, _) => content(text),
                };
                if let Datum::Text(text) = &value {
                    total += text.as_str().len();
                }
                if total > OUTPUT {
                    return Err(Fault::Bound("size of computed text"));
                }
                data.entries.insert(base_name(path).into(), Slot { key: None, value });
            }
            if data.entries.is_empty() {
                return Ok(Some(Datum::text("{}")));
            }
            Datum::Text(emit::yaml(&Datum::map(data), &mut engine.holes)?)
        }
        _ => return Ok(None),
    }))
}

/// A pattern of `gobwas/glob` with `/` as separator: `*` stays inside a name, `**` does not.
fn glob(pattern: &str) -> Option<regex::Regex> {
    let mut out = String::from("^");
    let mut chars = pattern.chars().peekable();
    let mut braces = 0usize;
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.peek() == Some(&'*') => {
                while chars.next_if_eq(&'*').is_some() {}
                out.push_str("(?s:.*)");
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '[' => {
                out.push('[');
                if chars.next_if_eq(&'!').is_some() {
                    out.push('^');
                }
                for c in chars.by_ref() {
                    match c {
                        ']' => break,
                        '[' | '^' | '&' | '~' | '\\' => out.extend(['\\', c]),
                        c => out.push(c),
                    }
                }
                out.push(']');
            }
            '{' => {
                braces += 1;
                out.push_str("(?:");
            }
            '}' if braces > 0 => {
                braces -= 1;
                out.push(')');
            }
            ',' if braces > 0 => out.push('|'),
            '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
            c => out.push_str(&regex::escape(&c.to_string())),
        }
    }
    out.push('$');
    regex::RegexBuilder::new(&out).size_limit(1 << 20).build().ok()
}

/// A file that could not be read.
pub fn unreadable(message: Arc<str>, at: crate::source::Span) -> FileText {
    let unknown = Unknown { why: Why::Gap(message), what: None, ty: Ty::Text, not_null: true, likely: None, at };
    FileText::Unknown(Arc::new(unknown))
}

/// A file's text, every byte with its place.
pub fn placed(file: crate::source::FileId, text: &str) -> Str {
    // Helm drops a byte order mark.
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let at = crate::source::Span::new(file, text.len() - bare.len(), text.len());
    Str::new(bare, super::text::Origin::literal(at))
}

/// The same, as a chart's file.
pub fn literal(file: crate::source::FileId, text: &str) -> FileText {
    FileText::Text(placed(file, text))
}
