namespace Dxflow.Workflows.Commands;

/// <summary>How many slices of a step are done, told by its events.</summary>
internal sealed class SliceCounts(int all)
{
    public int All => all;

    public int Done { get; private set; }

    public int Failed { get; private set; }

    public void Count(RunEventInfo change)
    {
        if (change.Event is "finished" or "dropped")
        {
            Done += change.Slices ?? 1;
            Failed += change.State is "failed" ? change.Slices ?? 1 : 0;
        }
    }
}
