using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Containers.Hooks;

/// <summary>The end of what a program wrote, of both streams as they came.</summary>
internal sealed class LastLines
{
    private const int BytesMax = 2_048;
    private const int LinesMax = 5;

    private readonly byte[] kept = new byte[BytesMax];
    private int count;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var added = bytes[Math.Max(0, bytes.Length - BytesMax)..];
        var stays = Math.Min(count, BytesMax - added.Length);
        kept.AsSpan(count - stays, stays).CopyTo(kept);
        added.CopyTo(kept.AsSpan(stays));
        count = stays + added.Length;
    }

    public override string ToString()
    {
        var lines = new List<string>();
        foreach (var range in kept.AsSpan(0, count).Split((byte)'\n'))
        {
            lines.Add(SafeText.Of(kept.AsSpan(0, count)[range]).Trim());
        }

        return string.Join('\n', lines.Where(static line => line.Length > 0).TakeLast(LinesMax));
    }
}
