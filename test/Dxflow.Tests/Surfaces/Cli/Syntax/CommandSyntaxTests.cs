using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Syntax;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Syntax;

public sealed class CommandSyntaxTests
{
    [Theory]
    [InlineData("make a 3", """{"name":"a","count":3}""")]
    [InlineData("make a x", """{"name":"a","count":"x"}""")]
    [InlineData("make a -3", """{"name":"a","count":-3}""")]
    [InlineData("make a 3 b c", """{"name":"a","count":3,"words":["b","c"]}""")]
    [InlineData("make a 3 -t x y", """{"name":"a","count":3,"words":["y"],"tag":["x"]}""")]
    [InlineData("make a 3 --no-shiny", """{"name":"a","count":3,"shiny":false}""")]
    [InlineData("make a 3 --shiny", """{"name":"a","count":3,"shiny":true}""")]
    [InlineData("make a 3 --colour blue", """{"name":"a","count":3,"colour":"blue"}""")]
    [InlineData("make a 3 -e A=1 -e B=x=y", """{"name":"a","count":3,"env":{"A":"1","B":"x=y"}}""")]
    [InlineData("make a 3 --since 90m", """{"name":"a","count":3,"since":"2026-01-31T08:00:00.0000000+00:00"}""")]
    [InlineData("make a 3 --since 2026-01-01T00:00:00Z", """{"name":"a","count":3,"since":"2026-01-01T00:00:00Z"}""")]
    [InlineData("make a 3 --text some/path", """{"name":"a","count":3,"text":"<some/path>"}""")]
    [InlineData("make a 3 --text -", """{"name":"a","count":3,"text":"<->"}""")]
    [InlineData("make a 3 -- --colour -t", """{"name":"a","count":3,"command":["--colour","-t"]}""")]
    [InlineData("make a 3 --", """{"name":"a","count":3,"command":[]}""")]
    [InlineData("watch a", """{"name":"a"}""")]
    [InlineData("watch a/7", """{"run":7,"name":"a"}""")]
    [InlineData("watch a/x/y -f", """{"run":"x/y","name":"a","follow":true}""")]
    [InlineData("watch ./a", """{"name":"./a"}""")]
    [InlineData("watch /a/b", """{"name":"/a/b"}""")]
    [InlineData("watch a/b/c.yaml", """{"name":"a/b/c.yaml"}""")]
    [InlineData("watch a -fF", """{"name":"a","follow":true,"full":true}""")]
    [InlineData("list", "{}")]
    public void A_command_line_becomes_a_request(string line, string expected)
    {
        var parsed = Parse(line);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(parsed.Request.GetRawText())), parsed.Request.GetRawText());
    }

    [Fact]
    public void Options_of_every_command_are_read()
    {
        var globals = Parse("list -o wide -q --engine E --profile P --home H --yes --timeout 30s").Globals;
        Assert.Equal(
            new(Dxflow.Surfaces.Cli.OutputForm.Wide, true, "E", "P", "H", true, TimeSpan.FromSeconds(30)), globals);
    }

    [Theory]
    [InlineData("make a 3 --weight 1 --weight 2")]
    [InlineData("list --limit")]
    [InlineData("list -o")]
    [InlineData("watch a --follow=yes")]
    public void What_does_not_fit_is_invalid(string line) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => Parse(line)).Info.Code);

    [Fact]
    public void A_command_whose_arguments_cannot_be_told_apart_cannot_be_made()
    {
        var greedy = Operation.Call(
            "sample.greedy", "POST /x", Permission.Workflow, Effect.Changes, "Test.", AnyJson.Default,
            static (Samples _, Greedy r, Call _) => Task.FromResult(r));
        var clash = Operation.Call(
            "sample.clash", "POST /y", Permission.Workflow, Effect.Changes, "Test.", AnyJson.Default,
            static (Samples _, Clash r, Call _) => Task.FromResult(r));
        Assert.Contains("last", Assert.Throws<ArgumentException>(() => new CommandSyntax(CommandDefinition.Of(greedy, null))).Message);
        Assert.Contains("-a", Assert.Throws<ArgumentException>(() => new CommandSyntax(CommandDefinition.Of(clash, null))).Message);
    }

    [Fact]
    public void A_commands_own_option_wins_over_that_of_every_command()
    {
        var own = Operation.Call(
            "sample.own", "POST /x", Permission.Workflow, Effect.Changes, "Test.", AnyJson.Default,
            static (Samples _, OwnTimeout r, Call _) => Task.FromResult(r));
        var parsed = Parse(own, ["--timeout", "soon", "-o", "x", "--output", "json"]);
        Assert.Equal("""{"timeout":"soon","only":"x"}""", parsed.Request.GetRawText());
        Assert.Equal(Dxflow.Surfaces.Cli.OutputForm.Json, parsed.Globals.Output);
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("--listen", """{"listen":"here"}""")]
    [InlineData("--listen 1", """{"listen":"1"}""")]
    [InlineData("--listen=1", """{"listen":"1"}""")]
    [InlineData("--listen -q", """{"listen":"here"}""")]
    [InlineData("--no-listen", """{"noListen":true}""")]
    public void An_option_that_may_stand_bare_has_a_meaning_then(string line, string request)
    {
        var bare = Operation.Call(
            "sample.bare", "POST /x", Permission.Workflow, Effect.Changes, "Test.", AnyJson.Default,
            static (Samples _, MayStandBare r, Call _) => Task.FromResult(r));
        Assert.Equal(request, Parse(bare, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Request.GetRawText());
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("a.yaml", """{"document":["a.yaml"]}""")]
    [InlineData("a.yaml -", """{"document":["a.yaml","-"]}""")]
    [InlineData("-f a.yaml -f b.yaml", """{"document":["a.yaml","b.yaml"]}""")]
    [InlineData("--file=a.yaml b.yaml --file c.yaml --only x", """{"document":["a.yaml","b.yaml","c.yaml"],"only":"x"}""")]
    public void Files_are_arguments_or_given_as_compose_has_them(string line, string request)
    {
        Assert.Equal(request, Parse(Files, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Request.GetRawText());
        Assert.Throws<Fault>(() => Parse(Files, ["a.yaml", "-f"]));
    }

    [Fact]
    public void Help_shows_that_files_may_be_many_or_none() => Assert.Contains(
        "[FILE…]", new HelpText(0).Command(new CommandSyntax(CommandDefinition.Of(Files, null))), StringComparison.Ordinal);

    private static readonly Operation Files = Operation.Call(
        "sample.files", "POST /x", Permission.Workflow, Effect.Changes, "Test.", AnyJson.Default,
        static (Samples _, OfFiles r, Call _) => Task.FromResult(r));

    private static ParsedCommand Parse(string line)
    {
        var words = line.Split(' ');
        return Parse(SampleOperations.All().Single(operation => operation.Verb == words[0]), words[1..]);
    }

    private static ParsedCommand Parse(Operation operation, string[] words)
    {
        var parser = new CommandParser(
            new CommandSyntax(CommandDefinition.Of(operation, null)), new FixedTime(Samples.Morning), static (_, path) => $"<{path}>");
        return parser.Parse(words);
    }
}
