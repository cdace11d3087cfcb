using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Output;
using Xunit;

namespace Dxflow.Tests.Engine;

public sealed class StandingTests
{
    [Fact]
    public void What_an_engine_said_before_it_ended_is_said_again_line_by_line()
    {
        var fault = new FaultInfo(FaultKind.Invalid, "the targets are not valid", "mend the file",
        [
            new Problem("'partitoin' is no key", "did you mean 'partition'?", "/h/t.yaml", 1, 9), new Problem("another"),
        ]);
        Assert.Equal(Text(fault with { Detail = "the engine ended at once: " + fault.Detail }), Text(Told(Text(fault))));
    }

    [Fact]
    public void What_breaks_down_is_shown_as_it_is()
    {
        var told = Told("Unhandled exception.\n   at Main()\n");
        Assert.Equal(
            ("the engine ended at once: Unhandled exception.", "see the log", "at Main()"),
            (told.Detail, told.Hint, Assert.Single(told.Problems!).Message));
        Assert.Equal("the engine ended at once: it said nothing", Told("").Detail);
    }

    private static FaultInfo Told(string said) => Dxflow.Engine.Standing.Told(FaultKind.Invalid, said, "see the log");

    private static string Text(FaultInfo fault)
    {
        using var text = new StringWriter();
        FaultText.Write(text, fault);
        return text.ToString();
    }
}
