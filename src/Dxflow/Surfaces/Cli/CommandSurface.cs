using System.Collections.Concurrent;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
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
    /// <summary>What a shell shows of a program that SIGPIPE ended, as it ends others in a pipe.</summary>
    private const int OutputLostExit = 128 + 13;

    private readonly ConcurrentDictionary<string, Operation> _found = new(StringComparer.Ordinal);

    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        try
        {
            return await DispatchAsync(Plain(words));
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
        catch (DiskException closed) when (closed.Errno == Errno.BrokenPipe)
        {
            // The reader of our output has seen enough.
            return OutputLostExit;
        }
        catch (IOException failed)
        {
            // A full or failing device behind our output, or a local file: not ours to mend.
            FaultText.Write(host.Terminal.Error, new FaultInfo(FaultKind.Internal, failed.Message));
            return FaultCodes.Exit(FaultKind.Internal);
        }
        catch (Exception bug)
        {
            var hint = "This is a mistake in dxflow; please report it with the command that you typed.";
            FaultText.Write(host.Terminal.Error, new FaultInfo(FaultKind.Internal, $"{bug.GetType().Name}: {bug.Message}", hint));
            return FaultCodes.Exit(FaultKind.Internal);
        }
    }

    /// <summary>Other ways to say the same: <c>dxflow help workflow start</c>, <c>dxflow --version</c>.</summary>
    private static IReadOnlyList<string> Plain(IReadOnlyList<string> words) => words switch
    {
        ["help", ..] => [.. words.Skip(1), "--help"],
        ["--version"] => ["version"],
        _ => words,
    };

    private async Task<int> DispatchAsync(IReadOnlyList<string> words)
    {
        var located = CommandLocator.Locate(catalog, words);
        if (located.Definition is not { } definition)
        {
            return await HelpAsync(located);
        }

        var syntax = new CommandSyntax(definition);
        var parsed = new CommandParser(syntax, host.Time, LocalFiles.Text(host.Terminal.Input)).Parse(located.Words);
        if (parsed.HelpWanted)
        {
            await host.Terminal.Output.WriteAsync(Encoding.UTF8.GetBytes(Help().Command(syntax) + await AboutAsync(definition, parsed)));
            return 0;
        }

        using var interrupts = new Interrupts(parsed.Globals.Timeout, host.Time);
        interrupts.Listen();
        await using var context = new ClientContext(host, parsed.Globals, interrupts, Find)
        {
            InstantAllowed = definition.Instant,
            LocalFile = parsed.LocalFile,
        };
        try
        {
            return definition.Run is { } run
                ? await run(parsed.Request, context)
                : await DerivedCommand.RunAsync(definition.Operation!, parsed, context);
        }
        catch (Exception) when (interrupts.OutputLost)
        {
            return OutputLostExit;
        }
        catch (OperationCanceledException) when (interrupts.TimedOut)
        {
            throw new Fault(FaultKind.Timeout, $"dxflow {definition.Words} did not end within the --timeout.");
        }
    }

    private async Task<string> AboutAsync(CommandDefinition definition, ParsedCommand parsed)
    {
        if (definition.About is not { } about || parsed.Files is not { Count: > 0 } files)
        {
            return "";
        }

        using var interrupts = new Interrupts(null, host.Time);
        await using var context = new ClientContext(host, parsed.Globals, interrupts, Find);
        return about(files, context);
    }

    /// <summary>Help that was asked for is an answer; help instead of a command is a message, and the command line was wrong.</summary>
    private async Task<int> HelpAsync(Located located)
    {
        var text = located.Noun is null ? Help().Root(catalog) : Help().Noun(located.Noun, located.Thing);
        if (located.HelpWanted || located.Words.Count == 0)
        {
            await host.Terminal.Output.WriteAsync(Encoding.UTF8.GetBytes(text));
            return 0;
        }

        await host.Terminal.Error.WriteAsync(text);
        return FaultCodes.Exit(FaultKind.Invalid);
    }

    private HelpText Help() => new(host.Terminal.Facts.Columns);

    private Operation Find(string name)
    {
        if (!_found.TryGetValue(name, out var operation))
        {
            var noun = catalog.FirstOrDefault(noun => noun.Name == name[..name.IndexOf('.')]);
            operation = noun?.Operations?.Invoke().FirstOrDefault(operation => operation.Name == name)
                ?? throw new ArgumentException($"There is no operation {name}.", nameof(name));
            _found[name] = operation;
        }

        return operation;
    }
}
