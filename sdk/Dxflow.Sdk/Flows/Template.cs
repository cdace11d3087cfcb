using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>
/// A text in which references stand: <c>$"relax-{Ref.Index}"</c>. A text that is one reference keeps its type; otherwise each becomes text
/// in its place. A value never becomes two arguments or a part of a shell's command, and braces and dollars of yours mean themselves.
/// </summary>
[InterpolatedStringHandler]
public sealed class Template
{
    private readonly List<object> _parts = [];

    /// <summary>For the compiler: a text with holes begins.</summary>
    public Template(int literalLength, int formattedCount)
    {
    }

    private Template(object part) => _parts.Add(part);

    /// <summary>A text without references.</summary>
    public static implicit operator Template(string text) => new((object)text);

    /// <summary>A reference alone, which keeps its type.</summary>
    public static implicit operator Template(Ref value) => new(value.Formula);

    /// <summary>For the compiler: the text between two holes.</summary>
    public void AppendLiteral(string text)
    {
        if (_parts is [.., string before])
        {
            _parts[^1] = before + text;
        }
        else
        {
            _parts.Add(text);
        }
    }

    /// <summary>A hole: for a reference, or for a value of the program.</summary>
    public void AppendFormatted<T>(T value)
    {
        // One method: of two the compiler would take the one for values also for references.
        if (value is Ref reference)
        {
            _parts.Add(reference.Formula);
        }
        else if (value is SecretText)
        {
            throw new FlowException("a secret would stand in the document: make it an input of the flow, and give it to the run.");
        }
        else
        {
            AppendLiteral(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
    }

    /// <summary>The document's form, after every reference has been found to be of this flow and step.</summary>
    internal YamlNode Node(Place place, Flow flow, AnyStep? step, string where)
    {
        var text = new StringBuilder();
        foreach (var (i, part) in _parts.Index())
        {
            if (part is Formula formula)
            {
                text.Append(CultureInfo.InvariantCulture, $"{{{{ {formula.In(flow, step, where).Write(place)} }}}}");
            }
            else
            {
                Literal(text, (string)part, isLast: i == _parts.Count - 1);
            }
        }

        return new YamlScalar(text.ToString(), YamlStyle.Text);
    }

    // Dollars begin variables, and two braces a reference: also one at the end, with those of a reference behind it.
    private static void Literal(StringBuilder text, string literal, bool isLast)
    {
        for (var i = 0; i < literal.Length; i++)
        {
            var run = literal.AsSpan(i).IndexOfAnyExcept('{') is var end and >= 0 ? end : literal.Length - i;
            if (run > 1 || (run == 1 && i == literal.Length - 1 && !isLast))
            {
                text.Append("{{ '").Append('{', run).Append("' }}");
                i += run - 1;
            }
            else
            {
                text.Append(literal[i] == '$' ? "$$" : literal[i].ToString());
            }
        }
    }
}
