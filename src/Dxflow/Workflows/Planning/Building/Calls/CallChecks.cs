using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>
/// What a document that is called may hold, and that no document calls itself without a condition that could end it.
/// </summary>
internal static class CallChecks
{
    private const string Fix = "Put it into the document that is run.";

    public static void Check(IReadOnlyList<CalledDocument> all)
    {
        foreach (var document in all.SelectMany(document => document.Calls.Values).Distinct())
        {
            CheckContent(document);
            CheckVolumes(document, all);
        }

        for (var isNew = true; isNew;)
        {
            isNew = all.Select(MarkMany).ToList().Contains(true);
        }

        var edges = all.Select(document => (IReadOnlyList<int>)[.. document.Calls
            .Where(call => document.Flow.Steps[call.Key].When is null).Select(call => IndexOf(all, call.Value)).Distinct()]);
        foreach (var circle in CycleFinder.Find([.. edges]))
        {
            var first = all[circle[0]];
            var next = all[circle.Count > 1 ? circle[1] : circle[0]];
            var step = first.Calls.First(call => call.Value == next && first.Flow.Steps[call.Key].When is null).Key;
            var names = circle.Append(circle[0]).Select(document => all[document].Name);
            first.Reading.Problems.Error(
                first.Flow.Steps[step].Call!.Workflow.At, $"documents call each other without end: {string.Join(" → ", names)}",
                "Give one of these steps a `when`.");
        }
    }

    private static int IndexOf(IReadOnlyList<CalledDocument> all, CalledDocument document) =>
        all.Index().First(each => ReferenceEquals(each.Item, document)).Index;

    // Whether it was not known before.
    private static bool MarkMany(CalledDocument document)
    {
        var isNew = false;
        foreach (var (step, called) in document.Calls)
        {
            var fan = document.Flow.Steps[step].Fan;
            var isMany = document.IsMany || (fan.IsGiven && fan.Parallel is not { Value: 1 });
            isNew |= isMany && !called.IsMany;
            called.IsMany |= isMany;
        }

        return isNew;
    }

    private static void CheckContent(CalledDocument document)
    {
        var problems = document.Reading.Problems;
        if (document.Enabled is [var first, ..] && document.Enabled.All(service => !service.IsStep))
        {
            problems.Error(
                first.At, $"`{document.Name}` has services alone, and an instance of it ends with its steps",
                "Give it a step, or put its services into the document that is run.");
        }

        if (document.Reading.Root["networks"] is MapNode { Entries.Count: > 0 } map)
        {
            problems.Error(map.At, "`networks` of a document that is called is not supported yet", Fix);
        }
    }

    /// <summary>A run has one volume of each name, so all that is said of it is the same wherever it is said.</summary>
    private static void CheckVolumes(CalledDocument document, IReadOnlyList<CalledDocument> all)
    {
        foreach (var volume in document.Reading.Spec.Volumes)
        {
            var first = all.SelectMany(static one => one.Reading.Spec.Volumes).First(one => one.Name == volume.Name);
            if (Text(first) != Text(volume))
            {
                document.Reading.Problems.Error(
                    volume.At, $"the volume `{volume.Name}` is declared otherwise in {first.At.File}:{first.At.Line}",
                    "Documents that are called have the volumes of the run: say the same of it in both.");
            }
        }
    }

    private static string Text(ResourceSpec resource) => resource.Volume is not { } volume ? "" : string.Join('\n', (string[])
    [
        volume.Name, volume.External.ToString(), volume.Driver ?? "", volume.RunOnly.ToString(),
        .. (volume.DriverOptions ?? new Dictionary<string, string>()).OrderBy(static one => one.Key, StringComparer.Ordinal)
            .Select(static one => $"{one.Key}={one.Value}"),
    ]);
}
