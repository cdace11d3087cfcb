using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// What an attempt is told that shares its job with others: the scheduler would tell all of them. The job's script looks for it once a
/// second, and takes it away.
/// </summary>
internal static class SignalFile
{
    /// <exception cref="DiskException">It cannot be written.</exception>
    public static void Write(TaskRef task, int signal) => FileCalls.WriteWhole(
        Path.Join(task.Directory, "signal"), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{signal} {task.Id}\n")));
}
