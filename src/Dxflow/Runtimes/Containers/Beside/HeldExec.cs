using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>
/// A program in a container, for a process that is no engine: it has a client of the container engine of its own, so no other engine's end
/// is its own. It ends with the container; a container that was made for it goes with it.
/// </summary>
internal sealed class HeldExec : IExecSession
{
    private readonly IExecSession _inner;
    private readonly EngineApi _api;
    private readonly TaskContainer _container;
    private readonly Lock _gate = new();
    private Task? _over;

    private HeldExec(IExecSession inner, EngineApi api, TaskContainer container) =>
        (_inner, _api, _container) = (inner, api, container);

    public Stream Input => _inner.Input;

    public Stream Output => _inner.Output;

    public Stream Error => _inner.Error;

    public Task<int> Exited => _inner.Exited;

    /// <summary>A fault: it was not started, and a container of its own has gone again.</summary>
    public static async Task<IExecSession> StartAsync(TaskContainer container, ExecSpec spec, TimeProvider time, CancellationToken cancel)
    {
        var api = new EngineApi(EngineAddress.Parse(container.Engine));
        try
        {
            return new HeldExec(await new ExecStart(api, time).StartAsync(container.Id, spec, cancel), api, container);
        }
        catch
        {
            await ForgetAsync(api, container);
            api.Dispose();
            throw;
        }
    }

    /// <summary>Takes away what was made for a program that is lost; a container engine that is out of reach is a fault.</summary>
    public static async Task ForgetAsync(TaskContainer container)
    {
        using var api = new EngineApi(EngineAddress.Parse(container.Engine));
        if (container.IsOwn)
        {
            await new ContainerCalls(api).RemoveAsync(container.Id, force: true, volumes: true, CancellationToken.None);
        }
    }

    public void Resize(TerminalSize size) => _inner.Resize(size);

    /// <summary>May be asked for again, and by several.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_over ??= EndAsync());
        }
    }

    private async Task EndAsync()
    {
        if (_container.IsOwn && !Exited.IsCompleted)
        {
            // Nothing in it outlives it.
            await ForgetAsync(_api, _container);
        }

        await _inner.DisposeAsync();
        await ForgetAsync(_api, _container);
        _api.Dispose();
    }

    private static async Task ForgetAsync(EngineApi api, TaskContainer container)
    {
        try
        {
            if (container.IsOwn)
            {
                await new ContainerCalls(api).RemoveAsync(container.Id, force: true, volumes: true, CancellationToken.None);
            }
        }
        catch (Fault)
        {
            // The container engine is out of reach; its label says what it was for.
        }
    }
}
