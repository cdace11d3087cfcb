using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Evaluation.Tasks;
using Dxflow.Workflows.Planning.Outputs;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// What a run has given: the workflow's outputs, and those of each step, of one that is fanned out as a list with null for a slice that has
/// none (and left out where they are very many). A file is shown with where its content lies;
/// a text that is a secret of the run is masked.
/// </summary>
internal sealed class RunOutputs(WorkflowRegistry registry, RunBook runs, RunHouse house)
{
    private const int SlicesMax = 10_000;

    public async Task<Outputs> OutputsAsync(ReadOutputs request)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var plan = runs.PlanOf(run);
        var evaluation = runs.EvaluationOf(run, plan);
        var only = request.Step is { } name ? RunLookup.Node(plan, name) : -1;
        var (mask, values, steps, pending) = await runs.AskAsync(run, state => Look(state, evaluation, only, request.SoFar));
        var all = new JsonObject();
        foreach (var (step, slices, isFanned) in steps)
        {
            var shown = slices.Select(each => each.Left is { } left ? Located(each.Mask.Of(LargeOutputs.Shown(left))) : null);
            all[step] = isFanned ? new JsonArray([.. shown]) : shown.FirstOrDefault();
        }

        return new Outputs(
            RunProjection.NameOf(run), Element(Located(mask.Of(JsonNode.Parse(values.GetRawText())))), Element(all),
            pending?.Select(each => each with { Why = mask.Of(each.Why) }).ToList());
    }

    /// <summary>
    /// The workflow's outputs in one archive, below a directory that is called as the run: artifacts as inputs lie in a work directory
    /// (<c>NAME.ending</c>, <c>NAME/000000.ending</c>), and all values in <c>WORKFLOW-NUMBER.json</c>, a name that no output can have.
    /// </summary>
    public async Task<Download> DownloadAsync(DownloadOutputs request, Call call)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var plan = runs.PlanOf(run);
        var evaluation = runs.EvaluationOf(run, plan);
        var (mask, values) = await runs.AskAsync(run, state => (evaluation.Mask(state), evaluation.Tried(state).Values));
        var placer = new Placer(TaskPlaces.Nowhere with { Work = "." }, below: "");
        var placed = new Dictionary<string, FlowValue>(StringComparer.Ordinal);
        foreach (var output in plan.Outputs)
        {
            placed[output.Name] = Placed(placer, output, values[output.Name]);
        }

        foreach (var one in placer.Placements)
        {
            _ = await house.Store.FindAsync(ArtifactForm.Of(one.Artifact), renew: false, call.Ended)
                ?? throw Fault.Missing($"the engine does not have {one.RelativePath} of {RunProjection.NameOf(run)} any more");
        }

        var name = $"{run.Workflow}-{run.Number}";
        var json = mask.Of(JsonNode.Parse(FlowJson.Element(placed, FlowJsonForm.Task).GetRawText()))!.ToJsonString();
        var (type, ending) = request.Archive == ArchiveForm.Zip ? ("application/zip", "zip") : ("application/x-tar", "tar");
        return new Download(
            house.Store.OpenArchive(
                [
                    new ArchivePart($"{name}/{name}.json", Text: Encoding.UTF8.GetBytes(json + "\n")),
                    .. placer.Placements.Select(one => new ArchivePart($"{name}/{one.RelativePath}", ArtifactForm.Of(one.Artifact))),
                ],
                request.Archive),
            null, type, $"{name}.{ending}");
    }

    private static FlowValue Placed(Placer placer, OutputPlan output, FlowValue value)
    {
        try
        {
            return placer.Place(new InputPlan(output.Name, output.Type), value, null);
        }
        catch (FlowException wrong)
        {
            throw Fault.Invalid(wrong.Error.Message.Replace("input", "output", StringComparison.Ordinal), "fetch its files one by one");
        }
    }

    /// <summary>Without a step, the workflow's outputs and those of all steps; else those of that one alone.</summary>
    private static (SecretMask Mask, JsonElement Values, List<LeftOutputs> Steps, List<PendingOutput>? Pending) Look(
        RunState state, RunEvaluation evaluation, int only, bool soFar)
    {
        var (values, errors) = only < 0 ? evaluation.Tried(state)
            : (new Dictionary<string, FlowValue>(), new Dictionary<string, FlowError>());
        List<PendingOutput>? pending = !soFar ? null
            : [.. only < 0 ? OutputsSoFar.OfRun(state, errors) : OutputsSoFar.OfStep(state, only)];
        HashSet<string> missing = [.. (pending ?? []).Where(static each => each.Step is null).Select(static each => each.Name)];
        var given = values.Where(value => !missing.Contains(value.Key)).ToDictionary(StringComparer.Ordinal);
        var steps = only < 0 ? Enumerable.Range(0, state.Bodies[0].Count) : [only];
        CheckCount(state, only);
        var mask = evaluation.Mask(state);
        return (
            mask,
            FlowJson.Element(given, FlowJsonForm.Wire),
            [.. steps.Where(step => state.Steps[step].Count <= SlicesMax && Left(state, step).Any())
                .Select(step => new LeftOutputs(
                    state.NodeOf(step).Name, [.. Left(state, step).Select(each => (each.Outputs, Own(each.Slice)))],
                    state.Steps[step].IsFanned))],
            pending);

        // A slice may have left what is secret in it alone.
        SecretMask Own(AttemptId slice) => mask.With(evaluation.SecretsOf(state, slice));
    }

    private static IEnumerable<(AttemptId Slice, JsonElement? Outputs)> Left(RunState state, int step)
    {
        var it = state.Steps[step];
        var left = Enumerable.Range(it.First, it.Count).Select(
            place => (state.AttemptOf(place), state.Outputs.TryGetValue(place, out var outputs) ? outputs : (JsonElement?)null));
        return it.IsFanned ? left : left.Where(static each => each.Item2 is not null);
    }

    private static void CheckCount(RunState state, int step)
    {
        if (step >= 0 && state.Steps[step].Count > SlicesMax)
        {
            throw new Fault(
                FaultKind.Exhausted, $"'{state.NodeOf(step).Name}' has {state.Steps[step].Count} slices, and {SlicesMax} are shown at most",
                "give what is wanted of them as an output of the workflow");
        }
    }

    private static JsonElement Element(JsonNode? node) => JsonDocument.Parse(node?.ToJsonString() ?? "null").RootElement;

    /// <summary>Adds to each artifact the path of its content in the store, and its reference for those elsewhere.</summary>
    private JsonNode? Located(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                {
                    map[name] = Located(value?.DeepClone());
                }

                if ((string?)(map["sha256"] as JsonValue) is { } sha256 && (string?)(map["kind"] as JsonValue) is { } kind)
                {
                    var artifact = new Artifact(
                        sha256, kind == "dir" ? ArtifactKind.Dir : ArtifactKind.File, (string?)map["name"] ?? sha256, 0,
                        (bool?)map["executable"] ?? false);
                    map["path"] = house.Store.PathOf(artifact.Kind, sha256);
                    map["reference"] = ArtifactReference.Of(artifact);
                }

                return map;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Located(item?.DeepClone()))]);
            default:
                return node;
        }
    }

    private sealed record LeftOutputs(string Name, List<(JsonElement? Left, SecretMask Mask)> Slices, bool IsFanned);
}
