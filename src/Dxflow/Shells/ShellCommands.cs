using Dxflow.Foundation.Processes;
using Dxflow.Shells.Commands;
using Dxflow.Shells.Holding;
using Dxflow.Shells.Recordings;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Shells;

/// <summary>Terminal behaviour of the shell noun, and the process that holds terminals.</summary>
internal static class ShellCommands
{
    public static IReadOnlyList<OperationView> Views { get; } =
    [
        OperationView.For<ConnectShell>("shell.connect", ShellJson.Default, ConnectCommands.ConnectAsync),
        OperationView.For<WatchShell>("shell.watch", ShellJson.Default, ConnectCommands.WatchAsync),
        OperationView.For<ShowShell>("shell.show", ShellJson.Default, ShowAsync),
    ];

    /// <summary>What is held is for engines, which start it; nobody types it.</summary>
    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        .. RecordingCommands.Local,
        LocalCommand.Create<HoldShells>("shell.hold", "Hold the terminals of shells.", ShellJson.Default, HoldAsync) with { Hidden = true },
    ];

    /// <summary>Names for completion.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(ClientContext context)
    {
        var list = await context.CallAsync<ListShells, ShellList>("shell.list", new ListShells(Limit: 1000));
        return [.. list.Items.Select(static item => item.Name)];
    }

    /// <summary>People get the screen itself.</summary>
    private static async Task<int> ShowAsync(ShowShell request, ClientContext context)
    {
        var screen = await context.CallAsync<ShowShell, ShellScreen>("shell.show", request);
        if (!context.Output.IsForPeople)
        {
            await context.Output.ShowAsync(ShellJson.Default.ShellScreen, screen, context.Interrupts.Ended);
            return 0;
        }

        await context.Output.ShowAsync(ShellJson.Default.ShellInfo, screen.Shell, context.Interrupts.Ended);
        foreach (var line in screen.Lines)
        {
            await context.Output.WriteLineAsync(line, context.Interrupts.Ended);
        }

        return 0;
    }

    private static async Task<int> HoldAsync(HoldShells request, ClientContext context)
    {
        WholeProgram.Load();
        await using var holder = new Holder(request.Socket, request.Shelf, context.Version, context.Time);
        await holder.RunAsync(context.Interrupts.Ended);
        return 0;
    }
}
