using System.Text;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying.Evaluation;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Reads what an attempt that ended well was declared to leave: values from files, files and directories into the store. One that is
/// missing without a default is <c>missing_output</c>, one that is not what was declared <c>bad_output</c>.
/// </summary>
internal sealed class OutputCollector(ArtifactStore store, RunFiles files, StepEvaluation evaluation)
{
    private const int ValueBytesMax = 16 * 1024 * 1024;

    public async Task<OutputsRead> CollectAsync(RunLoop loop, AttemptId id, CancellationToken cancel)
    {
        var reading = default(string);
        try
        {
            var declared = await loop.AskAsync(state => evaluation.Outputs(state, id));
            var values = new List<KeyValuePair<string, FlowValue>>();
            foreach (var output in declared)
            {
                reading = output.Plan.Name;
                values.Add(new(reading, await ReadAsync(output, files.Work(id), cancel)));
            }

            return new OutputsRead(id, FlowJson.Element(values, FlowJsonForm.Stored));
        }
        catch (MissingOutputException missing)
        {
            return new OutputsRead(id, null, FailureReason.MissingOutput, missing.Message);
        }
        catch (Exception bad) when (bad is FlowException or ArtifactException)
        {
            return new OutputsRead(
                id, null, FailureReason.BadOutput, $"the output '{reading}': {(bad as FlowException)?.Error.Detail ?? bad.Message}");
        }
    }

    private async Task<FlowValue> ReadAsync(DeclaredOutput output, string work, CancellationToken cancel)
    {
        var found = output.Plan switch
        {
            { File: not null } => await ValueAsync(output, work, cancel),
            { Glob: not null } => await GlobAsync(output, work, cancel),
            _ => await PathAsync(output, work, cancel),
        };
        if (found is not null)
        {
            return found;
        }

        if (output.Plan.Default is { } text)
        {
            return InputText.Read(text, output.Type);
        }

        return output.Type.Optional
            ? FlowValue.Null
            : throw new MissingOutputException(
                $"the output '{output.Plan.Name}' is missing: there is no {output.Path} in the work directory");
    }

    /// <summary>
    /// A string is the text less one final newline; numbers and bools are trimmed; the rest is JSON, <c>.jsonl</c> a line each.
    /// </summary>
    private async Task<FlowValue?> ValueAsync(DeclaredOutput output, string work, CancellationToken cancel)
    {
        if (OutputSelection.Find(work, output.Path) is not { } found)
        {
            return null;
        }

        if (found.Length > ValueBytesMax)
        {
            throw new FlowException(
                FlowErrorKind.Limit, $"{output.Path} is larger than {ValueBytesMax >> 20} MiB", "declare it as a file with `path`");
        }

        var path = Path.Combine(work, found.RelativePath);
        var text = await File.ReadAllTextAsync(path, Encoding.UTF8, cancel);
        var type = output.Type.NotNull;
        if (type.Kind == FlowKind.String)
        {
            return new StringValue(text.EndsWith('\n') ? text[..^1] : text);
        }

        if (path.EndsWith(".jsonl", StringComparison.Ordinal))
        {
            text = $"[{string.Join(',', text.Split('\n', StringSplitOptions.RemoveEmptyEntries))}]";
        }

        if (output.Type.HoldsArtifact)
        {
            return await FilesInAsync(FlowJsonReader.Parse(text, FlowType.Json), type, work, cancel);
        }

        var trimmed = text.Trim();
        return output.Type is { Optional: true, Kind: FlowKind.Float }
            && trimmed is "NaN" or "nan" or "inf" or "-inf" or "Infinity" or "-Infinity"
            ? FlowValue.Null
            : InputText.Read(trimmed, output.Type);
    }

    /// <summary>JSON in which artifacts are written as paths in the work directory.</summary>
    private async Task<FlowValue> FilesInAsync(FlowValue json, FlowType type, string work, CancellationToken cancel)
    {
        switch (json, type.Kind)
        {
            case (NullValue, _):
                return json;
            case (StringValue path, FlowKind.File or FlowKind.Dir):
                return OutputSelection.Find(work, path.Value) is { } found
                    ? await AddAsync(work, found, type.Kind, cancel)
                    : throw new MissingOutputException($"the output names {path.Value}, which is not in the work directory");
            case (ListValue list, FlowKind.List):
                var items = new List<FlowValue>();
                foreach (var item in list.Items)
                {
                    items.Add(await FilesInAsync(item, type.Element!, work, cancel));
                }

                return new ListValue(items);
            case (MapValue map, FlowKind.Map):
                var members = new OrderedDictionary<string, FlowValue>(StringComparer.Ordinal);
                foreach (var (key, item) in map.Items)
                {
                    members[key] = await FilesInAsync(item, type.Element!, work, cancel);
                }

                return new MapValue(members);
            default:
                return FlowConversion.Into(json, type);
        }
    }

    private async Task<FlowValue?> PathAsync(DeclaredOutput output, string work, CancellationToken cancel)
    {
        if (OutputSelection.Find(work, output.Path) is not { } found)
        {
            return null;
        }

        var type = output.Type.NotNull;
        if (type.Kind != FlowKind.Map)
        {
            return await AddAsync(work, found, type.Kind, cancel);
        }

        var entries = new OrderedDictionary<string, FlowValue>(StringComparer.Ordinal);
        foreach (var entry in OutputSelection.Glob(work, $"{found.RelativePath}/*"))
        {
            entries[Path.GetFileName(entry.RelativePath)] = await AddAsync(work, entry, type.Element!.Kind, cancel);
        }

        return new MapValue(entries);
    }

    private async Task<FlowValue?> GlobAsync(DeclaredOutput output, string work, CancellationToken cancel)
    {
        var items = new List<FlowValue>();
        foreach (var found in OutputSelection.Glob(work, output.Path))
        {
            items.Add(await AddAsync(work, found, output.Type.NotNull.Element!.Kind, cancel));
        }

        return new ListValue(items);
    }

    private async Task<FlowValue> AddAsync(string work, SelectedOutput found, FlowKind kind, CancellationToken cancel)
    {
        var artifact = ArtifactForm.Of(await store.AddOutputAsync(work, found, cancel: cancel));
        return kind == FlowKind.Dir == (found.Kind == ArtifactKind.Dir)
            ? artifact
            : throw new FlowException(
                FlowErrorKind.Type,
                $"{found.RelativePath} is a {(found.Kind == ArtifactKind.Dir ? "directory" : "file")}, "
                + $"and a {kind.ToString().ToLowerInvariant()} is declared");
    }
}

/// <summary>A declared output is not there.</summary>
internal sealed class MissingOutputException(string message) : Exception(message);
