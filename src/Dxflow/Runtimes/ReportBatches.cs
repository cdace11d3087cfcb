using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Dxflow.Runtimes;

/// <summary>What a runtime has to tell, as many reports at once as are there, up to a bound.</summary>
internal static class ReportBatches
{
    private const int ReportsMax = 1_000;

    public static async IAsyncEnumerable<IReadOnlyList<TaskReport>> ReadAsync(
        ChannelReader<TaskReport> reports, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (await reports.WaitToReadAsync(cancel))
        {
            var batch = new List<TaskReport>();
            while (batch.Count < ReportsMax && reports.TryRead(out var report))
            {
                batch.Add(report);
            }

            yield return batch;
        }
    }
}
