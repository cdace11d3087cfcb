namespace Dxflow.Tests.Foundation.Files;

/// <summary>
/// The bytes of one file twice: as everyone sees them, and as they lie on the disk, with the changes between. What a power cut leaves
/// is decided sector by sector: each shows the file as it was after some number of the changes, and the last may be torn.
/// </summary>
internal sealed class ScriptedContent
{
    private const int SectorBytes = 512;

    private readonly List<Change> _changes = [];
    private byte[] _seen = [];
    private byte[] _durable = [];
    private long _durableLength;
    private bool _isDoomed;

    public long Length { get; private set; }

    public int Read(Span<byte> buffer, long offset)
    {
        var count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        _seen.AsSpan((int)Math.Min(offset, Length), count).CopyTo(buffer);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Grow(ref _seen, offset + bytes.Length);
        bytes.CopyTo(_seen.AsSpan((int)offset));
        Length = Math.Max(Length, offset + bytes.Length);
        _changes.Add(new Change(offset, bytes.ToArray(), Length));
    }

    public void SetLength(long length)
    {
        Grow(ref _seen, length);
        if (length < Length)
        {
            _seen.AsSpan((int)length, (int)(Length - length)).Clear();
        }

        Length = length;
        _changes.Add(new Change(length, null, length));
    }

    public void Sync()
    {
        if (_isDoomed)
        {
            return;
        }

        foreach (var change in _changes)
        {
            Apply(change, static _ => int.MaxValue, 0);
        }

        _durableLength = Length;
        _changes.Clear();
    }

    /// <summary>A sync failed: later ones will say yes and write nothing, as kernels do.</summary>
    public void Doom() => _isDoomed = true;

    /// <summary>The power is cut: the file becomes something that the disk may hold.</summary>
    public void CutPower(Random random)
    {
        var kept = new Dictionary<long, int>();
        var fate = random.Next(4);
        var length = _durableLength;
        for (var i = 0; i < _changes.Count; i++)
        {
            Apply(_changes[i], Fate, i);
        }

        var lengthFate = Fate(-1);
        length = lengthFate > 0 ? _changes[lengthFate - 1].LengthAfter : length;
        Grow(ref _durable, length);
        _durable.AsSpan((int)length).Clear();
        if (fate > 1 && _changes.Count > 0)
        {
            Tear(random, kept, length);
        }

        (_durableLength, Length, _seen) = (length, length, [.. _durable]);
        _changes.Clear();
        _isDoomed = false;

        // How many of the changes a sector has seen: all, none, or any number.
        int Fate(long sector)
        {
            if (!kept.TryGetValue(sector, out var count))
            {
                count = fate switch { 0 => _changes.Count, 1 => 0, _ => random.Next(_changes.Count + 1) };
                kept.Add(sector, count);
            }

            return count;
        }
    }

    /// <summary>In one sector, the change after the last that it saw is there in part.</summary>
    private void Tear(Random random, Dictionary<long, int> kept, long length)
    {
        var (sector, count) = kept.ElementAt(random.Next(kept.Count));
        if (sector < 0 || count >= _changes.Count || _changes[count].Bytes is not { } bytes)
        {
            return;
        }

        var start = Math.Max(sector * SectorBytes, _changes[count].Offset);
        var end = Math.Min(Math.Min((sector + 1) * SectorBytes, _changes[count].Offset + bytes.Length), length);
        if (end > start)
        {
            var part = bytes.AsSpan((int)(start - _changes[count].Offset), random.Next((int)(end - start)));
            part.CopyTo(_durable.AsSpan((int)start));
        }
    }

    private void Apply(Change change, Func<long, int> fate, int index)
    {
        var end = change.Bytes is null ? Math.Max(_durable.Length, change.Offset) : change.Offset + change.Bytes.Length;
        Grow(ref _durable, end);
        for (var at = change.Offset; at < end;)
        {
            var next = Math.Min(((at / SectorBytes) + 1) * SectorBytes, end);
            if (index < fate(at / SectorBytes))
            {
                var to = _durable.AsSpan((int)at, (int)(next - at));
                if (change.Bytes is null)
                {
                    to.Clear();
                }
                else
                {
                    change.Bytes.AsSpan((int)(at - change.Offset), to.Length).CopyTo(to);
                }
            }

            at = next;
        }
    }

    private static void Grow(ref byte[] bytes, long length)
    {
        if (bytes.Length < length)
        {
            Array.Resize(ref bytes, (int)Math.Max(length, bytes.Length * 2L));
        }
    }

    /// <summary>Bytes at an offset, or (null) an end set at that offset.</summary>
    private sealed record Change(long Offset, byte[]? Bytes, long LengthAfter);
}
