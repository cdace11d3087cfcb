using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects.Archives;

internal sealed record ZipObjects(
    [Description("Path that the archive shall have; its name says which kind it is: .zip, .tar, .tar.gz or .tgz.")] string Archive,
    [Description("Paths of the files and directories that it shall hold, each under its name."), Audited] IReadOnlyList<string> Paths,
    [Description("Replace a file that is there.")] bool Replace = false,
    [Description("Make the directories on the way too."), Short('p')] bool Parents = false);

internal sealed record UnzipObject(
    [Description("Path of the archive: zip, tar, or tar in gzip, whatever its name is.")] string Archive,
    [Description("Path of the directory that is made of it; otherwise the archive's, without what its name ends in."), Argument]
    string? Directory = null,
    [Description("Only what has such a name, or with slashes such a path in the archive, with all below it; several add up.")]
    IReadOnlyList<string>? Pattern = null,
    [Description("Read and check all of it, and keep nothing.")] bool DryRun = false,
    [Description("Make the directories on the way too."), Short('p')] bool Parents = false);

internal sealed record ArchiveProgress(
    [Description("How far it is: working, and at last done.")] ArchiveState State,
    [Description("Files and directories so far.")] long Entries,
    [Description("Bytes of their contents so far.")] long Bytes,
    [Description("Bytes of all their contents, where that is known before.")] long? TotalBytes = null,
    [Description("What it is at; when it is done, the path of what was made.")] string? Path = null,
    [Description("Bytes of what was made, of a file.")] long? Size = null,
    [Description("SHA-256 of what was made, of a file.")] string? Sha256 = null);

internal enum ArchiveState
{
    Working,
    Done,
}
