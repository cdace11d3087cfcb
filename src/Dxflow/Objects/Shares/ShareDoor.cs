using System.Text.Json;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>
/// What a link opens, to anybody who has it. At each request: 1 the link is good, and whoever made it may do the same at this moment;
/// 2 the password fits; 3 what it leads to is there; 4 it counts, durably; 5 the audit log has it; and only then something is given or
/// taken. Why a link is not good is not told: to strangers it is not there.
/// </summary>
internal sealed class ShareDoor(ObjectDesk desk, ShareBook book, SharePorts ports, TimeProvider time)
{
    private const int SendersMax = 8;
    private const int PasswordsMax = 2;
    private const int ListedMax = 1000;
    private const string JsonType = "application/json";

    private readonly UploadRoom _room = new(SendersMax);
    private readonly SemaphoreSlim _passwords = new(PasswordsMax);

    /// <summary>Whether somebody may at this moment do what a share of theirs does.</summary>
    public static bool Allows(Standing? standing, ShareRecord record) => standing is { } now && now.Key == record.Key
        && (now.Permissions & (Permission.Object | Permission.Master)) != 0
        && !(record.Write && now.Permissions.HasFlag(Permission.ReadOnly));

    public async Task<Download> FetchAsync(FetchShare request, Call call)
    {
        var (share, owner) = await OpenAsync(request.Token, request.Password, call);
        if (share.Record.Write)
        {
            throw Fault.Invalid("this link only takes files", "curl -T FILE LINK/ sends one");
        }

        var path = Below(share, request.Path);
        var found = await AsStranger(() => IsListed(call) ? ListAsync(share, path, call) : FileAsync(path, call));
        try
        {
            if (!share.TryUse())
            {
                throw Gone();
            }

            await AuditAsync("share.fetch", share, path, call);
        }
        catch
        {
            await found.Content.DisposeAsync();
            throw;
        }

        return found with { Content = new SharedContent(found.Content, share.Revoked, owner.Ended) };
    }

    public async Task<SentToShare> SendAsync(SendToShare request, Stream content, Call call)
    {
        var (share, owner) = await OpenAsync(request.Token, request.Password, call);
        if (!share.Record.Write)
        {
            throw Fault.Invalid("this link only gives files", "ask for one that takes them");
        }

        var name = ObjectPath.ParseBelow(request.Name, "name");
        if (name.Text.Contains('/'))
        {
            throw Fault.Invalid("name: it is one name, without slashes");
        }

        var path = Below(share, name.Text);
        using var room = _room.Enter();
        if (!share.TryBegin())
        {
            throw Gone();
        }

        var taken = 0L;
        var hasCome = false;
        try
        {
            await AuditAsync("share.send", share, path, call);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, share.Revoked, owner.Ended);
            await using var limited = new LimitedContent(content, bytes =>
            {
                taken += bytes;
                return share.TryTake(bytes);
            });
            var info = await AsStranger(
                () => desk.UploadAsync(new UploadObject(path.Text), limited, call with { Ended = ended.Token, Audited = null }));
            hasCome = true;
            return new SentToShare(name.Text, info.Size, info.Sha256);
        }
        finally
        {
            share.End(taken, hasCome);
        }
    }

    /// <summary>Steps 1 and 2.</summary>
    private async Task<(Share Share, Standing Owner)> OpenAsync(string token, string? password, Call call)
    {
        var share = book.Find(token);
        var owner = share is null ? null : ports.StandingOf(share.Record.By);
        if (share is null || share.Record.ExpiresAt <= time.GetUtcNow() || share.IsUsedUp || !Allows(owner, share.Record))
        {
            throw Gone();
        }

        if (share.Record.Password is not null)
        {
            await _passwords.WaitAsync(call.Ended);
            try
            {
                await Task.Run(() => share.CheckPassword(password, time.GetUtcNow()), call.Ended);
            }
            finally
            {
                _passwords.Release();
            }
        }

        return (share, owner!);
    }

    private static ObjectPath Below(Share share, string? below) => below is null ? ObjectPath.Parse(share.Record.Path)
        : ObjectPath.Parse($"{share.Record.Path}/{ObjectPath.ParseBelow(below).Text}");

    /// <summary>Where it lies is nothing to strangers.</summary>
    private static async Task<T> AsStranger<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Fault fault) when (fault.Info.Code is FaultKind.Missing or FaultKind.Invalid or FaultKind.Forbidden)
        {
            throw Fault.Missing("what this link leads to is not there", "ask whoever gave it to you");
        }
        catch (Fault fault) when (fault.Info.Code == FaultKind.Conflict)
        {
            throw Fault.Conflict("there is something of that name already", "send it under another name");
        }
    }

    private static bool IsListed(Call call) => call.Accept?.Contains(JsonType, StringComparison.OrdinalIgnoreCase) == true;

    private Task<Download> FileAsync(ObjectPath path, Call call) => desk.DownloadAsync(new DownloadObject(path.Text), call);

    /// <summary>What is in a directory, with paths as they are given below the link.</summary>
    private async Task<Download> ListAsync(Share share, ObjectPath path, Call call)
    {
        var shown = await desk.ShowAsync(new ShowObject(path.Text), call);
        if (shown.Kind != ObjectKind.Dir)
        {
            return await FileAsync(path, call);
        }

        var items = await desk.ListAsync(new ListObjects(path.Text, ObjectPath.DepthMax, null, ListedMax), call);
        var start = share.Record.Path.Length + 1;
        var listed = new ObjectItems([.. items.Items.Select(item => item with { Path = item.Path[start..] })], items.Next?[start..]);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(listed, ObjectJson.Default.ObjectItems);
        return new Download(new MemoryStream(bytes), bytes.Length, JsonType);
    }

    private Task AuditAsync(string operation, Share share, ObjectPath path, Call call) => ports.Audit(new AuditEntry(
        time.GetUtcNow(), AuditAct.Called, operation, $"share:{share.Record.Id}", call.Connection?.From ?? "",
        JsonSerializer.Serialize(new ShareUse(share.Record.Id, path.Text, share.Record.By), ShareJson.Default.ShareUse)));

    private static Fault Gone() => Fault.Missing("there is no such link, or it is over", "ask whoever gave it to you for another one");
}
