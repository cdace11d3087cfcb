namespace Dxflow.Runtimes.Containers;

/// <summary>
/// The container engines that a machine may have, each a runtime of its own whether it is there now or not; in order of preference.
/// </summary>
internal sealed class EnginesOfMachine(IReadOnlyList<ContainerRuntimeOptions> options, TimeProvider time) : IAsyncDisposable
{
    public IReadOnlyList<IRuntime> Runtimes { get; } = [.. options.Select(one => new ContainerRuntime(one, time))];

    /// <summary>Name and address of each, and whether somebody takes connections there now.</summary>
    public IReadOnlyList<(string Name, string Address, bool IsThere)> Look() =>
        [.. options.Select(static one => (one.Name, one.Address, EngineSockets.Listens(one.Address)))];

    public async ValueTask DisposeAsync()
    {
        foreach (var runtime in Runtimes)
        {
            await runtime.DisposeAsync();
        }
    }
}
