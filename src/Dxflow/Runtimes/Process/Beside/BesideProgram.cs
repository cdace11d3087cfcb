using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Processes.Systems;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Terminals;
using Dxflow.Runtimes.Talking;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>A program of this machine with the streams that somebody has asked for: pipes, a terminal, or none.</summary>
internal static class BesideProgram
{
    /// <summary>Blocks for the moment of the start. What cannot be started is a <see cref="Fault"/>.</summary>
    public static IExecSession Start(SpawnSpec program, ExecSpec spec, ReadyThread ready, TimeProvider time) =>
        spec.Detached ? Detach(program, ready, time)
            : spec.Terminal is { } size ? Terminals(ready, time).Start(program, size)
            : Spawn(program, ready, time);

    private static UnixTerminals Terminals(ReadyThread ready, TimeProvider time) =>
        new(ready, new PidfdSight(ready), SystemNumbers.Linux.OpensBeforeSession, time);

    /// <summary>All three streams are <c>/dev/null</c>; its end is taken when it comes, and means nothing to anybody.</summary>
    private static DetachedProgram Detach(SpawnSpec spec, ReadyThread ready, TimeProvider time)
    {
        try
        {
            _ = TakeEndAsync(new SessionProcess(Spawner.Spawn(spec), ready, time));
            return new DetachedProgram();
        }
        catch (IOException failure)
        {
            throw Fault.Unavailable(failure.Message);
        }
    }

    private static async Task TakeEndAsync(SessionProcess process)
    {
        await process.Exited;
        await process.DisposeAsync();
    }

    private static ExecSession Spawn(SpawnSpec spec, ReadyThread ready, TimeProvider time)
    {
        Pipe input = Pipe.Create(), output = Pipe.Create(), error = Pipe.Create();
        try
        {
            var pid = Spawner.Spawn(spec with { Input = input.Read, Output = output.Write, Error = error.Write });
            return new ExecSession(
                new SessionProcess(pid, ready, time),
                new PipeEnd(input.Write, ready, toWrite: true),
                new PipeEnd(output.Read, ready, toWrite: false),
                new PipeEnd(error.Read, ready, toWrite: false));
        }
        catch (IOException failure)
        {
            input.Write.Dispose();
            output.Read.Dispose();
            error.Read.Dispose();
            throw Fault.Unavailable(failure.Message);
        }
        finally
        {
            input.Read.Dispose();
            output.Write.Dispose();
            error.Write.Dispose();
        }
    }
}
