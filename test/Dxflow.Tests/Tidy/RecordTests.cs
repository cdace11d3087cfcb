using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Dxflow.Tests.Tidy;

/// <summary>
/// Records that are read and written as JSON are positional: the source-generated reader drops the default of an <c>init</c>
/// or <c>set</c> property. Which records these are is told by the <c>[JsonSerializable]</c> lines and <c>[JsonDerivedType]</c>.
/// </summary>
public sealed class RecordTests
{
    [Fact]
    public void Wire_records_are_positional()
    {
        var wire = WireNames(Repository.Product);
        Assert.NotEmpty(wire);
        Rule.Holds(Repository.Product, file => LooseRecords(file, wire));
    }

    [Fact]
    public void A_loose_wire_record_is_seen()
    {
        const string context = "[JsonSerializable(typeof(A))] partial class SampleJson : JsonSerializerContext;";
        IEnumerable<string> Check(SourceFile file) => LooseRecords(file, WireNames([file]));

        Rule.Sees(Check, context + "record A { public int B { get; init; } }");
        Rule.Sees(Check, context + "record A { public int B { get; set; } }");
        Rule.Sees(Check, context + "class A { public int B { get; set; } }");
        Rule.Passes(Check, context + "record A(int B) { public bool C => B > 0; }");
        Rule.Passes(Check, "record A { public int B { get; init; } }");
    }

    [Fact]
    public void Json_contexts_are_strict() => Rule.Holds(Repository.Product, LaxContexts);

    [Fact]
    public void A_lax_context_is_seen()
    {
        Rule.Sees(LaxContexts, "partial class SampleJson : JsonSerializerContext;");
        Rule.Sees(LaxContexts, "[JsonSourceGenerationOptions(AllowDuplicateProperties = false)] partial class A : JsonSerializerContext;");
    }

    private static readonly string[] Strictness =
    [
        "JsonKnownNamingPolicy.CamelCase", "UseStringEnumConverter = true", "RespectNullableAnnotations = true",
        "RespectRequiredConstructorParameters = true", "JsonUnmappedMemberHandling.Disallow", "AllowDuplicateProperties = false",
    ];

    /// <summary>Contexts of documents that are another's: there is nothing of ours in them to be strict about.</summary>
    private static readonly string[] Foreign = ["ApiJson"];

    private static HashSet<string> WireNames(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => file.Syntax.DescendantNodes().OfType<AttributeSyntax>())
            .Where(attribute => attribute.Name.ToString() is "JsonSerializable" or "JsonDerivedType")
            .SelectMany(attribute => attribute.DescendantNodes().OfType<TypeOfExpressionSyntax>())
            .SelectMany(type => type.DescendantNodes().OfType<SimpleNameSyntax>()).Select(name => name.Identifier.Text),
    ];

    private static IEnumerable<string> LooseRecords(SourceFile file, HashSet<string> wire) =>
        file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => wire.Contains(type.Identifier.Text))
            .SelectMany(type => type.Members.OfType<PropertyDeclarationSyntax>())
            .Where(property => property.AccessorList?.Accessors.Any(each => each.Keyword.Text is "init" or "set") == true)
            .Select(property => file.At(property, $"`{property.Identifier.Text}` loses its default when read; make it a parameter."));

    private static IEnumerable<string> LaxContexts(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>()
            .Where(type => type.BaseList?.Types.Any(each => each.Type.ToString() == "JsonSerializerContext") == true)
            .Where(type => !Foreign.Contains(type.Identifier.Text))
            .SelectMany(type => Strictness.Where(option => !type.AttributeLists.ToString().Contains(option, StringComparison.Ordinal))
                .Select(option => file.At(type, $"`{type.Identifier.Text}` lacks {option}: bad input would be read as something else.")));
}
