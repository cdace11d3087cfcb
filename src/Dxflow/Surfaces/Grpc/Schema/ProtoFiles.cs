namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>The <c>.proto</c> files that are part of the product.</summary>
internal static class ProtoFiles
{
    /// <summary>The approved file: <c>docs/reference/dxflow.proto</c>, as it was when this program was built.</summary>
    public const string EngineName = "dxflow.proto";

    public static ProtoFile Engine() => ProtoParser.Parse(Text(EngineName));

    public static string Text(string name)
    {
        using var resource = typeof(ProtoFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of this program.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
