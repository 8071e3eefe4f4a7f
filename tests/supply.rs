//! The dependency tree: nothing in it speaks to a network or runs a child, and no code of ours
//! does.

use std::path::Path;

/// Crates that open connections or start a runtime for them.
const NETWORK: &[&str] = &[
    "async-std",
    "curl",
    "h2",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
];

/// What no source file of the program may say.
const FORBIDDEN: &[&str] = &["std::net", "TcpStream", "UdpSocket", "process::Command", "unsafe "];

#[test]
fn no_crate_of_the_tree_speaks_to_a_network() {
    let lock = include_str!("../Cargo.lock");
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"serde_json"), "the lock file is read");
    let found: Vec<&&str> = names.iter().filter(|name| NETWORK.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_crate_comes_from_the_registry_with_a_checksum() {
    let lock = include_str!("../Cargo.lock");
    for package in lock.split("[[package]]").skip(1) {
        let own = package.contains("name = \"goalpost\"\n");
        let registry = package.contains("source = \"registry+");
        assert!(own || (registry && package.contains("checksum = \"")), "{package}");
    }
}

#[test]
fn no_source_file_opens_a_connection_or_starts_a_child() {
    fn look(folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                look(&path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("source");
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let word = FORBIDDEN.iter().find(|word| line.contains(**word));
                assert_eq!(word, None, "{}: {line}", path.display());
            }
        }
    }
    look(Path::new("src"));
}
