using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Functions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>
/// Gives every part of an expression its type before anything runs, and puts the conversions in. All errors are collected. What
/// passes and holds no <c>json</c> can at run time fail by its values alone: a missing key, an overflow, unequal lengths.
/// </summary>
internal sealed class Checker
{
    public const string NullFix =
        "give a value with '??', declare the reader as 'T?', give the output a 'default', or drop nulls from lists with 'compact(…)'";

    private readonly ParsedExpression _source;
    private readonly ReferenceTyping _typing;
    private readonly OperatorCheck _operators;
    private readonly List<FlowError> _errors = [];

    private Checker(ParsedExpression source, ReferenceTyping typing)
    {
        (_source, _typing) = (source, typing);
        _operators = new OperatorCheck(this);
    }

    public static CheckedExpression Check(ParsedExpression source, ReferenceTyping typing)
    {
        if (!source.IsValid)
        {
            return new CheckedExpression(source, null, FlowType.Json, null, [source.Error]);
        }

        var checker = new Checker(source, typing);
        var typed = checker.Visit(source.Root);
        if (source.Spread)
        {
            typed = checker.Spread(typed);
        }

        return new CheckedExpression(
            source, typed.Node, checker._errors.Count == 0 ? typed.Type : FlowType.Json, typed.Because, checker._errors);
    }

    /// <summary>
    /// Fits a checked expression into a declared type: the conversion is put in, and null or a wrong type become errors that name
    /// <paramref name="wanted"/>, as in "the input 'fmax'".
    /// </summary>
    public static CheckedExpression Fit(CheckedExpression found, FlowType type, string wanted)
    {
        if (!found.IsValid || found.Root is null)
        {
            return found;
        }

        var checker = new Checker(found.Source, _ => throw new InvalidOperationException("already looked up"));
        var fitted = checker.Into(new Typed(found.Root, found.Type, found.Because), type, wanted);
        return found with { Root = fitted.Node, Type = checker._errors.Count == 0 ? fitted.Type : FlowType.Json, Errors = checker._errors };
    }

    public void Report(FlowErrorKind kind, string message, string? fix, int offset) =>
        _errors.Add(_source.Locate(new FlowError(kind, message, fix), offset));

    /// <summary>An error, and a type that hides what would follow from it.</summary>
    public Typed Fail(string message, Expression node, string? fix = null)
    {
        Report(FlowErrorKind.Type, message, fix, node.Offset);
        return new Typed(node, FlowType.Json);
    }

    /// <summary>The same without null; an error if null may come.</summary>
    public Typed NotNull(Typed typed, string what)
    {
        if (!typed.Type.Optional)
        {
            return typed;
        }

        Report(FlowErrorKind.Null, $"{what} may be null: {typed.Because ?? "its type is " + typed.Type}", NullFix, typed.Node.Offset);
        return typed with { Type = typed.Type.Kind == FlowKind.Nothing ? FlowType.Json : typed.Type.NotNull };
    }

    /// <summary>The part as a value of a type, converted where that is allowed.</summary>
    public Typed Into(Typed typed, FlowType type, string what)
    {
        var solid = type.Optional ? typed : NotNull(typed, what);
        if (FlowTypeRules.Fits(solid.Type, type))
        {
            return FlowTypeRules.Changes(solid.Type, type)
                ? new Typed(new WidenExpression(solid.Node, type), type, solid.Because) : solid with { Type = type };
        }

        if (FlowTypeRules.Fits(solid.Type, Loose(type)))
        {
            var nulls = $"{what} is {type.Noun}, and elements of this {solid.Type} may be null: {solid.Because ?? "its type says so"}";
            Report(FlowErrorKind.Null, nulls, NullFix, solid.Node.Offset);
            return new Typed(solid.Node, type);
        }

        var message = $"{what} is {type.NotNull.Noun}, and this is {solid.Type.NotNull.Noun}";
        Report(FlowErrorKind.Type, message, Conversion(solid.Type, type), solid.Node.Offset);
        return new Typed(solid.Node, type);
    }

    public Typed Visit(Expression node) => node switch
    {
        LiteralExpression literal => new Typed(node, TypeOf(literal.Value), literal.Value.IsNull ? "null is written there" : null),
        ListExpression list => List(list),
        ReferenceExpression reference => Look(reference),
        MemberExpression member => _operators.Member(member, Visit(member.Target)),
        IndexExpression index => _operators.Index(index, Visit(index.Target), Visit(index.Key)),
        CallExpression call => Call(call),
        UnaryExpression unary => _operators.Unary(unary, Visit(unary.Operand)),
        BinaryExpression binary => _operators.Binary(binary, Visit(binary.Left), Visit(binary.Right)),
        ConditionalExpression conditional => _operators.Conditional(
            conditional, Visit(conditional.Test), Visit(conditional.Then), Visit(conditional.Else)),
        _ => throw new InvalidOperationException("a conversion before the check"),
    };

    private Typed Look(ReferenceExpression node)
    {
        var found = _typing(node.Reference);
        if (found.Type is { } type)
        {
            return new Typed(node, type, type.Optional || type.Element is not null ? found.Because : null);
        }

        Report(FlowErrorKind.Type, found.Error!, found.Fix, node.Offset);
        return new Typed(node, FlowType.Json);
    }

    private Typed List(ListExpression node)
    {
        var items = node.Items.Select(Visit).ToList();
        var element = FlowType.Nothing;
        foreach (var item in items)
        {
            if (FlowTypeRules.Join(element, item.Type) is not { } joined)
            {
                return Fail($"a list has one type of elements, and here is {item.Type.Noun} beside {element.Noun}", item.Node);
            }

            element = joined;
        }

        var widened = items.Select(item => Into(item, element, "an element").Node).ToList();
        return new Typed(node with { Items = widened }, FlowType.ListOf(element), FirstReason(items));
    }

    private Typed Call(CallExpression node)
    {
        if (FunctionTable.Find(node.Function) is not { } function)
        {
            return Fail($"no function is called '{node.Function}'{NearestName.Hint(node.Function, FunctionTable.Names)}", node);
        }

        var arguments = node.Arguments.Select(Visit).ToList();
        if (arguments.Count < function.ArgumentsMin || arguments.Count > function.ArgumentsMax)
        {
            return Fail($"{function.Name} is not called with {arguments.Count} arguments", node, function.Usage);
        }

        var type = function.Check(new FunctionCheck(this, function, arguments));
        var because = type.Optional ? $"{function.Name} of an empty list is null" : null;
        var call = node with { Arguments = [.. arguments.Select(argument => argument.Node)] };
        // The sum of an empty list<float> is 0.0, which the values alone cannot tell.
        return new Typed(
            type.Kind == FlowKind.Float ? new WidenExpression(call, type) : call, type, because ?? FirstReason(arguments));
    }

    private static string? FirstReason(IEnumerable<Typed> parts) =>
        parts.Select(part => part.Because).FirstOrDefault(because => because is not null);

    private Typed Spread(Typed typed)
    {
        var list = NotNull(typed, "what is spread with '...'");
        if (list.Type.Kind is not (FlowKind.List or FlowKind.Json))
        {
            return Fail($"'...' spreads a list, and this is {list.Type.Noun}", list.Node);
        }

        return list.Type.Element is { Optional: true }
            ? Into(list, FlowType.ListOf(list.Type.Element.NotNull), "what is spread with '...'")
            : list;
    }

    // The same type with every null allowed: tells "wrong type" from "right but for the nulls".
    private static FlowType Loose(FlowType type) => type with { Element = type.Element is null ? null : Loose(type.Element).OrNull };

    private static string? Conversion(FlowType from, FlowType into) => (from.Kind, into.Kind) switch
    {
        (FlowKind.Int or FlowKind.Float or FlowKind.Bool, FlowKind.String) =>
            "write it as text beside its quotes: 'a{{ x }}', or with format('%s', x)",
        (FlowKind.Float, FlowKind.Int) => "ints come from div(a, b), not from '/'",
        (FlowKind.String, FlowKind.Json or FlowKind.Int or FlowKind.Float or FlowKind.Bool or FlowKind.List or FlowKind.Map) =>
            "read a text with json(…)",
        (FlowKind.File or FlowKind.Dir, FlowKind.Json) => "declare the input as 'file' or 'dir'",
        (_, FlowKind.List) when FlowTypeRules.Fits(from, into.Element!) => "put it in brackets: [x]",
        _ => null,
    };

    private static FlowType TypeOf(FlowValue literal) => literal switch
    {
        BoolValue => FlowType.Bool,
        IntValue => FlowType.Int,
        FloatValue => FlowType.Float,
        StringValue => FlowType.String,
        _ => FlowType.Null,
    };
}
