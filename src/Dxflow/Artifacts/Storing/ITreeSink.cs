using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// Where a tree goes that <see cref="TreeReader"/> reads, the deepest first; what it says of each becomes the list of the directory
/// above. <c>relative</c> is the path below the directory that confines the reading, <c>path</c> the whole one, for messages.
/// </summary>
internal interface ITreeSink
{
    (string Sha256, long Length) Add(SafeFileHandle source, FileStat stat, string path, string relative);

    /// <summary>Takes the list of a directory, in its stored form; returns its hash.</summary>
    string AddTree(byte[] list, string relative);
}
