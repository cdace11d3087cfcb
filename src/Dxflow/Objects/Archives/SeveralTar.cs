using System.Formats.Tar;
using Dxflow.Artifacts.Packing;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Archives;

/// <summary>Several files and directories as one tar archive that is made while it is read, each under its own name.</summary>
internal static class SeveralTar
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="Fault">Two have the same name, which one archive or directory can have once.</exception>
    public static void CheckNames(IReadOnlyList<ObjectPath> paths)
    {
        if (paths.GroupBy(static path => path.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw Fault.Invalid(
                $"also: two of them have the name '{twice.Key}'", "fetch them one by one, or the directory that both are in");
        }
    }

    /// <summary>The stream takes over what is held.</summary>
    public static Stream Of(IReadOnlyList<ObjectHold> sources) => new TarStream((tar, gone) =>
    {
        try
        {
            foreach (var source in sources)
            {
                Add(tar, source, gone);
            }
        }
        finally
        {
            foreach (var source in sources)
            {
                source.Dispose();
            }
        }
    });

    private static void Add(TarWriter tar, ObjectHold source, CancellationToken gone)
    {
        var name = source.Path.Name;
        if (source.Kind == ObjectKind.File)
        {
            using var content = new FileStream(source.OpenToRead(), FileAccess.Read);
            AddFile(tar, name, source.Stat, content, gone);
            return;
        }

        AddDirectory(tar, name, source.Stat);
        foreach (var item in TreeWalk.Below(source.Handle, ObjectPath.DepthMax, null, gone))
        {
            if (item.Stat.Kind == FileKind.Directory)
            {
                AddDirectory(tar, $"{name}/{item.Path}", item.Stat);
                continue;
            }

            using var content = new FileStream(ObjectCheck.Open(item, $"{source.Path.Text}/{item.Path}"), FileAccess.Read);
            AddFile(tar, $"{name}/{item.Path}", item.Stat, content, gone);
        }
    }

    private static void AddDirectory(TarWriter tar, string name, FileStat stat) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.Directory, name) { Mode = Plain | Execute, ModificationTime = stat.ModifiedAt });

    private static void AddFile(TarWriter tar, string name, FileStat stat, FileStream content, CancellationToken gone)
    {
        using var cut = gone.UnsafeRegister(static file => ((Stream)file!).Dispose(), content);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = stat.IsExecutable ? Plain | Execute : Plain,
            ModificationTime = stat.ModifiedAt,
            DataStream = content,
        });
    }
}
