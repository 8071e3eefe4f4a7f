//! How a run ends, as scripts see it.

/// The exit status of a run; the greater wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was read and delivered; no finding at error level, no difference.
    Clean,
    /// Everything was read and delivered; there are findings at error level, or differences.
    Findings,
    /// Something was not read or not delivered.
    Trouble,
    /// The reader of standard output went away.
    ReaderLeft,
}

impl Exit {
    /// The status as a number.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Trouble => 2,
            // What a shell shows for a tool that SIGPIPE ended.
            Exit::ReaderLeft => 141,
        }
    }
}
