using System.Text.Json.Nodes;
using Dxflow.Workflows.Compose.Canonical;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Exports;

/// <summary>
/// A revision, or a run of it, as one document: 1 the canonical model, exact, 2 what else was read beside it (scripts) written into it,
/// 3 what was chosen when it was made or started (profiles, runtime, scale) written down, 4 its secrets taken out. Pure. Files that called
/// documents are in, or name, stay files.
/// </summary>
internal static class DocumentExport
{
    /// <param name="bundle">A document without errors.</param>
    /// <param name="plan">Its plan as it would be made now.</param>
    /// <param name="run">The plan of the run that is exported, if it is one.</param>
    public static (JsonObject Document, IReadOnlyList<string> Variables) Of(DocumentBundle bundle, RunPlan plan, RunPlan? run)
    {
        // 1
        var reading = ComposeReader.Read(new BundleSource(bundle), new Problems())!;
        var document = CanonicalModel.Of(reading, exact: true);
        var services = (JsonObject)document["services"]!;
        var bodies = BodyPlan.All(plan);
        foreach (var node in plan.Nodes.Take(bodies[0].Count))
        {
            // 2: of a loop the script is that of its turns.
            var service = (JsonObject)services[node.Name]!;
            var turn = node.Step?.Call is { Inline: true } call ? plan.Nodes[bodies[call.Body].First] : node;
            if (turn.Script is { } script)
            {
                service["x-step"]!["script"] = script;
            }

            // 3: the services that no chosen profile has are not in it.
            service.Remove("profiles");
            if (run?.Scale?.TryGetValue(node.Name, out var count) ?? false)
            {
                Scale(service, count);
            }
        }

        if (run is not null)
        {
            Choose(document, plan, run);
        }

        // 4
        var secrets = new SecretVariables(run?.Secrets ?? plan.Secrets ?? [], bundle.Variables ?? new Dictionary<string, string>());
        return (secrets.Of(document), secrets.Used);
    }

    /// <summary>In the one of its two places where the document says it, for both must say the same.</summary>
    private static void Scale(JsonObject service, int count)
    {
        if (service["deploy"] is JsonObject deploy && deploy.ContainsKey("replicas"))
        {
            deploy["replicas"] = count;
        }

        if (service.ContainsKey("scale") || service["deploy"]?["replicas"] is null)
        {
            service["scale"] = count;
        }
    }

    private static void Choose(JsonObject document, RunPlan plan, RunPlan run)
    {
        if (run.Runtime != plan.Runtime)
        {
            In(In(document, "x-workflow"), "defaults")["runtime"] = run.Runtime;
        }

        if (run.FailFast != plan.FailFast)
        {
            In(document, "x-workflow")["fail_fast"] = run.FailFast;
        }
    }

    private static JsonObject In(JsonObject map, string key)
    {
        if (map[key] is not JsonObject inner)
        {
            map[key] = inner = [];
        }

        return inner;
    }
}
