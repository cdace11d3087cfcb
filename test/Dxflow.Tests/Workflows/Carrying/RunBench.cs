using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Carrying;

/// <summary>A planned document, its run's state as events make it, and the evaluation over it.</summary>
internal sealed class RunBench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public RunBench(string document)
    {
        Plan = new PlanBench().Plan(document);
        State = new RunState(Plan) { Id = "00ff" };
        Evaluation = Fresh();
    }

    public RunPlan Plan { get; }

    public RunState State { get; }

    public RunEvaluation Evaluation { get; }

    /// <summary>An evaluation as an engine that has just started has it.</summary>
    public RunEvaluation Fresh() => new(
        Plan, new RunFacts("00ff", 3, "demo", new Dictionary<string, FlowValue>()), new RunFiles("/h/run"),
        new ArtifactStore(_directory.Path, TimeProvider.System));

    public RunBench Fan(string step, int count) => Apply(new StepFannedOut(1, Index(step), count));

    public RunBench Opened(int step, int slice, int turn) => Apply(new BodyOpened(1, step, slice, 0, turn));

    /// <summary>The only slice of a step has left this, and gone well.</summary>
    public RunBench Left(int step, string outputs) => Apply(
        new AttemptGranted(1, step, 0, 1),
        new AttemptExited(1, step, 0, 1),
        new OutputsCollected(1, step, 0, 1, JsonDocument.Parse(outputs).RootElement),
        new SliceFinished(1, step, 0, 1, UnitStatus.Succeeded));

    public int Index(string step) => Plan.Nodes.Index().First(each => each.Item.Name == step).Index;

    public AttemptId Attempt(int step, int slice = 0) => new("00ff", step, slice, 1);

    public RunBench Apply(params RunEvent[] events)
    {
        foreach (var fact in events)
        {
            RunApply.Apply(State, fact);
            State.ForgetChanges();
        }

        return this;
    }

    public void Dispose() => _directory.Dispose();
}
