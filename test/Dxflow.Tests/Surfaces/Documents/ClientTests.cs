using Dxflow.Tests.Tidy;
using Xunit;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>The generated parts of the clients are what the catalog says; taken over by <c>dev.cs approve</c>.</summary>
public sealed class ClientTests
{
    private static readonly ClientModel Model = new(Catalog.Operations);

    [Fact]
    public void The_client_in_TypeScript_is_what_the_catalog_says() => Same("sdk/typescript/src/api.ts", TypeScriptClient.Of(Model));

    [Fact]
    public void The_records_in_CSharp_are_what_the_catalog_says() =>
        Same("sdk/Dxflow.Sdk/Generated/Records.g.cs", CSharpClient.Records(Model));

    [Fact]
    public void The_client_in_CSharp_is_what_the_catalog_says() =>
        Same("sdk/Dxflow.Sdk/Generated/Nouns.g.cs", CSharpClient.Nouns(Model));

    [Fact]
    public void Each_operation_is_in_each_client()
    {
        var texts = (string[])[TypeScriptClient.Of(Model), CSharpClient.Nouns(Model)];
        Assert.All(Catalog.Operations.All, operation => Assert.All(
            texts, text => Assert.Contains($"\"{operation.Path}\"", text, StringComparison.Ordinal)));
    }

    private static void Same(string path, string text) => Assert.Equal(ApprovedFile.Beside(path, text), text);
}
