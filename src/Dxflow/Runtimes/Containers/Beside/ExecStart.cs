using System.Security.Cryptography;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Talking;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>
/// Runs a program beside a container's own. The API answers before it knows whether the program could be started, and writes into the
/// program's own streams if not: so it is waited until one of the two is sure.
/// </summary>
internal sealed class ExecStart(EngineApi api, TimeProvider time)
{
    private const int MarkBytes = 8;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly ExecCalls execs = new(api);

    public async Task<IExecSession> StartAsync(string container, ExecSpec spec, CancellationToken cancel)
    {
        var mark = $"{ExecSession.MarkName}={Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes))}";
        var isTerminal = spec.Terminal is not null;
        var id = await execs.CreateAsync(
            container,
            new ExecCreate(
                spec.Command,
                [.. (spec.Environment ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}"), mark],
                spec.WorkingDirectory,
                spec.User,
                spec.Privileged ? true : null,
                isTerminal,
                AttachStdin: !spec.Detached,
                AttachStdout: !spec.Detached,
                AttachStderr: !spec.Detached),
            cancel);
        if (spec.Detached)
        {
            return await DetachedAsync(id, spec, cancel);
        }

        var session = new ExecSession(execs, id, await execs.StartAsync(id, isTerminal, cancel), isTerminal, time)
        {
            Mark = api.Address.IsLocal ? mark : null,
        };
        try
        {
            await StartedAsync(session, id, spec, cancel);
            if (spec.Terminal is { } size)
            {
                session.Resize(size);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task<DetachedProgram> DetachedAsync(string id, ExecSpec spec, CancellationToken cancel)
    {
        try
        {
            await execs.DetachAsync(id, cancel);
        }
        catch (Fault refused) when (EngineRefusal.WordsOf(refused) is var words && words.Contains("OCI runtime", StringComparison.Ordinal))
        {
            throw Refused(spec, words);
        }

        // Docker says so by its answer; Podman may only know a moment later.
        return await execs.FindAsync(id, cancel) is { Running: false, ExitCode: 126 or 127 }
            ? throw Refused(spec, "it could not be started")
            : new DetachedProgram();
    }

    private static Fault Refused(ExecSpec spec, string words) =>
        Fault.Invalid($"'{spec.Command[0]}' cannot be run beside the task: {words}", "is it in the image?");

    private async Task StartedAsync(ExecSession session, string id, ExecSpec spec, CancellationToken cancel)
    {
        while (true)
        {
            var isOver = session.IsDrained;
            var state = await execs.FindAsync(id, cancel);
            if (state is null or { Pid: > 0 })
            {
                return;
            }

            if (state is { Running: false, ExitCode: 126 or 127 } && await session.FailureAsync() is { } words)
            {
                throw Refused(spec, words);
            }

            if (isOver)
            {
                return;
            }

            await Task.Delay(LookAgain, time, cancel);
        }
    }
}
