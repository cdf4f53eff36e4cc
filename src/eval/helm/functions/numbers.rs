//! Arithmetic.

use crate::eval::helm::call::{Function, Param, any, error, int, text};
use crate::eval::helm::datum::Datum;
use crate::eval::helm::fmt;
use crate::eval::helm::stop::Fault;

use Param::{Any, Float, Int, Text};

/// Arithmetic; `int64` unless the name says otherwise.
pub const FUNCTIONS: &[Function] = &[
    Function::new("int", &[Any], |_, a| Ok(Datum::Int(to_int(&any(a, 0)), false, any(a, 0).from().filter(value)))),
    Function::new("int64", &[Any], |_, a| Ok(Datum::Int(to_int(&any(a, 0)), true, any(a, 0).from().filter(value)))),
    Function::new("float64", &[Any], |_, a| Ok(Datum::Float(to_float(&any(a, 0)), any(a, 0).from().filter(value)))),
    Function::new("atoi", &[Text], |_, a| {
        Ok(Datum::Int(text(a, 0).as_str().parse().unwrap_or(0), false, any(a, 0).from().filter(value)))
    }),
    Function::new("toDecimal", &[Any], |_, a| {
        let shown = fmt::display(&any(a, 0), &mut Default::default());
        Ok(Datum::wide(i64::from_str_radix(shown.as_str(), 8).unwrap_or(0)))
    }),
    Function::new("add1", &[Any], |_, a| Ok(Datum::wide(to_int(&any(a, 0)).wrapping_add(1)))),
    Function::new("add", &[], |_, a| Ok(Datum::wide(a.iter().fold(0, |n: i64, v| n.wrapping_add(to_int(v))))))
        .rest(Any),
    Function::new("sub", &[Any, Any], |_, a| Ok(Datum::wide(to_int(&any(a, 0)).wrapping_sub(to_int(&any(a, 1)))))),
    Function::new("mul", &[Any], |_, a| {
        let first = to_int(&any(a, 0));
        Ok(Datum::wide(a.iter().skip(1).fold(first, |n, v| n.wrapping_mul(to_int(v)))))
    })
    .rest(Any),
    Function::new("div", &[Any, Any], |_, a| divide(a, i64::wrapping_div)),
    Function::new("mod", &[Any, Any], |_, a| divide(a, i64::wrapping_rem)),
    Function::new("max", &[Any], |_, a| Ok(Datum::wide(a.iter().map(to_int).max().unwrap_or(0)))).rest(Any),
    Function::new("biggest", &[Any], |_, a| Ok(Datum::wide(a.iter().map(to_int).max().unwrap_or(0)))).rest(Any),
    Function::new("min", &[Any], |_, a| Ok(Datum::wide(a.iter().map(to_int).min().unwrap_or(0)))).rest(Any),
    Function::new("maxf", &[Any], |_, a| Ok(fold(a, f64::max))).rest(Any),
    Function::new("minf", &[Any], |_, a| Ok(fold(a, f64::min))).rest(Any),
    Function::new("add1f", &[Any], |_, a| Ok(Datum::float(decimal(to_float(&any(a, 0)) + 1.0)))),
    Function::new("addf", &[], |_, a| Ok(Datum::float(decimal(a.iter().map(to_float).fold(0.0, |x, y| x + y)))))
        .rest(Any),
    Function::new("subf", &[Any], |_, a| Ok(fold(a, |x, y| decimal(x - y)))).rest(Any),
    Function::new("mulf", &[Any], |_, a| Ok(fold(a, |x, y| decimal(x * y)))).rest(Any),
    Function::new("divf", &[Any], |_, a| {
        if a.iter().skip(1).any(|v| to_float(v) == 0.0) {
            return error("decimal division by 0");
        }
        Ok(fold(a, quotient))
    })
    .rest(Any),
    Function::new("ceil", &[Any], |_, a| Ok(Datum::float(to_float(&any(a, 0)).ceil()))),
    Function::new("floor", &[Any], |_, a| Ok(Datum::float(to_float(&any(a, 0)).floor()))),
    Function::new("round", &[Any, Int], |_, a| Ok(Datum::float(round(a)))).rest(Float),
];

fn value(origin: &std::rc::Rc<crate::eval::helm::text::Origin>) -> bool {
    !origin.literal
}

/// `cast.ToInt64`: what is no number is 0.
pub fn to_int(value: &Datum) -> i64 {
    match value {
        Datum::Int(n, _, _) => *n,
        // What does not fit becomes the least number, as the processor has it.
        Datum::Float(n, _) if n.abs() >= 9.3e18 || n.is_nan() => i64::MIN,
        Datum::Float(n, _) => *n as i64,
        Datum::Bool(b, _) => i64::from(*b),
        Datum::Text(text) => {
            let text = text.as_str();
            let whole = match text.split_once('.') {
                Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
                _ => text,
            };
            match crate::eval::helm::template::constant(whole) {
                Some(crate::eval::helm::template::Constant::Int(n)) => n,
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// `cast.ToFloat64`: what is no number is 0.
pub fn to_float(value: &Datum) -> f64 {
    match value {
        Datum::Int(n, _, _) => *n as f64,
        Datum::Float(n, _) => *n,
        Datum::Bool(b, _) => f64::from(u8::from(*b)),
        Datum::Text(text) => text.as_str().parse().unwrap_or(0.0),
        _ => 0.0,
    }
}

fn divide(args: &[Datum], f: fn(i64, i64) -> i64) -> Result<Datum, Fault> {
    match to_int(&any(args, 1)) {
        0 => error("runtime error: integer divide by zero"),
        n => Ok(Datum::wide(f(to_int(&any(args, 0)), n))),
    }
}

fn fold(args: &[Datum], f: fn(f64, f64) -> f64) -> Datum {
    let mut numbers = args.iter().map(to_float);
    let first = numbers.next().unwrap_or(0.0);
    Datum::float(numbers.fold(first, f))
}

/// Sprig computes sums and products in decimals: binary noise in the sixteenth digit is not there.
fn decimal(n: f64) -> f64 {
    format!("{n:.14e}").parse().unwrap_or(n)
}

/// `decimal.Decimal.Div`: sixteen digits after the point, rounded.
fn quotient(x: f64, y: f64) -> f64 {
    const DIGITS: i32 = 16;
    let parts = |n: f64| {
        let text = format!("{n:e}");
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some((digits, exponent.parse::<i32>().ok()? - i32::try_from(fraction.len()).ok()?))
    };
    let exact = || {
        let ((a, ea), (b, eb)) = (parts(x)?, parts(y)?);
        let shift = DIGITS + ea - eb;
        let ten = |n: i32| 10i128.checked_pow(u32::try_from(n).ok()?);
        let (a, b) = if shift >= 0 { (a.checked_mul(ten(shift)?)?, b) } else { (a, b.checked_mul(ten(-shift)?)?) };
        let (whole, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
        let up = rest.unsigned_abs().checked_mul(2)? >= b.unsigned_abs();
        let whole = if up { whole + if (a < 0) == (b < 0) { 1 } else { -1 } } else { whole };
        format!("{whole}e-{DIGITS}").parse().ok()
    };
    exact().unwrap_or(x / y)
}

fn round(args: &[Datum]) -> f64 {
    let on = match args.get(2) {
        Some(Datum::Float(n, _)) => *n,
        _ => 0.5,
    };
    let pow = 10f64.powi(i32::try_from(int(args, 1)).unwrap_or(0));
    let digit = pow * to_float(&any(args, 0));
    let rounded = if digit - digit.trunc() >= on { digit.ceil() } else { digit.floor() };
    rounded / pow
}
