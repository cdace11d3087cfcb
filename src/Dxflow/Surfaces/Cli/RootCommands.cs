using System.Runtime.InteropServices;
using Dxflow.Surfaces.Cli.Completion;

namespace Dxflow.Surfaces.Cli;

/// <summary>The commands of the command line itself, which need no engine; the catalog lists them at its root.</summary>
internal static class RootCommands
{
    /// <summary>For completion the catalog is needed, which is made of nouns that hold this very list: so it is asked for late.</summary>
    public static IReadOnlyList<LocalCommand> All(Func<IReadOnlyList<CommandNoun>> catalog) =>
    [
        LocalCommand.Create<ShowVersion>("version", "Show the version.", RootJson.Default, VersionAsync),
        LocalCommand.Create<WriteCompletion>(
            "completion", "Write the completion script of a shell.", RootJson.Default,
            static async (request, context) =>
            {
                await context.Output.WriteAsync(CompletionScripts.For(request.Shell), context.Interrupts.Ended);
                return 0;
            },
            "source <(dxflow completion bash)", "dxflow completion fish > ~/.config/fish/completions/dxflow.fish"),
        LocalCommand.Create<CompleteWords>(
            "complete", "Say what a word can become.", RootJson.Default,
            async (request, context) =>
            {
                var candidates = await new Completer(catalog()).CompleteAsync(request.Words ?? [], context);
                await context.Output.WriteAsync(string.Concat(candidates.Select(static one => one + "\n")), context.Interrupts.Ended);
                return 0;
            }) with { Hidden = true },
    ];

    private static async Task<int> VersionAsync(ShowVersion request, ClientContext context)
    {
        var version = new VersionInfo(context.Version, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        await (context.Output.IsForPeople
            ? context.Output.WriteLineAsync($"dxflow {version.Version}", context.Interrupts.Ended)
            : context.Output.ShowAsync(RootJson.Default.VersionInfo, version, context.Interrupts.Ended));
        return 0;
    }
}
