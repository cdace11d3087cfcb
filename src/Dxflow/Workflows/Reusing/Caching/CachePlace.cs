using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// Who asks for cached results: a run, and where all runs are kept. <see cref="IsPreview"/>: it is only wanted to know what there is, and
/// nothing may change by that.
/// </summary>
internal sealed record CachePlace(string RunsDirectory, string Run, string Name, bool IsPreview)
{
    public static CachePlace Of(RunFiles files, RunFacts facts, bool isPreview = false) =>
        new(Path.GetDirectoryName(files.Directory)!, facts.Id, $"{facts.Workflow}/{facts.Number}", isPreview);

    public bool Has(string run) => Directory.Exists(Path.Combine(RunsDirectory, run));
}
