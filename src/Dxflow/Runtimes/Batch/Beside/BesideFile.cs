using Dxflow.Runtimes.Process.Starting;

namespace Dxflow.Runtimes.Batch.Beside;

/// <summary>
/// How a program is started beside a task with what the task has: the task's own launch file does it, told so by its first argument, since
/// the task's variables stand there. What comes from the caller goes to the node as variables, and not on a command line, which all users
/// of a node see.
/// </summary>
internal static class BesideFile
{
    /// <summary>The first argument.</summary>
    public const string Word = "beside";

    private const string Prefix = "DXFLOW_BESIDE_";

    /// <summary>What to run, and with which further variables. One that only looks tells why it could not be run.</summary>
    public static (IReadOnlyList<string> Command, IReadOnlyList<string> Variables) Of(string launch, ExecSpec spec, bool onlyLooks)
    {
        var (direct, command) = ShellSafe.Divide(spec.Environment ?? new Dictionary<string, string>(), spec.Command);
        List<string> variables = [.. direct.Select(static (each, at) => $"{Prefix}{at}={each}")];
        foreach (var (name, value) in new[]
        {
            ("DIRECTORY", spec.WorkingDirectory), ("TERMINAL", spec.Terminal is null ? null : "1"), ("LOOK", onlyLooks ? "1" : null),
        })
        {
            if (value is not null)
            {
                variables.Add($"{Prefix}{name}={value}");
            }
        }

        return (["/bin/sh", launch, Word, .. onlyLooks ? spec.Command.Take(1) : command], variables);
    }

    /// <summary>The part of a launch file that is for it; <paramref name="words"/> of a shell come before the command.</summary>
    public static string OfProcess(string words) => Part("export \"$_dxflow_set\"", $$"""
            [ -z "$_dxflow_work" ] || cd "$_dxflow_work" || exit 125
            [ -z "$_dxflow_look" ] || command -v "$1" >/dev/null || { echo "$1 was not found on the node"; exit 127; }
            [ -z "$_dxflow_look" ] || exit 0
            exec {{words}}"$@"
        """);

    /// <summary>
    /// The same where the task is in a container: <paramref name="enter"/> starts a program in one, before its options. What the pattern
    /// <paramref name="own"/> has is that program's own, and goes to the container as an argument.
    /// </summary>
    public static string OfContainer(string enter, string name, string own) => Part(
        $"""
        case ${"{"}_dxflow_set%%=*{"}"} in
                    {own}) set -- --env "$_dxflow_set" "$@";;
                    *) export "$_dxflow_set"; set -- --env "${"{"}_dxflow_set%%=*{"}"}" "$@";;
                esac
        """,
        $$"""
            [ -z "$_dxflow_look" ] || exit 0
            [ -z "$_dxflow_work" ] || set -- --workdir "$_dxflow_work" "$@"
            exec {{enter}} $_dxflow_terminal "$@"
        """, $"set -- {name} \"$@\"");

    /// <summary>The same where there is no such program.</summary>
    public static string None(string why) => $"[ \"${{1-}}\" != {Word} ] || {{ echo {why}; exit 125; }}\n";

    private static string Part(string take, string enter, string first = ":") => $$"""
        if [ "${1-}" = {{Word}} ]; then
            shift
            {{first}}
            _dxflow_work=${DXFLOW_BESIDE_DIRECTORY-} _dxflow_look=${DXFLOW_BESIDE_LOOK-}
            _dxflow_terminal=${DXFLOW_BESIDE_TERMINAL:+--tty}
            unset DXFLOW_BESIDE_DIRECTORY DXFLOW_BESIDE_LOOK DXFLOW_BESIDE_TERMINAL
            _dxflow_at=0
            while eval "_dxflow_set=\${DXFLOW_BESIDE_$_dxflow_at-}"; [ -n "$_dxflow_set" ]; do
                {{take}}
                unset "DXFLOW_BESIDE_$_dxflow_at"
                _dxflow_at=$((_dxflow_at + 1))
            done
            umask 022
        {{enter}}
        fi

        """;
}
