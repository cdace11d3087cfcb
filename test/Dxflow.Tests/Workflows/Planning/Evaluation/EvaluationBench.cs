using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Tests.Workflows.Planning.Evaluation;

/// <summary>A planned document in the middle of a run: what nodes left is set by name, then a node is evaluated.</summary>
internal sealed class EvaluationBench
{
    private static readonly PlanOptions Machine = new(
        new MachineCapacity(8, 16L << 30), Runtimes: ["process", "docker"], Engines: [new ContainerEngine("docker", "unix:///d", true)]);

    private readonly Dictionary<string, NodeView> _nodes = [];
    private readonly Dictionary<string, FlowValue> _inputs;
    private int _version;

    public EvaluationBench(string document, params (string Name, string Text)[] given)
    {
        // As an engine does it: planned, stored, read again.
        Plan = PlanText.Read(PlanText.Write(new PlanBench { Options = Machine }.Plan(document)));
        Plan = PlanSources.Resolve(Plan, source => File(source.Name, source.Kind));
        var (values, problems) = WorkflowInputs.Resolve(
            Plan.Inputs, given.ToDictionary(each => each.Name, each => new GivenInput(each.Text)));
        Xunit.Assert.Empty(problems);
        _inputs = values.ToDictionary();
        Evaluation = new StepEvaluation(Plan);
    }

    public static TaskPlaces Places { get; } =
        new("/w", "/a/script", "/a/inputs.json", "/a/progress", artifact => $"/store/{artifact.Sha256}");

    public RunPlan Plan { get; }

    public StepEvaluation Evaluation { get; private set; }

    public RunVerdict? Verdict { get; set; }

    public static ArtifactValue File(string name, ArtifactKind kind = ArtifactKind.File) => new("sha-" + name, kind, name, 1);

    public static string Json(ArtifactValue artifact) => FlowJson.Text(artifact, FlowJsonForm.Wire);

    public EvaluationBench With(string input, FlowValue value)
    {
        _inputs[input] = value;
        Evaluation = new StepEvaluation(Plan);
        return this;
    }

    public EvaluationBench Left(string node, string outputs, string status = "succeeded", int ok = 1, int failed = 0)
    {
        _nodes[node] = new NodeView(
            status, ok, failed, outputs.Length == 0 ? null : JsonDocument.Parse(outputs).RootElement, Version: ++_version);
        return this;
    }

    /// <summary>A fanned-out node: the outputs of each slice, empty for one that has none.</summary>
    public EvaluationBench Slices(string node, string status, params string[] outputs)
    {
        JsonElement?[] slices = [.. outputs.Select(text => text.Length == 0 ? null : (JsonElement?)JsonDocument.Parse(text).RootElement)];
        _nodes[node] = new NodeView(status, Count: slices.Length, Slice: i => slices[i], Version: ++_version);
        return this;
    }

    public RunView View => new(
        "00ff", 7, Plan.Workflow, _inputs, node => _nodes.GetValueOrDefault(Plan.Nodes[node].Name, new NodeView("waiting")), Verdict,
        _ => new Dictionary<string, ArtifactValue> { ["sub/x.txt"] = File("x.txt") });

    public EvaluatedTask Task(string node, int slice = 0) => Evaluation.Task(View, IndexOf(node), new SliceView(slice), Places);

    public IReadOnlyDictionary<string, FlowValue> Inputs(string node, int slice) =>
        Evaluation.Inputs(View, IndexOf(node), new SliceView(slice));

    public string Key(string node, int slice) => Evaluation.Key(View, IndexOf(node), new SliceView(slice));

    public string Failure(string node)
    {
        var error = Xunit.Assert.Throws<FlowException>(() => Task(node)).Error;
        return error.Detail + (error.Fix is null ? "" : $" [{error.Fix}]");
    }

    public int IndexOf(string node) => Plan.Nodes.Index().Single(each => each.Item.Name == node).Index;
}
