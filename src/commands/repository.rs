//! The repository that the program works in, and the paths by which services know its files.

use std::path::{Component, Path, PathBuf};

use crate::text::escape::Untrusted;
use crate::world::World;

/// Where a service says the repository is.
const WORKSPACES: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The root of the repository that a directory is in.
pub fn root(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|above| above.join(".git").exists())
}

/// Names files as services do: by their way from the root of the repository.
pub struct Paths {
    directory: PathBuf,
    /// The directories that a file may be below, the first one first.
    roots: Vec<PathBuf>,
}

impl Paths {
    /// From where the service says that the repository is, else from its root, else from the
    /// working directory.
    pub fn new(world: &World<'_>) -> Paths {
        let directory = std::env::current_dir().unwrap_or_default();
        let workspaces = WORKSPACES.iter().filter_map(|name| (world.variable)(name));
        let mut roots: Vec<PathBuf> =
            workspaces.filter(|path| !path.is_empty()).map(PathBuf::from).collect();
        // The working directory has no links in it, so those of a workspace are followed too.
        let followed = roots.iter().filter_map(|root| root.canonicalize().ok()).collect::<Vec<_>>();
        roots.extend(followed);
        roots.extend(root(&directory).map(Path::to_owned));
        roots.push(directory.clone());
        Paths { directory, roots }
    }

    /// The path of an input; standard input is `-`, as everywhere.
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

/// The path without `.` and `..`.
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
