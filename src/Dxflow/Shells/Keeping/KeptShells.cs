using Dxflow.Operations;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Keeping;

/// <summary>What is known of shells: the shelf says which there are, holders say which of them run.</summary>
internal sealed class KeptShells(ShellShelf shelf, Holders holders)
{
    public ShellShelf Shelf => shelf;

    public Holders Holders => holders;

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(name[0])
        && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    public async Task<IReadOnlyList<ShellInfo>> AllAsync(CancellationToken cancel)
    {
        // The shelf first: a shell that is created meanwhile is not on it, one that ends meanwhile has its end there.
        var records = shelf.All();
        var held = (await holders.ListAsync(cancel)).ToDictionary(static one => one.Id);
        return [.. records.Select(record => Info(record, held.GetValueOrDefault(record.Id)))];
    }

    public ShellRecord Known(string name) => (IsName(name) ? shelf.Find(name) : null)
        ?? throw Fault.Missing($"there is no shell '{name}'", "see 'dxflow shell list'");

    /// <summary>A link to the holder of the shell; a fault that says what has become of it where there is none.</summary>
    public async Task<HolderLink> HeldAsync(ShellRecord record, CancellationToken cancel) =>
        await holders.FindAsync(record.Id, cancel)
        ?? throw Fault.Conflict(
            shelf.EndOf(record.Name) is { } end
                ? $"shell '{record.Name}' ended with {end.Exit} ({end.Why}), and its screen has gone with the machine or its holder"
                : $"shell '{record.Name}' was lost with the machine or its holder",
            $"dxflow shell remove {record.Name}");

    public ShellInfo Info(ShellRecord record, HeldState? held)
    {
        var end = held?.End ?? (held is null ? shelf.EndOf(record.Name) : null);
        return new ShellInfo(
            record.Name,
            end is not null ? ShellStatus.Ended : held is not null ? ShellStatus.Running : ShellStatus.Lost,
            record.Program, Names(held?.Viewers ?? []), record.At, record.By,
            held?.Title is { Length: > 0 } title ? title : null, end?.Exit, end?.Why, end?.At, held?.Active,
            held?.Recording, record.Inside, held?.Rows, held?.Columns,
            record.Arguments, record.WorkingDirectory, record.Id);
    }

    public static IReadOnlyList<string> Names(IReadOnlyList<HeldViewer> viewers) =>
        [.. viewers.Select(static viewer => viewer.Types ? viewer.Who : $"{viewer.Who} (watches)")];
}
