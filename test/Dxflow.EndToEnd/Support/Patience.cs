using System.Diagnostics;

namespace Dxflow.EndToEnd.Support;

/// <summary>
/// For how long anything is waited for that should come at once: beside a whole run of tests a container engine once took 100 s.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(150);

    public static async Task Until(Func<Task<bool>> isSo, string what, Func<Task<string>>? instead = null)
    {
        var since = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (since.Elapsed > Most)
            {
                throw new TimeoutException($"waited {Most} for: {what}{(instead is null ? "" : $"\ninstead:\n{await instead()}")}");
            }

            await Task.Delay(20);
        }
    }
}
