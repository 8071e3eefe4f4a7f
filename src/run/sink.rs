//! Where data goes: standard output, or a file that is replaced only when all is written.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Exit;

/// The destination of a command's data.
pub enum Sink<'w> {
    /// Standard output, buffered.
    Stdout(BufWriter<&'w mut dyn Write>),
    /// A file beside the one that it will replace.
    File(BufWriter<NamedTempFile>, PathBuf),
    /// A device or a pipe, which cannot be replaced.
    Device(BufWriter<std::fs::File>),
}

const BUFFER: usize = 256 * 1024;

impl<'w> Sink<'w> {
    /// Opens the destination.
    ///
    /// # Errors
    /// Where the file's directory cannot be written.
    pub fn open(output: Option<&Path>, stdout: &'w mut dyn Write) -> io::Result<Sink<'w>> {
        match output {
            Some(path) => Sink::file(path),
            None => Ok(Sink::Stdout(BufWriter::with_capacity(BUFFER, stdout))),
        }
    }

    /// Opens a file.
    ///
    /// # Errors
    /// Where its directory cannot be written.
    pub fn file(path: &Path) -> io::Result<Sink<'w>> {
        // A link stays, and the file behind it is replaced.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if target.exists() && !target.is_file() {
            let device = std::fs::OpenOptions::new().write(true).open(&target)?;
            return Ok(Sink::Device(BufWriter::with_capacity(BUFFER, device)));
        }
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let permissions = std::fs::metadata(&target).map(|metadata| metadata.permissions()).ok();
        let mut builder = tempfile::Builder::new();
        builder.prefix(".goalpost-");
        if let Some(permissions) = permissions {
            builder.permissions(permissions);
        } else {
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        }
        let file = builder.tempfile_in(directory).map_err(|error| {
            // The name of the temporary file tells nobody anything.
            let why = error.get_ref().map_or_else(|| error.to_string(), ToString::to_string);
            let why = why.split(" at path").next().unwrap_or_default().to_owned();
            io::Error::new(error.kind(), format!("{}: {why}", path.display()))
        })?;
        Ok(Sink::File(BufWriter::with_capacity(BUFFER, file), target))
    }

    /// Delivers what was written.
    ///
    /// # Errors
    /// Where it cannot be written to its end, or the file cannot be replaced.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Sink::Stdout(mut stdout) => stdout.flush(),
            Sink::Device(mut device) => device.flush(),
            Sink::File(file, target) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                file.persist(target)?;
                Ok(())
            }
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Stdout(stdout) => stdout.write(bytes),
            Sink::File(file, _) => file.write(bytes),
            Sink::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Stdout(stdout) => stdout.flush(),
            Sink::File(file, _) => file.flush(),
            Sink::Device(device) => device.flush(),
        }
    }
}

/// How a run ends that could not write.
pub fn exit_for(error: &io::Error) -> Exit {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Exit::ReaderLeft,
        _ => Exit::Trouble,
    }
}
