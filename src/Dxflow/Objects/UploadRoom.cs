using Dxflow.Operations;

namespace Dxflow.Objects;

/// <summary>How many bring bytes at once: each holds a buffer and a file, whatever way it came.</summary>
internal sealed class UploadRoom(int uploadsMax = UploadRoom.UploadsMax)
{
    public const int UploadsMax = 32;

    private int _uploads;

    /// <summary>A place, given back when it is disposed of.</summary>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _uploads) <= uploadsMax)
        {
            return new Entered(this);
        }

        Interlocked.Decrement(ref _uploads);
        throw new Fault(FaultKind.Exhausted, $"{uploadsMax} uploads are under way", "try again when one of them has ended");
    }

    private sealed class Entered(UploadRoom room) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref room._uploads);
    }
}
