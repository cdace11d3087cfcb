using Dxflow.Foundation.Values;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>What can be said of every step. Each method gives the step back, so that they can be chained.</summary>
/// <typeparam name="TSelf">The step itself.</typeparam>
public abstract class AnyStep<TSelf> : AnyStep
    where TSelf : AnyStep<TSelf>
{
    private protected AnyStep(Flow flow, string name)
        : base(flow, name)
    {
    }

    private protected TSelf Self => (TSelf)this;

    /// <summary>False: the step is skipped, which counts as well done. Asked for each slice if it names elements or inputs.</summary>
    public TSelf When(Ref<bool> condition) => Set("when", Values(condition, "when"));

    /// <summary>Whether to begin after others have failed; <c>AllOk</c> if nothing is said.</summary>
    public TSelf RunIf(RunIf rule) => Set("run_if", YamlNode.Plain(rule switch
    {
        Flows.RunIf.AllDone => "all_done",
        Flows.RunIf.AnyFailed => "any_failed",
        _ => "all_ok",
    }));

    /// <summary>Steps to wait for, besides those whose outputs it takes.</summary>
    public TSelf Needs(params AnyStep[] steps) => Set("needs", YamlNode.List(steps.Select(step => step.Flow == Flow
        ? step.Name
        : throw new FlowException($"step `{Name}` needs `{step.Name}`, which is a step of another flow."))));

    /// <summary>
    /// Its name in reports, and what a result is found by again; of a fan-out for each slice another:
    /// <c>$"relax-{Ref.Index}"</c>.
    /// </summary>
    public TSelf Key(Template key) => Set("key", key.Node(Place.Values, Flow, this, $"the key of step `{Name}`"));

    /// <summary>A failure is let be: the run goes on, and the step's outputs are null.</summary>
    public TSelf ContinueOnFailure() => Set("on_fail", YamlNode.Plain("continue"));

    /// <summary>How long one attempt of one slice may run, and how long it may wait to begin.</summary>
    public TSelf Timeout(TimeSpan run, TimeSpan? queue = null)
    {
        var both = new YamlMap();
        both.Add("queue", queue is { } wait ? YamlNode.Plain(Durations.Format(wait)) : null);
        both.Add("run", YamlNode.Plain(Durations.Format(run)));
        return Set("timeout", queue is null ? both.Entries[0].Value : both);
    }

    /// <summary>
    /// Where it runs, if not where the run does: <c>process docker podman</c>,
    /// or a target of the engine's configuration.
    /// </summary>
    public TSelf Runtime(string runtime) => Set("runtime", YamlNode.Of(runtime));

    /// <summary>
    /// Runs it again and again, up to so many turns. Every turn evaluates its inputs anew; what <c>Carry</c> names
    /// takes the value of the turn
    /// before.
    /// </summary>
    /// <param name="max">Turns at most; without <paramref name="until"/> exactly so many.</param>
    /// <param name="until">Asked after each turn, of the step's own outputs; true ends the loop.</param>
    /// <param name="acceptMax">Whether the last turn is a result also if it is still false; otherwise that is a failure.</param>
    public TSelf Repeat(int max, Func<TSelf, Ref<bool>>? until = null, bool acceptMax = false)
    {
        var repeat = new YamlMap();
        repeat.Add("max", Numbers.Node(max));
        repeat.Add("until", until is null ? null : Values(until(Self), "until"));
        repeat.Add("on_max", acceptMax ? YamlNode.Plain("accept") : null);
        return Set("repeat", repeat);
    }

    private protected TSelf Set(string key, YamlNode value)
    {
        Document.Set(key, value);
        return Self;
    }

    private protected TSelf SetService(string key, YamlNode value)
    {
        Document.SetService(key, value);
        return Self;
    }

    private protected TSelf Add(string map, string name, YamlNode value)
    {
        Document.Add(map, name, value, Name);
        return Self;
    }
}
