namespace Dxflow.Workflows.Flow.Reading;

/// <summary>The keys of ours.</summary>
internal static class FlowKeys
{
    public static readonly string[] Step =
        ["cache", "each", "exit", "group", "inputs", "interpreter", "key", "needs", "on_fail", "outputs", "parallel", "pool", "repeat",
            "require", "resources", "retry", "run_if", "runtime", "script", "shuffle", "timeout", "when", "with", "workflow"];

    /// <summary>What may stand beside <c>workflow</c>.</summary>
    public static readonly string[] Call =
        ["each", "key", "needs", "on_fail", "parallel", "repeat", "require", "run_if", "runtime", "shuffle", "timeout", "when", "with",
            "workflow"];

    public static readonly string[] Called = ["services", "x-workflow"];

    public static readonly string[] StepInput = ["default", "from", "path", "place", "sha256", "type", "writable"];

    public static readonly string[] Output = ["collect", "default", "file", "glob", "path", "type"];

    public static readonly string[] Repeat = ["carry", "max", "on_max", "until"];

    public static readonly string[] Require = ["count", "ratio", "rest"];

    public static readonly string[] Script = ["file"];

    public static readonly string[] Retry = ["backoff", "for", "grow", "limit"];

    public static readonly string[] Grow = ["memory", "run"];

    public static readonly string[] Backoff = ["factor", "first", "max"];

    public static readonly string[] Exit = ["fatal", "ok", "transient"];

    public static readonly string[] Timeout = ["queue", "run"];

    public static readonly string[] Resources = ["directives", "nodes", "tasks"];

    public static readonly string[] Workflow = ["defaults", "fail_fast", "inputs", "on_exit", "outputs", "parallel", "timeout"];

    public static readonly string[] WorkflowInput = ["default", "description", "max", "min", "pattern", "sha256", "type", "values"];

    public static readonly string[] Defaults = ["cache", "exit", "on_fail", "retry", "runtime", "timeout"];
}
