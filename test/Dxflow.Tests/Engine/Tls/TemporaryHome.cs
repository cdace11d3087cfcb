using Dxflow.Engine;

namespace Dxflow.Tests.Engine.Tls;

/// <summary>A home in a directory of its own.</summary>
internal sealed class TemporaryHome : IDisposable
{
    public Home Home { get; } = Home.Locate(Directory.CreateTempSubdirectory("dxflow-tls-").FullName);

    public string File(string name) => Path.Combine(Home.Path, name);

    public void Dispose() => Directory.Delete(Home.Path, recursive: true);
}
