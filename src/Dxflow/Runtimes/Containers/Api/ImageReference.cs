namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// An image's name in two: <c>registry:5000/name</c> and its tag or digest, <c>latest</c> where neither is given.
/// </summary>
internal sealed record ImageReference(string Name, string Tag)
{
    public bool IsDigest => Tag.Contains(':', StringComparison.Ordinal);

    /// <summary>The first part, if it looks like a host; the hub's otherwise.</summary>
    public string Registry => Name.Split('/') is [var host, _, ..] && (host.Contains('.') || host.Contains(':') || host == "localhost")
        ? host
        : "docker.io";

    public static ImageReference Parse(string text)
    {
        if (text.Split('@', 2) is [var name, var digest])
        {
            return new ImageReference(Untagged(name).Name, digest);
        }

        return Untagged(text);
    }

    public override string ToString() => IsDigest ? $"{Name}@{Tag}" : $"{Name}:{Tag}";

    private static ImageReference Untagged(string text)
    {
        // A colon before the last slash belongs to a port.
        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf('/') ? new ImageReference(text[..colon], text[(colon + 1)..]) : new ImageReference(text, "latest");
    }
}
