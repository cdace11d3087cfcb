using Dxflow.Operations;

namespace Dxflow.Objects.Archives;

/// <summary>The kinds of archives that are made; their names say which.</summary>
internal enum PackForm
{
    Zip,
    Tar,
    TarGz,
}

/// <summary>What the name of an archive says.</summary>
internal static class PackForms
{
    private static readonly (string Ending, PackForm Form)[] Endings =
        [(".zip", PackForm.Zip), (".tar.gz", PackForm.TarGz), (".tgz", PackForm.TarGz), (".tar", PackForm.Tar)];

    public static PackForm Of(ObjectPath path) =>
        Endings.FirstOrDefault(one => path.Name.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase)) is { Ending: not null } known
            ? known.Form
            : throw Fault.Invalid($"'{path.Name}' does not say which kind of archive it is", "let it end in .zip, .tar, .tar.gz or .tgz");

    /// <summary>The path without such an ending.</summary>
    public static ObjectPath Bare(ObjectPath path) =>
        Endings.FirstOrDefault(one => path.Name.Length > one.Ending.Length
            && path.Name.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase)) is { Ending: { } ending }
            ? ObjectPath.ParseBelow(path.Text[..^ending.Length])
            : throw Fault.Invalid($"'{path.Text}' has no ending to leave out", "say which directory is made of it");
}
