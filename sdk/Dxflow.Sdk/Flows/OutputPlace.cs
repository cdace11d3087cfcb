using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>Where in its work directory a step leaves an output, and when it is collected.</summary>
public sealed class OutputPlace
{
    private readonly string _kind;
    private readonly Template _path;
    private string? _collect;

    private OutputPlace(string kind, Template path) => (_kind, _path) = (kind, path);

    /// <summary>A value, read from a file: text, a number, <c>true</c>, or JSON.</summary>
    public static OutputPlace File(Template path) => new("file", path);

    /// <summary>A file or a directory, as its type says.</summary>
    public static OutputPlace Path(Template path) => new("path", path);

    /// <summary>All files that match, in byte order.</summary>
    public static OutputPlace Glob(Template pattern) => new("glob", pattern);

    /// <summary>A path alone: a value is read from the file, an artifact is the file or directory.</summary>
    public static implicit operator OutputPlace(string path) => new("", path);

    /// <summary>Collected whether the step succeeded or not.</summary>
    public OutputPlace Always() => Collect("always");

    /// <summary>Collected only if the step failed.</summary>
    public OutputPlace OnFailure() => Collect("failure");

    internal static OutputPlace Of(string name) => new("", "outputs/" + name);

    internal YamlMap Node(DocumentType type, string name, Func<Template, YamlNode> write)
    {
        var output = new YamlMap();
        output.Add("type", YamlNode.Plain(type.ToString()));
        output.Add(_kind.Length > 0 ? _kind : type.IsArtifact ? "path" : "file", write(_path));
        output.Add("collect", _collect is null ? null : YamlNode.Plain(_collect));
        return output;
    }

    private OutputPlace Collect(string when)
    {
        _collect = when;
        return this;
    }
}
