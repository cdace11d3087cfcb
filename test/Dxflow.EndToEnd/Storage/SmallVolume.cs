using System.Diagnostics;
using Xunit;

namespace Dxflow.EndToEnd.Storage;

/// <summary>A real file system of a few megabytes, or of a few inodes, mounted for one test. Needs root.</summary>
internal sealed class SmallVolume : IAsyncDisposable
{
    private SmallVolume(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallVolume> MountAsync(int megabytes, int? inodes = null)
    {
        var volume = new SmallVolume(Directory.CreateTempSubdirectory("dxflow-volume-").FullName);
        var bounds = $"size={megabytes}m" + (inodes is { } most ? $",nr_inodes={most}" : "");
        await RunAsync("mount", "-t", "tmpfs", "-o", bounds, "tmpfs", volume.Path);
        return volume;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed ({process.ExitCode}); mounting a volume needs root: {error}");
    }
}
