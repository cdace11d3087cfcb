using System.Globalization;

namespace Dxflow.Runtimes.Process.Starting;

/// <summary>
/// The environment of a task: a bare minimum, what the options let through, and what the document and the engine give it. Nothing else
/// of the engine's own. Later ones win.
/// </summary>
internal sealed class TaskEnvironment
{
    /// <summary>Which attempt it is, from 1.</summary>
    public const string Attempt = "DXFLOW_ATTEMPT";

    /// <summary>The attempt's identity, by which its processes are found; children inherit it.</summary>
    public const string Identity = "DXFLOW_ATTEMPT_ID";

    /// <summary>Where the wrapper runs (boot and pid namespace); it takes this away before the program sees it.</summary>
    public const string Place = "DXFLOW_PLACE";

    private const string PathDefault = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly string[] Minimum = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR"];

    private readonly Dictionary<string, string> given;

    /// <param name="pass">Names beyond the minimum that are let through.</param>
    /// <param name="read">A variable of the engine's, null if it is not set.</param>
    public TaskEnvironment(IEnumerable<string> pass, Func<string, string?> read)
    {
        given = new Dictionary<string, string>
        {
            ["PATH"] = PathDefault,
            ["HOME"] = "/",
            ["USER"] = Environment.UserName,
            ["LANG"] = "C.UTF-8",
            ["TMPDIR"] = "/tmp",
        };
        foreach (var name in Minimum.Concat(pass))
        {
            if (read(name) is { Length: > 0 } value)
            {
                given[name] = value;
            }
        }
    }

    /// <summary>PATH of a task whose document gives none.</summary>
    public string SearchPath => given["PATH"];

    /// <summary>What everything gets that is started on this machine.</summary>
    public IReadOnlyDictionary<string, string> Given => given;

    public Dictionary<string, string> Of(TaskSpec spec)
    {
        var result = new Dictionary<string, string>(given);
        foreach (var (name, value) in spec.Environment)
        {
            result[name] = value;
        }

        result[Attempt] = spec.Id.Attempt.ToString(CultureInfo.InvariantCulture);
        result[Identity] = spec.Id.ToString();
        return result;
    }

    /// <summary>Without the attempt's identity: whatever is started with it is no part of the task, and does not end with it.</summary>
    public Dictionary<string, string> Beside(TaskSpec spec)
    {
        var result = Of(spec);
        result.Remove(Identity);
        return result;
    }
}
