//! Did-you-mean among many names: what is compared is bounded, whatever their number and length. Among many, only a
//! name's neighbours are, in the order of the names and in the order of the names read backwards, because a slip leaves
//! the text before it or behind it as it was.

use crate::resemblance;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

/// Longer texts are not mistaken for one another, and cost the product of their lengths to compare.
const LENGTH: usize = 256;
/// Up to this many names, all are compared.
const ALL: usize = 256;
/// Neighbours compared to each side, in each order.
const NEIGHBOURS: usize = 16;

/// Names to choose from.
#[derive(Debug, Default)]
pub struct Names {
    forward: BTreeSet<Arc<str>>,
    /// Each name read backwards, and as it is; only where there are many.
    backward: BTreeSet<(String, Arc<str>)>,
}

impl<'n> FromIterator<&'n str> for Names {
    /// Takes the names, each once; those too long to be compared are left out.
    fn from_iter<I: IntoIterator<Item = &'n str>>(names: I) -> Self {
        let forward: BTreeSet<Arc<str>> =
            names.into_iter().filter(|name| name.len() <= LENGTH).map(Arc::from).collect();
        let backward = match forward.len() <= ALL {
            true => BTreeSet::new(),
            false => forward.iter().map(|name| (reversed(name), name.clone())).collect(),
        };
        Self { forward, backward }
    }
}

impl Names {
    /// The names that may be meant by `name`, in order, each once: all of few, the neighbours among many.
    pub fn near(&self, name: &str) -> Vec<&str> {
        if name.len() > LENGTH {
            return Vec::new();
        }
        if self.backward.is_empty() {
            return self.forward.iter().map(|name| &**name).collect();
        }
        let before = self.forward.range::<str, _>((Bound::Unbounded, Bound::Excluded(name))).rev();
        let after = self.forward.range::<str, _>((Bound::Included(name), Bound::Unbounded));
        let end = (reversed(name), Arc::from(""));
        let before_end = self.backward.range(..&end).rev();
        let after_end = self.backward.range(&end..);
        let found: BTreeSet<&str> = (before.take(NEIGHBOURS).chain(after.take(NEIGHBOURS)).map(|name| &**name))
            .chain(before_end.take(NEIGHBOURS).chain(after_end.take(NEIGHBOURS)).map(|(_, name)| &**name))
            .collect();
        found.into_iter().collect()
    }

    /// The name that is probably meant, when one is near.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        resemblance::nearest(name, self.near(name))
    }
}

fn reversed(name: &str) -> String {
    name.chars().rev().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_at_either_end_or_inside_is_found_among_many_names() {
        let names: Vec<String> = (0..5_000)
            .map(|i| format!("{:x}-service-{i}-role", i * 7919 % 65_521))
            .chain(["orders-secret-manager-role".into()])
            .collect();
        let names: Names = names.iter().map(String::as_str).collect();
        for slip in ["orders-secret-manager-rol", "rders-secret-manager-role", "orders-secret-manger-role"] {
            assert_eq!(names.nearest(slip), Some("orders-secret-manager-role"), "{slip}");
            assert!(names.near(slip).len() <= 4 * NEIGHBOURS);
        }
    }

    #[test]
    fn few_names_are_all_compared_and_texts_of_any_length_cost_little() {
        let names: Names = ["secret-manager", "cluster"].into_iter().collect();
        assert_eq!(names.near("r3-secret"), ["cluster", "secret-manager"]);
        let long = "a".repeat(10_000_000);
        assert_eq!(names.nearest(&long), None);
    }
}
