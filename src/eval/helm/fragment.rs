//! Templates that belong to no chart: those of a ResourceSet of the Flux operator, between `<<` and `>>`, with Sprig's
//! functions and the set's inputs (<https://fluxoperator.dev/docs/crd/resourceset/#templating-functions>).

use super::call::{Function, Param, any, text};
use super::datum::{Datum, from_value};
use super::emit;
use super::exec::Engine;
use super::output;
use super::source::{Place, Source};
use super::stop::{Fault, Stop};
use super::template::Delimiters;
use super::text::{Builder, Origin, Str, has_reserved};
use super::{Done, Rendered, RenderedObject, failed};
use crate::eval::kustomize::edit;
use crate::eval::pool;
use crate::eval::value::{Kind, Value};
use crate::source::{GapKind, Span};
use std::rc::Rc;

/// A template that makes objects.
#[derive(Clone, Copy, Debug)]
pub enum Fragment<'v> {
    /// An object; its texts hold actions.
    Object(&'v Value),
    /// A text of several YAML documents, and how the file writes it.
    Text(&'v Value, Option<&'v str>),
}

/// What ResourceSets know beside Sprig's functions.
pub const FUNCTIONS: &[Function] = &[
    Function::new("inputs", &[], |engine, _| Ok(engine.inputs.clone().unwrap_or(Datum::Nil))).aware(),
    Function::new("slugify", &[Param::Text], slugify),
    Function::new("mustToYaml", &[Param::Any], |e, a| emit::yaml(&any(a, 0), &mut e.holes).map(Datum::Text)).aware(),
];

/// Whether charts do not know a function.
pub fn is_own(name: &str) -> bool {
    FUNCTIONS.iter().any(|function| function.name == name)
}

/// The objects that a template makes of one set of inputs. What the operator would refuse gives no objects, the reason, and
/// a gap where the template is written; bounds are those of charts.
pub fn render_fragment(fragment: Fragment<'_>, inputs: &Value, share: u64) -> Done<Rendered> {
    pool::deep(|| {
        let at = match fragment {
            Fragment::Object(value) | Fragment::Text(value, _) => value.at,
        };
        let mut engine = Engine::new(semver::Version::new(1, 31, 0), at, share);
        let made = match run(&mut engine, fragment, inputs, at) {
            Ok(objects) => Rendered { objects, gaps: std::mem::take(&mut engine.gaps), ..Rendered::default() },
            Err(Stop::Failed(failure)) => failed(std::mem::take(&mut engine.gaps), *failure),
            Err(_) => Rendered::default(),
        };
        Done { made, used: engine.used.min(share), cut: engine.is_cut() }
    })
}

fn run(engine: &mut Engine, fragment: Fragment<'_>, inputs: &Value, at: Span) -> Result<Vec<RenderedObject>, Stop> {
    let dot = from_value(inputs, &mut engine.holes, 0);
    engine.inputs = Some(dot);
    let text = match fragment {
        Fragment::Object(value) => {
            let datum = from_value(value, &mut engine.holes, 0);
            match emit::yaml(&datum, &mut engine.holes) {
                Ok(text) => text,
                Err(fault) => return Err(engine.fault("toYaml", fault)),
            }
        }
        Fragment::Text(value, raw) => written(value, raw).unwrap_or_default(),
    };
    if text.has_holes() && matches!(fragment, Fragment::Text(..)) {
        return engine.failed("this template uses private characters that driftline keeps for unknown pieces of text");
    }
    let name = "resourceset";
    let place = Place::Inline(text.clone(), at);
    let delimiters = Delimiters { left: "<<", right: ">>" };
    let source = Source { name: name.into(), text: text.as_str().into(), place, delimiters };
    engine.charge((text.as_str().len() / 64) as u64)?;
    if let Err(error) = engine.add(source) {
        engine.at = text.place(error.start, error.end).unwrap_or(at);
        return engine.failed(format!("the template does not parse: {}", error.message));
    }
    let made = engine.run(name, &Datum::Nil)?;
    let documents = match fragment {
        Fragment::Object(_) => vec![made],
        Fragment::Text(..) => output::documents(&made),
    };
    let mut objects = Vec::new();
    for document in documents {
        let read = output::read(&document, &engine.holes, at);
        if let Some(gap) = read.gaps.first() {
            engine.at = gap.at.unwrap_or(at);
            return engine.failed(format!("the template does not render to YAML: {}", gap.message));
        }
        for value in read.values.into_iter().filter(|value| !matches!(value.kind, Kind::Null)) {
            if !matches!(value.kind, Kind::Map(_)) {
                engine.at = value.at;
                return Err(Stop::Failed(Box::new(
                    engine.failure(GapKind::Chart, "this part of the template renders to something that is no object"),
                )));
            }
            objects.push(RenderedObject { at: value.at, path: "".into(), hook: false, value });
        }
    }
    Ok(objects)
}

/// A text with the places of its lines, when it is written as a block that keeps them.
fn written(value: &Value, raw: Option<&str>) -> Option<Str> {
    let text = edit::as_str(value)?;
    if has_reserved(text) {
        return Some(Str::new(text, Origin::computed(value.at, value.marks)));
    }
    let lines = raw.and_then(|raw| block_lines(text, raw));
    let Some(lines) = lines else { return Some(Str::new(text, Origin::computed(value.at, value.marks))) };
    let mut builder = Builder::default();
    let start = value.at.start as usize;
    for (line, offset) in text.split_inclusive('\n').zip(lines) {
        let place = Span::new(value.at.file, start + offset, start + offset + line.len());
        builder.push(line, &Some(Rc::new(Origin { at: place, via: None, marks: value.marks, literal: true })));
    }
    Some(builder.finish())
}

/// Where each line of a text begins in the block that writes it; `None` when its lines are not kept as they are.
fn block_lines(text: &str, raw: &str) -> Option<Vec<usize>> {
    let mut offsets = Vec::new();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    let mut indent: Option<usize> = None;
    for (number, raw_line) in raw.split_inclusive('\n').enumerate() {
        let Some(line) = lines.peek() else { break };
        let content = line.trim_end_matches(['\n', '\r']);
        let bare = raw_line.trim_end_matches(['\n', '\r']);
        let spaces = bare.len() - bare.trim_start_matches(' ').len();
        if number == 0 && bare == content {
            // The block may be given from its first character on, without the white space before it.
            offsets.push(0);
            lines.next();
            at += raw_line.len();
            continue;
        }
        if indent.is_none() && !content.is_empty() && bare.ends_with(content) {
            let cut = bare.len() - content.len();
            indent = Some(cut).filter(|cut| *cut <= spaces);
        }
        match indent {
            Some(cut) if bare.get(cut.min(bare.len())..) == Some(content) => {
                offsets.push(at + cut.min(bare.len()));
                lines.next();
            }
            Some(_) => return None,
            None => {}
        }
        at += raw_line.len();
    }
    lines.next().is_none().then_some(offsets)
}

/// `slug.Make` of `github.com/gosimple/slug`, at most 63 characters, cut between words. Letters beyond ASCII, which it
/// spells out, are not evaluated.
fn slugify(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    const MOST: usize = 63;
    let given = text(args, 0);
    if !given.as_str().is_ascii() {
        return Err(Fault::Unsupported("`slugify` of letters beyond ASCII is not evaluated".into()));
    }
    let spelt = given.as_str().trim().replace('&', "and").replace('@', "at").to_lowercase();
    let kept = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let dashed: String = spelt.chars().map(|c| if kept(c) { c } else { '-' }).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let whole = words.join("-");
    let whole = whole.trim_matches(['-', '_']);
    if whole.len() <= MOST {
        return Ok(Datum::Text(given.remade(whole)));
    }
    let mut cut = String::new();
    for word in whole.split('-') {
        if cut.is_empty() {
            cut = word.chars().take(MOST).collect();
        } else if cut.len() + 1 + word.len() <= MOST {
            cut.push('-');
            cut.push_str(word);
        } else {
            break;
        }
    }
    Ok(Datum::Text(given.remade(cut)))
}
