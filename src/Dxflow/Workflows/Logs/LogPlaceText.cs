using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Dxflow.Operations;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// A place in the logs of a run as the id of an event: numbers of 7 bits a byte, the least first, in base64 for addresses. It comes back
/// from clients, so nothing in it is believed: it can skip lines, never begin in the middle of one.
/// </summary>
internal sealed record LogPlaceText(int Run, string Id, IReadOnlyList<LogPlaceEntry> Entries)
{
    private const byte Format = 1;
    private const int BitsMax = 63;
    private const int CharactersMax = 16 << 10;
    private const int IdCharactersMax = 64;

    /// <summary>Null if there is none.</summary>
    /// <exception cref="Fault">It is no place.</exception>
    public static LogPlaceText? Parse(string? text) => text is null ? null
        : text.Length <= CharactersMax && TryParse(text, out var place) ? place
        : throw Fault.Invalid("Last-Event-ID is no place in logs", "give the id of the last event that was read, or leave it out");

    public override string ToString()
    {
        var bytes = new List<byte> { Format };
        Add(bytes, Run);
        Add(bytes, Id.Length);
        bytes.AddRange(Id.Select(static letter => (byte)letter));
        var before = 0;
        foreach (var (step, slice, attempt, place) in Entries)
        {
            Add(bytes, step - before);
            Add(bytes, slice);
            Add(bytes, attempt);
            Add(bytes, place is { } known ? known.Output + 1 : 0);
            Add(bytes, place is { } found ? found.Error + 1 : 0);
            before = step;
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out LogPlaceText? place)
    {
        place = null;
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var (bytes, at) = (Base64Url.DecodeFromChars(text), 1);
        if (bytes is not [Format, ..] || !TryTake(bytes, ref at, int.MaxValue, out var run)
            || !TryTake(bytes, ref at, Math.Min(IdCharactersMax, bytes.Length - at), out var length) || length > bytes.Length - at)
        {
            return false;
        }

        var id = string.Concat(bytes.AsSpan(at, (int)length).ToArray().Select(static one => (char)one));
        at += (int)length;
        var (entries, step) = (new Dictionary<(int, int, int), LogPlaceEntry>(), 0L);
        while (at < bytes.Length)
        {
            if (!TryTake(bytes, ref at, int.MaxValue - step, out var further) || !TryTake(bytes, ref at, int.MaxValue, out var slice)
                || !TryTake(bytes, ref at, int.MaxValue, out var attempt) || !TryTake(bytes, ref at, long.MaxValue, out var output)
                || !TryTake(bytes, ref at, long.MaxValue, out var error) || attempt == 0 || (output == 0) != (error == 0))
            {
                return false;
            }

            step += further;
            var read = output == 0 ? default(LogPlace?) : new LogPlace(output - 1, error - 1);
            entries[((int)step, (int)slice, (int)attempt)] = new LogPlaceEntry((int)step, (int)slice, (int)attempt, read);
        }

        place = new LogPlaceText((int)run, id, [.. entries.Values]);
        return entries.Count <= LogPlaces.Max;
    }

    private static void Add(List<byte> bytes, long number)
    {
        for (; number > 0x7f; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
    }

    private static bool TryTake(byte[] bytes, ref int at, long max, out long number)
    {
        number = 0;
        for (var bits = 0; at < bytes.Length && bits < BitsMax; bits += 7)
        {
            var one = bytes[at++];
            number |= (long)(one & 0x7f) << bits;
            if (one <= 0x7f)
            {
                return number >= 0 && number <= max;
            }
        }

        return false;
    }
}
