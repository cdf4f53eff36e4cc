//! Escapes of HCL's strings and templates.

/// The text of a quoted string's inside: backslash escapes and `$${`, `%%{` resolved. An escape that HCL does not know
/// stays as written.
pub(super) fn quoted(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let (text, used) = match c {
            '\\' => escape(rest),
            '$' if rest.starts_with("$${") => (Some('$'), 2),
            '%' if rest.starts_with("%%{") => (Some('%'), 2),
            _ => (Some(c), c.len_utf8()),
        };
        match text {
            Some(text) => out.push(text),
            None => out.push_str(rest.get(..used).unwrap_or("")),
        }
        rest = rest.get(used..).unwrap_or("");
    }
    out
}

/// The text of a heredoc's or template file's literal: only `$${` and `%%{` are escapes.
pub(super) fn template(raw: &str) -> String {
    raw.replace("$${", "${").replace("%%{", "%{")
}

fn escape(rest: &str) -> (Option<char>, usize) {
    let hex = |len: usize| {
        let digits = rest.get(2..2 + len)?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    let next = rest.chars().nth(1);
    let whole = 1 + next.map_or(0, char::len_utf8);
    match next {
        Some('n') => (Some('\n'), 2),
        Some('r') => (Some('\r'), 2),
        Some('t') => (Some('\t'), 2),
        Some('"') => (Some('"'), 2),
        Some('\\') => (Some('\\'), 2),
        Some('u') if hex(4).is_some() => (hex(4), 6),
        Some('U') if hex(8).is_some() => (hex(8), 10),
        _ => (None, whole),
    }
}
