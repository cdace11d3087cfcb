using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// A directory for each submission, where the nodes see it: <c>list</c> has the attempts' directories, as many lines to an element of the
/// array as are grouped, <c>script</c> is what the scheduler is given, and says which line is whose. Gone when the last of its attempts
/// has left, as far as its own files say that too: an engine that was killed does not know all of them again at once. Who joins and leaves
/// is counted by one loop.
/// </summary>
internal sealed class SubmissionFolder(string root, IBatchScheduler scheduler)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Dictionary<string, int> counts = [];

    public void Join(string key, int count) => counts[key] = counts.GetValueOrDefault(key) + count;

    /// <param name="key">Of which submission.</param>
    /// <param name="never">The scheduler has never had it, so that nobody will look for what is to begin yet.</param>
    public void Leave(string key, bool never = false)
    {
        if ((counts[key] = counts.GetValueOrDefault(key) - 1) > 0)
        {
            return;
        }

        if (never)
        {
            Forget(key);
        }
        else
        {
            counts.Remove(key);
            RemoveIfOver(key);
        }
    }

    public void Forget(string key)
    {
        counts.Remove(key);
        Remove(key);
    }

    /// <summary>Makes the directory of a submission; returns the path of its script.</summary>
    public string Make(string key, IReadOnlyList<string> directories, int group = 1, int pool = 1)
    {
        var folder = PathOf(key);
        Directory.CreateDirectory(folder, Private);
        var list = Path.Join(folder, "list");
        FileCalls.WriteWhole(list, Encoding.UTF8.GetBytes(string.Concat(directories.Select(static each => each + "\n"))));
        var script = Path.Join(folder, "script");
        FileCalls.WriteWhole(script, Encoding.UTF8.GetBytes(group == 1 && scheduler.HasSignals ? Script(list) : Script(list, group, pool)));
        return script;
    }

    /// <summary>
    /// Removes what an engine that was killed has left: submissions all of whose attempts have ended, will never begin, or are gone. What
    /// is still to begin, or runs, finds its own by the files alone, whoever has submitted it.
    /// </summary>
    public void Sweep()
    {
        try
        {
            foreach (var key in Directory.EnumerateDirectories(root).Select(Path.GetFileName).ToList())
            {
                RemoveIfOver(key!);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is none yet, or the disk is away: another time.
        }
    }

    private void RemoveIfOver(string key)
    {
        try
        {
            if (!ReadList(key).Any(IsOpen))
            {
                Remove(key);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The disk is away: another time.
        }
    }

    /// <summary>One that is not written yet is somebody's who goes on with it.</summary>
    private IEnumerable<string> ReadList(string key)
    {
        var list = Path.Join(PathOf(key), "list");
        return File.Exists(list) ? File.ReadLines(list) : ["/"];
    }

    private static bool IsOpen(string directory) => Directory.Exists(directory) && !VerdictFile.IsThere(directory)
        && (StartToken.Read(directory) is not { } token || (!token.IsAbandoned && ExitFile.Read(directory) is null));

    private void Remove(string key)
    {
        try
        {
            Directory.Delete(PathOf(key), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Some bytes too many on a disk.
        }
    }

    private string PathOf(string key) => Path.Join(root, key);

    /// <summary>A shell reads byte by byte: the thousandth of an array would take longer to find its line than many a task takes.</summary>
    private string Script(string list) => $$"""
        #!/bin/sh
        _dxflow_line="{{scheduler.IndexExpression}}"
        if [ "$_dxflow_line" = 0 ]; then
            IFS= read -r _dxflow_dir <{{LaunchFile.Quoted(list)}}
        else
            _dxflow_dir=$(sed -n "$((_dxflow_line + 1)){p;q;}" {{LaunchFile.Quoted(list)}})
        fi
        [ -n "$_dxflow_dir" ] || exit 125
        exec /bin/sh "$_dxflow_dir/launch"

        """;

    private string Script(string list, int group, int pool) => string.Create(CultureInfo.InvariantCulture, $"""
        #!/bin/sh
        _dxflow_list={LaunchFile.Quoted(list)}
        _dxflow_first=$(({scheduler.IndexExpression} * {group}))
        _dxflow_after=$((_dxflow_first + {group}))
        _dxflow_pool={pool}

        """) + Encoding.UTF8.GetString(WrapperFile.Content("group.sh"));
}
