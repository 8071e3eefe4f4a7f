//! `completions` and `man`: what a shell and a reader of manuals need.
//!
//! The scripts know how their shell shows candidates and completes the names of files, and
//! nothing of options and values: these are asked for with each key, one `word`, value and
//! description on a line, and the line `files` where a file name is possible.

use std::io::Write;

use anyhow::{Result, anyhow};
use clap::{Args, Command, ValueEnum};

use super::complete::{COMMAND, candidates};
use super::man;
use crate::exit::Exit;
use crate::run::sink::Sink;
use crate::text::suggest::hint;
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: ShellName,
    /// Print what can be typed in place of the last word: the scripts call this.
    #[arg(long, hide = true)]
    pub at_cursor: bool,
    /// The words of the command line so far.
    #[arg(last = true, hide = true)]
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command; if not given, goalpost itself
    #[arg(value_name = COMMAND)]
    pub command: Option<String>,
}

/// The names of all commands.
pub fn names(top: &Command) -> Vec<String> {
    top.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Prints the completion script of a shell.
///
/// # Errors
/// A failed write.
pub fn completions(
    arguments: &CompletionsArgs,
    mut top: Command,
    world: &mut World<'_>,
) -> Result<Exit> {
    let mut sink = Sink::open(None, world.stdout)?;
    if arguments.at_cursor {
        top.build();
        let candidates = candidates(&top, &arguments.words);
        for (word, help) in candidates.words {
            writeln!(sink, "word\t{word}\t{help}")?;
        }
        if candidates.files {
            writeln!(sink, "files")?;
        }
    } else {
        let script = match arguments.shell {
            ShellName::Bash => BASH,
            ShellName::Zsh => ZSH,
            ShellName::Fish => FISH,
            ShellName::PowerShell => POWERSHELL,
        };
        sink.write_all(script.as_bytes())?;
    }
    sink.finish()?;
    Ok(Exit::Clean)
}

/// Prints the man page of `top` or of one of its commands.
///
/// # Errors
/// An unknown command, or a failed write.
pub fn man(arguments: &ManArgs, mut top: Command, world: &mut World<'_>) -> Result<Exit> {
    top.build();
    let top = &top;
    let command = match arguments.command.as_deref() {
        None => top,
        Some(name) => {
            top.find_subcommand(name).ok_or_else(|| no_such_command(name, &names(top)))?
        }
    };
    let mut sink = Sink::open(None, world.stdout)?;
    sink.write_all(man::page(top, command).as_bytes())?;
    sink.finish()?;
    Ok(Exit::Clean)
}

fn no_such_command(name: &str, commands: &[String]) -> anyhow::Error {
    let hint = hint(name, commands.iter().map(String::as_str), "see goalpost --help");
    anyhow!("no such command: {}; {hint}", terminal(name))
}

const BASH: &str = r#"# Completions of goalpost for bash: source <(goalpost completions bash)
_goalpost() {
    local current=$2 kind word help
    COMPREPLY=()
    while IFS=$'\t' read -r kind word help; do
        case $kind in
        word) [[ $word == "$current"* ]] && COMPREPLY+=("$word") ;;
        files)
            compopt -o filenames
            while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
            ;;
        esac
    done < <(goalpost completions --at-cursor bash -- "${COMP_WORDS[@]:0:COMP_CWORD}" "$current" 2>/dev/null)
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return 0
}
complete -o nosort -F _goalpost goalpost
"#;

const ZSH: &str = r#"#compdef goalpost
# Completions of goalpost for zsh: goalpost completions zsh > ~/.zfunc/_goalpost
_goalpost() {
    local -a described open
    local kind word help files found=1
    while IFS=$'\t' read -r kind word help; do
        case $kind:$word in
        word:*=) open+=("${word//:/\\:}${help:+:$help}") ;;
        word:*) described+=("${word//:/\\:}${help:+:$help}") ;;
        files:) files=yes ;;
        esac
    done < <(goalpost completions --at-cursor zsh -- "${(@Q)words[1,CURRENT]}" 2>/dev/null)
    (( $#described )) && _describe -t values value described && found=0
    (( $#open )) && _describe -t values value open -S '' && found=0
    if [[ -n $files ]]; then
        compset -P '*='
        _files && found=0
    fi
    return found
}
if [[ $funcstack[1] == _goalpost ]]; then
    _goalpost "$@"
else
    compdef _goalpost goalpost
fi
"#;

const FISH: &str = r#"# Completions of goalpost for fish: goalpost completions fish | source
function __goalpost_candidates
    set -l current (commandline -ct)
    goalpost completions --at-cursor fish -- (commandline -opc) "$current" 2>/dev/null | while read -l line
        set -l parts (string split -m 2 \t -- $line)
        switch $parts[1]
            case word
                printf '%s\t%s\n' $parts[2] $parts[3]
            case files
                complete -C "'' $current"
        end
    end
end
complete -c goalpost -f -k -a '(__goalpost_candidates)'
"#;

const POWERSHELL: &str = r#"# Completions of goalpost for PowerShell: goalpost completions powershell | Out-String | iex
Register-ArgumentCompleter -Native -CommandName goalpost -ScriptBlock {
    param($current, $commandAst, $cursor)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { "$_".Trim("'`"") })
    goalpost completions --at-cursor powershell -- @words "$current" 2>$null | ForEach-Object {
        $kind, $word, $help = $_ -split "`t", 3
        if ($kind -eq 'files') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($current)
        } elseif ($word -like "$current*") {
            $help = if ($help) { $help } else { $word }
            [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
        }
    }
}
"#;
