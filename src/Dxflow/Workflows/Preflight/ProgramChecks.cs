using Dxflow.Operations;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Workflows.Preflight;

/// <summary>What is wrong with a program that is looked for in a directory and in PATH (null: the runtime's own); null: nothing.</summary>
internal delegate string? ProgramLook(NodePlan node, string program, string directory, string? path);

/// <summary>
/// Whether the programs of a plan are there, as far as that can be told before: a name that a reference makes, and a path in a step's own
/// work directory, cannot. It is an error where the node can only fail: nothing runs before it that could make the program, nothing may
/// skip it, and its failure is not tolerated. Each program is looked for once.
/// </summary>
internal static class ProgramChecks
{
    private const string SearchPath = "PATH";

    public static IEnumerable<Problem> Of(RunPlan plan, ProgramLook look)
    {
        var known = new Dictionary<(string, string, string, string?), string?>();
        var mask = new SecretMask(plan.Secrets ?? []);
        foreach (var node in plan.Nodes.Where(static node => node is { Container: null, Replicas: > 0 }))
        {
            if (Asked(plan, node) is not { } asked)
            {
                continue;
            }

            var key = (node.Runtime, asked.Program, asked.Directory, asked.Path);
            if (!known.TryGetValue(key, out var problem))
            {
                known[key] = problem = look(node, asked.Program, asked.Directory, asked.Path);
            }

            if (problem is not null)
            {
                var certain = IsCertain(node);
                yield return new Problem(
                    mask.Of($"`{node.Name}`: {problem}"),
                    certain ? "Install it, or correct its name." : "Install it, unless something that runs before makes it.",
                    Warning: !certain);
            }
        }
    }

    /// <summary>A node's program, from which directory it is looked for, and in which PATH; null if that cannot be told before.</summary>
    public static (string Program, string Directory, string? Path)? Asked(RunPlan plan, NodePlan node)
    {
        var path = node.Environment.GetValueOrDefault(SearchPath);
        return Program(plan, node) is { } program && path is not { HasExpressions: true }
            ? (program, Directory(plan, node), path?.Text) : null;
    }

    private static bool IsCertain(NodePlan node) =>
        node.After.Count == 0 && node.Step is null or { When: null, OnFail: OnFail.Fail };

    private static string? Program(RunPlan plan, NodePlan node)
    {
        if (node.Command is not [{ HasExpressions: false } first, ..])
        {
            return null;
        }

        var program = first.Text;
        var isInOwnDirectory = node.Kind == NodeKind.Step || plan.Elsewhere;
        return program.Contains('/') && !program.StartsWith('/') && isInOwnDirectory ? null : program;
    }

    /// <summary>A step's own is made when it starts.</summary>
    private static string Directory(RunPlan plan, NodePlan node) => node.Kind == NodeKind.Step || plan.Elsewhere ? "/"
        : Path.GetFullPath(Path.Combine(
            plan.ProjectDirectory, node.WorkingDirectory is { HasExpressions: false } directory ? directory.Text : ""));
}
