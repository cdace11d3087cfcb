using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Dxflow.Tests.Tidy;

public sealed class SizeTests
{
    private const int LineColumnsMax = 140;
    private const int FileLinesMax = 500;
    private const int MethodLinesMax = 70;
    private const int ConstructorParametersMax = 5;
    private const int FolderFilesMax = 16;
    private const int MedianLinesMax = 60;
    private const int NinthDecileLinesMax = 200;

    [Fact]
    public void Lines_fit_a_screen() => Rule.Holds(Repository.Code, LongLines);

    [Fact]
    public void A_long_line_is_seen() => Rule.Sees(LongLines, "// " + new string('x', LineColumnsMax));

    [Fact]
    public void Files_are_short() => Rule.Holds(Repository.Code, LongFiles);

    [Fact]
    public void A_long_file_is_seen() => Rule.Sees(LongFiles, new string('\n', FileLinesMax + 1));

    [Fact]
    public void Methods_are_short() => Rule.Holds(Repository.Code, LongMethods);

    [Theory]
    [InlineData("class A { void B() {%} }")]
    [InlineData("class A { A() {%} }")]
    [InlineData("class A { int B { get {%} } }")]
    [InlineData("class A { object B() => new[] {%}; }")]
    [InlineData("return;%return;")]
    public void A_long_method_is_seen(string text)
    {
        Rule.Sees(LongMethods, text.Replace("%", new string('\n', MethodLinesMax), StringComparison.Ordinal));
        Rule.Passes(LongMethods, text.Replace("%", new string('\n', MethodLinesMax - 1), StringComparison.Ordinal));
    }

    [Fact]
    public void Constructors_take_few_parameters() => Rule.Holds(Repository.Code, GreedyConstructors);

    [Fact]
    public void A_greedy_constructor_is_seen()
    {
        Rule.Sees(GreedyConstructors, "class A(int a, int b, int c, int d, int e, int f);");
        Rule.Sees(GreedyConstructors, "class A { A(int a, int b, int c, int d, int e, int f) { } }");
        Rule.Passes(GreedyConstructors, "record A(int a, int b, int c, int d, int e, int f);");
    }

    [Fact]
    public void A_folder_fits_a_glance() => Rule.Holds(FullFolders(Repository.Code.Select(file => file.Path)));

    [Fact]
    public void A_full_folder_is_seen() =>
        Assert.Single(FullFolders(Enumerable.Range(0, FolderFilesMax + 1).Select(i => $"src/A/{i}.cs").Append("src/B/1.cs")));

    [Fact]
    public void Most_files_are_small() => Rule.Holds(Spread(Repository.Product.Select(file => file.Lines.Count)));

    [Fact]
    public void Large_files_are_seen()
    {
        Assert.Single(Spread(Enumerable.Repeat(MedianLinesMax + 1, 9)));
        Assert.Single(Spread(Enumerable.Repeat(1, 8).Concat(Enumerable.Repeat(NinthDecileLinesMax + 1, 2))));
    }

    private static IEnumerable<string> LongLines(SourceFile file) =>
        file.Lines.Index().Where(line => line.Item.Length > LineColumnsMax)
            .Select(line => file.At(line.Index + 1, $"{line.Item.Length} columns; break it at {LineColumnsMax}."));

    private static IEnumerable<string> LongFiles(SourceFile file) =>
        file.Lines.Count > FileLinesMax ? [file.At(1, $"{file.Lines.Count} lines; cut it by concept, at most {FileLinesMax}.")] : [];

    private static IEnumerable<string> LongMethods(SourceFile file)
    {
        var methods = file.Syntax.DescendantNodes().Where(node =>
            node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: not null });
        foreach (var node in methods)
        {
            // From the signature on: attributes and comments above it are not counted.
            var first = node.DescendantTokens().First(token => !token.Parent!.AncestorsAndSelf().OfType<AttributeListSyntax>().Any());
            var lines = SourceFile.Line(node.GetLastToken()) - SourceFile.Line(first) + 1;
            if (lines > MethodLinesMax)
            {
                yield return file.At(node, $"a method of {lines} lines; at most {MethodLinesMax}, cut out the leaves.");
            }
        }

        var main = file.Syntax.Members.OfType<GlobalStatementSyntax>().Where(each => each.Statement is not LocalFunctionStatementSyntax);
        if (main.ToList() is [var start, .., var end]
            && SourceFile.Line(end.GetLastToken()) - SourceFile.Line(start.GetFirstToken()) >= MethodLinesMax)
        {
            yield return file.At(start, $"top-level statements over more than {MethodLinesMax} lines.");
        }
    }

    private static IEnumerable<string> GreedyConstructors(SourceFile file) =>
        file.Syntax.DescendantNodes()
            .Select(node => node switch
            {
                ConstructorDeclarationSyntax { Parent: not RecordDeclarationSyntax } constructor => constructor.ParameterList,
                TypeDeclarationSyntax and not RecordDeclarationSyntax => ((TypeDeclarationSyntax)node).ParameterList,
                _ => null,
            })
            .Where(list => list?.Parameters.Count > ConstructorParametersMax)
            .OfType<ParameterListSyntax>()
            .Select(list => file.At(list, $"{list.Parameters.Count} parameters; a constructor takes at most {ConstructorParametersMax}."));

    private static IEnumerable<string> FullFolders(IEnumerable<string> paths) =>
        paths.GroupBy(path => Path.GetDirectoryName(path)!).Where(folder => folder.Count() > FolderFilesMax)
            .Select(folder => $"{folder.Key}: {folder.Count()} files; at most {FolderFilesMax}, make a sub-folder named after a concept.");

    private static IEnumerable<string> Spread(IEnumerable<int> lines)
    {
        var sorted = lines.Order().ToList();
        Assert.NotEmpty(sorted);
        if (sorted[sorted.Count / 2] is var median and > MedianLinesMax)
        {
            yield return $"src: the median file has {median} lines; at most {MedianLinesMax}.";
        }
        else if (sorted[sorted.Count * 9 / 10] is var decile and > NinthDecileLinesMax)
        {
            yield return $"src: one file in ten has over {decile} lines; at most {NinthDecileLinesMax}.";
        }
    }
}
