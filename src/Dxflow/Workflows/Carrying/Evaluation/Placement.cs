using System.Globalization;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Carrying.Evaluation;

/// <summary>An artifact that has to lie at a path, relative to the work directory, before a task starts.</summary>
internal sealed record Placement(ArtifactValue Artifact, string RelativePath, bool Writable);

/// <summary>
/// Decides where the artifacts of an input lie in a work directory: <c>inputs/NAME</c> with the artifact's own ending; elements of a
/// list by number, of a map by key; under a <c>path</c> that ends in <c>/</c> by their own names.
/// </summary>
internal sealed class Placer(string work, InputPlan input, string? path)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly bool _keepsNames = path?.EndsWith('/') ?? false;

    public List<Placement> Placements { get; } = [];

    /// <summary>The value with each artifact's path in it.</summary>
    public FlowValue Place(FlowValue value) => Place(value, path ?? System.IO.Path.Combine("inputs", input.Name), isElement: path is null);

    private FlowValue Place(FlowValue value, string at, bool isElement) => value switch
    {
        ArtifactValue artifact => Place(artifact, at, isElement),
        ListValue list => new ListValue([.. list.Items.Select((item, index) => Place(
            item, System.IO.Path.Combine(at, index.ToString("d6", CultureInfo.InvariantCulture)), isElement: true))]),
        MapValue map => new MapValue(new OrderedDictionary<string, FlowValue>(
            map.Items.Select(
                item => KeyValuePair.Create(item.Key, Place(item.Value, System.IO.Path.Combine(at, Safe(item.Key)), isElement: true))))),
        _ => value,
    };

    private ArtifactValue Place(ArtifactValue artifact, string at, bool isElement)
    {
        var relative = _keepsNames ? System.IO.Path.Combine(path!, Safe(artifact.Name))
            : isElement ? at + Ending(artifact.Name)
            : at;
        var full = System.IO.Path.GetFullPath(relative, work);
        if (!full.StartsWith(work + "/", StringComparison.Ordinal))
        {
            throw new FlowException(FlowErrorKind.Value, $"the input '{input.Name}' would lie at {relative}, outside the work directory");
        }

        if (!_taken.Add(full))
        {
            throw new FlowException(FlowErrorKind.Value, $"two files of the input '{input.Name}' have the name {relative}");
        }

        Placements.Add(new Placement(artifact, System.IO.Path.GetRelativePath(work, full), input.Writable));
        return artifact with { Path = full };
    }

    private static string Ending(string name) => name.IndexOf('.', 1) is > 0 and var dot ? name[dot..] : string.Empty;

    private string Safe(string name) => name is "." or ".." || name.Contains('/') || name.Contains('\0')
        ? throw new FlowException(FlowErrorKind.Value, $"'{name}' in the input '{input.Name}' is no name of a file")
        : name;
}
