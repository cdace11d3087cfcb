namespace Dxflow.Workflows.Compose.Keys;

/// <summary>What the container runtimes, <c>docker</c> and <c>podman</c>, make of a key.</summary>
internal enum OnContainers
{
    /// <summary>Done as Compose says.</summary>
    Honoured,

    /// <summary>Done as Compose says; where it reaches beyond the container, with PLATFORM or an allowance alone.</summary>
    Guarded,

    /// <summary>Nothing to do: it describes, or it concerns only a tool.</summary>
    Kept,

    /// <summary>Without effect, and the user is told.</summary>
    Warned,

    /// <summary>The service cannot run so: an error.</summary>
    Refused,
}
