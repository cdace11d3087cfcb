using System.Security.Cryptography;
using Dxflow.Objects.Commands;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Objects.Commands;

public sealed class SentFileTests : IDisposable
{
    private const int Bytes = 900_000;

    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(Bytes);
    private readonly string _path = Path.GetTempFileName();
    private readonly FileStream _content;
    private readonly SentFile _file;

    public SentFileTests()
    {
        File.WriteAllBytes(_path, _bytes);
        _content = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite);
        _file = new SentFile(_content, static _ => { });
    }

    public void Dispose()
    {
        _file.Dispose();
        _content.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task It_is_summed_up_as_it_is_read_and_each_byte_once()
    {
        await ReadAsync(700_000);
        Assert.Equal(Hash(700_000), await _file.Sha256Async());

        // The connection broke off, and the engine has less than was sent.
        await _file.SeekAsync(150_000, CancellationToken.None);
        Assert.Equal(_bytes[150_000..], await ReadAsync(Bytes));
        Assert.Equal(Hash(Bytes), await _file.Sha256Async());
    }

    [Fact]
    public async Task What_is_passed_over_is_in_the_sum()
    {
        await _file.SeekAsync(600_000, CancellationToken.None);
        Assert.Equal(Hash(600_000), await _file.Sha256Async());
        Assert.Equal(Hash(Bytes), await _file.WholeAsync(CancellationToken.None));
        await _file.SeekAsync(600_000, CancellationToken.None);
        Assert.Equal(_bytes[600_000..600_010], await _file.NextAsync(10, CancellationToken.None));
        Assert.Equal(Hash(600_010), await _file.Sha256Async());
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_is_told_of()
    {
        _content.SetLength(1_000);
        await Assert.ThrowsAsync<Fault>(() => _file.SeekAsync(2_000, CancellationToken.None));
        await Assert.ThrowsAsync<Fault>(() => _file.NextAsync(1, CancellationToken.None));
    }

    private async Task<byte[]> ReadAsync(int upTo)
    {
        var all = new MemoryStream();
        var part = new byte[100_000];
        while (all.Length < upTo && await _file.ReadAsync(part) is var read and > 0)
        {
            all.Write(part, 0, read);
        }

        return all.ToArray();
    }

    private string Hash(int length) => Convert.ToHexStringLower(SHA256.HashData(_bytes.AsSpan(0, length)));
}
