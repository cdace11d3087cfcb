namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// How the end of a child is seen, and who is in the session that it leads: as Linux does it (<see cref="PidfdSight"/>), and as every Unix
/// does (<see cref="WaitingSight"/>).
/// </summary>
internal interface ISessionSight
{
    /// <summary>
    /// Calls <paramref name="ended"/> once, from a thread of its own, when the child has ended; its end is not taken by then. What this
    /// returns is disposed of when that has been.
    /// </summary>
    IDisposable? Watch(int child, Action ended);

    /// <summary>
    /// Kills whoever is in the session. False: nobody is. A leader that has ended and is not reaped keeps the number, and is nobody.
    /// </summary>
    bool Kill(int session, bool leaderHasEnded);
}
