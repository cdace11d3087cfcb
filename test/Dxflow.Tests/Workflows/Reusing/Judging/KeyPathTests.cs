using Dxflow.Workflows.Reusing.Judging;
using Xunit;

namespace Dxflow.Tests.Workflows.Reusing.Judging;

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("loop/2/label", "loop/2", true)]
    [InlineData("loop/2", "loop/2", true)]
    [InlineData("loop/21", "loop/2", false)]
    [InlineData("loop", "loop/2", false)]
    [InlineData("relax-10", "relax-1", false)]
    [InlineData("a", "", false)]
    public void A_key_is_under_another_by_whole_parts(string key, string path, bool isUnder) =>
        Assert.Equal(isUnder, KeyPath.IsUnder(key, path));
}
