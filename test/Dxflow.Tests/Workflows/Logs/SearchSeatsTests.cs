using Dxflow.Operations;
using Dxflow.Workflows.Logs;
using Xunit;

namespace Dxflow.Tests.Workflows.Logs;

public sealed class SearchSeatsTests
{
    [Fact]
    public void As_many_as_there_are_and_each_is_given_back_once()
    {
        var seats = new SearchSeats();
        var taken = Enumerable.Range(0, SearchSeats.Max).Select(_ => seats.Take()).ToList();
        Assert.Equal(FaultKind.Exhausted, Assert.Throws<Fault>(seats.Take).Info.Code);
        taken[0].Dispose();
        taken[0].Dispose();
        using var again = seats.Take();
        Assert.Throws<Fault>(seats.Take);
    }
}
