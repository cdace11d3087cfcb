using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Storage;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Caching;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Shows a run's state to the evaluation of its plan, inside the run's loop. What cannot be evaluated is a <see cref="FlowException"/>:
/// the attempt fails as <c>bad_input</c>.
/// </summary>
internal sealed class RunEvaluation : IRunQuestions
{
    public const string ScriptName = "script";
    public const string InputsJsonName = "inputs.json";
    public const string ProgressName = "progress";
    public const string SecretsName = "secrets";

    private readonly RunPlan _plan;
    private readonly RunFacts _facts;
    private readonly RunFiles _files;
    private readonly ArtifactStore _store;
    private readonly StepEvaluation _steps;
    private readonly RunViews _views;
    private SecretMask? _fixed;
    private readonly Lazy<NeutralRun> _neutral;
    private readonly Lazy<RunCache?> _cache;
    private readonly Lazy<RunTakeover> _taken;

    /// <param name="taken">What is taken over from other runs; otherwise it is looked up when it is first asked for.</param>
    public RunEvaluation(RunPlan plan, RunFacts facts, RunFiles files, ArtifactStore store, RunTakeover? taken = null)
    {
        (_plan, _facts, _files, _store) = (plan, facts, files, store);
        _steps = new StepEvaluation(plan);
        _views = new RunViews(facts, _steps, store);
        _neutral = new Lazy<NeutralRun>(() => new NeutralRun(plan, facts.Inputs, store));
        _cache = new Lazy<RunCache?>(
            () => RunCache.IsWanted(plan) ? new RunCache(plan, _neutral.Value, store, CachePlace.Of(files, facts)) : null);
        var earlier = new Lazy<RunReuse?>(OpenEarlier);
        _taken = new Lazy<RunTakeover>(() => taken ?? new RunTakeover(_neutral.Value, () => earlier.Value, _cache.Value));
    }

    public WhenVerdict When(RunState state, int step, int slice)
    {
        try
        {
            return new WhenVerdict(_steps.When(_views.Of(state, step), state.Steps[step].Node, _views.Slice(state, step, slice)));
        }
        catch (FlowException wrong)
        {
            return new WhenVerdict(false, Masked(state, wrong));
        }
    }

    public FanVerdict Fan(RunState state, int step)
    {
        try
        {
            var (view, node) = (_views.Of(state, step), state.Steps[step].Node);
            var count = _steps.Fan(view, node);
            CheckKeys(view, node, count);
            return new FanVerdict(count);
        }
        catch (FlowException wrong)
        {
            return new FanVerdict(0, Masked(state, wrong));
        }
    }

    public string? Open(RunState state, int slice, int turn)
    {
        var step = state.Slices[slice].Step;
        if (state.NodeOf(step).Step!.Call!.Inline)
        {
            return null;
        }

        try
        {
            var before = turn == 0 ? -1 : state.FrameOfHost[slice];
            _ = _steps.With(_views.Of(state, step), state.Steps[step].Node, _views.Turn(state, slice, turn, before));
            return null;
        }
        catch (FlowException wrong)
        {
            return Masked(state, wrong);
        }
    }

    public TurnVerdict Close(RunState state, int slice)
    {
        try
        {
            var (step, frame) = (state.Slices[slice].Step, state.FrameOfHost[slice]);
            var outputs = _views.Outputs(state, frame);
            var turn = _views.Turn(state, slice, state.Frames[frame].Turn, state.Frames[frame].Before);
            var isDone = state.NodeOf(step).Step!.Repeat?.Until is null
                || _steps.Until(_views.Of(state, step), state.Steps[step].Node, turn, outputs);
            return new TurnVerdict(outputs, isDone);
        }
        catch (FlowException wrong)
        {
            return new TurnVerdict(default, false, Masked(state, wrong));
        }
    }

    /// <summary>What it was begun with is on the disk beside it, whatever has become of the earlier run.</summary>
    public ReuseVerdict Reuse(RunState state, int step, int slice)
    {
        try
        {
            return _taken.Value.Of(state, step, slice);
        }
        catch (Exception unreadable) when (unreadable is IOException or DamagedFileException)
        {
            // It was readable when the run began: work that was to be taken over is not done again without a word.
            return new ReuseVerdict(Error: $"{_plan.Reuse!.Name} cannot be read any more: {unreadable.Message}");
        }
    }

    /// <summary>What other runs may take of an attempt that is over, and its digest; null: nothing.</summary>
    public (string Digest, byte[] Entry)? Remembered(RunState state, AttemptId id) => _cache.Value?.Remembered(state, id);

    private RunReuse? OpenEarlier() => _plan.Reuse is not { } reuse ? null : new RunReuse(
        reuse, _neutral.Value, EarlierRun.Open(_files.Reused, reuse.Name, _store), _store);

    /// <summary>Evaluates what an attempt starts with; with it its node of the plan, and what it may have.</summary>
    public (int Node, EvaluatedTask Task, TaskShare Share) Task(RunState state, AttemptId id)
    {
        var (node, slice) = (state.Steps[id.Step].Node, state.IndexOf(id.Step, id.Slice));
        return (
            node,
            _steps.Task(_views.Of(state, id.Step), node, _views.Slice(state, id.Step, id.Slice), Places(id, node)),
            new TaskShare(state.ResourcesOf(slice), state.RunMaxOf(slice)));
    }

    /// <summary>Keys are what results are found by: two slices with one key would take each other's.</summary>
    private void CheckKeys(RunView view, int node, int count)
    {
        if (_plan.Nodes[node].Step is not { Key.HasExpressions: true })
        {
            return;
        }

        var seen = new Dictionary<ulong, int>(count);
        for (var slice = 0; slice < count; slice++)
        {
            var key = _steps.Key(view, node, new SliceView(slice, node));
            var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
            if (!seen.TryAdd(hash, slice))
            {
                throw new FlowException(
                    FlowErrorKind.Value, $"the slices {seen[hash]} and {slice} have the same key '{key}'", "mention index in `key`");
            }
        }
    }

    private string Masked(RunState state, FlowException wrong) => Mask(state).Of(Explain(wrong.Error));

    /// <summary>Where the task of an attempt sees its own, which is not where it lies if it is a container.</summary>
    public TaskPlaces Places(AttemptId id, int node) => _plan.Nodes[node].Container is null ? Outside(id) : ContainerPlaces.Inside;

    /// <summary>Where it lies on the engine's machine.</summary>
    public TaskPlaces Outside(AttemptId id)
    {
        var attempt = _files.Attempt(id);
        return new TaskPlaces(
            _files.Work(id), Path.Combine(attempt, ScriptName), Path.Combine(attempt, InputsJsonName), Path.Combine(attempt, ProgressName),
            artifact => _store.PathOf(artifact.Kind, artifact.Sha256), Path.Combine(attempt, SecretsName));
    }

    /// <summary>What is collected of an attempt, which depends on whether it ended well; and where its task saw its work.</summary>
    public (bool EndedWell, IReadOnlyList<ExpectedOutput> Outputs, string Work) Outputs(RunState state, AttemptId id)
    {
        var (node, well) = (state.Steps[id.Step].Node, SliceRules.EndedWell(state, state.IndexOf(id.Step, id.Slice)));
        var places = Places(id, node);
        var wanted = _steps.Outputs(_views.Of(state, id.Step), node, _views.Slice(state, id.Step, id.Slice), places)
            .Where(output => output.Plan.Collect == Collect.Always || output.Plan.Collect == Collect.Success == well);
        return (well, [.. wanted], places.Work);
    }

    /// <summary>The workflow's own outputs; one that cannot be evaluated is null, with what is wrong beside it.</summary>
    public (IReadOnlyDictionary<string, FlowValue> Values, IReadOnlyDictionary<string, FlowError> Errors) Tried(RunState state) =>
        _steps.Results(_views.OfFrame(state, 0));

    /// <summary>What was secret before the run began: texts of the plan and inputs.</summary>
    public SecretMask Mask() => new([.. _plan.Secrets ?? [], .. _facts.Inputs.Values.SelectMany(SecretMask.In)]);

    /// <summary>
    /// Everything that is secret in this run, as far as it is known by now; costs a look at every node, and at the first
    /// <see cref="StepEvaluation.SecretSlicesMax"/> instances of a document in which there is something to look for.
    /// </summary>
    public SecretMask Mask(RunState state) => Mask().With([.. Enumerable.Range(0, state.Frames.Length)
        .Where(frame => RunViews.IsWritten(state, frame) && _steps.HoldsSecrets(state.Frames[frame].Body))
        .Take(StepEvaluation.SecretSlicesMax)
        .SelectMany(frame => _steps.Secrets(_views.OfFrame(state, frame), state.Frames[frame].Body))]);

    /// <summary>The same for what one task wrote: what is secret in its slice is among it, whichever slice it is.</summary>
    public Func<RunState, SecretMask> MaskOf(AttemptId id) => state => Mask(state).With(SecretsOf(state, id));

    /// <summary>What of one slice is secret, of variables with a secret's name; nothing as long as it cannot be told.</summary>
    public IReadOnlyCollection<string> SecretsOf(RunState state, AttemptId id) => state.IndexOf(id.Step, id.Slice) < 0 ? []
        : _steps.Secrets(_views.Of(state, id.Step), state.Steps[id.Step].Node, _views.Slice(state, id.Step, id.Slice));

    /// <summary>The key of a slice as its task sees it; null as long as it cannot be told.</summary>
    public string? Key(RunState state, int step, int slice)
    {
        try
        {
            return (_fixed ??= Mask()).Of(_views.Key(state, step, slice));
        }
        catch (FlowException)
        {
            return null;
        }
    }

    public static string Explain(FlowError error) => error.Fix is { } fix ? $"{error.Detail}; {fix}" : error.Detail;
}
