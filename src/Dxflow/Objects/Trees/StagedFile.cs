using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>A file that is being made and that nobody sees: it gets a place, or is gone when this is disposed of.</summary>
internal sealed class StagedFile(SafeFileHandle directory, string name, SafeFileHandle file) : IDisposable
{
    public SafeFileHandle Handle => file;

    /// <summary>Its name there; it is durable when its directory is.</summary>
    public void Give(ObjectPlace place, bool replace) => place.Give(directory, name, replace);

    public void Dispose()
    {
        file.Dispose();
        DirectoryCalls.Unlink(directory, name, name);
    }
}
