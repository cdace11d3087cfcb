using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

internal sealed record CreateShare(
    [Description("Path of the file or directory that the link leads to.")] string Path,
    [Description("How long the link is good, from 1m to 90d; 1d without it.")] TimeSpan? Life = null,
    [Description("Who has the link can put new files into the directory, and read nothing.")] bool Write = false,
    [Description("What has to be said besides, as the password of HTTP's Basic scheme."), FromFile, Secret] string? Password = null,
    [Description("How many requests it answers, or how many files it takes.")] int? Count = null,
    [Description("How many bytes it takes in all, if one can write: 1 GiB without it.")] long? Bytes = null,
    [Description("What it is for, in a line.")] string? Note = null);

internal sealed record ListShares(
    [Description("Only those of this path."), Argument] string? Path = null);

internal sealed record ShowShare([Description("Id of the share.")] string Id);

internal sealed record RevokeShare([Description("Id of the share.")] string Id);

internal sealed record ShareInfo(
    [Description("Id of the share; it opens nothing.")] string Id,
    [Description("Path that it leads to.")] string Path,
    [Description("Whether it takes files rather than giving them.")] bool Write,
    [Description("Whose rights it has, and who answers for it.")] string By,
    [Description("When it is over.")] DateTimeOffset ExpiresAt,
    [Description("Whether it answers now, and if not, why.")] ShareState State,
    [Description("Requests that it has answered, or files that it has taken.")] long Used,
    [Description("How many there may be; none: as many as come.")] int? Count = null,
    [Description("Whether it wants a password."), Wide] bool Password = false,
    [Description("Bytes that it still takes, if one can write."), Wide] long? BytesLeft = null,
    [Description("When it was made."), Wide] DateTimeOffset CreatedAt = default,
    [Description("What it is for.")] string? Note = null,
    [Description("The link: it is told when the share is made, and never again.")] string? Link = null);

internal sealed record ShareItems(
    [Description("Shares of the caller, of a MASTER all; the one that is over first comes first.")] IReadOnlyList<ShareInfo> Items);

internal sealed record FetchShare(
    [Description("What stands in the link behind /s/."), Secret] string Token,
    [Description("Path below the directory that is shared.")] string? Path = null,
    [Description("The password, if one is wanted; over HTTP that of the Basic scheme."), FromFile, Secret] string? Password = null);

internal sealed record SendToShare(
    [Description("What stands in the link behind /s/."), Secret] string Token,
    [Description("Name that the file shall have in the directory.")] string Name,
    [Description("The password, if one is wanted; over HTTP that of the Basic scheme."), FromFile, Secret] string? Password = null);

internal sealed record SentToShare(
    [Description("Name that the file has.")] string Name,
    [Description("Bytes that came.")] long Size,
    [Description("SHA-256 of them.")] string? Sha256);

/// <summary>What the audit log keeps of a link that was used: never the token.</summary>
internal sealed record ShareUse(string Id, string Path, string By);
