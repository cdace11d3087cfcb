using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Views;

/// <summary><c>workflow export</c>: what it prints is a document that gives the same plan.</summary>
public sealed class ExportCommandTests
{
    [Fact]
    public async Task Every_example_exported_and_created_again_gives_the_same_plan()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        foreach (var name in (string[])["hello", "web", "align"])
        {
            var file = $"examples/{name}/compose.yaml";
            (await home.Run("workflow", "create", file)).Expect(0);
            var export = (await home.Run("workflow", "export", name)).Expect(0);

            var again = home.Write($"{name}.yaml", export.Output);

            Assert.Equal(
                (await home.Run("workflow", "plan", file, "-o", "json")).Expect(0).Json.GetProperty("items").ToString(),
                (await home.Run("workflow", "plan", again, "-o", "json")).Expect(0).Json.GetProperty("items").ToString());
            (await home.Run("workflow", "create", again, "--replace")).Expect(0);
            Assert.Equal(export.Output, (await home.Run("workflow", "export", name)).Expect(0).Output);
        }

        (await home.Run("run", home.Path + "/hello.yaml", "-p", "name=Ada")).Expect(0).Says("Hello, Ada!");
    }

    [Fact]
    public async Task A_secret_is_a_variable_that_has_to_be_set()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("s.yaml", """
            name: s
            services:
              a:
                command: [sh, -c, 'test "$$DB_PASSWORD" = hunter22']
                environment: { DB_PASSWORD: hunter22 }
                x-step: {}
            """);
        (await home.Run("run", file, "--fail-fast")).Expect(0);

        var export = (await home.Run("workflow", "export", "s/1")).Expect(0).Complains("DB_PASSWORD").Says("fail_fast: true");

        Assert.DoesNotContain("hunter22", export.Output, StringComparison.Ordinal);
        var again = home.Write("again.yaml", export.Output);
        (await home.Run("run", again)).Expect(2).Complains("DB_PASSWORD");
        home.Variables["DB_PASSWORD"] = "hunter22";
        (await home.Run("run", again)).Expect(0);
        (await home.Run("workflow", "export", "nothing")).Expect(3);
    }
}
