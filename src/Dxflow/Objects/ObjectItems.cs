using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects;

internal sealed record ListObjects(
    [Description("The directory; otherwise the top."), Argument] string Path = "",
    [Description("How many levels down, from 1."), Short('d')] int Depth = 1,
    [Description("Only what has such a name (* ? [a-z]), or with a slash such a path below the directory.")] string? Pattern = null,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null,
    [Description("Tell checksums too, as far as they are known.")] bool Sums = false);

internal sealed record ObjectItem(
    [Description("Path from the top of the object storage.")] string Path,
    [Description("A file or a directory; links are not followed.")] ObjectKind Kind,
    [Description("Bytes of a file.")] long? Size,
    [Description("When its content changed last.")] DateTimeOffset ModifiedAt,
    [Description("SHA-256 of a file's content, if it was asked for and is known without reading the file."), Wide]
    string? Sha256 = null);

internal sealed record ObjectItems(
    [Description("Objects, each directory before what is in it, in byte order of names.")] IReadOnlyList<ObjectItem> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record CreateObject(
    [Description("Path of the directory.")] string Path,
    [Description("Make the directories on the way too, and be content if it is there."), Short('p')] bool Parents = false);

internal sealed record UploadObject(
    [Description("Path that the file shall have.")] string Path,
    [Description("Replace a file that is there.")] bool Replace = false,
    [Description("Make the directories on the way too."), Short('p')] bool Parents = false,
    [Description("SHA-256 of the content, 64 hexadecimal digits: anything else is refused.")] string? Sha256 = null,
    [Description("Whether the file can be executed.")] bool Executable = false,
    [Description("The run that it belongs to, as WORKFLOW/NUMBER: `object prune --after-run` removes it some time after that.")]
    string? Run = null);

internal sealed record ObjectInfo(
    [Description("Path from the top of the object storage.")] string Path,
    [Description("A file or a directory; links are not followed.")] ObjectKind Kind,
    [Description("Bytes of a file; of a directory with all below it.")] long Size,
    [Description("When its content changed last.")] DateTimeOffset ModifiedAt,
    [Description("When its content, its name or what is known of it changed last.")] DateTimeOffset ChangedAt,
    [Description("What its name says that it is.")] string? MediaType = null,
    [Description("SHA-256 of a file's content.")] string? Sha256 = null,
    [Description("Whether a file can be executed.")] bool Executable = false,
    [Description("Files and directories below a directory.")] long? Entries = null,
    [Description("What was noted of it.")] IReadOnlyDictionary<string, string>? Meta = null);

internal sealed record DownloadObject(
    [Description("Path of a file, or of a directory, which is sent as a tar archive.")] string Path,
    [Description("Further paths: all come as one tar archive, each under its name; a command puts them into the directory FILE.")]
    IReadOnlyList<string>? Also = null);

internal sealed record MoveObject(
    [Description("Path of what is moved.")] string From,
    [Description("Path that it shall have.")] string To,
    [Description("Replace a file that is there.")] bool Replace = false,
    [Description("Make the directories on the way too."), Short('p')] bool Parents = false,
    [Description("Further paths that are moved: then all keep their names, and `to` is a directory that is there."), Audited]
    IReadOnlyList<string>? Also = null);

internal sealed record CopyObject(
    [Description("Path of what is copied; of a directory with all below it.")] string From,
    [Description("Path that the copy shall have.")] string To,
    [Description("Replace a file that is there.")] bool Replace = false,
    [Description("Make the directories on the way too."), Short('p')] bool Parents = false,
    [Description("Further paths that are copied: then all keep their names, and `to` is a directory that is there."), Audited]
    IReadOnlyList<string>? Also = null);

internal sealed record RemoveObject(
    [Description("Path of what is removed.")] string Path,
    [Description("A directory with all below it."), Short('r')] bool Recursive = false,
    [Description("Further paths that are removed."), Argument, Audited] IReadOnlyList<string>? Also = null);

internal sealed record ObjectRemoved(
    [Description("Path that it had.")] string Path,
    [Description("What it was.")] ObjectKind Kind,
    [Description("Paths of what else was removed.")] IReadOnlyList<string>? Also = null);

internal sealed record ShowObject(
    [Description("Path of a file or a directory.")] string Path);

internal sealed record VerifyObject(
    [Description("Path of a file or of a directory; otherwise all."), Argument] string Path = "");

internal sealed record ObjectsVerified(
    [Description("Files whose content is what was brought.")] long Good,
    [Description("Bytes that were read.")] long Bytes,
    [Description("What is not so, or cannot be told.")] IReadOnlyList<ObjectDoubt> Doubts);

internal sealed record ObjectDoubt(
    [Description("Path of the object.")] string Path,
    [Description("What is the matter with it.")] string Why,
    [Description("Whether its content is damaged, rather than of unknown origin.")] bool Damaged = false);
