using System.Buffers;
using System.Text;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// All processes that belong to something, found without a cgroup: those whose environment carries a mark (<c>NAME=value</c>, which
/// children inherit), and those of a session. A process that cleared its environment and left the session is not found.
/// </summary>
internal static class ProcessTree
{
    private const int EnvironmentBytesMax = 4 << 20;

    /// <summary>
    /// What to look for; a mark that is null and a session that is 0 are none. A session only while its leader is not reaped, else the
    /// number may be another's by now. <see cref="Except"/> is spared. <see cref="OldMark"/> is as good as the mark: an earlier version's.
    /// </summary>
    public readonly record struct Query(string? Mark, int Session = 0, int Except = 0, string? OldMark = null)
    {
        public IEnumerable<string> Marks => new[] { Mark, OldMark }.OfType<string>();
    }

    /// <summary>One pass over all processes for all queries: the pids found, by the index of the query.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<Query> queries)
    {
        var found = queries.Select(_ => new List<int>()).ToArray();
        var marks = new Dictionary<string, int>();
        var sessions = new Dictionary<int, int>();
        for (var index = 0; index < queries.Count; index++)
        {
            foreach (var mark in queries[index].Marks)
            {
                marks[mark] = index;
            }

            if (queries[index].Session != 0)
            {
                sessions[queries[index].Session] = index;
            }
        }

        var names = NamesOf(marks);
        foreach (var pid in ProcFile.Pids())
        {
            if (Match(pid, names, marks, sessions) is { } index && queries[index].Except != pid)
            {
                found[index].Add(pid);
            }
        }

        return found;
    }

    /// <summary>
    /// Signals a process that a pass has found: 1 its handle is opened, 2 it is asked for again, 3 the handle is signalled,
    /// so that a number which changed hands meanwhile hits nobody.
    /// </summary>
    public static bool Signal(int pid, Query query, int signal)
    {
        using var handle = SafePidHandle.Open(pid);
        var marks = query.Marks.ToDictionary(static mark => mark, static _ => 0);
        Dictionary<int, int> sessions = query.Session == 0 ? [] : new() { [query.Session] = 0 };
        return handle is not null && Match(pid, NamesOf(marks), marks, sessions) is not null && handle.Signal(signal);
    }

    private static byte[][] NamesOf(Dictionary<string, int> marks) =>
        [.. marks.Keys.Select(mark => mark[..(mark.IndexOf('=') + 1)]).Distinct().Select(Encoding.UTF8.GetBytes)];

    private static int? Match(int pid, byte[][] names, Dictionary<string, int> marks, Dictionary<int, int> sessions)
    {
        if (sessions.Count > 0
            && ProcessStat.Read(pid) is { IsEnded: false } stat
            && sessions.TryGetValue(stat.Session, out var bySession))
        {
            return bySession;
        }

        if (names.Length == 0)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            var environment = ReadEnvironment(pid, ref buffer);
            foreach (var name in names)
            {
                if (ValueAfter(environment, name) is { } value && marks.TryGetValue(Encoding.UTF8.GetString(name) + value, out var byMark))
                {
                    return byMark;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Empty for a zombie, a kernel thread, and another user's process.</summary>
    private static ReadOnlySpan<byte> ReadEnvironment(int pid, ref byte[] buffer)
    {
        while (true)
        {
            var read = ProcFile.Read(pid, "environ", buffer);
            if (read.Length < buffer.Length || buffer.Length >= EnvironmentBytesMax)
            {
                return read;
            }

            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private static string? ValueAfter(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> name)
    {
        for (var at = 0; at < environment.Length;)
        {
            var end = environment[at..].IndexOf((byte)0);
            var entry = end < 0 ? environment[at..] : environment.Slice(at, end);
            if (entry.StartsWith(name))
            {
                return Encoding.UTF8.GetString(entry[name.Length..]);
            }

            at += entry.Length + 1;
        }

        return null;
    }
}
