using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Hooks;

/// <summary>
/// How far an attempt has come with its hooks of one kind: so many are <see cref="Over"/>, in order, and the next was made in the container
/// engine as <see cref="Exec"/> before it was started. It is part of the attempt's record, so that no hook is run twice.
/// </summary>
internal sealed record HookProgress(IReadOnlyList<ContainerHook> Hooks, int Over = 0, string? Exec = null)
{
    public bool IsOver => Over >= Hooks.Count;

    /// <summary>Null: there is nothing to do.</summary>
    public static HookProgress? Of(IReadOnlyList<ContainerHook>? hooks) => hooks is { Count: > 0 } ? new HookProgress(hooks) : null;

    /// <summary>The next one has been made.</summary>
    public HookProgress With(string exec) => this with { Exec = exec };

    /// <summary>However it ended, or whether anybody saw that: it is not run again.</summary>
    public HookProgress Past() => this with { Over = Over + 1, Exec = null };
}
