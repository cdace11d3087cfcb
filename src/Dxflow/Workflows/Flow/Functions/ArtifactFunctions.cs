using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary><c>path(dir, 'sub/x')</c> and <c>files(dir)</c>: selecting inside a directory, and nowhere else.</summary>
internal static class ArtifactFunctions
{
    public static readonly FlowFunction[] All =
    [
        new("path", "path(dir, 'sub/file') or path(dir, 'sub/')", 2, 2, CheckPath, Select),
        new("files", "files(dir)", 1, 1, CheckFiles, Files),
    ];

    private static FlowType CheckPath(FunctionCheck check)
    {
        check.Want(0, FlowType.Dir);
        check.Want(1, FlowType.String);
        if (check.LiteralText(1) is { } path && Refusal(path) is { } refusal)
        {
            check.Fail(1, refusal);
        }

        return check.LiteralText(1)?.EndsWith('/') == true ? FlowType.Dir : FlowType.File;
    }

    private static FlowType CheckFiles(FunctionCheck check)
    {
        check.Want(0, FlowType.Dir);
        return FlowType.ListOf(FlowType.File);
    }

    private static FlowValue Select(FunctionCall call)
    {
        var (dir, path) = (call.Dir(0), call.Text(1));
        if (Refusal(path) is { } refusal)
        {
            throw call.Bad(refusal);
        }

        var wanted = path.EndsWith('/') ? ArtifactKind.Dir : ArtifactKind.File;
        if (!Entries(call, dir).TryGetValue(path.TrimEnd('/'), out var found))
        {
            throw new FlowException(FlowErrorKind.Missing, $"{dir} holds no '{path}'");
        }

        return found.Kind == wanted ? Placed(dir, path.TrimEnd('/'), found)
            : throw call.Bad($"'{path}' in {dir} is {FlowType.A(found.TypeName)}",
                "a path to a directory ends in '/', one to a file does not");
    }

    private static FlowValue Files(FunctionCall call)
    {
        var dir = call.Dir(0);
        return call.Made([.. Entries(call, dir)
            .Where(entry => entry.Value.Kind == ArtifactKind.File)
            .OrderBy(entry => entry.Key, Comparer<string>.Create(FlowOrder.CompareText))
            .Select(entry => Placed(dir, entry.Key, entry.Value))]);
    }

    private static IReadOnlyDictionary<string, ArtifactValue> Entries(FunctionCall call, ArtifactValue dir) =>
        call.Tree is null ? throw call.Bad("directories cannot be looked into here", "declare it as an input") : call.Tree(dir);

    private static ArtifactValue Placed(ArtifactValue dir, string path, ArtifactValue found) =>
        dir.Path is null ? found : found with { Path = $"{dir.Path}/{path}" };

    private static string? Refusal(string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        return path.StartsWith('/') ? $"'{path}' is absolute; a path inside a directory is relative to it"
            : parts.Contains("..") ? $"'{path}' would leave the directory"
            : parts.Any(part => part is "" or ".") ? $"'{path}' is no plain path"
            : null;
    }
}
