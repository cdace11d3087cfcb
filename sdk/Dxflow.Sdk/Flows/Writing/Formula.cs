using System.Text.Json;
using Dxflow.Sdk.Flows.Steps;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>
/// An expression of the document: how it is written, how tightly it binds, and whose it is. Origins are the flow whose inputs or steps
/// it names, and the step whose own inputs, outputs or elements it names; it means nothing elsewhere.
/// </summary>
internal sealed record Formula(Func<Place, string> Write, int Level, IReadOnlyList<object> Origins)
{
    public const int Conditional = 1;
    public const int Coalesce = 2;
    public const int Or = 3;
    public const int And = 4;
    public const int Equality = 5;
    public const int Order = 6;
    public const int Sum = 7;
    public const int Product = 8;
    public const int Unary = 9;
    public const int Primary = 10;

    /// <summary>The value itself, where it stands in the program.</summary>
    public JsonElement? Literal { get; init; }

    /// <summary>It is one name, so that its type is known to whoever reads it.</summary>
    public bool IsName { get; init; }

    public static Formula Name(string text, params object[] origins) => new(_ => text, Primary, origins) { IsName = true };

    public static Formula Each(string name, object step) =>
        new(place => (place == Place.Values ? "each." : "inputs.") + name, Primary, [step]) { IsName = true };

    public static Formula Call(string function, params IEnumerable<Formula> arguments)
    {
        Formula[] all = [.. arguments];
        return new(place => $"{function}({string.Join(", ", all.Select(each => each.Write(place)))})", Primary, Joined(all));
    }

    public static Formula List(IEnumerable<Formula> items)
    {
        Formula[] all = [.. items];
        return new(place => $"[{string.Join(", ", all.Select(each => each.Write(place)))}]", Primary, Joined(all));
    }

    /// <summary>Operators lean left, but for <c>??</c>.</summary>
    public static Formula Binary(Formula left, string symbol, Formula right, int level)
    {
        var leansRight = level == Coalesce;
        return new(
            place => $"{left.Bound(place, leansRight ? level + 1 : level)} {symbol} {right.Bound(place, leansRight ? level : level + 1)}",
            level,
            Joined([left, right]));
    }

    public static Formula Prefix(string symbol, Formula operand) =>
        new(place => symbol + operand.Bound(place, Primary), Unary, operand.Origins);

    public static Formula Choice(Formula test, Formula then, Formula otherwise) => new(
        place => $"{test.Bound(place, Conditional + 1)} ? {then.Write(place)} : {otherwise.Bound(place, Conditional)}",
        Conditional,
        Joined([test, then, otherwise]));

    public Formula At(Formula key) =>
        new(place => $"{Bound(place, Primary)}[{key.Write(place)}]", Primary, Joined([this, key]));

    /// <summary>Refuses what is another's.</summary>
    public Formula In(Flow flow, AnyStep? step, string where)
    {
        foreach (var origin in Origins)
        {
            if (origin is AnyStep owner && owner != step)
            {
                throw new FlowException(
                    $"{where} uses `{Write(Place.Task)}`, which is the own of step `{owner.Name}`: "
                    + "take its output, or give it as an input.");
            }

            if (origin is Flow other && other != flow)
            {
                throw new FlowException(
                    $"{where} uses `{Write(Place.Task)}` of flow `{other.Name}`, and is in `{flow.Name}`: "
                    + "give it to the step as an input.");
            }
        }

        return this;
    }

    private string Bound(Place place, int level) => Level < level ? $"({Write(place)})" : Write(place);

    private static IReadOnlyList<object> Joined(IEnumerable<Formula> parts) => [.. parts.SelectMany(part => part.Origins).Distinct()];
}
