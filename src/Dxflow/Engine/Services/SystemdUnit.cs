using System.Globalization;
using System.Text;
using Dxflow.Operations;

namespace Dxflow.Engine.Services;

/// <summary>
/// The unit of an engine. Tasks are its children and live in its cgroup, so whatever restricts the service restricts them: no file system
/// is hidden, no system call filtered, no privilege taken. What stands here keeps the engine and its tasks from hurting each other:
/// they outlive it (KillMode), their cgroups are its own affair (Delegate), one that runs out of memory does not end it (OOMPolicy).
/// Exit codes 2, 4 and 6 (bad settings, not allowed, home taken) get no better by trying again.
/// </summary>
internal static class SystemdUnit
{
    public static string Write(ServiceSpec spec)
    {
        spec.Check();
        if (spec.Program.AsSpan().ContainsAny("\"'\\"))
        {
            throw Fault.Invalid(
                $"systemd starts no program of the name {spec.Program}.", "Move it to a path without quotes and backslashes.");
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            [Unit]
            Description=dxflow engine in {Specifiers(spec.Home.TrimEnd('\\'))}

            """);
        text.Append(spec.ForUser ? "" : "After=network-online.target\nWants=network-online.target\n");
        text.Append(CultureInfo.InvariantCulture, $"""

            [Service]
            Type=notify
            NotifyAccess=main
            ExecStart={Quoted(spec.Program, isProgram: true)} {string.Join(' ', spec.Arguments.Select(static each => Quoted(each)))}

            """);
        text.Append(spec.RunAs.Length > 0 ? $"User={Specifiers(spec.RunAs)}\n" : "");
        foreach (var (name, value) in spec.Variables.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            text.Append("Environment=").Append(Assignment(name, value)).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"""
            Restart=on-failure
            RestartSec=2
            RestartPreventExitStatus=2 4 6
            TimeoutStartSec=120
            TimeoutStopSec=90
            WatchdogSec=120
            KillMode=process
            Delegate=yes
            OOMPolicy=continue
            TasksMax=infinity
            LimitNOFILE=524288
            UMask=0077

            [Install]
            WantedBy={(spec.ForUser ? "default.target" : "multi-user.target")}

            """).ToString();
    }

    /// <summary>systemd.syntax(7): in double quotes, a backslash before either; <c>%</c> and <c>$</c> are doubled.</summary>
    private static string Quoted(string text, bool isProgram = false) =>
        '"' + Specifiers(Escaped(isProgram ? text : text.Replace("$", "$$", StringComparison.Ordinal))) + '"';

    private static string Assignment(string name, string value) => '"' + Specifiers(Escaped($"{name}={value}")) + '"';

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Specifiers(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
