//! What reads another configuration's outputs or parameters, evaluated again after the one it reads.

use super::{Evaluated, Intake, LIMITS, State};
use crate::eval::budget::{Budget, Done};
use crate::eval::configuration::Configuration;
use crate::eval::published::{Leaves, Published};
use crate::eval::world::World;
use crate::source::Span;

/// Longest chain of configurations that read each other's outputs or parameters.
pub(super) const READ_IN_TURN: usize = 64;

/// Evaluates again what reads another configuration's outputs or parameters, after the one it reads. Those that read each
/// other in a circle, or after very many others, stay as they are: nothing in the repositories decides what is in their
/// states, or it is not followed that far: then the place of the first of them.
pub(super) fn settle<T: Send + Sync>(
    world: &World<'_>,
    all: &mut Vec<Evaluated<T>>,
    budget: &mut Budget,
    intake: &Intake<'_, T>,
    again: impl Fn(&Evaluated<T>, u64) -> Done<Option<Configuration>> + Sync,
) -> Option<Span> {
    let whole = |one: &Evaluated<T>| matches!(one.state, State::Whole(_));
    for _ in 0..READ_IN_TURN {
        if !all.iter().any(whole) {
            return None;
        }
        let settled: Vec<bool> = all.iter().map(|one| !whole(one)).collect();
        let published = Published::of(&all.iter().map(|one| &one.leaves).collect::<Vec<&Leaves>>(), &settled);
        let is_settled = |index: &usize| settled.get(*index).copied().unwrap_or(true);
        let ready: Vec<(usize, bool)> = all
            .iter()
            .enumerate()
            .filter_map(|(index, one)| match &one.state {
                State::Whole(configuration) => Some((index, published.needs(configuration))),
                State::Made(_) => None,
            })
            .filter(|(_, needs)| needs.iter().all(is_settled))
            .map(|(index, needs)| (index, !needs.is_empty()))
            .collect();
        if ready.is_empty() {
            return None;
        }
        world.publish(published);
        let changed: Vec<(usize, &Evaluated<T>)> =
            ready.iter().filter(|(_, needs)| *needs).filter_map(|(i, _)| Some((*i, all.get(*i)?))).collect();
        let made = budget.deal(&changed, 0, LIMITS, |(_, one), steps| {
            let Done { made, used, cut } = again(one, steps);
            Done { made: made.map(|configuration| intake.settled(configuration, one.from)), used, cut }
        });
        let indices: Vec<usize> = changed.iter().map(|(index, _)| *index).collect();
        for (index, settled) in indices.into_iter().zip(made) {
            if let (Some(slot), Some(settled)) = (all.get_mut(index), settled) {
                *slot = settled;
            }
        }
        let mut ready = ready.into_iter().map(|(index, _)| index).peekable();
        let settled = std::mem::take(all).into_iter().enumerate();
        *all = settled
            .map(|(index, one)| match ready.next_if_eq(&index) {
                Some(_) => intake.finished(one),
                None => one,
            })
            .collect();
    }
    all.iter().find(|one| whole(one)).map(|one| one.at)
}
