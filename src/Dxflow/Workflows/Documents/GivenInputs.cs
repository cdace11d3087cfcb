using System.IO.Enumeration;
using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// What <c>-p</c> gave, made into values: text as it is (<c>@@</c> is a literal @); <c>@PATH</c> is a file or directory for an
/// artifact, its content for anything else; <c>@GLOB</c> a list in byte order. Files are read by the engine from its own disk, so only
/// for those who can reach its socket.
/// </summary>
internal sealed class GivenInputs(ArtifactStore store, Call call)
{
    private const int TextBytesMax = 16 * 1024 * 1024;

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

        if (call.Caller.Local is null)
        {
            throw Fault.Invalid("files are read from the engine's disk for local callers only", "give the value as text");
        }

        var path = text[1..];
        var type = FlowTypeText.Parse(declared.Type).NotNull;
        if (!type.HoldsArtifact)
        {
            var content = new FileInfo(path).Length <= TextBytesMax
                ? await File.ReadAllTextAsync(path, call.Ended)
                : throw new IOException($"{path} is larger than {TextBytesMax >> 20} MiB");
            return new GivenInput(type.Kind == FlowKind.String ? content : content.Trim());
        }

        if (type.Kind != FlowKind.List)
        {
            return new GivenInput(null, await AddAsync(path, type.Kind));
        }

        var items = new List<FlowValue>();
        foreach (var match in Matches(path))
        {
            items.Add(await AddAsync(match, type.Element!.Kind));
        }

        return new GivenInput(null, new ListValue(items));
    }

    private async Task<ArtifactValue> AddAsync(string path, FlowKind kind) => ArtifactForm.Of(kind == FlowKind.Dir
        ? await store.AddDirectoryAsync(path, cancel: call.Ended)
        : await store.AddFileAsync(path, cancel: call.Ended));

    /// <summary>A pattern in the last part of a path, in byte order; a path without one is itself.</summary>
    private static IReadOnlyList<string> Matches(string path)
    {
        var pattern = Path.GetFileName(path);
        if (pattern.IndexOfAny(['*', '?']) < 0)
        {
            return [path];
        }

        var directory = Path.GetDirectoryName(path) ?? "/";
        return
        [
            .. Directory.EnumerateFileSystemEntries(directory)
                .Where(entry => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(entry), ignoreCase: false))
                .Order(StringComparer.Ordinal),
        ];
    }
}
