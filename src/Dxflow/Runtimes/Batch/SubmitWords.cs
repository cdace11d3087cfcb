namespace Dxflow.Runtimes.Batch;

/// <summary>The command that submits, of dialects whose options are two words each.</summary>
internal static class SubmitWords
{
    /// <summary>What is asked for; what is given of <paramref name="optional"/>; what target and document say freely.</summary>
    /// <param name="target">Its options are words of the scheduler, as people write them: <c>-l x=1</c> is one text, and two words.</param>
    /// <param name="ask">Its directives are such texts too, and come last: they win.</param>
    /// <param name="asked">Words that stand already.</param>
    /// <param name="optional">An option and its value; null: not given.</param>
    /// <param name="end">The script, and what stands before it.</param>
    public static IReadOnlyList<string> Of(
        BatchTarget target, TaskAsk ask, IEnumerable<string> asked, (string Option, string? Value)[] optional, params string[] end) =>
    [
        .. asked,
        .. optional.Where(static each => each.Value is not null).SelectMany(static each => new[] { each.Option, each.Value! }),
        .. (target.Options ?? []).Concat(ask.Directives ?? []).SelectMany(static each => each.Split(' ', 2)),
        .. end,
    ];
}
