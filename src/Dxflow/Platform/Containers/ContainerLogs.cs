using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Platform.Containers;

/// <summary>What a container wrote, straight from its engine, line by line.</summary>
internal sealed class ContainerLogs(PlatformEngines engines)
{
    public async IAsyncEnumerable<ContainerLine> ReadAsync(
        ReadContainerLogs request, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (request.Tail < 0)
        {
            throw Fault.Invalid($"tail is a number of lines, not {request.Tail}");
        }

        var engine = engines.Of(request.On);
        var found = await ContainerViews.FindAsync(engine, request.Container, cancel);
        var since = request.Since is { } from
            ? (from.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture)
            : null;
        await using var stream = await new ContainerCalls(engine.Api).LogsAsync(
            found.Id, request.Follow, since, cancel, tail: request.Tail);
        await foreach (var line in LinesAsync(stream, found.Config?.Tty ?? false, cancel))
        {
            yield return line;
        }
    }

    /// <summary>
    /// A long line comes in several frames, each with its own time: it is put together again, and cut where it has no end.
    /// </summary>
    public static async IAsyncEnumerable<ContainerLine> LinesAsync(
        Stream stream, bool isTerminal, [EnumeratorCancellation] CancellationToken cancel)
    {
        var frames = new FrameReader(stream, isTerminal);
        PartialLine[] parts = [new PartialLine(error: false, isTerminal), new PartialLine(error: true, isTerminal)];
        while (await frames.NextAsync(cancel) is { } piece)
        {
            foreach (var line in parts[piece.Error ? 1 : 0].Take(piece))
            {
                yield return line;
            }
        }

        foreach (var line in parts.Select(static part => part.Rest()).OfType<ContainerLine>())
        {
            yield return line;
        }
    }
}
