using Dxflow.Foundation.Values;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Workflows.Compose.Variables;

/// <summary>
/// Resolves variables in a document's texts. <see cref="ToText"/> is for every place where no reference may stand: braces are plain
/// text there. <see cref="ToTemplate"/> cuts references out first, so that nothing a variable brings in is read as one.
/// All work together is bounded, because a small text can name a large value often.
/// </summary>
internal sealed class Interpolation
{
    /// <summary>Longer texts hold no references: an argument that long could not be given to a program anyway.</summary>
    public const int TemplateCharsMax = 128 * 1024;

    public const int WorkCharsMax = 64 * 1024 * 1024;

    private readonly HashSet<string> _secrets;
    private readonly Problems _problems;
    private readonly Interpolation _whole;
    private long _spent;

    public Interpolation(Func<string, string?> variable, Problems problems)
    {
        _problems = problems;
        _secrets = new(StringComparer.Ordinal);
        _whole = this;
        Faults = new VariableProblems(problems);
        Variable = Watched(variable);
    }

    private Interpolation(Interpolation whole, Func<string, string?> variable)
    {
        _problems = whole._problems;
        _secrets = whole._secrets;
        _whole = whole;
        Faults = whole.Faults;
        Variable = variable;
    }

    /// <summary>The variables of the client, then of <c>.env</c>; null if not set.</summary>
    public Func<string, string?> Variable { get; }

    /// <summary>Values of the variables with a secret's name that the document took: they may stand anywhere in it.</summary>
    public IReadOnlyCollection<string> Secrets => _secrets;

    /// <summary>Where faults of variables in other files (<c>env_file</c>) go, so that each unset one is told once.</summary>
    public VariableProblems Faults { get; }

    /// <summary>The same, with the variables that the file of this node has.</summary>
    public Interpolation Of(Node node) => node is ScalarNode { Scope: { } scope } ? With(scope.Variable) : this;

    /// <summary>The same work and the same problems, with other variables.</summary>
    public Interpolation With(Func<string, string?> variable) => new(_whole, variable);

    /// <summary>A source of variables whose secret values are remembered.</summary>
    public Func<string, string?> Watched(Func<string, string?> variable) => name =>
    {
        var value = variable(name);
        if (value is { Length: > 0 } && SecretNames.Match(name))
        {
            _secrets.Add(value);
        }

        return value;
    };

    public string ToText(ScalarNode scalar) =>
        !Spend(scalar.Text.Length, scalar.At) ? ""
        : scalar.Text.Contains('$') && !scalar.IsResolved ? Expand(scalar, 0, scalar.Text.Length)
        : WithoutNul(scalar.Text, scalar.At);

    public Template ToTemplate(ScalarNode scalar)
    {
        var text = scalar.Text;
        if (scalar.IsResolved || !text.Contains("{{", StringComparison.Ordinal))
        {
            return Template.Literal(ToText(scalar));
        }

        if (text.Length > TemplateCharsMax)
        {
            _problems.Error(
                scalar.At,
                $"a text with references is longer than {TemplateCharsMax >> 10} KiB",
                "Pass large values as an artifact, or read them from DXFLOW_INPUTS_JSON.");
        }

        return text.Length > TemplateCharsMax || !Spend(text.Length, scalar.At) ? Template.Literal("") : Cut(scalar, text);
    }

    /// <summary>Books work on the document; false, with one problem, once it is more than any honest document needs.</summary>
    public bool Spend(long chars, Place at)
    {
        if (_whole != this)
        {
            return _whole.Spend(chars, at);
        }

        if (_spent <= WorkCharsMax && (_spent += chars) > WorkCharsMax)
        {
            _problems.Error(
                at,
                $"the document grows beyond {WorkCharsMax >> 20} million characters when its aliases, variables and files are followed",
                "Put large values in files that the programs read themselves.");
        }

        return _spent <= WorkCharsMax;
    }

    /// <summary>No program can be given a text with a NUL character, and no file can be named so: a problem.</summary>
    public string WithoutNul(string text, Place at)
    {
        if (!text.Contains('\0'))
        {
            return text;
        }

        _problems.Error(at, "a text holds a NUL character", "Remove it: neither arguments nor variables can carry one.");
        return text.Replace("\0", "");
    }

    private Template Cut(ScalarNode scalar, string text)
    {
        var parts = new List<TemplatePart>();
        var literal = 0;
        for (var at = 0; (at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            var span = ReferenceSpan.Find(text, at);
            if (span.Kind == ReferenceKind.Unclosed)
            {
                _problems.Error(scalar.PlaceAt(at), "{{ is never closed", "Close it with }}, or write {{ '{{' }} for two braces.");
                break;
            }

            if (span.Kind == ReferenceKind.GoTemplate)
            {
                _problems.Warn(
                    scalar.PlaceAt(at),
                    "this looks like a Go template and is left as it is",
                    "A reference begins with a name: {{ inputs.x }}");
            }
            else
            {
                AddLiteral(parts, scalar, literal, at, beforeReference: true);
                parts.Add(Expression(scalar, span));
                literal = span.End;
            }

            at = span.End;
        }

        AddLiteral(parts, scalar, literal, text.Length, beforeReference: false);
        return parts.Count > 0 ? new Template(parts) : Template.Literal("");
    }

    private TemplatePart Expression(ScalarNode scalar, ReferenceSpan span)
    {
        var inner = scalar.Text[(span.Start + 2)..(span.End - 2)];
        var variable = inner.IndexOf("${", StringComparison.Ordinal);
        if (variable >= 0)
        {
            _problems.Error(
                scalar.PlaceAt(span.Start + 2 + variable),
                "${ inside {{ }}",
                "Declare an input with the variable as its default, and refer to the input.");
        }

        var blank = inner.Length - inner.TrimStart().Length;
        return new TemplatePart(inner.Trim(), IsExpression: true, scalar.PlaceAt(span.Start + 2 + (blank < inner.Length ? blank : 0)));
    }

    private void AddLiteral(List<TemplatePart> parts, ScalarNode scalar, int start, int end, bool beforeReference)
    {
        if (end > start)
        {
            parts.Add(new TemplatePart(Expand(scalar, start, end, beforeReference)));
        }
    }

    private string Expand(ScalarNode scalar, int start, int end, bool beforeReference = false)
    {
        var text = VariableScanner.Expand(
            scalar.Text.AsSpan(start, end - start),
            scalar.Scope?.Variable ?? Variable,
            fault => Faults.Add(fault, _problems.IsFull ? scalar.At : scalar.PlaceAt(start + fault.Offset), beforeReference));
        return Spend(text.Length, scalar.At) ? WithoutNul(text, scalar.At) : "";
    }
}
