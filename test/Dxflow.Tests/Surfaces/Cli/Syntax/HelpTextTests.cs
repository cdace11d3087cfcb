using Dxflow.Surfaces.Cli.Syntax;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Syntax;

public sealed class HelpTextTests
{
    [Fact]
    public void A_command_is_explained_from_its_records()
    {
        const string expected = """
            Make a sample.

            usage: dxflow sample make NAME COUNT [WORDS…] [options] [-- COMMAND…]

            arguments:
              NAME     The sample's name.
              COUNT    How many.
              WORDS    Further words.
              COMMAND  The command to run.

            options:
              -c, --colour red|light_green  Its colour. (default light_green)
                  --[no-]shiny              Whether it shines. (default yes)
              -t, --tag TEXT                Tags. May be repeated.
              -e, --env KEY=VALUE           Variables. May be repeated.
                  --grace DURATION          How long.
                  --since INSTANT|AGO       From when.
                  --text FILE               A text. A file; - is standard input.
                  --weight NUMBER           A weight. (default 1.5)
                  --password TEXT           A password.

            options of every command:
            """;
        var help = Help("make");
        Assert.StartsWith(expected, help);
        Assert.EndsWith("examples:\n  dxflow sample make alpha 3 -c red\n", help);
        Assert.Contains("  -o, --output table|wide|json|yaml|name\n", help);
        Assert.Contains("      --timeout DURATION", help);
    }

    [Theory]
    [InlineData("watch", "usage: dxflow sample watch NAME[/RUN] [options]\n")]
    [InlineData("store", "usage: dxflow sample store NAME FILE [options]\n")]
    [InlineData("fetch", "usage: dxflow sample fetch NAME [FILE] [options]\n")]
    public void Usage_shows_the_shape(string verb, string usage) => Assert.Contains(usage, Help(verb));

    [Fact]
    public void No_line_is_wider_than_the_terminal() =>
        Assert.All(Help("make", 60).Split('\n').Where(
            line => !line.StartsWith("usage", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 60));

    [Fact]
    public void The_root_lists_commands_and_things()
    {
        var help = new HelpText(0).Root(SampleCatalog.Nouns);
        Assert.Contains("  version     Show the version.\n", help);
        Assert.Contains("  sample (smp)  Things to try with.\n", help);
        Assert.DoesNotContain("complete ", help);
        Assert.Contains("  show    Show a sample.\n", new HelpText(0).Noun(SampleCatalog.Nouns[1]));
    }

    private static string Help(string verb, int columns = 0) =>
        new HelpText(columns).Command(new CommandSyntax(CommandDefinition.OfNoun(SampleCatalog.Nouns[1]).Single(one => one.Verb == verb)));
}
