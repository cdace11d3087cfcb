using System.Diagnostics;
using System.Text;

namespace Dxflow.EndToEnd.Support;

/// <summary>
/// A throw-away home and the published binary to use it with. Disposing ends whatever engine and work is left in it, and asserts
/// nothing: a test that cares about what is left looks itself.
/// </summary>
internal sealed class Home : IAsyncDisposable
{
    public static readonly TimeSpan Patience = Support.Patience.Most;

    public Home(string? path = null)
    {
        Path = path ?? Directory.CreateTempSubdirectory("dxflow-e2e-").FullName;
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static string Binary { get; } = Environment.GetEnvironmentVariable("DXFLOW_BINARY")
        ?? throw new InvalidOperationException("DXFLOW_BINARY names no published file; run `dotnet run dev.cs test --e2e`.");

    /// <summary>The checkout: examples are run from there.</summary>
    public static string Repository => Checkout.Path;

    public string Path { get; }

    public string WorkingDirectory { get; init; } = Repository;

    /// <summary>The number of a user as whom everything runs, by a copy of the program that this user can read.</summary>
    public string? RunAs { get; init; }

    /// <summary>That copy, where there is one.</summary>
    public string Program => RunAs is null ? Binary : System.IO.Path.Join(Path, "dxflow");

    /// <summary>Null: not there at all, whatever the tests themselves have.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    public Task<Outcome> Run(params string[] arguments) => RunWith(null, arguments);

    /// <summary>
    /// A line of shell, for what only a shell can do: pipes, closed and redirected streams. It knows <c>DXFLOW_BINARY</c>.
    /// </summary>
    public Task<Outcome> Shell(string line) => Watched(Launch("/bin/bash", ["-c", line]), null, ["(shell)", line]);

    public Task<Outcome> RunWith(string? input, params string[] arguments) => Watched(Start(arguments), input, arguments);

    private static async Task<Outcome> Watched(Process started, string? input, string[] arguments)
    {
        using var process = started;
        using var late = new CancellationTokenSource(Patience);
        Task<string>[] streams = [process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()];
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late.Token);
            var said = await Task.WhenAll(streams).WaitAsync(late.Token);
            return new Outcome(string.Join(' ', arguments), process.ExitCode, said[0], said[1]);
        }
        catch (OperationCanceledException)
        {
            // What it has said is most of what can be known of why; a child that it left may hold its streams.
            process.Kill();
            await Task.WhenAny(Task.WhenAll(streams), Task.Delay(TimeSpan.FromSeconds(1)));
            var said = string.Join('\n', streams.Where(static each => each.IsCompletedSuccessfully).Select(static each => each.Result));
            throw new TimeoutException($"dxflow {string.Join(' ', arguments)} did not end within {Patience}; it had said:\n{said}");
        }
    }

    /// <summary>Starts a command and leaves it running; its streams are the caller's.</summary>
    public Process Start(params string[] arguments) => RunAs is null
        ? Launch(Binary, arguments)
        : Launch("setpriv", ["--reuid", RunAs, "--regid", RunAs, "--clear-groups", Program, .. arguments]);

    private Process Launch(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DXFLOW_HOME"] = Path;
        start.Environment["NO_COLOR"] = "1";

        // Tests run beside each other, and one machine has each port once: who tests the network says so.
        start.Environment["DXFLOW_CONFIG_HTTP_ADDRESS"] = "";

        // An engine of a test is no service of this machine.
        start.Environment["DXFLOW_CONFIG_SERVICE_MANAGER"] = "none";

        // Nor is a container engine of this machine one for tests to play with: who wants one starts it.
        start.Environment["DOCKER_HOST"] = start.Environment["CONTAINER_HOST"] = "unix:///nowhere/engine.sock";
        foreach (var (name, value) in Variables)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return Process.Start(start)!;
    }

    /// <summary>An engine in the foreground, ready to answer.</summary>
    public async Task<Engine> Boot(params string[] arguments)
    {
        var process = Start(["boot", "up", .. arguments]);
        var engine = new Engine(this, process);
        await engine.Ready();
        return engine;
    }

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Waits until something is so, by asking again; fails with what it waited for, and with what there is instead.</summary>
    public static Task Until(Func<Task<bool>> isSo, string what, Func<Task<string>>? instead = null) =>
        Support.Patience.Until(isSo, what, instead);

    /// <summary>Waits until what was started in the background has made a workflow's first run; the workflow is there before it.</summary>
    public Task UntilThere(string workflow) => Until(
        async () => (await Run("workflow", "steps", workflow)).Exit == 0, $"a run of {workflow} to be there");

    /// <summary>
    /// Waits until a step or a service of a workflow's last run is in a state; <paramref name="list"/> says which of the two.
    /// </summary>
    public Task Until(string workflow, string list, string name, string state) => Until(
        async () => (await Run("workflow", list, workflow, "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Any(each => each.GetProperty("name").GetString() == name && each.GetProperty("state").GetString() == state),
        $"{name} of {workflow} to be {state}", async () => (await Run("workflow", "why", workflow)).Output);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(System.IO.Path.Combine(Path, "engine.lock")))
        {
            await Run("boot", "down", "--stop", "--yes", "--quiet");
        }

        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
