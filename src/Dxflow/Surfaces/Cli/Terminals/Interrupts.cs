using System.Runtime.InteropServices;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// Ctrl-C, SIGTERM and <c>--timeout</c>. By default the first ends the command's calls (<see cref="Ended"/>). A command that wants to
/// finish in order takes the first for itself (<see cref="TakeFirst"/>): then only the second, or the time limit, ends its calls.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _late;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenRegistration _onLate;
    private bool _firstTaken;

    public Interrupts(TimeSpan? timeout, TimeProvider time)
    {
        _late = timeout is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        _onLate = _late.Token.Register(_ended.Cancel);
    }

    /// <summary>Fires at the first Ctrl-C.</summary>
    public CancellationToken First => _first.Token;

    /// <summary>Fires when the command has to end now.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Nobody reads standard output any more.</summary>
    public bool OutputLost { get; private set; }

    public bool TimedOut => _late.IsCancellationRequested;

    public void Listen()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Interrupt();
            }));
        }
    }

    public void TakeFirst() => _firstTaken = true;

    public void LoseOutput()
    {
        OutputLost = true;
        End(_ended);
    }

    public void Interrupt()
    {
        var isFirst = !_first.IsCancellationRequested;
        End(_first);
        if (!isFirst || !_firstTaken)
        {
            End(_ended);
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(static one => one.Dispose());
        _onLate.Dispose();
        _late.Dispose();
        _ended.Dispose();
        _first.Dispose();
    }

    private static void End(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A signal, or a look at the output, was under way when the command ended: nothing is left to end.
        }
    }
}
