//! What a secret is called, and how one looks in text.

use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Ends of names whose value is never shown, in lower case and without what joins their words.
const ENDS: [&str; 9] = [
    "password",
    "passwd",
    "token",
    "secretkey",
    "privatekey",
    "apikey",
    "accesskey",
    "secretaccesskey",
    "clientsecret",
];

/// Whether a name is one that secrets have: `db_password`, `apiKey`.
pub fn names_a_secret(name: &str) -> bool {
    // From the end, because nearly every name is told from a secret's by its last letter.
    let letters = || name.bytes().rev().filter(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let ends = |end: &&str| {
        let mut letters = letters();
        end.bytes().rev().all(|wanted| letters.next().is_some_and(|b| b.eq_ignore_ascii_case(&wanted)))
    };
    ENDS.iter().any(ends)
}

/// A source line with the values of keys that [`names_a_secret`] knows, of any `secret`, and the user part of a URL
/// that has a password replaced by as many asterisks. It errs towards hiding: it sees one line and no structure.
pub fn masked(line: &str) -> Cow<'_, str> {
    static SECRETS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let joined = |end: &&str| {
            ["secret", "access", "private", "client", "api"].iter().fold(String::from(*end), |name, word| {
                match name.strip_prefix(word) {
                    Some(rest) if !rest.is_empty() => format!("{word}[_-]?{rest}"),
                    _ => name,
                }
            })
        };
        let keys: Vec<String> = ENDS.iter().map(joined).chain(["secret".to_string()]).collect();
        let keys = keys.join("|");
        let values = r#"["']?\s*[:=]\s*(?:"([^"$]+)"|'([^']+)'|([^\s"'$\{\[,#]+))"#;
        let user = r"://([^\s/@:]*:[^\s/@]+)@";
        [format!("(?i)(?:{keys}){values}"), user.to_string()].iter().filter_map(|r| Regex::new(r).ok()).collect()
    });
    let mut out = Cow::Borrowed(line);
    for regex in SECRETS.iter() {
        let found: Vec<_> =
            regex.captures_iter(&out).flat_map(|c| (1..4).filter_map(move |i| c.get(i).map(|m| m.range()))).collect();
        for range in found {
            let stars = "*".repeat(range.len());
            out.to_mut().replace_range(range, &stars);
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn names_and_lines_agree() {
        for name in
            ["db_password", "api_key", "apiKey", "aws_secret_access_key", "client-secret", "private_key", "token"]
        {
            assert!(names_a_secret(name), "{name}");
            assert!(!masked(&format!("{name} = \"hush\"")).contains("hush"), "{name}");
        }
        assert!(!names_a_secret("secret_arn") && !names_a_secret("key_name"));
    }

    #[test]
    fn a_password_in_a_url_is_masked() {
        assert_eq!(masked("url: postgres://ann:hush@db:5432/x"), "url: postgres://********@db:5432/x");
        assert_eq!(masked("url: https://example.com/a@b"), "url: https://example.com/a@b");
    }
}
