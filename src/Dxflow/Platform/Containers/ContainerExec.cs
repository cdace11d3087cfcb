using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Runtimes.Talking;

namespace Dxflow.Platform.Containers;

/// <summary>A program in a container, for as long as its client listens.</summary>
internal sealed class ContainerExec(PlatformEngines engines, TimeProvider time)
{
    public async IAsyncEnumerable<ExecOutput> RunAsync(
        ExecInContainer request, IAsyncEnumerable<ExecInput> input, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var terms = TermsOf(request);
        var spec = ExecTalk.Spec(terms) with { Privileged = request.Privileged };
        var engine = engines.Of(request.On);
        var found = await ContainerViews.FindAsync(engine, request.Container, call.Ended);
        await using var session = await new ExecStart(engine.Api, time).StartAsync(found.Id, spec, call.Ended);
        await foreach (var output in ExecTalk.RunAsync(session, terms, input, call.Ended))
        {
            yield return output;
        }
    }

    public static ExecTerms TermsOf(ExecInContainer request) => new(
        request.Command, request.Interactive, request.Tty, request.Rows, request.Columns, request.Term,
        request.Env, request.Workdir, request.User);
}
