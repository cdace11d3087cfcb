using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Logs;

/// <summary>One stream as it was at one look: how far it reaches, when it was last written to, and when what was written before.</summary>
internal sealed record StreamLook(long Length, DateTimeOffset ModifiedAt, LogIndex Index)
{
    public static StreamLook Of(string directory, bool error) => FileStat.Find(LogFile.PathIn(directory, error)) is { } found
        ? new StreamLook(found.Length, found.ModifiedAt, LogIndex.Read(directory, error))
        : new StreamLook(0, default, LogIndex.Empty);

    public DateTimeOffset At(long offset) => Index.At(offset) ?? ModifiedAt;

    /// <summary>Up to where lines have the time of the one that ends before an offset.</summary>
    public long SameTimeUntil(long offset) => Index.SameTimeUntil(offset) ?? Length;

    /// <summary>A lower bound for the time of the first line; null if there is none.</summary>
    public DateTimeOffset? FirstAt => Length == 0
        ? null
        : Index.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(Index.FirstAt) : ModifiedAt;
}

/// <summary>Both streams of a task as they were at one look.</summary>
internal sealed record LogLook(StreamLook Output, StreamLook Error)
{
    public static LogLook Of(string directory) => new(StreamLook.Of(directory, error: false), StreamLook.Of(directory, error: true));

    public StreamLook this[bool error] => error ? Error : Output;
}
