using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Client;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Surfaces.Cli;

/// <summary>
/// What a running command has: typed calls to operations of the engine it was pointed at (found at the first call), the answer's
/// writer, the terminal, and Ctrl-C. A failure is always a <see cref="Fault"/>; the caller of the command prints it.
/// </summary>
internal sealed class ClientContext(
    CommandHost host, GlobalOptions options, Interrupts interrupts, Func<string, Operation> find) : IAsyncDisposable
{
    private static readonly TimeSpan OutputLook = TimeSpan.FromMilliseconds(100);
    /// <summary>How often, and after which pause, a call or a stream is tried again when the engine went away: 10 s in all.</summary>
    public const int TriesMax = 50;
    private const int TriesAtSocket = 5;
    private static readonly TimeSpan TryPause = TimeSpan.FromMilliseconds(200);
    private EngineTarget? _target;

    public GlobalOptions Options { get; } = options;

    public Terminal Terminal => host.Terminal;

    public TimeProvider Time => host.Time;

    public string Version => host.Version;

    public Interrupts Interrupts { get; } = interrupts;

    public OutputWriter Output { get; } = new(host.Terminal, options, host.Time);

    public Questions Questions { get; } = new(host.Terminal, options);

    /// <summary>The file that the command line names, of what sends or fetches one; <c>-</c> is standard input or output.</summary>
    public string? LocalFile { get; init; }

    /// <summary>Set before the first call: if no engine runs, one may be started for this command alone.</summary>
    public bool InstantAllowed { get; set; }

    /// <summary>
    /// For commands that may write nothing for long: until it is disposed, the command ends as soon as nobody reads its output.
    /// </summary>
    public IDisposable WatchOutput() => host.Time.CreateTimer(
        _ =>
        {
            if (Terminal.IsOutputGone)
            {
                Interrupts.LoseOutput();
            }
        }, null, OutputLook, OutputLook);

    /// <summary>A setting of the profile, as an engine of this home would take it; null if it is left to the default.</summary>
    public string? Setting(string name) => host.Setting?.Invoke(Options, name) is { Length: > 0 } value ? value : null;

    /// <summary>The engine to talk to, found once.</summary>
    public async Task<EngineTarget> TargetAsync(CancellationToken cancel) => _target ??= await host.FindEngine(
        new TargetWish(Options.Engine, Options.Profile, Options.Home, InstantAllowed), cancel);

    /// <summary>Whether that engine is reached over the network and reads no disk of ours.</summary>
    public async Task<bool> IsElsewhereAsync() => (await TargetAsync(Interrupts.Ended)).Route.IsElsewhere;

    /// <summary>
    /// Calls. An engine that went away meanwhile may only have made room for the next: the same call is tried again for a while, with
    /// the same idempotency key, so that what was done already is not done twice.
    /// </summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(string operation, TRequest request, CancellationToken cancel = default)
        where TRequest : class
        where TResponse : class
    {
        var known = find(operation);
        using var link = Link(cancel);
        var client = await ClientAsync(link.Token);
        var (json, key) = (Json(known, request), Guid.NewGuid().ToString("N"));
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Typed<TResponse>(await client.CallAsync(known, json, link.Token, key), known.Response!);
            }
            catch (Fault gone) when (gone.Info.Code == FaultKind.Unavailable && tries < TriesMax)
            {
                client = await NextEngineAsync(tries, link.Token);
            }
        }
    }

    /// <summary>The records of a stream until its <c>end</c>; a fault, also that of a cut connection, is thrown.</summary>
    public async IAsyncEnumerable<TItem> StreamAsync<TRequest, TItem>(
        string operation, TRequest request, long resumeAfter = 0, [EnumeratorCancellation] CancellationToken cancel = default)
        where TRequest : class
        where TItem : class
    {
        var known = find(operation);
        using var link = Link(cancel);
        var client = await ClientAsync(link.Token);
        await foreach (var line in client.StreamAsync(known, Json(known, request), resumeAfter, link.Token))
        {
            yield return Typed<TItem>(line, known.Response!);
        }
    }

    /// <summary>Two ways at once; what <paramref name="input"/> yields is sent as it comes.</summary>
    public async IAsyncEnumerable<TItem> DuplexAsync<TRequest, TInput, TItem>(
        string operation, TRequest request, IAsyncEnumerable<TInput> input, [EnumeratorCancellation] CancellationToken cancel = default)
        where TRequest : class
        where TInput : class
        where TItem : class
    {
        var known = find(operation);
        using var link = Link(cancel);
        var client = await ClientAsync(link.Token);
        var lines = input.Select(record => JsonSerializer.SerializeToUtf8Bytes(record, (JsonTypeInfo<TInput>)known.Input!));
        await foreach (var line in client.DuplexAsync(known, Json(known, request), lines, link.Token))
        {
            yield return Typed<TItem>(line, known.Response!);
        }
    }

    /// <param name="length">Bytes of the content, if there are just so many: <see cref="EngineClient.UploadAsync"/>.</param>
    public async Task<TResponse> UploadAsync<TRequest, TResponse>(
        string operation, TRequest request, Stream content, CancellationToken cancel = default, long? length = null)
        where TRequest : class
        where TResponse : class
    {
        var known = find(operation);
        using var link = Link(cancel);
        var client = await ClientAsync(link.Token);
        return Typed<TResponse>(await client.UploadAsync(known, Json(known, request), content, link.Token, length), known.Response!);
    }

    public async Task DownloadAsync<TRequest>(string operation, TRequest request, Stream to, CancellationToken cancel = default)
        where TRequest : class
    {
        var known = find(operation);
        using var link = Link(cancel);
        var client = await ClientAsync(link.Token);
        await client.DownloadAsync(known, Json(known, request), to, link.Token);
    }

    /// <summary>The rest of a file, see <see cref="EngineClient.ResumeAsync"/>.</summary>
    public async Task ResumeAsync<TRequest>(string operation, TRequest request, Stream to, string tag, CancellationToken cancel = default)
        where TRequest : class
    {
        var known = find(operation);
        using var link = Link(cancel);
        var client = await ClientAsync(link.Token);
        await client.ResumeAsync(known, Json(known, request), to, tag, link.Token);
    }

    /// <summary>The client itself, for commands that are derived and pass JSON through.</summary>
    public async Task<EngineClient> ClientAsync(CancellationToken cancel) => new((await TargetAsync(cancel)).Route);

    /// <summary>
    /// After an engine went away in the middle of a command: a pause, in which the next may open the same socket; now and then the
    /// engine is looked for again, which starts an instant one where the command may have one.
    /// </summary>
    public async Task<EngineClient> NextEngineAsync(int tries, CancellationToken cancel)
    {
        await Task.Delay(TryPause, Time, cancel);
        if (tries % TriesAtSocket == 0)
        {
            try
            {
                _target = await host.FindEngine(new TargetWish(Options.Engine, Options.Profile, Options.Home, InstantAllowed), cancel);
            }
            catch (Fault none) when (none.Info.Code == FaultKind.Unavailable)
            {
                // Perhaps at the next try.
            }
        }

        return await ClientAsync(cancel);
    }

    public ValueTask DisposeAsync() => _target?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static JsonElement Json<T>(Operation operation, T request) =>
        JsonSerializer.SerializeToElement(request, (JsonTypeInfo<T>)operation.Request);

    private static T Typed<T>(byte[] json, JsonTypeInfo type)
        where T : class =>
            JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)type) ?? throw Fault.Unavailable("The engine answered with null.");

    private CancellationTokenSource Link(CancellationToken cancel) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancel, Interrupts.Ended);
}
