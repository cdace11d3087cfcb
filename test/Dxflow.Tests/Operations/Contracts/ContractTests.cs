using Dxflow.Operations.Contracts;
using Dxflow.Tests.Surfaces;
using Xunit;

namespace Dxflow.Tests.Operations.Contracts;

public sealed class ContractTests
{
    private readonly Contract _contract = Contract.Of(SampleJson.Default.MakeSample);

    [Fact]
    public void Fields_are_in_the_order_of_declaration()
    {
        string[] expected =
            ["name", "count", "words", "colour", "shiny", "tag", "env", "grace", "since", "text", "weight", "password", "command"];
        Assert.Equal(expected, _contract.Fields.Select(field => field.Name));
    }

    [Theory]
    [InlineData("name", "Text", true, false)]
    [InlineData("count", "Integer", true, false)]
    [InlineData("words", "List", false, true)]
    [InlineData("colour", "Choice", false, false)]
    [InlineData("shiny", "Flag", false, false)]
    [InlineData("env", "Map", false, true)]
    [InlineData("grace", "Duration", false, true)]
    [InlineData("since", "Instant", false, true)]
    [InlineData("weight", "Number", false, false)]
    public void Each_field_has_its_kind(string name, string kind, bool required, bool nullable)
    {
        var field = _contract.Find(name)!;
        Assert.Equal((kind, required, nullable), (field.Type.Kind.ToString(), field.Required, field.Nullable));
    }

    [Fact]
    public void Defaults_descriptions_and_marks_survive()
    {
        Assert.Equal(true, _contract.Find("shiny")!.Default);
        Assert.Equal(1.5, _contract.Find("weight")!.Default);
        Assert.Equal("Its colour.", _contract.Find("colour")!.Description);
        Assert.Equal('c', _contract.Find("colour")!.Marks.Short);
        Assert.True(_contract.Find("words")!.Marks.Argument);
        Assert.True(_contract.Find("command")!.Marks.Rest);
        Assert.True(_contract.Find("text")!.Marks.FromFile);
        Assert.True(_contract.Find("password")!.Marks.Secret);
        Assert.True(Contract.Of(SampleJson.Default.SampleRun).Find("run")!.Marks.Suffix);
    }

    [Fact]
    public void Choices_are_the_names_on_the_wire() => Assert.Equal(["red", "light_green"], _contract.Find("colour")!.Type.Choices);

    [Fact]
    public void Records_in_lists_have_contracts_of_their_own()
    {
        var items = Contract.Of(SampleJson.Default.SampleList).Find("items")!;
        Assert.Equal(FieldKind.Record, items.Type.Element!.Kind);
        Assert.True(items.Type.Element.Record.Find("note")!.Marks.Wide);
    }
}
