using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// Where the records of one answer go. Nothing is sent before <see cref="FlushAsync"/>, which waits while the client is slow.
/// </summary>
internal interface IRecordSink
{
    /// <summary>Enough has been written to be worth sending.</summary>
    bool IsFull { get; }

    void Write(object record);

    void WriteEnd(StreamEnd end);

    /// <summary>Keeps proxies and clients from thinking that we are dead; readers skip it.</summary>
    void WriteHeartbeat();

    ValueTask FlushAsync(CancellationToken cancel);
}
