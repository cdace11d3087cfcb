using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Planning.Evaluation.Programs;

namespace Dxflow.Workflows.Planning.Evaluation.Tasks;

/// <summary>What a task starts with, part by part, of templates and what they refer to.</summary>
internal static class TaskParts
{
    /// <summary>Where the program starts; empty: where its image says.</summary>
    public static string Directory(RunPlan plan, NodePlan node, StepProgram program, EvaluationScope scope, TaskPlaces places)
    {
        var wanted = program.WorkingDirectory is { } template ? TemplateEvaluator.Text(template, scope) : "";
        return node.Kind == NodeKind.Step ? Path.GetFullPath(Path.Combine(places.Work, wanted))
            : node.Container is not null ? wanted
            : Path.GetFullPath(Path.Combine(plan.Elsewhere ? places.Work : ProjectDirectory(plan, node), wanted));
    }

    /// <summary>A service of a called document is at home where that one lies.</summary>
    private static string ProjectDirectory(RunPlan plan, NodePlan node) => plan.Bodies?.FirstOrDefault(
            body => body.Directory is not null && plan.Nodes.Skip(body.First).Take(body.Count).Any(one => ReferenceEquals(one, node)))
        ?.Directory
        ?? plan.ProjectDirectory;

    /// <summary>Where its inputs lie; those that are files or directories are the paths of them from now on.</summary>
    public static IReadOnlyList<Placement> Place(StepProgram program, RunReferences references, EvaluationScope scope, TaskPlaces places)
    {
        // All paths first: a path may name another input, whose own path is not part of its text.
        var paths = program.Inputs.Select(input => input.Path is null ? null : TemplateEvaluator.Text(input.Path, scope)).ToList();
        var placer = new Placer(places);
        foreach (var (input, path) in program.Inputs.Zip(paths))
        {
            references.Own[input.Plan.Name] = placer.Place(input.Plan, references.Own[input.Plan.Name], path);
        }

        return placer.Placements;
    }

    /// <summary>The words of its command, and how many of them are its entrypoint.</summary>
    public static (List<string> Arguments, int? Entrypoint) Command(
        NodePlan node, StepProgram program, EvaluationScope scope, TaskPlaces places)
    {
        var first = node.Entrypoint;
        var command = program.Command.Take(first ?? 0).SelectMany(part => TemplateEvaluator.Arguments(part, scope)).ToList();
        int? entrypoint = first is null ? null : command.Count;
        command.AddRange(program.Command.Skip(first ?? 0).SelectMany(part => TemplateEvaluator.Arguments(part, scope)));
        if (node.Script is not null)
        {
            command.Add(places.Script);
        }

        TaskLimit.CheckCommand(command);
        return (command, entrypoint);
    }

    /// <summary>What the document gives it as its environment.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(StepProgram program, EvaluationScope scope) =>
        program.Environment.Select(pair => KeyValuePair.Create(pair.Key, TemplateEvaluator.Text(pair.Value, scope)));
}
