using System.Text;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// The secrets of a step that is no container: one file for each, in a directory of its attempt that nobody else can look into, as long as
/// the attempt lasts. Both have their modes from the beginning.
/// </summary>
internal static class SecretFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Write(string directory, IReadOnlyList<SecretPlan> secrets)
    {
        // What a start before a crash has left may be half of it.
        Remove(directory);
        Directory.CreateDirectory(directory, Own);
        foreach (var secret in secrets)
        {
            using var file = new FileStream(Path.Combine(directory, secret.Name), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead,
            });
            file.Write(Encoding.UTF8.GetBytes(secret.Text));
        }
    }

    /// <summary>The attempt is over. What is not there is no error.</summary>
    public static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
