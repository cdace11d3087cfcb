using System.Text;

namespace Dxflow.Workflows.Compose.Variables;

/// <summary>
/// Resolves Compose's variables in one text: <c>$A ${A} ${A:-d} ${A-d} ${A:?e} ${A?e} ${A:+r} ${A+r}</c>, nested, and <c>$$</c> for
/// a dollar; one that begins no variable is a dollar too. A branch that is not taken asks for no variable and reports nothing. What a
/// variable brings in is not read again.
/// </summary>
internal ref struct VariableScanner
{
    public const int NestingMax = 50;
    public const int ResultCharsMax = 4 * 1024 * 1024;

    private readonly ReadOnlySpan<char> _text;
    private readonly Func<string, string?> _lookup;
    private readonly Action<VariableFault> _report;
    private int _at;
    private int _depth;
    private bool _cut;

    private VariableScanner(ReadOnlySpan<char> text, Func<string, string?> lookup, Action<VariableFault> report)
    {
        _text = text;
        _lookup = lookup;
        _report = report;
    }

    public static string Expand(ReadOnlySpan<char> text, Func<string, string?> lookup, Action<VariableFault> report)
    {
        if (!text.Contains('$'))
        {
            return text.ToString();
        }

        var output = new StringBuilder(text.Length + 16);
        new VariableScanner(text, lookup, report).Run(output);
        return output.ToString();
    }

    private static bool IsNameStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private static bool IsNamePart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    // A null output is a branch that is not taken. Inside braces it stops at the brace that closes them; braces of its own nest.
    private void Run(StringBuilder? output, bool inBraces = false)
    {
        var braces = 0;
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter == '$')
            {
                Dollar(output);
                continue;
            }

            if (inBraces && letter == '}' && braces-- == 0)
            {
                return;
            }

            braces += inBraces && letter == '{' ? 1 : 0;
            output?.Append(letter);
            _at++;
        }
    }

    private void Dollar(StringBuilder? output)
    {
        var next = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        if (next == '$')
        {
            output?.Append('$');
            _at += 2;
        }
        else if (next == '{')
        {
            Braced(output);
        }
        else if (IsNameStart(next))
        {
            var start = _at++;
            var name = Name();
            Append(output, output is null ? "" : Value(name, start));
        }
        else
        {
            output?.Append('$');
            _at++;
        }
    }

    private void Braced(StringBuilder? output)
    {
        var start = _at;
        _at += 2;
        if (++_depth > NestingMax)
        {
            Report(output, new VariableFault(start, VariableFaultKind.TooDeep, ""));
            (_at, _cut) = (_text.Length, true);
            return;
        }

        var name = _at < _text.Length && IsNameStart(_text[_at]) ? Name() : "";
        var colon = _at < _text.Length && _text[_at] == ':';
        var form = _at + (colon ? 1 : 0) < _text.Length ? _text[_at + (colon ? 1 : 0)] : '\0';
        if (name.Length > 0 && form == '}' && !colon)
        {
            Append(output, output is null ? "" : Value(name, start));
        }
        else if (name.Length > 0 && form is '-' or '?' or '+')
        {
            _at += colon ? 2 : 1;
            Alternative(output, name, start, form, colon);
        }
        else
        {
            Malformed(output, name, start);
        }

        if (_at < _text.Length)
        {
            _at++; // The closing brace.
        }
        else if (!_cut)
        {
            Report(output, new VariableFault(start, VariableFaultKind.Unclosed, name));
        }

        _depth--;
    }

    private void Alternative(StringBuilder? output, string name, int start, char form, bool emptyIsUnset)
    {
        var value = output is null ? null : _lookup(name);
        var has = value is not null && (!emptyIsUnset || value.Length > 0);
        var branch = output is null ? null : form == '?' ? new StringBuilder() : output;
        if (form == '+' ? has : !has)
        {
            Run(branch, inBraces: true);
        }
        else
        {
            Run(null, inBraces: true);
            Append(output, form == '+' ? "" : value ?? "");
        }

        if (form == '?' && !has)
        {
            Report(output, new VariableFault(start, VariableFaultKind.Required, name, branch?.ToString() ?? ""));
        }
    }

    // Skips to the closing brace, so that one mistake is one problem.
    private void Malformed(StringBuilder? output, string name, int start)
    {
        var close = _text[_at..].IndexOf('}');
        _at = close < 0 ? _text.Length : _at + close;
        if (close >= 0)
        {
            Report(output, new VariableFault(start, VariableFaultKind.BadForm, name, _text[start..(_at + 1)].ToString()));
        }
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && IsNamePart(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at].ToString();
    }

    private readonly string Value(string name, int start)
    {
        var value = _lookup(name);
        if (value is null)
        {
            _report(new VariableFault(start, VariableFaultKind.Unset, name));
        }

        return value ?? "";
    }

    // Values are repeated, so a small text can ask for a huge result; typed characters cannot.
    private void Append(StringBuilder? output, string value)
    {
        if (output is not null && output.Length + value.Length > ResultCharsMax)
        {
            Report(output, new VariableFault(0, VariableFaultKind.TooLong, ""));
            (_at, _cut) = (_text.Length, true);
        }
        else
        {
            output?.Append(value);
        }
    }

    private readonly void Report(StringBuilder? output, VariableFault fault)
    {
        if (output is not null)
        {
            _report(fault);
        }
    }
}
