using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Process.Wrapper;

/// <summary>What a wrapper wrote last: the shell's code of the program (128 + n for a death by signal n), and when.</summary>
internal readonly record struct ExitFile(int Code, DateTimeOffset At)
{
    private const int BytesMax = 16;

    public static string PathIn(string directory) => Path.Join(directory, "exit");

    /// <summary>Null: there is none, or it was not written to its end.</summary>
    public static ExitFile? Read(string directory) =>
        AttemptFile.Read(PathIn(directory), BytesMax, out var writtenAt) is { } content
        && TryParse(Encoding.ASCII.GetString(content), out var code)
            ? new ExitFile(code, writtenAt)
            : null;

    public static bool TryParse(string content, out int code)
    {
        code = 0;
        return content.EndsWith('\n')
            && int.TryParse(content.AsSpan(0, content.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out code)
            && code <= 255;
    }

    /// <summary>Whether the program was never entered: it was not found, not executable, or its cgroup could not be entered.</summary>
    public static bool IsRefused(string directory, int code) =>
        code is 125 or 126 or 127 && FileStat.Find(Path.Join(directory, "refused")) is not null;
}
