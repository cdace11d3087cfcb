using Dxflow.Foundation.Files;
using Dxflow.Storage.Journals;

namespace Dxflow.Storage;

/// <summary>
/// Makes journals durable, all journals of a volume together, on a thread of its own. Nothing is released before it is on the disk:
/// <list type="number">
/// <item>Take from every journal what was appended since the last commit; what nobody waits for waits a moment for company.</item>
/// <item>Write it. A full disk stops here: the reserve is given back, changes are refused, and it is tried again until it succeeds.</item>
/// <item>Sync every file that was written, up to four at once. A failure ends the engine through the delegate: what is durable is
/// not known then, and nothing is ever released after it.</item>
/// <item>Release who waits, in order, over all journals at once: a fact is never released before one appended earlier elsewhere.</item>
/// </list>
/// </summary>
internal sealed class Committer : IAsyncDisposable
{
    /// <summary>How long a fact that nobody waits for waits for others; short enough that nobody who looks on sees it.</summary>
    public static readonly TimeSpan PatienceUnlessTold = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly DiskReserve _reserve;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _fail;
    private readonly TimeSpan _patience;
    private readonly SyncCrew _crew = new();
    private readonly HashSet<Journal> _journals = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Journal> _dirty = [];
    private List<Journal> _batch = [];
    private ITimer? _retry;
    private bool _isHurried;
    private bool _isRetryDue;
    private bool _isStopping;
    private volatile bool _isFull;

    /// <summary><paramref name="fail"/> is called at most once, and has to end the process.</summary>
    public Committer(IDisk disk, string reservePath, TimeProvider time, Action<Exception> fail, TimeSpan? patience = null)
    {
        (_reserve, _time, _fail, _patience) = (new DiskReserve(disk, reservePath), time, fail, patience ?? PatienceUnlessTold);
        SetFull(!_reserve.TryHold());
        new Thread(Run) { IsBackground = true, Name = "dxflow-commit" }.Start();
    }

    /// <summary>There is no room on the disk, or there was none and the reserve could not be taken again yet.</summary>
    public bool IsFull => _isFull;

    /// <summary>What was written and synced since the start.</summary>
    public CommitMeter Meter { get; } = new();

    /// <summary>Called on the committer's thread when <see cref="IsFull"/> changes; must return at once.</summary>
    public Action<bool>? FullChanged { get; set; }

    /// <summary>Shares a journal file, which belongs to the committer from now on.</summary>
    public Journal Add(JournalFile file)
    {
        var journal = new Journal(this, _gate, file);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopping, this);
            _journals.Add(journal);
        }

        return journal;
    }

    /// <summary>Commits what was appended (unless the disk is full), and closes all journals.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    /// <summary>Under the gate: the journal has something for the next commit.</summary>
    internal void MarkDirty(Journal journal)
    {
        _dirty.Add(journal);
        if (_dirty.Count == 1)
        {
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Under the gate: somebody waits for the next commit.</summary>
    internal void Hurry()
    {
        if (!_isHurried)
        {
            _isHurried = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        try
        {
            while (NextBatch())
            {
                Commit();
            }

            foreach (var journal in _journals)
            {
                journal.File.Dispose();
            }
        }
        catch (Exception failure)
        {
            _fail(failure);
        }
        finally
        {
            _crew.Dispose();
            _retry?.Dispose();
            _ended.SetResult();
        }
    }

    /// <summary>Waits until there is something to commit; false when all is done and the end was asked for.</summary>
    private bool NextBatch()
    {
        while (true)
        {
            bool isRetryDue;
            lock (_gate)
            {
                while (_dirty.Count == 0 && !_isRetryDue && !_isStopping)
                {
                    Monitor.Wait(_gate);
                }

                while (!_isHurried && !_isRetryDue && !_isStopping && Monitor.Wait(_gate, _patience))
                {
                }

                (isRetryDue, _isRetryDue, _isHurried) = (_isRetryDue, false, false);
                (_batch, _dirty) = (_dirty, _batch);

                // 1, for all at once.
                _batch.ForEach(static journal => journal.Take());
            }

            if (isRetryDue && _isFull && _reserve.TryHold())
            {
                SetFull(false);
            }

            if (_batch.Count > 0)
            {
                return true;
            }

            if (_isStopping)
            {
                return false;
            }
        }
    }

    private void Commit()
    {
        var before = WrittenBytes();

        // 2
        while (!TryWrite())
        {
            if (!_reserve.TryRelease() && !WaitForRetry())
            {
                _batch.Clear();
                return;
            }
        }

        // 3
        var files = _batch.Select(journal => journal.File).Where(file => file.CommittedSequence < file.WrittenSequence).ToList();
        if (files.Count > 0)
        {
            var began = _time.GetTimestamp();
            _crew.Sync(files);
            Meter.Committed(WrittenBytes() - before, _time.GetElapsedTime(began));
        }

        // 4
        var released = new List<TaskCompletionSource>();
        lock (_gate)
        {
            _batch.ForEach(journal => journal.CollectCommitted(released));
        }

        _batch.ForEach(Close);
        released.ForEach(source => source.SetResult());
        _batch.Clear();

        void Close(Journal journal)
        {
            if (journal.CloseIfAsked() is { } closed)
            {
                lock (_gate)
                {
                    _journals.Remove(journal);
                }

                released.Add(closed);
            }
        }
    }

    private long WrittenBytes() => _batch.Sum(static journal => journal.File.WrittenBytes);

    private bool TryWrite()
    {
        try
        {
            _batch.ForEach(journal => journal.File.WriteTaken());
            return true;
        }
        catch (DiskFullException)
        {
            SetFull(true);
            return false;
        }
    }

    /// <summary>False: the engine is stopping, and what could not be written is given up; none of it was acknowledged.</summary>
    private bool WaitForRetry()
    {
        lock (_gate)
        {
            while (!_isRetryDue && !_isStopping)
            {
                Monitor.Wait(_gate);
            }

            _isRetryDue = false;
            return !_isStopping;
        }
    }

    private void SetFull(bool full)
    {
        if (_isFull == full)
        {
            return;
        }

        _isFull = full;
        _retry?.Dispose();
        _retry = full ? _time.CreateTimer(_ => RetryNow(), null, RetryPause, RetryPause) : null;
        FullChanged?.Invoke(full);
    }

    private void RetryNow()
    {
        lock (_gate)
        {
            _isRetryDue = true;
            Monitor.Pulse(_gate);
        }
    }
}
