//! Blocks whose condition is not known: something or nothing is written there.
//!
//! The block is tried out only to see how its text would lie; an unknown piece takes its place, so that what is around
//! it stays known: "these labels, and perhaps more".

use super::datum::{Datum, because};
use super::eval::set_variable;
use super::exec::{Engine, Frame};
use super::stop::Stop;
use super::template::{Body, Node, Pipe};
use super::text::{Builder, Origin};
use crate::eval::reason::noun;
use crate::eval::value::{Marks, Ty, Unknown};
use std::sync::Arc;

/// How deep trials may nest: each level runs what is inside again.
const TRIALS: usize = 3;

/// What one trial counts as, in steps.
const COST: u64 = 1_000;

impl Engine {
    /// Writes an unknown piece for one of several bodies, or none. Fails when a body changes something that lives on.
    pub(super) fn undecided_block(
        &mut self,
        f: &mut Frame,
        bodies: &[(&Datum, &Body)],
        unknown: &Arc<Unknown>,
    ) -> Result<(), Stop> {
        let at = self.at;
        let failure = self.undecided(unknown);
        if self.trials >= TRIALS {
            return Err(failure);
        }
        let inner = because(unknown, Ty::Any, at);
        let mut layout: Option<(String, String)> = None;
        for (dot, body) in bodies {
            let mut changed = Vec::new();
            if !changes(body, &mut changed) {
                return Err(failure);
            }
            let text = self.trial(f, dot, body)?;
            self.at = at;
            layout = layout.or_else(|| text.as_deref().and_then(lie).or_else(|| still(f, body)));
            for name in changed {
                set_variable(f, &name, Datum::Unknown(inner.clone(), None));
            }
        }
        self.note(at, &format!("whether and how this part is rendered depends on {}", noun(unknown)));
        if let Some((before, after)) = layout {
            let hole = self.holes.add(&inner);
            f.out.push(&before, &None);
            f.out.push(&hole.to_string(), &Origin::computed(at, Marks::NONE));
            f.out.push(&after, &None);
        }
        Ok(())
    }

    /// The text of a body, thrown away afterwards; `None` when it fails, which it may not in truth.
    fn trial(&mut self, f: &Frame, dot: &Datum, body: &Body) -> Result<Option<String>, Stop> {
        let mut frame = Frame { source: f.source.clone(), variables: f.variables.clone(), out: Builder::default() };
        let (depth, level, gaps) = (self.depth, self.level, self.gaps.len());
        self.steps = self.steps.saturating_add(COST);
        self.trials += 1;
        let result = self.walk(&mut frame, dot, body);
        self.trials -= 1;
        (self.depth, self.level) = (depth, level);
        self.gaps.truncate(gaps);
        match result {
            Ok(()) | Err(Stop::Break | Stop::Continue) => Ok(Some(frame.out.finish().as_str().to_string())),
            Err(Stop::Failed(failure)) if failure.bound.is_some() => Err(Stop::Failed(failure)),
            Err(Stop::Failed(_)) => Ok(None),
        }
    }
}

/// The white space that an unknown piece needs around it to lie as the text does; `None` for blank text.
fn lie(text: &str) -> Option<(String, String)> {
    let body = text.trim();
    if body.is_empty() {
        return None;
    }
    let lead = text.len() - text.trim_start().len();
    let (before, after) = (text.get(..lead).unwrap_or(""), text.get(lead + body.len()..).unwrap_or(""));
    let last_line = |space: &str| space.rfind('\n').map(|i| format!("\n{}", space.get(i + 1..).unwrap_or("")));
    let mut before_hole = last_line(before).unwrap_or_else(|| before.to_string());
    let mut after_hole = last_line(after).unwrap_or_else(|| after.to_string());
    // Whole documents: the piece must not become part of the one before or after.
    let documents = body.lines().any(|l| l.starts_with("---"));
    if documents {
        before_hole = "\n---\n".to_string();
        after_hole = "\n---\n".to_string();
    }
    Some((before_hole, after_hole))
}

/// The same from the template's own text, when the body cannot be tried.
fn still(f: &Frame, body: &Body) -> Option<(String, String)> {
    let text = body.nodes.iter().find_map(|node| match node {
        Node::Text { start, end } => f.source.text.get(*start..*end).filter(|t| !t.trim().is_empty()),
        _ => None,
    })?;
    let first = matches!(body.nodes.first(), Some(Node::Text { .. }));
    if first { lie(text) } else { None }.or_else(|| Some(("\n".to_string(), "\n".to_string())))
}

/// Collects the outer variables that a body assigns; `false` when it changes maps, which cannot be undone.
fn changes(body: &Body, names: &mut Vec<Arc<str>>) -> bool {
    body.nodes.iter().all(|node| match node {
        Node::Text { .. } | Node::Break | Node::Continue => true,
        Node::Action { pipe, .. } => pipe_changes(pipe, names),
        Node::Template { pipe, .. } => pipe.as_ref().is_none_or(|p| pipe_changes(p, names)),
        Node::If(b) | Node::With(b) | Node::Range(b) => {
            pipe_changes(&b.pipe, names)
                && changes(&b.body, names)
                && b.otherwise.as_ref().is_none_or(|o| changes(o, names))
        }
    })
}

fn pipe_changes(pipe: &Pipe, names: &mut Vec<Arc<str>>) -> bool {
    use super::template::Expr;
    if pipe.assign {
        names.extend(pipe.variables.iter().cloned());
    }
    pipe.commands.iter().all(|command| {
        command.words.iter().all(|word| match word {
            Expr::Function(name) => !matches!(&**name, "set" | "unset"),
            Expr::Pipe(inner) => pipe_changes(inner, names),
            Expr::Chain(inner, _) => match &**inner {
                Expr::Pipe(inner) => pipe_changes(inner, names),
                _ => true,
            },
            _ => true,
        })
    })
}
