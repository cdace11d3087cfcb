using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dxflow.Runtimes.Pilot.Wire;

/// <summary>
/// Records over a connection: four bytes of length (little endian), the JSON. One reader, and writers one after another. Whatever goes
/// wrong is an <see cref="IOException"/>: a frame that is longer than is allowed, a break, somebody who does not speak or take in what is
/// said for longer than <see cref="SilenceMax"/>.
/// </summary>
internal sealed class FramedStream(Stream stream, TimeProvider time) : IAsyncDisposable
{
    public const int BytesMax = 1 << 20;

    /// <summary>Before it is known who is there.</summary>
    public const int StrangerBytesMax = 4 << 10;

    /// <summary>Each says something this often at least.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(40);
    private const int HeadBytes = 4;

    private readonly byte[] head = new byte[HeadBytes];
    private readonly SemaphoreSlim writing = new(1);

    /// <exception cref="IOException">Nothing more can be heard here.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> contract, CancellationToken cancel, int bytesMax = BytesMax)
        where T : class
    {
        using var silent = new CancellationTokenSource(SilenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silent.Token);
        try
        {
            await stream.ReadExactlyAsync(head, either.Token);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is <= 0 || length > bytesMax)
            {
                throw new IOException($"a frame of {length} bytes, where {bytesMax} are allowed");
            }

            var content = new byte[length];
            await stream.ReadExactlyAsync(content, either.Token);
            return JsonSerializer.Deserialize(content, contract) ?? throw new IOException("a frame with nothing in it");
        }
        catch (JsonException wrong)
        {
            throw new IOException($"a frame cannot be read: {wrong.Message}", wrong);
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException("the connection is closed", closed);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"nothing was said for {SilenceMax.TotalSeconds:0} s");
        }
    }

    /// <exception cref="IOException">It is not known whether it arrived.</exception>
    public async Task WriteAsync<T>(T record, JsonTypeInfo<T> contract, CancellationToken cancel)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(record, contract);
        var frame = new byte[HeadBytes + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        content.CopyTo(frame, HeadBytes);
        using var silent = new CancellationTokenSource(SilenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silent.Token);
        await writing.WaitAsync(cancel);
        try
        {
            await stream.WriteAsync(frame, either.Token);
            await stream.FlushAsync(either.Token);
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException("the connection is closed", closed);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"nothing was taken in for {SilenceMax.TotalSeconds:0} s");
        }
        finally
        {
            writing.Release();
        }
    }

    public async ValueTask DisposeAsync() => await stream.DisposeAsync();
}
