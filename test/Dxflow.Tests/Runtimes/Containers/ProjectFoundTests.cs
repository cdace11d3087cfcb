using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Api.Answers;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers;

public sealed class ProjectFoundTests
{
    [Fact]
    public void Containers_are_the_projects_that_their_labels_name()
    {
        var found = ProjectFound.Of(
            "docker",
            [
                One("shop", "web", "2", "running", (Labels.ConfigFiles, "a.yaml,b.yaml"), (Labels.WorkingDirectory, "/shop")),
                One("shop", "web", "1", "paused"),
                One("shop", "web", "3", "exited"),
                One("shop", "web", "7", "running", (Labels.OneOff, "True")),
                One("shop", "db", "no number", "running"),
                One("blog", "web", "1", "exited", (Labels.Run, "4f")),
                new ContainerListed("by hand", State: "running"),
            ]);

        Assert.Equal(["blog", "shop"], found.Select(static each => each.Name));
        Assert.Equal(("4f", null), (found[0].Run, found[1].Run));
        Assert.Equal(("/shop", "a.yaml b.yaml"), (found[1].Directory, string.Join(' ', found[1].Files)));
        Assert.Equal(["db: 1 of 1", "web: 1 2 of 3"], found[1].Services.Select(
            static each => $"{each.Name}: {string.Join(' ', each.Running)} of {each.Containers}"));
        Assert.Equal(("", 0, 0), (found[0].Directory, found[0].Files.Count, found[0].Services[0].Running.Count));
    }

    private static ContainerListed One(string project, string service, string number, string state, params (string, string)[] more) => new(
        State: state,
        Labels: new (string Key, string Value)[]
        {
            (Labels.Project, project), (Labels.Service, service), (Labels.Instance, number),
        }.Concat(more).ToDictionary(static label => label.Item1, static label => label.Item2));
}
