using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts;

/// <summary>
/// What one attempt leaves in its work directory, on its way into the store: each output is read when it is added, and all of them are
/// durable when <see cref="PublishAsync"/> is complete. What was added and not published is dropped with this. One caller.
/// </summary>
internal sealed class OutputIntake(string workDirectory, Ingest ingest, StoreWorkers workers, CancellationToken cancel) : IDisposable
{
    private readonly string _root = workDirectory.TrimEnd('/');

    /// <summary>Adds what <see cref="OutputSelection"/> found.</summary>
    /// <exception cref="ArtifactException">One of them cannot be kept; those before it are added.</exception>
    public async Task<IReadOnlyList<Artifact>> AddAsync(IReadOnlyList<SelectedOutput> outputs) => outputs.Count == 0 ? []
        : await workers.RunAsync(
            () =>
            {
                using var directory = ConfinedDirectory.Open(_root);
                return outputs.Select(output => Add(directory, output)).ToList();
            },
            cancel);

    public Task PublishAsync() => ingest.PublishAsync();

    public void Dispose() => ingest.Dispose();

    private Artifact Add(ConfinedDirectory directory, SelectedOutput output)
    {
        var relative = output.RelativePath.TrimEnd('/');
        var name = Path.GetFileName(relative.Length == 0 ? _root : relative);
        return new TreeReader(directory, ingest).Add(relative.Length == 0 ? "." : relative, name, output.Kind).Artifact;
    }
}
