using System.Globalization;
using System.Text;

namespace Dxflow.Artifacts.Packing;

/// <summary>One entry of an archive: the letter that says what it is, its name, how many bytes follow.</summary>
internal sealed record TarHead(char Type, string Name, long Size, bool Executable);

/// <summary>
/// The entries of a tar archive from outside, one after the other (POSIX ustar and pax, and GNU's long names). The framework's own reader
/// takes as much memory as a header announces; here what describes an entry is bounded before anything is read, headers have to have their
/// sum, and an archive has to come to its end. After <see cref="NextAsync"/> the content of a file is read from <see cref="Content"/>.
/// </summary>
internal sealed class TarEntries(Stream archive, CancellationToken cancel)
{
    /// <summary>Of what pax and GNU write about one entry: a name of 4 KiB and much besides.</summary>
    public const int DescriptionBytesMax = 64 * 1024;
    private const int BlockBytes = 512;

    private readonly byte[] _block = new byte[BlockBytes];
    private TarContent? _content;

    public Stream Content => _content ?? Stream.Null;

    /// <summary>Null at the end of the archive; what was not read of the entry before is passed over.</summary>
    public async ValueTask<TarHead?> NextAsync()
    {
        await PassAsync();
        var (name, size) = (default(string), default(long?));
        while (true)
        {
            await archive.ReadExactlyAsync(_block, cancel);
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                return null;
            }

            var head = Head();
            switch (head.Type)
            {
                case 'x':
                    foreach (var (key, value) in Records(await DescriptionAsync(head)))
                    {
                        name = key == "path" ? value : name;
                        size = key == "size" ? Number(value) : size;
                    }

                    break;
                case 'g' or 'K':
                    await DescriptionAsync(head);
                    break;
                case 'L':
                    name = Text(await DescriptionAsync(head));
                    break;
                default:
                    var entry = head with { Name = name ?? head.Name, Size = size ?? head.Size };
                    _content = new TarContent(archive, entry.Size);
                    return entry;
            }
        }
    }

    private async ValueTask PassAsync()
    {
        if (_content is { } content)
        {
            _content = null;
            await content.PassAsync(cancel);
            await PaddingAsync(content.Length);
        }
    }

    private async ValueTask PaddingAsync(long length)
    {
        var padding = (int)((BlockBytes - (length % BlockBytes)) % BlockBytes);
        await archive.ReadExactlyAsync(_block.AsMemory(0, padding), cancel);
    }

    private async ValueTask<byte[]> DescriptionAsync(TarHead head)
    {
        if (head.Size > DescriptionBytesMax)
        {
            throw new InvalidDataException($"what describes an entry has {head.Size} bytes, and {DescriptionBytesMax} at most");
        }

        var bytes = new byte[head.Size];
        await archive.ReadExactlyAsync(bytes, cancel);
        await PaddingAsync(head.Size);
        return bytes;
    }

    private TarHead Head()
    {
        var sum = 0L;
        for (var at = 0; at < BlockBytes; at++)
        {
            sum += at is >= 148 and < 156 ? ' ' : _block[at];
        }

        if (Octal(_block.AsSpan(148, 8)) != sum)
        {
            throw new InvalidDataException("a header does not have the sum that it says");
        }

        var isPosix = _block.AsSpan(257, 6).SequenceEqual("ustar\0"u8);
        var (prefix, name) = (isPosix ? Text(_block.AsSpan(345, 155)) : "", Text(_block.AsSpan(0, 100)));
        var type = _block[156] is 0 ? '0' : (char)_block[156];
        return new TarHead(
            type, prefix.Length > 0 ? $"{prefix}/{name}" : name, Octal(_block.AsSpan(124, 12)), (Octal(_block.AsSpan(100, 8)) & 0x40) != 0);
    }

    /// <summary>Digits in octal; or, as GNU writes what is larger, the bytes of the number after a first one of 0x80.</summary>
    private static long Octal(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        if (field[0] == 0x80)
        {
            foreach (var part in field[1..])
            {
                number = number >> 54 == 0 ? (number << 8) | part : throw Wrong();
            }

            return number;
        }

        foreach (var digit in field.Trim(" \0"u8))
        {
            number = digit is >= (byte)'0' and <= (byte)'7' && number >> 59 == 0 ? (number << 3) + (digit - '0') : throw Wrong();
        }

        return number;
    }

    /// <summary>Each is <c>LENGTH KEY=VALUE\n</c>, its length in decimal and of all of it.</summary>
    private static IEnumerable<(string Key, string Value)> Records(byte[] description)
    {
        for (var at = 0; at < description.Length;)
        {
            var space = Array.IndexOf(description, (byte)' ', at);
            var length = space > at ? Number(Encoding.UTF8.GetString(description, at, space - at)) : 0;
            if (space < at || length <= space - at + 1 || length > description.Length - at || description[at + length - 1] != '\n')
            {
                throw Wrong();
            }

            var record = Encoding.UTF8.GetString(description, space + 1, (int)(at + length - space - 2));
            var equals = record.IndexOf('=');
            yield return equals > 0 ? (record[..equals], record[(equals + 1)..]) : throw Wrong();
            at += (int)length;
        }
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();

    private static string Text(ReadOnlySpan<byte> field) =>
        Encoding.UTF8.GetString(field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field);

    private static InvalidDataException Wrong() => new("a header says what cannot be read");
}
