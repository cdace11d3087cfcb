namespace Dxflow.Bench;

/// <summary>A directory on the disk under test, gone with the benchmark. Short, because Unix sockets stand in it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dxb-").FullName;

    public string At(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
