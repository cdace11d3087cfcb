using System.Text;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Templates;

/// <summary>What a checked template gives: a value, one text, or one text per element. Fails with a <see cref="FlowException"/>.</summary>
internal static class TemplateEvaluator
{
    /// <summary>More than any text can be used for: an argument is limited far below.</summary>
    public const int CharactersMax = 4 * 1024 * 1024;

    public static FlowValue Value(CheckedTemplate template, EvaluationScope scope) => template is { Use: TemplateUse.Value, Lone: { } lone }
        ? Evaluator.Evaluate(lone, scope) : new StringValue(Text(template, scope));

    public static string Text(CheckedTemplate template, EvaluationScope scope)
    {
        if (template.Parts is [{ Expression: null } only])
        {
            return only.Text;
        }

        var text = new StringBuilder();
        foreach (var (literal, expression) in template.Parts)
        {
            text.Append(expression is null ? literal : Text(expression, Evaluator.Evaluate(expression, scope)));
        }

        return text.ToString();
    }

    /// <summary>The arguments a template becomes: one, or with <c>...</c> one per element.</summary>
    public static IEnumerable<string> Arguments(CheckedTemplate template, EvaluationScope scope)
    {
        if (!template.IsSpread)
        {
            return [Text(template, scope)];
        }

        var lone = template.Lone!;
        return Evaluator.Evaluate(lone, scope) is ListValue list ? list.Items.Select(item => Text(lone, item))
            : throw Located(lone, FlowErrorKind.Type, "'...' spreads a list, and this is none", null);
    }

    private static string Text(Checking.CheckedExpression expression, FlowValue value)
    {
        if (FlowSize.Exceeds(value, CharactersMax))
        {
            throw Located(expression, FlowErrorKind.Limit, $"the text has more than {CharactersMax >> 20} MiB",
                "read DXFLOW_INPUTS_JSON instead");
        }

        return FlowText.Of(value) ?? throw (value.IsNull
            ? Located(expression, FlowErrorKind.Null, "null has no text", "give a value for that case with '??'")
            : Located(expression, FlowErrorKind.Type, $"{value} has no path here", "declare it under `inputs`"));
    }

    private static FlowException Located(Checking.CheckedExpression expression, FlowErrorKind kind, string message, string? fix) =>
        new(expression.Source.Locate(new FlowError(kind, message, fix), 0));
}
