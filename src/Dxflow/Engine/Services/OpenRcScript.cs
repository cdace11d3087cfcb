using System.Globalization;
using System.Text;

namespace Dxflow.Engine.Services;

/// <summary>
/// The service script of an engine for OpenRC. The engine goes into the background and says when it is ready by itself, so each function
/// is one of its own commands; the script tells them that no service manager is to be asked, or they would come back here.
/// </summary>
internal static class OpenRcScript
{
    public static string Write(ServiceSpec spec)
    {
        spec.Check();
        var command = spec.RunAs.Length == 0
            ? Quoted(spec.Program)
            : $"su -s /bin/sh -c 'exec \"$0\" \"$@\"' {Quoted(spec.RunAs)} -- {Quoted(spec.Program)}";
        var exports = new StringBuilder();
        foreach (var (name, value) in spec.Variables.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            exports.Append(CultureInfo.InvariantCulture, $"export {name}={Quoted(value)}\n");
        }

        var home = $"--home {Quoted(spec.Home)}";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            #!/sbin/openrc-run
            description={{Quoted("dxflow engine in " + spec.Home)}}
            {{exports}}export DXFLOW_CONFIG_SERVICE_MANAGER=none

            depend() {
                need localmount
                after net
            }

            start() {
                ebegin "Starting the dxflow engine"
                {{command}} {{string.Join(' ', spec.Arguments.Select(Quoted))}} --daemon --quiet
                eend $?
            }

            stop() {
                ebegin "Ending the dxflow engine; its work goes on"
                {{command}} boot down {{home}} --quiet
                eend $?
            }

            status() {
                {{command}} boot status {{home}}
            }

            """);
    }

    /// <summary>As one word of a POSIX shell.</summary>
    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
