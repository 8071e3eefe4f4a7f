//! The progress bar on standard error: bytes, rate, findings so far and time left.
//!
//! Shown only on a terminal, after half a second. indicatif draws into a buffer, which is written
//! to the program's standard error; the bar is cleared before anything else is written.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use crate::examine::report::Summary;
use crate::input::Source;
use crate::text::digits::counted;
use crate::world::World;

/// The delay before the bar is shown.
const PATIENCE: Duration = Duration::from_millis(500);
/// Updates per second.
const RATE: u8 = 10;
/// The width of a terminal of unknown size.
const COLUMNS: u16 = 80;

/// Whether to show progress, and its total.
#[derive(Debug, Clone, Copy, Default)]
pub struct Watch {
    shown: bool,
    /// Whether data goes to the same terminal.
    shares_terminal: bool,
    /// The width of standard error, if it is a terminal.
    pub columns: Option<usize>,
    /// The total bytes, if known.
    total: Option<u64>,
}

impl Watch {
    /// Shows progress if standard error is a terminal. `to_file`: data does not go to standard
    /// output.
    pub fn new(world: &World<'_>, sources: &[Source], to_file: bool, quiet: bool) -> Watch {
        let dumb = (world.variable)("TERM").as_deref() == Some("dumb");
        let shown = world.stderr_columns.is_some() && !quiet && !dumb;
        Watch {
            shown,
            shares_terminal: world.columns.is_some() && !to_file,
            columns: world.stderr_columns,
            total: if shown { total(sources) } else { None },
        }
    }
}

/// The size of all inputs, if all are uncompressed files.
fn total(sources: &[Source]) -> Option<u64> {
    let length = |source: &Source| match source {
        Source::File(path) => {
            let packed = path.extension().is_some_and(|end| end == "gz" || end == "zst");
            let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
            metadata.filter(|_| !packed).map(|metadata| metadata.len())
        }
        Source::Unreadable(..) => Some(0),
        Source::Stdin => None,
    };
    sources.iter().map(length).sum()
}

pub struct Progress {
    watch: Watch,
    started: Instant,
    bar: ProgressBar,
    drawn: Drawn,
    visible: bool,
}

impl Progress {
    pub fn new(watch: Watch) -> Progress {
        let bar = ProgressBar::with_draw_target(watch.total, ProgressDrawTarget::hidden());
        let template = match watch.total {
            Some(_) => {
                "{wide_bar} {decimal_bytes} of {decimal_total_bytes} · {decimal_bytes_per_sec} · \
                 {msg} · {eta} left"
            }
            None => "{decimal_bytes} · {decimal_bytes_per_sec} · {msg} · {elapsed}",
        };
        let style = ProgressStyle::with_template(template).expect("the template is right");
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
        let columns = watch.columns.and_then(|columns| u16::try_from(columns).ok());
        let drawn = Drawn { text: Arc::default(), columns: columns.unwrap_or(COLUMNS) };
        Progress { watch, started: Instant::now(), bar, drawn, visible: false }
    }

    pub fn update(&mut self, summary: &Summary, stderr: &mut dyn Write) {
        if !self.watch.shown {
            return;
        }
        self.bar.set_position(summary.bytes);
        if !self.visible && self.started.elapsed() >= PATIENCE {
            self.visible = true;
            let target = ProgressDrawTarget::term_like_with_hz(Box::new(self.drawn.clone()), RATE);
            self.bar.set_draw_target(target);
        }
        if self.visible {
            let findings = summary.errors + summary.warnings + summary.infos;
            self.bar.set_message(counted(findings, "finding", "findings"));
            self.drawn.hand_over(stderr);
        }
    }

    /// Clears the bar before something else is written.
    pub fn make_way(&mut self, stderr: &mut dyn Write) {
        if self.visible {
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
            let _ = self.drawn.clear_line();
            self.drawn.hand_over(stderr);
            self.visible = false;
        }
    }

    /// Removes the bar if data goes to the same terminal.
    pub fn make_way_for_data(&mut self, stderr: &mut dyn Write) {
        if self.watch.shares_terminal {
            self.make_way(stderr);
            self.watch.shown = false;
        }
    }
}

/// A buffer that acts as a terminal of one line.
#[derive(Debug, Clone)]
struct Drawn {
    text: Arc<Mutex<String>>,
    columns: u16,
}

impl Drawn {
    fn add(&self, text: &str) -> io::Result<()> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner).push_str(text);
        Ok(())
    }

    fn hand_over(&self, stderr: &mut dyn Write) {
        let text = std::mem::take(&mut *self.text.lock().unwrap_or_else(PoisonError::into_inner));
        if !text.is_empty() {
            // A failed write to standard error only loses the bar.
            let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
        }
    }
}

impl TermLike for Drawn {
    fn width(&self) -> u16 {
        self.columns
    }

    // The bar has one line, so the cursor only moves to its start.
    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.add(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.add(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.add("\r\u{1b}[2K")
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}
