using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>A transport of the server that has one connection, which is there already, and listens nowhere.</summary>
internal sealed class OneConnection(Stream stream) : IConnectionListenerFactory, IConnectionListener
{
    /// <summary>Something has to be said to the server; nothing is done with it.</summary>
    public static readonly EndPoint Place = new DnsEndPoint("session", 1);

    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    public EndPoint EndPoint => Place;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref taken, 1) == 0)
        {
            return new Wire(stream);
        }

        await over.Task.WaitAsync(cancellationToken);
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        over.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        over.TrySetResult();
        return ValueTask.CompletedTask;
    }

    /// <summary>The server says that it is over by giving it up, or back; the stream knows neither unless it is closed.</summary>
    private sealed class Wire : DefaultConnectionContext
    {
        private readonly Stream _stream;

        public Wire(Stream stream)
            : base("session")
        {
            _stream = stream;
            Transport = new Both(stream);
        }

        public override void Abort(ConnectionAbortedException abortReason)
        {
            _stream.Dispose();
            base.Abort(abortReason);
        }

        public override async ValueTask DisposeAsync()
        {
            await _stream.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    private sealed class Both(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
