using Dxflow.Foundation.Values;
using Xunit;

namespace Dxflow.Tests.Foundation.Values;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("API_TOKEN", true), InlineData("db_password", true), InlineData("MYSQL_ROOT_PASSWORD", true), InlineData("KEYS", true)]
    [InlineData("POSTGRES_PASSWORD_FILE", false), InlineData("GF_SECURITY_ADMIN_PASSWORD__FILE", false), InlineData("HOME", false)]
    public void A_name_tells_a_secret_unless_it_tells_the_file_of_one(string name, bool isSecret) =>
        Assert.Equal(isSecret, SecretNames.Match(name));
}
