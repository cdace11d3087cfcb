using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Outputs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Reads what an attempt was declared to leave: values from files, files and directories into the store. One that is missing without
/// a default is <c>missing_output</c>, one that is not what was declared <c>bad_output</c>; of an attempt that failed anyway what is
/// not there is null.
/// </summary>
internal sealed class OutputCollector(ArtifactStore store, RunFiles files, RunEvaluation evaluation)
{
    public async Task<OutputsRead> CollectAsync(RunLoop loop, AttemptId id, CancellationToken cancel)
    {
        try
        {
            var (endedWell, outputs, work) = await loop.AskAsync(state => evaluation.Outputs(state, id));
            return await CollectAsync(id, endedWell, outputs, cancel, work);
        }
        catch (FlowException wrong)
        {
            return new OutputsRead(id, null, FailureReason.BadOutput, RunEvaluation.Explain(wrong.Error));
        }
    }

    /// <summary>The same, of outputs whose places are known, with the work directory as the task saw it.</summary>
    public async Task<OutputsRead> CollectAsync(
        AttemptId id, bool endedWell, IReadOnlyList<ExpectedOutput> outputs, CancellationToken cancel, string? seen = null)
    {
        // Until what was added first is referred to, the last may take long.
        using var hold = store.Hold();
        var work = new WorkDirectory(files.Work(id), seen ?? files.Work(id));
        var reading = default(string);
        try
        {
            var values = new List<KeyValuePair<string, FlowValue>>();
            foreach (var output in outputs)
            {
                reading = output.Plan.Name;
                values.Add(new(reading, await ReadAsync(output, work, endedWell, cancel)));
            }

            return new OutputsRead(id, FlowJson.Element(values, FlowJsonForm.Stored));
        }
        catch (FlowException wrong)
        {
            var reason = wrong.Error.Kind == FlowErrorKind.Missing ? FailureReason.MissingOutput : FailureReason.BadOutput;
            return new OutputsRead(id, null, reason, $"the output '{reading}': {RunEvaluation.Explain(wrong.Error)}");
        }
        catch (ArtifactException bad)
        {
            return new OutputsRead(id, null, FailureReason.BadOutput, $"the output '{reading}': {bad.Message}");
        }
    }

    private async Task<FlowValue> ReadAsync(ExpectedOutput output, WorkDirectory work, bool endedWell, CancellationToken cancel)
    {
        try
        {
            var found = output.Plan switch
            {
                { File: not null } => await ValueAsync(output, work, cancel),
                { Glob: not null } => await MatchesAsync(output, work, cancel),
                _ => await PathAsync(output, work, cancel),
            };
            return found ?? OutputArtifacts.Missing(output);
        }
        catch (Exception failure) when (!endedWell && failure is FlowException or ArtifactException)
        {
            return FlowValue.Null;
        }
    }

    private async Task<FlowValue?> ValueAsync(ExpectedOutput output, WorkDirectory work, CancellationToken cancel)
    {
        if (work.Find(output.Path) is not { } found)
        {
            return null;
        }

        if (found.Kind != ArtifactKind.File || found.Length > OutputText.BytesMax)
        {
            throw new FlowException(
                FlowErrorKind.Value,
                found.Kind == ArtifactKind.File
                    ? $"{output.Path} has more than {OutputText.BytesMax >> 20} MiB"
                    : $"{output.Path} is a directory",
                "declare it as an artifact, with `path`");
        }

        var bytes = await File.ReadAllBytesAsync(Path.Combine(work.Here, found.RelativePath), cancel);
        var stored = new Dictionary<(string, ArtifactKind), ArtifactValue>();
        foreach (var (path, kind) in OutputText.PathsIn(output, bytes))
        {
            var named = work.Find(path)
                ?? throw new FlowException(FlowErrorKind.Missing, $"{output.Path} names {path}, which is not in the work directory");
            stored[(path, kind)] = named.Kind == kind ? await AddAsync(work, named, cancel)
                : throw new FlowException(
                    FlowErrorKind.Type,
                    $"{path} is a {(named.Kind == ArtifactKind.Dir ? "dir" : "file")}, and the output is {output.Type.Noun}");
        }

        return OutputText.Read(output, bytes, (path, kind) => stored[(path, kind)]);
    }

    private async Task<FlowValue?> PathAsync(ExpectedOutput output, WorkDirectory work, CancellationToken cancel)
    {
        if (work.Find(output.Path) is not { } found)
        {
            return null;
        }

        if (output.Type.Kind != FlowKind.Map || found.Kind != ArtifactKind.Dir)
        {
            return OutputArtifacts.One(output, await AddAsync(work, found, cancel));
        }

        var entries = new List<KeyValuePair<string, ArtifactValue>>();
        foreach (var entry in work.Glob($"{found.RelativePath}/*"))
        {
            entries.Add(new(Path.GetFileName(entry.RelativePath), await AddAsync(work, entry, cancel)));
        }

        return OutputArtifacts.Entries(output, entries);
    }

    private async Task<FlowValue?> MatchesAsync(ExpectedOutput output, WorkDirectory work, CancellationToken cancel)
    {
        var found = new List<ArtifactValue>();
        foreach (var match in work.Glob(output.Path))
        {
            found.Add(await AddAsync(work, match, cancel));
        }

        return OutputArtifacts.Matches(output, found);
    }

    private async Task<ArtifactValue> AddAsync(WorkDirectory work, SelectedOutput found, CancellationToken cancel) =>
        ArtifactForm.Of(await store.AddOutputAsync(work.Here, found, cancel: cancel));

    /// <summary>A work directory as it lies here and as the task saw it: outputs may be named by either's absolute paths.</summary>
    private readonly record struct WorkDirectory(string Here, string Seen)
    {
        public SelectedOutput? Find(string path) => OutputSelection.Find(Here, Of(path));

        public IReadOnlyList<SelectedOutput> Glob(string pattern) => OutputSelection.Glob(Here, Of(pattern));

        private string Of(string path) => path == Seen || path.StartsWith(Seen + "/", StringComparison.Ordinal)
            ? Here + path[Seen.Length..] : path;
    }
}
