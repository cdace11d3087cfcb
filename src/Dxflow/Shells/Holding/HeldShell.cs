using System.Threading.Channels;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells.Holding;

/// <summary>
/// A program on a terminal, and what that shows. It is read as fast as it writes, whoever looks on; what is typed waits in a short queue
/// while the program does not read. When it has ended its screen stays, until the shell is removed.
/// </summary>
internal sealed class HeldShell : IAsyncDisposable
{
    public const string Exited = "exited";
    public const string Killed = "killed";
    private const int ChunkBytes = 8 * 1024;
    private const int UntoldBytesMax = 32 * 1024;
    private const int TypedMax = 64;

    /// <summary>What a program wrote just before it ended may still be on its way.</summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromMilliseconds(500);

    private readonly ShellStart _start;
    private readonly IExecSession _session;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _began;

    /// <summary>Whoever brings a key hands it to the program themselves, if that reads: a change of threads less for each.</summary>
    private readonly Channel<byte[]> _typed = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(TypedMax) { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly CancellationTokenSource _over = new();
    private readonly Task _feeding;
    private readonly Lock _recording = new();
    private Recorder? _recorder;
    private long _activeTicks;
    private string _why = Exited;

    /// <param name="start">What was started.</param>
    /// <param name="session">The program, which belongs to this from now on.</param>
    /// <param name="ended">Makes the end durable, before anybody is told of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="record">A recording from the beginning; null for none.</param>
    public HeldShell(
        ShellStart start, IExecSession session, Action<ShellEnd> ended, TimeProvider time,
        (RecordTerms Terms, CastFile File)? record = null)
    {
        (_start, _session, _time) = (start, session, time);
        _began = time.GetUtcNow();
        Touch();
        Display = new ShellDisplay(new TerminalSize(start.Rows, start.Columns), session.Resize);
        _recorder = record is { } made ? new Recorder(made.Terms, Display, made.File, time) : null;
        _feeding = FeedAsync();
        Ended = RunAsync(ended);
    }

    public string Id => _start.Id;

    public ShellDisplay Display { get; }

    /// <summary>Ends, and never fails, with the program.</summary>
    public Task Ended { get; }

    public HeldState State => Display.State(
        Id, new DateTimeOffset(Interlocked.Read(ref _activeTicks), TimeSpan.Zero), Recording?.Name);

    private Recorder? Recording => Volatile.Read(ref _recorder) is { IsOver: false } recorder ? recorder : null;

    /// <summary>Waits while the program does not read. What is typed to one that has ended goes nowhere.</summary>
    public async Task TypeAsync(byte[] bytes, CancellationToken cancel)
    {
        Touch();
        Recording?.Typed(bytes);
        try
        {
            await _typed.Writer.WriteAsync(bytes, cancel);
        }
        catch (ChannelClosedException)
        {
            // It has ended.
        }
    }

    /// <summary>From now on; a fault where it is recorded already, has ended, or the file cannot be made.</summary>
    public void Record(RecordTerms terms)
    {
        lock (_recording)
        {
            if (Recording is { } now)
            {
                throw Fault.Conflict(
                    $"the shell is being recorded already, as '{now.Name}'", "end that first, with dxflow shell record NAME off");
            }

            if (Ended.IsCompleted)
            {
                throw Fault.Conflict("the shell has ended, and shows nothing new");
            }

            var size = Display.Size;
            terms = Recorder.Begin(terms, size.Rows, size.Columns, _time);
            _recorder = new Recorder(terms, Display, Recorder.Open(terms), _time);
        }
    }

    /// <summary>Its file is whole when this has ended; where nothing is recorded nothing happens.</summary>
    public Task StopRecordingAsync()
    {
        lock (_recording)
        {
            return _recorder?.StopAsync() ?? Task.CompletedTask;
        }
    }

    /// <summary>The program, and all of its session, at once.</summary>
    public async Task KillAsync(string why)
    {
        if (!Ended.IsCompleted)
        {
            _why = why;
            await _session.DisposeAsync();
        }

        await Ended;
    }

    /// <summary>Which limit has passed; null: none.</summary>
    public string? Overdue()
    {
        var now = _time.GetUtcNow();
        return Ended.IsCompleted ? null
            : _start.LifeSeconds is { } life && (now - _began).TotalSeconds > life ? "life"
            : _start.IdleSeconds is { } idle && (now.UtcTicks - Interlocked.Read(ref _activeTicks)) / (double)TimeSpan.TicksPerSecond > idle
                ? "idle"
                : null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(Killed);
        await StopRecordingAsync();
        await _session.DisposeAsync();
        _over.Dispose();
    }

    private async Task RunAsync(Action<ShellEnd> ended)
    {
        var reading = Task.Run(ReadAsync);
        var exit = await _session.Exited;
        await Task.WhenAny(reading, Task.Delay(DrainMax, _time));
        _typed.Writer.TryComplete();
        await _over.CancelAsync();

        // Hangs up: whatever else is on the terminal is told so.
        await _session.DisposeAsync();
        await reading;
        await _feeding;
        var end = new ShellEnd(_time.GetUtcNow(), exit, _why);
        ended(end);
        Display.End(end);
    }

    private async Task ReadAsync()
    {
        var chunk = new byte[ChunkBytes];
        try
        {
            for (var untold = 0; ;)
            {
                // Those who look on are told when there is no more for now, or much: of a flood they get few large pieces.
                var next = _session.Output.ReadAsync(chunk, _over.Token);
                if (untold > 0 && (!next.IsCompleted || untold >= UntoldBytesMax))
                {
                    Display.Wake();
                    untold = 0;
                }

                var read = await next;
                if (read == 0)
                {
                    break;
                }

                Touch();
                untold += read;
                if (Display.Show(chunk.AsSpan(0, read)) is { Length: > 0 } answers)
                {
                    // A program that asks and does not read has no need of an answer.
                    _typed.Writer.TryWrite(answers);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The terminal has gone, which is an end.
        }
    }

    private async Task FeedAsync()
    {
        try
        {
            await foreach (var bytes in _typed.Reader.ReadAllAsync(_over.Token))
            {
                await _session.Input.WriteAsync(bytes, _over.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody reads any more; the end of the program is seen elsewhere.
        }
    }

    private void Touch() => Interlocked.Exchange(ref _activeTicks, _time.GetUtcNow().UtcTicks);
}
