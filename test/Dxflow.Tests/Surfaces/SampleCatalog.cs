using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Tests.Surfaces;

internal sealed record GreetLocal([Description("Whom.")] string Name, [Description("How often.")] int Times = 1);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GreetLocal))]
internal sealed partial class LocalJson : JsonSerializerContext;

/// <summary>The sample noun as a command line, with a local command that uses all that a context gives.</summary>
internal static class SampleCatalog
{
    public static readonly IReadOnlyList<CommandNoun> Nouns =
    [
        new("", "", Local: static () => [.. RootCommands.All(static () => Nouns!), Greet()]),
        new(
            "sample", "Things to try with.", SampleOperations.All, Views: static () => [Store()], Names: NamesAsync, Aliases: ["smp"]),
    ];

    private static LocalCommand Greet() => LocalCommand.Create<GreetLocal>(
        "greet", "Greet somebody.", LocalJson.Default,
        static async (request, context) =>
        {
            var shown = await context.CallAsync<SampleName, SampleInfo>("sample.show", new SampleName(request.Name));
            for (var i = 0; i < request.Times; i++)
            {
                await context.Output.WriteLineAsync($"Hello {shown.Name}, {shown.Count} times", default);
            }

            return request.Times == 99 ? 99 : 0;
        },
        "dxflow greet alpha");

    /// <summary>A view gets the operation's request and makes the call itself.</summary>
    private static OperationView Store() => OperationView.For<SampleName>(
        "sample.store", SampleJson.Default,
        static async (request, context) =>
        {
            var stored = await context.UploadAsync<SampleName, SampleStored>("sample.store", request, context.Terminal.Input);
            await context.Output.WriteLineAsync($"stored {stored.Bytes}", default);
            return 0;
        });

    private static async Task<IReadOnlyList<string>> NamesAsync(ClientContext context)
    {
        var list = await context.CallAsync<ListSamples, SampleList>("sample.list", new ListSamples());
        return [.. list.Items.Select(static item => item.Name)];
    }
}
