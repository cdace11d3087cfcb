using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>What the user wrote under <c>x-step</c>, typed and placed; null or empty is "not given".</summary>
internal sealed record StepSpec(
    Place At,
    IReadOnlyList<InputSpec> Inputs,
    IReadOnlyList<OutputSpec> Outputs,
    string? Script,
    IReadOnlyList<string>? Interpreter,
    Placed<Template>? When,
    RunIf? RunIf,
    IReadOnlyList<Placed<string>> Needs,
    Placed<Template>? Key,
    Placed<string>? Runtime,
    PolicySpec Policy,
    TaskCountSpec Resources,
    FanSpec Fan,
    RepeatSpec? Repeat = null,
    CallSpec? Call = null);

/// <summary>
/// <c>resources</c> under <c>x-step</c>: what <c>deploy.resources</c> of Compose has no word for. <see cref="Named"/> are the machine's,
/// <see cref="Directives"/> options for the scheduler of a cluster.
/// </summary>
internal sealed record TaskCountSpec(
    Placed<int>? Nodes = null, Placed<int>? Tasks = null, IReadOnlyList<(string Name, Placed<int> Count)>? Named = null,
    IReadOnlyList<Placed<string>>? Directives = null);
