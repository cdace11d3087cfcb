using Dxflow.Workflows.Compose.Keys;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Keys;

public sealed class KeyTableTests
{
    private static readonly KeyTable<int> Table = KeyTable<int>.Of((1, "a.*.b a.*"), (2, "a.x.b c"));

    [Theory]
    [InlineData("a", null)]
    [InlineData("a.y", 1)]
    [InlineData("a.y.b", 1)]
    [InlineData("a.x.b", 2)]
    [InlineData("c", 2)]
    [InlineData("c.d", null)]
    [InlineData("d", null)]
    public void Key_written_out_goes_before_a_star(string path, int? expected)
    {
        var at = path.Split('.').Aggregate((KeyTable<int>?)Table, static (table, key) => table?.Below(key));
        Assert.Equal(expected, at?.Value);
    }

    [Fact]
    public void Items_of_a_list_are_any_key() => Assert.Equal(1, Table.Below("a")!.Items!.Value);
}
