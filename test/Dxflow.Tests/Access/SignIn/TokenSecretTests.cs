using Dxflow.Access.SignIn;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dxflow.Tests.Access.SignIn;

public sealed class TokenSecretTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dxflow-secret-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_secret_is_made_once_and_for_its_owner_alone()
    {
        var path = Path.Combine(_directory, "secret");
        var first = TokenSecret.Ensure(path, NullLoggerFactory.Instance);
        Assert.Equal(32, first.Length);
        Assert.Equal(first, TokenSecret.Ensure(path, NullLoggerFactory.Instance));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_damaged_secret_is_replaced()
    {
        var path = Path.Combine(_directory, "secret");
        var first = TokenSecret.Ensure(path, NullLoggerFactory.Instance);
        File.WriteAllText(path, "garbage");
        var second = TokenSecret.Ensure(path, NullLoggerFactory.Instance);
        Assert.NotEqual(first, second);
        Assert.Equal(second, TokenSecret.Ensure(path, NullLoggerFactory.Instance));
    }
}
