//! Natural numbers of any length.

use std::cmp::Ordering;

/// A natural number, the least significant limb first and without zeros at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Natural(pub(super) Vec<u32>);

impl Natural {
    pub(super) fn small(value: u64) -> Self {
        let low = u32::try_from(value & u64::from(u32::MAX)).unwrap_or_default();
        let high = u32::try_from(value >> 32).unwrap_or_default();
        Self(vec![low, high]).trimmed()
    }

    pub(super) fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bits(&self) -> u32 {
        let limbs = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.last().map_or(0, |last| limbs.saturating_mul(32).saturating_sub(last.leading_zeros()))
    }

    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut out = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
        let mut carry = 0u64;
        for index in 0..self.0.len().max(other.0.len()) {
            let limb = |n: &Self| u64::from(n.0.get(index).copied().unwrap_or(0));
            let sum = limb(self) + limb(other) + carry;
            out.push(low(sum));
            carry = sum >> 32;
        }
        out.push(low(carry));
        Self(out).trimmed()
    }

    /// `self - other`, which must not be larger.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut out = Vec::with_capacity(self.0.len());
        let mut borrow = 0i64;
        for (index, limb) in self.0.iter().enumerate() {
            let mut difference = i64::from(*limb) - i64::from(other.0.get(index).copied().unwrap_or(0)) - borrow;
            borrow = i64::from(difference < 0);
            if difference < 0 {
                difference += 1 << 32;
            }
            out.push(low(u64::try_from(difference).unwrap_or_default()));
        }
        Self(out).trimmed()
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut out = vec![0u32; self.0.len() + other.0.len() + 1];
        for (i, a) in self.0.iter().enumerate() {
            let mut carry = 0u64;
            for (at, b) in (i..).zip(other.0.iter().copied().chain([0])) {
                let Some(slot) = out.get_mut(at) else { break };
                let sum = u64::from(*slot) + u64::from(*a) * u64::from(b) + carry;
                *slot = low(sum);
                carry = sum >> 32;
            }
        }
        Self(out).trimmed()
    }

    pub(super) fn left(&self, by: u32) -> Self {
        let (limbs, bits) = (by / 32, by % 32);
        let mut out = vec![0u32; limbs as usize];
        let mut carry = 0u64;
        for limb in &self.0 {
            let shifted = u64::from(*limb) << bits | carry;
            out.push(low(shifted));
            carry = shifted >> 32;
        }
        out.push(low(carry));
        Self(out).trimmed()
    }

    /// Shifted right, and whether a bit was lost.
    pub(super) fn right(&self, by: u32) -> (Self, bool) {
        let (limbs, bits) = ((by / 32) as usize, by % 32);
        let mut lost = self.0.iter().take(limbs).any(|limb| *limb != 0);
        let kept: Vec<u32> = self.0.iter().skip(limbs).copied().collect();
        lost |= bits > 0 && kept.first().is_some_and(|limb| limb & ((1u32 << bits) - 1) != 0);
        let out = (0..kept.len())
            .map(|i| {
                let high = u64::from(kept.get(i + 1).copied().unwrap_or(0)) << 32;
                low((high | u64::from(kept.get(i).copied().unwrap_or(0))) >> bits)
            })
            .collect();
        (Self(out).trimmed(), lost)
    }

    pub(super) fn bit(&self, index: u32) -> bool {
        self.0.get((index / 32) as usize).is_some_and(|limb| limb >> (index % 32) & 1 == 1)
    }

    /// Quotient and remainder; the divisor must not be zero. Knuth's algorithm D.
    pub(super) fn divided(&self, by: &Self) -> (Self, Self) {
        if self.order(by) == Ordering::Less {
            return (Self::default(), self.clone());
        }
        let Some(top) = by.0.last() else { return (Self::default(), self.clone()) };
        // So that the divisor's highest bit is set, and each digit of the quotient is guessed almost right.
        let shift = top.leading_zeros();
        let divisor = by.left(shift).0;
        let mut rest = self.left(shift).0;
        rest.push(0);
        let limb = |limbs: &[u32], at: Option<usize>| u64::from(at.and_then(|at| limbs.get(at)).copied().unwrap_or(0));
        let length = divisor.len();
        let (first, second) = (limb(&divisor, length.checked_sub(1)), limb(&divisor, length.checked_sub(2)));
        let steps = rest.len().saturating_sub(length);
        let mut quotient = vec![0u32; steps];
        for at in (0..steps).rev() {
            let high = limb(&rest, Some(at + length)) << 32 | limb(&rest, (at + length).checked_sub(1));
            let mut digit = (high / first).min(u64::from(u32::MAX));
            let mut over = high - digit * first;
            while over <= u64::from(u32::MAX)
                && length > 1
                && digit * second > (over << 32 | limb(&rest, (at + length).checked_sub(2)))
            {
                digit -= 1;
                over += first;
            }
            // Take the digit times the divisor away; once in a while it was one too many.
            if !taken(&mut rest, &divisor, at, digit) {
                digit -= 1;
                given(&mut rest, &divisor, at);
            }
            if let Some(slot) = quotient.get_mut(at) {
                *slot = low(digit);
            }
        }
        (Self(quotient).trimmed(), Self(rest).trimmed().right(shift).0)
    }

    pub(super) fn power(base: u64, exponent: u32) -> Self {
        let (mut out, mut square) = (Self::small(1), Self::small(base));
        let mut left = exponent;
        while left > 0 {
            if left & 1 == 1 {
                out = out.times(&square);
            }
            left >>= 1;
            if left > 0 {
                square = square.times(&square);
            }
        }
        out
    }

    pub(super) fn read(digits: &str) -> Self {
        const NINE: u64 = 1_000_000_000;
        let mut out = Self::default();
        let mut rest = digits;
        while !rest.is_empty() {
            let (group, after) = rest.split_at_checked(9.min(rest.len())).unwrap_or((rest, ""));
            let scale = 10u64.pow(u32::try_from(group.len()).unwrap_or(9));
            out = out.times(&Self::small(scale.min(NINE))).plus(&Self::small(group.parse().unwrap_or(0)));
            rest = after;
        }
        out
    }

    pub(super) fn digits(&self) -> String {
        const NINE: u64 = 1_000_000_000;
        let mut groups = Vec::new();
        let mut limbs = self.0.clone();
        while !limbs.is_empty() {
            let mut rest = 0u64;
            for limb in limbs.iter_mut().rev() {
                let value = rest << 32 | u64::from(*limb);
                *limb = low(value / NINE);
                rest = value % NINE;
            }
            groups.push(rest);
            while limbs.last() == Some(&0) {
                limbs.pop();
            }
        }
        let mut out = String::new();
        for (index, group) in groups.iter().rev().enumerate() {
            out.push_str(&if index == 0 { group.to_string() } else { format!("{group:09}") });
        }
        out
    }
}

/// Takes `digit * divisor` from the limbs from a place on; `false` when that is more than there is.
fn taken(rest: &mut [u32], divisor: &[u32], at: usize, digit: u64) -> bool {
    let (mut carry, mut borrow) = (0u64, 0i64);
    for (index, limb) in divisor.iter().copied().chain([0]).enumerate() {
        let Some(slot) = rest.get_mut(at + index) else { break };
        let product = digit * u64::from(limb) + carry;
        carry = product >> 32;
        let mut difference = i64::from(*slot) - i64::from(low(product)) - borrow;
        borrow = i64::from(difference < 0);
        if difference < 0 {
            difference += 1 << 32;
        }
        *slot = low(u64::try_from(difference).unwrap_or_default());
    }
    borrow == 0
}

/// Gives the divisor back.
fn given(rest: &mut [u32], divisor: &[u32], at: usize) {
    let mut carry = 0u64;
    for (index, limb) in divisor.iter().copied().chain([0]).enumerate() {
        let Some(slot) = rest.get_mut(at + index) else { break };
        let sum = u64::from(*slot) + u64::from(limb) + carry;
        *slot = low(sum);
        carry = sum >> 32;
    }
}

fn low(value: u64) -> u32 {
    u32::try_from(value & u64::from(u32::MAX)).unwrap_or_default()
}

/// Decimal digits in base 2, 8 or 16.
pub(super) fn in_base(digits: &str, base: u32) -> String {
    let number = Natural::read(digits);
    let width = base.checked_ilog2().unwrap_or(4).max(1);
    let count = number.bits().div_ceil(width).max(1);
    let digit = |index: u32| (0..width).fold(0, |sum, bit| sum | u32::from(number.bit(index * width + bit)) << bit);
    (0..count).rev().filter_map(|index| char::from_digit(digit(index), 16)).collect()
}
