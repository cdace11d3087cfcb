using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// Tells, for everybody, when a descriptor is ready: as Linux does it (<see cref="ReadyThread"/>), and as every Unix does
/// (<see cref="PollThread"/>). Each call of <see cref="Watch"/> is answered once.
/// </summary>
internal interface IReadiness : IDisposable
{
    /// <summary>
    /// Calls <paramref name="ready"/> once, on a thread of this, so it has to be short. The handle must stay open until then, or until
    /// <see cref="Forget"/> is called with what this returns. A descriptor can be watched for one thing at a time.
    /// </summary>
    long Watch(SafeHandle handle, bool toWrite, Action ready);

    /// <summary>No callback begins after this, if it has not begun already.</summary>
    void Forget(long token);
}
