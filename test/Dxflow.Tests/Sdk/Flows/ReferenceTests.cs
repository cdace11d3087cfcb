using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Values;
using Xunit;

namespace Dxflow.Tests.Sdk.Flows;

/// <summary>Expressions of C# as the document's language, judged by its own parser.</summary>
public sealed class ReferenceTests
{
    private static readonly Flow Flow = new("f");
    private static readonly Ref<int> N = Flow.Input<int>("n");
    private static readonly Ref<double> X = Flow.Input<double>("x");
    private static readonly Ref<bool> B = Flow.Input<bool>("b");
    private static readonly Ref<string> S = Flow.Input<string>("s");
    private static readonly Ref<IReadOnlyList<int>> L = Flow.Input<IReadOnlyList<int>>("l");
    private static readonly Ref<IReadOnlyDictionary<string, double>> M = Flow.Input<IReadOnlyDictionary<string, double>>("m");
    private static readonly Ref<DirArtifact> D = Flow.Input<DirArtifact>("d");

    public static TheoryData<string, string> Expressions => new()
    {
        { Of((N + 1) * 2), "(n + 1) * 2" },
        { Of(N + (N * 2)), "n + n * 2" },
        { Of(N - (N - 1)), "n - (n - 1)" },
        { Of((N - N) - 1), "n - n - 1" },
        { Of(!(B & (B | B)) | B), "!(b && (b || b)) || b" },
        { Of((N > 1) & (N.Div(2) <= 3) & (N % 2).IsNot(0)), "n > 1 && div(n, 2) <= 3 && n % 2 != 0" },
        { Of((-X + 5) / 0.5), "(-x + 5.0) / 0.5" },
        { Of(X * -2), "x * -2.0" },
        { Of(Ref.If(N.Is(-1), N, 0 - N)), "n == -1 ? n : 0 - n" },
        { Of(Ref.If(Ref.If(B, B, !B), "a", S)), "(b ? b : !b) ? 'a' : s" },
        { Of(Ref.If<int>(B, 1, 2) + 3), "(b ? 1 : 2) + 3" },
        { Of(S.Or("x").Or("y")), "(s ?? 'x') ?? 'y'" },
        { Of(S.Or(S.Or("y"))), "s ?? s ?? 'y'" },
        { Of(L.At(0) + L.At(N - 1)), "l[0] + l[n - 1]" },
        { Of(L.OrNulls().Compact().Len() + N.OrNull().Or(2)), "len(compact(l)) + (n ?? 2)" },
        { Of(M.At("k")), "m['k']" },
        { Of(M.Keys().Len()), "len(keys(m))" },
        { Of(M.Values().Sort().Max()), "max(sort(values(m)))" },
        { Of(L.Chunk(10).Flatten().Unique().Sum()), "sum(unique(flatten(chunk(l, 10))))" },
        { Of(Ref.Concat(L, Ref.Range(1, 3), Ref.Of<IReadOnlyList<int>>([1, -2]))), "concat(l, range(1, 3), [1, -2])" },
        { Of(Ref.Zip(L, Ref.List<double>(1, 0.5, X)).At(0).Second()), "zip(l, [1.0, 0.5, x])[0][1]" },
        { Of(L.Enumerate().At(0).First()), "enumerate(l)[0][0]" },
        { Of(Ref.Format("%06d-%s", N, S).Then("!")), "format('%06d-%s', n, s) + '!'" },
        { Of(D.Files().Len() + D.File("a/b").IsNull().As()), "len(files(d)) + (path(d, 'a/b') == null ? 1 : 0)" },
        { Of(S.AsJson().Get("a").As<double>() < 1e-9), "json(s)['a'] < 1.0e-9" },
        { Of(Ref.Of(1e300)), "1.0e300" },
        { Of(Ref.Of(double.Epsilon)), "5.0e-324" },
        { Of(Ref.Of(long.MinValue)), "-9223372036854775808" },
        { Of(Ref.Min<int>(N, 3) + Ref.RunNumber), "min(n, 3) + run.number" },
        { Of(Ref.ServiceHost("a.b").IsNot(Ref.RunId)), "services['a.b'].host != run.id" },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Is_written_as_the_language_prints_it(string built, string wanted)
    {
        Assert.Equal(wanted, Short(built));
        var parsed = ExpressionParser.Parse(built);
        Assert.True(parsed.IsValid, parsed.Error?.Message);
        Assert.Equal(wanted, Short(ExpressionPrinter.Print(parsed.Root)));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a\\b\n\t\r\u0001 .x")]
    [InlineData("${A} $$ {{ b }} }}")]
    [InlineData("\"ä€😀")]
    public void A_text_is_that_text(string text)
    {
        var parsed = ExpressionParser.Parse(Of(Ref.Of(text)));
        var literal = Assert.IsType<LiteralExpression>(parsed.Root);
        Assert.Equal(text, Assert.IsType<StringValue>(literal.Value).Value);
    }

    private static string Of<T>(Ref<T> value) => value.ToString()[3..^3];

    // Names of inputs alone, for the eye.
    private static string Short(string text) => text.Replace("workflow.inputs.", "", StringComparison.Ordinal);
}

file static class Truths
{
    public static Ref<int> As(this Ref<bool> truth) => Ref.If<int>(truth, 1, 0);
}
