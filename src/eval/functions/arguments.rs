//! What functions take: arguments converted as Terraform would, and the ways a function can stop.

use super::super::expression::convert::{self, Refusal};
use super::super::scope::{Run, Scope};
use super::super::value::*;
use crate::source::{Gap, Span};
use std::sync::Arc;

/// A call of a function.
#[derive(Clone, Copy)]
pub(crate) struct Call<'c, 'r> {
    /// The function's name as written.
    pub name: &'c str,
    /// Where the name is.
    pub name_at: Span,
    /// The whole call.
    pub at: Span,
    /// Where each argument is.
    pub places: &'c [Span],
    /// Where it is called.
    pub scope: &'c dyn Scope,
    /// The run.
    pub run: &'c Run<'r>,
}

/// Why a function gives no value.
#[derive(Debug)]
pub(super) enum Stop {
    /// It follows from an unknown.
    Unknown(Arc<Unknown>),
    /// Terraform refuses it.
    Wrong {
        /// Which argument is to blame.
        arg: Option<usize>,
        /// What is wrong, without the function's name.
        message: String,
    },
    /// It could not be seen.
    Unseen(Gap),
    /// It is unknown by nature.
    Is(Why),
}

/// What a function gives.
pub(super) type Answer = Result<Value, Stop>;

/// Terraform refuses an argument.
pub(super) fn wrong<T>(arg: usize, message: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Wrong { arg: Some(arg), message: message.into() })
}

/// Said of a number that has a fraction, or is too large.
pub(super) const NOT_WHOLE: &str = "value must be a whole number, between -9223372036854775808 and 9223372036854775807";

/// What is wrong is not about one argument.
pub(super) fn failed<T>(message: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Wrong { arg: None, message: message.into() })
}

impl Call<'_, '_> {
    /// Where an argument is; of one that an expanded list gave, where the list is.
    pub(super) fn place(&self, index: usize) -> Span {
        self.places.get(index).or(self.places.last()).copied().unwrap_or(self.at)
    }

    fn arg<'v>(&self, args: &'v [Value], index: usize) -> Result<&'v Value, Stop> {
        match args.get(index) {
            Some(value) => Ok(value),
            None => Err(Stop::Wrong { arg: None, message: format!("argument {} is missing", index + 1) }),
        }
    }

    fn refused<T>(&self, index: usize, wanted: &str, refusal: Refusal) -> Result<T, Stop> {
        match refusal {
            Refusal::Unknown(unknown) => Err(Stop::Unknown(unknown)),
            Refusal::Wrong(found) => wrong(index, format!("argument {} must be {wanted}, this is {found}", index + 1)),
        }
    }

    /// An argument as it is.
    pub(super) fn value<'v>(&self, args: &'v [Value], index: usize) -> Result<&'v Value, Stop> {
        self.arg(args, index)
    }

    /// Text that is known as a whole.
    pub(super) fn text(&self, args: &[Value], index: usize) -> Result<Arc<str>, Stop> {
        match self.partly(args, index)? {
            Text::Whole(text) => Ok(text),
            Text::Parts(parts) => match parts.iter().find_map(|part| match part {
                Part::Hole(unknown, _) => Some(unknown.clone()),
                Part::Known(..) => None,
            }) {
                Some(unknown) => Err(Stop::Unknown(unknown)),
                None => wrong(index, "the text is not known"),
            },
        }
    }

    /// Text that may have holes.
    pub(super) fn partly(&self, args: &[Value], index: usize) -> Result<Text, Stop> {
        convert::to_text(self.arg(args, index)?).or_else(|refusal| self.refused(index, "text", refusal))
    }

    /// Text as parts; an unknown is one hole.
    pub(super) fn parts(&self, args: &[Value], index: usize) -> Result<Vec<Part>, Stop> {
        let at = self.places.get(index).copied().unwrap_or(self.at);
        match self.partly(args, index) {
            Ok(Text::Whole(text)) => Ok(vec![Part::Known(text, self.arg(args, index)?.at)]),
            Ok(Text::Parts(parts)) => Ok(parts.to_vec()),
            Err(Stop::Unknown(unknown)) => Ok(vec![Part::Hole(unknown, at)]),
            Err(stop) => Err(stop),
        }
    }

    /// A number.
    pub(super) fn number(&self, args: &[Value], index: usize) -> Result<Number, Stop> {
        convert::to_number(self.arg(args, index)?).or_else(|refusal| self.refused(index, "a number", refusal))
    }

    /// A whole number.
    pub(super) fn int(&self, args: &[Value], index: usize) -> Result<i64, Stop> {
        match self.number(args, index)?.as_i64() {
            Some(int) => Ok(int),
            None => failed(NOT_WHOLE),
        }
    }

    /// A whole number from 0.
    pub(super) fn count(&self, args: &[Value], index: usize) -> Result<usize, Stop> {
        match usize::try_from(self.int(args, index)?) {
            Ok(count) => Ok(count),
            Err(_) => wrong(index, format!("argument {} must not be negative", index + 1)),
        }
    }

    /// The items of a list, each with the list's marks.
    pub(super) fn items(&self, args: &[Value], index: usize) -> Result<Vec<Item>, Stop> {
        let value = self.arg(args, index)?;
        match &value.kind {
            Kind::List(items) => Ok(items.iter().map(|item| inherit(item, value)).collect()),
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::List) => Err(Stop::Unknown(unknown.clone())),
            _ => {
                let found = convert::described(value);
                wrong(index, format!("argument {} must be a list, this is {found}", index + 1))
            }
        }
    }

    /// The items of a list, or what is to be said when it is none.
    pub(super) fn items_or(
        &self,
        args: &[Value],
        index: usize,
        otherwise: impl FnOnce() -> Result<(), Stop>,
    ) -> Result<Vec<Item>, Stop> {
        let value = self.arg(args, index)?;
        let list = match &value.kind {
            Kind::List(_) => true,
            Kind::Unknown(unknown) => matches!(unknown.ty, Ty::Any | Ty::List),
            _ => false,
        };
        if !list && let Err(stop) = otherwise() {
            return Err(stop);
        }
        self.items(args, index)
    }

    /// The items of a list or tuple, whose elements have a place, or what is to be said when it is none.
    pub(super) fn indexed(
        &self,
        args: &[Value],
        index: usize,
        otherwise: impl Fn() -> Result<(), Stop>,
    ) -> Result<Vec<Item>, Stop> {
        if self.arg(args, index)?.form() == Form::Set
            && let Err(stop) = otherwise()
        {
            return Err(stop);
        }
        self.items_or(args, index, otherwise)
    }

    /// A map, or what is to be said when it is none.
    pub(super) fn map_or<'v>(
        &self,
        args: &'v [Value],
        index: usize,
        otherwise: impl FnOnce() -> Result<(), Stop>,
    ) -> Result<&'v Map, Stop> {
        let value = self.arg(args, index)?;
        let map = match &value.kind {
            Kind::Map(_) => true,
            Kind::Unknown(unknown) => matches!(unknown.ty, Ty::Any | Ty::Map),
            _ => false,
        };
        if !map && let Err(stop) = otherwise() {
            return Err(stop);
        }
        self.map(args, index)
    }

    /// The elements of a list of known length.
    pub(super) fn elements(&self, args: &[Value], index: usize) -> Result<Vec<Value>, Stop> {
        closed(self.items(args, index)?)
    }

    /// A map.
    pub(super) fn map<'v>(&self, args: &'v [Value], index: usize) -> Result<&'v Map, Stop> {
        let value = self.arg(args, index)?;
        match &value.kind {
            Kind::Map(map) => Ok(map),
            Kind::Unknown(unknown) if matches!(unknown.ty, Ty::Any | Ty::Map) => Err(Stop::Unknown(unknown.clone())),
            _ => {
                let found = convert::described(value);
                wrong(index, format!("argument {} must be a map, this is {found}", index + 1))
            }
        }
    }

    /// A list value.
    pub(super) fn list(&self, items: Vec<Item>) -> Answer {
        if items.len() > super::super::expression::MAX_ELEMENTS {
            return Err(Stop::Is(Why::Bound("a list of more than 1000000 elements")));
        }
        Ok(Value::new(Kind::List(items.into()), self.at))
    }

    /// A text value of parts.
    pub(super) fn joined(&self, parts: Vec<Part>) -> Answer {
        let bytes: usize = parts
            .iter()
            .map(|part| match part {
                Part::Known(text, _) => text.len(),
                Part::Hole(..) => 0,
            })
            .sum();
        if bytes > super::super::expression::MAX_TEXT {
            return Err(Stop::Is(Why::Bound("a text longer than 16 MiB")));
        }
        Ok(match parts.as_slice() {
            [Part::Hole(unknown, _)] => {
                let mut unknown = Unknown::clone(unknown);
                unknown.ty = Ty::Text;
                Value::unknown(unknown, self.at)
            }
            _ => Value::parts(parts, self.at),
        })
    }

    /// A whole text value.
    pub(super) fn whole(&self, text: impl Into<Arc<str>>) -> Answer {
        let text = text.into();
        if text.len() > super::super::expression::MAX_TEXT {
            return Err(Stop::Is(Why::Bound("a text longer than 16 MiB")));
        }
        Ok(Value::text(text, self.at))
    }

    /// An unknown that follows from another, as an item of a list.
    pub(super) fn because(&self, cause: &Arc<Unknown>) -> Arc<Unknown> {
        Arc::new(Unknown::because(cause, self.at))
    }
}

/// Whether a text is the content of a whole file, as `file` gives it: its places are then those of the file.
pub(super) fn is_file(value: &Value, bytes: usize) -> bool {
    value.via.is_some() && value.at.start == 0 && value.at.end as usize == bytes && bytes > 0
}

/// The elements, when there are no unknown numbers of them.
pub(super) fn closed(items: Vec<Item>) -> Result<Vec<Value>, Stop> {
    items
        .into_iter()
        .map(|item| match item {
            Item::One(value) => Ok(value),
            Item::Many(unknown) => Err(Stop::Unknown(unknown)),
        })
        .collect()
}

fn inherit(item: &Item, list: &Value) -> Item {
    match item {
        Item::One(value) => Item::One(value.clone().marked(list.marks)),
        Item::Many(unknown) => Item::Many(unknown.clone()),
    }
}
