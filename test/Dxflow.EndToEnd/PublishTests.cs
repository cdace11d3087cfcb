using System.Diagnostics;
using Xunit;

namespace Dxflow.EndToEnd;

/// <summary>The one file that users get.</summary>
public sealed class PublishTests
{
    private static readonly string Binary = Environment.GetEnvironmentVariable("DXFLOW_BINARY")
        ?? throw new InvalidOperationException("DXFLOW_BINARY names no published file; run `dotnet run dev.cs test --e2e`.");

    [Fact]
    public void Publishing_leaves_exactly_one_file() =>
        Assert.Equal([Binary], Directory.GetFileSystemEntries(Path.GetDirectoryName(Binary)!));

    [Fact]
    public async Task The_published_file_starts_with_nothing_but_itself()
    {
        // No HOME, no PATH, no culture: what a container from scratch has, with libc.
        var start = new ProcessStartInfo(Binary, ["version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, error);
    }
}
