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
        var spec = ExecTalk.Spec(terms);
        var engine = engines.Of(request.On);
        var found = await ContainerViews.FindAsync(engine, request.Container, call.Ended);
        await using var session = await new ExecStart(engine.Api, time).StartAsync(found.Id, With(spec, request), call.Ended);
        await foreach (var output in ExecTalk.RunAsync(session, terms, input, call.Ended))
        {
            yield return output;
        }
    }

    public static ExecTerms TermsOf(ExecInContainer request) =>
        new(request.Command, request.Interactive, request.Tty, request.Rows, request.Columns, request.Term);

    private static ExecSpec With(ExecSpec spec, ExecInContainer request)
    {
        var environment = new Dictionary<string, string>(spec.Environment ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (name, value) in request.Env ?? new Dictionary<string, string>())
        {
            environment[name] = name.Length > 0 && !name.Contains('=') && !name.Contains('\0') && !value.Contains('\0')
                ? value
                : throw Fault.Invalid("a variable's name is empty, or holds '=' or a NUL character");
        }

        return spec with
        {
            Environment = environment,
            User = request.User,
            WorkingDirectory = request.Workdir,
            Privileged = request.Privileged,
        };
    }
}
