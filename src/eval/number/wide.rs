//! Binary floating point of 512 bits, as Terraform computes: Go's `math/big` rounds to the nearest even number, and prints
//! the shortest decimal that reads back as the same number.

use super::natural::Natural;
use std::cmp::Ordering;

/// Bits of a number that is written or computed.
const PRECISION: u32 = 512;
/// Largest distance of the last bit from the point; beyond it nothing is computed.
const FARTHEST: i64 = 4_096;

/// A number: `mantissa * 2^exponent`.
#[derive(Clone, Debug)]
pub(super) struct Wide {
    negative: bool,
    mantissa: Natural,
    exponent: i64,
}

impl Wide {
    /// Reads decimal digits with an optional sign and point.
    pub(super) fn read(text: &str) -> Option<Wide> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if digits.len() > 1024 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mantissa = Natural::read(&format!("{whole}{fraction}"));
        let places = u32::try_from(fraction.len()).ok()?;
        if places == 0 {
            return Some(Self { negative, mantissa, exponent: 0 }.rounded(false));
        }
        quotient(negative, &mantissa, &Natural::power(10, places), 0)
    }

    /// The exact value of a float.
    pub(super) fn of(value: f64) -> Option<Wide> {
        if !value.is_finite() {
            return None;
        }
        let bits = value.to_bits();
        let exponent = i64::try_from(bits >> 52 & 0x7ff).ok()?;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) = match exponent {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, exponent - 1075),
        };
        Some(Self { negative: value < 0.0, mantissa: Natural::small(mantissa), exponent })
    }

    /// Whether it is zero.
    pub(super) fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    /// Rounded to the precision, to even where it is halfway; `sticky` says that more bits follow.
    fn rounded(self, sticky: bool) -> Wide {
        let excess = self.mantissa.bits().saturating_sub(PRECISION);
        if excess == 0 {
            return self;
        }
        let (mut mantissa, _) = self.mantissa.right(excess);
        let half = self.mantissa.bit(excess - 1);
        let below = sticky || self.mantissa.right(excess - 1).1;
        if half && (below || mantissa.bit(0)) {
            mantissa = mantissa.plus(&Natural::small(1));
        }
        Wide { mantissa, exponent: self.exponent + i64::from(excess), ..self }
    }

    fn aligned(&self, other: &Wide) -> Option<(Natural, Natural, i64)> {
        let exponent = match (self.is_zero(), other.is_zero()) {
            (true, _) => other.exponent,
            (_, true) => self.exponent,
            _ => self.exponent.min(other.exponent),
        };
        let lift = |n: &Wide| -> Option<Natural> {
            if n.is_zero() {
                return Some(Natural::default());
            }
            let by = n.exponent.checked_sub(exponent)?;
            (by <= FARTHEST).then(|| u32::try_from(by).ok().map(|by| n.mantissa.left(by))).flatten()
        };
        Some((lift(self)?, lift(other)?, exponent))
    }

    /// `self + other`.
    pub(super) fn plus(&self, other: &Wide) -> Option<Wide> {
        let (a, b, exponent) = self.aligned(other)?;
        let sum = if self.negative == other.negative {
            Wide { negative: self.negative, mantissa: a.plus(&b), exponent }
        } else if a.order(&b) == Ordering::Less {
            Wide { negative: other.negative, mantissa: b.minus(&a), exponent }
        } else {
            Wide { negative: self.negative, mantissa: a.minus(&b), exponent }
        };
        Some(sum.rounded(false))
    }

    /// `-self`.
    pub(super) fn negated(&self) -> Wide {
        Wide { negative: !self.negative, ..self.clone() }
    }

    /// `self * other`.
    pub(super) fn times(&self, other: &Wide) -> Option<Wide> {
        let exponent = self.exponent.checked_add(other.exponent)?;
        let mantissa = self.mantissa.times(&other.mantissa);
        Some(Wide { negative: self.negative != other.negative, mantissa, exponent }.rounded(false))
    }

    /// `self / other`; `None` for a zero divisor.
    pub(super) fn over(&self, other: &Wide) -> Option<Wide> {
        if other.is_zero() {
            return None;
        }
        let exponent = self.exponent.checked_sub(other.exponent)?;
        quotient(self.negative != other.negative, &self.mantissa, &other.mantissa, exponent)
    }

    /// The remainder of division towards zero, rounded at each step as cty does; `None` for a zero divisor.
    pub(super) fn modulo(&self, other: &Wide) -> Option<Wide> {
        let whole = self.over(other)?.truncated()?;
        self.plus(&other.times(&whole)?.negated())
    }

    fn truncated(&self) -> Option<Wide> {
        if self.exponent >= 0 || self.is_zero() {
            return Some(self.clone());
        }
        let by = u32::try_from(self.exponent.checked_neg()?).ok()?;
        Some(Wide { negative: self.negative, mantissa: self.mantissa.right(by).0, exponent: 0 })
    }

    /// Compares by value.
    pub(super) fn order(&self, other: &Wide) -> Option<Ordering> {
        let (a, b, _) = self.aligned(other)?;
        let sign = |n: &Wide| {
            if n.is_zero() {
                0
            } else if n.negative {
                -1
            } else {
                1
            }
        };
        Some(match (sign(self), sign(other)) {
            (-1, -1) => b.order(&a),
            (1, 1) => a.order(&b),
            (x, y) => x.cmp(&y),
        })
    }

    /// The shortest decimal that reads back as this number among those of so many bits, without an exponent.
    pub(super) fn text(&self, precision: u32) -> Option<String> {
        if self.is_zero() {
            return Some("0".to_owned());
        }
        if self.exponent.abs() > FARTHEST {
            return None;
        }
        // Most are the decimal that a float tells, and then that is the shortest.
        if precision == PRECISION
            && let Some(float) = self.nearest()
        {
            let text = format!("{float}");
            if text.len() < 64 && Wide::read(&text).and_then(|read| read.order(self)) == Some(Ordering::Equal) {
                return Some(text);
            }
        }
        // Half a step of the last bit to each side, all as integers over one power of two.
        let widen = precision.saturating_sub(self.mantissa.bits());
        let mantissa = self.mantissa.left(widen);
        let inclusive = !mantissa.bit(0);
        let exponent = self.exponent - i64::from(widen) - 1;
        let double = mantissa.left(1);
        let one = Natural::small(1);
        let exact = Decimal::of(&double, exponent)?;
        let (below, above) = (Decimal::of(&double.minus(&one), exponent)?, Decimal::of(&double.plus(&one), exponent)?);
        let shortest = exact.shortest(&below, &above, inclusive);
        let sign = if self.negative { "-" } else { "" };
        Some(format!("{sign}{}", shortest.text()))
    }

    /// With so many digits behind the point, rounded to even where it is halfway.
    pub(super) fn fixed(&self, places: usize) -> Option<String> {
        let exact = self.exact()?;
        let places_behind = i64::try_from(places).ok()?;
        let rounded = match usize::try_from(exact.point.saturating_add(places_behind)) {
            Ok(to) => exact.rounded(to),
            Err(_) => Decimal { digits: Vec::new(), point: 0 },
        };
        let text = if rounded.digits.is_empty() { "0".to_owned() } else { rounded.text() };
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let sign = if self.negative { "-" } else { "" };
        Some(match places {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{fraction:0<places$}"),
        })
    }

    /// With so many digits behind the first and an exponent, as Go's `%e` writes it.
    pub(super) fn scientific(&self, places: usize) -> Option<String> {
        let exact = self.exact()?;
        let rounded = exact.rounded(places + 1);
        Some(format!("{}{}", if self.negative { "-" } else { "" }, rounded.scientific(places)))
    }

    /// As Go's `%g` writes it: of so many digits, or of as many as needed.
    pub(super) fn general(&self, digits: Option<usize>) -> Option<String> {
        let rounded = match digits {
            Some(digits) => self.exact()?.rounded(digits.max(1)),
            None => Decimal::read(&self.text(PRECISION)?),
        };
        let length = i64::try_from(rounded.digits.len()).ok()?;
        let limit = match digits {
            None => 6.max(if length >= rounded.point { 0 } else { 6 }),
            Some(digits) => {
                let digits = i64::try_from(digits.max(1)).ok()?;
                if digits > length && length >= rounded.point { length } else { digits }
            }
        };
        let exponent = rounded.point - 1;
        let sign = if self.negative { "-" } else { "" };
        if rounded.digits.is_empty() {
            return Some(format!("{sign}0"));
        }
        Some(match exponent < -4 || exponent >= limit {
            true => format!("{sign}{}", rounded.scientific(rounded.digits.len().saturating_sub(1))),
            false => format!("{sign}{}", rounded.text()),
        })
    }

    /// A float near it.
    fn nearest(&self) -> Option<f64> {
        let excess = self.mantissa.bits().saturating_sub(64);
        let (top, _) = self.mantissa.right(excess);
        let limb = |index: usize| u64::from(top.0.get(index).copied().unwrap_or(0));
        #[allow(clippy::cast_precision_loss)]
        let mantissa = (limb(1) << 32 | limb(0)) as f64;
        let exponent = i32::try_from(self.exponent + i64::from(excess)).ok().filter(|e| (-1000..900).contains(e))?;
        let float = mantissa * 2f64.powi(exponent);
        Some(if self.negative { -float } else { float })
    }

    fn exact(&self) -> Option<Decimal> {
        if self.is_zero() {
            return Some(Decimal { digits: Vec::new(), point: 0 });
        }
        if self.exponent.abs() > FARTHEST {
            return None;
        }
        Decimal::of(&self.mantissa, self.exponent)
    }

    /// The precision of what is written or computed.
    pub(super) const BITS: u32 = PRECISION;
}

/// A quotient, rounded.
fn quotient(negative: bool, a: &Natural, b: &Natural, exponent: i64) -> Option<Wide> {
    if a.is_zero() {
        return Some(Wide { negative, mantissa: Natural::default(), exponent: 0 });
    }
    let shift = (PRECISION + 2 + b.bits()).saturating_sub(a.bits());
    let (mantissa, rest) = a.left(shift).divided(b);
    let exponent = exponent.checked_sub(i64::from(shift))?;
    Some(Wide { negative, mantissa, exponent }.rounded(!rest.is_zero()))
}

/// Decimal digits `0.ddd * 10^point`, without zeros at the end.
#[derive(Clone)]
struct Decimal {
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    fn of(mantissa: &Natural, exponent: i64) -> Option<Decimal> {
        let (digits, point) = if exponent >= 0 {
            let digits = mantissa.left(u32::try_from(exponent).ok()?).digits();
            let point = i64::try_from(digits.len()).ok()?;
            (digits, point)
        } else {
            // m / 2^k is m * 5^k / 10^k.
            let places = u32::try_from(exponent.checked_neg()?).ok()?;
            let digits = mantissa.times(&Natural::power(5, places)).digits();
            let point = i64::try_from(digits.len()).ok()? - i64::from(places);
            (digits, point)
        };
        Some(Decimal { digits: digits.into_bytes(), point }.trimmed())
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        self
    }

    fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    fn cut(&self, to: usize) -> Decimal {
        Decimal { digits: self.digits.iter().take(to).copied().collect(), point: self.point }.trimmed()
    }

    fn raised(&self, to: usize) -> Decimal {
        let mut digits: Vec<u8> = self.digits.iter().take(to).copied().collect();
        while let Some(last) = digits.pop() {
            if last < b'9' {
                digits.push(last + 1);
                return Decimal { digits, point: self.point };
            }
        }
        Decimal { digits: vec![b'1'], point: self.point + 1 }
    }

    fn rounded(&self, to: usize) -> Decimal {
        let up = match self.at(to).cmp(&b'5') {
            Ordering::Greater => true,
            Ordering::Less => false,
            // Exactly halfway: to even.
            Ordering::Equal if to + 1 == self.digits.len() => to > 0 && (self.at(to - 1) - b'0') % 2 == 1,
            Ordering::Equal => true,
        };
        if up { self.raised(to) } else { self.cut(to) }
    }

    fn shortest(&self, below: &Decimal, above: &Decimal, inclusive: bool) -> Decimal {
        for index in 0..self.digits.len() {
            let (low, here, high) = (below.at(index), self.at(index), above.at(index));
            let down = low != here || (inclusive && index + 1 == below.digits.len());
            let up = here != high && (inclusive || here + 1 < high || index + 1 < above.digits.len());
            match (down, up) {
                (true, true) => return self.rounded(index + 1),
                (true, false) => return self.cut(index + 1),
                (false, true) => return self.raised(index + 1),
                (false, false) => {}
            }
        }
        self.clone()
    }

    /// Reads what `text` writes.
    fn read(text: &str) -> Decimal {
        let (whole, fraction) =
            text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let leading = i64::try_from(all.len() - digits.len()).unwrap_or(0);
        let point = i64::try_from(whole.len()).unwrap_or(0) - leading;
        Decimal { digits: digits.as_bytes().to_vec(), point }.trimmed()
    }

    fn scientific(&self, places: usize) -> String {
        let first = char::from(self.at(0));
        let rest: String = (1..=places).map(|index| char::from(self.at(index))).collect();
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{first}{dot}{rest}e{sign}{:02}", exponent.unsigned_abs())
    }

    fn text(&self) -> String {
        let digits: String = self.digits.iter().map(|digit| char::from(*digit)).collect();
        let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        if self.point <= 0 {
            return format!("0.{}{digits}", zeros(-self.point));
        }
        if self.point >= length {
            return format!("{digits}{}", zeros(self.point - length));
        }
        let (whole, fraction) =
            digits.split_at_checked(usize::try_from(self.point).unwrap_or(0)).unwrap_or((&digits, ""));
        format!("{whole}.{fraction}")
    }
}
