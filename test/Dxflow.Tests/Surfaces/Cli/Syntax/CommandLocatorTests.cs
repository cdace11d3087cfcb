using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Syntax;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Syntax;

public sealed class CommandLocatorTests
{
    private static readonly CommandNoun Noun = new("yard", "A yard.", Local: static () =>
        [Command("yard.show"), Command("yard.tree.list"), Command("yard.tree.plant"), Command("yard.pond.list")]);

    [Theory]
    [InlineData("yard show x", "yard show", "x")]
    [InlineData("yard tree list", "yard tree list", "")]
    [InlineData("-o json yard -q tree --home h plant oak", "yard tree plant", "-o json -q --home h oak")]
    [InlineData("yard pond list tree", "yard pond list", "tree")]
    public void A_command_may_have_three_words(string line, string command, string left)
    {
        var found = CommandLocator.Locate([Noun], line.Split(' '));
        Assert.Equal((command, left), (found.Definition!.Words, string.Join(' ', found.Words)));
    }

    [Fact]
    public void A_thing_without_a_verb_is_a_wish_for_its_help()
    {
        var found = CommandLocator.Locate([Noun], ["yard", "tree", "--help"]);
        Assert.Equal((null, "tree", true), (found.Definition, found.Thing, found.HelpWanted));
        var text = new HelpText(80).Noun(Noun, found.Thing);
        Assert.Contains("usage: dxflow yard tree COMMAND", text);
        Assert.Contains("  plant  ", text);
        Assert.DoesNotContain("tree plant", text);
        Assert.DoesNotContain("pond", text);
        Assert.Contains("  pond list   ", new HelpText(80).Noun(Noun));
    }

    [Theory]
    [InlineData("yard shw", "yard shw", "Did you mean dxflow yard show?")]
    [InlineData("yard tre list", "yard tre", "Did you mean dxflow yard tree?")]
    [InlineData("yard tree plnt", "yard tree plnt", "Did you mean dxflow yard tree plant?")]
    [InlineData("yard tree somewhere-else", "yard tree somewhere-else", "See dxflow yard tree --help.")]
    public void What_is_misspelt_is_met_with_the_nearest(string line, string named, string hint)
    {
        var fault = Assert.Throws<Fault>(() => CommandLocator.Locate([Noun], line.Split(' ')));
        Assert.Equal(($"There is no command '{named}'.", hint), (fault.Info.Detail, fault.Info.Hint));
    }

    private static LocalCommand Command(string name) => LocalCommand.Create<GreetLocal>(
        name, "Do it.", LocalJson.Default, static (_, _) => Task.FromResult(0));
}
