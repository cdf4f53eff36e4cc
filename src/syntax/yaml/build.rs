//! Events into nodes, without recursion, within the bounds.

use super::{DEPTH, NODES, Node, NodeKind, ScalarStyle, too_deep};
use crate::source::{FileId, Gap, GapKind, Span};
use granit_parser::{Event, StructureStyle, Tag};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Why building stops.
pub(super) enum Refusal {
    /// This document cannot be used.
    Document(Gap),
    /// Nothing more of this file can be.
    File(Gap),
}

/// Collects documents from a stream of events.
pub(super) struct Builder<'a> {
    text: &'a str,
    file: FileId,
    documents: Vec<Node>,
    duplicates: Vec<Span>,
    /// Where `duplicates` stood when the document began.
    kept: usize,
    open: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, Built>,
    keys: HashSet<Arc<str>>,
    nodes: u64,
}

/// A finished node, how many nodes it stands for, and how deep it goes.
#[derive(Clone)]
struct Built {
    node: Node,
    nodes: u64,
    depth: u32,
}

/// So few keys are compared with each other.
const FEW: usize = 12;

/// A collection that is still open.
struct Frame {
    children: Children,
    start: usize,
    flow: bool,
    tag: Option<Arc<str>>,
    anchor: usize,
    nodes: u64,
    depth: u32,
}

enum Children {
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>, Option<Node>),
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, file: FileId) -> Self {
        Self {
            text,
            file,
            documents: Vec::new(),
            duplicates: Vec::new(),
            kept: 0,
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            keys: HashSet::new(),
            nodes: 0,
        }
    }

    pub(super) fn finish(self) -> (Vec<Node>, Vec<Span>) {
        (self.documents, self.duplicates)
    }

    /// Drops the document that is being built.
    pub(super) fn abandon(&mut self) {
        self.open.clear();
        self.root = None;
        self.anchors.clear();
        self.duplicates.truncate(self.kept);
    }

    pub(super) fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) -> Result<(), Refusal> {
        let range = at.byte_range().unwrap_or(0..0);
        let (start, end) = (range.start.min(self.text.len()), range.end.min(self.text.len()));
        match event {
            Event::DocumentStart(..) => self.abandon(),
            Event::DocumentEnd => {
                if let Some(root) = self.root.take().filter(|root| !empty(root)) {
                    self.documents.push(root);
                }
                self.anchors.clear();
                self.kept = self.duplicates.len();
            }
            Event::Scalar(text, style, anchor, tag) => {
                let style = match style {
                    granit_parser::ScalarStyle::Plain => ScalarStyle::Plain,
                    granit_parser::ScalarStyle::SingleQuoted | granit_parser::ScalarStyle::DoubleQuoted => {
                        ScalarStyle::Quoted
                    }
                    granit_parser::ScalarStyle::Literal | granit_parser::ScalarStyle::Folded => ScalarStyle::Block,
                };
                // The parser says `~` for what is not written at all.
                let written_nowhere = style == ScalarStyle::Plain && start >= end;
                let at = self.scalar_place(start, end, style);
                let text = self.intern(if written_nowhere { Cow::Borrowed("") } else { text });
                let node = Node { kind: NodeKind::Scalar(text, style), at, tag: tag.as_deref().map(written) };
                self.complete(Built { node, nodes: 1, depth: 0 }, anchor)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.enter(Children::Sequence(Vec::new()), start, style, anchor, tag)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.enter(Children::Mapping(Vec::new(), None), start, style, anchor, tag)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.open.pop() {
                    let anchor = frame.anchor;
                    let built = self.close(frame, end)?;
                    self.complete(built, anchor)?;
                }
            }
            Event::Alias(id) => {
                let here = Span::new(self.file, start, end);
                let Some(built) = self.anchors.get(&id).cloned() else {
                    let message = "this alias refers to the value it is part of";
                    return Err(Refusal::Document(Gap::at(here, GapKind::Syntax, message)));
                };
                let level = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
                if level.saturating_add(built.depth) > DEPTH {
                    return Err(Refusal::Document(too_deep(here)));
                }
                self.count(built.nodes, here)?;
                self.complete_counted(built, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn enter(
        &mut self,
        children: Children,
        start: usize,
        style: StructureStyle,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
    ) -> Result<(), Refusal> {
        let here = Span::new(self.file, start, start);
        if self.open.len() >= DEPTH as usize {
            return Err(Refusal::Document(too_deep(here)));
        }
        self.count(1, here)?;
        let flow = style == StructureStyle::Flow;
        self.open.push(Frame { children, start, flow, tag: tag.as_deref().map(written), anchor, nodes: 1, depth: 0 });
        Ok(())
    }

    fn close(&mut self, frame: Frame, end: usize) -> Result<Built, Refusal> {
        let (kind, inner) = match frame.children {
            Children::Sequence(items) => {
                let inner = items.first().zip(items.last()).map(|(a, b)| (a.at, b.at));
                (NodeKind::Sequence(items.into()), inner)
            }
            Children::Mapping(pairs, _) => {
                let inner = pairs.first().zip(pairs.last()).map(|(a, b)| (a.0.at, b.1.at));
                (NodeKind::Mapping(self.mapping(pairs)?.into()), inner)
            }
        };
        let at = if frame.flow {
            Span::new(self.file, frame.start, end)
        } else {
            // A child that is an alias lies where its anchor is, which may be elsewhere.
            let start = frame.start;
            let last = inner.map_or(start, |(_, last)| last.end as usize);
            Span::new(self.file, start, last.max(start))
        };
        Ok(Built { node: Node { kind, at, tag: frame.tag }, nodes: frame.nodes, depth: frame.depth })
    }

    /// Notes duplicate keys, refuses keys that are no scalars, and applies `<<`.
    fn mapping(&mut self, pairs: Vec<(Node, Node)>) -> Result<Vec<(Node, Node)>, Refusal> {
        let odd = pairs.iter().find(|(key, _)| key.text().is_none());
        if let Some((key, _)) = odd {
            let message = "a mapping or a list cannot be a key here (an unquoted `{{` begins one)";
            return Err(Refusal::Document(Gap::at(key.at, GapKind::Syntax, message)));
        }
        let merges = pairs.iter().any(|(key, _)| merge_key(key));
        if !merges && pairs.len() <= FEW {
            let mut before: &[(Node, Node)] = &[];
            for (count, (key, _)) in pairs.iter().enumerate() {
                if before.iter().any(|(other, _)| other.text() == key.text()) {
                    self.duplicates.push(key.at);
                }
                before = pairs.get(..count + 1).unwrap_or_default();
            }
            return Ok(pairs);
        }
        let mut seen: HashSet<Arc<str>> = HashSet::with_capacity(pairs.len());
        for (key, _) in pairs.iter().filter(|(key, _)| !merge_key(key)) {
            if let NodeKind::Scalar(text, _) = &key.kind
                && !seen.insert(text.clone())
            {
                self.duplicates.push(key.at);
            }
        }
        if !merges {
            return Ok(pairs);
        }
        // What is written here wins over what is merged in, and the first merged mapping over later ones.
        let mut result = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            if !merge_key(&key) {
                result.push((key, value));
                continue;
            }
            let single = std::slice::from_ref(&value);
            let sources: &[Node] = match &value.kind {
                NodeKind::Sequence(items) => items,
                _ => single,
            };
            for source in sources {
                let NodeKind::Mapping(merged) = &source.kind else {
                    let message = "`<<` merges a mapping or a list of mappings, and this is neither";
                    return Err(Refusal::Document(Gap::at(source.at, GapKind::Syntax, message)));
                };
                for (key, value) in merged.iter() {
                    if key.text().is_some_and(|text| seen.insert(text.into())) {
                        result.push((key.clone(), value.clone()));
                    }
                }
            }
        }
        Ok(result)
    }

    fn complete(&mut self, built: Built, anchor: usize) -> Result<(), Refusal> {
        // A collection was counted when it was entered.
        if matches!(built.node.kind, NodeKind::Scalar(..)) {
            self.count(1, built.node.at)?;
        }
        self.complete_counted(built, anchor)
    }

    fn complete_counted(&mut self, built: Built, anchor: usize) -> Result<(), Refusal> {
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(built.node);
            return Ok(());
        };
        frame.nodes = frame.nodes.saturating_add(built.nodes);
        frame.depth = frame.depth.max(built.depth.saturating_add(1));
        match &mut frame.children {
            Children::Sequence(items) => items.push(built.node),
            Children::Mapping(pairs, waiting) => match waiting.take() {
                None => *waiting = Some(built.node),
                Some(key) => {
                    let mut value = built.node;
                    if absent(&value) {
                        value.at = Span { file: key.at.file, start: key.at.end, end: key.at.end };
                    }
                    pairs.push((key, value));
                }
            },
        }
        Ok(())
    }

    fn count(&mut self, nodes: u64, at: Span) -> Result<(), Refusal> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= NODES {
            return Ok(());
        }
        let message = format!(
            "this file holds more than {NODES} values (aliases counted as often as they are used), the limit; it was not read from here on"
        );
        Err(Refusal::File(Gap::at(at, GapKind::Bound, message)))
    }

    /// Short texts, keys above all, repeat: one copy each.
    fn intern(&mut self, text: Cow<'_, str>) -> Arc<str> {
        if text.len() > 32 {
            return text.into();
        }
        if let Some(known) = self.keys.get(text.as_ref()) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        if self.keys.len() < 4096 {
            self.keys.insert(new.clone());
        }
        new
    }

    /// The parser's span of a block scalar ends after the line breaks that follow it.
    fn scalar_place(&self, start: usize, end: usize, style: ScalarStyle) -> Span {
        let end = match style {
            ScalarStyle::Block => self.text.get(start..end).map_or(end, |s| start + s.trim_end().len()),
            _ => end,
        };
        Span::new(self.file, start, end)
    }
}

/// A value that is not written at all: `key:`.
fn absent(node: &Node) -> bool {
    node.at.start == node.at.end && empty(node)
}

fn empty(node: &Node) -> bool {
    node.tag.is_none() && matches!(&node.kind, NodeKind::Scalar(text, ScalarStyle::Plain) if text.is_empty())
}

fn merge_key(key: &Node) -> bool {
    matches!(&key.kind, NodeKind::Scalar(text, ScalarStyle::Plain) if &**text == "<<")
        && key.tag.as_deref().is_none_or(|tag| tag == "!!merge")
}

/// `!!name` for YAML's own tags however they are written, others as written.
fn written(tag: &Tag) -> Arc<str> {
    match tag.suffix_in_namespace("tag:yaml.org,2002:") {
        Some(name) => format!("!!{name}").into(),
        None => tag.original().into(),
    }
}
