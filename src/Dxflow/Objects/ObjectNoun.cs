using Dxflow.Objects.Archives;
using Dxflow.Objects.Filling;
using Dxflow.Objects.Incoming;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Shares;
using Dxflow.Objects.Trees;

namespace Dxflow.Objects;

/// <summary>The object storage of an engine, put together: what serves its operations, over one tree.</summary>
internal sealed class ObjectNoun : IDisposable
{
    private readonly ObjectTree _tree;
    private readonly ArchiveDesk _archives;
    private readonly ShareBook _shares;
    private readonly KeepingDesk _keeping;

    public ObjectNoun(string root, long bytesMax, SharePorts ports, FindRun runs, TimeProvider time)
    {
        var room = new UploadRoom();
        _tree = new ObjectTree(root, new ObjectQuota(root, bytesMax, time));
        Desk = new ObjectDesk(_tree, room);
        Incoming = new IncomingDesk(_tree, Path.Combine(root, "resumable"), room, time);
        _archives = new ArchiveDesk(_tree, time);
        _shares = new ShareBook(Path.Combine(root, "shares"), time);
        _keeping = new KeepingDesk(_tree, _shares.IsLeadTo, runs, time);
        Services = new Dictionary<Type, object>
        {
            [typeof(ObjectDesk)] = Desk,
            [typeof(IncomingDesk)] = Incoming,
            [typeof(FillDesk)] = new FillDesk(_tree, room),
            [typeof(ArchiveDesk)] = _archives,
            [typeof(KeepingDesk)] = _keeping,
            [typeof(ShareDesk)] = new ShareDesk(_tree, _shares, ports, time),
            [typeof(ShareDoor)] = new ShareDoor(Desk, _shares, ports, time),
        };
    }

    public ObjectDesk Desk { get; }

    /// <summary>Uploads to the same tree that come in pieces.</summary>
    public IncomingDesk Incoming { get; }

    public IReadOnlyDictionary<Type, object> Services { get; }

    public void Dispose()
    {
        _keeping.Dispose();
        _shares.Dispose();
        _archives.Dispose();
        Incoming.Dispose();
        _tree.Dispose();
    }
}
