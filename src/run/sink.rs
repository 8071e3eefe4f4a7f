//! The destination of data: standard output, or a file that is replaced only when complete.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Exit;
use crate::input::reason;
use crate::text::json_colour::JsonPainter;

/// The destination of a command's data.
pub struct Sink<'w> {
    to: Destination<'w>,
    painter: Option<JsonPainter>,
}

enum Destination<'w> {
    /// Buffered.
    Stdout(BufWriter<&'w mut dyn Write>),
    /// A temporary file next to the one that it will replace.
    File(BufWriter<NamedTempFile>, PathBuf),
    /// A device or pipe, which cannot be replaced.
    Device(BufWriter<std::fs::File>),
}

const BUFFER: usize = 256 * 1024;

impl<'w> Sink<'w> {
    pub fn open(output: Option<&Path>, stdout: &'w mut dyn Write) -> io::Result<Sink<'w>> {
        match output {
            Some(path) => Sink::file(path),
            None => Ok(Destination::Stdout(BufWriter::with_capacity(BUFFER, stdout)).into()),
        }
    }

    pub fn file(path: &Path) -> io::Result<Sink<'w>> {
        // The target of a link is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if target.exists() && !target.is_file() {
            let device = std::fs::OpenOptions::new().write(true).open(&target);
            let device = device.map_err(|error| {
                let why = match target.is_dir() {
                    true => "this is a folder; name a file in it".to_owned(),
                    false => reason(&error),
                };
                io::Error::new(error.kind(), format!("{}: {why}", path.display()))
            })?;
            return Ok(Destination::Device(BufWriter::with_capacity(BUFFER, device)).into());
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
        // The name of the temporary file means nothing to users.
        let file = builder.tempfile_in(directory).map_err(|error| {
            let folder = directory.display();
            let why = match error.kind() {
                io::ErrorKind::NotFound => format!("there is no folder {folder}; create it first"),
                io::ErrorKind::NotADirectory => format!("{folder} is a file, not a folder"),
                io::ErrorKind::PermissionDenied => {
                    format!("cannot create files in {folder}; write to another folder")
                }
                _ => {
                    let why = reason(&error);
                    why.split(" at path").next().unwrap_or_default().to_owned()
                }
            };
            io::Error::new(error.kind(), format!("{}: {why}", path.display()))
        })?;
        Ok(Destination::File(BufWriter::with_capacity(BUFFER, file), target).into())
    }

    /// Colours the output as JSON.
    pub fn painting_json(self, is_painted: bool) -> Sink<'w> {
        Sink { painter: is_painted.then(JsonPainter::default), ..self }
    }

    pub fn finish(self) -> io::Result<()> {
        match self.to {
            Destination::Stdout(mut stdout) => stdout.flush(),
            Destination::Device(mut device) => device.flush(),
            Destination::File(file, target) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                file.persist(target)?;
                Ok(())
            }
        }
    }
}

impl<'w> From<Destination<'w>> for Sink<'w> {
    fn from(to: Destination<'w>) -> Sink<'w> {
        Sink { to, painter: None }
    }
}

impl Destination<'_> {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Destination::Stdout(stdout) => stdout,
            Destination::File(file, _) => file,
            Destination::Device(device) => device,
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(painter) = &mut self.painter else { return self.to.writer().write(bytes) };
        let mut painted = Vec::new();
        painter.paint(bytes, &mut painted);
        self.to.writer().write_all(&painted)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.writer().flush()
    }
}

/// The exit status of a failed write.
pub fn exit_for(error: &io::Error) -> Exit {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Exit::ReaderLeft,
        _ => Exit::Trouble,
    }
}
