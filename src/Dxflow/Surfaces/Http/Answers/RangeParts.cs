using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>Several ranges as one answer (RFC 9110, 14.6): what stands before each, and at the end.</summary>
internal sealed class RangeParts
{
    private const int BoundaryBytes = 16;

    public RangeParts(IReadOnlyList<(long First, long Last)> ranges, long whole, string mediaType)
    {
        var boundary = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(BoundaryBytes));
        MediaType = $"multipart/byteranges; boundary={boundary}";
        Heads =
        [
            .. ranges.Select(range => Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"\r\n--{boundary}\r\nContent-Type: {mediaType}\r\nContent-Range: bytes {range.First}-{range.Last}/{whole}\r\n\r\n"))),
        ];
        End = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        Length = Heads.Sum(static head => (long)head.Length) + ranges.Sum(static range => range.Last - range.First + 1) + End.Length;
    }

    public string MediaType { get; }

    public IReadOnlyList<byte[]> Heads { get; }

    public ReadOnlyMemory<byte> End { get; }

    /// <summary>Bytes of all of it.</summary>
    public long Length { get; }
}
