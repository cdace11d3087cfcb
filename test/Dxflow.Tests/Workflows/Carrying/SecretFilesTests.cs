using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

public sealed class SecretFilesTests
{
    [Fact]
    public void They_are_their_owners_alone_and_go_with_the_attempt()
    {
        using var home = new TemporaryDirectory();
        var directory = Path.Combine(home.Path, "secrets");
        SecretFiles.Write(directory, [new SecretPlan("old", "x")]);
        SecretFiles.Write(directory, [new SecretPlan("pin", "12\n"), new SecretPlan("word", "ä")]);
        Assert.Equal(["pin", "word"], Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("12\n", File.ReadAllText(Path.Combine(directory, "pin")));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(directory, "pin")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        SecretFiles.Remove(directory);
        SecretFiles.Remove(directory);
        Assert.False(Directory.Exists(directory));
    }
}
