using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Sockets;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Terminals;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Holding;

/// <summary>
/// The process that owns terminals, so that they outlive engines: the same program, started by an engine and independent of it from then
/// on.
/// <list type="number">
/// <item>It listens on a socket of the engine's user, and talks to nobody else, root excepted.</item>
/// <item>It greets with its protocol. One question a connection; a view stays.</item>
/// <item>It keeps to the limits of its shells by itself: there may be no engine for long.</item>
/// <item>It ends when it has had no shell for a while, and with all of them when the home has gone.</item>
/// </list>
/// </summary>
internal sealed class Holder : IAsyncDisposable
{
    /// <summary>2: recordings, programs in containers. 3: recordings have the number of their entry in the audit log.</summary>
    public const int Protocol = 3;
    public const int ShellsMax = 64;
    public const string EndFile = "ended.json";
    private const string NewSuffix = "n";
    private const int Backlog = 1_024;
    private const int ConnectionsMax = 4_096;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Nobody = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EmptyMax = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly string _shelf;
    private readonly string _version;
    private readonly TimeProvider _time;
    private readonly SystemTerminals _terminals;
    private readonly ConcurrentDictionary<string, HeldShell> _shells = [];
    private readonly ConcurrentDictionary<Task, bool> _talks = [];
    private readonly Socket _socket;
    private readonly Lock _gate = new();
    private int _starting;
    private bool _isClosing;

    /// <param name="path">Its socket, which nobody has yet.</param>
    /// <param name="shelf">Where the shells' directories are; it ends when that has gone.</param>
    /// <param name="version">The program's.</param>
    /// <param name="time">The clock.</param>
    public Holder(string path, string shelf, string version, TimeProvider time)
    {
        (_path, _shelf, _version, _time, _terminals) = (path, shelf, version, time, new SystemTerminals(time));
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        FileCalls.Umask(Nobody);

        // Whoever finds a socket at the path finds somebody who listens: one that refuses is taken away.
        _socket.Bind(new UnixDomainSocketEndPoint(path + NewSuffix));
        _socket.Listen(Backlog);
        File.Move(path + NewSuffix, path);

        // From here on it is that of the shells.
        FileCalls.Umask(Others);
    }

    public async Task RunAsync(CancellationToken stopped)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        var accepting = AcceptAsync(over.Token);
        await WatchAsync(stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(_path);
        await over.CancelAsync();
        await accepting;
        await Task.WhenAll(_talks.Keys);
    }

    public HeldShell? Find(string? id) => _shells.GetValueOrDefault(id ?? "");

    public IReadOnlyList<HeldState> States => [.. _shells.Values.Select(static shell => shell.State)];

    /// <summary>A fault: nothing was started, and the engine may ask another holder where this one is full or ends.</summary>
    public async Task<HeldState> StartAsync(ShellStart start, CancellationToken over)
    {
        lock (_gate)
        {
            if (_isClosing || _shells.Count + _starting >= ShellsMax)
            {
                throw new Fault(FaultKind.Exhausted, _isClosing ? "the holder ends" : $"the holder has {ShellsMax} shells");
            }

            _starting++;
        }

        try
        {
            var shell = await BeginAsync(start, over);
            _shells[start.Id] = shell;
            return shell.State;
        }
        finally
        {
            lock (_gate)
            {
                _starting--;
            }
        }
    }

    /// <summary>What is to be recorded is recorded from its first byte on, or not started.</summary>
    private async Task<HeldShell> BeginAsync(ShellStart start, CancellationToken over)
    {
        var terms = start.Record is { } record ? Recorder.Begin(record, start.Rows, start.Columns, _time) : null;
        var file = terms is null ? null : Recorder.Open(terms);
        try
        {
            var session = await ShellProgram.StartAsync(start, _terminals.Here, _time, over);
            return new HeldShell(start, session, end => Keep(start.Directory, end), _time, file is null ? null : (terms!, file));
        }
        catch
        {
            if (file is not null)
            {
                file.Dispose();
                File.Delete(terms!.Path);
            }

            throw;
        }
    }

    /// <summary>One that runs is ended first. False: there is none.</summary>
    public async Task<bool> RemoveAsync(string id)
    {
        if (Find(id) is not { } shell)
        {
            return false;
        }

        await shell.KillAsync(HeldShell.Killed);
        _shells.TryRemove(id, out _);
        await shell.DisposeAsync();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_shells.Values.Select(static shell => shell.DisposeAsync().AsTask()));
        _socket.Dispose();
        _terminals.Dispose();
    }

    public HolderGreeting Greeting => new(Protocol, _version, Environment.ProcessId);

    /// <summary>Where the shell's directory has gone, nobody is left who would read it.</summary>
    private static void Keep(string directory, ShellEnd end)
    {
        try
        {
            AtomicFile.Write(
                LocalDisk.Instance, Path.Combine(directory, EndFile), JsonSerializer.SerializeToUtf8Bytes(end, HeldJson.Default.ShellEnd));
        }
        catch (IOException lost) when (lost is DiskException)
        {
            // It is known here for as long as this runs, and after that the shell is one whose end nobody saw.
        }
    }

    private async Task AcceptAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                var connection = await _socket.AcceptAsync(over);
                if (_talks.Count >= ConnectionsMax || !SocketPeer.IsOwnerOrRoot(connection))
                {
                    connection.Dispose();
                    continue;
                }

                var talk = new HolderTalk(this, connection, _time).RunAsync(over);
                _talks[talk] = true;
                _ = talk.ContinueWith(ended => _talks.TryRemove(ended, out _), TaskScheduler.Default);
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException)
            {
                // Over, or a client that went before it was taken.
            }
        }
    }

    private async Task WatchAsync(CancellationToken stopped)
    {
        var emptySince = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Look, _time, stopped);
            foreach (var shell in _shells.Values)
            {
                if (shell.Overdue() is { } limit)
                {
                    _ = shell.KillAsync(limit);
                }
            }

            lock (_gate)
            {
                emptySince = _shells.IsEmpty && _starting == 0 ? emptySince : _time.GetTimestamp();
                _isClosing = _time.GetElapsedTime(emptySince) > EmptyMax || !Directory.Exists(_shelf);
                if (_isClosing)
                {
                    return;
                }
            }
        }
    }
}
