//! Tells the version of a release build from git with its commit and day.
//!
//! Other builds are left alone: they would be made anew with every commit.

use std::env::var;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=.ci/build.rs");
    let root = var("CARGO_MANIFEST_DIR").unwrap_or_default();
    // Only target/release: a profile for developers is named otherwise, and would be made anew.
    let is_release =
        var("OUT_DIR").is_ok_and(|path| path.replace('\\', "/").contains("/release/build/"));
    // A copy within another repository has no commit of its own.
    if !is_release || git(&["rev-parse", "--show-toplevel"]) != Some(root) {
        return;
    }
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={log}");
    }
    if let Some(commit) = git(&["log", "-1", "--format=%h %cs"]) {
        let version = var("CARGO_PKG_VERSION").unwrap_or_default();
        println!("cargo::rustc-env=GOALPOST_VERSION={version} ({commit})");
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).env_remove("GIT_DIR").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
}
