using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;

namespace Dxflow.EndToEnd.Storage;

/// <summary>
/// What this test program is when it is started with <see cref="DirectoryVariable"/>: a process that appends to two journals on the
/// real disk and says on its output which sequences were acknowledged, until it is killed.
/// </summary>
internal static class JournalChild
{
    public const string DirectoryVariable = "DXFLOW_TEST_JOURNAL_CHILD";
    public static readonly string[] Names = ["audit", "run"];

    /// <summary>The payload of a sequence; its length jumps about.</summary>
    public static byte[] Fact(long sequence) => Encoding.UTF8.GetBytes($"fact {sequence} ".PadRight((int)(sequence * 7919 % 3000)));

    /// <summary>Opens a journal after a kill, checking every fact in it.</summary>
    public static JournalOpening Open(string path) => JournalFile.Open(LocalDisk.Instance, path, (sequence, payload) =>
    {
        if (!payload.SequenceEqual(Fact(sequence)))
        {
            throw new InvalidDataException($"{path}: record {sequence} is not what was appended");
        }
    });

    /// <summary>All on this one thread: others may not enter the module before its initialiser has ended, and it never does.</summary>
    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is { } directory)
        {
            Run(directory);
        }
    }

    private static void Run(string directory)
    {
        var reserve = Path.Combine(directory, "reserve");
        var committer = new Committer(LocalDisk.Instance, reserve, TimeProvider.System, Console.Error.WriteLine);
        using var output = new StreamWriter(Console.OpenStandardOutput(), Encoding.ASCII) { AutoFlush = true };
        var journals = new List<Journal>();
        foreach (var name in Names)
        {
            var path = Path.Combine(directory, name);
            journals.Add(committer.Add(File.Exists(path) ? Open(path).File! : JournalFile.Create(LocalDisk.Instance, path)));
        }

        var random = new Random();
        while (true)
        {
            foreach (var journal in journals)
            {
                for (var count = random.Next(1, 20); count > 0; count--)
                {
                    journal.Append(Fact(journal.LastSequence + 1));
                }
            }

            foreach (var journal in journals)
            {
                journal.CommittedAsync(journal.LastSequence).GetAwaiter().GetResult();
                var name = Path.GetFileName(journal.Path);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {journal.CommittedSequence}"));
            }
        }
    }
}
