namespace Dxflow.Workflows.Planning;

/// <summary>
/// What a run takes over from an earlier one (<see cref="Run"/> is its identity, <see cref="Name"/> what people call it): what went well
/// there, under the same key and with the same digest. What <see cref="From"/> names, and all after it, is run whatever there is; what
/// <see cref="Force"/> names is taken over whatever its digest is. Both are keys, and mean all that is under them.
/// </summary>
internal sealed record ReusePlan(
    string Run,
    string Name,
    IReadOnlyList<string>? From = null,
    IReadOnlyList<string>? Force = null,
    IReadOnlyList<EditPlan>? Edits = null);

/// <summary>
/// An output of the slice with exactly this key is another value when it is taken over. <see cref="Value"/> is JSON as outputs are stored.
/// </summary>
internal sealed record EditPlan(string Key, string Output, string Value);
