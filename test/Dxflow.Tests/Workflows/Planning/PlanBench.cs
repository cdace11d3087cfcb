using Dxflow.Tests.Workflows.Compose;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>Plans a document on a machine of 8 cpus and 16 GiB, and shows plans and problems as text.</summary>
internal sealed class PlanBench
{
    public DocumentFixture Document { get; } = new();

    public PlanOptions Options { get; set; } = new(new MachineCapacity(8, 16L << 30));

    /// <summary>A machine of 2 cpus and 1 GiB, and two clusters that share different directories.</summary>
    public static PlanOptions Cluster { get; } = new(
        new MachineCapacity(2, 1 << 30, EnforcesLimits: false), Runtimes: ["process", "slurm", "far"],
        Batch: new Dictionary<string, BatchSite>
        {
            ["slurm"] = new("/scratch", new(null, "login1")),
            ["far"] = new("/other", new("docker", "login1")),
        });

    /// <summary>The plan of a document without errors; warnings are for those who ask.</summary>
    public RunPlan Plan(string text)
    {
        var plan = TryPlan(text);
        Assert.Equal("", string.Join('\n', Document.Problems.ToList().Where(problem => !problem.Warning).Select(DocumentFixture.Show)));
        return plan!;
    }

    public RunPlan? TryPlan(string text) => Document.TryRead(text) is { } reading ? Planner.Plan(reading, Options) : null;

    /// <summary>Line, column and message of every problem, one a line, without the fixes.</summary>
    public string Problems(string text)
    {
        TryPlan(text);
        return string.Join('\n', Document.Problems.ToList().Select(
            problem => $"{problem.Line}:{problem.Column} {(problem.Warning ? "warning: " : "")}{problem.Message}"));
    }

    /// <summary>As <see cref="Problems"/>, with the fixes.</summary>
    public string Fixes(string text)
    {
        TryPlan(text);
        return string.Join('\n', Document.Problems.ToList().Select(
            problem => $"{problem.Line}:{problem.Column} {problem.Message} [{problem.Fix}]"));
    }

    public static string Show(RunPlan plan, NodePlan node) =>
        $"{node.Name} {node.Kind} after {string.Join(", ", node.After.Select(edge =>
            $"{plan.Nodes[edge.Node].Name}:{edge.Condition}{(edge.Required ? "" : "?")}"))}".TrimEnd();

    public static string Show(Template? template) => template is null ? "-" : DocumentFixture.Show(template);

    /// <summary>The three lists of exit codes: <c>0 3 | 75 | 70</c>.</summary>
    public static string Show(ExitPlan exit) =>
        string.Join(" | ", new[] { exit.Ok, exit.Transient, exit.Fatal }.Select(codes => string.Join(' ', codes)));
}
