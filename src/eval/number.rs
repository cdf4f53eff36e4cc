//! Numbers as Terraform has them: decimal, exact as far as they fit, printed without an exponent.

use super::value::Number;
use std::cmp::Ordering;

/// Most digits a written number may expand to.
const MAX_DIGITS: usize = 4096;

/// A number as `mantissa * 10^exponent`.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    mantissa: i128,
    exponent: i32,
}

impl Number {
    /// Reads a decimal number with an optional sign, fraction and exponent. `None` when it is not one, or expands to
    /// more digits than are worth keeping.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((m, e)) => (m, e.parse::<i32>().ok()?),
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits = format!("{whole}{fraction}");
        let scale = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        let trimmed = digits.trim_end_matches('0');
        let scale = scale.checked_add(i32::try_from(digits.len() - trimmed.len()).ok()?)?;
        let trimmed = trimmed.trim_start_matches('0');
        if trimmed.is_empty() {
            return Some(Number::Int(0));
        }
        let sign = if negative { "-" } else { "" };
        if scale >= 0 {
            let zeros = usize::try_from(scale).ok().filter(|z| *z <= MAX_DIGITS)?;
            let text = format!("{sign}{trimmed}{}", "0".repeat(zeros));
            return Some(Number::integer(&text));
        }
        text.trim_start_matches('+').parse().ok().filter(|f: &f64| f.is_finite()).map(Number::Float)
    }

    fn integer(text: &str) -> Number {
        text.parse().map_or_else(|_| Number::Big(text.into()), Number::Int)
    }

    /// A float; whole numbers that fit become integers.
    pub fn from_f64(value: f64) -> Option<Number> {
        if !value.is_finite() {
            return None;
        }
        if value.fract() == 0.0 {
            // The shortest digits that tell this float from others, then zeros.
            let text = format!("{value}");
            return Some(Number::integer(if text == "-0" { "0" } else { &text }));
        }
        Some(Number::Float(value))
    }

    /// The number as Terraform prints it.
    pub fn text(&self) -> String {
        match self {
            Number::Int(i) => i.to_string(),
            Number::Float(f) => format!("{f}"),
            Number::Big(text) => text.to_string(),
        }
    }

    /// The nearest float.
    pub fn as_f64(&self) -> f64 {
        match self {
            #[allow(clippy::cast_precision_loss)]
            Number::Int(i) => *i as f64,
            Number::Float(f) => *f,
            Number::Big(text) => text.parse().unwrap_or(f64::NAN),
        }
    }

    /// The integer, when it is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Number::Int(i) => Some(*i),
            Number::Float(_) | Number::Big(_) => None,
        }
    }

    fn decimal(&self) -> Option<Decimal> {
        match self {
            Number::Int(i) => Some(Decimal { mantissa: i128::from(*i), exponent: 0 }),
            Number::Big(text) => Some(Decimal { mantissa: text.parse().ok()?, exponent: 0 }),
            Number::Float(_) => {
                let text = self.text();
                let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
                Some(Decimal {
                    mantissa: format!("{whole}{fraction}").parse().ok()?,
                    exponent: i32::try_from(fraction.len()).ok()?.checked_neg()?,
                })
            }
        }
    }

    /// Floating point arithmetic, where it is precise enough: not on integers, which are exact or nothing.
    fn roughly(&self, other: &Number, operate: fn(f64, f64) -> f64) -> Option<Number> {
        let float = matches!(self, Number::Float(_)) || matches!(other, Number::Float(_));
        float.then(|| Number::from_f64(operate(self.as_f64(), other.as_f64()))).flatten()
    }

    /// Compares by value.
    pub fn order(&self, other: &Number) -> Option<Ordering> {
        if let (Number::Big(a), Number::Big(b)) = (self, other) {
            return Some(order_digits(a, b));
        }
        match aligned(self.decimal(), other.decimal()) {
            Some((a, b, _)) => Some(a.cmp(&b)),
            None => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }

    /// `self + other`.
    pub fn add(&self, other: &Number) -> Option<Number> {
        match aligned(self.decimal(), other.decimal()) {
            Some((a, b, exponent)) => from_decimal(Decimal { mantissa: a.checked_add(b)?, exponent }),
            None => self.roughly(other, |a, b| a + b),
        }
    }

    /// `self - other`.
    pub fn subtract(&self, other: &Number) -> Option<Number> {
        match aligned(self.decimal(), other.decimal()) {
            Some((a, b, exponent)) => from_decimal(Decimal { mantissa: a.checked_sub(b)?, exponent }),
            None => self.roughly(other, |a, b| a - b),
        }
    }

    /// `self * other`.
    pub fn multiply(&self, other: &Number) -> Option<Number> {
        if let (Some(a), Some(b)) = (self.decimal(), other.decimal())
            && let Some(mantissa) = a.mantissa.checked_mul(b.mantissa)
        {
            return from_decimal(Decimal { mantissa, exponent: a.exponent.checked_add(b.exponent)? });
        }
        self.roughly(other, |a, b| a * b)
    }

    /// `self / other`; `None` for a zero divisor.
    pub fn divide(&self, other: &Number) -> Option<Number> {
        if let Some((a, b, _)) = aligned(self.decimal(), other.decimal())
            && b != 0
            && a % b == 0
        {
            return from_decimal(Decimal { mantissa: a / b, exponent: 0 });
        }
        if other.as_f64() == 0.0 {
            return None;
        }
        Number::from_f64(self.as_f64() / other.as_f64())
    }

    /// The remainder of division towards zero; `None` for a zero divisor.
    pub fn modulo(&self, other: &Number) -> Option<Number> {
        match aligned(self.decimal(), other.decimal()) {
            Some((a, b, exponent)) => from_decimal(Decimal { mantissa: a.checked_rem(b)?, exponent }),
            None => self.roughly(other, |a, b| a % b),
        }
    }

    /// `-self`.
    pub fn negate(&self) -> Number {
        match self {
            Number::Int(i) => i.checked_neg().map_or_else(|| Number::Big("9223372036854775808".into()), Number::Int),
            Number::Float(f) => Number::Float(-f),
            Number::Big(text) => match text.strip_prefix('-') {
                Some(digits) => Number::integer(digits),
                None => Number::integer(&format!("-{text}")),
            },
        }
    }
}

/// Both mantissas at the same exponent.
fn aligned(a: Option<Decimal>, b: Option<Decimal>) -> Option<(i128, i128, i32)> {
    let (a, b) = (a?, b?);
    let exponent = a.exponent.min(b.exponent);
    let lift = |d: Decimal| {
        let by = u32::try_from(d.exponent.checked_sub(exponent)?).ok()?;
        d.mantissa.checked_mul(10i128.checked_pow(by)?)
    };
    Some((lift(a)?, lift(b)?, exponent))
}

fn from_decimal(decimal: Decimal) -> Option<Number> {
    Number::parse(&format!("{}e{}", decimal.mantissa, decimal.exponent))
}

fn order_digits(a: &str, b: &str) -> Ordering {
    match (a.strip_prefix('-'), b.strip_prefix('-')) {
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(a), Some(b)) => b.len().cmp(&a.len()).then_with(|| b.cmp(a)),
        (None, None) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn integers_are_exact_and_decimals_as_written() {
        assert_eq!(number("9223372036854775807").add(&number("1")).unwrap().text(), "9223372036854775808");
        assert_eq!(number("0.1").add(&number("0.2")).unwrap().text(), "0.3");
        assert_eq!(number("1.10").text(), "1.1");
        assert_eq!(number("1e3"), Number::Int(1000));
        assert_eq!(number("-5").modulo(&number("3")).unwrap(), Number::Int(-2));
        assert_eq!(Number::Int(i64::MIN).negate().text(), "9223372036854775808");
    }

    #[test]
    fn what_cannot_be_exact_is_nothing() {
        let big = number("99999999999999999999999999999999");
        assert_eq!(big.multiply(&big), None);
        assert_eq!(Number::parse("1e100000"), None);
        assert_eq!(Number::parse("0x10"), None);
        assert_eq!(number("1").divide(&number("0")), None);
    }

    #[test]
    fn big_integers_compare_by_value() {
        let (small, large) = (number("100000000000000000000"), number("200000000000000000000"));
        assert_eq!(small.order(&large), Some(Ordering::Less));
        assert_eq!(small.negate().order(&large.negate()), Some(Ordering::Greater));
        assert_eq!(number("1").order(&large), Some(Ordering::Less));
    }
}
