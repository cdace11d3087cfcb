using System.Globalization;
using Dxflow.Foundation.Values;
using Dxflow.Objects.Archives;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands;

/// <summary>Archives that are made and read: how far that is, and at the end what came of it.</summary>
internal static class ArchiveCommands
{
    public static Task<int> ZipAsync(ZipObjects request, ClientContext context) => ShowAsync(
        context.StreamAsync<ZipObjects, ArchiveProgress>("object.zip", request), request.Archive, context);

    public static Task<int> UnzipAsync(UnzipObject request, ClientContext context) => ShowAsync(
        context.StreamAsync<UnzipObject, ArchiveProgress>("object.unzip", request), request.Archive, context);

    private static async Task<int> ShowAsync(IAsyncEnumerable<ArchiveProgress> records, string archive, ClientContext context)
    {
        var last = default(ArchiveProgress);
        var began = context.Time.GetUtcNow();
        await using (var progress = new LiveProgress(context.Terminal, context.Options, context.Time))
        {
            await foreach (var record in records)
            {
                last = record;
                progress.Update(new ProgressRow(
                    archive, record.State == ArchiveState.Done ? "done" : "working", began,
                    record.State == ArchiveState.Done ? context.Time.GetUtcNow() : null, Done: Done(record)));
            }
        }

        await context.Output.ShowAsync(ObjectJson.Default.ArchiveProgress, last!, context.Interrupts.Ended);
        return 0;
    }

    private static string Done(ArchiveProgress record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Entries} entries, {ByteSize.Format(record.Bytes)}{(record.TotalBytes is { } all ? $" of {ByteSize.Format(all)}" : "")}");
}
