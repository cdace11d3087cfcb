using System.Globalization;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation.Tasks;

/// <summary>
/// Decides where the artifacts of a step lie in its work directory: <c>inputs/NAME</c> with the artifact's own ending; elements of a
/// list by number (a null leaves its number out), of a map by key; under a path that ends in <c>/</c> by their own names. Two at one
/// path, also when only case tells them apart, are bad input. What a run has given lies in its archive in the same way.
/// </summary>
internal sealed class Placer(TaskPlaces places, string below = "inputs/")
{
    private readonly Dictionary<string, string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _parents = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Placement> _placements = [];

    public IReadOnlyList<Placement> Placements => _placements;

    /// <summary>The value with the path of each artifact in it.</summary>
    public FlowValue Place(InputPlan input, FlowValue value, string? path)
    {
        if (path is not null && OutputPath.Refusal(path) is { } refusal)
        {
            throw Bad($"the input '{input.Name}' {refusal}", "a path of an input is relative to the work directory");
        }

        return Place(input, value, path ?? below + input.Name, exact: path is not null && !path.EndsWith('/'));
    }

    private FlowValue Place(InputPlan input, FlowValue value, string at, bool exact) => value switch
    {
        ArtifactValue artifact => Put(input, artifact, at, exact),
        ListValue list when Holds(list) => new ListValue([.. list.Items.Select((item, i) =>
            Place(input, item, Below(at, i.ToString("d6", CultureInfo.InvariantCulture)), exact: false))]),
        MapValue map when Holds(map) => new MapValue(new OrderedDictionary<string, FlowValue>(map.Items.Select(pair =>
            KeyValuePair.Create(pair.Key, Place(input, pair.Value, Below(at, Name(input, pair.Key)), exact: false))))),
        _ => value,
    };

    private ArtifactValue Put(InputPlan input, ArtifactValue artifact, string at, bool exact)
    {
        if (!input.Place)
        {
            return artifact with
            {
                Path = places.Stored?.Invoke(artifact)
                    ?? throw Bad($"the input '{input.Name}' has `place: false`, and this task cannot see the store",
                        "remove `place: false`"),
            };
        }

        var relative = exact ? at : at.EndsWith('/') ? at + Name(input, artifact.Name) : at + Ending(artifact.Name);
        if (!_taken.TryAdd(relative, input.Name))
        {
            var other = _taken[relative] == input.Name ? "" : $" and of '{_taken[relative]}'";
            throw Bad($"two artifacts of the input '{input.Name}'{other} would lie at {relative}",
                "rename one, or give the input a `path` without a final '/'");
        }

        if (_parents.Contains(relative) || Parents(relative).Any(_taken.ContainsKey))
        {
            throw Bad($"the input '{input.Name}' would lie at {relative}, inside or around another input",
                "give one of them another `path`");
        }

        _parents.UnionWith(Parents(relative));
        _placements.Add(new Placement(artifact, relative, input.Writable));
        return artifact with { Path = $"{places.Work}/{relative}" };
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    // Under a kept-names path all elements lie side by side.
    private static string Below(string at, string name) => at.EndsWith('/') ? at : $"{at}/{name}";

    private static bool Holds(FlowValue value) => value switch
    {
        ArtifactValue => true,
        ListValue list => list.Items.Any(Holds),
        MapValue map => map.Items.Values.Any(Holds),
        _ => false,
    };

    /// <summary>All from the first dot; a name that begins with its only dot has no ending.</summary>
    private static string Ending(string name) => name.Length > 1 && name.IndexOf('.', 1) is > 0 and var dot ? name[dot..] : "";

    private static string Name(InputPlan input, string name) =>
        name is not ("" or "." or "..") && !name.Contains('/') && !name.Contains('\0')
        ? name : throw Bad($"'{name}' in the input '{input.Name}' is no name of a file", null);

    private static FlowException Bad(string message, string? fix) => new(FlowErrorKind.Value, message, fix);
}
