using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Surfaces.Cli.Syntax;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Surfaces.Cli;

/// <summary>
/// The command line: finds the command, reads its words, runs it, and turns whatever happens into messages on standard error and an
/// exit code. Makes nothing but the noun that was typed.
/// </summary>
internal sealed class CommandSurface(IReadOnlyList<CommandNoun> catalog, CommandHost host)
{
    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        try
        {
            return await DispatchAsync(words);
        }
        catch (Fault fault)
        {
            FaultText.Write(host.Terminal.Error, fault.Info);
            return FaultCodes.Exit(fault.Info.Code);
        }
        catch (OperationCanceledException)
        {
            return FaultCodes.Exit(FaultKind.Cancelled);
        }
        catch (IOException closed) when (IsBrokenPipe(closed))
        {
            // The reader of our output has seen enough.
            return 0;
        }
    }

    private async Task<int> DispatchAsync(IReadOnlyList<string> words)
    {
        var located = CommandLocator.Locate(catalog, words);
        if (located.Definition is not { } definition)
        {
            await host.Terminal.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(HelpText.Of(catalog, located.Noun)));
            return located.HelpWanted ? 0 : 2;
        }

        var syntax = new CommandSyntax(definition);
        var parsed = new CommandParser(syntax, host.Time, LocalFiles.Read(host.Terminal.Input)).Parse(located.Words);
        if (parsed.HelpWanted)
        {
            await host.Terminal.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(HelpText.Of(syntax)));
            return 0;
        }

        using var interrupts = new Interrupts(parsed.Globals.Timeout, host.Time);
        interrupts.Listen();
        await using var context = new ClientContext(host, parsed.Globals, interrupts, Find);
        try
        {
            return definition.Run is { } run
                ? await run(parsed.Request, context)
                : await DerivedCommand.RunAsync(definition.Operation!, parsed, context);
        }
        catch (OperationCanceledException) when (interrupts.TimedOut)
        {
            throw new Fault(FaultKind.Timeout, $"dxflow {definition.Words} did not end within the --timeout.");
        }
    }

    private Operation Find(string name)
    {
        var noun = catalog.FirstOrDefault(noun => noun.Name == name[..name.IndexOf('.')]);
        return noun?.Operations?.Invoke().FirstOrDefault(operation => operation.Name == name)
            ?? throw new ArgumentException($"There is no operation {name}.", nameof(name));
    }

    private static bool IsBrokenPipe(IOException failure) =>
        failure.HResult == 32 || failure.Message.Contains("Broken pipe", StringComparison.Ordinal);
}
