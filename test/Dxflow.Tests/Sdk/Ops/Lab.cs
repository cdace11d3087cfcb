using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Sdk;
using Dxflow.Sdk.Ops;

namespace Dxflow.Tests.Sdk.Ops;

/// <summary>What relaxes one structure.</summary>
internal sealed record RelaxIn(FileArtifact Structure, double Fmax, int Steps = 100,
    string? Note = null, IReadOnlyList<double?>? Weights = null);

internal sealed record RelaxOut(
    double Energy,
    [property: OutputFile("relaxed.xyz")] FileArtifact Relaxed,
    int? Turns,
    bool Converged,
    string Text,
    IReadOnlyList<FileArtifact> Frames,
    IReadOnlyDictionary<string, long> Counts,
    DirArtifact Work,
    Facts Facts,
    string? Note = null);

internal sealed record Facts(string Method, JsonElement? More = null);

internal sealed record WatchIn(bool Fails);

internal sealed record WatchOut(
    [property: Early] FileArtifact Log, [property: Early] DirArtifact Trace, [property: Early] IReadOnlyList<int> Counts, int Late = 1);

internal sealed record ClashOut(FileArtifact A, [property: OutputFile("a")] FileArtifact B);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RelaxIn))]
[JsonSerializable(typeof(RelaxOut))]
[JsonSerializable(typeof(WatchIn))]
[JsonSerializable(typeof(WatchOut))]
[JsonSerializable(typeof(ClashOut), TypeInfoPropertyName = "Clash")]
internal sealed partial class LabJson : JsonSerializerContext;

/// <summary>Operators as a program would have them.</summary>
internal static class Lab
{
    public static readonly Op<RelaxIn, RelaxOut> Relax =
        Op.Of("relax", new Relaxation(), LabJson.Default.RelaxIn, LabJson.Default.RelaxOut);

    public static readonly Op<WatchIn, WatchOut> Watch =
        Op.Of<WatchIn, WatchOut>("watch", WatchAsync, LabJson.Default.WatchIn, LabJson.Default.WatchOut);

    private static async Task<WatchOut> WatchAsync(WatchIn input, OpContext context)
    {
        var (log, trace) = (Path.Combine(context.Work, "log"), Path.Combine(context.Work, "trace"));
        Directory.CreateDirectory(trace);
        await File.WriteAllTextAsync(log, "early");
        await File.WriteAllTextAsync(Path.Combine(trace, "0"), "early");
        await context.PublishAsync((WatchOut o) => o.Log, new(log));
        await context.PublishAsync((WatchOut o) => o.Trace, new(trace));
        await context.PublishAsync((WatchOut o) => o.Counts, [1, 2]);
        if (input.Fails)
        {
            await context.PublishAsync((WatchOut o) => o.Late, 2);
        }

        await File.AppendAllTextAsync(log, ", late");
        return new(new(log), new(trace), [3]);
    }

    private sealed class Relaxation : IOp<RelaxIn, RelaxOut>
    {
        public async Task<RelaxOut> RunAsync(RelaxIn input, OpContext context)
        {
            context.Cancel.ThrowIfCancellationRequested();
            var text = input.Structure.ReadText();
            switch (text)
            {
                case "busy":
                    throw new TransientException("the licence is taken", new IOException("no seat"));
                case "wrong":
                    throw new FatalException("this is no structure");
                case "bug":
                    throw new InvalidOperationException("a bug");
            }

            context.Progress(1, input.Steps);
            var relaxed = Path.Combine(context.Work, "scratch.xyz");
            await File.WriteAllTextAsync(relaxed, text + "!");
            Directory.CreateDirectory(Path.Combine(context.Work, "frames"));
            await File.WriteAllTextAsync(Path.Combine(context.Work, "frames/0"), "0");
            return new RelaxOut(
                input.Fmax * 2, new(relaxed), input.Note is null ? null : context.Attempt, true, $"{text}\n{input.Note}\n",
                [new("frames/0"), input.Structure], new Dictionary<string, long> { ["a"] = 1L << 40 },
                    new("frames"), new("EMT"), input.Note);
        }
    }
}
