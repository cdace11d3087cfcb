using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Output;

/// <summary>Lines of a stream on a terminal: few writes for many, and none kept back.</summary>
public sealed class OutputLinesTests
{
    private readonly Written _output = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private bool _isDisposed;

    [Fact]
    public async Task Lines_that_are_there_are_written_together_and_the_last_before_more_are_waited_for()
    {
        foreach (var line in (string[])["one", "two", "three"])
        {
            _lines.Writer.TryWrite(line);
        }

        var writing = Write();
        Assert.Equal(["one\ntwo\nthree\n"], _output.Writes);
        Assert.False(writing.IsCompleted);
        _lines.Writer.TryWrite("four");
        _lines.Writer.Complete();
        await writing;
        Assert.Equal("one\ntwo\nthree\nfour\n", string.Concat(_output.Writes));
        Assert.True(_isDisposed);
    }

    [Fact]
    public async Task Much_is_written_in_pieces()
    {
        for (var line = 0; line < 1_000; line++)
        {
            _lines.Writer.TryWrite(new string('x', 99));
        }

        _lines.Writer.Complete();
        await Write();
        Assert.Equal(100_000, _output.Writes.Sum(static text => text.Length));
        Assert.InRange(_output.Writes.Count, 3, 4);
    }

    [Fact]
    public async Task What_came_before_a_failure_is_written()
    {
        _lines.Writer.TryWrite("one");
        _lines.Writer.Complete(new IOException("cut"));
        await Assert.ThrowsAsync<IOException>(Write);
        Assert.Equal(["one\n"], _output.Writes);
    }

    [Fact]
    public async Task A_reader_that_has_gone_ends_it_while_a_line_is_waited_for()
    {
        _lines.Writer.TryWrite("one");
        _output.IsGone = true;
        await Assert.ThrowsAsync<IOException>(Write);
        Assert.True(_isDisposed);
    }

    private async Task Write()
    {
        using var terminal = new Terminal(Stream.Null, _output, Stream.Null, TerminalFacts.None);
        await new OutputWriter(terminal, new GlobalOptions(), TimeProvider.System).WriteLinesAsync(LinesAsync, CancellationToken.None);
    }

    private async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(cancel))
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    yield return line;
                }
            }
        }
        finally
        {
            _isDisposed = true;
        }
    }

    private sealed class Written : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public bool IsGone { get; set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(Encoding.UTF8.GetString(buffer.Span));
            return IsGone ? ValueTask.FromException(new IOException("nobody reads")) : ValueTask.CompletedTask;
        }
    }
}
