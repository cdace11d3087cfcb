using System.Security.Cryptography;
using Dxflow.Objects.Commands;
using Xunit;

namespace Dxflow.Tests.Objects.Commands;

public sealed class WatchedFileTests : IDisposable
{
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(800_000);
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task What_was_there_before_is_in_the_sum()
    {
        await File.WriteAllBytesAsync(_path, _bytes[..300_000]);
        await using var file = new WatchedFile(_path, static _ => { });
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(_bytes.AsMemory(300_000, 400_000));
        await file.WriteAsync(_bytes.AsMemory(700_000));
        Assert.Equal(Hash(_bytes), await file.Sha256Async(CancellationToken.None));
        Assert.Equal(_bytes.Length, file.Length);
    }

    [Fact]
    public async Task Nothing_new_is_summed_up_too_and_what_is_begun_anew_alone()
    {
        await File.WriteAllBytesAsync(_path, _bytes);
        await using var file = new WatchedFile(_path, static _ => { });
        Assert.Equal(Hash(_bytes), await file.Sha256Async(CancellationToken.None));
        file.SetLength(0);
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(_bytes.AsMemory(0, 5));
        Assert.Equal(Hash(_bytes[..5]), await file.Sha256Async(CancellationToken.None));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
