using Dxflow.Storage.Journals;

namespace Dxflow.Storage;

/// <summary>
/// A journal file shared between whoever appends and reads (any thread) and the <see cref="Committer"/>, which alone writes it.
/// Appending never waits for the disk; what may only be told when it is durable waits for <see cref="CommittedAsync"/>.
/// </summary>
internal sealed class Journal
{
    /// <summary>Appended and not yet written; above it changes are refused. Facts that were observed are always taken.</summary>
    public const long WaitingBytesMax = 64 << 20;

    private readonly object _gate;
    private readonly Committer _committer;
    private readonly JournalFile _file;
    private readonly List<(long Sequence, TaskCompletionSource Source)> _waiters = [];
    private TaskCompletionSource? _closed;
    private long _released;
    private bool _isDirty;
    private bool _isSealing;
    private bool _isGone;

    /// <summary><paramref name="gate"/> is one for all journals: a commit takes all that was appended before one moment.</summary>
    internal Journal(Committer committer, object gate, JournalFile file)
    {
        (_committer, _gate, _file) = (committer, gate, file);
        _released = file.CommittedSequence;
    }

    public string Path => _file.Path;

    public long LastSequence => _file.LastSequence;

    /// <summary>Everything up to this is durable and may be told.</summary>
    public long CommittedSequence
    {
        get
        {
            lock (_gate)
            {
                return _released;
            }
        }
    }

    /// <summary>Ask before deciding on a request from outside: a decision that was made has to be appended.</summary>
    public bool AcceptsChanges => !_committer.IsFull && _file.WaitingBytes <= WaitingBytesMax;

    internal JournalFile File => _file;

    /// <summary>
    /// Adds a fact behind all others and returns its sequence, at once. <paramref name="observed"/>: it has happened already (a task
    /// ended), so it is taken even when the disk is full, and waits in memory; the number of those is bounded by what is in flight.
    /// <paramref name="patient"/>: nobody waits for it yet (<see cref="Hurry"/>), so a commit of its own may be saved.
    /// </summary>
    /// <exception cref="StorageExhaustedException">A change, and <see cref="AcceptsChanges"/> is false.</exception>
    public long Append(ReadOnlySpan<byte> payload, bool observed = false, bool patient = false)
    {
        if (!observed && !AcceptsChanges)
        {
            throw _committer.IsFull ? StorageExhaustedException.Full(Path) : StorageExhaustedException.Behind(Path, _file.WaitingBytes);
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, this);
            var sequence = _file.Append(payload);
            MarkDirty(patient);
            return sequence;
        }
    }

    /// <summary>Somebody waits for what was appended so far.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            if (_isDirty)
            {
                _committer.Hurry();
            }
        }
    }

    /// <summary>
    /// Completes when the fact with this sequence, and with it everything appended to any journal before it, is durable. Never
    /// completes if the disk fails: the engine ends then.
    /// </summary>
    public Task CommittedAsync(long sequence)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, _file.LastSequence);
            if (sequence <= _released)
            {
                return Task.CompletedTask;
            }

            var at = _waiters.Count;
            while (at > 0 && _waiters[at - 1].Sequence > sequence)
            {
                at--;
            }

            if (at > 0 && _waiters[at - 1].Sequence == sequence)
            {
                return _waiters[at - 1].Source.Task;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Insert(at, (sequence, source));
            return source.Task;
        }
    }

    /// <summary>Committed facts from a sequence on; the reader may live on any one thread.</summary>
    public JournalReader Read(long from)
    {
        lock (_gate)
        {
            return _file.Read(from);
        }
    }

    /// <summary>
    /// Commits what is left and closes the file; <paramref name="seal"/> also gives back the room that was taken ahead, for an
    /// aggregate that has ended. Nothing can be appended from the call on.
    /// </summary>
    public Task CloseAsync(bool seal = false)
    {
        lock (_gate)
        {
            if (_closed is null)
            {
                _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _isSealing = seal;
                MarkDirty(patient: false);
            }

            return _closed.Task;
        }
    }

    /// <summary>Under the gate: what is appended from now on belongs to the next commit.</summary>
    internal void Take()
    {
        _isDirty = false;
        _file.Take();
    }

    /// <summary>Under the gate: all waiters that the last sync has satisfied, in order.</summary>
    internal void CollectCommitted(List<TaskCompletionSource> released)
    {
        _released = _file.CommittedSequence;
        var count = 0;
        while (count < _waiters.Count && _waiters[count].Sequence <= _released)
        {
            released.Add(_waiters[count++].Source);
        }

        _waiters.RemoveRange(0, count);
    }

    /// <summary>If it is to be closed and all is committed: closes the file and returns who waits for that.</summary>
    internal TaskCompletionSource? CloseIfAsked()
    {
        lock (_gate)
        {
            if (_closed is null || _isGone || _file.CommittedSequence < _file.LastSequence)
            {
                return null;
            }

            // Asked for during a commit it is due again after the next one, and has been done already.
            _isGone = true;
        }

        if (_isSealing)
        {
            _file.Seal();
        }

        _file.Dispose();
        return _closed;
    }

    private void MarkDirty(bool patient)
    {
        if (!_isDirty)
        {
            _isDirty = true;
            _committer.MarkDirty(this);
        }

        if (!patient)
        {
            _committer.Hurry();
        }
    }
}
