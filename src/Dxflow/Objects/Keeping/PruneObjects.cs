using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects.Keeping;

internal sealed record PruneObjects(
    [Description("The directory to look in; otherwise all."), Argument] string Path = "",
    [Description("Files whose content is older than this, such as 30d.")] TimeSpan? Older = null,
    [Description("Files of more bytes than this.")] long? Larger = null,
    [Description("Only those with such a name (* ? [a-z]), or with a slash such a path below the directory.")] string? Pattern = null,
    [Description("Only those with these notes, as NAME=VALUE.")] IReadOnlyDictionary<string, string>? Meta = null,
    [Description("Say what would go and why, and remove nothing.")] bool DryRun = false,
    [Description("Files of runs (`object set PATH --meta run=WORKFLOW/NUMBER`) that ended longer ago than this, such as 7d.")]
    TimeSpan? AfterRun = null);

internal sealed record PrunedObject(
    [Description("Path of the file.")] string Path,
    [Description("Bytes of it.")] long Size,
    [Description("When its content changed last.")] DateTimeOffset ModifiedAt,
    [Description("Why it goes.")] string Why);

internal sealed record PrunedObjects(
    [Description("Files that go, the first 1,000 of them.")] IReadOnlyList<PrunedObject> Items,
    [Description("How many go.")] long Files,
    [Description("How much room that gives.")] long Bytes,
    [Description("Files that would go, but that a share leads to.")] long Shared,
    [Description("Files that would go, but whose run goes on.")] long Running = 0);
