using System.Text;
using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Terminals;

public sealed class TerminalTests
{
    private const int Sides = 8;
    private const int Lines = 200;

    [Fact]
    public async Task Messages_from_several_sides_are_whole_lines()
    {
        using var error = new LingeringStream();
        using var terminal = new Terminal(Stream.Null, Stream.Null, error, TerminalFacts.None);
        await Task.WhenAll(Enumerable.Range(0, Sides).Select(side => Task.Run(() => SayAsync(terminal.Error, side))));

        var heard = Encoding.UTF8.GetString(error.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Enumerable.Range(0, Sides).SelectMany(side => Enumerable.Range(0, Lines).Select(line => Message(side, line)))
                .Order(StringComparer.Ordinal),
            heard.Order(StringComparer.Ordinal));
    }

    private static async Task SayAsync(TextWriter error, int side)
    {
        for (var line = 0; line < Lines; line++)
        {
            if (line % 2 == 0)
            {
                await error.WriteLineAsync(Message(side, line));
            }
            else
            {
                error.WriteLine(Message(side, line));
            }
        }
    }

    private static string Message(int side, int line) => $"warning {line} of side {side}";

    /// <summary>As to a terminal that is slow: others write meanwhile.</summary>
    private sealed class LingeringStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            Thread.SpinWait(20_000);
            base.Write(buffer, offset, count);
        }
    }
}
