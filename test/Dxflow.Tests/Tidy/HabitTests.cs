using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Dxflow.Tests.Tidy;

/// <summary>Habits that hide trouble: swallowed exceptions, silenced warnings, tests that are skipped or that guess at time.</summary>
public sealed class HabitTests
{
    [Fact]
    public void A_swallowed_exception_says_why() => Rule.Holds(Repository.Code, EmptyCatches);

    [Fact]
    public void A_swallowed_exception_is_seen()
    {
        Rule.Sees(EmptyCatches, "try { A(); } catch { }");
        Rule.Sees(EmptyCatches, "try { A(); } catch (IOException) { }");
        Rule.Passes(EmptyCatches, "try { A(); } catch (IOException) { /* Gone already. */ }");
    }

    [Fact]
    public void A_silenced_warning_says_why() => Rule.Holds(Repository.Code, SilencedWarnings);

    [Fact]
    public void A_silenced_warning_is_seen()
    {
        Rule.Sees(SilencedWarnings, "#pragma warning disable CA1000\nclass A;");
        Rule.Passes(SilencedWarnings, "#pragma warning disable CA1000 // The framework's own shape.\nclass A;");
    }

    [Fact]
    public void No_method_is_async_void() => Rule.Holds(Repository.Code, AsyncVoid);

    [Fact]
    public void An_async_void_is_seen() => Rule.Sees(AsyncVoid, "class A { async void B() { } }");

    [Fact]
    public void No_test_is_skipped() => Rule.Holds(Repository.Tests, Skips);

    [Theory]
    [InlineData("class A { [Fact(Skip = \"later\")] void B() { } }")]
    [InlineData("class A { [Theory(SkipUnless = \"X\")] void B() { } }")]
    [InlineData("class A { void B() { Assert.Skip(\"no\"); } }")]
    [InlineData("class A { void B() { Assert.SkipWhen(true, \"no\"); } }")]
    public void A_skipped_test_is_seen(string text) => Rule.Sees(Skips, text);

    [Fact]
    public void No_unit_test_guesses_at_time() => Rule.Holds(Repository.UnitTests, Sleeps);

    [Fact]
    public void A_guess_at_time_is_seen()
    {
        Rule.Sees(Sleeps, "class A { void B() { Thread.Sleep(1); } }");
        Rule.Sees(Sleeps, "class A { async Task B() { await Task.Delay(10); } }");
        Rule.Sees(Sleeps, "class A { async Task B() { await Task.Delay(10, cancel); } }");
        Rule.Passes(Sleeps, "class A { async Task B() { await Task.Delay(ten, time, cancel); } }");
        Rule.Passes(Sleeps, "class A { async Task B() { await Task.Delay(Timeout.Infinite, cancel); } }");
    }

    [Fact]
    public void Test_names_are_sentences() => Rule.Holds(Repository.Tests, TerseNames);

    [Fact]
    public void A_terse_test_name_is_seen()
    {
        Rule.Sees(TerseNames, "class A { [Fact] void TestParse() { } }");
        Rule.Passes(TerseNames, "class A { [Fact] void Torn_tail_is_cut() { } }");
    }

    private static IEnumerable<string> EmptyCatches(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
            .Where(each => each.Block.Statements.Count == 0 && !HasComment(each.Block))
            .Select(each => file.At(each, "an empty catch; say in a comment why nothing is to be done."));

    private static bool HasComment(SyntaxNode node) =>
        node.DescendantTrivia().Any(each => each.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

    private static IEnumerable<string> SilencedWarnings(SourceFile file) =>
        file.Syntax.DescendantNodes(descendIntoTrivia: true).OfType<PragmaWarningDirectiveTriviaSyntax>()
            .Where(pragma => pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
            .Where(pragma => !pragma.ToFullString().Contains("//", StringComparison.Ordinal))
            .Select(pragma => file.At(pragma, "a silenced warning; say why on the same line, after `//`."));

    private static IEnumerable<string> AsyncVoid(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void")
            .Select(method => file.At(method, "async void: nobody sees its end or its exception; return a Task."));

    private static IEnumerable<string> Skips(SourceFile file) =>
        file.Syntax.DescendantNodes()
            .Where(node => node switch
            {
                AttributeArgumentSyntax argument => argument.NameEquals?.Name.Identifier.Text is "Skip" or "SkipUnless" or "SkipWhen",
                InvocationExpressionSyntax call => call.Expression.ToString() is "Assert.Skip" or "Assert.SkipUnless" or "Assert.SkipWhen",
                _ => false,
            })
            .Select(node => file.At(node, "a skipped test; install what it needs in `dev.cs`, or remove it."));

    private static IEnumerable<string> Sleeps(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression.ToString() switch
            {
                "Thread.Sleep" => true,
                "Task.Delay" => !IsOwned(call.ArgumentList.Arguments),
                _ => false,
            })
            .Select(call => file.At(call, "a guess at time; wait for the event itself, or give a TimeProvider."));

    private static bool IsOwned(SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        arguments[0].ToString().StartsWith("Timeout.Infinite", StringComparison.Ordinal)
        || (arguments.Count > 1
            && new[] { "time", "clock" }.Any(word => arguments[1].ToString().Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> TerseNames(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"))
            .Where(method => !method.Identifier.Text.Contains('_', StringComparison.Ordinal))
            .Select(method => file.At(method, $"`{method.Identifier.Text}`: a test's name is a sentence, `Torn_tail_is_cut`."));
}
