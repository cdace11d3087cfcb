using System.Text;
using Dxflow.Foundation.Terminals.Consoles;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals.Consoles;

public sealed class CommandLineTests
{
    private const string Program = @"C:\Program Files\x\y.exe";

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData(@"C:\dir\", @"C:\dir\")]
    [InlineData(@"C:\my dir\", @"""C:\my dir\\""")]
    [InlineData(@"a\\b c", @"""a\\b c""")]
    [InlineData("say \"hi\"", @"""say \""hi\""""")]
    [InlineData("\"", "\"\\\"\"")]
    [InlineData(@"\""", @"""\\\""""")]
    [InlineData(@"x\\""y", @"""x\\\\\""y""")]
    [InlineData("%PATH% ^& !x!", "\"%PATH% ^& !x!\"")]
    public void A_word_is_quoted_where_it_has_to_be_and_only_there(string word, string quoted)
    {
        Assert.Equal($"\"{Program}\" {quoted}", CommandLine.Of(Program, [word]));
        Assert.Equal([Program, word], Words(CommandLine.Of(Program, [word])));
    }

    [Fact]
    public void A_program_takes_the_same_words_out_again()
    {
        // A seed of its own: each run tries the same words.
        var random = new Random(20);
        const string letters = "\\\\\\\"\" \tab\n";
        for (var round = 0; round < 20_000; round++)
        {
            var count = random.Next(5);
            string[] words = [.. Enumerable.Range(0, count).Select(_ => new string(random.GetItems<char>(letters, random.Next(8))))];
            Assert.Equal([Program, .. words], Words(CommandLine.Of(Program, words)));
        }
    }

    [Theory]
    [InlineData(@"C:\Windows\System32\cmd.exe")]
    [InlineData(@"C:/Windows/System32/CMD.EXE")]
    [InlineData("cmd.exe")]
    public void The_command_interpreter_gets_what_was_typed(string program) => Assert.Equal(
        $"\"{program}\" /c echo \"a b\" & dir C:\\", CommandLine.Of(program, ["/c", "echo \"a b\" & dir", "C:\\"]));

    [Fact]
    public void Another_program_of_a_similar_name_is_none()
    {
        Assert.False(CommandLine.IsCommandInterpreter(@"C:\cmd.exe\other.exe"));
        Assert.False(CommandLine.IsCommandInterpreter(@"C:\xcmd.exe"));
    }

    /// <summary>As Microsoft's documents say that CommandLineToArgvW reads it, written by their rules alone.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var at = line.IndexOf('"', 1);
        words.Add(line[1..at]);
        at++;
        while (at < line.Length)
        {
            while (at < line.Length && line[at] is ' ' or '\t')
            {
                at++;
            }

            if (at == line.Length)
            {
                break;
            }

            var word = new StringBuilder();
            var isQuoted = false;
            for (; at < line.Length && (isQuoted || line[at] is not (' ' or '\t')); at++)
            {
                var backslashes = 0;
                while (at < line.Length && line[at] == '\\')
                {
                    (backslashes, at) = (backslashes + 1, at + 1);
                }

                if (at < line.Length && line[at] == '"')
                {
                    word.Append('\\', backslashes / 2);
                    if (backslashes % 2 == 1)
                    {
                        word.Append('"');
                    }
                    else
                    {
                        isQuoted = !isQuoted;
                    }

                    continue;
                }

                word.Append('\\', backslashes);
                if (at == line.Length || (!isQuoted && line[at] is ' ' or '\t'))
                {
                    break;
                }

                word.Append(line[at]);
            }

            words.Add(word.ToString());
        }

        return words;
    }
}
