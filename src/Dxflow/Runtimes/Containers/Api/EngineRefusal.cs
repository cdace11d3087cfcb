using System.Net;
using System.Text.RegularExpressions;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// What a container engine answered instead of doing it: the cause inside the <see cref="Fault"/> that callers see. Without one the
/// engine did not answer at all, and may be asked again.
/// </summary>
internal sealed partial class EngineRefusal(int status, string message, bool isLook = false) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>A container was to be looked at, and nothing done.</summary>
    public bool IsLook { get; } = isLook;

    public static Fault ToFault(HttpStatusCode status, string message, string what) => new(
        (int)status switch
        {
            400 or 405 or 406 => FaultKind.Invalid,
            401 => FaultKind.Unauthenticated,
            403 => FaultKind.Forbidden,
            404 => FaultKind.Missing,
            409 => FaultKind.Conflict,
            429 or 507 => FaultKind.Exhausted,
            501 => FaultKind.Invalid,
            503 => FaultKind.Unavailable,
            504 => FaultKind.Timeout,
            _ => FaultKind.Internal,
        },
        $"{what}: {message}",
        cause: new EngineRefusal((int)status, message, what.StartsWith("GET /containers/", StringComparison.Ordinal)));

    /// <summary>The status with which the engine refused; null if it is another failure.</summary>
    public static int? StatusOf(Exception failure) => (failure.InnerException as EngineRefusal)?.Status;

    /// <summary>The engine's own words, without ours around them.</summary>
    public static string WordsOf(Exception failure) => (failure.InnerException as EngineRefusal)?.Message ?? failure.Message;

    /// <summary>What to do about a refusal whose own words do not tell; null: they do, or nobody knows.</summary>
    public static string? HintOf(Exception failure) =>
        WordsOf(failure).Contains(Tunnel, StringComparison.Ordinal)
            ? $"networks of a Podman without root need {Tunnel} to be open to its user; network_mode: none, or host, needs nothing"
            : null;

    private const string Tunnel = "/dev/net/tun";

    /// <summary>
    /// The engine was killed while it started this container: what runs containers below it has a part of it still, of which the engine
    /// knows nothing. It never becomes startable; one of the same name, made anew, does. Sources: containerd's error of a task's id
    /// (Docker), runc's and crun's of a container's (Podman).
    /// </summary>
    public static bool IsHalfStarted(Exception failure) =>
        failure.InnerException is EngineRefusal { Status: 500 } refused && HalfStartedWords().IsMatch(refused.Message);

    [GeneratedRegex("^task .*: already exists|container (?:with given ID|\\S+) already exists: OCI runtime error", RegexOptions.None, 1000)]
    private static partial Regex HalfStartedWords();

    /// <summary>
    /// Podman was killed while it made a container: its storage has one of that name, which it knows of no more but by this id. Null: it
    /// says something else.
    /// </summary>
    public static string? HalfMade(Exception failure) =>
        failure.InnerException is EngineRefusal { Status: 500 } refused && HalfMadeWords().Match(refused.Message) is { Success: true } found
            ? found.Groups[1].Value
            : null;

    [GeneratedRegex("^container create: creating container storage: the container name \\S+ is already in use by ([0-9a-f]{64})\\.")]
    private static partial Regex HalfMadeWords();

    /// <summary>
    /// The containers that share the namespaces of one that was to be removed; Podman refuses that, Docker does not. None: it is another
    /// refusal.
    /// </summary>
    public static IReadOnlyList<string> Dependents(Exception failure) =>
        failure.InnerException is EngineRefusal refused && DependentsWords().Match(refused.Message) is { Success: true } found
            ? [.. found.Groups[1].Captures.Select(static each => each.Value)]
            : [];

    [GeneratedRegex("has dependent containers which must be removed before it:(?:[ ,]*([0-9a-f]{64}))+", RegexOptions.None, 1000)]
    private static partial Regex DependentsWords();

    /// <summary>Somebody else has asked for the removal of this container, and it goes on.</summary>
    public static bool IsBeingRemoved(Exception failure) =>
        failure.InnerException is EngineRefusal { Status: 409 } refused
        && refused.Message.EndsWith(" is already in progress", StringComparison.Ordinal);

    /// <summary>
    /// What runs containers below the engine is out of reach, or a look has failed: no fault of the one that was to start, and it may pass.
    /// Podman 4.3 cannot look at a container in the moment in which its program ends.
    /// </summary>
    public static bool IsOfTheEngine(Exception failure) =>
        failure.InnerException is EngineRefusal { Status: 503 or 500 } refused
        && (refused.Status == 503 || refused.IsLook || refused.Message.EndsWith(": unavailable", StringComparison.Ordinal)
            || refused.Message.Contains("containerd.sock", StringComparison.Ordinal));
}
