//! Whether some path matches two patterns, and which: what `.gitignore` keeps out against what a program looks for.

use std::collections::VecDeque;

/// Most pairs of places in two patterns that are looked at.
const PAIRS: usize = 1 << 20;

/// One piece of a pattern over paths with `/`.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    /// This character.
    Is(char),
    /// One character but `/`.
    One,
    /// One of a class, or none of it.
    Class { ranges: Vec<(char, char)>, not: bool },
    /// Any number of characters but `/`.
    Many,
    /// `**/`: nothing, or any number of directories.
    Directories,
    /// `**`: any number of characters.
    All,
}

impl Piece {
    fn takes(&self, ch: char) -> bool {
        match self {
            Piece::Is(own) => *own == ch,
            Piece::One | Piece::Many => ch != '/',
            Piece::Class { ranges, not } => {
                ch != '/' && ranges.iter().any(|(from, to)| (*from..=*to).contains(&ch)) != *not
            }
            Piece::Directories | Piece::All => true,
        }
    }

    /// Whether it goes on after a character.
    fn repeats(&self) -> bool {
        matches!(self, Piece::Many | Piece::Directories | Piece::All)
    }

    /// Whether it may take nothing at a place; a directory ends where a name may start.
    fn skips(&self, starts: bool) -> bool {
        match self {
            Piece::Many | Piece::All => true,
            Piece::Directories => starts,
            _ => false,
        }
    }
}

/// A pattern over paths.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<Piece>);

impl Pattern {
    /// `directory` as it is, and below it the pattern: `*`, `?`, `[...]`, `**` and `\` as git and as Go's doublestar read them.
    pub(super) fn below(directory: &str, pattern: &str) -> Self {
        let mut pieces: Vec<Piece> = directory.chars().map(Piece::Is).collect();
        if !pieces.is_empty() {
            pieces.push(Piece::Is('/'));
        }
        let mut rest = pattern;
        while let Some(ch) = rest.chars().next() {
            let starts = matches!(pieces.last(), None | Some(Piece::Is('/') | Piece::Directories));
            let after = rest.get(ch.len_utf8()..).unwrap_or_default();
            rest = after;
            match ch {
                '*' if starts && after.starts_with("*/") => {
                    pieces.push(Piece::Directories);
                    rest = after.get(2..).unwrap_or_default();
                }
                '*' if after.starts_with('*') => {
                    pieces.push(Piece::All);
                    rest = after.trim_start_matches('*');
                }
                '*' => pieces.push(Piece::Many),
                '?' => pieces.push(Piece::One),
                '[' => match class(after) {
                    Some((piece, end)) => {
                        pieces.push(piece);
                        rest = end;
                    }
                    None => pieces.push(Piece::Is('[')),
                },
                '\\' => {
                    let mut following = after.chars();
                    pieces.push(Piece::Is(following.next().unwrap_or('\\')));
                    rest = following.as_str();
                }
                ch => pieces.push(Piece::Is(ch)),
            }
        }
        Pattern(pieces)
    }

    /// A path that both match: the shortest. `None` when there is none, or when the patterns are too long to tell.
    pub(super) fn meet(&self, other: &Self) -> Option<String> {
        let (a, b) = (&self.0, &other.0);
        let width = b.len() + 1;
        let pairs = (a.len() + 1).checked_mul(width)?.checked_mul(2).filter(|pairs| *pairs <= PAIRS)?;
        let index = |(i, j, starts): (usize, usize, bool)| (i * width + j) * 2 + usize::from(starts);
        let mut seen = vec![false; pairs];
        // Each step, with the one before it and the character between them.
        let mut steps: Vec<(usize, Option<char>)> = vec![(0, None)];
        let mut waiting = VecDeque::from([((0, 0, true), 0)]);
        while let Some((at @ (i, j, starts), step)) = waiting.pop_front() {
            match seen.get_mut(index(at)) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            let (left, right) = (a.get(i), b.get(j));
            if left.is_none() && right.is_none() && !starts {
                return Some(path(&steps, step));
            }
            // What takes nothing comes first: it makes no path longer.
            if left.is_some_and(|piece| piece.skips(starts)) {
                waiting.push_front(((i + 1, j, starts), step));
            }
            if right.is_some_and(|piece| piece.skips(starts)) {
                waiting.push_front(((i, j + 1, starts), step));
            }
            let (Some(left), Some(right)) = (left, right) else { continue };
            for ch in candidates(left, right) {
                if left.takes(ch) && right.takes(ch) && !(ch == '/' && starts) {
                    let next = (i + usize::from(!left.repeats()), j + usize::from(!right.repeats()), ch == '/');
                    steps.push((step, Some(ch)));
                    waiting.push_back((next, steps.len() - 1));
                }
            }
        }
        None
    }
}

/// Characters of which one fits both pieces when any does.
fn candidates(a: &Piece, b: &Piece) -> Vec<char> {
    let mut all = Vec::new();
    for piece in [a, b] {
        match piece {
            Piece::Is(ch) => all.push(*ch),
            Piece::Class { ranges, not: false } => all.extend(ranges.iter().flat_map(|(from, to)| [*from, *to])),
            _ => {}
        }
    }
    all.extend(['x', 'y', '0', '/']);
    all.dedup();
    all
}

/// The characters up to a step.
fn path(steps: &[(usize, Option<char>)], last: usize) -> String {
    let mut chars = Vec::new();
    let mut at = last;
    while let Some((before, Some(ch))) = steps.get(at) {
        chars.push(*ch);
        at = *before;
    }
    chars.into_iter().rev().collect()
}

/// A class from the text after its `[`, and what follows it.
fn class(text: &str) -> Option<(Piece, &str)> {
    let (not, body) = match text.strip_prefix(['!', '^']) {
        Some(body) => (true, body),
        None => (false, text),
    };
    // A `]` that comes first belongs to the class.
    let end = body.char_indices().skip(1).find(|(_, ch)| *ch == ']')?.0;
    let chars: Vec<char> = body.get(..end)?.chars().collect();
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(from) = chars.get(at) {
        match (chars.get(at + 1), chars.get(at + 2)) {
            (Some('-'), Some(to)) => {
                ranges.push((*from, *to));
                at += 3;
            }
            _ => {
                ranges.push((*from, *from));
                at += 1;
            }
        }
    }
    Some((Piece::Class { ranges, not }, body.get(end + 1..)?))
}

/// The texts that `{a,b}` stands for, at most `most`; braces may nest.
pub(super) fn alternatives(pattern: &str, most: usize) -> Option<Vec<String>> {
    let mut waiting = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(next) = waiting.pop() {
        if waiting.len() + done.len() >= most {
            return None;
        }
        let Some((before, options, after)) = braces(&next) else {
            done.push(next);
            continue;
        };
        waiting.extend(options.into_iter().map(|option| format!("{before}{option}{after}")));
    }
    Some(done)
}

/// The first `{...}` of a pattern: what is before it, its options, what is after it.
fn braces(pattern: &str) -> Option<(&str, Vec<&str>, &str)> {
    let open = pattern.find('{')?;
    let (mut depth, mut from, mut options) = (0_usize, open + 1, Vec::new());
    for (at, ch) in pattern.char_indices().skip_while(|(at, _)| *at < open) {
        match ch {
            '{' => depth += 1,
            ',' if depth == 1 => {
                options.push(pattern.get(from..at)?);
                from = at + 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    options.push(pattern.get(from..at)?);
                    return Some((pattern.get(..open)?, options, pattern.get(at + 1..)?));
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn meet(a: &str, b: &str) -> Option<String> {
        Pattern::below("", a).meet(&Pattern::below("", b))
    }

    #[test]
    fn two_patterns_meet_where_a_path_matches_both() {
        for (a, b, path) in [
            ("*.json", "secret.*", Some("secret.json")),
            ("*.json", "**/*.tfvars", None),
            ("**/*.json", "**/build/**", Some("build/.json")),
            ("*.json", "**/build/**", None),
            ("**", "**/.DS_Store", Some(".DS_Store")),
            ("a/*/c", "a/b/**", Some("a/b/c")),
            ("a/*", "a/b/c", None),
            ("[a-c]?", "[!a]1", Some("c1")),
            ("x[0-9]", "x[a-z]", None),
            ("env.hcl", "*.hcl", Some("env.hcl")),
            ("\\*", "?", Some("*")),
            ("*", "a/", None),
        ] {
            assert_eq!(meet(a, b).as_deref(), path, "{a} {b}");
            assert_eq!(meet(b, a).is_some(), path.is_some(), "{b} {a}");
        }
        assert!(meet(&"*a".repeat(4000), &"*b".repeat(4000)).is_none(), "too long to tell");
    }

    #[test]
    fn braces_stand_for_their_options() {
        let mut all = alternatives("a{b,c{d,e}}f", 16).unwrap();
        all.sort();
        assert_eq!(all, ["abf", "acdf", "acef"]);
        assert_eq!(alternatives(&"{a,b}".repeat(20), 64), None);
        assert_eq!(alternatives("a{b", 4).unwrap(), ["a{b"]);
    }
}
