using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Objects.Commands.Syncing;

/// <summary>
/// Makes a directory here and one in the object storage alike: 1 both are looked at; 2 files of one size are compared by checksums, those
/// here read for it; 3 what has to be done is decided, and said if that is all that is wanted; 4 whoever loses something is asked; 5 it is
/// done, a few files at a time. Given again after it broke off, it finds what is alike by then.
/// </summary>
internal static class SyncCommands
{
    private const string Scheme = "object:";

    public static async Task<int> SyncAsync(SyncObjects request, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        var up = request.To.StartsWith(Scheme, StringComparison.Ordinal);
        if (up == request.From.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw Fault.Invalid("one of the two has to be in the object storage", "write it as object:PATH, like object:data/reads");
        }

        var directory = Path.GetFullPath(up ? request.From : request.To);
        var there = ObjectPath.Parse((up ? request.To : request.From)[Scheme.Length..]);
        if (up && !Directory.Exists(directory))
        {
            throw Fault.Invalid($"{directory} is no directory", "name one that is there");
        }

        // 1
        var mine = Directory.Exists(directory) ? SyncSide.Here(directory, cancel) : new SyncSide([]);
        var theirs = await SyncStepCommands.ThereAsync(context, there);
        if (theirs is null && !up)
        {
            throw Fault.Missing($"there is no directory '{there.Text}' in the object storage", "dxflow object list shows what there is");
        }

        theirs ??= new SyncSide([]);

        // 2
        var work = new SyncStepCommands(context, directory, there, up);
        var alike = await work.AlikeAsync(mine, theirs);

        // 3
        var plan = up ? SyncPlan.Of(mine, theirs, alike, request.Delete) : SyncPlan.Of(theirs, mine, alike, request.Delete);
        foreach (var left in plan.LeftOut)
        {
            await context.Output.NoteAsync($"left out: {left} is neither a file nor a directory");
        }

        if (request.DryRun)
        {
            await context.Output.ShowAsync(ObjectJson.Default.SyncPlanned, new SyncPlanned(plan.Steps, plan.Alike), cancel);
            return 0;
        }

        // 4
        var removed = plan.Steps.Count(static step => step.Act == SyncAct.Remove);
        if (removed > 0 && !await context.Questions.ConfirmAsync(
            $"{removed} files and directories are removed {(up ? "from the object storage" : $"from {directory}")}. Go on?", cancel))
        {
            throw new Fault(FaultKind.Cancelled, "Nothing was done.");
        }

        // 5
        await work.DoAsync(plan, up ? mine : theirs);
        var copied = plan.Steps.Where(static step => step.Act == SyncAct.Copy).ToList();
        await context.Output.ShowAsync(
            ObjectJson.Default.SyncDone,
            new SyncDone(
                copied.Count, copied.Sum(static step => step.Size ?? 0), plan.Alike,
                plan.Steps.Count(static step => step.Act == SyncAct.Create), removed),
            cancel);
        return 0;
    }
}
