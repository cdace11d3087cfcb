using Dxflow.Foundation.Files;

namespace Dxflow.Storage.Journals;

/// <summary>
/// Reads a journal from its beginning, replays what is intact, and judges what comes after it:
/// 1 the first line. 2 record by record, as long as each is intact and the next in sequence. 3 Zeros to the end, or a mark and then
/// zeros: clean. 4 Else look further, for anything intact with a higher sequence. 5 If such a thing says that the missing record was
/// durable once: damage. 6 If not, all of it is of writes that did not finish: torn.
/// </summary>
internal sealed class JournalScan(IDiskFile file, string path)
{
    private readonly JournalWindow _window = new(file);
    private readonly long _length = file.Length;

    /// <summary>Where the intact records end; 0 if even the first line is missing.</summary>
    public long End { get; private set; }

    public long LastSequence { get; private set; }

    /// <summary>A mark at <see cref="End"/> says that all of it is durable.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Bytes after <see cref="End"/> that are no records: torn or damaged.</summary>
    public long BadBytes { get; private set; }

    /// <summary>Intact records were found after the bad bytes.</summary>
    public bool HasLater { get; private set; }

    public JournalCondition Run(JournalIndex index, JournalReplay? replay)
    {
        // 1
        if (FormatLine.Read(_window.At(0, JournalFormat.StartBytes), JournalFormat.Name, JournalFormat.Version, path)
            is { Length: JournalFormat.StartBytes })
        {
            End = JournalFormat.StartBytes;
            Replay(index, replay);
        }

        // 3
        var rest = End;
        if (End > 0 && JournalFormat.ReadHeader(_window.At(End, JournalFormat.HeaderBytes)) is { IsMark: true } mark
            && mark.Sequence == LastSequence)
        {
            IsMarked = true;
            rest = End + mark.Size;
        }

        var last = LastNonZero(rest);
        if (last < 0)
        {
            return JournalCondition.Clean;
        }

        BadBytes = last + 1 - End;
        return LookFurther(rest) ? JournalCondition.Damaged : JournalCondition.Torn;
    }

    /// <summary>Step 2.</summary>
    private void Replay(JournalIndex index, JournalReplay? replay)
    {
        while (JournalFormat.ReadHeader(_window.At(End, JournalFormat.HeaderBytes)) is { IsMark: false } header
            && header.Sequence == LastSequence + 1
            && JournalFormat.TryPayload(_window.At(End, header.Size), header, out var payload))
        {
            index.Add(header.Sequence, End);
            replay?.Invoke(header.Sequence, payload);
            LastSequence = header.Sequence;
            End += header.Size;
        }
    }

    /// <summary>Steps 4 to 6: true for damage.</summary>
    private bool LookFurther(long offset)
    {
        var wasDurable = false;
        while (NextMagic(offset) is var found and >= 0)
        {
            offset = found + 1;
            if (JournalFormat.ReadHeader(_window.At(found, JournalFormat.HeaderBytes)) is not { } header || header.Sequence <= LastSequence
                || !(header.IsMark || JournalFormat.TryPayload(_window.At(found, header.Size), header, out _)))
            {
                continue;
            }

            offset = found + header.Size;
            if (!header.IsMark && !HasLater)
            {
                HasLater = true;
                BadBytes = found - End;
            }

            wasDurable |= header.Committed > LastSequence;
        }

        return wasDurable;
    }

    private long NextMagic(long offset)
    {
        while (offset < _length)
        {
            var part = _window.From(offset);
            if (part.IsEmpty)
            {
                break;
            }

            var at = part.IndexOf(JournalFormat.MagicStart);
            if (at >= 0)
            {
                return offset + at;
            }

            // The last byte may begin a magic whose rest is in the next part.
            offset += Math.Max(part.Length - 1, 1);
        }

        return -1;
    }

    private long LastNonZero(long offset)
    {
        var last = -1L;
        while (offset < _length && _window.From(offset) is { IsEmpty: false } part)
        {
            var at = part.LastIndexOfAnyExcept((byte)0);
            last = at < 0 ? last : offset + at;
            offset += part.Length;
        }

        return last;
    }
}
