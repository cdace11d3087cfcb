using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Nodes;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Checks;

public sealed class ProfileSelectionTests
{
    private const string Text = """
        services:
          web: { command: x, depends_on: [db] }
          db: { command: x }
          debug: { command: x, profiles: [debug], depends_on: [web] }
          test: { command: x, profiles: [test], depends_on: [helper] }
          helper: { command: x, profiles: [test, more] }
          lone: { command: x, profiles: [lone], depends_on: { helper: { condition: service_started, required: false } } }
          bad: { command: x, profiles: [bad], depends_on: [helper] }
        """;

    private readonly DocumentFixture _document = new();
    private readonly Problems _problems = new();

    [Theory]
    [InlineData("", "", "web db")]
    [InlineData("debug", "", "web db debug")]
    [InlineData("debug,test", "", "web db debug test helper")]
    [InlineData("*", "", "web db debug test helper lone bad")]
    [InlineData("nothing", "", "web db")]
    [InlineData("", "db", "db")]
    [InlineData("", "web", "web db")]
    [InlineData("", "test", "test helper")]
    [InlineData("", "debug db", "web db debug")]
    [InlineData("", "lone", "lone")]
    public void Active_profiles_and_named_services_decide(string profiles, string named, string expected)
    {
        Assert.Equal(expected, Select(profiles, named));
        Assert.Empty(_problems.ToList());
    }

    [Fact]
    public void Profiles_of_the_environment_count_unless_the_command_line_says_others()
    {
        _document.Variables["COMPOSE_PROFILES"] = "debug, more";
        Assert.Equal("web db debug helper", Select("", ""));
        Assert.Equal("web db lone", Select("lone", ""));
    }

    [Fact]
    public void Dependency_that_no_profile_enables_is_a_problem()
    {
        Select("bad", "");
        Assert.Equal(
            "f.yaml:8:52: error: `bad` depends on `helper`, which none of the active profiles enables "
            + "[Add --profile test, or write required: false.]",
            DocumentFixture.Show(Assert.Single(_problems.ToList())));
    }

    [Fact]
    public void Unknown_service_is_a_problem_with_the_nearest_name()
    {
        Select("", "wep");
        Assert.Equal("Did you mean `web`?", Assert.Single(_problems.ToList()).Fix);
    }

    private string Select(string profiles, string named)
    {
        _document.Profiles.Clear();
        _document.Profiles.AddRange(profiles.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var names = named.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', ProfileSelection.Select(_document.Read(Text), names, _problems).Select(service => service.Name));
    }
}
