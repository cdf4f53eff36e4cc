//! Work bounded over a whole run: one amount, dealt out fairly among all that share it. What an item gets depends on the
//! items and what they use, never on the order in which threads come to them, so that the same input gives the same
//! result on any machine.

use rayon::prelude::*;

/// What one item made of its share.
#[derive(Debug)]
pub struct Done<R> {
    /// What it made.
    pub made: R,
    /// What it used.
    pub used: u64,
    /// Its share was too small.
    pub cut: bool,
}

/// How much of a budget one item gets.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// No item gets more.
    pub most: u64,
    /// Every item gets this much, also when nothing is left.
    pub least: u64,
}

/// An amount of work, in steps.
#[derive(Debug)]
pub struct Budget {
    left: u64,
    used: u64,
    cut: bool,
}

impl Budget {
    /// A budget of so many steps.
    pub const fn new(steps: u64) -> Self {
        Self { left: steps, used: 0, cut: false }
    }

    /// The share of one of `items`.
    pub fn share(&self, items: usize, limits: Limits) -> u64 {
        (self.left / count(items).max(1)).clamp(limits.least, limits.most)
    }

    /// Takes what one item, whose share was `share`, has used; gives what it made.
    pub fn take<R>(&mut self, done: Done<R>, share: u64, limits: Limits) -> R {
        self.spend(done.used);
        self.cut |= done.cut && share < limits.most;
        done.made
    }

    fn spend(&mut self, used: u64) {
        self.left = self.left.saturating_sub(used);
        self.used = self.used.saturating_add(used);
    }

    /// What was made with this budget, for the larger one it is a share of.
    pub fn done<R>(&self, made: R) -> Done<R> {
        Done { made, used: self.used, cut: self.cut }
    }

    /// Does each item's work, in parallel. All get the same share, with `others` to come that get theirs later; what they
    /// leave goes to those for whom it was too small, who do their work again, until all are content or nothing worth
    /// the effort is left.
    pub fn deal<T: Sync, R: Send>(
        &mut self,
        items: &[T],
        others: usize,
        limits: Limits,
        work: impl Fn(&T, u64) -> Done<R> + Sync,
    ) -> Vec<R> {
        let mut share = self.share(items.len().saturating_add(others), limits);
        let reserved = share.saturating_mul(count(others));
        let mut made: Vec<Option<R>> = items.iter().map(|_| None).collect();
        let mut open: Vec<usize> = (0..items.len()).collect();
        loop {
            let results: Vec<(usize, Done<R>)> =
                open.par_iter().filter_map(|i| Some((*i, work(items.get(*i)?, share)))).collect();
            open.clear();
            for (index, done) in results {
                self.spend(done.used);
                if done.cut {
                    open.push(index);
                }
                if let Some(slot) = made.get_mut(index) {
                    *slot = Some(done.made);
                }
            }
            let next = (self.left.saturating_sub(reserved) / count(open.len()).max(1)).min(limits.most);
            if open.is_empty() || next < share.saturating_mul(2) {
                self.cut |= !open.is_empty() && share < limits.most;
                return made.into_iter().flatten().collect();
            }
            share = next;
        }
    }
}

fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// An item that needs an amount, and says what it got.
    fn need(amount: &u64, share: u64) -> Done<u64> {
        Done { made: *amount.min(&share), used: *amount.min(&share), cut: *amount > share }
    }

    fn limits(most: u64, least: u64) -> Limits {
        Limits { most, least }
    }

    #[test]
    fn modest_items_get_what_they_need_whatever_greedy_ones_ask() {
        let mut items = vec![10; 90];
        items.extend([1_000_000; 10]);
        let mut budget = Budget::new(10_000);
        let got = budget.deal(&items, 0, limits(5_000, 1), need);
        assert!(got[..90].iter().all(|g| *g == 10), "{got:?}");
        assert!(got[90..].iter().all(|g| *g > 100), "what the modest leave goes to the greedy: {got:?}");
        assert!(budget.done(()).cut);
    }

    #[test]
    fn all_together_stay_within_the_total_and_one_alone_within_its_most() {
        let mut budget = Budget::new(10_000);
        budget.deal(&vec![u64::MAX; 1_000], 0, limits(4_000, 1), need);
        assert!(budget.done(()).used <= 10_000);
        let mut budget = Budget::new(10_000);
        assert_eq!(budget.deal(&[u64::MAX], 0, limits(4_000, 1), need), [4_000]);
        assert!(!budget.done(()).cut, "a larger budget would not help it");
    }

    #[test]
    fn those_to_come_find_their_share_and_an_empty_budget_still_gives_a_little() {
        let mut budget = Budget::new(1_000);
        let limits = limits(1_000, 5);
        assert_eq!(budget.deal(&[u64::MAX; 5], 5, limits, need), [100; 5]);
        assert_eq!(budget.deal(&[80; 5], 0, limits, need), [80; 5]);
        budget.spend(1_000);
        assert_eq!(budget.deal(&[80], 0, limits, need), [5]);
    }

    #[test]
    fn a_budget_may_be_a_share_of_another_and_say_that_it_was_too_small() {
        let mut whole = Budget::new(900);
        let inner = |items: &Vec<u64>, share: u64| {
            let mut budget = Budget::new(share);
            let made = budget.deal(items, 0, limits(500, 1), need);
            budget.done(made)
        };
        let mut items = vec![vec![10, 10]; 8];
        items.push(vec![300, 200]);
        let got = whole.deal(&items, 0, limits(1_000, 1), inner);
        assert_eq!(got, items, "what the first leave goes to the last");
    }
}
