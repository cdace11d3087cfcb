using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Documents of several files on the command line: named, found, and shown as the one document that they are.</summary>
public sealed class SeveralFilesTests
{
    private const string Main = """
        name: several
        services:
          a: { command: ["sh", "-c", "echo $$SAID"], environment: { SAID: "${SECRET_WORD:-one}" }, x-step: {} }
        """;

    private const string Over = """
        services:
          a: { environment: [SAID=two] }
        """;

    [Fact]
    public async Task Files_named_by_option_or_argument_are_merged_in_order()
    {
        await using var home = new Home();
        var (main, over) = (home.Write("main.yaml", Main), home.Write("over.yaml", Over));
        await using var engine = await home.Boot();

        foreach (var command in (string[][])[["-f", main, "-f", over], [main, over], [$"--file={main}", over]])
        {
            (await home.Run(["run", .. command])).Expect(0);
            (await home.Run("workflow", "logs", "several")).Expect(0).Says("two");
        }
    }

    [Fact]
    public async Task Without_files_the_document_here_or_above_is_taken_with_its_override()
    {
        var folder = Directory.CreateTempSubdirectory("dxflow-e2e-several-").FullName;
        try
        {
            Directory.CreateDirectory($"{folder}/below");
            await File.WriteAllTextAsync($"{folder}/compose.yaml", Main);
            await File.WriteAllTextAsync($"{folder}/compose.override.yaml", Over);
            await using var home = new Home { WorkingDirectory = $"{folder}/below" };

            var shown = (await home.Run("workflow", "validate", "-o", "yaml")).Expect(0);

            Assert.StartsWith("name: several\nservices:\n  a:\n", shown.Output, StringComparison.Ordinal);
            shown.Says("SAID: two");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Compose_file_of_the_environment_names_the_files()
    {
        await using var home = new Home();
        var (main, over) = (home.Write("main.yaml", Main), home.Write("over.yaml", Over));
        home.Variables["COMPOSE_FILE"] = $"{main}%{over}";
        home.Variables["COMPOSE_PATH_SEPARATOR"] = "%";

        var shown = (await home.Run("workflow", "validate", "-o", "yaml")).Expect(0);

        shown.Says("SAID: two");
    }

    [Fact]
    public async Task Model_of_ones_own_document_hides_nothing()
    {
        await using var home = new Home();
        home.Variables["SECRET_WORD"] = "open-sesame";

        var shown = (await home.Run("workflow", "validate", home.Write("main.yaml", Main), "-o", "yaml")).Expect(0);

        shown.Says("SAID: open-sesame");
    }

    [Fact]
    public async Task Problems_stand_at_their_place_in_every_file()
    {
        await using var home = new Home();
        var main = home.Write("main.yaml", "include: [part/part.yaml]\nservices:\n  a: { comand: x, x-step: {} }\n");
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(main)!, "part"));
        await File.WriteAllTextAsync(
            Path.Combine(Path.GetDirectoryName(main)!, "part/part.yaml"), "services:\n  b: { command: x, imge: y, x-step: {} }\n");
        var over = home.Write("over.yaml", "services:\n  a: { restart: sometimes }\n");

        (await home.Run("workflow", "validate", main, over)).Expect(2)
            .Complains("main.yaml:3:8").Complains("part/part.yaml:2:20").Complains("over.yaml:2:17");
    }

    [Fact]
    public async Task Nothing_named_and_nothing_here_is_said()
    {
        await using var home = new Home { WorkingDirectory = Directory.CreateTempSubdirectory("dxflow-e2e-empty-").FullName };

        (await home.Run("run")).Expect(2).Complains("there is no compose.yaml here or above");
        Directory.Delete(home.WorkingDirectory);
    }
}
