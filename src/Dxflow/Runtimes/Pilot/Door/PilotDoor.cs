using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Dxflow.Foundation.Sockets;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Door;

/// <summary>
/// Where workers come in. <paramref name="isKnown"/> says whether a pilot of this key and secret is expected; whoever cannot say so within
/// a few seconds, in TLS and in few bytes, is shown out, and only so many may try at once. <paramref name="admit"/> is given the others.
/// </summary>
internal sealed class PilotDoor(
    Func<WorkerHello, bool> isKnown, Func<PilotLink, Task> admit, TimeProvider time) : IAsyncDisposable
{
    private const int Backlog = 512;
    private const int StrangersMax = 64;
    private static readonly TimeSpan HelloMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource over = new();
    private readonly SemaphoreSlim strangers = new(StrangersMax);
    private Socket? socket;
    private X509Certificate2? certificate;
    private DoorFile? opened;
    private Task accepting = Task.CompletedTask;

    /// <summary>Begins to listen, if it does not yet. What it returns is for the workers.</summary>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    /// <exception cref="IOException">This machine's own cannot be listed.</exception>
    public DoorFile Open(IPEndPoint? address) => opened ??= Listen(address);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        socket?.Dispose();
        await accepting;
        certificate?.Dispose();
        over.Dispose();
    }

    /// <summary>This machine's own name and addresses, the one that only works beside it last.</summary>
    private static IReadOnlyList<string> Addresses(IPAddress bound) => !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any)
        ? [bound.ToString()]
        :
        [
            .. OwnAddresses.Up().Where(static each => each.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(each))
                .Select(static each => each.ToString())
                .Prepend(Dns.GetHostName()).Append(IPAddress.Loopback.ToString()).Distinct(),
        ];

    private DoorFile Listen(IPEndPoint? address)
    {
        // What can fail comes before the address is taken: it is tried again, with the same one.
        var at = address ?? new IPEndPoint(IPAddress.Any, 0);
        var (addresses, made) = (Addresses(at.Address), DoorCertificate.Make(time.GetUtcNow()));
        var listening = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listening.Bind(at);
            listening.Listen(Backlog);
        }
        catch
        {
            listening.Dispose();
            made.Dispose();
            throw;
        }

        (socket, certificate) = (listening, made);
        accepting = AcceptAsync(listening, made);
        return new DoorFile(addresses, ((IPEndPoint)listening.LocalEndPoint!).Port, DoorCertificate.Fingerprint(made));
    }

    private async Task AcceptAsync(Socket listening, X509Certificate2 shown)
    {
        var talks = new HashSet<Task>();
        while (!over.IsCancellationRequested)
        {
            try
            {
                await strangers.WaitAsync(over.Token);
                try
                {
                    talks.RemoveWhere(static each => each.IsCompleted);
                    talks.Add(ReceiveAsync(await listening.AcceptAsync(over.Token), shown));
                }
                catch
                {
                    strangers.Release();
                    throw;
                }
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
            catch (SocketException)
            {
                // A client that went before it was taken, or no descriptor to be had just now.
                await Task.Delay(AcceptPause, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(talks);
    }

    private async Task ReceiveAsync(Socket connection, X509Certificate2 shown)
    {
        await Task.Yield();
        var stream = new SslStream(new NetworkStream(connection, ownsSocket: true));
        await using var frames = new FramedStream(stream, time);
        WorkerHello? hello;
        try
        {
            hello = await HelloAsync(connection, stream, frames, shown);
        }
        finally
        {
            strangers.Release();
        }

        if (hello is not null)
        {
            await admit(new PilotLink(frames, hello, over.Token));
        }
    }

    /// <summary>Null: nobody that is expected.</summary>
    private async Task<WorkerHello?> HelloAsync(Socket connection, SslStream stream, FramedStream frames, X509Certificate2 shown)
    {
        using var late = new CancellationTokenSource(HelloMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, late.Token);
        try
        {
            connection.NoDelay = true;
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = shown,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                },
                either.Token);
            var hello = await frames.ReadAsync(PilotJson.Default.WorkerHello, either.Token, FramedStream.StrangerBytesMax);
            var refused = hello.Protocol != WorkerHello.ProtocolNow ? $"the engine speaks protocol {WorkerHello.ProtocolNow}"
                : isKnown(hello) ? null : "there is no such pilot";
            await frames.WriteAsync(
                new EngineWelcome(WorkerHello.ProtocolNow, refused), PilotJson.Default.EngineWelcome, either.Token);
            return refused is null ? hello : null;
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            return null;
        }
    }
}
