using System.Diagnostics;
using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;

namespace Dxflow.Bench.Shells;

/// <summary>A client that somebody types at: a command on a terminal of its own, whose screen is read here.</summary>
internal sealed class TypedClient : IDisposable
{
    private const int ChunkBytes = 256 * 1024;
    private const int KeptBytesMax = 4_096;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ReadyThread _ready = new("bench");
    private readonly PseudoTerminal _terminal;
    private readonly SessionProcess _process;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private string _kept = "";

    public TypedClient(IReadOnlyList<string> command, string? home = null)
    {
        _terminal = PseudoTerminal.Open(new TerminalSize(24, 80), _ready);
        var variables = ProgramRun.Variables();
        variables.Add("TERM=xterm-256color");
        if (home is not null)
        {
            variables.Add($"DXFLOW_HOME={home}");
        }

        var program = command[0].Contains('/') ? command[0] : ProgramRun.Find(command[0])
            ?? throw new InvalidOperationException($"{command[0]} is not there");
        _process = new SessionProcess(
            Spawner.Spawn(new SpawnSpec(program, [.. command], variables, "/", Terminal: _terminal.Path)), _ready, TimeProvider.System);
    }

    /// <summary>Bytes that have come so far.</summary>
    public long Bytes { get; private set; }

    public void Type(string text) => _terminal.Input.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask().GetAwaiter().GetResult();

    /// <summary>Types this, and how long until that is seen behind it, in seconds.</summary>
    public double Until(string typed, string seen)
    {
        _kept = "";
        var since = Stopwatch.GetTimestamp();
        Type(typed);
        using var late = new CancellationTokenSource(Patience);
        while (!_kept.Contains(seen, StringComparison.Ordinal))
        {
            var read = _terminal.Output.ReadAsync(_chunk, late.Token).AsTask().GetAwaiter().GetResult();
            if (read == 0)
            {
                throw new InvalidOperationException($"'{seen}' was never seen, but: {_kept}");
            }

            Bytes += read;
            _kept += Encoding.Latin1.GetString(_chunk, Math.Max(0, read - KeptBytesMax), Math.Min(read, KeptBytesMax));
            _kept = _kept.Length > 2 * KeptBytesMax ? _kept[^KeptBytesMax..] : _kept;
        }

        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    public void Dispose()
    {
        _process.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _terminal.Dispose();
        _ready.Dispose();
    }
}
