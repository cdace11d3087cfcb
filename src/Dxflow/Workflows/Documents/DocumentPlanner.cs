using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Runs.Images;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// From a document to a run that can begin: 1 the bundle is read, 2 planned, 3 what was given for its inputs is taken (files into the
/// store), 4 the artifacts that the document names are stored. Every problem is said at once, and nothing was started. Before 3 the caller
/// is looked at: what the plan would do must be allowed.
/// </summary>
internal sealed class DocumentPlanner(
    RevisionFiles revisions, SourceStore sources, Func<PlanOptions> options, RunBook runs, ContainerAllowance containers)
{
    public SourceStore Sources => sources;

    /// <summary>Steps 1 and 2, without inputs.</summary>
    public (RunPlan? Plan, IReadOnlyList<Problem> Problems) Plan(
        DocumentBundle bundle, string? runtime, bool? failFast = null, IReadOnlyDictionary<string, int>? scale = null) =>
        Plan(bundle, options() with { Runtime = runtime, FailFast = failFast, Scale = scale });

    /// <summary>
    /// The same, of a document that is looked at or kept and not run: whether a container engine is there is asked at the start.
    /// </summary>
    public (RunPlan? Plan, IReadOnlyList<Problem> Problems) Look(DocumentBundle bundle, string? runtime = null)
    {
        var now = options();
        return Plan(bundle, now with
        {
            Runtime = runtime,
            Engines = now.Engines is { } known ? [.. known.Select(static one => one with { IsThere = true })] : null,
        });
    }

    private static (RunPlan? Plan, IReadOnlyList<Problem> Problems) Plan(DocumentBundle bundle, PlanOptions options)
    {
        var problems = new Problems();
        var reading = ComposeReader.Read(new BundleSource(bundle), problems);
        var plan = reading is null ? null : Planner.Plan(reading, options);
        return (plan is null ? null : Placed(plan, bundle), problems.ToList());
    }

    private static RunPlan Placed(RunPlan plan, DocumentBundle bundle) =>
        (bundle.Artifacts is null ? plan : PlanSources.Uploaded(plan, bundle.Artifacts)) with { Elsewhere = bundle.Elsewhere };

    public async Task<PlannedRun> PlanAsync(StartWorkflow request, int revision, Call call)
    {
        if (request.Adopt)
        {
            PlanRights.CheckAdopting(call.Caller);
        }

        var (plan, problems) = Plan(
            revisions.Read(request.Name, revision), request.Runtime, request.FailFast ? true : null, request.Scale);
        var asked = Valid(request.Name, plan, problems) with
        {
            Workflow = request.Name,
            Keep = request.Keep,
            Adopt = request.Adopt,
            AtRest = request.NoStart,
        };
        var valid = Permit(asked, call);
        valid = ImageChoices.Of(valid, request.Build, request.Pull);
        return await WithInputsAsync(valid, problems, request.Input, call);
    }

    /// <summary>The plan of a revision as this caller may have it run, before anything is given for its inputs.</summary>
    public RunPlan PlanOf(string workflow, int revision, string? runtime, Call call)
    {
        var (plan, problems) = Plan(revisions.Read(workflow, revision), runtime);
        return Permit(Valid(workflow, plan, problems), call);
    }

    /// <summary>The plan as this caller may have it run; a fault if they may not.</summary>
    public RunPlan Permit(RunPlan plan, Call call)
    {
        PlanRights.Check(plan.Nodes, call.Caller, Environment.IsPrivilegedProcess);
        var contained = PlanRights.Contained(plan, call.Caller, containers);
        return call.Caller.Local is null ? PlanRights.Afar(contained) : contained;
    }

    /// <summary>A plan of a revision with the inputs that an earlier run had, as far as it still takes them.</summary>
    public async Task<PlannedRun> AgainAsync(
        RunEntry earlier, int revision, Call call, IReadOnlyDictionary<string, int>? scale = null)
    {
        var before = runs.PlanOf(earlier);
        var (plan, problems) = Plan(
            revisions.Read(earlier.Workflow, revision), before.Runtime, before.FailFast ? true : null, Both(before.Scale, scale));
        var asked = Valid(earlier.Workflow, plan, problems) with { Workflow = earlier.Workflow, Keep = before.Keep, Adopt = before.Adopt };
        var valid = Permit(asked, call);
        var known = runs.InputsOf(earlier, before);
        var given = valid.Inputs.Where(input => known.ContainsKey(input.Name))
            .ToDictionary(input => input.Name, input => new GivenInput(null, known[input.Name]));
        await sources.RenewAsync(given.Values.Select(static input => input.Value!), call.Ended);
        return await ResolveAsync(valid, problems, given, call);
    }

    private static IReadOnlyDictionary<string, int>? Both(
        IReadOnlyDictionary<string, int>? before, IReadOnlyDictionary<string, int>? now) =>
        before is null || now is null ? now ?? before : now.Concat(before.Where(pair => !now.ContainsKey(pair.Key))).ToDictionary();

    /// <summary>Steps 3 and 4.</summary>
    public async Task<PlannedRun> WithInputsAsync(
        RunPlan plan, IReadOnlyList<Problem> warnings, IReadOnlyDictionary<string, string>? inputs, Call call)
    {
        var given = await new GivenInputs(sources, call).TakeAsync(plan, inputs ?? new Dictionary<string, string>());
        return await ResolveAsync(plan, warnings, given, call);
    }

    public static RunPlan Valid(string name, RunPlan? plan, IReadOnlyList<Problem> problems) => plan
        ?? throw new Fault(new FaultInfo(FaultKind.Invalid, $"{name} is not a document that can be run", Problems: problems));

    private async Task<PlannedRun> ResolveAsync(
        RunPlan plan, IReadOnlyList<Problem> warnings, IReadOnlyDictionary<string, GivenInput> given, Call call)
    {
        // A default that was given otherwise is neither read nor fetched.
        var needed = PlanSources.In(plan, given.Keys).Select(static source => (source.Text, source.Kind)).ToHashSet();
        var stored = new Dictionary<(string Text, ArtifactKind Kind), ArtifactValue>();
        var problems = new List<Problem>();
        foreach (var source in PlanSources.In(plan))
        {
            stored[(source.Text, source.Kind)] = new ArtifactValue(string.Empty, source.Kind, source.Name, 0);
            if (!needed.Contains((source.Text, source.Kind)))
            {
                continue;
            }

            try
            {
                stored[(source.Text, source.Kind)] = await sources.StoreAsync(plan, source, call);
            }
            catch (Exception missing) when (missing is IOException or UnauthorizedAccessException && !DiskFullException.Is(missing))
            {
                problems.Add(new Problem(
                    $"{source.Shown} cannot be read: {missing.Message}", null, source.At.File, source.At.Line, source.At.Column));
            }
        }

        var resolved = PlanSources.Resolve(
            plan, source => stored[(source.Text, source.Kind)]);
        var (values, wrong) = WorkflowInputs.Resolve(resolved.Inputs, given);
        problems.AddRange(wrong);
        return problems.Count == 0
            ? new PlannedRun(resolved, values, warnings)
            : throw new Fault(new FaultInfo(FaultKind.Invalid, $"the inputs of {plan.Workflow} are not complete", Problems: problems));
    }
}

/// <summary>Revisions of workflows on the disk: what the client sent, as it sent it, for the engine's user alone.</summary>
internal sealed class RevisionFiles(string directory)
{
    public void Write(string workflow, int revision, byte[] content)
    {
        Directory.CreateDirectory(Path.Combine(directory, workflow), RunFiles.Private);
        AtomicFile.Write(LocalDisk.Instance, PathOf(workflow, revision), content);
    }

    public void Delete(string workflow, int revision) => File.Delete(PathOf(workflow, revision));

    public DocumentBundle Read(string workflow, int revision)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(workflow, revision)), WorkflowJson.Default.DocumentBundle)!;
        }
        catch (Exception damaged) when (damaged is IOException or JsonException)
        {
            throw new Fault(
                FaultKind.Internal, $"revision {revision} of workflow '{workflow}' cannot be read: {damaged.Message}",
                "create it again with --replace", damaged);
        }
    }

    private string PathOf(string workflow, int revision) => Path.Combine(directory, workflow, $"{revision}.json");
}
