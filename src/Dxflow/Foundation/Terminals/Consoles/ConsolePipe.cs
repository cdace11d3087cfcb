using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// One direction between this process and a console. Our end waits without a thread, which on Windows only pipes with a name can; the
/// console's end is an ordinary blocking one, as it has to be. The name cannot be guessed, is used once and is this user's alone.
/// </summary>
internal sealed class ConsolePipe : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly NamedPipeClientStream _theirs;

    private ConsolePipe(NamedPipeServerStream ours, NamedPipeClientStream theirs) => (Ours, _theirs) = (ours, theirs);

    public NamedPipeServerStream Ours { get; }

    public SafeHandle Theirs => _theirs.SafePipeHandle;

    /// <param name="ours">What this process does: it reads (<see cref="PipeDirection.In"/>), or it writes.</param>
    /// <param name="cancel">Gives it up.</param>
    public static async Task<ConsolePipe> OpenAsync(PipeDirection ours, CancellationToken cancel)
    {
        var name = $"dxflow-{Guid.NewGuid():N}";
        var server = new NamedPipeServerStream(
            name, ours, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly | PipeOptions.FirstPipeInstance, BufferBytes, BufferBytes);
        var client = new NamedPipeClientStream(
            ".", name, ours == PipeDirection.In ? PipeDirection.Out : PipeDirection.In, PipeOptions.CurrentUserOnly);
        try
        {
            var connected = server.WaitForConnectionAsync(cancel);
            await client.ConnectAsync(cancel);
            await connected;
            return new ConsolePipe(server, client);
        }
        catch
        {
            await client.DisposeAsync();
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The console has its own copy of its end; with ours gone its end is seen when it closes that.</summary>
    public void LetGo() => _theirs.Dispose();

    public void Dispose()
    {
        _theirs.Dispose();
        Ours.Dispose();
    }
}
