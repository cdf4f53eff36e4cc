//! Functions over numbers.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use crate::eval::expression::convert;
use crate::eval::expression::types::Type;
use crate::eval::value::*;
use std::cmp::Ordering;

pub(super) fn find(name: &str) -> Option<Function> {
    let run: fn(&Call<'_, '_>, &[Value]) -> Answer = match name {
        "abs" => abs,
        "ceil" => |c, a| rounded(c, a, true),
        "floor" => |c, a| rounded(c, a, false),
        "log" => log,
        "max" => |c, a| extreme(c, a, Ordering::Greater),
        "min" => |c, a| extreme(c, a, Ordering::Less),
        "parseint" => parseint,
        "pow" => pow,
        "signum" => signum,
        "sum" => sum,
        _ => return None,
    };
    Some(Function { run, gives: Ty::Number })
}

fn given(c: &Call<'_, '_>, number: Option<Number>) -> Answer {
    match number {
        Some(number) => Ok(Value::number(number, c.at)),
        None => Err(Stop::Is(Why::Gap("a number beyond what driftline keeps exactly".into()))),
    }
}

fn abs(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let number = c.number(args, 0)?;
    let negative = number.order(&Number::Int(0)) == Some(Ordering::Less);
    given(c, Some(if negative { number.negate() } else { number }))
}

fn rounded(c: &Call<'_, '_>, args: &[Value], up: bool) -> Answer {
    given(c, c.number(args, 0)?.rounded(up))
}

fn log(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (number, base) = (c.number(args, 0)?.as_f64(), c.number(args, 1)?.as_f64());
    given(c, Number::from_f64(number.ln() / base.ln()))
}

fn pow(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (number, power) = (c.number(args, 0)?, c.number(args, 1)?);
    given(c, Number::from_f64(number.as_f64().powf(power.as_f64())))
}

fn signum(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    if c.number(args, 0)?.as_i64().is_none() {
        return failed(super::arguments::NOT_WHOLE);
    }
    let sign = match Number::Int(c.int(args, 0)?).order(&Number::Int(0)) {
        Some(Ordering::Less) => -1,
        Some(Ordering::Greater) => 1,
        _ => 0,
    };
    Ok(Value::int(sign, c.at))
}

fn extreme(c: &Call<'_, '_>, args: &[Value], wanted: Ordering) -> Answer {
    if args.is_empty() {
        return failed("must pass at least one number");
    }
    let mut best = c.number(args, 0)?;
    for index in 1..args.len() {
        let next = c.number(args, index)?;
        if next.order(&best) == Some(wanted) {
            best = next;
        }
    }
    given(c, Some(best))
}

fn sum(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    const NUMBERS: &str = "argument must be list, set, or tuple of number values";
    let list = c.value(args, 0)?;
    let elements = match &list.kind {
        Kind::Map(map) if map.entries.is_empty() => Vec::new(),
        Kind::Map(_) => {
            let got = Type::of(list).name();
            return wrong(0, format!("argument must be list, set, or tuple. Received {got}."));
        }
        _ => super::arguments::closed(c.items_or(args, 0, || wrong(0, "cannot sum noniterable"))?)?,
    };
    if elements.is_empty() {
        return wrong(0, "cannot sum an empty list");
    }
    let mut total = Number::Int(0);
    for value in &elements {
        let number = match convert::to_number(value) {
            Ok(number) => number,
            Err(convert::Refusal::Unknown(unknown)) => return Err(Stop::Unknown(unknown)),
            Err(convert::Refusal::Wrong(_)) => return wrong(0, NUMBERS),
        };
        match total.add(&number) {
            Some(next) => total = next,
            None => return given(c, None),
        }
    }
    given(c, Some(total))
}

fn parseint(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    match Type::of(value) {
        Type::Text | Type::Dynamic => {}
        other => return wrong(0, format!("first argument must be a string, not {}", other.name())),
    }
    let text = c.text(args, 0)?;
    let base = match u32::try_from(c.int(args, 1)?) {
        Ok(base @ 2..=62) => base,
        _ => return wrong(1, "base must be a whole number between 2 and 62 inclusive"),
    };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let mut value: Option<i128> = (!digits.is_empty()).then_some(0);
    for ch in digits.chars() {
        // Beyond base 36 capital letters follow the small ones, as in Go.
        let digit = match ch {
            '0'..='9' => u32::from(ch) - u32::from('0'),
            'a'..='z' => u32::from(ch) - u32::from('a') + 10,
            'A'..='Z' if base <= 36 => u32::from(ch) - u32::from('A') + 10,
            'A'..='Z' => u32::from(ch) - u32::from('A') + 36,
            _ => u32::MAX,
        };
        value = value
            .filter(|_| digit < base)
            .and_then(|v| v.checked_mul(i128::from(base))?.checked_add(i128::from(digit)));
    }
    match value {
        Some(value) => given(c, Number::parse(&(if negative { -value } else { value }).to_string())),
        None => wrong(0, format!("cannot parse {text:?} as a base {base} integer")),
    }
}
