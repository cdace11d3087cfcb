using System.Collections.Concurrent;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;

namespace Dxflow.Tests.Storage;

/// <summary>A committer over a scripted disk, with a manual clock, a book of failures, and a gate that can hold up its syncs.</summary>
internal sealed class CommitterFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _permits = new(0);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHeld;
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Lock _counting = new();
    private int _inSync;

    public CommitterFixture(int seed = 0, long? capacityBytes = null)
    {
        Disk = new ScriptedDisk(seed) { CapacityBytes = capacityBytes };
        Disk.Before = (operation, _) =>
        {
            if (operation == DiskOperation.Sync)
            {
                lock (_counting)
                {
                    SyncsMost = Math.Max(SyncsMost, ++_inSync);
                    SyncCount++;
                }

                _arrived.Release();
                if (_isHeld && !_permits.Wait(Patience))
                {
                    throw new TimeoutException("a sync was never let go");
                }

                lock (_counting)
                {
                    _inSync--;
                }
            }
        };
        Committer = new Committer(Disk, "/reserve", Time, failure =>
        {
            Failures.Enqueue(failure);
            _failed.SetResult();
        });
    }

    public ScriptedDisk Disk { get; }

    public ManualTime Time { get; } = new();

    public ConcurrentQueue<Exception> Failures { get; } = [];

    public Task Failed => _failed.Task;

    public Committer Committer { get; }

    public int SyncCount { get; private set; }

    public int SyncsMost { get; private set; }

    public Journal Open(string name = "journal") => Committer.Add(JournalFile.Create(Disk, "/" + name));

    /// <summary>From now on syncs stop half-way; those before are not counted among what begins from now on.</summary>
    public void HoldSyncs()
    {
        while (_arrived.Wait(0))
        {
            // Of a commit that is over.
        }

        _isHeld = true;
    }

    /// <summary>One of those that are held up goes on.</summary>
    public void LetOneSync() => _permits.Release();

    public void LetSyncs()
    {
        _isHeld = false;
        _permits.Release(100);
    }

    /// <summary>Returns when as many syncs more have begun.</summary>
    public async Task SyncsBegunAsync(int count = 1)
    {
        for (; count > 0; count--)
        {
            Xunit.Assert.True(await _arrived.WaitAsync(Patience));
        }
    }

    public async ValueTask DisposeAsync()
    {
        LetSyncs();
        await Committer.DisposeAsync();
    }
}
