//! `.helmignore`, as Helm's `ignore.Rules` reads it.

/// The rules of a chart's root; subcharts have none of their own.
pub struct Ignore {
    rules: Vec<Rule>,
}

struct Rule {
    pattern: Vec<Piece>,
    negated: bool,
    directory: bool,
    /// The pattern has a `/`: it is matched with the whole path, not with the name.
    whole: bool,
}

impl Ignore {
    /// The rules of a text, and Helm's own: also without rules, hidden files of `templates` are not templates. `Err` has the line that Helm refuses, from 0, and what it says.
    pub fn parse(text: &str) -> Result<Ignore, (usize, String)> {
        let mut ignore = Ignore { rules: Vec::new() };
        for (i, line) in text.lines().chain(["templates/.?*"]).enumerate() {
            let rule = line.trim().trim_start_matches('\u{feff}');
            if rule.is_empty() || rule.starts_with('#') {
                continue;
            }
            if rule.contains("**") {
                return Err((i, "double-star (**) syntax is not supported".into()));
            }
            let (negated, bare) = rule.strip_prefix('!').map_or((false, rule), |r| (true, r));
            let (directory, bare) = bare.strip_suffix('/').map_or((false, bare), |r| (true, r));
            let whole = bare.contains('/');
            let Some(pattern) = pattern(bare.strip_prefix('/').unwrap_or(bare)) else {
                return Err((i, "syntax error in pattern".into()));
            };
            ignore.rules.push(Rule { pattern, negated, directory, whole });
        }
        Ok(ignore)
    }

    /// Whether a file, or a directory above it, is ignored.
    pub fn matches(&self, path: &str) -> bool {
        let above = path.match_indices('/').filter_map(|(i, _)| path.get(..i));
        above.map(|dir| (dir, true)).chain([(path, false)]).any(|(path, directory)| self.ignores(path, directory))
    }

    fn ignores(&self, path: &str, directory: bool) -> bool {
        for rule in &self.rules {
            let wrong_kind = rule.directory && !directory;
            let name = if rule.whole { path } else { path.rsplit('/').next().unwrap_or(path) };
            let hit = !wrong_kind && matches(&rule.pattern, name);
            // A negated rule ignores everything that it does not match: Helm's reading, not git's.
            if hit != rule.negated {
                return true;
            }
        }
        false
    }
}

enum Piece {
    Char(char),
    /// `?`
    One,
    /// `*`
    Many,
    /// `[...]`, and whether it is negated.
    Class(Vec<(char, char)>, bool),
}

/// A pattern of Go's `filepath.Match`; `None` when it is malformed.
fn pattern(text: &str) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(match c {
            '*' => Piece::Many,
            '?' => Piece::One,
            '\\' => Piece::Char(chars.next()?),
            '[' => {
                let negated = chars.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                while ranges.is_empty() || chars.peek() != Some(&']') {
                    let mut end = || match chars.next()? {
                        '\\' => chars.next(),
                        '-' | ']' => None,
                        c => Some(c),
                    };
                    let low = end()?;
                    let high = if chars.next_if_eq(&'-').is_some() {
                        match chars.next()? {
                            '\\' => chars.next()?,
                            '-' | ']' => return None,
                            c => c,
                        }
                    } else {
                        low
                    };
                    ranges.push((low, high));
                    chars.peek()?;
                }
                chars.next();
                Piece::Class(ranges, negated)
            }
            c => Piece::Char(c),
        });
    }
    Some(out)
}

fn matches(pattern: &[Piece], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Where the last `*` is, and where in the text it was tried.
    let mut star: Option<(usize, usize)> = None;
    loop {
        let fits = match (pattern.get(p), text.get(t)) {
            (None, None) => return true,
            (Some(Piece::Many), _) => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            (Some(Piece::Char(a)), Some(b)) => a == b,
            (Some(Piece::One), Some(c)) => *c != '/',
            (Some(Piece::Class(ranges, negated)), Some(c)) => {
                *c != '/' && ranges.iter().any(|(low, high)| (low..=high).contains(&c)) != *negated
            }
            _ => false,
        };
        if fits {
            (p, t) = (p + 1, t + 1);
            continue;
        }
        match star {
            Some((at, tried)) if text.get(tried).is_some_and(|c| *c != '/') => {
                star = Some((at, tried + 1));
                (p, t) = (at + 1, tried + 1);
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_go() {
        let cases = [
            ("*.tmp", "a.tmp", true),
            ("*", "a/b", false),
            ("a*b?c", "axxbyc", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("\\*", "*", true),
            ("a*", "a", true),
            ("*a*b", "xaab", true),
            ("{a,b}", "a", false),
        ];
        for (rule, text, wanted) in cases {
            assert_eq!(matches(&pattern(rule).unwrap(), text), wanted, "{rule} {text}");
        }
        for wrong in ["[", "[]", "[a", "[-]", "a\\", "[a-]"] {
            assert!(pattern(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_negated_rule_ignores_what_it_does_not_match() {
        let ignore = Ignore::parse("!keep\n").unwrap();
        assert!(!ignore.matches("keep") && ignore.matches("other"));
        let ignore = Ignore::parse("secret/\n/top\nx/y\n").unwrap();
        assert!(ignore.matches("a/secret/file") && !ignore.matches("secret"));
        assert!(ignore.matches("top") && !ignore.matches("a/top"));
        assert!(ignore.matches("x/y/z") && !ignore.matches("a/x/y"));
        assert!(ignore.matches("templates/.hidden") && !ignore.matches("templates/a/.shown"));
        assert_eq!(Ignore::parse("ok\n**/x\n").err().unwrap().0, 1);
    }
}
