using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// What references can see of a run at one moment: who it is, the values of the workflow's inputs, what became of each node (by its
/// index in the plan), and for <c>on_exit</c> how it went. Without a <see cref="Tree"/> nothing can look into directories. In a called
/// document all of this is the instance's: <see cref="Frame"/> tells instances apart (0 is the run itself), <see cref="Within"/> is the key
/// of the slice that it is of, with a <c>/</c> at its end. A turn of a loop is evaluated with the view of the document that the loop stands
/// in, and with that one's frame: what its slices share is kept there.
/// A <see cref="Neutral"/> one tells services by their names, not by where they are.
/// </summary>
internal sealed record RunView(
    string Id,
    int Number,
    string Workflow,
    IReadOnlyDictionary<string, FlowValue> Inputs,
    Func<int, NodeView> Node,
    RunVerdict? Verdict = null,
    DirectoryTree? Tree = null,
    int Frame = 0,
    string Within = "",
    bool Neutral = false);
