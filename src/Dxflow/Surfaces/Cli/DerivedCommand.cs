using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Syntax;

namespace Dxflow.Surfaces.Cli;

/// <summary>An operation as a command, with nothing written by hand: call, and show the answer in the form that was asked for.</summary>
internal static class DerivedCommand
{
    public static async Task<int> RunAsync(Operation operation, ParsedCommand parsed, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        if (operation.Destructive && !await context.Questions.ConfirmAsync($"{operation.Summary} Go on?", cancel))
        {
            throw new Fault(FaultKind.Cancelled, "Nothing was done.");
        }

        var client = await context.ClientAsync(cancel);
        switch (operation.Shape)
        {
            default:
                using (var answer = JsonDocument.Parse(await client.CallAsync(operation, parsed.Request, cancel)))
                {
                    await context.Output.ShowAsync(operation.Response!, answer.RootElement, cancel);
                }

                return 0;
        }
    }
}
