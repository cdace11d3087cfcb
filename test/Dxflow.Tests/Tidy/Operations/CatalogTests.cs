using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Xunit;

namespace Dxflow.Tests.Tidy.Operations;

/// <summary>
/// The catalog itself against the rules of <see cref="OperationRules"/>; that they can fail is shown by <see cref="OperationTests"/>.
/// </summary>
public sealed class CatalogTests
{
    private static readonly IReadOnlyList<Operation> Operations = Catalog.Operations.All;

    [Fact]
    public void Every_operation_needs_a_permission() => Rule.Holds(OperationRules.Unguarded(Operations));

    [Fact]
    public void Every_operation_and_parameter_is_explained() => Rule.Holds(OperationRules.Unexplained(Operations));

    [Fact]
    public void Every_type_can_be_carried_by_gRPC() => Rule.Holds(OperationRules.Uncarriable(Operations));

    [Fact]
    public void Every_operation_is_named_by_an_end_to_end_test() =>
        Rule.Holds(OperationRules.Untested(Operations, Repository.Code.Where(file => file.Under("test/Dxflow.EndToEnd"))));

    [Fact]
    public void Every_command_is_in_one_list() => Rule.Holds(OperationRules.Doubled(Catalog.Nouns));

    /// <summary>One whose context does not name its converter is refused in every form that people write.</summary>
    [Fact]
    public void Every_length_of_time_is_read_as_people_write_it()
    {
        var timed = Operations.Where(static operation => Contract.Of(operation.Request).Fields.Any(
            static field => field.Type.Kind == FieldKind.Duration)).ToList();
        Assert.True(timed.Count > 5);
        Assert.All(timed, static operation => Assert.Contains(operation.Request.Options.Converters, static one => one is DurationJson));
    }

    [Fact]
    public void The_catalog_is_not_empty() => Assert.True(Operations.Count > 5);
}
