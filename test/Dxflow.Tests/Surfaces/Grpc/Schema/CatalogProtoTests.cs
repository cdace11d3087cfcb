using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Tests.Tidy;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Schema;

/// <summary>The approved file against the catalog: what it says is what the engine speaks, and its numbers are for ever.</summary>
public sealed class CatalogProtoTests
{
    private const string Approved = "docs/reference/dxflow.proto";

    [Fact]
    public void The_approved_file_is_that_of_the_catalog()
    {
        var received = ProtoText.Write(
            CatalogProto.Make(Catalog.Operations, ProtoParser.Parse(ApprovedFile.Find(Approved) ?? "")), CatalogProto.Heading);
        Assert.Equal(ApprovedFile.Beside(Approved, received), received);
    }
}
