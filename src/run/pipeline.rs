//! Examines blocks on several threads and returns the results in block order.
//!
//! Blocks, small ones in groups, are dealt to the threads round-robin and collected round-robin, so
//! nothing needs sorting and few blocks are in memory. Between the parallel steps of examining and
//! rendering, blocks are numbered in order. A block with many results continues in parts, to bound
//! memory.

use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};

use anyhow::Result;

/// The channel capacity per thread, for groups of blocks and for results.
const WAITING: usize = 1;

/// The bytes of blocks in flight per thread before the next block is read: many blocks of the usual
/// size, or one of the maximum size.
const HELD: usize = 4 << 20;

/// Small blocks are grouped up to this many bytes, because passing a group costs as much as
/// examining dozens of them.
const TOGETHER: usize = 64 << 10;

/// Larger blocks are passed alone.
pub const ALONE: usize = TOGETHER;

/// The overhead of a block, in bytes, to bound the number of empty ones.
const EMPTY: usize = 1 << 10;

/// The four steps of a block, as a whole or in parts.
pub struct Steps<Weigh, Examine, Number, Render, Collect> {
    /// The memory of a block, in bytes.
    pub weigh: Weigh,
    /// On any thread, in any order. Passes all parts of the results except the last to the
    /// function, and returns the last.
    pub examine: Examine,
    /// On any thread, in order of blocks and parts; `ends` for the last part of a block.
    pub number: Number,
    /// On any thread, in any order.
    pub render: Render,
    /// On the calling thread, in order of blocks and parts; an error ends the run.
    pub collect: Collect,
}

/// Takes every block through the steps, with `jobs` workers.
pub fn run<Block, BlockReport, Numbered, Rendered>(
    blocks: impl Iterator<Item = Block> + Send,
    jobs: usize,
    mut steps: Steps<
        impl Fn(&Block) -> usize + Sync,
        impl Fn(&Block, &mut dyn FnMut(BlockReport)) -> BlockReport + Sync,
        impl FnMut(&Block, BlockReport, bool) -> Numbered + Send,
        impl Fn(&Block, Numbered) -> Rendered + Sync,
        impl FnMut(Rendered) -> Result<()>,
    >,
) -> Result<()>
where
    Block: Send,
    Rendered: Send,
{
    if jobs <= 1 {
        for block in blocks {
            let mut ended = Ok(());
            let mut rest = |examined, ends| {
                if ended.is_ok() {
                    let numbered = (steps.number)(&block, examined, ends);
                    ended = (steps.collect)((steps.render)(&block, numbered));
                }
            };
            let last = (steps.examine)(&block, &mut |examined| rest(examined, false));
            rest(last, true);
            ended?;
        }
        return Ok(());
    }
    let turns = Turns::new(steps.number);
    let load = Load::default();
    let (weigh, examine, render) = (&steps.weigh, &steps.examine, &steps.render);
    std::thread::scope(|scope| {
        let mut deal = Vec::new();
        let mut results = Vec::new();
        for _ in 0..jobs {
            let (give_group, groups) = sync_channel::<(u64, Vec<Block>, Weight<'_>)>(WAITING);
            let (give_result, result) = sync_channel(WAITING);
            deal.push(give_group);
            results.push(result);
            let turns = &turns;
            scope.spawn(move || {
                let _stop = turns.stop_on_panic();
                for (index, group, _weight) in groups {
                    let mut waiting = Vec::new();
                    let mut listened_to = true;
                    // Runs the pending results through the other steps, in the turn of the group.
                    let mut finish = |waiting: &mut Vec<(usize, BlockReport, bool)>, ends| {
                        let parts = std::mem::take(waiting).into_iter();
                        let numbered = turns.take(index, ends, |number| -> Vec<_> {
                            parts
                                .map(|(at, part, last)| (at, number(&group[at], part, last)))
                                .collect()
                        });
                        listened_to = listened_to
                            && numbered.is_some_and(|numbered| {
                                let rendered: Vec<_> = numbered
                                    .into_iter()
                                    .map(|(at, numbered)| render(&group[at], numbered))
                                    .collect();
                                give_result.send((rendered, ends)).is_ok()
                            });
                    };
                    for (at, block) in group.iter().enumerate() {
                        let last = examine(block, &mut |part| {
                            waiting.push((at, part, false));
                            finish(&mut waiting, false);
                        });
                        waiting.push((at, last, true));
                    }
                    finish(&mut waiting, true);
                    if !listened_to {
                        turns.stop();
                        return;
                    }
                }
            });
        }
        let load = &load;
        scope.spawn(move || {
            for (index, (group, bytes)) in (0..).zip(groups(blocks, weigh)) {
                let weight = load.add(bytes);
                if deal[index as usize % jobs].send((index, group, weight)).is_err() {
                    return;
                }
                load.wait_for(HELD * jobs);
            }
        });
        let mut index = 0;
        loop {
            let next: &std::sync::mpsc::Receiver<(Vec<Rendered>, bool)> = &results[index % jobs];
            let Ok((rendered, ends)) = next.recv() else { return Ok(()) };
            if let Err(error) = rendered.into_iter().try_for_each(&mut steps.collect) {
                // Dropping the receivers stops the threads.
                drop(results);
                return Err(error);
            }
            index += usize::from(ends);
        }
    })
}

/// Groups of blocks, with their sizes.
fn groups<Block>(
    blocks: impl Iterator<Item = Block>,
    weigh: &impl Fn(&Block) -> usize,
) -> impl Iterator<Item = (Vec<Block>, usize)> {
    let mut blocks = blocks.fuse();
    std::iter::from_fn(move || {
        let mut group = Vec::new();
        let mut bytes = 0;
        while bytes < TOGETHER {
            let Some(block) = blocks.next() else { break };
            bytes += weigh(&block) + EMPTY;
            group.push(block);
        }
        (!group.is_empty()).then_some((group, bytes))
    })
}

/// The bytes of the blocks in flight.
#[derive(Default)]
struct Load {
    bytes: Mutex<usize>,
    lightened: Condvar,
}

/// A share of the load, released on drop.
struct Weight<'l> {
    load: &'l Load,
    bytes: usize,
}

impl Load {
    fn add(&self, bytes: usize) -> Weight<'_> {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) += bytes;
        Weight { load: self, bytes }
    }

    /// Waits until the load is at most this.
    fn wait_for(&self, most: usize) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        while *bytes > most {
            bytes = self.lightened.wait(bytes).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Weight<'_> {
    fn drop(&mut self) {
        *self.load.bytes.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.load.lightened.notify_one();
    }
}

/// Orders threads by an index.
struct Turns<Number> {
    state: Mutex<(u64, bool, Number)>,
    changed: Condvar,
}

impl<Number> Turns<Number> {
    fn new(number: Number) -> Turns<Number> {
        Turns { state: Mutex::new((0, false, number)), changed: Condvar::new() }
    }

    /// Waits for the turn of `index`; `None` if the run was stopped. `ends` passes the turn on.
    fn take<Out>(
        &self,
        index: u64,
        ends: bool,
        act: impl FnOnce(&mut Number) -> Out,
    ) -> Option<Out> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.0 != index && !state.1 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.1 {
            return None;
        }
        let out = act(&mut state.2);
        if ends {
            state.0 += 1;
            self.changed.notify_all();
        }
        Some(out)
    }

    fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.changed.notify_all();
    }

    /// Stops the run on a panic, so that no thread waits forever.
    fn stop_on_panic(&self) -> impl Drop + '_ {
        struct Guard<'t, Number>(&'t Turns<Number>);

        impl<Number> Drop for Guard<'_, Number> {
            fn drop(&mut self) {
                if std::thread::panicking() {
                    self.0.stop();
                }
            }
        }

        Guard(self)
    }
}
