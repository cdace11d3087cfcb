namespace Dxflow.Tests.Tidy;

/// <summary>
/// What was approved: in <c>Approved/</c>, beside a test's own files, or in <c>docs/</c> and <c>sdk/</c> where readers look.
/// What differs from it is written to <c>artifacts/received</c> under the same path, and nowhere else: <c>dev.cs approve</c> moves it.
/// What is the same again takes an earlier difference away.
/// </summary>
internal static class ApprovedFile
{
    public static string? Find(string name) =>
        File.Exists(Path.Combine(Repository.Root, Place(name))) ? File.ReadAllText(Path.Combine(Repository.Root, Place(name))) : null;

    /// <summary>The approved text, empty if there is none yet.</summary>
    public static string Beside(string name, string received)
    {
        var approved = Find(name) ?? "";
        var path = Path.Combine(Repository.Root, "artifacts/received", Place(name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (approved == received)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllText(path, received);
        }

        return approved;
    }

    private static string Place(string name) =>
        name.StartsWith("docs/", StringComparison.Ordinal) || name.StartsWith("sdk/", StringComparison.Ordinal)
            || name.StartsWith("test/", StringComparison.Ordinal)
            ? name
            : Path.Combine("test/Dxflow.Tests/Approved", name);
}
