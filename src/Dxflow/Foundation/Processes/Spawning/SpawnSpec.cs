using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// A program to start. <see cref="Path"/> is a file, not searched for; <see cref="Arguments"/> begins with the program's own name;
/// <see cref="Environment"/> is everything it gets, as <c>NAME=value</c>. A stream that is null is <c>/dev/null</c>;
/// <see cref="Terminal"/>, the path of a terminal's inner end, is all three streams, and the child's controlling terminal.
/// The child leads a session of its own, so that no signal to the engine's group reaches it.
/// </summary>
internal sealed record SpawnSpec(
    string Path,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Environment,
    string? WorkingDirectory = null,
    SafeHandle? Input = null,
    SafeHandle? Output = null,
    SafeHandle? Error = null,
    string? Terminal = null);
