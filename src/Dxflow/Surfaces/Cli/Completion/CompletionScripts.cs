namespace Dxflow.Surfaces.Cli.Completion;

/// <summary>
/// The scripts that make a shell ask <c>dxflow complete</c>: they hold no commands of their own and never grow old. Each passes the
/// words after <c>dxflow</c> up to the cursor, and understands <c>word TAB description</c> and <c>:files</c>.
/// </summary>
internal static class CompletionScripts
{
    public static string For(ShellKind shell) => shell switch
    {
        ShellKind.Zsh => Zsh,
        ShellKind.Fish => Fish,
        ShellKind.Pwsh => Pwsh,
        _ => Bash,
    };

    private const string Bash = """
        # bash completion of dxflow: source <(dxflow completion bash)
        _dxflow() {
            local line candidates
            COMPREPLY=()
            candidates="$(dxflow complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" || return 0
            while IFS= read -r line; do
                case "$line" in
                    '') ;;
                    ':files') compopt -o filenames 2>/dev/null
                              while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}") ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done <<< "$candidates"
        }
        complete -F _dxflow dxflow

        """;

    private const string Zsh = """
        #compdef dxflow
        # zsh completion of dxflow: source <(dxflow completion zsh)
        _dxflow() {
            local line
            local -a candidates
            while IFS= read -r line; do
                case "$line" in
                    '') ;;
                    ':files') _files ;;
                    *) candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
                esac
            done < <(dxflow complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
            (( ${#candidates} )) && _describe 'dxflow' candidates
        }
        if [ "${funcstack[1]}" = "_dxflow" ]; then _dxflow "$@"; else compdef _dxflow dxflow; fi

        """;

    private const string Fish = """
        # fish completion of dxflow: dxflow completion fish > ~/.config/fish/completions/dxflow.fish
        function __dxflow_complete
            set -l words (commandline -opc)[2..-1] (commandline -ct)
            for line in (dxflow complete -- $words 2>/dev/null)
                if test "$line" = ':files'
                    __fish_complete_path (commandline -ct)
                else
                    echo $line
                end
            end
        end
        complete -c dxflow -f -a '(__dxflow_complete)'

        """;

    private const string Pwsh = """
        # PowerShell completion of dxflow: dxflow completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName dxflow -ScriptBlock {
            param($word, $ast, $cursor)
            $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
            if ($word -eq '') { $words += '""' }
            dxflow complete -- @words 2>$null | ForEach-Object {
                $text, $tip = $_ -split "`t", 2
                if ($text -eq ':files') { Get-ChildItem -Path "$word*" | ForEach-Object { $_.Name } }
                else { [System.Management.Automation.CompletionResult]::new(
                    $text, $text, 'ParameterValue', $(if ($tip) { $tip } else { $text })) }
            }
        }

        """;
}
