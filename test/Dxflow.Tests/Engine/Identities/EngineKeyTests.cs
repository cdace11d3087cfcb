using Dxflow.Engine;
using Dxflow.Engine.Identities;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Engine.Identities;

public sealed class EngineKeyTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("dxflow-key-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task The_key_is_made_when_it_is_asked_for_and_is_the_same_ever_after()
    {
        var home = Home.Locate(_path);
        string fingerprint;
        using (var key = new EngineKey(home))
        {
            Assert.False(File.Exists(home.KeyFile));
            var both = await Task.WhenAll(key.GetAsync(), key.GetAsync());
            Assert.Same(both[0], both[1]);
            Assert.Equal(EngineKey.Bits, both[0].KeySize);
            fingerprint = await key.FingerprintAsync();
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.KeyFile));
        using var again = new EngineKey(home);
        Assert.Equal(fingerprint, await again.FingerprintAsync());
        Assert.Matches("^[0-9a-f]{64}$", fingerprint);
    }

    [Fact]
    public async Task A_damaged_key_is_never_replaced_by_itself()
    {
        var home = Home.Locate(_path);
        string[] damaged = ["", "garbage", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"];
        foreach (var text in damaged)
        {
            await File.WriteAllTextAsync(home.KeyFile, text);
            using var key = new EngineKey(home);
            var fault = await Assert.ThrowsAsync<Fault>(() => key.GetAsync());
            Assert.Contains(home.KeyFile, fault.Info.Detail);
            Assert.Equal(text, await File.ReadAllTextAsync(home.KeyFile));
        }
    }
}
