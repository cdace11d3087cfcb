using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Talking;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Runs;

/// <summary>Programs run beside what runs now.</summary>
internal sealed class RunTasks(WorkflowRegistry registry, RunBook runs, RunHouse house, ContainerAllowance containers)
{
    public static ExecTerms TermsOf(ExecInStep request) =>
        new(request.Command, request.Interactive, request.Tty, request.Rows, request.Columns, request.Term,
            request.Env, request.Workdir, request.User, request.Detach);

    public async IAsyncEnumerable<ExecOutput> ExecAsync(
        ExecInStep request, IAsyncEnumerable<ExecInput> input, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var spec = ExecTalk.Spec(TermsOf(request));
        var (run, active) = await ActiveAsync(request.Name, request.Run);
        var plan = runs.PlanOf(run);
        var step = RunLookup.Node(plan, request.Step);
        var id = active.FirstOrDefault(task => task.Step == step && task.Slice == request.Index - 1);
        if (id.Run is null)
        {
            throw Fault.Missing(
                (request.Index == 1 ? "" : $"instance {request.Index} of ") + $"'{request.Step}' does not run now",
                plan.Nodes[step].Kind == NodeKind.Service
                    ? $"see 'dxflow workflow services {request.Name}'; 'dxflow workflow start {request.Name} {request.Step}' starts it"
                    : $"see 'dxflow workflow steps {request.Name}'");
        }

        PlanRights.Check([plan.Nodes[step]], call.Caller, Environment.IsPrivilegedProcess);
        PlanRights.CheckContainers(plan, [plan.Nodes[step]], call.Caller, containers);
        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        await using var session = await house.RuntimeOf(plan.Nodes[step]).ExecAsync(
            house.FilesOf(run.Id).Task(id), spec, link.Token);
        await foreach (var output in ExecTalk.RunAsync(session, TermsOf(request), input, link.Token))
        {
            yield return output;
        }
    }

    private async Task<(RunEntry Run, List<AttemptId> Active)> ActiveAsync(string name, int? number)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, name, number));
        return (run, await runs.AskAsync(run, state => state.RunningTasks().Select(state.AttemptOf).ToList()));
    }
}
