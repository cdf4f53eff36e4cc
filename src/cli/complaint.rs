//! Draws errors for the user: any miette diagnostic, with annotate-snippets.

use crate::report::line;
use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet};
use miette::{Diagnostic, SourceSpan};

/// The error with its place and help.
pub(super) fn draw(error: &dyn Diagnostic, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut elements: Vec<Element<'_>> = Vec::new();
    if let (Some(source), Some(label)) = (error.source_code(), error.labels().and_then(|mut l| l.next())) {
        let span = *label.inner();
        // The whole line, so that the excerpt reads as the file does.
        if let Ok(contents) = source.read_span(&span, usize::MAX, 1) {
            let text = String::from_utf8_lossy(contents.data()).into_owned();
            let (start, end) = clamp(&text, span, contents.span().offset());
            let mut snippet = Snippet::source(text).line_start(contents.line() + 1);
            if let Some(name) = contents.name() {
                snippet = snippet.path(line(name));
            }
            let note = label.label().map(line);
            elements.push(snippet.annotation(AnnotationKind::Primary.span(start..end).label(note)).into());
        }
    }
    if elements.is_empty() {
        let help = error.help().map(|help| format!("\n  help: {}", line(&help.to_string()))).unwrap_or_default();
        return format!("error: {}{help}", line(&error.to_string()));
    }
    if let Some(help) = error.help() {
        elements.push(Level::HELP.message(line(&help.to_string())).into());
    }
    let group = Level::ERROR.primary_title(line(&error.to_string())).elements(elements);
    renderer.render(&[group])
}

fn clamp(text: &str, span: SourceSpan, offset: usize) -> (usize, usize) {
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let start = floor(span.offset().saturating_sub(offset));
    (start, floor(start + span.len()).max(start))
}
