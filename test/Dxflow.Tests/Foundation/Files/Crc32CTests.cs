using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class Crc32CTests
{
    [Fact]
    public void Known_values_hold()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0u, Crc32C.Of([]));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
    }

    [Fact]
    public void Every_single_bit_counts()
    {
        var bytes = new byte[19];
        var sums = new HashSet<uint> { Crc32C.Of(bytes) };
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(sums.Add(Crc32C.Of(bytes)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
