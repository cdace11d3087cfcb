using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Runs;

/// <summary>
/// Inputs as the engine takes them: texts, and in the place of files what it calls them. An engine on this machine reads a single file
/// itself; all else is uploaded.
/// </summary>
internal sealed class FileSender(DxflowClient engine)
{
    public async Task<string> TextAsync(string name, DocumentType type, JsonElement value, CancellationToken cancel)
    {
        if (!type.HoldsArtifact || value.ValueKind == JsonValueKind.Null)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

            // An @ would begin the path of a file.
            return text.StartsWith('@') ? "@" + text : text;
        }

        if (type.IsArtifact)
        {
            return "@" + (engine.IsLocal && !IsText(value.GetString()!)
                ? Found(Path.GetFullPath(value.GetString()!))
                : await SendAsync(value.GetString()!, type.Name == "dir", cancel));
        }

        if (type is not { Name: "list", Element.IsArtifact: true })
        {
            throw new FlowException($"the input `{name}` is {type}: files are given one by one, or as a list.");
        }

        var references = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            references.Add(await SendAsync(item.GetString()!, type.Element.Name == "dir", cancel));
        }

        return references.Count == 0 ? "[]" : "@" + string.Join(',', references);
    }

    /// <summary>Sends a file or directory, and gives what the engine calls it.</summary>
    public async Task<string> SendAsync(string path, bool isDirectory, CancellationToken cancel)
    {
        if (IsText(path) && !isDirectory)
        {
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(path[FileArtifact.TextScheme.Length..]));
            return (await engine.Artifact.UploadAsync(new UploadArtifact("text.txt"), text, cancel)).Reference;
        }

        path = Path.GetFullPath(path);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Found(path)));
        if (!isDirectory)
        {
            await using var file = File.OpenRead(path);
            var isExecutable = !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
            return (await engine.Artifact.UploadAsync(new UploadArtifact(name, Executable: isExecutable), file, cancel)).Reference;
        }

        // The archive has no length before it is there, and may be larger than memory.
        await using var archive = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        await TarFile.CreateFromDirectoryAsync(path, archive, includeBaseDirectory: false, cancel);
        archive.Position = 0;
        return (await engine.Artifact.UploadAsync(new UploadArtifact(name, "dir"), archive, cancel)).Reference;
    }

    private static bool IsText(string path) => path.StartsWith(FileArtifact.TextScheme, StringComparison.Ordinal);

    private static string Found(string path) =>
        Path.Exists(path) ? path : throw new FlowException($"{path} is not there, or may not be seen: an input of the run is it.");
}
