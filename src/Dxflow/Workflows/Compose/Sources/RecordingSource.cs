using System.Text;
using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Sources;

/// <summary>
/// The client's disk and environment, remembering what was asked for: after one reading <see cref="ToBundle"/> is exactly that.
/// Files are UTF-8 text of bounded size and number.
/// </summary>
internal sealed class RecordingSource : IDocumentSource
{
    public const int FilesMax = 1_000;
    public const int FileBytesMax = Nodes.YamlLimits.FileBytesMax;
    public const long FilesBytesMax = 64L * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, FileText> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _environment;
    private readonly Stream? _standardInput;
    private long _bytes;

    /// <summary>
    /// <paramref name="files"/> as the user named them, relative to <paramref name="workingDirectory"/>; <c>-</c> reads
    /// <paramref name="standardInput"/>, and then the working directory is the project's.
    /// </summary>
    public RecordingSource(
        IReadOnlyList<string> files,
        string workingDirectory,
        Func<string, string?> environment,
        Stream? standardInput = null,
        DocumentChoices? choices = null)
    {
        _environment = environment;
        _standardInput = standardInput;
        Documents = [.. files.Select(file => new BundleDocument(file, DocumentPaths.Resolve(workingDirectory, file)))];
        ProjectDirectory = choices?.ProjectDirectory is { } chosen
            ? Path.GetFullPath(chosen, workingDirectory)
            : Documents.Count > 0 && Documents[0].Path != DocumentPaths.StandardInput
                ? Path.GetDirectoryName(Documents[0].Path) ?? "/"
                : Path.GetFullPath(workingDirectory);
        Profiles = choices?.Profiles ?? [];
        Name = choices?.Name;
    }

    public string ProjectDirectory { get; }

    public IReadOnlyList<BundleDocument> Documents { get; }

    public IReadOnlyList<string> Profiles { get; }

    public string? Name { get; }

    public FileText Read(string path)
    {
        if (!DocumentPaths.IsPath(path))
        {
            return new FileText(null, FileText.NoPath);
        }

        var key = DocumentPaths.Resolve(ProjectDirectory, path);
        if (!_files.TryGetValue(key, out var known))
        {
            known = _files.Count < FilesMax ? ReadNew(key) : new FileText(null, $"a document reads at most {FilesMax} files");
            _files[key] = known;
        }

        return known;
    }

    public string? Variable(string name)
    {
        var value = _environment(name);
        if (value is not null)
        {
            _variables[name] = value;
        }

        return value;
    }

    public DocumentBundle ToBundle() => new(
        ProjectDirectory,
        Documents,
        _files.Where(file => file.Value.Text is not null).ToDictionary(file => file.Key, file => file.Value.Text!, StringComparer.Ordinal),
        _variables,
        Profiles,
        Name);

    private FileText ReadNew(string path)
    {
        try
        {
            using var stream = path == DocumentPaths.StandardInput && _standardInput is not null
                ? _standardInput
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Decode(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileText(null, FileText.Missing);
        }
        catch (UnauthorizedAccessException)
        {
            return new FileText(null, Directory.Exists(path) ? "it is a directory" : "you may not read it");
        }
        catch (DecoderFallbackException)
        {
            return new FileText(null, "it is not UTF-8 text");
        }
        catch (IOException error)
        {
            return new FileText(null, error.Message);
        }
    }

    private FileText Decode(Stream stream)
    {
        var limit = (int)Math.Min(FileBytesMax, FilesBytesMax - _bytes);
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > limit)
            {
                return new FileText(null, $"it is larger than {FileBytesMax >> 20} MiB, or all files than {FilesBytesMax >> 20} MiB");
            }
        }

        _bytes += buffer.Length;
        var text = Strict.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        return new FileText(text.StartsWith('\uFEFF') ? text[1..] : text, null);
    }
}
