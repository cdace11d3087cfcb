using System.Text;
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
            var (endedWell, outputs, work) = await loop.PeekAsync(state => evaluation.Outputs(state, id));
            files.CheckTasks();
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
        using var intake = store.Intake(files.Work(id), cancel);
        var work = new WorkDirectory(files.Work(id), seen ?? files.Work(id));
        var reading = default(string);
        try
        {
            var (small, large) = (new List<KeyValuePair<string, FlowValue>>(), new List<KeyValuePair<string, LargeOutput>>());
            var together = 0L;
            foreach (var output in outputs)
            {
                reading = output.Plan.Name;
                var value = await ReadAsync(output, work, intake, endedWell);
                var text = FlowJson.Text(value, FlowJsonForm.Stored);
                together += text.Length;
                if (LargeOutputs.IsSmall(text.Length, together))
                {
                    small.Add(new(reading, value));
                }
                else
                {
                    large.Add(new(reading, await StoreAsync(output, text, cancel)));
                }
            }

            await intake.PublishAsync();
            return new OutputsRead(id, LargeOutputs.Element(small, large));
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

    private static async Task<FlowValue> ReadAsync(ExpectedOutput output, WorkDirectory work, OutputIntake intake, bool endedWell)
    {
        try
        {
            var found = output.Plan switch
            {
                { File: not null } => await ValueAsync(output, work, intake),
                { Glob: not null } => OutputArtifacts.Matches(output, await AddAsync(intake, work.Glob(output.Path))),
                _ => await PathAsync(output, work, intake),
            };
            return found ?? OutputArtifacts.Missing(output);
        }
        catch (Exception failure) when (!endedWell && failure is FlowException or ArtifactException)
        {
            return FlowValue.Null;
        }
    }

    private async Task<LargeOutput> StoreAsync(ExpectedOutput output, string text, CancellationToken cancel)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
        var stored = await store.AddStreamAsync(bytes, output.Plan.Name, cancel: cancel);
        return new LargeOutput(stored.Sha256, stored.Size, output.Plan.Type, output.Type.HoldsArtifact);
    }

    private static async Task<FlowValue?> ValueAsync(ExpectedOutput output, WorkDirectory work, OutputIntake intake)
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

        // Small, and just written: the framework's way of waiting for it costs more than the read.
        var bytes = File.ReadAllBytes(Path.Combine(work.Here, found.RelativePath));
        var named = OutputText.PathsIn(output, bytes).Distinct().ToList();
        var added = await AddAsync(intake, [.. named.Select(each => Named(output, work, each.Path, each.Kind))]);
        var stored = named.Zip(added).ToDictionary(static each => each.First, static each => each.Second);
        return OutputText.Read(output, bytes, (path, kind) => stored[(path, kind)]);
    }

    /// <summary>What a value names as an artifact.</summary>
    private static SelectedOutput Named(ExpectedOutput output, WorkDirectory work, string path, ArtifactKind kind)
    {
        var named = work.Find(path)
            ?? throw new FlowException(FlowErrorKind.Missing, $"{output.Path} names {path}, which is not in the work directory");
        return named.Kind == kind ? named
            : throw new FlowException(
                FlowErrorKind.Type,
                $"{path} is a {(named.Kind == ArtifactKind.Dir ? "dir" : "file")}, and the output is {output.Type.Noun}");
    }

    private static async Task<FlowValue?> PathAsync(ExpectedOutput output, WorkDirectory work, OutputIntake intake)
    {
        if (work.Find(output.Path) is not { } found)
        {
            return null;
        }

        if (output.Type.Kind != FlowKind.Map || found.Kind != ArtifactKind.Dir)
        {
            return OutputArtifacts.One(output, (await AddAsync(intake, [found]))[0]);
        }

        var entries = work.Glob($"{found.RelativePath}/*");
        var names = entries.Select(static entry => Path.GetFileName(entry.RelativePath));
        return OutputArtifacts.Entries(output, names.Zip(await AddAsync(intake, entries), KeyValuePair.Create));
    }

    private static async Task<List<ArtifactValue>> AddAsync(OutputIntake intake, IReadOnlyList<SelectedOutput> found) =>
        [.. (await intake.AddAsync(found)).Select(ArtifactForm.Of)];

    /// <summary>A work directory as it lies here and as the task saw it: outputs may be named by either's absolute paths.</summary>
    private readonly record struct WorkDirectory(string Here, string Seen)
    {
        public SelectedOutput? Find(string path) => OutputSelection.Find(Here, Of(path));

        public IReadOnlyList<SelectedOutput> Glob(string pattern) => OutputSelection.Glob(Here, Of(pattern));

        private string Of(string path) => path == Seen || path.StartsWith(Seen + "/", StringComparison.Ordinal)
            ? Here + path[Seen.Length..] : path;
    }
}
