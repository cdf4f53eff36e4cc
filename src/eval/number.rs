//! Numbers as Terraform has them: integers are exact, fractions have 512 bits, and all are printed without an exponent.

mod natural;
mod wide;

use super::value::Number;
use std::cmp::Ordering;
use wide::Wide;

/// Most digits a written number may expand to.
const MAX_DIGITS: usize = 512;

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
        if (whole.is_empty() && fraction.is_empty())
            || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
        {
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
        if trimmed.len() > MAX_DIGITS {
            return None;
        }
        let sign = if negative { "-" } else { "" };
        if scale >= 0 {
            let zeros = usize::try_from(scale).ok().filter(|z| z.saturating_add(trimmed.len()) <= MAX_DIGITS)?;
            let text = format!("{sign}{trimmed}{}", "0".repeat(zeros));
            return Some(Number::integer(&text));
        }
        // Small fractions are written out, so that all have one form.
        let places = usize::try_from(scale.unsigned_abs()).ok().filter(|places| *places <= MAX_DIGITS)?;
        let padded = format!("{trimmed:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at_checked(padded.len() - places)?;
        let decimal = format!("{sign}{whole}.{fraction}");
        let simple = decimal.parse().ok().filter(|f: &f64| f.is_finite() && format!("{f}") == decimal);
        Some(match simple {
            Some(float) => Number::Float(float),
            // More digits than 512 bits hold are rounded when the number is read.
            None if trimmed.len() > 150 => Number::Big(Wide::read(&decimal)?.text(Wide::BITS)?.into()),
            None => Number::Big(decimal.into()),
        })
    }

    /// Whether it is a whole number.
    pub fn is_whole(&self) -> bool {
        match self {
            Number::Int(_) => true,
            Number::Float(f) => f.fract() == 0.0,
            Number::Big(text) => !text.contains('.'),
        }
    }

    fn integer(text: &str) -> Number {
        text.parse().map_or_else(|_| Number::Big(text.into()), Number::Int)
    }

    /// A float; whole numbers that are exact become integers.
    pub fn from_f64(value: f64) -> Option<Number> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if !value.is_finite() {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)]
        if value.fract() == 0.0 && value.abs() <= EXACT {
            return Some(Number::Int(value as i64));
        }
        Some(Number::Float(value))
    }

    /// The number as Terraform prints it.
    pub fn text(&self) -> String {
        match self {
            Number::Int(i) => i.to_string(),
            // The shortest digits that tell it from other numbers of 53 bits.
            Number::Float(f) if f.fract() == 0.0 => {
                Wide::of(*f).and_then(|wide| wide.text(53)).unwrap_or_else(|| format!("{f}"))
            }
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

    fn wide(&self) -> Option<Wide> {
        match self {
            Number::Float(f) if f.fract() == 0.0 => Wide::of(*f),
            other => Wide::read(&other.text()),
        }
    }

    fn narrowed(wide: Option<Wide>) -> Option<Number> {
        Number::parse(&wide?.text(Wide::BITS)?)
    }

    /// As Go's `%f` writes it.
    pub fn fixed(&self, places: usize) -> Option<String> {
        self.wide()?.fixed(places)
    }

    /// As Go's `%e` writes it.
    pub fn scientific(&self, places: usize) -> Option<String> {
        self.wide()?.scientific(places)
    }

    /// As Go's `%g` writes it.
    pub fn general(&self, digits: Option<usize>) -> Option<String> {
        self.wide()?.general(digits)
    }

    /// A whole number in base 2, 8 or 16.
    pub fn in_base(&self, base: u32) -> Option<String> {
        let text = self.is_whole().then(|| self.text())?;
        Some(match text.strip_prefix('-') {
            Some(digits) => format!("-{}", natural::in_base(digits, base)),
            None => natural::in_base(&text, base),
        })
    }

    /// Compares by value.
    pub fn order(&self, other: &Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
            _ => self.wide()?.order(&other.wide()?),
        }
    }

    /// `self + other`.
    pub fn add(&self, other: &Number) -> Option<Number> {
        if let (Number::Int(a), Number::Int(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Some(Number::Int(sum));
        }
        Self::narrowed(self.wide()?.plus(&other.wide()?))
    }

    /// `self - other`.
    pub fn subtract(&self, other: &Number) -> Option<Number> {
        if let (Number::Int(a), Number::Int(b)) = (self, other)
            && let Some(difference) = a.checked_sub(*b)
        {
            return Some(Number::Int(difference));
        }
        Self::narrowed(self.wide()?.plus(&other.wide()?.negated()))
    }

    /// `self * other`.
    pub fn multiply(&self, other: &Number) -> Option<Number> {
        if let (Number::Int(a), Number::Int(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Some(Number::Int(product));
        }
        Self::narrowed(self.wide()?.times(&other.wide()?))
    }

    /// `self / other`; `None` for a zero divisor.
    pub fn divide(&self, other: &Number) -> Option<Number> {
        if let (Number::Int(a), Number::Int(b)) = (self, other)
            && a.checked_rem(*b) == Some(0)
        {
            return a.checked_div(*b).map(Number::Int);
        }
        Self::narrowed(self.wide()?.over(&other.wide()?))
    }

    /// The remainder of division towards zero; `None` for a zero divisor.
    pub fn modulo(&self, other: &Number) -> Option<Number> {
        if let (Number::Int(a), Number::Int(b)) = (self, other)
            && let Some(rest) = a.checked_rem(*b)
        {
            return Some(Number::Int(rest));
        }
        Self::narrowed(self.wide()?.modulo(&other.wide()?))
    }

    /// The largest whole number that is not larger, or the smallest that is not smaller.
    pub fn rounded(&self, up: bool) -> Option<Number> {
        if self.is_whole() {
            return Some(self.clone());
        }
        let text = self.text();
        let (whole, _) = text.split_once('.')?;
        let towards_zero = Number::integer(if whole == "-0" { "0" } else { whole });
        match (text.starts_with('-'), up) {
            (false, true) => towards_zero.add(&Number::Int(1)),
            (true, false) => towards_zero.subtract(&Number::Int(1)),
            _ => Some(towards_zero),
        }
    }

    /// `-self`.
    pub fn negate(&self) -> Number {
        match self {
            Number::Int(i) => i.checked_neg().map_or_else(|| Number::Big("9223372036854775808".into()), Number::Int),
            Number::Float(f) => Number::Float(-f),
            Number::Big(text) if text.contains('.') => match text.strip_prefix('-') {
                Some(digits) => Number::Big(digits.into()),
                None => Number::Big(format!("-{text}").into()),
            },
            Number::Big(text) => match text.strip_prefix('-') {
                Some(digits) => Number::integer(digits),
                None => Number::integer(&format!("-{text}")),
            },
        }
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
        assert_eq!(Number::parse("1e100000"), None);
        assert_eq!(Number::parse("0x10"), None);
        assert_eq!(number("1").divide(&number("0")), None);
    }

    #[test]
    fn fractions_have_as_many_digits_as_terraforms() {
        let third = number("1").divide(&number("3")).unwrap();
        assert!(third.text().starts_with("0.333333333333333333333333333333333333"), "{}", third.text());
        assert_eq!(third.multiply(&number("3")).unwrap(), Number::Int(1));
        assert!(number("1.1").multiply(&number("1.1")).unwrap().text().ends_with("00000001"));
        assert_eq!(number("7").divide(&number("2")).unwrap().text(), "3.5");
        assert_eq!(number("-2.5").rounded(true).unwrap(), Number::Int(-2));
        assert_eq!(number("-2.5").rounded(false).unwrap(), Number::Int(-3));
        assert_eq!(number("1e20").modulo(&number("7")).unwrap(), Number::Int(2));
        let big = number("18446744073709551616");
        assert_eq!(big.multiply(&big).unwrap().text(), "340282366920938463463374607431768211456");
        assert_eq!(Number::from_f64(18_446_744_073_709_551_616.0).unwrap().text(), "18446744073709550000");
    }

    #[test]
    fn division_holds_for_numbers_of_many_limbs() {
        let mut seed = 7u64;
        for _ in 0..300 {
            let mut digits = |count: usize| -> String {
                (0..count)
                    .map(|_| {
                        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        char::from(b'0' + u8::try_from(seed >> 33 & 7).unwrap() + 1)
                    })
                    .collect()
            };
            let a = number(&digits(60));
            let b = number(&digits(1 + a.text().bytes().map(usize::from).sum::<usize>() % 64));
            let product = a.multiply(&b).unwrap();
            assert_eq!(product.divide(&b).unwrap(), a, "{} / {}", product.text(), b.text());
            assert_eq!(product.modulo(&b).unwrap(), Number::Int(0), "{} % {}", product.text(), b.text());
        }
    }

    #[test]
    fn big_integers_compare_by_value() {
        let (small, large) = (number("100000000000000000000"), number("200000000000000000000"));
        assert_eq!(small.order(&large), Some(Ordering::Less));
        assert_eq!(small.negate().order(&large.negate()), Some(Ordering::Greater));
        assert_eq!(number("1").order(&large), Some(Ordering::Less));
    }
}
