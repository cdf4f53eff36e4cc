//! The YAML and JSON files of the given trees, each parsed once.

use super::edit;
use crate::eval::manifest;
use crate::eval::value::{Kind, Value};
use crate::source::{FileId, Gap, Sources, Span};
use crate::syntax::yaml::{self, Node, NodeKind, ScalarStyle};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// Who reads YAML: two libraries that differ in which words are booleans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// kustomize (`go.yaml.in/yaml/v3`): only `true` and `false`.
    Kustomize,
    /// Helm and the API server (`sigs.k8s.io/yaml`): `yes`, `on`, `y` and their opposites too.
    Helm,
}

/// Nodes as the Go libraries read them.
#[derive(Clone, Copy, Debug)]
struct Go<'t> {
    /// The text that the nodes are of.
    text: &'t str,
    /// Unquoted `yes`, `on`, `y` and the like are text: so kustomize keeps them, and quotes them when it writes. What it does
    /// to folded blocks when it writes them is done too.
    words: bool,
    /// Where the text ends when no line break ends it: a block scalar there has no line break at its end either.
    open_end: Option<u32>,
}

impl<'t> Go<'t> {
    fn new(text: &'t str, reader: Reader) -> Self {
        let open_end = if text.ends_with('\n') { None } else { u32::try_from(text.len()).ok() };
        Self { text, words: reader == Reader::Kustomize, open_end }
    }

    /// Whether a block scalar is a folded one, which kustomize writes otherwise than it reads.
    fn refolds(self, text: &str, node: &Node) -> bool {
        let begins = text.trim_start_matches('\n').starts_with([' ', '\t']);
        if !self.words || !(begins || text.contains("\n ") || text.contains("\n\t") || text.ends_with("\n\n")) {
            return false;
        }
        let start = node.at.start as usize;
        // The place is the header's or that of the first line below it.
        let here = self.text.get(start..).unwrap_or("");
        if here.starts_with(['>', '|']) {
            return here.starts_with('>');
        }
        let above = self.text.get(..start).unwrap_or("").trim_end();
        let header = above.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        header.starts_with('>')
    }

    fn read<'n>(self, node: &'n Node) -> Cow<'n, Node> {
        if self.differs(node) { Cow::Owned(self.changed(node)) } else { Cow::Borrowed(node) }
    }

    fn differs(self, node: &Node) -> bool {
        match &node.kind {
            NodeKind::Scalar(text, ScalarStyle::Plain) => {
                self.words && node.tag.is_none() && (is_word(text) || timestamp(text).is_some())
            }
            NodeKind::Scalar(text, ScalarStyle::Block) => {
                (text.ends_with('\n') && self.open_end.is_some_and(|end| node.at.end >= end))
                    || self.refolds(text, node)
            }
            NodeKind::Scalar(..) => false,
            NodeKind::Sequence(items) => items.iter().any(|item| self.differs(item)),
            NodeKind::Mapping(pairs) => pairs.iter().any(|(key, value)| self.differs(key) || self.differs(value)),
        }
    }

    fn changed(self, node: &Node) -> Node {
        if !self.differs(node) {
            return node.clone();
        }
        let kind = match &node.kind {
            NodeKind::Scalar(text, ScalarStyle::Block) => {
                let open = self.open_end.is_some_and(|end| node.at.end >= end);
                let read = if open { text.strip_suffix('\n').unwrap_or(text) } else { text };
                let text = if self.refolds(text, node) { refolded(read).into() } else { read.into() };
                NodeKind::Scalar(text, ScalarStyle::Block)
            }
            NodeKind::Scalar(text, _) => {
                NodeKind::Scalar(timestamp(text).map_or_else(|| text.clone(), Arc::from), ScalarStyle::Quoted)
            }
            NodeKind::Sequence(items) => NodeKind::Sequence(items.iter().map(|item| self.changed(item)).collect()),
            NodeKind::Mapping(pairs) => {
                NodeKind::Mapping(pairs.iter().map(|(k, v)| (self.changed(k), self.changed(v))).collect())
            }
        };
        Node { kind, at: node.at, tag: node.tag.clone() }
    }
}

/// A folded block's text after kustomize has written it and read it again on the way to JSON. Its YAML library puts one line
/// break too many before lines that begin with a space, and none at all when the text itself begins with one.
fn refolded(text: &str) -> String {
    let blank = |line: &str| line.starts_with([' ', '\t']);
    let extra = !blank(text.trim_start_matches('\n'));
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    // Line breaks at the beginning stay as they are.
    let lead = rest.len() - rest.trim_start_matches('\n').len();
    let (head, after) = rest.split_at(lead);
    out.push_str(head);
    rest = after;
    while !rest.is_empty() {
        let end = rest.find('\n').unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        out.push_str(line);
        let next = after.trim_start_matches('\n');
        let breaks = after.len() - next.len();
        rest = next;
        let kept = match (breaks, blank(line), next.is_empty()) {
            (0, ..) => 0,
            (1, _, true) => 1,
            (n, false, true) if extra => n + 1,
            (n, _, true) => n,
            (n, true, false) => n,
            (n, false, false) if blank(next) => n + usize::from(extra),
            (n, false, false) if extra => n,
            (1, false, false) => {
                out.push(' ');
                0
            }
            (n, false, false) => n - 1,
        };
        out.extend(std::iter::repeat_n('\n', kept));
    }
    out
}

fn is_word(text: &str) -> bool {
    matches!(text, "y" | "Y" | "n" | "N")
        || ["yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// An unquoted date or time, as kustomize writes it: read as YAML's timestamp, written as JSON's.
fn timestamp(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if bytes.len() < 8
        || bytes.len() > 40
        || bytes.get(4) != Some(&b'-')
        || !bytes.iter().take(4).all(u8::is_ascii_digit)
    {
        return None;
    }
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(i) => (text.get(..i)?, text.get(i + 1..)),
        None => (text, None),
    };
    let number = |text: &str, most: u32| -> Option<u32> {
        let short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|n| short && *n <= most)
    };
    let mut parts = date.split('-');
    let year = parts.next()?;
    let (month, day) = (number(parts.next()?, 12)?, number(parts.next()?, 31)?);
    if parts.next().is_some() || month == 0 || day == 0 {
        return None;
    }
    let Some(time) = time else { return Some(format!("{year}-{month:02}-{day:02}T00:00:00Z")) };
    let zone_at = time.find(['Z', '+', '-']);
    let (clock, zone) = match zone_at {
        Some(i) => (time.get(..i)?, time.get(i..)?),
        None if text.contains(' ') => (time, "Z"),
        None => return None,
    };
    if zone != "Z" && (zone.len() != 6 || text.contains(' ')) {
        return None;
    }
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?, 23)?, number(parts.next()?, 59)?);
    let seconds = parts.next()?;
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let second = number(whole, 59)?;
    if parts.next().is_some() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    Some(format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}"))
}

/// What kustomize cannot write as JSON.
fn refuse(node: &Node, out: &mut Vec<(Span, Arc<str>)>) {
    match &node.kind {
        NodeKind::Scalar(text, ScalarStyle::Plain) if text.len() <= 5 && node.tag.is_none() => {
            let number = text.trim_start_matches(['+', '-']);
            if matches!(number, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
                out.push((node.at, "a number that JSON does not have".into()));
            }
        }
        NodeKind::Scalar(..) => {}
        NodeKind::Sequence(items) => items.iter().for_each(|item| refuse(item, out)),
        NodeKind::Mapping(pairs) => {
            for (key, value) in pairs.iter() {
                if let NodeKind::Scalar(text, ScalarStyle::Plain) = &key.kind
                    && key.tag.is_none()
                    && is_odd_key(text)
                {
                    out.push((key.at, format!("the key `{text}`, which is no text unless it is quoted").into()));
                }
                refuse(value, out);
            }
        }
    }
}

/// Whether an unquoted key is a number, a boolean or null to kustomize.
pub(super) fn is_odd_key(text: &str) -> bool {
    let begins = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | '~' | 't' | 'T' | 'f' | 'F' | 'n' | 'N');
    if text.len() > 40 || (!text.is_empty() && !text.starts_with(begins)) || is_word(text) {
        return false;
    }
    let at = Span::file_start(FileId::from_index(0));
    !matches!(manifest::plain(text, at).kind, Kind::Text(_))
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Documents {
    /// Its documents, in order; empty ones are left out.
    pub documents: Vec<Value>,
    /// What could not be read of it.
    pub gaps: Vec<Gap>,
    /// What parses, and what kustomize refuses to write all the same: keys that are given twice or are no text, numbers that
    /// are none. Only looked for in files.
    pub refused: Vec<(Span, Arc<str>)>,
}

/// The files of the given trees, each parsed when it is first asked for.
#[derive(Debug)]
pub struct Files<'s> {
    /// Where they come from.
    pub sources: &'s Sources,
    cells: Vec<OnceLock<Arc<Documents>>>,
}

impl<'s> Files<'s> {
    /// Nothing parsed yet.
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, cells: sources.files().iter().map(|_| OnceLock::new()).collect() }
    }

    /// Parses files in parallel; asking for them later costs nothing.
    pub fn preload(&self, files: &[FileId]) {
        files.par_iter().for_each(|file| {
            self.get(*file);
        });
    }

    /// What a file holds. A file that cannot be read has no documents and one gap.
    pub fn get(&self, file: FileId) -> Arc<Documents> {
        match self.cells.get(file.index()) {
            Some(cell) => cell.get_or_init(|| Arc::new(self.parse(file))).clone(),
            None => Arc::default(),
        }
    }

    fn parse(&self, file: FileId) -> Documents {
        match self.sources.text(file) {
            Ok(text) => {
                let parsed = yaml::parse(&text, file);
                let go = Go::new(&text, Reader::Kustomize);
                let documents = parsed.documents.iter().map(|node| manifest::value(&go.read(node))).collect();
                let mut refused: Vec<(Span, Arc<str>)> =
                    parsed.duplicates.iter().map(|at| (*at, "a key that is there already".into())).collect();
                for document in &parsed.documents {
                    refuse(document, &mut refused);
                }
                Documents { documents, gaps: parsed.gaps, refused }
            }
            Err(gap) => Documents { gaps: vec![gap], ..Documents::default() },
        }
    }

    /// The documents of a file as another library reads them; not kept.
    pub(super) fn read_as(&self, file: FileId, reader: Reader) -> Option<Vec<Value>> {
        let text = self.sources.text(file).ok()?;
        let parsed = yaml::parse(&text, file);
        let go = Go::new(&text, reader);
        Some(parsed.documents.iter().map(|node| manifest::value(&go.read(node))).collect())
    }

    /// The documents of YAML that is written inside another file, as a text value (an inline patch, a ConfigMap's
    /// `values.yaml`). Places point into the surrounding file: exactly in literal blocks, else at the whole text. Who reads it
    /// decides about `yes` and `no`: text to `kustomize`, booleans to Helm.
    pub fn embedded(&self, outer: &Value, reader: Reader) -> Option<Documents> {
        let text = edit::as_str(outer)?;
        let file = outer.at.file;
        let parsed = yaml::parse(text, file);
        let map = self.place_map(outer, text);
        let shift = |span: Span| match &map {
            Some(lines) => Span { file, start: lines.offset(span.start), end: lines.offset(span.end) },
            None => outer.at,
        };
        let go = Go::new(text, reader);
        let documents =
            parsed.documents.iter().map(|node| edit::map_spans(&manifest::value(&go.read(node)), &shift)).collect();
        let gaps = parsed.gaps.into_iter().map(|gap| Gap { at: gap.at.map(shift), ..gap }).collect();
        Some(Documents { documents, gaps, refused: Vec::new() })
    }

    /// How offsets in a literal block's text lead to offsets in its file.
    fn place_map(&self, outer: &Value, text: &str) -> Option<Lines> {
        let source = self.sources.text(outer.at.file).ok()?;
        Lines::new(&source, outer.at, text)
    }
}

/// For each line of a literal block: where it starts in the text, and where in the file.
#[derive(Debug)]
struct Lines {
    starts: Vec<(u32, u32, u32)>,
}

impl Lines {
    /// Lines up the text with the file's lines from the block's first on; `None` when they do not agree (folded or quoted
    /// text).
    fn new(source: &str, at: Span, text: &str) -> Option<Self> {
        let begin = at.start as usize;
        let line_start = source.get(..begin)?.rfind('\n').map_or(0, |i| i + 1);
        let mut starts = Vec::new();
        let mut inside = 0usize;
        let mut lines = text.split_inclusive('\n').peekable();
        let first = text.lines().find(|l| !l.trim().is_empty())?;
        // The block's first line is at the value's place itself, or below its `|`.
        let mut cursor = source.get(begin..)?.find(first).map(|i| begin + i)?;
        let leading = text.split_inclusive('\n').take_while(|l| l.trim().is_empty()).count();
        let row = source.get(..cursor)?.rfind('\n').map_or(0, |i| i + 1);
        if source.get(line_start..)?.is_empty() || !source.get(row..cursor)?.trim().is_empty() {
            return None;
        }
        let indent = cursor - row;
        for _ in 0..leading {
            inside += lines.next().map_or(0, str::len);
        }
        cursor = row;
        for line in lines {
            let raw_end = source.get(cursor..)?.find('\n').map_or(source.len(), |i| cursor + i + 1);
            let raw = source.get(cursor..raw_end)?;
            let content = line.trim_end_matches(['\n', '\r']);
            let shift = if content.is_empty() { 0 } else { indent };
            let body = raw.trim_end_matches(['\n', '\r']);
            if !content.is_empty() && body.get(shift..)? != content {
                return None;
            }
            let length = u32::try_from(content.len()).ok()?;
            starts.push((u32::try_from(inside).ok()?, u32::try_from(cursor + shift).ok()?, length));
            inside += line.len();
            cursor = raw_end;
        }
        Some(Self { starts })
    }

    fn offset(&self, inside: u32) -> u32 {
        let index = self.starts.partition_point(|(start, _, _)| *start <= inside).saturating_sub(1);
        match self.starts.get(index) {
            Some((start, place, length)) => place + inside.saturating_sub(*start).min(*length),
            None => 0,
        }
    }
}

/// `apiVersion` and `kind` of a document that is a Kubernetes object.
pub fn type_of(value: &Value) -> Option<(&str, &str)> {
    let api = edit::str_at(value, &["apiVersion"])?;
    let kind = edit::str_at(value, &["kind"])?;
    Some((api, kind))
}

/// The objects of a document: itself, or the items of a `List`, also of one in a list.
pub fn objects(document: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    collect(document, 0, &mut out);
    out
}

fn collect(document: &Value, depth: u32, out: &mut Vec<Value>) {
    let is_list = edit::str_at(document, &["kind"]).is_some_and(|kind| kind.ends_with("List"));
    match edit::get(document, "items").filter(|_| is_list && depth < NESTED_LISTS).map(|items| &items.kind) {
        Some(Kind::List(_)) => {
            edit::items_at(document, "items").into_iter().for_each(|item| collect(item, depth + 1, out));
        }
        Some(Kind::Null) => {}
        _ => out.push(document.clone()),
    }
}

/// How deep lists in lists are looked into.
const NESTED_LISTS: u32 = 16;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// The line of the key `b` inside the text at `data.v` of a file.
    fn line_of_b(text: &str) -> u32 {
        let sources = Sources::from_memory(vec![("r", vec![("f.yaml", text)])]);
        let files = Files::new(&sources);
        let file = sources.files()[0].id;
        let documents = files.get(file);
        let outer = edit::lookup(&documents.documents[0], &["data", "v"]).unwrap();
        let inner = files.embedded(outer, Reader::Helm).unwrap();
        let entry = edit::entry(&inner.documents[0], "b").unwrap();
        sources.line_col(file, entry.key_at.start).line
    }

    #[test]
    fn places_inside_literal_blocks_are_exact() {
        assert_eq!(line_of_b("data:\n  v: |\n    a: 1\n\n    b: 2\n"), 5);
        assert_eq!(line_of_b("data:\n  v: |-\n\n      a: 1\n      b: 2\nx: y\n"), 5);
        assert_eq!(line_of_b("data:\n  v: |\n    # a comment\n    a:\n      - b: 3\n    b: 2\n"), 6);
        assert_eq!(line_of_b("data:\r\n  v: |\r\n    a: 1\r\n    b: 2\r\n"), 4);
    }

    #[test]
    fn places_inside_other_text_are_the_text() {
        assert_eq!(line_of_b("data:\n  v: \"a: 1\\nb: 2\\n\"\n"), 2);
        // A folded block begins at its first line.
        assert_eq!(line_of_b("data:\n  v: >\n    {a: 1,\n    b: 2}\n"), 3);
    }

    #[test]
    fn words_are_text_to_kustomize_and_booleans_to_helm() {
        let sources = Sources::from_memory(vec![("r", vec![("f.yaml", "v: yes\nt: |\n  w: yes\n")])]);
        let files = Files::new(&sources);
        let documents = files.get(sources.files()[0].id);
        assert_eq!(edit::str_at(&documents.documents[0], &["v"]), Some("yes"));
        let outer = edit::get(&documents.documents[0], "t").unwrap();
        let read = |reader| files.embedded(outer, reader).unwrap().documents.remove(0);
        assert_eq!(edit::str_at(&read(Reader::Kustomize), &["w"]), Some("yes"));
        assert_eq!(edit::bool_at(&read(Reader::Helm), &["w"]), Some(true));
    }
}
