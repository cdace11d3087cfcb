using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// What problems call a file that a document leads to: its path as the user would write it who named the first document, which is
/// all that the engine knows of where the user stands.
/// </summary>
internal sealed class FileNames(BundleDocument main)
{
    private readonly string _directory = Path.GetDirectoryName(main.Name) ?? "/";

    public string Of(string path)
    {
        if (main.Name == DocumentPaths.StandardInput || Path.IsPathRooted(main.Name))
        {
            return path;
        }

        var parts = new List<string>();
        var written = Path.Combine(_directory, Path.GetRelativePath(Path.GetDirectoryName(main.Path) ?? "/", path));
        foreach (var part in written.Split('/').Where(static part => part is not ("" or ".")))
        {
            if (part == ".." && parts is [.., not ".."])
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
