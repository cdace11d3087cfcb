using Dxflow.Operations;
using Dxflow.Tests.Surfaces;
using Xunit;

namespace Dxflow.Tests.Operations;

public sealed class OperationSetTests
{
    [Fact]
    public void An_operation_is_found_by_name_and_by_noun()
    {
        var set = new OperationSet(SampleOperations.All());
        Assert.Equal("GET", set.Find("sample.show")!.Method);
        Assert.Null(set.Find("sample.none"));
        Assert.Equal(set.All.Count, set.OfNoun("sample").Count());
        Assert.Empty(set.OfNoun("other"));
    }

    [Fact]
    public void Two_operations_of_one_name_cannot_be()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new OperationSet([Named("a.b", "GET /a"), Named("a.b", "GET /b")]));
        Assert.Contains("name 'a.b'", wrong.Message);
    }

    [Fact]
    public void Two_routes_that_differ_in_the_parameter_only_cannot_be()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new OperationSet([Named("a.b", "GET /a/{name}"), Named("a.c", "GET /a/{id}")]));
        Assert.Contains("route", wrong.Message);
        _ = new OperationSet([Named("a.b", "GET /a/{name}"), Named("a.c", "DELETE /a/{name}")]);
    }

    private static Operation Named(string name, string route) => Operation.Call(
        name, route, Permission.None, Effect.Reads, "Test.", SampleJson.Default,
        static (Samples s, SampleName r, Call c) => s.ShowAsync(r, c));
}
