namespace Dxflow.Storage.Journals;

internal enum JournalCondition
{
    Clean,

    /// <summary>The last write did not finish; nothing of it was ever acknowledged, and it was cut off.</summary>
    Torn,

    /// <summary>Something that was durable cannot be read. Nothing was changed; whoever owns the journal is quarantined.</summary>
    Damaged,
}

/// <summary>Called with every intact record, in order. The payload is valid during the call only.</summary>
internal delegate void JournalReplay(long sequence, ReadOnlySpan<byte> payload);

/// <summary>
/// What opening a journal found. All records before <see cref="Offset"/> were replayed in every case. <see cref="Bytes"/> is what was
/// cut or cannot be read; <see cref="Copy"/> is where the file was put aside as it was (null: not needed, or no room for it).
/// </summary>
internal sealed record JournalOpening(
    string Path, JournalCondition Condition, long LastSequence, long Offset = 0, long Bytes = 0, string? Copy = null)
{
    /// <summary>To append to; null if <see cref="JournalCondition.Damaged"/>.</summary>
    public JournalFile? File { get; init; }

    /// <summary>One sentence for the log or the user; null if there is nothing to say.</summary>
    public string? Message => Condition switch
    {
        JournalCondition.Torn =>
            $"{Path}: the last write did not finish; cut {Bytes} bytes at byte {Offset}, after record {LastSequence}{Aside}",
        JournalCondition.Damaged =>
            $"{Path}: {Bytes} bytes at byte {Offset}, after record {LastSequence}, cannot be read and were durable once{Aside}; "
            + "the file was not changed: restore it from a backup, or remove what it belongs to",
        _ => null,
    };

    private string Aside => Copy is null ? "" : $"; a copy is {Copy}";
}
