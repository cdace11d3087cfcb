using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dxflow.Operations;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Preflight;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Documents;

/// <summary>Documents: checked, planned for show, and kept as revisions of a workflow.</summary>
internal sealed partial class WorkflowDocuments(
    WorkflowRegistry registry, DocumentPlanner planner, RevisionFiles revisions, MachineChecks machine, TimeProvider time)
{
    private readonly SemaphoreSlim _saving = new(1);

    public async Task<Validation> ValidateAsync(ValidateWorkflow request, Call call)
    {
        var (plan, problems) = planner.Look(Taken(request.Document, request.With, call), request.Runtime);
        if (plan is null || request.Input is null)
        {
            return new Validation(plan is not null, problems);
        }

        try
        {
            await planner.WithInputsAsync(plan, problems, request.Input, call);
            return new Validation(true, problems);
        }
        catch (Fault wrong) when (wrong.Info is { Code: FaultKind.Invalid, Problems: { } more })
        {
            return new Validation(false, [.. problems, .. more]);
        }
    }

    public async Task<WorkflowPlanInfo> PlanAsync(PlanWorkflow request, Call call)
    {
        var (plan, problems) = planner.Plan(Taken(request.Document, request.With, call), request.Runtime);
        var valid = DocumentPlanner.Valid("this", plan, problems);
        planner.Permit(valid, call);
        var named = valid with { Workflow = request.Name ?? valid.Workflow };
        var run = request.Input is null ? null : await planner.WithInputsAsync(named, problems, request.Input, call);
        problems = [.. problems, .. await machine.OfPlanAsync(run?.Plan ?? valid, run?.Inputs, call.Ended)];
        if (problems.Any(static problem => !problem.Warning))
        {
            throw new Fault(new FaultInfo(FaultKind.Invalid, $"{valid.Workflow} cannot be run here", Problems: problems));
        }

        var shown = PlanRedaction.Redact(valid);
        return new WorkflowPlanInfo(valid.Workflow, valid.Kind, [.. shown.Nodes.Select(node => Of(shown, node))], problems);
    }

    public async Task<WorkflowCreated> CreateAsync(CreateWorkflow request, Call call)
    {
        var bundle = Taken(request.Document, request.With, call) with { Name = request.Name ?? request.Document.Name };
        var (plan, problems) = planner.Look(bundle, request.Runtime);
        var valid = DocumentPlanner.Valid(bundle.Name ?? "this", plan, problems);
        var name = request.Name ?? valid.Workflow;
        if (!Name().IsMatch(name))
        {
            throw Fault.Invalid(
                $"'{name}' is no name of a workflow", "use a-z, 0-9, - and _, at most 63, beginning with a letter or a digit: --name NAME");
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(bundle, WorkflowJson.Default.DocumentBundle);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        await _saving.WaitAsync(call.Ended);
        try
        {
            return await SaveAsync(name, digest, content, request.Replace, problems, call);
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task<WorkflowCreated> SaveAsync(
        string name, string digest, byte[] content, bool replace, IReadOnlyList<Problem> warnings, Call call)
    {
        var (revision, known) = await registry.AskAsync(index => index.Workflows.TryGetValue(name, out var workflow)
            ? (workflow.Revision, workflow.Digest)
            : (0, string.Empty));
        if (known == digest)
        {
            return new WorkflowCreated(name, revision, CreateResult.Unchanged, warnings);
        }

        if (revision > 0 && !replace)
        {
            throw Fault.Conflict(
                $"workflow '{name}' exists with other content", "give --replace for a new revision, or --name for another workflow");
        }

        // The content is on the disk before the index says that it is.
        revisions.Write(name, revision + 1, content);
        try
        {
            await registry.ChangeAsync(_ => new IndexChange<bool>(
                [new WorkflowSaved(time.GetUtcNow().ToUnixTimeMilliseconds(), name, revision + 1, digest, call.Caller.Identity)], true));
        }
        catch (Fault)
        {
            revisions.Delete(name, revision + 1);
            throw;
        }

        return new WorkflowCreated(name, revision + 1, revision == 0 ? CreateResult.Created : CreateResult.Replaced, warnings);
    }

    private static PlannedNode Of(RunPlan plan, NodePlan node) => new(
        node.Name,
        node.Kind,
        node.Runtime,
        [.. node.After.Select(edge => plan.Nodes[edge.Node].Name).Distinct()],
        node.Resources.BookedCpus,
        node.Resources.BookedMemoryBytes,
        node.Step?.Call is { } call ? call.Inline ? "repeat" : $"workflow {BodyPlan.All(plan)[call.Body].Name}"
            : node.Script is not null ? "script" : string.Join(' ', node.Command.Select(part => string.Concat(part.Parts.Select(Text)))));

    private static string Text(Flow.TemplatePart part) => part.IsExpression ? $"{{{{{part.Text}}}}}" : part.Text;

    public static DocumentBundle Taken(DocumentBundle bundle, IReadOnlyList<string>? profiles, Call call) =>
        bundle with { Profiles = profiles ?? bundle.Profiles, Elsewhere = bundle.Elsewhere || call.Caller.Local is null };

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,62}\z")]
    private static partial Regex Name();
}
