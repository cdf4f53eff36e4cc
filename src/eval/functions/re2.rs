//! Patterns of RE2, which Terraform speaks, in the syntax of the `regex` crate: a brace that repeats nothing is itself, a
//! bracket inside of a class too, and the classes `\d`, `\w`, `\s`, `\b` are those of ASCII.

/// The same pattern for the `regex` crate. What RE2 refuses, the crate refuses too.
pub(super) fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut in_class = false;
    let mut first_in_class = false;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        let was_first = std::mem::replace(&mut first_in_class, false);
        let (text, left): (&str, &str) = match c {
            '\\' => escape(after, in_class, &mut out),
            '[' if !in_class => {
                in_class = true;
                first_in_class = true;
                match after.strip_prefix('^') {
                    Some(left) => ("[^", left),
                    None => ("[", after),
                }
            }
            // A bracket right at the start of a class is one of its members.
            ']' if was_first => ("\\]", after),
            ']' if in_class => {
                in_class = false;
                ("]", after)
            }
            '[' if !after.starts_with(':') => ("\\[", after),
            '[' => match after.find(":]") {
                Some(end) => {
                    let (name, left) = rest.split_at((end + 3).min(rest.len()));
                    (name, left)
                }
                None => ("\\[", after),
            },
            '&' | '~' if in_class && after.starts_with(c) => (if c == '&' { "\\&" } else { "\\~" }, after),
            '{' if !in_class && !repeats(after) => ("\\{", after),
            _ => rest.split_at(c.len_utf8()),
        };
        out.push_str(text);
        rest = left;
    }
    out
}

/// What follows a backslash: the text to write, and what is left.
fn escape<'p>(after: &'p str, in_class: bool, out: &mut String) -> (&'static str, &'p str) {
    let Some(c) = after.chars().next() else { return ("\\", after) };
    let left = after.get(c.len_utf8()..).unwrap_or("");
    let text = match (c, in_class) {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', _) => "[^0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', _) => "[^0-9A-Za-z_]",
        ('s', true) => "\\t\\n\\x0c\\r ",
        ('s', false) => "[\\t\\n\\x0c\\r ]",
        ('S', _) => "[^\\t\\n\\x0c\\r ]",
        ('b', false) => "(?-u:\\b)",
        _ => {
            out.push('\\');
            out.push(c);
            // `\p{Greek}`, `\x{10FFFF}`
            let braced = left.strip_prefix('{').filter(|_| matches!(c, 'p' | 'P' | 'x')).and_then(|l| l.find('}'));
            let end = braced.map_or(0, |end| (end + 2).min(left.len()));
            out.push_str(left.get(..end).unwrap_or(""));
            return ("", left.get(end..).unwrap_or(""));
        }
    };
    (text, left)
}

/// Whether what follows an opening brace makes it a repetition: `3}`, `3,}`, `3,5}`.
fn repeats(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match inside.split_once(',') {
        None => digits(inside),
        Some((from, to)) => digits(from) && (to.is_empty() || digits(to)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::translated;

    fn matches(pattern: &str, text: &str) -> bool {
        regex::Regex::new(&translated(pattern)).unwrap().is_match(text)
    }

    #[test]
    fn braces_and_brackets_that_mean_nothing_are_themselves() {
        assert!(matches("[$]{(?P<name>[^}]+)}", "${region}"));
        assert!(matches("^a{2,3}$", "aaa") && !matches("^a{2}$", "aaa"));
        assert!(matches("^{x}$", "{x}") && matches("^a{,2}$", "a{,2}"));
        assert!(matches("^[[]$", "[") && matches("^[]a]+$", "]a") && matches("^[^]]$", "b"));
        assert!(matches("^[[:alpha:]_]+$", "a_") && matches("^[a&&b]+$", "a&b"));
        assert!(matches(r"^\x{41}\p{Greek}\{$", "Aα{"));
    }

    #[test]
    fn classes_are_those_of_ascii() {
        assert!(!matches(r"^\w+$", "é") && matches(r"^\W$", "é") && !matches(r"^[\d]$", "٣"));
        assert!(matches(r"\bx\b", "éx") && matches(r"^[\w.-]+$", "a.b-c") && matches(r"^[^\s]+$", "ab"));
    }
}
