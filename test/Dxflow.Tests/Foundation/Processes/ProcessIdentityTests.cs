using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

public sealed class ProcessIdentityTests
{
    private static readonly ProcessIdentity Own = ProcessIdentity.Of(Environment.ProcessId)!.Value;

    [Fact]
    public void A_process_is_found_again_by_its_identity()
    {
        using var handle = Own.Open();
        Assert.True(handle!.Signal(0));
    }

    [Fact]
    public void A_process_that_only_has_the_same_number_is_not_found()
    {
        Assert.Null((Own with { StartTicks = Own.StartTicks + 1 }).Open());
        Assert.Null((Own with { Place = Own.Place with { Boot = "another" } }).Open());
        Assert.Null((Own with { Place = Own.Place with { Namespace = "1" } }).Open());
        Assert.Null((Own with { Pid = int.MaxValue }).Open());
    }

    [Fact]
    public void A_place_survives_being_written()
    {
        Assert.Equal(ProcessPlace.Here, ProcessPlace.Parse(ProcessPlace.Here.ToString()));
        Assert.Equal(36, ProcessPlace.Here.Boot.Length);
        Assert.NotEmpty(ProcessPlace.Here.Namespace);
        Assert.NotEqual(ProcessPlace.Here, ProcessPlace.Parse("nonsense"));
    }

    [Fact]
    public void A_mark_says_who_and_changes_nothing_about_where()
    {
        var marked = ProcessPlace.Parse(ProcessPlace.Here.Marked("0a1b").ToString());
        Assert.Equal("0a1b", marked.Mark);
        Assert.True(marked.IsHere);
        Assert.Null(ProcessPlace.Here.Mark);
        Assert.Equal(ProcessPlace.Here, ProcessPlace.Here.Marked(null));
        Assert.False(ProcessPlace.Parse("0a1b@another/1").IsHere);
        using var handle = (Own with { Place = marked }).Open();
        Assert.NotNull(handle);
    }
}
