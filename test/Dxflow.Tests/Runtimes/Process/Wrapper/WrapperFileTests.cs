using Dxflow.Runtimes.Process.Wrapper;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Wrapper;

public sealed class WrapperFileTests : IDisposable
{
    private readonly TemporaryDirectory home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void It_is_written_once_and_may_be_read_and_run_by_its_owner_alone()
    {
        var path = WrapperFile.Install(home.Path);
        var written = File.GetLastWriteTimeUtc(path);
        Assert.Equal(path, WrapperFile.Install(home.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        Assert.StartsWith("#!/bin/sh\n", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(home.Path));
    }

    [Fact]
    public void A_damaged_one_is_replaced()
    {
        var path = WrapperFile.Install(home.Path);
        var content = File.ReadAllBytes(path);
        File.Delete(path);
        File.WriteAllText(path, "echo changed");
        File.WriteAllText(path + ".tmp", "left by a crash");
        File.SetUnixFileMode(path + ".tmp", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(path, WrapperFile.Install(home.Path));
        Assert.Equal(content, File.ReadAllBytes(path));
    }
}
