//! Shell scripts that ask the program for completion candidates.
//!
//! The scripts know how their shell shows candidates and completes file names. Options and values
//! come from the program at each completion: a line with `word`, value and description, separated
//! by tabs, for each candidate, and the line `files` if a file name is possible.

pub const BASH: &str = r#"# Completions of goalpost for bash: source <(goalpost completions bash)
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

pub const ZSH: &str = r#"#compdef goalpost
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

pub const FISH: &str = r#"# Completions of goalpost for fish: goalpost completions fish | source
function __goalpost_candidates
    set -l current (commandline -ct)
    goalpost completions --at-cursor fish -- (commandline -opc) "$current" 2>/dev/null | while read -l line
        set -l parts (string split -m 2 \t -- $line)
        switch $parts[1]
            case word
                printf '%s\t%s\n' $parts[2] $parts[3]
            case files
                __fish_complete_path "$current"
        end
    end
end
complete -c goalpost -f -k -a '(__goalpost_candidates)'
"#;

pub const POWERSHELL: &str = r#"# Completions of goalpost for PowerShell: goalpost completions powershell | Out-String | iex
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
