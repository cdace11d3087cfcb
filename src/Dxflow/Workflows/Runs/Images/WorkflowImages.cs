using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Runs.Images;

/// <summary>
/// The images of a workflow, built or pulled without a run, one after another, by the same code as at a start. Whoever leaves before the
/// end has given it up.
/// </summary>
internal sealed class WorkflowImages(WorkflowRegistry registry, DocumentPlanner planner, RunHouse house)
{
    /// <summary>What a slow reader has not read of it; older lines go.</summary>
    private const int LinesMax = 1000;

    private const string FailedPart = "failed";

    public async IAsyncEnumerable<WorkflowImage> BuildAsync(BuildWorkflow request, Call call)
    {
        var (plan, chosen) = await ChooseAsync(
            request.Name, request.Service, request.Runtime, static image => image.Build is not null, "has no `build`", call);
        foreach (var node in chosen)
        {
            var build = node.Container!.Image.Build!;
            var image = node.Container.Image with
            {
                Pull = PullPolicy.Build,
                Build = build with
                {
                    Args = Args(request.BuildArg, build.Args),
                    Pull = build.Pull || request.Pull,
                    NoCache = build.NoCache || request.NoCache,
                },
            };
            await foreach (var told in ToldAsync(plan, node, image, call.Ended))
            {
                yield return told;
            }
        }
    }

    public async IAsyncEnumerable<WorkflowImage> PullAsync(PullWorkflow request, Call call)
    {
        var (plan, chosen) = await ChooseAsync(
            request.Name, request.Service, request.Runtime, static image => image.Build is null, "is built, not pulled", call);
        foreach (var node in chosen)
        {
            await using var lines = ToldAsync(plan, node, node.Container!.Image with { Pull = PullPolicy.Always }, call.Ended)
                .GetAsyncEnumerator(call.Ended);
            while (await NextAsync(lines, node.Name, request.IgnoreFailures) is { } told)
            {
                yield return told;
                if (told.Part == FailedPart)
                {
                    break;
                }
            }
        }
    }

    private static async Task<WorkflowImage?> NextAsync(IAsyncEnumerator<WorkflowImage> lines, string service, bool goOn)
    {
        try
        {
            return await lines.MoveNextAsync() ? lines.Current : null;
        }
        catch (Fault failure) when (goOn)
        {
            return new WorkflowImage(service, FailedPart, failure.Message);
        }
    }

    /// <summary>One node for each image; a service that is asked for and has none of the kind is an error.</summary>
    private async Task<(RunPlan Plan, IReadOnlyList<NodePlan> Chosen)> ChooseAsync(
        string name, IReadOnlyList<string>? services, string? runtime, Func<ContainerImage, bool> fits, string otherwise, Call call)
    {
        var revision = await registry.AskAsync(index => RunLookup.Workflow(index, name).Revision);
        var plan = planner.PlanOf(name, revision, runtime, call);
        foreach (var service in services ?? [])
        {
            var node = plan.Nodes.Where(node => node.Name == service).MaxBy(static node => node.Container is not null)
                ?? throw Fault.Missing($"workflow '{name}' has no service '{service}'");
            _ = node.Container is { } container && fits(container.Image) ? 0
                : throw Fault.Invalid($"'{service}' of workflow '{name}' {(node.Container is null ? "runs as a process" : otherwise)}");
        }

        await (call.Audited ?? Task.CompletedTask);
        var chosen = plan.Nodes.Where(node => node.Container is { } container && fits(container.Image)
            && (services is not { Count: > 0 } || services.Contains(node.Name)));
        return (plan, [.. chosen.DistinctBy(static node => (node.Runtime, node.Container!.Image))]);
    }

    private async IAsyncEnumerable<WorkflowImage> ToldAsync(
        RunPlan plan, NodePlan node, ContainerImage image, [EnumeratorCancellation] CancellationToken cancel)
    {
        var supply = house.RuntimeOf(node).Images!;
        var lines = Channel.CreateBounded<ProgressLine>(
            new BoundedChannelOptions(LinesMax) { FullMode = BoundedChannelFullMode.DropOldest });
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var made = SupplyAsync();
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancel))
            {
                if ((line.Status ?? line.Stream)?.TrimEnd('\n') is { Length: > 0 } text)
                {
                    yield return new WorkflowImage(
                        node.Name, line.Id, text, line.ProgressDetail?.Current, line.ProgressDetail?.Total);
                }
            }

            yield return new WorkflowImage(node.Name, null, "done", Image: await made);
        }
        finally
        {
            await over.CancelAsync();
        }

        async Task<string> SupplyAsync()
        {
            try
            {
                return (await supply.SupplyAsync(
                    new ImageWish(image, plan.Project!, node.Name), over.Token, line => lines.Writer.TryWrite(line))).Id;
            }
            finally
            {
                lines.Writer.Complete();
            }
        }
    }

    private static IReadOnlyDictionary<string, string>? Args(
        IReadOnlyDictionary<string, string>? given, IReadOnlyDictionary<string, string>? written) =>
        given is null || written is null
            ? given ?? written
            : written.Where(pair => !given.ContainsKey(pair.Key)).Concat(given).ToDictionary(StringComparer.Ordinal);
}
