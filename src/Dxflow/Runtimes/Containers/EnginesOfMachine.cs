namespace Dxflow.Runtimes.Containers;

/// <summary>
/// The container engines that a machine may have, each a runtime of its own whether it is there now or not; in order of preference.
/// </summary>
internal sealed class EnginesOfMachine(IReadOnlyList<ContainerRuntimeOptions> options, TimeProvider time) : IAsyncDisposable
{
    private readonly IReadOnlyList<ContainerRuntime> _runtimes = [.. options.Select(one => new ContainerRuntime(one, time))];

    public IReadOnlyList<IRuntime> Runtimes => _runtimes;

    /// <summary>Name and address of each, and whether somebody takes connections there now.</summary>
    public IReadOnlyList<(string Name, string Address, bool IsThere)> Look() =>
        [.. options.Select(static one => (one.Name, one.Address, EngineSockets.Listens(one.Address)))];

    /// <summary>The Compose projects of those that are there; an engine that does not answer is a fault.</summary>
    public async Task<IReadOnlyList<ProjectFound>> ProjectsAsync(CancellationToken cancel)
    {
        var there = Look().Where(static one => one.IsThere).Select(static one => one.Name).ToHashSet();
        var found = await Task.WhenAll(
            _runtimes.Where(runtime => there.Contains(runtime.Name)).Select(runtime => runtime.ProjectsAsync(cancel)));
        return [.. found.SelectMany(static projects => projects)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runtime in _runtimes)
        {
            await runtime.DisposeAsync();
        }
    }
}
