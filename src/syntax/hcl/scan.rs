//! Splits HCL text into top-level items without parsing it, so that one broken block costs only itself.
//!
//! The scanner knows strings, interpolations, heredocs, comments and brackets. On the way it prepares a *shadow* of the
//! text, of the same length, in which what `hcl-edit` refuses and HashiCorp's parser accepts is replaced: duplicate
//! keys and numbers beyond a float's range. Lowering reads names and numbers from the original text.

use std::collections::{BTreeMap, BTreeSet};

/// One top-level item: an attribute or a block, or the part of the text where one should be.
#[derive(Debug)]
pub(super) struct Item {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is wrong with it, found before parsing: the byte and a sentence.
    pub fault: Option<(usize, String)>,
    /// A bound of this parser that it exceeds.
    pub bound: Option<String>,
}

/// The items of a text and its shadow.
#[derive(Debug)]
pub(super) struct Scan {
    /// In source order.
    pub items: Vec<Item>,
    /// The text with replacements of the same length.
    pub shadow: Vec<u8>,
    /// Keys that were replaced: start to end.
    pub renamed: BTreeMap<usize, usize>,
    /// Comments: start to end.
    pub comments: BTreeMap<usize, usize>,
}

/// Deepest nesting of brackets; `hcl-edit` stops at 64 levels of any kind.
pub(super) const MAX_DEPTH: usize = 60;
/// Most separators (commas and line ends) in one item; bounds the memory of its tree.
pub(super) const MAX_ELEMENTS: usize = 100_000;

/// Most keys of one object or attributes of one block; `hcl-edit` compares each with all before it.
const MAX_KEYS: usize = 10_000;
/// Open brackets beyond which the rest of a file is not looked at.
const MAX_OPEN: usize = 100_000;
/// Most items that are given up at the end of the file before the rest is.
const MAX_UNCLOSED: usize = 10;
/// Most items with a fault before the rest is given up.
pub(super) const MAX_FAULTS: usize = 100;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Open {
    /// `{` of a body or an object.
    Brace,
    /// `{ for`.
    For,
    /// `(` or `[`.
    Other(u8),
    /// `${` or `%{` inside a string.
    Interpolation,
}

#[derive(Debug)]
struct Level {
    open: Open,
    at: usize,
    /// Keys seen, by their text.
    keys: BTreeSet<Vec<u8>>,
    /// Names given to duplicates so far.
    fresh: usize,
    /// Where the current entry's key starts; `None` when in its value.
    key: Option<usize>,
    /// For an interpolation: the string it interrupts began here.
    string: usize,
}

impl Level {
    fn new(open: Open, at: usize) -> Self {
        Self { open, at, keys: BTreeSet::new(), fresh: 0, key: Some(usize::MAX), string: 0 }
    }
}

/// Splits `text` (without a byte order mark) into items.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner {
        text: text.as_bytes(),
        pos: 0,
        shadow: text.as_bytes().to_vec(),
        renamed: BTreeMap::new(),
        comments: BTreeMap::new(),
        levels: Vec::new(),
        fault: None,
        bound: None,
        elements: 0,
        unclosed: 0,
        heredoc_failed: false,
    };
    let mut items = Vec::new();
    let mut faults = 0;
    while let Some(item) = scanner.item() {
        faults += usize::from(item.fault.is_some());
        items.push(item);
        if faults >= MAX_FAULTS && scanner.pos < scanner.text.len() {
            // The rest, of which the caller says that it is not read.
            items.push(Item { start: scanner.pos, end: scanner.text.len(), fault: None, bound: None });
            break;
        }
    }
    Scan { items, shadow: scanner.shadow, renamed: scanner.renamed, comments: scanner.comments }
}

struct Scanner<'t> {
    text: &'t [u8],
    pos: usize,
    shadow: Vec<u8>,
    renamed: BTreeMap<usize, usize>,
    comments: BTreeMap<usize, usize>,
    levels: Vec<Level>,
    fault: Option<(usize, String)>,
    bound: Option<String>,
    elements: usize,
    unclosed: usize,
    /// A heredoc of this item has no end: the others are not searched for.
    heredoc_failed: bool,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.pos + ahead).copied()
    }

    fn starts_with(&self, prefix: &[u8]) -> bool {
        self.text.get(self.pos..).is_some_and(|rest| rest.starts_with(prefix))
    }

    fn fault(&mut self, at: usize, message: impl Into<String>) {
        if self.fault.is_none() {
            self.fault = Some((at, message.into()));
        }
    }

    /// Skips a comment at the current position. A line comment leaves its line end.
    fn comment(&mut self) -> bool {
        if self.peek(0) == Some(b'#') || self.starts_with(b"//") {
            let start = self.pos;
            while self.peek(0).is_some_and(|b| b != b'\n') {
                self.pos += 1;
            }
            self.comments.insert(start, self.pos);
            return true;
        }
        if self.starts_with(b"/*") {
            let start = self.pos;
            self.pos += 2;
            while self.pos < self.text.len() && !self.starts_with(b"*/") {
                self.pos += 1;
            }
            if self.pos >= self.text.len() {
                self.fault(start, "this comment is not closed");
            }
            self.pos = (self.pos + 2).min(self.text.len());
            self.comments.insert(start, self.pos);
            return true;
        }
        false
    }

    fn item(&mut self) -> Option<Item> {
        self.fault = None;
        self.bound = None;
        self.elements = 0;
        self.heredoc_failed = false;
        self.levels.clear();
        loop {
            match self.peek(0) {
                None => return self.fault.take().map(|f| self.finish(f.0, Some(f))),
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.pos += 1,
                Some(b'#' | b'/') if self.comment() => {}
                Some(_) => break,
            }
        }
        let start = self.pos;
        while let Some(byte) = self.peek(0) {
            if byte == b'\n' && (self.levels.is_empty() || (self.fault.is_some() && self.item_follows())) {
                self.levels.clear();
                break;
            }
            self.token(byte);
        }
        // An open bracket at the end of the file: give back what follows the item's first line when it looks like
        // another item at the left margin.
        if let Some(level) = self.levels.first() {
            let opened = level.at;
            let innermost =
                self.levels.last().map_or(opened, |l| if l.open == Open::Interpolation { l.at } else { opened });
            self.fault(innermost, "this bracket is not closed");
            self.unclosed += 1;
            if let Some(next) = self.next_margin(start).filter(|_| self.unclosed < MAX_UNCLOSED) {
                self.pos = next;
            }
        }
        let fault = self.fault.take();
        Some(self.finish(start, fault))
    }

    fn finish(&mut self, start: usize, fault: Option<(usize, String)>) -> Item {
        let mut end = self.pos;
        while end > start && self.text.get(end - 1).is_some_and(u8::is_ascii_whitespace) {
            end -= 1;
        }
        Item { start, end, fault, bound: self.bound.take() }
    }

    /// The next line after `start` that begins at the left margin like an item: a name, labels, then `{` or `=`.
    fn next_margin(&self, start: usize) -> Option<usize> {
        let mut at = start;
        loop {
            at += self.text.get(at..)?.iter().position(|b| *b == b'\n')? + 1;
            let line = self.text.get(at..)?;
            let line = line.split(|b| *b == b'\n').next().unwrap_or(line);
            if looks_like_item(line) {
                return Some(at);
            }
        }
    }

    /// Whether the line after the one that ends here begins at the left margin like an item.
    fn item_follows(&self) -> bool {
        let rest = self.text.get(self.pos + 1..).unwrap_or_default();
        looks_like_item(rest.split(|b| *b == b'\n').next().unwrap_or_default())
    }

    fn token(&mut self, byte: u8) {
        // The first token of an entry begins its key.
        if !byte.is_ascii_whitespace() && !matches!(byte, b'#' | b'/' | b',' | b'}') {
            let pos = self.pos;
            let is_for = self.word() == b"for";
            if let Some(level) = self.levels.last_mut().filter(|l| l.open == Open::Brace)
                && level.key == Some(usize::MAX)
            {
                level.key = Some(pos);
                if is_for && level.keys.is_empty() {
                    level.open = Open::For;
                }
            }
        }
        match byte {
            b'#' | b'/' if self.comment() => {}
            b'"' => {
                let start = self.pos;
                self.pos += 1;
                self.string(start);
            }
            b'<' if self.starts_with(b"<<") && self.heredoc() => {}
            b'{' => self.open(Open::Brace),
            b'(' | b'[' => self.open(Open::Other(byte)),
            b'}' | b')' | b']' => self.close(byte),
            b'\n' | b',' => {
                self.elements += 1;
                if self.elements > MAX_ELEMENTS && self.bound.is_none() {
                    self.bound = Some(format!("more than {MAX_ELEMENTS} elements or lines in one block or attribute"));
                }
                if let Some(level) = self.levels.last_mut() {
                    level.key = Some(usize::MAX);
                }
                self.pos += 1;
            }
            b'=' if self.peek(1) == Some(b'=') || self.peek(1) == Some(b'>') => self.pos += 2,
            b'!' | b'<' | b'>' if self.peek(1) == Some(b'=') => self.pos += 2,
            b':' if self.peek(1) == Some(b':') => self.pos += 2,
            b'=' | b':' => {
                self.key_ends();
                self.pos += 1;
            }
            b'0'..=b'9' => self.number(),
            b if is_name(b) => self.pos += self.word().len().max(1),
            _ => self.pos += 1,
        }
    }

    /// The name at the current position; empty when there is none.
    fn word(&self) -> &[u8] {
        let rest = self.text.get(self.pos..).unwrap_or_default();
        let len = rest.iter().position(|b| !is_name(*b)).unwrap_or(rest.len());
        rest.get(..len).unwrap_or_default()
    }

    fn open(&mut self, open: Open) {
        self.push(Level::new(open, self.pos));
        self.pos += 1;
    }

    fn push(&mut self, level: Level) {
        self.levels.push(level);
        if self.levels.len() > MAX_DEPTH && self.bound.is_none() {
            self.bound = Some(format!("more than {MAX_DEPTH} levels of nesting"));
        }
        if self.levels.len() > MAX_OPEN {
            self.levels.clear();
            self.pos = self.text.len();
        }
    }

    fn close(&mut self, byte: u8) {
        let at = self.pos;
        self.pos += 1;
        let fits = |open: Open| match open {
            Open::Brace | Open::For | Open::Interpolation => byte == b'}',
            Open::Other(b'(') => byte == b')',
            Open::Other(_) => byte == b']',
        };
        if self.levels.last().is_none_or(|level| !fits(level.open)) {
            // Only the first fault is told, and brackets after it are matched as far as they match.
            if self.fault.is_some() {
                return;
            }
            let Some(index) = self.levels.iter().rposition(|level| fits(level.open)) else {
                return self.fault(at, format!("`{}` closes nothing", byte as char));
            };
            let opened = self.levels.last().map_or(at, |level| level.at);
            self.fault(opened, format!("this bracket is not closed before `{}`", byte as char));
            self.levels.truncate(index + 1);
        }
        if let Some(level) = self.levels.pop().filter(|level| level.open == Open::Interpolation) {
            self.string(level.string);
        }
    }

    /// Inside a quoted string that began at `start`: to its end, or into an interpolation.
    fn string(&mut self, start: usize) {
        loop {
            match self.peek(0) {
                None | Some(b'\n') => {
                    self.fault(start, "this quote is not closed on its line");
                    return;
                }
                Some(b'"') => {
                    self.pos += 1;
                    return;
                }
                Some(b'\\') if self.peek(1).is_some_and(|b| b != b'\n') => self.pos += 2,
                Some(sigil @ (b'$' | b'%')) if self.peek(1) == Some(sigil) && self.peek(2) == Some(b'{') => {
                    self.pos += 3;
                }
                Some(b'$' | b'%') if self.peek(1) == Some(b'{') => {
                    let mut level = Level::new(Open::Interpolation, self.pos);
                    level.string = start;
                    self.pos += 2;
                    self.push(level);
                    return;
                }
                Some(_) => self.pos += 1,
            }
        }
    }

    /// A heredoc at the current position, when it is one; leaves the line end after the closing delimiter.
    fn heredoc(&mut self) -> bool {
        if self.heredoc_failed {
            return false;
        }
        let start = self.pos;
        let mut at = self.pos + 2;
        if self.text.get(at) == Some(&b'-') {
            at += 1;
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let len = rest.iter().position(|b| !is_name(*b)).unwrap_or(rest.len());
        let delimiter = rest.get(..len).unwrap_or_default();
        let after = rest.get(len..).unwrap_or_default();
        if delimiter.is_empty() || !(after.starts_with(b"\n") || after.starts_with(b"\r\n")) {
            return false;
        }
        at += len;
        while let Some(step) = self.text.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'\n')) {
            at += step + 1;
            let rest = self.text.get(at..).unwrap_or_default();
            let line = rest.split(|b| *b == b'\n').next().unwrap_or_default();
            let indent = line.iter().position(|b| !matches!(b, b' ' | b'\t')).unwrap_or(line.len());
            let content = line.get(indent..).unwrap_or_default();
            if content.starts_with(delimiter) && !content.get(delimiter.len()).is_some_and(|b| is_name(*b)) {
                self.pos = at + indent + delimiter.len();
                return true;
            }
        }
        self.heredoc_failed = true;
        self.fault(start, "this heredoc is not closed");
        self.pos += 2;
        true
    }

    /// A key ends at `=` or `:`: a second one with the same text is renamed in the shadow.
    fn key_ends(&mut self) {
        let pos = self.pos;
        let Some(level) = self.levels.last_mut().filter(|l| l.open == Open::Brace) else { return };
        let Some(start) = level.key.take() else { return };
        let Some(raw) = self.text.get(start..pos) else { return };
        let key = raw.trim_ascii_end();
        if level.keys.len() >= MAX_KEYS {
            self.bound.get_or_insert_with(|| format!("more than {MAX_KEYS} keys in one object or block"));
            return;
        }
        if level.keys.insert(identity(key).to_vec()) {
            return;
        }
        let simple = key.iter().all(|b| is_name(*b));
        let quoted = key.len() > 2 && key.first() == Some(&b'"') && key.last() == Some(&b'"');
        let wrapped = key.len() > 2 && key.first() == Some(&b'(') && key.last() == Some(&b')');
        if key.contains(&b'\n') || !(simple || quoted || wrapped) {
            return;
        }
        let inner = if simple { start..start + key.len() } else { start + 1..start + key.len() - 1 };
        let Some(fresh) = fresh_name(inner.len(), &level.keys, &mut level.fresh) else { return };
        let mut replacement = Vec::with_capacity(key.len());
        if simple {
            replacement.clone_from(&fresh);
        } else {
            replacement.push(b'"');
            replacement.extend_from_slice(&fresh);
            replacement.push(b'"');
        }
        if let Some(slot) = self.shadow.get_mut(start..start + key.len()) {
            slot.copy_from_slice(&replacement);
            level.keys.insert(fresh);
            self.renamed.insert(start, start + key.len());
        }
    }

    /// A number: one that a float could not hold gets zeros in the shadow.
    fn number(&mut self) {
        let start = self.pos;
        while self.peek(0).is_some_and(|b| b.is_ascii_digit()) {
            self.pos += 1;
        }
        if self.peek(0) == Some(b'.') && self.peek(1).is_some_and(|b| b.is_ascii_digit()) {
            self.pos += 1;
            while self.peek(0).is_some_and(|b| b.is_ascii_digit()) {
                self.pos += 1;
            }
        }
        let sign = usize::from(matches!(self.peek(1), Some(b'+' | b'-')));
        let exponent =
            matches!(self.peek(0), Some(b'e' | b'E')) && self.peek(1 + sign).is_some_and(|b| b.is_ascii_digit());
        if exponent {
            self.pos += 1 + sign;
            while self.peek(0).is_some_and(|b| b.is_ascii_digit()) {
                self.pos += 1;
            }
        }
        if exponent || self.pos - start > 15 {
            for byte in self.shadow.get_mut(start..self.pos).unwrap_or_default() {
                if byte.is_ascii_digit() {
                    *byte = b'0';
                }
            }
        }
    }
}

/// Letters, digits, `_`, `-` and everything beyond ASCII.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80
}

/// `a` and `"a"` are one key.
fn identity(key: &[u8]) -> &[u8] {
    match key {
        [b'"', inner @ .., b'"'] if inner.iter().all(|b| is_name(*b)) => inner,
        _ => key,
    }
}

/// A name of this length that is not taken; `None` when there is none left.
fn fresh_name(len: usize, taken: &BTreeSet<Vec<u8>>, next: &mut usize) -> Option<Vec<u8>> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    loop {
        let mut name = vec![b'a'; len];
        let mut rest = *next;
        for slot in name.iter_mut().rev() {
            *slot = LETTERS.get(rest % LETTERS.len()).copied()?;
            rest /= LETTERS.len();
        }
        if rest > 0 {
            return None;
        }
        *next += 1;
        if !taken.contains(&name) {
            return Some(name);
        }
    }
}

/// A name, perhaps labels, then `{` or `=`.
fn looks_like_item(line: &[u8]) -> bool {
    let mut rest = line;
    let mut words = 0;
    loop {
        if words > 0 {
            rest = rest.trim_ascii_start();
        }
        match rest.first() {
            Some(b'{') => return words > 0,
            Some(b'=') => return words == 1 && rest.get(1) != Some(&b'='),
            Some(b'"') if words > 0 => {
                let Some(close) = rest.iter().skip(1).position(|b| *b == b'"') else { return false };
                rest = rest.get(close + 2..).unwrap_or_default();
            }
            Some(b) if is_name(*b) && !(words == 0 && b.is_ascii_digit()) => {
                let len = rest.iter().position(|b| !is_name(*b)).unwrap_or(rest.len());
                rest = rest.get(len..).unwrap_or_default();
            }
            _ => return false,
        }
        words += 1;
    }
}
