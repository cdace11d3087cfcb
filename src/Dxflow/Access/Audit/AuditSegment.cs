using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;

namespace Dxflow.Access.Audit;

/// <summary>
/// One file of the log, named by its place in the row: <c>000001.journal</c>. All but the last are closed and never change.
/// </summary>
internal sealed record AuditSegment(string Directory, int Index)
{
    private const string Suffix = ".journal";

    public string Name => Index.ToString("D6", CultureInfo.InvariantCulture) + Suffix;

    public string Path => System.IO.Path.Combine(Directory, Name);

    /// <summary>What was put aside of it because it could not be read; see <see cref="JournalShelf"/>.</summary>
    public string Aside => Path + JournalShelf.AsideSuffix;

    public AuditSegment Next => this with { Index = Index + 1 };

    public static IReadOnlyList<AuditSegment> In(string directory) =>
    [
        .. System.IO.Directory.EnumerateFiles(directory, "*" + Suffix)
            .Select(static path => System.IO.Path.GetFileNameWithoutExtension(path))
            .Where(static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => new AuditSegment(directory, int.Parse(name, CultureInfo.InvariantCulture)))
            .OrderBy(static segment => segment.Index),
    ];

    /// <summary>Reads it from the beginning without changing it; what cannot be read as a record is passed on as null.</summary>
    public static JournalOpening Scan(string path, Action<AuditRecord?> take) =>
        JournalFile.Look(LocalDisk.Instance, path, (_, payload) => take(AuditRecord.Parse(payload)));
}
