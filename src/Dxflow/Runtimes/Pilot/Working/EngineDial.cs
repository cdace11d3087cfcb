using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Runtimes.Pilot.Door;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Working;

/// <summary>
/// From a worker to the engine, wherever that is by now: its addresses one after another, until one shows the certificate that the file
/// beside the pilots names. Only then is the secret said.
/// </summary>
internal sealed class EngineDial(TimeProvider time)
{
    private static readonly TimeSpan EachMax = TimeSpan.FromSeconds(5);

    /// <exception cref="IOException">The engine cannot be reached, or is somebody else.</exception>
    /// <exception cref="PilotRefused">The engine was reached, and does not know this pilot.</exception>
    public async Task<FramedStream> ConnectAsync(DoorFile door, WorkerHello hello, CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var address in door.Addresses)
        {
            using var late = new CancellationTokenSource(EachMax, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
            FramedStream? frames = null;
            try
            {
                frames = await OpenAsync(address, door, either.Token);
                await frames.WriteAsync(hello, PilotJson.Default.WorkerHello, either.Token);
                var welcome = await frames.ReadAsync(PilotJson.Default.EngineWelcome, either.Token);
                return welcome.Refused is { } refused ? throw new PilotRefused(refused) : frames;
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested
                && failure is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                failures.Add($"{address}: {failure.Message}");
                await CloseAsync(frames);
            }
            catch
            {
                await CloseAsync(frames);
                throw;
            }
        }

        throw new IOException($"the engine was not reached; {string.Join("; ", failures)}");
    }

    private static ValueTask CloseAsync(FramedStream? frames) => frames?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<FramedStream> OpenAsync(string address, DoorFile door, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, door.Port, cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var expected = Encoding.ASCII.GetBytes(door.Fingerprint);
        var stream = new SslStream(
            new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false,
            (_, certificate, _, _) => certificate is not null && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(DoorCertificate.Fingerprint(certificate)), expected));
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = DoorCertificate.Name,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                },
                cancel);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        return new FramedStream(stream, time);
    }
}
