using Dxflow.Foundation.Files;

namespace Dxflow.Objects.Archives;

/// <summary>An archive that is written, whichever kind. Disposing of it writes its end.</summary>
internal interface IPacker : IAsyncDisposable
{
    Task AddDirectoryAsync(string name, FileStat stat);

    Task AddFileAsync(string name, FileStat stat, Stream content, CancellationToken cancel);
}
