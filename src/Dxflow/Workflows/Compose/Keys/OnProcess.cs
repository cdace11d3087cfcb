namespace Dxflow.Workflows.Compose.Keys;

/// <summary>What runtime <c>process</c> makes of a key of a service.</summary>
internal enum OnProcess
{
    /// <summary>Done as Compose says.</summary>
    Honoured,

    /// <summary>Nothing to do: it describes, or it concerns only a tool.</summary>
    Kept,

    /// <summary>Without effect, and the user is told.</summary>
    Warned,

    /// <summary>The service cannot run so: an error.</summary>
    Refused,
}
