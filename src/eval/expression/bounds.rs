//! Bad input: each ends soon, with one gap at the text that is too much or wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::eval::scope::Dialect;
use crate::source::{FileId, Sources, TreeId};
use crate::syntax::hcl::parse_expression;
use std::time::{Duration, Instant};

struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, _: &str, _: &[(Arc<str>, Span)], _: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        None
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        (TreeId(0), "dir".into())
    }
}

/// Evaluates, within a time that no bound needs, and gives the only gap and the text it points at.
fn gap(text: &str) -> (Gap, String) {
    let files = vec![("dir/a.hcl", ""), ("dir/self.tpl", "${templatefile(\"self.tpl\", {})}")];
    let sources = Sources::from_memory(vec![("live", files)]);
    let run = Run::new(&sources);
    let expr = parse_expression(text, Span::file_start(FileId::from_index(0))).unwrap();
    let start = Instant::now();
    let value = evaluate(&expr, &Nothing, &run);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(value.first_unknown().is_some(), "{}", value.display());
    let gaps = run.gaps.take();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    let at = gaps[0].at.unwrap();
    let pointed = if at.file == FileId::from_index(0) { &text[at.start as usize..at.end as usize] } else { "" };
    (gaps[0].clone(), pointed.to_owned())
}

/// The kind of the gap, whether its words are in the message, and the text it points at.
fn says(text: &str, kind: GapKind, words: &str, pointed: &str) {
    let (gap, there) = gap(text);
    assert_eq!(gap.kind, kind, "{}", gap.message);
    assert!(gap.message.contains(words), "{}", gap.message);
    assert!(there.starts_with(pointed), "points at `{there}`");
}

#[test]
fn loops_over_millions_end() {
    let million = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]";
    says(million, GapKind::Bound, "20000000 steps", "");
    says("range(0, 1e12)", GapKind::Evaluation, "more than 1024 values were generated", "range(0, 1e12)");
    let product = "setproduct(range(1000), range(1000), range(1000))";
    says(product, GapKind::Bound, "1000000 elements", "setproduct(");
    let keys = "merge([for a in range(1024) : { for b in range(1024) : \"${a}-${b}\" => b }]...)";
    says(keys, GapKind::Bound, "", "");
}

#[test]
fn text_that_doubles_ends() {
    let mut text = "x30".to_owned();
    for level in (0..30).rev() {
        text = format!("[for x{} in [\"${{x{level}}}${{x{level}}}\"] : {text}]", level + 1);
    }
    let text = format!("[for x0 in [\"0123456789\"] : {text}]");
    says(&text, GapKind::Bound, "16 MiB", "");
    says("templatefile(\"self.tpl\", {})", GapKind::Evaluation, "cannot be called inside a template", "");
    says("indent(1e9, \"a\\nb\")", GapKind::Bound, "1024 spaces", "indent(");
    says("format(\"%999999d\", 1)", GapKind::Bound, "4096", "format(");
    let joined = "join(join(\"\", [for x in range(1000) : \"0123456789\"]), [for a in range(2000 / 2) : join(\"\", [for x in range(1000) : \"0123456789\"])])";
    says(joined, GapKind::Bound, "16 MiB", "");
}

#[test]
fn numbers_that_grow_are_given_up() {
    let grown = "pow(10, 300) * pow(10, 300)";
    let sources = Sources::from_memory(vec![("live", vec![("a.hcl", "")])]);
    let run = Run::new(&sources);
    let expr = parse_expression(grown, Span::file_start(FileId::from_index(0))).unwrap();
    assert!(evaluate(&expr, &Nothing, &run).is_unknown());
    says("1 / 0", GapKind::Evaluation, "division by zero", "0");
    says("parseint(\"zz\", 10)", GapKind::Evaluation, "cannot parse \"zz\" as a base 10 integer", "\"zz\"");
}

#[test]
fn a_pattern_that_would_backtrack_is_linear() {
    let text = format!("regex(\"(a*)*b\", \"{}\")", "a".repeat(100_000));
    says(&text, GapKind::Evaluation, "pattern did not match", "regex(");
    says("regex(\"(x{1000}){1000}\", \"x\")", GapKind::Evaluation, "invalid regexp pattern", "\"(x");
}

#[test]
fn files_outside_of_the_roots_are_not_read() {
    for path in ["/etc/passwd", "../../outside", "~/x"] {
        for call in
            [format!("file(\"{path}\")"), format!("templatefile(\"{path}\", {{}})"), format!("filemd5(\"{path}\")")]
        {
            let (gap, there) = gap(&call);
            assert!(matches!(gap.kind, GapKind::Unreadable | GapKind::Evaluation), "{call}: {}", gap.message);
            assert!(there.contains(path), "{call} points at `{there}`");
        }
    }
    says("base64decode(\"/w==\")", GapKind::Evaluation, "not valid UTF-8", "base64decode(");
}

#[test]
fn nesting_is_bounded() {
    let nested = format!("{}1{}", "[for x in [0] : ".repeat(60), "]".repeat(60));
    let sources = Sources::from_memory(vec![("live", vec![("a.hcl", "")])]);
    let run = Run::new(&sources);
    if let Ok(expr) = parse_expression(&nested, Span::file_start(FileId::from_index(0))) {
        let _ = evaluate(&expr, &Nothing, &run);
    }
    let deep = format!("jsondecode(\"{}{}\")", "[".repeat(5000), "]".repeat(5000));
    says(&deep, GapKind::Evaluation, "too many levels", "jsondecode(");
}
