namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>A call of a session that is answered with a status of gRPC other than 0; the text is in plain ASCII, for a header.</summary>
internal sealed class SessionRefusal(int status, string message) : Exception(message)
{
    public const int Invalid = 3;
    public const int Missing = 5;
    public const int Unimplemented = 12;
    public const int Unavailable = 14;

    public int Status { get; } = status;
}
