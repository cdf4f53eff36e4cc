//! What a secret is called, and how one looks in text.

mod blocks;

pub use blocks::secret_blocks;

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

/// A source line with the values of keys that [`names_a_secret`] knows, of any `secret`, and credentials replaced by as many
/// asterisks. It errs towards hiding: it sees one line and no structure.
pub fn masked(line: &str) -> Cow<'_, str> {
    static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
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
        Regex::new(&format!("(?i)(?:{keys}){values}")).ok()
    });
    hide(without_credentials(line), KEYS.as_ref())
}

/// Text in which what is a secret by its form alone is replaced by as many asterisks: who a URL signs in as, private keys in
/// PEM, tokens of services whose documentation gives them a form of their own
/// (<https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>).
pub fn without_credentials(text: &str) -> Cow<'_, str> {
    static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let forms = [
            // `user:password@` of any URL, and whatever signs in over HTTP.
            r"://([^\s/@:]*:[^\s/@]+)@",
            r"https?://([^\s/@]+)@",
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----((?s:.+?))(?:-----END|\z)",
            r"\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{10,})",
            r"\b((?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}|xox[abeoprs]-[A-Za-z0-9-]{10,})",
            r"\b(eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})",
        ];
        Regex::new(&forms.join("|")).ok()
    });
    hide(Cow::Borrowed(text), FORMS.as_ref())
}

/// A text that may be a whole document, with what looks like a secret in it replaced by as many asterisks: as [`masked`] for
/// each line, and the data of Secrets and texts of several lines under a secret's name.
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    let mut out = without_credentials(text);
    if !out.contains('\n') {
        return Cow::Owned(masked(&out).into_owned());
    }
    let blocks = secret_blocks(&out);
    if !blocks.is_empty() {
        let mut inside = blocks.iter().peekable();
        let mut hidden = String::with_capacity(out.len());
        for (at, c) in out.char_indices() {
            while inside.next_if(|block| block.end <= at).is_some() {}
            match inside.peek() {
                Some(block) if block.contains(&at) && !c.is_whitespace() => {
                    hidden.extend(std::iter::repeat_n('*', c.len_utf8()));
                }
                _ => hidden.push(c),
            }
        }
        out = Cow::Owned(hidden);
    }
    Cow::Owned(out.split_inclusive('\n').map(masked).collect())
}

/// What the groups of a pattern match becomes asterisks; white space stays, so that lines do.
fn hide<'t>(text: Cow<'t, str>, pattern: Option<&Regex>) -> Cow<'t, str> {
    let Some(pattern) = pattern else { return text };
    let found: Vec<_> = pattern
        .captures_iter(&text)
        .flat_map(|c| (1..c.len()).filter_map(|i| c.get(i).map(|m| m.range())).collect::<Vec<_>>())
        .collect();
    if found.is_empty() {
        return text;
    }
    let mut out = text.into_owned();
    for range in found {
        let stars: String = out.get(range.clone()).unwrap_or("").chars().flat_map(stars).collect();
        out.replace_range(range, &stars);
    }
    Cow::Owned(out)
}

fn stars(c: char) -> impl Iterator<Item = char> {
    let (by, times) = if c.is_whitespace() { (c, 1) } else { ('*', c.len_utf8()) };
    std::iter::repeat_n(by, times)
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

    #[test]
    fn what_has_the_form_of_a_credential_is_hidden_wherever_it_stands() {
        let hidden = |text: &str| without_credentials(text).into_owned();
        let token = format!("gh{}_{}", "p", "a1".repeat(12));
        assert!(!hidden(&format!("uses {token}.")).contains("a1a1"));
        let url = "git::https://oauth2:hush@example.com/x.git?ref=v1";
        assert_eq!(hidden(url), "git::https://***********@example.com/x.git?ref=v1");
        assert_eq!(hidden("git::https://hush@example.com/x.git"), "git::https://****@example.com/x.git");
        assert_eq!(hidden("git::ssh://git@example.com/x.git"), "git::ssh://git@example.com/x.git");
        let key = format!("-----BEGIN RSA {} KEY-----\nhush\n-----END RSA {} KEY-----", "PRIVATE", "PRIVATE");
        assert!(!hidden(&key).contains("hush") && hidden(&key).matches('\n').count() == 2);
        assert_eq!(hidden("sk_live and xoxo"), "sk_live and xoxo");
    }

    #[test]
    fn a_document_shows_neither_the_data_of_a_secret_nor_a_named_one() {
        let text = "kind: Secret\nstringData:\n  a: hush\n---\nkind: ConfigMap\ndata:\n  b: fine\n  token: hush\n";
        let shown = "kind: Secret\nstringData:\n  a: ****\n---\nkind: ConfigMap\ndata:\n  b: fine\n  token: ****\n";
        assert_eq!(without_secrets(text), shown);
        assert_eq!(without_secrets("db_password=hush"), "db_password=****");
    }
}
