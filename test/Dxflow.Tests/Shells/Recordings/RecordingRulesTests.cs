using Dxflow.Shells.Recordings;
using Xunit;

namespace Dxflow.Tests.Shells.Recordings;

public sealed class RecordingRulesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1_000);

    [Fact]
    public void What_is_old_goes_and_what_is_being_written_never_does() => Assert.Equal(
        ["old"], Spent(age: TimeSpan.FromDays(30), bytes: null, One("old", 31, 1), One("new", 29, 1), One("live", 99, 1, isLive: true)));

    [Fact]
    public void The_oldest_go_until_the_rest_has_room() => Assert.Equal(
        ["first", "second"], Spent(null, 100, One("second", 2, 30), One("third", 1, 80), One("first", 3, 20, isLive: false)));

    [Fact]
    public void One_that_is_being_written_takes_room_of_the_others() => Assert.Equal(
        ["done"], Spent(null, 100, One("live", 0, 90, isLive: true), One("done", 1, 20)));

    [Fact]
    public void Without_a_rule_nothing_goes() => Assert.Empty(Spent(null, null, One("one", 9_999, long.MaxValue / 2)));

    private static IEnumerable<string> Spent(TimeSpan? age, long? bytes, params RecordingInfo[] all) =>
        RecordingRules.Spent(all, age, bytes, Now).Select(static one => one.Name);

    private static RecordingInfo One(string name, int daysAgo, long size, bool isLive = false) => new(
        name, isLive, size, 1, "me", Now, Now.AddDays(-daysAgo), "local", false, "shell.record", "shell", "id", 24, 80, "sh");
}
