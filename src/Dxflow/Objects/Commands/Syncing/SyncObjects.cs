using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects.Commands.Syncing;

internal sealed record SyncObjects(
    [Description("A directory here, or object:PATH of one in the object storage: the other one is made like this.")] string From,
    [Description("The other one, object:PATH or a directory here.")] string To,
    [Description("Say what would be done, and do nothing.")] bool DryRun = false,
    [Description("Remove what is not in the first.")] bool Delete = false);

internal enum SyncAct
{
    /// <summary>A file that is not there, or is another one there.</summary>
    Copy,

    /// <summary>A directory that is not there.</summary>
    Create,

    /// <summary>What is there only.</summary>
    Remove,
}

internal sealed record SyncStep(
    [Description("Path below the directory.")] string Path,
    [Description("What is done with it.")] SyncAct Act,
    [Description("Bytes of a file that is copied.")] long? Size = null);

internal sealed record SyncPlanned(
    [Description("What would be done, in this order.")] IReadOnlyList<SyncStep> Items,
    [Description("Files that are alike already.")] long Alike);

internal sealed record SyncDone(
    [Description("Files that were copied.")] long Copied,
    [Description("Bytes of them.")] long Bytes,
    [Description("Files that were alike already.")] long Alike,
    [Description("Directories that were made.")] long Created,
    [Description("Files and directories that were removed.")] long Removed);
