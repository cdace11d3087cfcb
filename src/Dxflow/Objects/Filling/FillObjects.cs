using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects.Filling;

internal sealed record FillObjects(
    [Description("Path of the directory that the names in the archive are below; . is the top of the object storage.")] string Path,
    [Description("Replace files that are there.")] bool Replace = false,
    [Description("Make the directory, and those on the way."), Short('p')] bool Parents = false);

internal sealed record ObjectsFilled(
    [Description("Path of the directory.")] string Path,
    [Description("Files that were brought.")] long Files,
    [Description("Bytes of them.")] long Bytes,
    [Description("Directories that were not there.")] long Directories);
