using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary><c>format</c> as in printf, and <c>json</c>, which reads a text as JSON.</summary>
internal static class TextFunctions
{
    public static readonly FlowFunction[] All =
    [
        new("format", "format('%06d', value, …)", 1, FlowFunction.AnyNumber, CheckFormat, Format),
        new("json", "json(text)", 1, 1, CheckJson, call => FlowJsonReader.Parse(call.Text(0), FlowType.Json.OrNull)),
    ];

    private static FlowType CheckJson(FunctionCheck check)
    {
        check.Want(0, FlowType.String);
        return FlowType.Json;
    }

    private static FlowType CheckFormat(FunctionCheck check)
    {
        check.Want(0, FlowType.String);
        if (check.LiteralText(0) is not { } pattern)
        {
            return check.Fail(0, "the pattern of format is written out as text", "format('%06d', index)");
        }

        IReadOnlyList<FormatPiece> pieces;
        try
        {
            pieces = FormatPiece.Cut(pattern);
        }
        catch (FlowException wrong)
        {
            return check.Fail(0, wrong.Error.Message, wrong.Error.Fix);
        }

        var wanted = pieces.Count(piece => piece.Conversion != FormatPiece.Plain);
        if (wanted != check.Count - 1)
        {
            return check.Fail(0, $"format has {wanted} places and {check.Count - 1} values");
        }

        var next = 1;
        foreach (var piece in pieces.Where(piece => piece.Conversion != FormatPiece.Plain))
        {
            CheckPlace(check, piece, next++);
        }

        return FlowType.String;
    }

    private static void CheckPlace(FunctionCheck check, FormatPiece piece, int i)
    {
        if (piece.WantsInt || piece.WantsFloat)
        {
            check.Want(i, piece.WantsInt ? FlowType.Int : FlowType.Float);
        }
        else if (check.TypeOf(i).HoldsSecret)
        {
            check.Fail(i, "a secret is never part of a text", "put it into the environment by itself");
        }
        else if (check.TypeOf(i).HoldsArtifact)
        {
            check.Fail(i, $"{check.Role(i)} is {check.TypeOf(i).Noun}, which is no text",
                "write it beside the text: {{ inputs.NAME }}.bak");
        }
        else
        {
            check.Want(i, check.TypeOf(i).NotNull);
        }
    }

    private static FlowValue Format(FunctionCall call)
    {
        var next = 1;
        var text = string.Concat(FormatPiece.Cut(call.Text(0)).Select(piece => piece.Write(
            piece.Conversion == FormatPiece.Plain ? FlowValue.Null : call.Value(next++))));
        return new StringValue(text);
    }
}
