using System.Globalization;
using System.Text.Json.Serialization;
using Dxflow.Sdk;
using Dxflow.Sdk.Ops;

namespace Sampling;

internal sealed record ThrowIn(int Points, int Seed);

internal sealed record ThrowOut(int Inside, [property: OutputFile("throw.txt")] FileArtifact Log);

internal sealed record GatherIn(IReadOnlyList<int> Inside, IReadOnlyList<FileArtifact> Logs, int Thrown);

internal sealed record GatherOut(double Pi, [property: OutputFile("table.txt")] FileArtifact Table);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ThrowIn))]
[JsonSerializable(typeof(ThrowOut))]
[JsonSerializable(typeof(GatherIn))]
[JsonSerializable(typeof(GatherOut))]
internal sealed partial class SamplingJson : JsonSerializerContext;

/// <summary>What the steps do.</summary>
internal static class Ops
{
    public static readonly Op<ThrowIn, ThrowOut> Throw =
        Op.Of<ThrowIn, ThrowOut>("throw", ThrowAsync, SamplingJson.Default.ThrowIn, SamplingJson.Default.ThrowOut);

    public static readonly Op<GatherIn, GatherOut> Gather =
        Op.Of("gather", new Gathering(), SamplingJson.Default.GatherIn, SamplingJson.Default.GatherOut);

    private static async Task<ThrowOut> ThrowAsync(ThrowIn input, OpContext context)
    {
        if (input.Points > 100_000_000)
        {
            throw new FatalException($"{input.Points} points are more than this method is good for");
        }

        var (random, inside) = (new Random(input.Seed), 0);
        for (var i = 0; i < input.Points; i++)
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            inside += (x * x) + (y * y) <= 1 ? 1 : 0;
        }

        context.Progress(input.Points, input.Points);
        var log = context.OutputPath("throw.txt");
        await File.WriteAllTextAsync(log, string.Create(CultureInfo.InvariantCulture, $"seed {input.Seed}: {inside} of {input.Points}\n"));
        return new(inside, new(log));
    }

    /// <summary>An operator may be a class as well.</summary>
    private sealed class Gathering : IOp<GatherIn, GatherOut>
    {
        public async Task<GatherOut> RunAsync(GatherIn input, OpContext context)
        {
            var table = context.OutputPath("table.txt");
            await File.WriteAllTextAsync(table, string.Concat(input.Logs.Select(static log => log.ReadText())), context.Cancel);
            return new(4.0 * input.Inside.Sum() / input.Thrown, new(table));
        }
    }
}
