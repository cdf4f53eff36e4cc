//! Circles in a graph of what waits for what.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The first of each circle whose members wait for nothing but each other, in order: one of them has to go first.
/// `next` gives what one waits for.
pub(super) fn knots<I: Iterator<Item = usize>>(waiting: &[usize], next: impl Fn(usize) -> I) -> Vec<Vec<usize>> {
    let mut walk = Walk::default();
    for start in waiting {
        if !walk.seen.contains_key(start) {
            walk.from(*start, &next);
        }
    }
    let mut component: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, members) in walk.components.iter().enumerate() {
        component.extend(members.iter().map(|member| (*member, number)));
    }
    let closed = |number: usize, members: &[usize]| {
        let mut waits = members.iter().flat_map(|member| next(*member)).peekable();
        waits.peek().is_some() && waits.all(|to| component.get(&to) == Some(&number))
    };
    let mut knots: Vec<Vec<usize>> = Vec::new();
    for (number, mut members) in walk.components.iter().cloned().enumerate() {
        if closed(number, &members) {
            members.sort_unstable();
            knots.push(members);
        }
    }
    knots.sort_unstable();
    knots
}

/// Tarjan's strongly connected components, without recursion: the way may be as long as there are units.
#[derive(Default)]
struct Walk {
    /// When each was met, and the earliest one met that it leads back to.
    seen: BTreeMap<usize, (usize, usize)>,
    open: Vec<usize>,
    is_open: BTreeSet<usize>,
    components: Vec<Vec<usize>>,
}

impl Walk {
    fn meet(&mut self, one: usize) {
        let when = self.seen.len();
        self.seen.insert(one, (when, when));
        self.open.push(one);
        self.is_open.insert(one);
    }

    fn lower(&mut self, one: usize, to: usize) {
        if let Some((_, low)) = self.seen.get_mut(&one) {
            *low = (*low).min(to);
        }
    }

    fn from<I: Iterator<Item = usize>>(&mut self, start: usize, next: &impl Fn(usize) -> I) {
        self.meet(start);
        let mut way: Vec<(usize, I)> = vec![(start, next(start))];
        while let Some((at, rest)) = way.last_mut() {
            let at = *at;
            match rest.next() {
                Some(to) => match self.seen.get(&to).copied() {
                    None => {
                        self.meet(to);
                        way.push((to, next(to)));
                    }
                    Some((when, _)) if self.is_open.contains(&to) => self.lower(at, when),
                    Some(_) => {}
                },
                None => {
                    way.pop();
                    let (when, low) = self.seen.get(&at).copied().unwrap_or_default();
                    if let Some((before, _)) = way.last() {
                        self.lower(*before, low);
                    }
                    if when == low {
                        let from = self.open.iter().rposition(|one| *one == at).unwrap_or(0);
                        let members = self.open.split_off(from);
                        for member in &members {
                            self.is_open.remove(member);
                        }
                        self.components.push(members);
                    }
                }
            }
        }
    }
}

/// The shortest way from one back to itself, it first and last. `None` when there is none.
pub(super) fn way_round<I: Iterator<Item = usize>>(start: usize, next: impl Fn(usize) -> I) -> Option<Vec<usize>> {
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for to in next(at) {
            if to == start {
                let mut way = vec![start, at];
                while let Some(before) = way.last().and_then(|one| came.get(one)) {
                    way.push(*before);
                }
                if at == start {
                    way.truncate(2);
                }
                way.reverse();
                return Some(way);
            }
            if let Entry::Vacant(free) = came.entry(to) {
                free.insert(at);
                queue.push_back(to);
            }
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize)], count: usize) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); count];
        for (from, to) in edges {
            out[*from].push(*to);
        }
        out
    }

    #[test]
    fn only_what_waits_for_nothing_else_is_a_knot() {
        // 0 waits for the circle 1-2, which waits for the circle 3-4; 5 waits for itself; 6 waits for nothing.
        let edges = graph(&[(0, 1), (1, 2), (2, 1), (2, 3), (3, 4), (4, 3), (5, 5)], 7);
        let next = |i: usize| edges[i].iter().copied();
        assert_eq!(knots(&[0, 1, 2, 3, 4, 5, 6], next), [vec![3, 4], vec![5]]);
    }

    #[test]
    fn the_shortest_way_round_is_told() {
        let edges = graph(&[(0, 1), (1, 2), (2, 0), (1, 0), (3, 3)], 4);
        let next = |i: usize| edges[i].iter().copied();
        assert_eq!(way_round(0, next), Some(vec![0, 1, 0]));
        assert_eq!(way_round(2, next), Some(vec![2, 0, 1, 2]));
        assert_eq!(way_round(3, next), Some(vec![3, 3]));
        let open = graph(&[(0, 1)], 2);
        assert_eq!(way_round(0, |i: usize| open[i].iter().copied()), None);
    }

    #[test]
    fn a_circle_of_very_many_needs_no_stack() {
        let many = 200_000;
        let next = |i: usize| std::iter::once((i + 1) % many);
        let all: Vec<usize> = (0..many).collect();
        assert_eq!(knots(&all, next).concat(), all);
        assert_eq!(way_round(0, next).unwrap().len(), many + 1);
    }
}
