using System.ComponentModel;

namespace Dxflow.Objects.Keeping;

internal sealed record SetObject(
    [Description("Path of a file or a directory.")] string Path,
    [Description("Pairs to note, as NAME=VALUE; a name that is there gets the new value.")]
    IReadOnlyDictionary<string, string>? Meta = null,
    [Description("Names to forget.")] IReadOnlyList<string>? Unset = null);
