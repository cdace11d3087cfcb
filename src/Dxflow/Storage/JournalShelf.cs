using Dxflow.Foundation.Files;
using Dxflow.Storage.Journals;
using Microsoft.Extensions.Logging;

namespace Dxflow.Storage;

/// <summary>
/// Opens a journal that an engine cannot be without: a new one if there is none; a damaged one is put aside under another name, said
/// in the log, and continued in a new file that begins with every fact before the damage.
/// </summary>
internal static partial class JournalShelf
{
    /// <summary>A damaged journal is kept under its own name with this behind it.</summary>
    public const string AsideSuffix = ".damaged";

    public static JournalFile Open(string path, ILoggerFactory logs, JournalReplay? replay = null)
    {
        var log = logs.CreateLogger("Dxflow.Storage");
        if (!File.Exists(path))
        {
            return JournalFile.Create(LocalDisk.Instance, path);
        }

        var opening = JournalFile.Open(LocalDisk.Instance, path, replay);
        if (opening.Message is { } message)
        {
            LogMended(log, message);
        }

        return opening.File ?? Continue(path);
    }

    private static JournalFile Continue(string path)
    {
        LocalDisk.Instance.Rename(path, path + AsideSuffix);
        var file = JournalFile.Create(LocalDisk.Instance, path);
        JournalFile.Open(LocalDisk.Instance, path + AsideSuffix, (_, payload) => file.Append(payload));
        file.Write();
        file.Sync();
        return file;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    private static partial void LogMended(ILogger log, string message);
}
