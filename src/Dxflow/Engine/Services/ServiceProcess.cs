namespace Dxflow.Engine.Services;

/// <summary>The process of an engine as its service manager sees it, and the variables that a service has to be given.</summary>
internal static class ServiceProcess
{
    /// <summary>What decides how an engine and its tasks behave, and a service manager does not pass on by itself.</summary>
    private static readonly string[] Passed = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "XDG_RUNTIME_DIR"];

    /// <summary>
    /// The service of this home, if the process that has it is one: by the name of its cgroup, so that an engine that another service
    /// started by hand is not taken for that.
    /// </summary>
    public static string? NameOf(Home home, EngineHolder? holder)
    {
        if (holder is null || holder.Host != Environment.MachineName || !EngineLock.IsAlive(holder))
        {
            return null;
        }

        try
        {
            return NameIn(File.ReadAllText($"/proc/{holder.Pid}/cgroup"), ServiceSpec.NameOf(home.Path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string? NameIn(string cgroups, string service) =>
        cgroups.Split('\n').Any(line => line.Split('/').Contains(service + ".service")) ? service : null;

    /// <summary>Of this process, for the service of an engine that is to behave as if it were started here.</summary>
    public static Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (variable.Value is string { Length: > 0 } value && (Passed.Contains(name)
                || name.StartsWith("DXFLOW_CONFIG_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal)))
            {
                variables.Add(name, value);
            }
        }

        return variables;
    }
}
