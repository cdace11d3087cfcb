using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// What <c>-p</c> gave, made into values: text as it is (<c>@@</c> is a literal @); <c>@PATH</c> is a file or directory for an
/// artifact, its content for anything else; <c>@GLOB</c> a list in byte order. Files are read by the engine from its own disk, so only
/// for those who can reach its socket; from elsewhere they are uploaded, and given as <c>@artifact:…</c>.
/// </summary>
internal sealed class GivenInputs(SourceStore sources, Call call)
{
    private readonly ArtifactStore _store = sources.Store;
    private const int TextBytesMax = 256 * 1024 * 1024;

    public async Task<IReadOnlyDictionary<string, GivenInput>> TakeAsync(RunPlan plan, IReadOnlyDictionary<string, string> inputs)
    {
        var given = new Dictionary<string, GivenInput>();
        var problems = new List<Problem>();
        foreach (var (name, text) in inputs)
        {
            try
            {
                given[name] = await OneAsync(plan.Inputs.FirstOrDefault(input => input.Name == name), text);
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArtifactException)
            {
                problems.Add(
                    new Problem($"the input `{name}` cannot be read: {wrong.Message}", "Give a file or a directory that you may read."));
            }
        }

        return problems.Count == 0
            ? given
            : throw new Fault(new FaultInfo(FaultKind.Invalid, $"the inputs of {plan.Workflow} cannot be read", Problems: problems));
    }

    private async Task<GivenInput> OneAsync(InputPlan? declared, string text)
    {
        if (text.StartsWith("@@", StringComparison.Ordinal))
        {
            return new GivenInput(text[1..]);
        }

        if (!text.StartsWith('@') || declared is null)
        {
            return new GivenInput(text);
        }

        var type = FlowTypeText.Parse(declared.Type).NotNull;
        if (text.StartsWith('@' + ArtifactReference.Scheme, StringComparison.Ordinal))
        {
            return await FromStoreAsync(text[1..], type);
        }

        if (text.StartsWith('@' + SourceReader.Object, StringComparison.Ordinal))
        {
            return await FromObjectsAsync(text[(1 + SourceReader.Object.Length)..], type);
        }

        if (call.Caller.Local is null)
        {
            throw new UnauthorizedAccessException("files are read from the engine's disk for local callers only; upload it first");
        }

        var path = text[1..];
        if (!type.HoldsArtifact)
        {
            await using var content = File.OpenRead(path);
            return await TextAsync(content, path, type);
        }

        if (type.Kind != FlowKind.List)
        {
            return new GivenInput(null, await AddAsync(path, type.Kind));
        }

        var items = new List<FlowValue>();
        foreach (var match in LocalInputs.Matches(path))
        {
            items.Add(await AddAsync(match, type.Element!.Kind));
        }

        return new GivenInput(null, new ListValue(items));
    }

    /// <summary>What was uploaded before: one reference, or several with commas between.</summary>
    private async Task<GivenInput> FromStoreAsync(string text, FlowType type)
    {
        var found = new List<ArtifactValue>();
        foreach (var reference in text.Split(','))
        {
            var artifact = ArtifactReference.Parse(reference)
                ?? throw new IOException($"'{reference}' is no reference to an artifact");
            found.Add(ArtifactForm.Of(await _store.FindAsync(artifact, renew: true, call.Ended)
                ?? throw new IOException($"the engine does not have {reference}, or not whole")));
        }

        if (!type.HoldsArtifact && found is [{ Kind: ArtifactKind.File } file])
        {
            await using var content = _store.OpenRead(ArtifactForm.Of(file));
            return await TextAsync(content, file.Name, type);
        }

        return new GivenInput(null, found is [var one] && type.Kind != FlowKind.List ? one : new ListValue([.. found]));
    }

    /// <summary>One file or directory of the object storage.</summary>
    private async Task<GivenInput> FromObjectsAsync(string path, FlowType type)
    {
        var kind = (type.Element ?? type).Kind == FlowKind.Dir ? ArtifactKind.Dir : ArtifactKind.File;
        var found = await sources.ObjectAsync(path, kind, call);
        if (type.HoldsArtifact)
        {
            return new GivenInput(null, type.Kind == FlowKind.List ? new ListValue([found]) : found);
        }

        await using var content = _store.OpenRead(ArtifactForm.Of(found));
        return await TextAsync(content, path, type);
    }

    private async Task<GivenInput> TextAsync(FileStream content, string name, FlowType type)
    {
        if (content.Length > TextBytesMax)
        {
            throw new IOException($"{name} is larger than {TextBytesMax >> 20} MiB");
        }

        using var reader = new StreamReader(content);
        var text = await reader.ReadToEndAsync(call.Ended);
        return new GivenInput(type.Kind == FlowKind.String ? text : text.Trim());
    }

    private async Task<ArtifactValue> AddAsync(string path, FlowKind kind) => ArtifactForm.Of(kind == FlowKind.Dir
        ? await _store.AddDirectoryAsync(path, cancel: call.Ended)
        : await _store.AddFileAsync(path, cancel: call.Ended));
}
