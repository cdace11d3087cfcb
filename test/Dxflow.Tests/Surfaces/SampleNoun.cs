using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Tests.Surfaces;

[JsonConverter(typeof(WireEnum<SampleColour>))]
internal enum SampleColour
{
    Red,
    LightGreen,
}

internal sealed record SampleName([property: Description("The sample.")] string Name);

internal sealed record MakeSample(
    [Description("The sample's name.")] string Name,
    [Description("How many.")] int Count,
    [Description("Further words.")][Argument] IReadOnlyList<string>? Words = null,
    [Description("Its colour.")][Short('c')] SampleColour Colour = SampleColour.LightGreen,
    [Description("Whether it shines.")] bool Shiny = true,
    [Description("Tags.")][Short('t')] IReadOnlyList<string>? Tag = null,
    [Description("Variables.")][Short('e')] IReadOnlyDictionary<string, string>? Env = null,
    [Description("How long.")] TimeSpan? Grace = null,
    [Description("From when.")] DateTimeOffset? Since = null,
    [Description("A text.")][FromFile] string? Text = null,
    [Description("A weight.")] double Weight = 1.5,
    [Description("A password.")][Secret] string? Password = null,
    [Description("The command to run.")][Rest] IReadOnlyList<string>? Command = null);

internal sealed record ListSamples(
    [Description("At most this many.")] int Limit = 100, [Description("Only these.")] IReadOnlyList<string>? Tag = null);

internal sealed record SampleRun(
    [Description("The sample.")] string Name,
    [Description("The run; the latest if left out.")][Suffix] int? Run = null,
    [Description("Stay.")][Short('f')] bool Follow = false,
    [Description("All of it.")][Short('F')] bool Full = false);

internal sealed record SampleInfo(
    string Name,
    int Count,
    SampleColour Colour,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Tags,
    TimeSpan? Grace = null,
    long SizeBytes = 0,
    [Wide] string? Note = null);

internal sealed record SampleList(IReadOnlyList<SampleInfo> Items, string? Next = null);

internal sealed record SampleEcho(
    string Name, int Count, IReadOnlyList<string> Words, SampleColour Colour, bool Shiny, IReadOnlyList<string> Tag,
    IReadOnlyDictionary<string, string> Env, TimeSpan? Grace, DateTimeOffset? Since, string? Text, double Weight,
    IReadOnlyList<string> Command);

internal sealed record SampleLine(long Sequence, string Text);

internal sealed record SampleInput(string Text);

internal sealed record SampleStored(long Bytes, string Digest);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
[JsonSerializable(typeof(SampleName))]
[JsonSerializable(typeof(MakeSample))]
[JsonSerializable(typeof(ListSamples))]
[JsonSerializable(typeof(SampleRun))]
[JsonSerializable(typeof(SampleList))]
[JsonSerializable(typeof(SampleEcho))]
[JsonSerializable(typeof(SampleLine))]
[JsonSerializable(typeof(SampleInput))]
[JsonSerializable(typeof(SampleStored))]
[JsonSerializable(typeof(SampleColour))]
[JsonSerializable(typeof(string))]
internal sealed partial class SampleJson : JsonSerializerContext;

/// <summary>A service with one operation of each shape, and each kind of failure by name.</summary>
internal sealed class Samples
{
    public static readonly DateTimeOffset Morning = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public int Made { get; private set; }

    public long Shouted { get; private set; }

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Content { get; set; } = [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 7))];

    public Task<SampleEcho> MakeAsync(MakeSample r, Call call)
    {
        Made++;
        return Task.FromResult(new SampleEcho(
            r.Name, r.Count, r.Words ?? [], r.Colour, r.Shiny, r.Tag ?? [], r.Env ?? new Dictionary<string, string>(), r.Grace, r.Since,
            r.Text, r.Weight, r.Command ?? []));
    }

    public Task<SampleList> ListAsync(ListSamples request, Call call)
    {
        SampleInfo[] all = [One("alpha", 3), One("beta", 12) with { Tags = ["a-much-longer-tag"] }];
        return Task.FromResult(new SampleList([.. all.Take(request.Limit)], request.Limit is > 0 and < 2 ? "c1" : null));
    }

    public Task<SampleInfo> ShowAsync(SampleName request, Call call) => request.Name switch
    {
        "alpha" => Task.FromResult(One("alpha", 3)),
        "bug" => throw new InvalidOperationException("secret detail of the inside"),
        "full" => throw new Fault(FaultKind.Exhausted, "The disk is full.", null, new IOException("no space")),
        "many" =>
            throw new Fault(new FaultInfo(FaultKind.Invalid, "Two things are wrong.", null, [new("a", "b", "f.yaml", 3, 4), new("c")])),
        _ when Enum.TryParse<FaultKind>(request.Name, true, out var kind) && Enum.IsDefined(kind) =>
            throw new Fault(kind, $"It is {kind}.", "Take another."),
        _ => throw Fault.Missing($"There is no sample '{request.Name}'.", "dxflow sample list shows what there is."),
    };

    public Task<SampleInfo> RemoveAsync(SampleName request, Call call) => Task.FromResult(One(request.Name, 0));

    public async IAsyncEnumerable<SampleLine> WatchAsync(SampleRun request, Call call)
    {
        await Task.Yield();
        for (var i = call.ResumeAfter + 1; i <= (request.Run ?? 3); i++)
        {
            yield return new SampleLine(i, $"{request.Name} {i}");
        }

        if (request.Name == "broken")
        {
            throw Fault.Conflict("It broke in the middle.");
        }

        if (request.Follow)
        {
            Waiting.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, call.Ended);
            }
            finally
            {
                Given.TrySetResult();
            }
        }
    }

    public async Task<SampleStored> StoreAsync(SampleName request, Stream body, Call call)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, call.Ended);
        Content = all.ToArray();
        return new SampleStored(all.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content)));
    }

    public Task<Download> FetchAsync(SampleName request, Call call) => Task.FromResult(
        new Download(new MemoryStream(Content), Content.Length, "application/octet-stream", request.Name + ".bin", "v1"));

    public async IAsyncEnumerable<SampleLine> TalkAsync(
        SampleRun request, IAsyncEnumerable<SampleInput> input, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var n = 0L;
        yield return new SampleLine(n, "hello " + request.Name);
        if (request.Name == "deaf")
        {
            // Listens to nobody until it is told to, or given up.
            try
            {
                await Waiting.Task.WaitAsync(call.Ended);
            }
            finally
            {
                Given.TrySetResult();
            }
        }

        if (request.Name == "loud")
        {
            for (; ; cancel.ThrowIfCancellationRequested())
            {
                Shouted++;
                yield return new SampleLine(++n, new string('x', 10_000));
            }
        }

        await foreach (var said in input.WithCancellation(cancel))
        {
            yield return new SampleLine(++n, said.Text.ToUpperInvariant());
            if (said.Text == "bye")
            {
                yield break;
            }
        }
    }

    private static SampleInfo One(string name, int count) => new(
        name, count, SampleColour.Red, Morning, ["x", "y"], TimeSpan.FromSeconds(90), 1536, "a note");
}

internal static class SampleOperations
{
    public static IReadOnlyList<Operation> All() =>
    [
        Operation.Call("sample.make", "POST /api/samples", Permission.Workflow, Effect.Changes, "Make a sample.",
            SampleJson.Default, static (Samples s, MakeSample r, Call c) => s.MakeAsync(r, c))
            .With("dxflow sample make alpha 3 -c red"),
        Operation.Call("sample.list", "GET /api/samples", Permission.None, Effect.Reads, "List the samples.",
            SampleJson.Default, static (Samples s, ListSamples r, Call c) => s.ListAsync(r, c)),
        Operation.Call("sample.show", "GET /api/samples/{name}", Permission.None, Effect.Reads, "Show a sample.",
            SampleJson.Default, static (Samples s, SampleName r, Call c) => s.ShowAsync(r, c)),
        Operation.Call("sample.remove", "DELETE /api/samples/{name}", Permission.Workflow, Effect.Changes, "Remove a sample for good.",
            SampleJson.Default, static (Samples s, SampleName r, Call c) =>
                s.RemoveAsync(r, c), true),
        Operation.Stream("sample.watch", "GET /api/samples/{name}/lines", Permission.None, Effect.Reads, "Watch a sample's lines.",
            SampleJson.Default, static (Samples s, SampleRun r, Call c) => s.WatchAsync(r, c)),
        Operation.Upload("sample.store", "PUT /api/samples/{name}/content", Permission.Object, Effect.Changes, "Store a sample's content.",
            SampleJson.Default,
            static (Samples s, SampleName r, Stream b, Call c) => s.StoreAsync(r, b, c)),
        Operation.Download("sample.fetch", "GET /api/samples/{name}/content", Permission.Object, Effect.Reads, "Fetch a sample's content.",
            SampleJson.Default, static (Samples s, SampleName r, Call c) => s.FetchAsync(r, c)),
        Operation.Duplex("sample.talk", "POST /api/samples/{name}/talk", Permission.Shell, Effect.Changes, "Talk with a sample.",
            SampleJson.Default,
            static (Samples s, SampleRun r, IAsyncEnumerable<SampleInput> i, Call c) => s.TalkAsync(r, i, c, c.Ended)),
    ];
}
