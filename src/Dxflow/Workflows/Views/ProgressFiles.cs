using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Loops;

namespace Dxflow.Workflows.Views;

/// <summary>How far a task says that it is (<see cref="Text"/>, <c>n/m</c>), or why what it wrote says nothing.</summary>
internal readonly record struct ProgressLook(string? Text, string? Note);

/// <summary>
/// What running tasks write into their file <c>DXFLOW_PROGRESS</c>, read only when somebody asks, each at most once a second however many
/// ask. The file is the task's: it may be anything, of any size, so a link or a pipe is not opened, and no more than a line is read.
/// </summary>
internal sealed class ProgressFiles(Func<string, RunFiles> filesOf, SteadyClock clock)
{
    private const int BytesMax = 64;
    private const int KnownMax = 4096;
    private const int ShownMax = 24;
    private const long FreshMs = 1000;

    private readonly ConcurrentDictionary<AttemptId, (long At, ProgressLook Look)> _known = new();

    public ProgressLook Of(AttemptId id)
    {
        var now = clock.Now;
        if (_known.TryGetValue(id, out var known) && now - known.At is >= 0 and < FreshMs)
        {
            return known.Look;
        }

        if (_known.Count >= KnownMax)
        {
            _known.Clear();
        }

        var look = Read(filesOf(id.Run).Attempt(id));
        _known[id] = (now, look);
        return look;
    }

    private static ProgressLook Read(string attempt)
    {
        try
        {
            using var directory = ConfinedDirectory.Open(attempt);
            using var found = directory.Find(RunEvaluation.ProgressName);
            if (found is null)
            {
                return default;
            }

            if (found.Stat.Kind != FileKind.Regular)
            {
                return new ProgressLook(null, "DXFLOW_PROGRESS is no file");
            }

            using var file = found.OpenToRead();
            var buffer = new byte[BytesMax];
            return Parse(buffer.AsSpan(0, FileCalls.Read(file, buffer, 0, attempt)));
        }
        catch (Exception gone) when (gone is DiskException or PathEscapeException)
        {
            // The attempt has ended meanwhile, or plays tricks: either way nothing is known.
            return default;
        }
    }

    private static string Short(string text) => text.Length > ShownMax ? text[..ShownMax] + "…" : text;

    public static ProgressLook Parse(ReadOnlySpan<byte> written)
    {
        var text = Encoding.UTF8.GetString(written).Trim();
        if (text.Length == 0)
        {
            return default;
        }

        var slash = text.IndexOf('/');
        return slash > 0
            && long.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var done)
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var all) && all > 0 && done <= all
            ? new ProgressLook(string.Create(CultureInfo.InvariantCulture, $"{done}/{all}"), null)
            : new ProgressLook(null, $"DXFLOW_PROGRESS holds '{VisibleText.Of(Short(text))}', which is not n/m");
    }
}
