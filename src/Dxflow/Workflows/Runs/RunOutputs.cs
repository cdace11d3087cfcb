using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// What a run has given: the workflow's outputs, and those of each step. A file is shown with where its content lies;
/// a text that is a secret of the run is masked.
/// </summary>
internal sealed class RunOutputs(WorkflowRegistry registry, RunBook runs, RunHouse house)
{
    public async Task<Outputs> OutputsAsync(ReadOutputs request)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var plan = runs.PlanOf(run);
        var evaluation = runs.EvaluationOf(run, plan);
        var (mask, values, steps) = await runs.AskAsync(run, state => (
            evaluation.Mask(state),
            FlowJson.Element(evaluation.Results(state), FlowJsonForm.Wire),
            state.Outputs.Select(output => (plan.Nodes[state.Slices[output.Key].Step].Name, output.Value)).ToList()));
        var all = new JsonObject();
        foreach (var (name, outputs) in steps)
        {
            all[name] = Located(mask.Of(JsonNode.Parse(outputs.GetRawText())));
        }

        return new Outputs(RunProjection.NameOf(run), Element(Located(mask.Of(JsonNode.Parse(values.GetRawText())))), Element(all));
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
}
