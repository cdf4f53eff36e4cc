//! Patterns of files as Terragrunt reads them: `*` and `?` within one name, `**` across, classes and alternatives. Unlike
//! elsewhere, `**/` wants at least one directory.

use regex::{Regex, RegexBuilder};

/// Largest compiled pattern, in bytes.
const BYTES: usize = 256 * 1024;

/// What a pattern matches; `None` when it is not one.
pub(super) fn matcher(pattern: &str) -> Option<Regex> {
    let mut out = String::from("^");
    let mut chars = pattern.chars().peekable();
    let mut alternatives = 0u32;
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                out.push_str(".*");
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '[' => {
                let negated = chars.next_if(|c| matches!(c, '!' | '^')).is_some();
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let escaped: String = inside.chars().map(escape_in_class).collect();
                out.push_str(&format!("[{}{escaped}]", if negated { "^/" } else { "" }));
            }
            '{' => {
                alternatives += 1;
                out.push_str("(?:");
            }
            '}' if alternatives > 0 => {
                alternatives -= 1;
                out.push(')');
            }
            ',' if alternatives > 0 => out.push('|'),
            '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
            other => out.push_str(&regex::escape(&other.to_string())),
        }
    }
    out.push('$');
    RegexBuilder::new(&out).size_limit(BYTES).dot_matches_new_line(true).build().ok()
}

fn escape_in_class(c: char) -> String {
    if matches!(c, '[' | '\\' | '&' | '~' | '^') { format!("\\{c}") } else { c.to_string() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    #[test]
    fn patterns_match_as_terragrunts_do() {
        let judged = |pattern: &str, path: &str| super::matcher(pattern).unwrap().is_match(path);
        assert!(judged("a/*.txt", "a/b.txt") && !judged("a/*.txt", "a/b/c.txt"));
        assert!(judged("a/**/*.txt", "a/b/c.txt") && !judged("a/**/*.txt", "a/c.txt"));
        assert!(judged("a/{b,c}?.[!x]", "a/b1.y") && !judged("a/{b,c}?.[!x]", "a/b1.x"));
        assert!(super::matcher("a[").is_none() && super::matcher("{a").is_none());
    }
}
