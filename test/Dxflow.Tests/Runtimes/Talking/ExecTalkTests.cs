using System.Text;
using System.Threading.Channels;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Talking;
using Xunit;

namespace Dxflow.Tests.Runtimes.Talking;

public sealed class ExecTalkTests
{
    private static readonly ExecTerms Piped = new(["cat"], Interactive: true, Tty: false);
    private readonly FakeSession _session = new();
    private readonly Channel<ExecInput> _input = Channel.CreateUnbounded<ExecInput>();

    [Fact]
    public void A_terminal_is_of_the_size_and_kind_that_was_asked_for()
    {
        var asked = ExecTalk.Spec(Piped with { Tty = true, Rows = 40, Columns = 100, Term = "screen.xterm-256color" });
        Assert.Equal((new TerminalSize(40, 100), "screen.xterm-256color"), (asked.Terminal!.Value, asked.Environment!["TERM"]));
        var usual = ExecTalk.Spec(Piped with { Tty = true });
        Assert.Equal((TerminalSize.Usual, "xterm"), (usual.Terminal!.Value, usual.Environment!["TERM"]));
        Assert.Equal((null, null), (ExecTalk.Spec(Piped).Terminal, ExecTalk.Spec(Piped).Environment));
    }

    [Fact]
    public void Variables_directory_and_user_are_the_caller_s()
    {
        var asked = ExecTalk.Spec(Piped with
        {
            Tty = true,
            Env = new Dictionary<string, string> { ["A"] = "1", ["TERM"] = "dumb" },
            Workdir = "/x",
            User = "me:us",
        });
        Assert.Equal(
            ("1", "dumb", "/x", "me:us"), (asked.Environment!["A"], asked.Environment["TERM"], asked.WorkingDirectory, asked.User));

        var wrong = Piped with { Env = new Dictionary<string, string> { ["A=B"] = "1" }, Workdir = "", User = "" };
        Assert.Equal(3, Assert.Throws<Fault>(() => ExecTalk.Spec(wrong)).Info.Problems!.Count);
        Assert.Throws<Fault>(() => ExecTalk.Spec(Piped with { Env = new Dictionary<string, string> { ["A"] = "\0" } }));
    }

    [Fact]
    public void What_is_detached_has_neither_input_nor_a_terminal()
    {
        var alone = Piped with { Interactive = false, Detach = true };
        Assert.True(ExecTalk.Spec(alone).Detached);
        Assert.False(ExecTalk.Spec(Piped).Detached);
        Assert.Contains("-i", Assert.Throws<Fault>(() => ExecTalk.Spec(alone with { Interactive = true })).Info.Hint);
        Assert.Contains("-t", Assert.Throws<Fault>(() => ExecTalk.Spec(alone with { Tty = true })).Info.Hint);
    }

    [Fact]
    public async Task What_is_detached_answers_with_nothing_but_that_it_has_started()
    {
        var records = new List<ExecOutput>();
        var terms = Piped with { Interactive = false, Detach = true };
        await foreach (var record in ExecTalk.RunAsync(new DetachedProgram(), terms, _input.Reader.ReadAllAsync(), CancellationToken.None))
        {
            records.Add(record);
        }

        Assert.Equal(0, Assert.Single(records).Exit);
    }

    [Fact]
    public void All_that_is_wrong_with_a_request_is_said_at_once()
    {
        var fault = Assert.Throws<Fault>(() => ExecTalk.Spec(new ExecTerms([], false, false, Rows: 0, Term: "a\nb")));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        Assert.Equal(4, fault.Info.Problems!.Count);
        Assert.Throws<Fault>(() => ExecTalk.Spec(Piped with { Command = ["echo", "a\0b"] }));
        foreach (var (rows, columns) in new[] { (TerminalSize.Max + 1, 80), (24, -1), (int.MaxValue, int.MinValue) })
        {
            Assert.Throws<Fault>(() => ExecTalk.Spec(Piped with { Tty = true, Rows = rows, Columns = columns }));
        }
    }

    [Fact]
    public async Task What_is_sent_goes_in_what_is_written_comes_out_and_the_code_is_last()
    {
        _input.Writer.TryWrite(new ExecInput("ab"u8.ToArray()));
        _input.Writer.TryWrite(new ExecInput(End: true));
        _session.Write("out", "problem");
        _session.End(7);
        var records = await RunAsync(Piped);
        Assert.Equal("out", Text(records, error: false));
        Assert.Equal("problem", Text(records, error: true));
        Assert.Equal(7, records[^1].Exit);
        Assert.All(records.SkipLast(1), static record => Assert.Null(record.Exit));
        Assert.Equal(("ab", true), (_session.Typed, _session.InputEnded));
    }

    [Fact]
    public async Task Without_standard_input_the_program_is_at_its_end_at_once()
    {
        _session.End(0);
        await RunAsync(Piped with { Interactive = false });
        Assert.Equal(("", true), (_session.Typed, _session.InputEnded));
    }

    [Fact]
    public async Task A_terminal_is_resized_and_its_input_is_never_ended()
    {
        _input.Writer.TryWrite(new ExecInput([3], End: true, Rows: 50, Columns: 120));
        _input.Writer.TryWrite(new ExecInput(Rows: 51, Columns: 120));
        _input.Writer.Complete();
        _session.End(130, after: () => _session.Sizes.Count == 2);
        await RunAsync(Piped with { Tty = true });
        Assert.Equal([new TerminalSize(50, 120), new TerminalSize(51, 120)], _session.Sizes);
        Assert.Equal(("\u0003", false), (_session.Typed, _session.InputEnded));
    }

    [Theory]
    [InlineData("bytes", false, false, "without standard input")]
    [InlineData("late", true, false, "ended")]
    [InlineData("size", true, false, "terminal")]
    [InlineData("no size", true, true, "window")]
    [InlineData("half a size", true, true, "window")]
    public async Task A_record_that_makes_no_sense_ends_it(string what, bool interactive, bool tty, string says)
    {
        ExecInput[] records = what switch
        {
            "bytes" => [new ExecInput([1])],
            "late" => [new ExecInput(End: true), new ExecInput([1])],
            "size" => [new ExecInput(Rows: 1, Columns: 1)],
            "no size" => [new ExecInput(Rows: 0, Columns: 1)],
            _ => [new ExecInput(Columns: 80)],
        };
        Array.ForEach(records, record => _input.Writer.TryWrite(record));
        var fault = await Assert.ThrowsAsync<Fault>(() => RunAsync(Piped with { Interactive = interactive, Tty = tty }));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        Assert.Contains(says, fault.Message);
    }

    [Fact]
    public async Task A_client_that_goes_ends_it_though_the_program_is_silent_and_its_output_closed()
    {
        using var gone = new CancellationTokenSource();
        _session.Close();
        var running = RunAsync(Piped, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task<List<ExecOutput>> RunAsync(ExecTerms request, CancellationToken ended = default)
    {
        var records = new List<ExecOutput>();
        await foreach (var record in ExecTalk.RunAsync(_session, request, _input.Reader.ReadAllAsync(ended), ended))
        {
            records.Add(record);
        }

        return records;
    }

    private static string Text(IEnumerable<ExecOutput> records, bool error) => string.Concat(
        records.Where(record => record.Error == error).Select(static record => Encoding.UTF8.GetString(record.Bytes)));

    /// <summary>A program that writes what the test says, and keeps what it was given.</summary>
    private sealed class FakeSession : IExecSession
    {
        private readonly System.IO.Pipelines.Pipe _output = new();
        private readonly System.IO.Pipelines.Pipe _error = new();
        private readonly TaskCompletionSource<int> _exited = new();
        private readonly Ear _ear;
        private Func<bool> _isTime = static () => true;
        private int _code = -1;

        public FakeSession() => _ear = new Ear(this);

        public List<TerminalSize> Sizes { get; } = [];

        public string Typed => Encoding.UTF8.GetString(_ear.ToArray());

        public bool InputEnded => !_ear.CanWrite;

        public Stream Input => _ear;

        public Stream Output => _output.Reader.AsStream();

        public Stream Error => _error.Reader.AsStream();

        public Task<int> Exited => _exited.Task;

        public void Write(string output, string error)
        {
            _output.Writer.AsStream().Write(Encoding.UTF8.GetBytes(output));
            _error.Writer.AsStream().Write(Encoding.UTF8.GetBytes(error));
        }

        /// <summary>Ends with this code once its standard input has ended, or when it is time.</summary>
        public void End(int code, Func<bool>? after = null)
        {
            (_code, _isTime) = (code, after ?? (() => InputEnded));
            Look();
        }

        public void Close()
        {
            _output.Writer.Complete();
            _error.Writer.Complete();
        }

        public void Resize(TerminalSize size)
        {
            Sizes.Add(size);
            Look();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Look()
        {
            if (_code >= 0 && _isTime())
            {
                Close();
                _exited.TrySetResult(_code);
            }
        }

        private sealed class Ear(FakeSession owner) : MemoryStream
        {
            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                owner.Look();
            }
        }
    }
}
