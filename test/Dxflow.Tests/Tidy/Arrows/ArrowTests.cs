using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Dxflow.Tests.Tidy.Arrows;

/// <summary>The direction of the house: the table in ARCHITECTURE.md against the built assembly and the source.</summary>
public sealed class ArrowTests
{
    /// <summary>A floor that shows that the test looked: well below what the assembly has, far above what a broken reader finds.</summary>
    private const int ReferencesMin = 100;

    private static readonly ArrowTable Table = ArrowTable.Parse(File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md")));

    private static readonly Lazy<HashSet<TypeName>> CommandTypes = new(() =>
    [
        .. Repository.Product.Where(file => file.Name.EndsWith("Commands.cs", StringComparison.Ordinal))
            .SelectMany(file => file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
                .Select(type => new TypeName(file.Folder["src/".Length..].Replace('/', '.'), type.Identifier.Text))),
    ]);

    [Fact]
    public void The_assembly_keeps_to_the_arrows()
    {
        var references = References.Of(Path.Combine(AppContext.BaseDirectory, "dxflow.dll"));
        var ours = references.Where(each => Folder(each.From) is not null && Folder(each.To) is not null).ToList();
        Assert.True(ours.Count > ReferencesMin, $"only {ours.Count} references were read: the reader is broken.");
        Rule.Holds(Breaches(ours, Table, CommandTypes.Value));
    }

    [Fact]
    public void The_source_keeps_to_the_arrows() => Rule.Holds(Repository.Product, file => SourceBreaches(file, Table));

    [Fact]
    public void Every_folder_has_its_row() =>
        Assert.Empty(Directory.GetDirectories(Path.Combine(Repository.Root, "src/Dxflow")).Select(path => Path.GetFileName(path)!)
            .Except(Table.Folders).Except(["bin", "obj"]));

    [Fact]
    public void An_arrow_that_the_table_lacks_is_seen()
    {
        var table = ArrowTable.Parse("# A\n\n| folder | may use |\n|---|---|\n| `A` | `B`, `C` |\n| `B` | nothing |\n| `C` | `B` |\n");
        Reference Arrow(string from, string to) => new(new TypeName(from, "X"), new TypeName(to, "Y"));

        Reference[] good = [Arrow("Dxflow.A.Sub", "Dxflow.B"), Arrow("Dxflow.A", "Dxflow.A.Sub"), Arrow("Dxflow", "Dxflow.A")];
        Assert.Empty(Breaches(good, table, []));
        Assert.Single(Breaches([Arrow("Dxflow.B", "Dxflow.A.Sub")], table, []));
        Assert.Single(Breaches([Arrow("Dxflow.B", "Dxflow")], table, []));
        Assert.Single(Breaches([Arrow("Dxflow.D", "Dxflow.A")], table, []));
    }

    [Fact]
    public void Only_a_feature_s_commands_use_the_command_line()
    {
        var command = new TypeName("Dxflow.Workflows", "RunCommands");
        var reference = new Reference(command, new TypeName("Dxflow.Surfaces.Cli", "Terminal"));

        Assert.Single(Breaches([reference], Table, []));
        Assert.Empty(Breaches([reference], Table, [command]));
        Assert.Single(Breaches([reference with { To = new TypeName("Dxflow.Surfaces.Http", "Server") }], Table, [command]));
    }

    [Fact]
    public void A_reference_that_only_the_source_shows_is_seen()
    {
        IEnumerable<string> Check(SourceFile file) => SourceBreaches(file, Table);
        const string path = "src/Dxflow/Foundation/Sample.cs";

        Rule.Sees(Check, "using Dxflow.Runtimes;", path);
        Rule.Sees(Check, "using static Dxflow.Runtimes.AttemptId;", path);
        Rule.Sees(Check, "class A { string B => nameof(Runtimes.AttemptId); }", path);
        Rule.Sees(Check, "class A { Dxflow.Runtimes.AttemptId B; }", path);
        Rule.Sees(Check, "class A { Runtimes.AttemptId B; }", path);
        Rule.Passes(Check, "using System; class A { int B(C c) => c.Runtimes.Count + Runtimes.Count; }", path);
        Rule.Passes(Check, "using Dxflow.Runtimes;", "src/Dxflow/Workflows/Sample.cs");
    }

    [Fact]
    public void The_reader_sees_every_kind_of_reference()
    {
        var from = new TypeName(typeof(ArrowTests).Namespace!, "Specimen");
        var seen = References.Of(typeof(ArrowTests).Assembly.Location).Where(each => each.From == from).Select(each => each.To.Name);
        string[] expected =
        [
            nameof(ObsoleteAttribute), nameof(IDisposable), nameof(EventArgs), nameof(Uri), nameof(TimeProvider), nameof(List<>),
            nameof(Random), nameof(FormatException), nameof(StringComparer), nameof(Guid), nameof(Half),
        ];
        Assert.Empty(expected.Except(seen));
    }

    private static IEnumerable<string> Breaches(IEnumerable<Reference> references, ArrowTable table, HashSet<TypeName> commands) =>
        from reference in references
        let source = Folder(reference.From)
        let target = Folder(reference.To)
        where source is { Length: > 0 } && target is not null
        let to = reference.To.Namespace.StartsWith("Dxflow.Surfaces.Cli", StringComparison.Ordinal) ? "Surfaces/Cli" : target
        where to.Length == 0 || !table.Allows(source, to, commands.Contains(reference.From))
        select $"{reference.From} uses {reference.To}: ARCHITECTURE.md has no arrow {source} → {(to.Length == 0 ? "the root" : to)}.";

    private static IEnumerable<string> SourceBreaches(SourceFile file, ArrowTable table)
    {
        var from = file.Folder["src/Dxflow".Length..].TrimStart('/').Split('/')[0];
        var isCommand = file.Name.EndsWith("Commands.cs", StringComparison.Ordinal);
        return from.Length == 0
            ? []
            : SourceReferences.Of(file, table.Folders).Where(each => !table.Allows(from, each.Folder, isCommand))
                .Select(each => file.At(each.Node, $"names {each.Folder}: ARCHITECTURE.md has no arrow {from} → {each.Folder}."));
    }

    /// <summary>The top-level folder of a type of ours, empty for the root; null for what is not ours or is the compiler's.</summary>
    private static string? Folder(TypeName type) => type switch
    {
        { Namespace: "Dxflow" } or { Namespace: "", Name: "Program" } => "",
        _ when type.Namespace.StartsWith("Dxflow.", StringComparison.Ordinal) => type.Namespace.Split('.')[1],
        _ => null,
    };
}

/// <summary>One reference of each kind, for the reader to find; nothing calls it.</summary>
[Obsolete("A specimen for the reader.")]
internal sealed class Specimen<T> : IDisposable
    where T : EventArgs
{
    private readonly Uri? _field = null;

    public TimeProvider? Property => null;

    public void Dispose()
    {
        List<Half>? local = null;
        try
        {
            GC.KeepAlive(Random.Shared);
            GC.KeepAlive(local);
            GC.KeepAlive(_field);
            GC.KeepAlive(StringComparer.Ordinal);
            GC.KeepAlive(Array.Empty<Guid>());
        }
        catch (FormatException)
        {
            // The type in the clause is what matters.
        }
    }
}
