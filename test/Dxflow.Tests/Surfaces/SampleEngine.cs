using System.Net.Sockets;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Client;
using Dxflow.Surfaces.Cli.Terminals;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Http;
using Dxflow.Surfaces.Http.Listening;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dxflow.Tests.Surfaces;

/// <summary>What a command line wrote and how it ended.</summary>
internal sealed record Ran(int Exit, string Output, string Error);

/// <summary>The sample noun behind the real gate and the real server on a socket in a directory of its own.</summary>
internal sealed class SampleEngine : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dx");
    private readonly HttpSurface _surface;

    private SampleEngine(ILoggerFactory logs)
    {
        Socket = Path.Combine(_directory.FullName, "e.sock");
        var operations = new OperationSet(SampleOperations.All());
        var ports = new GatePorts(
            connection => ValueTask.FromResult(Caller(connection)),
            entry =>
            {
                lock (Audit)
                {
                    Audit.Add(entry);
                }

                return Task.FromResult((long)Audit.Count);
            });
        Gate = new Gate(
            operations, new Dictionary<Type, object> { [typeof(Samples)] = Samples }, ports, TimeProvider.System, NullLogger.Instance);
        GrpcSocket = Path.Combine(_directory.FullName, "g.sock");
        Proto = CatalogProto.Make(operations, ProtoParser.Parse(""));
        _surface = new HttpSurface(
            new SurfaceParts(Gate, () => Obstacle, () => Proto), new UnixEndpoint(Socket, GrpcSocket), TimeProvider.System, logs);
    }

    public string Socket { get; }

    public string GrpcSocket { get; }

    public ProtoFile Proto { get; }

    public Samples Samples { get; } = new();

    public Gate Gate { get; }

    public List<AuditEntry> Audit { get; } = [];

    public Permission Permissions { get; set; } = Permission.Master;

    public string? Obstacle { get; set; }

    public CancellationTokenSource KeyGone { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public LocalPeer? LastPeer { get; private set; }

    public string? LastToken { get; private set; }

    public static async Task<SampleEngine> StartAsync()
    {
        var engine = new SampleEngine(NullLoggerFactory.Instance);
        await engine._surface.StartAsync(default);
        var handler = new SocketsHttpHandler { ConnectCallback = engine.ConnectAsync, ResponseDrainTimeout = TimeSpan.Zero };
        engine.Http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
        return engine;
    }

    public Task<Ran> RunAsync(params string[] words) => RunAsync(TerminalFacts.None, "", words);

    public Task<Ran> RunAsync(TerminalFacts facts, string input, params string[] words) => RunAsync(Socket, facts, input, words);

    /// <summary>A command line against whatever listens at <paramref name="socket"/>.</summary>
    public static async Task<Ran> RunAsync(string socket, TerminalFacts facts, string input, params string[] words)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        using var stdin = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input));
        using var terminal = new Terminal(stdin, output, error, facts);
        var host = new CommandHost(
            terminal,
            (_, _) => Task.FromResult(new EngineTarget(UnixRoute.To(socket))),
            new FixedTime(Samples.Morning + TimeSpan.FromHours(3)),
            "1.2.3");
        var exit = await new CommandSurface(SampleCatalog.Nouns, host).RunAsync(words);
        return new Ran(exit, System.Text.Encoding.UTF8.GetString(output.ToArray()), System.Text.Encoding.UTF8.GetString(error.ToArray()));
    }

    public Task StopAsync() => _surface.StopAsync(TimeSpan.FromSeconds(5), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _surface.DisposeAsync();
        KeyGone.Dispose();
        _directory.Delete(recursive: true);
    }

    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext? context, CancellationToken cancel) =>
        ConnectAsync(Socket, cancel);

    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private Caller Caller(Connection connection)
    {
        (LastPeer, LastToken) = (connection.Local, connection.Token);
        return connection.Token == "nobody"
            ? throw new Fault(FaultKind.Unauthenticated, "Nobody known is calling.", "Sign in.")
            : new Caller("somebody", Permissions, connection.Local, KeyGone.Token);
    }
}
