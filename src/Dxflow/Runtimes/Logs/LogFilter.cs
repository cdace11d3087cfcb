using System.Text;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// Which lines are wanted, by the text that is shown of them: what is hidden there is not found. <paramref name="needle"/> is a text that a
/// line has to contain as it stands, if there is such a one, so that most lines need not be looked at more closely.
/// </summary>
internal sealed class LogFilter(Func<string, bool, bool> takes, string? needle = null)
{
    private const byte Escape = 0x1b;

    /// <summary>What is shown otherwise than it is written cannot be looked for in the file: masks, visible control characters.</summary>
    private readonly byte[]? bytes = needle is null || needle.Any(IsMade) ? null : Encoding.UTF8.GetBytes(needle);

    private static bool IsMade(char letter) => letter is '*' or '\\' or '\ufffd' || char.IsControl(letter);

    public bool Takes(ReadOnlySpan<byte> line, bool isCut) =>
        (bytes is null || line.IndexOf(bytes) >= 0 || line.Contains(Escape)) && takes(SafeText.Of(line), isCut);
}
