using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Starting;

public sealed class ProjectClearingTests
{
    private static readonly ProjectStay Stay = new(
        new Dictionary<string, int> { ["web"] = 2, ["idle"] = 0 }, new HashSet<string> { "off" });

    [Theory]
    [InlineData("web", "1", nameof(Standing.Stays))]
    [InlineData("web", "2", nameof(Standing.Stays))]
    [InlineData("web", "3", nameof(Standing.Surplus))]
    [InlineData("idle", "1", nameof(Standing.Surplus))]
    [InlineData("web", "none", nameof(Standing.Stays))]
    [InlineData("web", null, nameof(Standing.Stays))]
    [InlineData("off", "9", nameof(Standing.Stays))]
    [InlineData("old", "1", nameof(Standing.Orphan))]
    [InlineData("", "1", nameof(Standing.Stays))]
    public void An_instance_too_many_is_surplus_and_one_of_no_service_an_orphan(string service, string? number, string standing) =>
        Assert.Equal(standing, Of(Ours(service, number)).ToString());

    [Theory]
    [InlineData(Labels.Project, "other")]
    [InlineData(Labels.OneOff, "True")]
    [InlineData(Labels.OneOff, "true")]
    [InlineData(Labels.Service, null)]
    public void What_is_another_projects_or_no_services_stays(string label, string? value)
    {
        Assert.Equal(Standing.Stays, Of(With(Ours("web", "3"), label, value)));
        Assert.Equal(Standing.Stays, Of(With(Ours("old", "1"), label, value)));
    }

    [Theory]
    [InlineData(Labels.Engine, "another")]
    [InlineData(Labels.Engine, null)]
    [InlineData(Labels.Run, null)]
    public void What_another_engine_or_a_hand_has_made_is_told_and_never_goes(string label, string? value)
    {
        Assert.Equal(Standing.Stays, Of(With(Ours("web", "3"), label, value)));
        Assert.Equal(Standing.OrphanOfOthers, Of(With(Ours("old", "1"), label, value)));
    }

    [Fact]
    public void An_engine_without_an_identity_has_made_nothing() =>
        Assert.Equal(Standing.OrphanOfOthers, ProjectClearing.Of(With(Ours("old", "1"), Labels.Engine, ""), "w", Stay, ""));

    [Fact]
    public void What_has_no_labels_stays() => Assert.Equal(Standing.Stays, ProjectClearing.Of(null, "w", Stay, "me"));

    private static Standing Of(Dictionary<string, string> labels) => ProjectClearing.Of(labels, "w", Stay, "me");

    private static Dictionary<string, string> Ours(string service, string? number) => With(
        new Dictionary<string, string>
        {
            [Labels.Project] = "w",
            [Labels.Service] = service,
            [Labels.OneOff] = "False",
            [Labels.Engine] = "me",
            [Labels.Run] = "0123456789abcdef",
        },
        Labels.Instance,
        number);

    private static Dictionary<string, string> With(Dictionary<string, string> labels, string label, string? value)
    {
        labels.Remove(label);
        if (value is not null)
        {
            labels[label] = value;
        }

        return labels;
    }
}
