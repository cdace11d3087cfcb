using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;

namespace Dxflow.EndToEnd.Support;

/// <summary>
/// A line typed into a shell on a terminal of its own, as a person sees it. The shell says its terminal's settings before and after the
/// line, and the line's exit code; its own is always 0. Disposing ends all of it.
/// </summary>
internal sealed class TypedCommand : IAsyncDisposable
{
    private readonly ReadyThread _ready = new("terminal");
    private readonly PseudoTerminal _terminal;
    private readonly SessionProcess _shell;
    private readonly byte[] _chunk = new byte[4096];
    private readonly List<byte> _seen = [];

    public TypedCommand(Home home, string line, TerminalSize size)
    {
        _terminal = PseudoTerminal.Open(size, _ready);
        var environment = new Dictionary<string, string?>(home.Variables)
        {
            ["DXFLOW_HOME"] = home.Path,
            ["DXFLOW_BINARY"] = Home.Binary,
            ["DXFLOW_CONFIG_HTTP_ADDRESS"] = "",
            ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
            ["TMPDIR"] = Path.GetTempPath(),
            ["HOME"] = home.Path,
            ["TERM"] = "linux",
        };
        var script = $"echo pid=$$; echo \"before=$(stty -g)\"; {line}; echo \"exit=$?\"; echo \"after=$(stty -g)\"";
        var pid = Spawner.Spawn(new SpawnSpec(
            "/bin/bash",
            ["bash", "-c", script],
            [.. environment.Where(one => one.Value is not null).Select(one => $"{one.Key}={one.Value}")],
            home.Path,
            Terminal: _terminal.Path));
        _shell = new SessionProcess(pid, _ready, TimeProvider.System);
    }

    public async Task Type(string text) => await _terminal.Input.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task Type(params byte[] keys) => await _terminal.Input.WriteAsync(keys);

    public void Resize(int rows, int columns) => _terminal.Resize(new TerminalSize(rows, columns));

    /// <summary>Reads on until this is seen, and gives what came before it since the last time.</summary>
    public async Task<string> Until(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        using var late = new CancellationTokenSource(Home.Patience);
        while (true)
        {
            var seen = _seen.ToArray();
            if (seen.AsSpan().IndexOf(wanted) is >= 0 and var at)
            {
                _seen.RemoveRange(0, at + wanted.Length);
                return Encoding.UTF8.GetString(seen, 0, at);
            }

            var read = await Read(late.Token);
            if (read == 0)
            {
                throw new InvalidOperationException($"'{text}' was never seen, but: {Encoding.UTF8.GetString([.. _seen])}");
            }

            _seen.AddRange(_chunk[..read]);
        }
    }

    /// <summary>What has come since the last time, after a moment in which more could come.</summary>
    public async Task<byte[]> Some()
    {
        using var moment = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        int read;
        while ((read = await Read(moment.Token)) > 0)
        {
            _seen.AddRange(_chunk[..read]);
        }

        var seen = _seen.ToArray();
        _seen.Clear();
        return seen;
    }

    /// <summary>What stands behind <c>NAME=</c> in a line of its own.</summary>
    public async Task<string> Value(string name)
    {
        await Until(name + "=");
        return (await Until("\n")).TrimEnd('\r');
    }

    public async ValueTask DisposeAsync()
    {
        await _shell.DisposeAsync();
        _terminal.Dispose();
        _ready.Dispose();
    }

    private async Task<int> Read(CancellationToken late)
    {
        try
        {
            return await _terminal.Output.ReadAsync(_chunk, late);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }
}
