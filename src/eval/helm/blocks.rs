//! `if`, `with` and `range`.

use super::datum::{Datum, Object, Slot, because};
use super::eval::set_variable;
use super::exec::{Engine, Frame};
use super::fmt;
use super::stop::Stop;
use super::template::{Branch, Expr, Pipe};
use super::text::Str;
use crate::eval::value::{Marks, Ty, Unknown};
use std::sync::Arc;

/// The longest loop.
const ROUNDS: usize = 200_000;

/// What a loop runs over: index or key, element; and whether there may be more of them.
type Rounds = (Vec<(Datum, Datum)>, Option<Arc<Unknown>>);

impl Engine {
    pub(super) fn branch(&mut self, f: &mut Frame, dot: &Datum, branch: &Branch, with: bool) -> Result<(), Stop> {
        let scope = f.variables.len();
        self.at = f.source.span(branch.start, branch.end);
        let at = self.at;
        self.deciding = is_path(&branch.pipe);
        let value = self.pipeline(f, dot, &branch.pipe)?;
        self.deciding = false;
        self.at = at;
        let inner = if with { &value } else { dot };
        let result = match (self.decide(&value), &branch.otherwise) {
            (Ok(true), _) => self.walk(f, inner, &branch.body),
            (Ok(false), Some(otherwise)) => self.walk(f, dot, otherwise),
            (Ok(false), None) => Ok(()),
            (Err(unknown), otherwise) => {
                let bodies: Vec<_> =
                    std::iter::once((inner, &branch.body)).chain(otherwise.iter().map(|o| (dot, o))).collect();
                self.undecided_block(f, &bodies, &unknown)
            }
        };
        f.variables.truncate(scope);
        result
    }

    pub(super) fn range(&mut self, f: &mut Frame, dot: &Datum, branch: &Branch) -> Result<(), Stop> {
        let scope = f.variables.len();
        self.at = f.source.span(branch.start, branch.end);
        let at = self.at;
        let value = self.pipeline(f, dot, &branch.pipe)?;
        self.at = at;
        // The pipeline declared its variables with the whole value; the loop sets them anew.
        let mark = f.variables.len();
        let (rounds, more) = self.rounds(&value, branch)?;
        let result = if rounds.is_empty() && more.is_none() {
            match &branch.otherwise {
                Some(otherwise) => self.walk(f, dot, otherwise),
                None => Ok(()),
            }
        } else {
            self.run_rounds(f, branch, mark, rounds).and_then(|()| match more {
                None => Ok(()),
                Some(unknown) => {
                    self.at = at;
                    let element = Datum::Unknown(because(&unknown, Ty::Any, at), None);
                    loop_variables(f, branch, mark, &element, &element);
                    self.undecided_block(f, &[(&element, &branch.body)], &unknown)
                }
            })
        };
        f.variables.truncate(scope);
        result
    }

    fn run_rounds(
        &mut self,
        f: &mut Frame,
        branch: &Branch,
        mark: usize,
        rounds: Vec<(Datum, Datum)>,
    ) -> Result<(), Stop> {
        for (index, element) in rounds {
            self.step()?;
            loop_variables(f, branch, mark, &index, &element);
            let result = self.walk(f, &element, &branch.body);
            f.variables.truncate(mark);
            match result {
                Err(Stop::Break) => break,
                Ok(()) | Err(Stop::Continue) => {}
                Err(failed) => return Err(failed),
            }
        }
        Ok(())
    }

    fn rounds(&mut self, value: &Datum, branch: &Branch) -> Result<Rounds, Stop> {
        let mut rounds: Vec<(Datum, Datum)> = Vec::new();
        let mut more = None;
        let element = |value: &Datum| match value {
            Datum::Nil => Datum::Absent,
            value => value.clone(),
        };
        match value {
            Datum::Nil | Datum::Absent => {}
            Datum::Int(n, wide, _) => {
                if branch.pipe.variables.len() > 1 {
                    return self.failed(format!("can't use {n} to iterate over more than one variable"));
                }
                if usize::try_from(*n).is_ok_and(|n| n > ROUNDS) {
                    return Err(self.bound("number of template steps"));
                }
                rounds.extend((0..*n).map(|i| (Datum::Nil, Datum::Int(i, *wide, None))));
            }
            Datum::List(items, _) => {
                for (i, item) in items.iter().enumerate() {
                    match item {
                        Datum::More(unknown) => more = Some(unknown.clone()),
                        item => rounds.push((Datum::int(i64::try_from(i).unwrap_or(i64::MAX)), element(item))),
                    }
                }
            }
            Datum::Map(map, _) => {
                let map = map.borrow();
                if map.structure.is_some() {
                    drop(map);
                    return self.failed("range can't iterate over a struct");
                }
                more.clone_from(&map.rest);
                for (key, Slot { key: from, value }) in &map.entries {
                    rounds.push((Datum::Text(Str::new(&**key, from.clone())), element(value)));
                }
            }
            Datum::Object(object) => match &**object {
                Object::Files(files) => {
                    rounds.extend(files.iter().map(|(n, c)| (Datum::text(&**n), super::files::content(c))));
                }
                _ => return self.failed(format!("range can't iterate over {}", value.type_name())),
            },
            Datum::Unknown(unknown, _) => match self.likely(unknown) {
                Some(false) => {}
                _ => more = Some(unknown.clone()),
            },
            other => {
                let shown = fmt::display(other, &mut self.holes);
                let shown = if other.marks().has(Marks::SENSITIVE) { "a sensitive value" } else { shown.as_str() };
                return self.failed(format!("range can't iterate over {shown}"));
            }
        }
        Ok((rounds, more))
    }
}

/// Whether a pipeline is one path into a value: `.Values.a.b`.
fn is_path(pipe: &Pipe) -> bool {
    let [command] = pipe.commands.as_slice() else { return false };
    let [Expr::Field(_) | Expr::Variable(_, _)] = command.words.as_slice() else { return false };
    pipe.variables.is_empty()
}

fn loop_variables(f: &mut Frame, branch: &Branch, mark: usize, index: &Datum, element: &Datum) {
    let names = &branch.pipe.variables;
    for (i, name) in names.iter().enumerate() {
        let value = if names.len() == 1 || i == 1 { element.clone() } else { index.clone() };
        if branch.pipe.assign {
            set_variable(f, name, value);
        } else if let Some(slot) = f.variables.get_mut(mark.saturating_sub(names.len()) + i) {
            slot.1 = value;
        }
    }
}
