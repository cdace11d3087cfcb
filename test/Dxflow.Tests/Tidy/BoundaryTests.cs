using Dxflow.Tests.Tidy.Arrows;
using Xunit;

namespace Dxflow.Tests.Tidy;

/// <summary>What only one place may touch, read from the built assembly.</summary>
public sealed class BoundaryTests
{
    private static readonly Lazy<IReadOnlySet<Reference>> Built =
        new(() => References.Of(Path.Combine(AppContext.BaseDirectory, "dxflow.dll")));

    [Fact]
    public void Only_the_command_line_writes_to_the_console() => Rule.Holds(ConsoleUses(Built.Value));

    [Fact]
    public void A_console_elsewhere_is_seen()
    {
        var console = new TypeName("System", "Console");
        var seen = ConsoleUses([new(new("Dxflow.Storage", "Journal"), console), new(new("Dxflow.Surfaces.Cli", "Terminal"), console)]);
        Assert.StartsWith("Dxflow.Storage.Journal", Assert.Single(seen), StringComparison.Ordinal);
    }

    private static IEnumerable<string> ConsoleUses(IEnumerable<Reference> references) =>
        references.Where(each => each.To == new TypeName("System", "Console"))
            .Where(each => !each.From.Namespace.StartsWith("Dxflow.Surfaces.Cli", StringComparison.Ordinal))
            .Select(each => $"{each.From} uses Console: only Surfaces/Cli writes to a terminal.");
}
