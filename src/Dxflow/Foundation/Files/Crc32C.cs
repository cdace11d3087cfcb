using System.Numerics;
using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Files;

/// <summary>The checksum of everything we store (CRC-32C, as in RFC 3720): one instruction per eight bytes on common processors.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }
}
