using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Terminals;

public sealed class SystemCheckTests
{
    [Fact]
    public void On_linux_nothing_stands_in_the_way_and_elsewhere_one_sentence_says_what_to_do()
    {
        Assert.Null(SystemCheck.Refused());
        Assert.Equal(
            "it runs on Linux only, and this is Darwin 25.1.0; use it on a Linux machine, in a container, or in WSL",
            SystemCheck.Problem(false, "Darwin 25.1.0"));
    }
}
