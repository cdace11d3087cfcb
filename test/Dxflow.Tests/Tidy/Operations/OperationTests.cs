using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Xunit;

namespace Dxflow.Tests.Tidy.Operations;

public sealed class OperationTests
{
    [Fact]
    public void An_operation_without_permission_is_seen()
    {
        Assert.Empty(OperationRules.Unguarded([Sample("sample.show", permission: Permission.Workflow), Sample("engine.ping")]));
        Assert.Single(OperationRules.Unguarded([Sample("sample.show")]));
        Assert.Single(OperationRules.Unguarded([Sample("engine.update", effect: Effect.Changes)]));
        Assert.Empty(OperationRules.Unguarded([Sample("auth.verify").ForAnybody()]));
        Assert.Single(OperationRules.Unguarded([Sample("sample.show", permission: Permission.Workflow).ForAnybody()]));
        Assert.Single(OperationRules.Unguarded([Sample("auth.verify", effect: Effect.Changes).ForAnybody()]));
    }

    [Fact]
    public void A_summary_or_parameter_without_its_sentence_is_seen()
    {
        Assert.Empty(OperationRules.Unexplained([Sample("sample.show")]));
        Assert.Single(OperationRules.Unexplained([Sample("sample.show", summary: "shows it")]));
        var endless = new string('A', OperationRules.SummaryColumnsMax) + ".";
        Assert.Single(OperationRules.Unexplained([Sample("sample.show", endless)]));
        Assert.Equal(2, OperationRules.Unexplained([Bare()]).Count());
    }

    [Fact]
    public void A_type_that_no_gRPC_message_can_carry_is_seen()
    {
        Assert.Empty(OperationRules.Uncarriable([Sample("sample.show")]));
        Assert.Equal(2, OperationRules.Uncarriable([Bare()]).Count());
    }

    [Fact]
    public void An_operation_that_no_end_to_end_test_names_is_seen()
    {
        Assert.Single(OperationRules.Untested([Sample("sample.show")], [new SourceFile("a.cs", "Run(\"sample\", \"shows\")")]));
        Assert.Empty(OperationRules.Untested([Sample("sample.show")], [new SourceFile("a.cs", "Run(\"sample\", \"show\")")]));
        Assert.Empty(OperationRules.Untested([Sample("sample.show")], [new SourceFile("a.cs", "Run(\"sample show x\")")]));
    }

    [Fact]
    public void A_command_in_two_lists_is_seen()
    {
        var local = LocalCommand.Create<Described>("sample.show", "Show it.", TidyJson.Default, static (_, _) => Task.FromResult(0));
        var view = OperationView.For<Described>("sample.other", TidyJson.Default, static (_, _) => Task.FromResult(0));

        Assert.Empty(OperationRules.Doubled([new CommandNoun("sample", "A sample.", () => [Sample("sample.show")])]));
        Assert.Single(OperationRules.Doubled([new CommandNoun("sample", "A sample.", () => [Sample("sample.show")], () => [local])]));
        Assert.Single(OperationRules.Doubled([new CommandNoun("other", "Another.", Local: () => [local])]));
        Assert.Single(OperationRules.Doubled([new CommandNoun("sample", "A sample.", () => [Sample("sample.show")], Views: () => [view])]));
    }

    private static Operation Sample(
        string name, string summary = "Show it.", Permission permission = Permission.None, Effect effect = Effect.Reads) =>
        Operation.Call(
            name, "GET /api/samples", permission, effect, summary, TidyJson.Default,
            static (object _, Described request, Call _) => Task.FromResult(request));

    private static Operation Bare() =>
        Operation.Call(
            "sample.bare", "GET /api/bare", Permission.None, Effect.Reads, "Show it.",
            TidyJson.Default,
            static (object _, Undescribed _, Call _) => Task.FromResult(new Described("", [])));
}

internal sealed record Described(
    [Description("A name.")] string Name,
    [Description("Those inside.")] IReadOnlyList<Described> Inner);

internal sealed record Undescribed(IReadOnlyList<IReadOnlyList<string>> Grid, IReadOnlyList<int?> Holes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Described))]
[JsonSerializable(typeof(Undescribed))]
internal sealed partial class TidyJson : JsonSerializerContext;
