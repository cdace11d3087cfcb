using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>
/// Links that open a file or a directory for whoever has them, for a while. A link does no more than whoever made it may do at the moment
/// when it is used (<see cref="ShareDoor"/>). Only who made it, and a MASTER, sees it.
/// </summary>
internal sealed class ShareDesk(ObjectTree tree, ShareBook book, SharePorts ports, TimeProvider time)
{
    public const long BytesDefault = 1L << 30;
    private const int EachMax = 200;
    private const int IdBytes = 8;
    private const int TokenBytes = 32;
    private const int CountMax = 1_000_000;
    private const int NoteLengthMax = 200;
    private static readonly TimeSpan LifeDefault = TimeSpan.FromDays(1);
    private static readonly TimeSpan LifeMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LifeMax = TimeSpan.FromDays(90);

    public async Task<ShareInfo> CreateAsync(CreateShare request, Call call)
    {
        Check(request);
        var path = ObjectPath.ParseBelow(request.Path);
        var standing = ports.StandingOf(call.Caller.Identity)
            ?? throw new Fault(FaultKind.Forbidden, $"'{call.Caller.Identity}' cannot answer for a share", "sign in with a key");
        Check(path, request);
        await (call.Audited ?? Task.CompletedTask);
        if (!call.Caller.IsMaster && book.All.Count(share => IsTheirs(share, call)) >= EachMax)
        {
            throw new Fault(FaultKind.Exhausted, $"'{call.Caller.Identity}' has {EachMax} shares", "revoke some: dxflow share list");
        }

        var token = NewToken();
        var now = time.GetUtcNow();
        var share = book.Add(new ShareRecord(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), ShareBook.HashOf(token), path.Text, request.Write,
            call.Caller.Identity, standing.Key, now, now + (request.Life ?? LifeDefault),
            request.Password is null ? null : SharePassword.Keep(request.Password), request.Count, 0,
            request.Write ? request.Bytes ?? BytesDefault : null, request.Note));
        return Info(share) with { Link = LinkOf(token) };
    }

    public Task<ShareItems> ListAsync(ListShares request, Call call)
    {
        var path = request.Path is null ? null : ObjectPath.Parse(request.Path).Text;
        return Task.FromResult(new ShareItems([
            .. book.All.Where(share => IsTheirs(share, call) && (path is null || share.Record.Path == path))
                .OrderBy(static share => share.Record.ExpiresAt).Select(Info)]));
    }

    public Task<ShareInfo> ShowAsync(ShowShare request, Call call) => Task.FromResult(Info(Find(request.Id, call)));

    public async Task<ShareInfo> RevokeAsync(RevokeShare request, Call call)
    {
        var share = Find(request.Id, call);
        await (call.Audited ?? Task.CompletedTask);
        var info = Info(share);
        book.Remove(share);
        return info;
    }

    /// <summary>It is an argument of commands, too: none begins like an option.</summary>
    private static string NewToken()
    {
        string token;
        do
        {
            token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        }
        while (token.StartsWith('-'));

        return token;
    }

    private static void Check(CreateShare request)
    {
        var wrong = request.Life is { } life && (life < LifeMin || life > LifeMax) ? "life: a link is good from 1m to 90d"
            : request.Count is < 1 or > CountMax ? $"count: it is from 1 to {CountMax}"
            : request.Bytes is < 1 ? "bytes: it is at least 1"
            : request.Bytes is not null && !request.Write ? "bytes: only a link that takes files has such a limit"
            : request.Note is { } note && (note.Length > NoteLengthMax || note.Any(char.IsControl))
                ? $"note: it is one line of up to {NoteLengthMax} characters"
            : null;
        if (wrong is not null)
        {
            throw Fault.Invalid(wrong);
        }
    }

    private void Check(ObjectPath path, CreateShare request)
    {
        try
        {
            using var held = tree.Get(path);
            if (request.Write && held.Kind != ObjectKind.Dir)
            {
                throw ObjectFaults.WrongKind(path, "not a directory; a link with --write takes new files into one");
            }

            using var file = held.OpenToRead();
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Of others it is not said that it exists.</summary>
    private Share Find(string id, Call call) => book.FindById(id) is { } share && IsTheirs(share, call)
        ? share : throw Fault.Missing($"there is no share '{id}'", "dxflow share list shows yours");

    private static bool IsTheirs(Share share, Call call) => call.Caller.IsMaster || share.Record.By == call.Caller.Identity;

    private ShareInfo Info(Share share)
    {
        var record = share.Record;
        var state = record.ExpiresAt <= time.GetUtcNow() ? ShareState.Expired
            : share.IsUsedUp ? ShareState.UsedUp
            : ShareDoor.Allows(ports.StandingOf(record.By), record) ? ShareState.Live
            : ShareState.Orphaned;
        return new ShareInfo(
            record.Id, record.Path, record.Write, record.By, record.ExpiresAt, state, record.Used, record.Count,
            record.Password is not null, record.BytesLeft, record.CreatedAt, record.Note);
    }

    /// <summary>At the address that others can reach best, this machine's name for all of its own; without any, only its path.</summary>
    private string LinkOf(string token)
    {
        var addresses = ports.Addresses();
        var best = addresses.FirstOrDefault(static one => one.StartsWith("https:", StringComparison.Ordinal)) ?? addresses.FirstOrDefault();
        if (best is null)
        {
            return $"/s/{token}";
        }

        var at = new UriBuilder(best);
        at.Host = IPAddress.TryParse(at.Host, out var host) && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any))
            ? Environment.MachineName : at.Host;
        return $"{at.Uri.AbsoluteUri.TrimEnd('/')}/s/{token}";
    }
}
