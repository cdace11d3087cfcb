using System.Runtime.CompilerServices;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Client;
using Dxflow.Surfaces.Cli.Syntax;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Cli;

/// <summary>An operation as a command, with nothing written by hand: call, and show the answer in the form that was asked for.</summary>
internal static class DerivedCommand
{
    public static async Task<int> RunAsync(Operation operation, ParsedCommand parsed, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        if (operation.Destructive && !IsDryRun(parsed.Request)
            && !await context.Questions.ConfirmAsync($"{operation.Summary} Go on?", cancel))
        {
            throw new Fault(FaultKind.Cancelled, "Nothing was done.");
        }

        var client = await context.ClientAsync(cancel);
        switch (operation.Shape)
        {
            case Shape.Stream:
                using (context.WatchOutput())
                {
                    await ShowAllAsync(client.StreamAsync(operation, parsed.Request, 0, cancel), operation, context);
                }

                break;
            case Shape.Duplex:
                await ShowAllAsync(client.DuplexAsync(operation, parsed.Request, InputAsync(context, cancel), cancel), operation, context);
                break;
            case Shape.Download:
                await LocalFiles.SaveAsync(
                    parsed.LocalFile, context.Terminal.Output, to => client.DownloadAsync(operation, parsed.Request, to, cancel));
                break;
            case Shape.Upload:
                await using (var content = LocalFiles.Open("FILE", parsed.LocalFile!, context.Terminal.Input))
                {
                    await ShowAsync(await client.UploadAsync(operation, parsed.Request, content, cancel), operation, context);
                }

                break;
            default:
                await ShowAsync(await client.CallAsync(operation, parsed.Request, cancel), operation, context);
                break;
        }

        return 0;
    }

    /// <summary>What only says what would go destroys nothing, so nobody is asked.</summary>
    private static bool IsDryRun(JsonElement request) =>
        request.TryGetProperty("dryRun", out var dry) && dry.ValueKind == JsonValueKind.True;

    private static async Task ShowAsync(byte[] json, Operation operation, ClientContext context)
    {
        using var answer = JsonDocument.Parse(json);
        await context.Output.ShowAsync(operation.Response!, answer.RootElement, context.Interrupts.Ended);
    }

    private static async Task ShowAllAsync(IAsyncEnumerable<byte[]> records, Operation operation, ClientContext context)
    {
        await foreach (var json in records)
        {
            using var record = JsonDocument.Parse(json);
            await context.Output.ShowItemAsync(operation.Response!, record.RootElement, context.Interrupts.Ended);
        }
    }

    /// <summary>Standard input as records: one JSON object a line, which the engine reads and judges.</summary>
    private static async IAsyncEnumerable<byte[]> InputAsync(ClientContext context, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = new LineReader(context.Terminal.Input, WireLimits.InputLineBytesMax);
        while (await lines.NextAsync(cancel) is { } line)
        {
            yield return line;
        }
    }
}
