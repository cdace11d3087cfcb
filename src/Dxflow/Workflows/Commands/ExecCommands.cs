using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// <c>workflow exec</c>: standard input goes in, output and error come back, and the program's exit code is the command's. Failures of
/// our own are 125, as Docker's, so that they are told from the program's.
/// </summary>
internal static class ExecCommands
{
    private const int OwnFailure = 125;
    private const int ChunkBytes = 64 * 1024;

    public static async Task<int> RunAsync(ExecInStep request, ClientContext context)
    {
        try
        {
            var exit = OwnFailure;
            await foreach (
                var output in context.DuplexAsync<ExecInStep, ExecInput, ExecOutput>("workflow.exec", request, InputAsync(context)))
            {
                exit = output.Exit ?? exit;
                if (output.Error)
                {
                    await context.Terminal.ErrorBytes.WriteAsync(output.Bytes);
                }
                else
                {
                    await context.Terminal.Output.WriteAsync(output.Bytes);
                }
            }

            return exit;
        }
        catch (Fault fault) when (fault.Info.Code != FaultKind.Cancelled)
        {
            Surfaces.Cli.Output.FaultText.Write(context.Terminal.Error, fault.Info);
            return OwnFailure;
        }
    }

    private static async IAsyncEnumerable<ExecInput> InputAsync(ClientContext context)
    {
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await context.Terminal.Input.ReadAsync(chunk, context.Interrupts.Ended)) > 0)
        {
            yield return new ExecInput(chunk[..read]);
        }

        yield return new ExecInput(End: true);
    }
}
