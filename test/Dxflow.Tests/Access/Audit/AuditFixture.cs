using Dxflow.Access.Audit;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dxflow.Tests.Access.Audit;

/// <summary>An audit log in a directory of its own, with files small enough to see several of them.</summary>
internal sealed class AuditFixture : IAsyncDisposable
{
    public const int SegmentBytes = 2_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private Committer _committer = null!;

    public AuditFixture() => Open();

    public AuditLog Log { get; private set; } = null!;

    /// <summary>There is no room for the reserve of the next engine: it refuses changes.</summary>
    public bool IsFull { get; set; }

    public AuditReading Reading => new(Log);

    public IReadOnlyList<AuditSegment> Segments => AuditSegment.In(Log.Directory);

    public async Task WriteAsync(
        int count, string operation = "workflow.start", string identity = "alice", AuditAct act = AuditAct.Called, bool always = false)
    {
        for (var i = 0; i < count; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Log.WriteAsync(
                new AuditEntry(_time.GetUtcNow(), act, operation, identity, "10.0.0.9", """{"name":"große <Flöte>"}"""), always);
        }
    }

    public async Task RestartAsync()
    {
        await CloseAsync();
        Open();
    }

    public ValueTask CloseAsync() => _committer.DisposeAsync();

    public void Open()
    {
        IDisk reserve = IsFull ? new ScriptedDisk { CapacityBytes = 0 } : LocalDisk.Instance;
        _committer = new Committer(reserve, IsFull ? "/reserve" : _directory.File("reserve"), _time, static failure => throw failure);
        Log = AuditLog.Open(_directory.File("audit"), _committer, NullLoggerFactory.Instance, SegmentBytes);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }
}
