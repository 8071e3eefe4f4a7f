//! Exit statuses.

/// The exit status of a run; the greatest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was read and written; no finding at error level, no difference.
    Clean,
    /// Everything was read and written; there are findings at error level, or differences.
    Findings,
    /// Something was not read or not written.
    Trouble,
    /// The reader of standard output closed the pipe.
    ReaderLeft,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Trouble => 2,
            // The status that shells show for a process ended by SIGPIPE.
            Exit::ReaderLeft => 141,
        }
    }
}
