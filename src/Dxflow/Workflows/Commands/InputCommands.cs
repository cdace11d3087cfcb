using Dxflow.Artifacts;
using Dxflow.Artifacts.Packing;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// Files of this machine that a run takes. An engine on this machine reads them itself. For one elsewhere:
/// <list type="number">
/// <item>they are looked up here and hashed;</item>
/// <item>the engine says which of them it does not have, and keeps the others;</item>
/// <item>those are sent, and 2 again: what was sent first may have waited long.</item>
/// </list>
/// In their place goes what the engine calls them.
/// </summary>
internal sealed class InputCommands(ClientContext context)
{
    private const int RoundsMax = 4;

    /// <summary>
    /// Inputs as the engine takes them: a path after <c>@</c> is made absolute, because the engine has another working directory;
    /// <c>@-</c> is standard input, kept in a file until the run has taken it.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>?> InputsAsync(
        IReadOnlyDictionary<string, string>? inputs, Func<string> standardInput)
    {
        var local = inputs?.ToDictionary(input => input.Key, input => Local(input.Value, standardInput));
        var files = local?.Where(static input => IsFile(input.Value)).ToList();
        if (files is not { Count: > 0 } || !await context.IsElsewhereAsync())
        {
            return local;
        }

        var paths = files.ToDictionary(input => input.Key, input => Found(input.Key, () => LocalInputs.Matches(input.Value[1..])));
        var references = await SendAsync([.. paths.Values.SelectMany(static matches => matches).Distinct()]);
        foreach (var (name, matches) in paths)
        {
            local![name] = "@" + string.Join(',', matches.Select(path => references[path]));
        }

        return local;
    }

    /// <summary>
    /// Inputs with those of a file (<c>--params</c>), over which <c>-p</c> wins; the file's paths start from its directory. All that is
    /// wrong with the file is said at once. <paramref name="file"/> may be <c>-</c>, unless <paramref name="isInputTaken"/>.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>?> ParametersAsync(
        string? file, RunPlan? plan, IReadOnlyDictionary<string, string>? inputs, bool isInputTaken)
    {
        if (file is null)
        {
            return inputs;
        }

        var problems = new Problems();
        if (file == "-" && (isInputTaken || inputs?.Values.Contains("@-") == true))
        {
            throw Fault.Invalid("Standard input is asked for twice, and can be read once.", "Save one of the two to a file.");
        }

        var source = new SourceText(file, LocalFiles.Text(context.Terminal.Input)("--params", file));
        var read = ParameterFile.Read(source, plan?.Inputs ?? [], inputs?.Keys ?? [], problems);
        if (file == "-" && read.Texts.FirstOrDefault(static input => input.Value == "@-").Key is { } itself)
        {
            throw Fault.Invalid($"The input `{itself}` is standard input, of which it is itself a part.", "Save it to a file.");
        }

        problems.ThrowIfErrors($"{file} does not give what {plan?.Workflow} takes");
        var directory = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        var given = read.Texts.ToDictionary(
            static input => input.Key,
            input => IsFile(input.Value) && input.Value != "@-" ? "@" + Path.GetFullPath(input.Value[1..], directory) : input.Value);
        foreach (var (name, elements) in read.Files)
        {
            given[name] = await ListAsync(name, elements, directory);
        }

        foreach (var (name, value) in inputs ?? new Dictionary<string, string>())
        {
            given[name] = value;
        }

        return given;
    }

    /// <summary>What several files are for the engine, which reads one, or a pattern, by itself: they are sent, wherever it is.</summary>
    private async Task<string> ListAsync(string name, IReadOnlyList<string> elements, string directory)
    {
        var paths = elements.ToDictionary(
            static element => element,
            element => ArtifactReference.Parse(element) is null
                ? Found(name, () => LocalInputs.Matches(Path.GetFullPath(element, directory))) : null);
        var sent = await SendAsync([.. paths.Values.OfType<IReadOnlyList<string>>().SelectMany(static some => some).Distinct()]);
        var references = elements.SelectMany(element => paths[element] is { } some ? some.Select(path => sent[path]) : [element]).ToList();
        return references.Count == 0 ? "[]" : "@" + string.Join(',', references);
    }

    /// <summary>The bundle with what the document names by <c>file:</c>.</summary>
    public async Task<DocumentBundle> SourcesAsync(DocumentBundle bundle, RunPlan? plan, IReadOnlyDictionary<string, string>? inputs)
    {
        var paths = plan is null ? [] : PlanSources.In(plan, inputs?.Keys)
            .Select(static source => source.Path).OfType<string>().Distinct().ToList();
        return paths.Count == 0 || !await context.IsElsewhereAsync() ? bundle : bundle with { Artifacts = await SendAsync(paths) };
    }

    private static string Local(string value, Func<string> standardInput) => value switch
    {
        "@-" => "@" + standardInput(),
        _ when IsFile(value) => "@" + Path.GetFullPath(value[1..]),
        _ => value,
    };

    private static bool IsFile(string value) => value is ['@', not '@', ..]
        && !value.StartsWith('@' + SourceReader.Object, StringComparison.Ordinal)
        && ArtifactReference.Parse(value[1..].Split(',')[0]) is null;

    private async Task<Dictionary<string, string>> SendAsync(IReadOnlyList<string> paths)
    {
        var references = paths.ToDictionary(path => path, path => Found(path, () => ArtifactReference.Of(TreeHash.Of(path))));
        for (var round = 1; ; round++)
        {
            var missing = await MissingAsync([.. references.Values.Distinct()]);
            if (missing.Count == 0)
            {
                return references;
            }

            if (round == RoundsMax)
            {
                throw Fault.Unavailable("What was uploaded was gone again, several times over.", "Is somebody pruning?");
            }

            foreach (var path in paths.Where(path => missing.Contains(references[path])))
            {
                references[path] = await SendAsync(path, ArtifactReference.Parse(references[path])!);
            }
        }
    }

    private async Task<HashSet<string>> MissingAsync(IReadOnlyList<string> references)
    {
        var missing = new HashSet<string>();
        foreach (var some in references.Chunk(ArtifactDesk.KeptMax))
        {
            missing.UnionWith((await context.CallAsync<KeepArtifacts, ArtifactsKept>("artifact.keep", new KeepArtifacts(some))).Missing);
        }

        return missing;
    }

    /// <summary>What the engine calls it, which is something else if it changed since it was hashed.</summary>
    private async Task<string> SendAsync(string path, Artifact artifact)
    {
        var isDirectory = artifact.Kind == ArtifactKind.Dir;
        await using var content = Found<Stream>(
            path, () => isDirectory ? new TarStream(tar => tar.AddDirectory(path)) : File.OpenRead(path));
        await context.Output.NoteAsync(
            isDirectory ? $"uploading {artifact.Name}/" : $"uploading {artifact.Name} ({ByteSize.Format(content.Length)})");
        var sent = await context.UploadAsync<UploadArtifact, ArtifactInfo>(
            "artifact.upload", new UploadArtifact(artifact.Name, artifact.Kind, artifact.Executable), content);
        return sent.Reference;
    }

    private static T Found<T>(string what, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Invalid, $"{what}: {failed.Message}", "give a file or a directory that you may read", failed);
        }
    }
}
