using Dxflow.Operations;
using Dxflow.Platform;
using Xunit;

namespace Dxflow.Tests.Platform;

public sealed class PageTests
{
    private static readonly string[] All = ["d", "b", "a", "c", "B"];

    [Fact]
    public void Pages_follow_each_other_without_gap_or_double()
    {
        var seen = new List<string>();
        var cursor = default(string);
        do
        {
            var (items, next) = Page.Of(All, static one => one, 2, cursor);
            Assert.InRange(items.Count, 1, 2);
            seen.AddRange(items);
            cursor = next;
        }
        while (cursor is not null);

        Assert.Equal(["B", "a", "b", "c", "d"], seen);
    }

    [Fact]
    public void A_page_that_holds_all_has_no_next() => Assert.Null(Page.Of(All, static one => one, 5, null).Next);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Page.ItemsMax + 1)]
    public void A_limit_has_limits(int limit) => Assert.Throws<Fault>(() => Page.Of(All, static one => one, limit, null));
}
