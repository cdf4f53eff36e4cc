//! The threads that evaluate: few, and with room for nesting. How deep expressions, references, modules and templates may
//! nest is bounded by counters; the stack is what these bounds need.

use std::cell::Cell;

/// The stack of each thread.
const STACK: usize = 128 * 1024 * 1024;

thread_local! {
    static DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread has room for nesting.
pub fn is_deep() -> bool {
    DEEP.get()
}

/// Does work on threads with room for nesting, as many as the surrounding pool has; on such a thread, right there. Where no
/// threads can be started it is done on this one.
pub fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if is_deep() {
        return work();
    }
    // Zero: as many as the machine has, or as RAYON_NUM_THREADS says.
    let threads = rayon::current_thread_index().map_or(0, |_| rayon::current_num_threads());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).start_handler(|_| DEEP.set(true));
    match pool.build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_inside_work_stays_on_its_threads() {
        assert!(!is_deep());
        let (outer, inner) = deep(|| (is_deep(), deep(std::thread::current).id() == std::thread::current().id()));
        assert!(outer && inner);
        assert!(!is_deep());
    }
}
