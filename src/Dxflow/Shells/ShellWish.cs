using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes;

namespace Dxflow.Shells;

/// <summary>Where a shell is wanted that is to be with a service or a task of a workflow.</summary>
internal static class ShellWish
{
    private const string Form = "write --workflow WORKFLOW[/RUN]/SERVICE, or --workflow WORKFLOW[/RUN] --task KEY";

    /// <summary>Null: on the machine, in no workflow's.</summary>
    public static TaskWish? Of(CreateShell request)
    {
        if (request.Workflow is null)
        {
            return request.Task is null && request.Index == 1 ? null
                : throw Fault.Invalid("a task, or an instance of a service, is one of a workflow", Form);
        }

        var parts = request.Workflow.Split('/');
        int? run = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
        var rest = parts[(run is null ? 1 : 2)..];
        if (parts.Any(static part => part.Length == 0) || rest.Length > 1 || rest.Length == 1 != request.Task is null)
        {
            throw Fault.Invalid(
                rest.Length == 1 && request.Task is not null
                    ? $"'{request.Workflow}' names a service, and --task a task"
                    : $"'{request.Workflow}' does not say where the shell is to be",
                Form);
        }

        if (request.Index < 1 || (request.Task is not null && request.Index != 1))
        {
            throw Fault.Invalid($"index is {request.Index}", "instances of a service count from 1, and tasks have their keys");
        }

        return new TaskWish(parts[0], run, rest.FirstOrDefault(), request.Index, request.Task);
    }

    /// <summary>As lists show it.</summary>
    public static string Text(TaskWish wish) => string.Create(
        CultureInfo.InvariantCulture,
        $"{wish.Workflow}{(wish.Run is { } run ? $"/{run}" : "")}{(wish.Service is { } service ? $"/{service}" : $" {wish.Key}")}")
        + (wish.Instance > 1 ? string.Create(CultureInfo.InvariantCulture, $":{wish.Instance}") : "");
}
