using Dxflow.Foundation.Files;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Reusing.Caching;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Preflight;

/// <summary>
/// What stands in the way of a plan on this machine, before anything starts. <c>plan</c> is told all of it; a start is told what costs no
/// question to anybody, as warnings: between a look and the start of a step the machine may change.
/// </summary>
internal sealed class MachineChecks(RunHouse house)
{
    private static readonly TimeSpan ImagesAtMost = TimeSpan.FromSeconds(10);

    /// <param name="inputs">Those of the workflow, if any were given.</param>
    public async Task<IReadOnlyList<Problem>> OfPlanAsync(
        RunPlan plan, IReadOnlyDictionary<string, FlowValue>? inputs, CancellationToken cancel)
    {
        var problems = new List<Problem>(Disk());
        problems.AddRange(ProgramChecks.Of(plan, Program));
        problems.AddRange(Uncached.Warnings(plan));
        if (inputs is not null)
        {
            problems.AddRange(PlacedFiles.Of(plan, inputs, house.Store));
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(ImagesAtMost);
        try
        {
            problems.AddRange(await ImageChecks.OfAsync(plan, Look, late.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            problems.Add(new Problem(
                $"the container engine has not answered within {ImagesAtMost.TotalSeconds:0} s: images were not looked at", Warning: true));
        }

        return problems;

        Task<ImageAnswer?> Look(NodePlan node, CancellationToken asked) => RuntimeOf(node)?.Images is { } images
            ? images.LookAsync(new ImageWish(node.Container!.Image, plan.Project!, node.Name), asked)
            : Task.FromResult<ImageAnswer?>(null);
    }

    public IReadOnlyList<Problem> AtStart(RunPlan plan) =>
    [
        .. Disk(),
        .. ProgramChecks.Of(plan, Program).Select(static problem => problem with { Warning = true }),
        .. Uncached.Warnings(plan),
    ];

    private string? Program(NodePlan node, string program, string directory, string? path) =>
        RuntimeOf(node)?.ProgramProblem(program, directory, path);

    private IRuntime? RuntimeOf(NodePlan node) => house.Seats.GetValueOrDefault(node.Runtime)?.Runtime;

    private IEnumerable<Problem> Disk()
    {
        var free = FileCalls.SpaceOf(house.RunsDirectory).AvailableBytes;
        return free >= house.DiskFreeBytesMin ? [] :
        [
            new Problem(
                $"the home has {ByteSize.Format(free)} free, and disk-free-min is {ByteSize.Format(house.DiskFreeBytesMin)}",
                "Make room (dxflow workflow prune), or set disk-free-min lower.", Warning: true),
        ];
    }
}
