using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary>
/// The arguments of one call while its types are checked. Each method demands something of an argument, reports what is wrong with
/// it, and goes on with a type that hides follow-up errors. Conversions are put around the argument.
/// </summary>
internal sealed class FunctionCheck(Checker checker, FlowFunction function, List<Typed> arguments)
{
    public int Count => arguments.Count;

    public IReadOnlyList<Typed> Arguments => arguments;

    public FlowType TypeOf(int i) => arguments[i].Type;

    /// <summary>The value of a literal text, or null if the argument is something else.</summary>
    public string? LiteralText(int i) => arguments[i].Node is LiteralExpression { Value: StringValue text } ? text.Value : null;

    /// <summary>The argument must be of this type and not null.</summary>
    public void Want(int i, FlowType type) => arguments[i] = checker.Into(arguments[i], type, Role(i));

    /// <summary>The argument must be a list; its element type.</summary>
    public FlowType Element(int i) => Inside(i, FlowKind.List);

    /// <summary>The argument must be a map; its element type.</summary>
    public FlowType MapElement(int i) => Inside(i, FlowKind.Map);

    /// <summary>The argument must be a list of elements that are never null.</summary>
    public FlowType SolidElement(int i)
    {
        var element = Element(i);
        if (element.Optional)
        {
            Fail(i, $"{Role(i)} is {TypeOf(i).Noun}, whose elements may be null",
                "drop the nulls with 'compact(…)', or replace them with '??'");
        }

        return element.NotNull;
    }

    /// <summary>The arguments must be ordered alike: all numbers or all texts. Ints beside floats become floats.</summary>
    public FlowType Ordered(FlowType type, int i)
    {
        if (type.IsNumber || type.Kind is FlowKind.String or FlowKind.Json or FlowKind.Nothing)
        {
            return type;
        }

        return Fail(i, $"{Role(i)} holds {type}, which has no order", "numbers and texts have one");
    }

    public FlowType Fail(int i, string message, string? fix = null)
    {
        checker.Report(FlowErrorKind.Type, message, fix, arguments[i].Node.Offset);
        return FlowType.Json;
    }

    public string Role(int i) => function.ArgumentsMax == 1 ? $"the argument of {function.Name}" : $"argument {i + 1} of {function.Name}";

    private FlowType Inside(int i, FlowKind kind)
    {
        var word = kind == FlowKind.List ? "list" : "map";
        var argument = checker.NotNull(arguments[i], Role(i));
        arguments[i] = argument;
        return argument.Type.Kind == kind ? argument.Type.Element!
            : argument.Type.Kind is FlowKind.Json or FlowKind.Nothing ? FlowType.Json
            : Fail(i, $"{Role(i)} is {argument.Type.Noun}, not a {word}", function.Usage);
    }
}
