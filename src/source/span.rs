//! Where something is written: a file and a byte range in it.

use std::num::NonZeroU32;

/// One file of the given repositories. Ids are given after sorting by repository, revision and path, so
/// that ordering by id is ordering by place, whatever the number of threads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(NonZeroU32);

impl FileId {
    /// The id of the file at `index` in [`Sources`](super::Sources).
    pub fn from_index(index: usize) -> Self {
        let raw = u32::try_from(index).unwrap_or(u32::MAX - 1).saturating_add(1);
        Self(NonZeroU32::new(raw).unwrap_or(NonZeroU32::MIN))
    }

    /// The position of the file in [`Sources`](super::Sources).
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A byte range `[start, end)` in a file. A span is always on character boundaries of the file's text;
/// whoever draws one still clamps it, because a foreign or generated span may not be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond 4 GiB saturate (files that large are never loaded).
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The first byte of a file, for what concerns the file as a whole.
    pub fn file_start(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The smallest span that covers both; spans of different files give the first.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A line and a column, both from 1. Columns count Unicode scalar values, as SARIF's `unicodeCodePoints`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineCol {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}
