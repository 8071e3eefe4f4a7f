//! The repository of the working directory, and file names as CI services know them.

use std::path::{Component, Path, PathBuf};

use crate::text::escape::Untrusted;
use crate::world::World;

/// Environment variables of CI services with the root of the repository.
const WORKSPACES: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The root of the repository that contains a directory.
pub fn root(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|above| above.join(".git").exists())
}

/// Names files as services do: relative to the root of the repository.
pub struct Paths {
    directory: PathBuf,
    /// The directories that names may be relative to, in order of preference.
    roots: Vec<PathBuf>,
}

impl Paths {
    /// The workspace of the CI service, else the root of the repository, else the working
    /// directory.
    pub fn new(world: &World<'_>) -> Paths {
        let directory = std::env::current_dir().unwrap_or_default();
        let workspaces = WORKSPACES.iter().filter_map(|name| (world.variable)(name));
        let mut roots: Vec<PathBuf> =
            workspaces.filter(|path| !path.is_empty()).map(PathBuf::from).collect();
        // The working directory is free of links, so links in the workspace are resolved too.
        let followed = roots.iter().filter_map(|root| root.canonicalize().ok()).collect::<Vec<_>>();
        roots.extend(followed);
        roots.extend(root(&directory).map(Path::to_owned));
        roots.push(directory.clone());
        Paths { directory, roots }
    }

    /// The path of an input; `-` is standard input.
    pub fn of(&self, input: &Untrusted) -> Untrusted {
        if input.raw() == "-" {
            return input.clone();
        }
        let path = plain(&self.directory.join(input.raw()));
        let below = self.roots.iter().find_map(|root| path.strip_prefix(root).ok());
        let path = below.unwrap_or(&path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        Untrusted::new(path)
    }
}

/// The path with `.` and `..` resolved.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
