//! Conversions between types, as Terraform makes them where another type is wanted.

use super::super::value::*;
use std::sync::Arc;

/// Why a value does not convert.
#[derive(Debug)]
pub enum Refusal {
    /// It is not known.
    Unknown(Arc<Unknown>),
    /// It is of a type that does not convert; what it is, with an article.
    Wrong(&'static str),
}

/// What a value is, for messages.
pub fn described(value: &Value) -> &'static str {
    match &value.kind {
        Kind::Null => "null",
        Kind::Bool(_) => "a boolean",
        Kind::Number(_) => "a number",
        Kind::Text(_) => "text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
        Kind::Unknown(_) => "not known",
    }
}

/// Text from text, numbers and booleans.
pub fn to_text(value: &Value) -> Result<Text, Refusal> {
    match &value.kind {
        Kind::Text(text) => Ok(text.clone()),
        Kind::Bool(b) => Ok(Text::Whole(if *b { "true" } else { "false" }.into())),
        Kind::Number(n) => Ok(Text::Whole(n.text().into())),
        Kind::Unknown(unknown) => match unknown.ty {
            Ty::List => Err(Refusal::Wrong("a list")),
            Ty::Map => Err(Refusal::Wrong("a map")),
            _ => Err(Refusal::Unknown(unknown.clone())),
        },
        _ => Err(Refusal::Wrong(described(value))),
    }
}

/// A number from numbers and decimal text.
pub fn to_number(value: &Value) -> Result<Number, Refusal> {
    match &value.kind {
        Kind::Number(n) => Ok(n.clone()),
        Kind::Text(Text::Whole(text)) => Number::parse(text).ok_or(Refusal::Wrong("text that is not a number")),
        Kind::Text(Text::Parts(_)) => Err(unknown_of(value)),
        Kind::Unknown(unknown) => match unknown.ty {
            Ty::List => Err(Refusal::Wrong("a list")),
            Ty::Map => Err(Refusal::Wrong("a map")),
            _ => Err(Refusal::Unknown(unknown.clone())),
        },
        _ => Err(Refusal::Wrong(described(value))),
    }
}

/// A boolean from booleans and the texts `true`, `false`.
pub fn to_bool(value: &Value) -> Result<bool, Refusal> {
    match &value.kind {
        Kind::Bool(b) => Ok(*b),
        Kind::Text(Text::Whole(text)) => match &**text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(Refusal::Wrong("text that is not a boolean")),
        },
        Kind::Text(Text::Parts(_)) => Err(unknown_of(value)),
        Kind::Unknown(unknown) => match unknown.ty {
            Ty::List => Err(Refusal::Wrong("a list")),
            Ty::Map => Err(Refusal::Wrong("a map")),
            _ => Err(Refusal::Unknown(unknown.clone())),
        },
        _ => Err(Refusal::Wrong(described(value))),
    }
}

fn unknown_of(value: &Value) -> Refusal {
    match value.first_unknown() {
        Some(unknown) => Refusal::Unknown(unknown.clone()),
        None => Refusal::Wrong(described(value)),
    }
}
