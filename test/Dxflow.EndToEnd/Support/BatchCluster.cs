using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dxflow.Foundation.Processes;

namespace Dxflow.EndToEnd.Support;

/// <summary>
/// A cluster with a scheduler of its own: all it keeps is in a temporary directory, and all its processes, jobs among them, are in a
/// namespace. As on a real node the engine does not see them, their numbers say nothing here, and with the namespace they all end, however
/// the tests do. Started when the first test asks for it. <see cref="Stand"/> replaces commands by stand-ins.
/// </summary>
public abstract class BatchCluster(string prefix) : IAsyncDisposable
{
    /// <summary>How many elements an array may have.</summary>
    public const int ArrayMax = 16;
    protected const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
    private readonly Lock gate = new();
    private Task? starting;
    private Process? space;

    protected string Folder { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Where the scheduler's commands are, each of which knows this cluster.</summary>
    public string Commands => In("bin");

    /// <summary>A directory that all nodes see.</summary>
    public string Shared => Directory.CreateDirectory(In("shared")).FullName;

    protected bool IsUp => starting is { IsCompletedSuccessfully: true };

    /// <summary>What the environment of this cluster's processes has, beside those whose command names the directory.</summary>
    protected abstract IEnumerable<string> Marks { get; }

    /// <summary>Started once; where that fails, every test that asks for it fails at once.</summary>
    public Task UpAsync()
    {
        lock (gate)
        {
            return starting ??= StartAsync();
        }
    }

    /// <summary>How often engines have called a command so far.</summary>
    public int Called(string command) => File.Exists(Calls) ? File.ReadAllLines(Calls).Count(line => line == command) : 0;

    /// <summary>A command among the cluster's processes.</summary>
    public Task<string> InsideAsync(params string[] command) =>
        Tool.Text("nsenter", "", [$"--pid=/proc/{space!.Id}/ns/pid_for_children", $"--mount=/proc/{space.Id}/ns/mnt", "--", .. command]);

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        if (space is not null)
        {
            space.StandardInput.Close();
            await space.WaitForExitAsync();
            space.Dispose();
        }

        // A command of an engine may still stand before a door that nobody opens any more.
        foreach (var pid in Left())
        {
            await Tool.Run("sh", "", "-c", $"kill -KILL {pid} 2>/dev/null || true");
        }

        await Patience.Until(() => Task.FromResult(!Left().Any()), $"the processes of {Folder} to end");
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.ConvertAll(static listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(static listener => listener.Stop());
        return ports;
    }

    /// <summary>Has a command be something else; what it says is a shell's.</summary>
    internal void Stand(string command, string script) =>
        Write(Path.Join(Commands, command), $"{Prelude}\necho {command} >>{Calls}\n{script}");

    /// <summary>The command is itself again.</summary>
    internal void Restore(string command) => Stand(command, $"exec {Real(command)} \"$@\"");

    /// <summary>What a command is itself, for stand-ins that call it.</summary>
    internal abstract string Real(string command);

    /// <summary>What stands before each stand-in.</summary>
    protected virtual string Prelude => "";

    protected string In(string path) => Path.Join(Folder, path);

    protected abstract Task StartAsync();

    /// <summary>What failed tests have left in the queue.</summary>
    protected virtual Task ClearAsync() => Task.CompletedTask;

    /// <summary>The first process of the space lives as long as somebody holds its input; what it has not borne itself it reaps.</summary>
    protected async Task SpaceAsync()
    {
        space = Process.Start(new ProcessStartInfo(
            "unshare", ["--pid", "--fork", "--mount-proc", "--kill-child", "--", "tini", "--", "cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await space.StandardInput.WriteLineAsync("there");
        await space.StandardInput.FlushAsync();
        if (await space.StandardOutput.ReadLineAsync() != "there")
        {
            throw new InvalidOperationException("no namespace of processes could be made: this needs root, unshare and tini");
        }
    }

    protected static void Write(string path, string script)
    {
        File.WriteAllText(path + ".new", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path + ".new", Everybody);
        File.Move(path + ".new", path, overwrite: true);
    }

    private string Calls => In("calls");

    private IEnumerable<int> Left() => ProcFile.Pids().Where(pid => pid != Environment.ProcessId
        && (ProcFile.ReadText($"/proc/{pid}/cmdline").Contains(Folder + "/", StringComparison.Ordinal)
            || ProcFile.ReadText($"/proc/{pid}/environ") is var variables
                && Marks.Any(mark => variables.Contains(mark, StringComparison.Ordinal))));
}
