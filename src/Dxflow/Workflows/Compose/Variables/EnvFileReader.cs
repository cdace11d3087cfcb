using System.Text;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Variables;

/// <summary>
/// Reads <c>.env</c> and <c>env_file</c>: <c>NAME=value</c>, <c>NAME: value</c>, <c>export NAME=value</c>, comments, single quotes
/// (verbatim), double quotes (escapes and variables), values over several lines in quotes. A name alone takes the value the client has.
/// A variable is looked for in the client's environment first, then among those read before.
/// </summary>
internal sealed class EnvFileReader
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly Interpolation _interpolation;
    private readonly Problems _problems;
    private readonly IDictionary<string, Placed<string>> _into;
    private int _at;

    private EnvFileReader(SourceText source, Interpolation interpolation, Problems problems, IDictionary<string, Placed<string>> into)
    {
        _source = source;
        _text = source.Text;
        _interpolation = interpolation;
        _problems = problems;
        _into = into;
    }

    public static void Read(
        SourceText source, EnvFileFormat format, Interpolation interpolation, Problems problems, IDictionary<string, Placed<string>> into)
    {
        var reader = new EnvFileReader(source, interpolation, problems, into);
        if (!interpolation.Spend(source.Text.Length, source.PlaceAt(0)))
        {
            return;
        }

        while (reader.SkipToStatement())
        {
            reader.Statement(format);
        }
    }

    private static bool IsBlank(char letter) => letter is ' ' or '\t' or '\r' or '\v' or '\f';

    private static bool IsNamePart(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '.' or '-' or '[' or ']';

    private bool SkipToStatement()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
            else if (_text[_at] == '#')
            {
                SkipLine();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipLine()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end + 1;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && IsBlank(_text[_at]))
        {
            _at++;
        }
    }

    private void Statement(EnvFileFormat format)
    {
        if (format == EnvFileFormat.Compose)
        {
            SkipExport();
        }

        var start = _at;
        while (_at < _text.Length && IsNamePart(_text[_at]))
        {
            _at++;
        }

        var name = _text[start.._at];
        SkipBlanks();
        var next = _at < _text.Length ? _text[_at] : '\n';
        if (name.Length == 0 || !(next is '=' or '\n' || (next == ':' && format == EnvFileFormat.Compose)))
        {
            _problems.Error(
                _source.PlaceAt(start),
                "this line is no NAME=value",
                "Name it with letters, digits and _ . - only, then =. A comment begins with #.");
            SkipLine();
            return;
        }

        _at++;
        if (next == '\n')
        {
            Inherit(name, start);
        }
        else
        {
            var value = format == EnvFileFormat.Raw ? RestOfLine() : Value();
            _into[name] = new Placed<string>(value, _source.PlaceAt(start));
        }
    }

    private void SkipExport()
    {
        const string Word = "export";
        var end = _at + Word.Length;
        if (string.CompareOrdinal(_text, _at, Word, 0, Word.Length) == 0 && end < _text.Length && IsBlank(_text[end]))
        {
            _at = end;
            SkipBlanks();
        }
    }

    private void Inherit(string name, int start)
    {
        if (_interpolation.Variable(name) is { } value)
        {
            _into[name] = new Placed<string>(value, _source.PlaceAt(start));
        }
    }

    private string RestOfLine()
    {
        var start = Math.Min(_at, _text.Length);
        SkipLine();
        return _text[start.._at].TrimEnd('\n').TrimEnd('\r');
    }

    private string Value()
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] is '"' or '\'')
        {
            return Quoted(_text[_at]);
        }

        var start = _at;
        var value = RestOfLine();
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return Expand((comment < 0 ? value : value[..comment]).TrimEnd(), start, exact: true);
    }

    private string Quoted(char quote)
    {
        var start = _at++;
        var value = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            var letter = _text[_at];
            if (letter == quote)
            {
                _at++;
                EndOfQuote();
                return quote == '"' ? Expand(EnvEscapes.Resolve(value.ToString()), start, exact: false) : value.ToString();
            }

            if (letter == '\\' && _at + 1 < _text.Length)
            {
                _at++;
                value.Append(_text[_at] == quote ? "" : "\\");
            }

            value.Append(_text[_at]);
        }

        _problems.Error(_source.PlaceAt(start), "a quote is opened and never closed", "Close the quote.");
        return "";
    }

    private void EndOfQuote()
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] is not ('\n' or '#'))
        {
            _problems.Error(_source.PlaceAt(_at), "text after the closing quote", "Put the whole value in quotes, or begin a new line.");
            SkipLine();
        }
    }

    private string Expand(string value, int start, bool exact)
    {
        var text = VariableScanner.Expand(
            value, Lookup, fault => _interpolation.Faults.Add(fault, _source.PlaceAt(start + (exact ? fault.Offset : 0))));
        return _interpolation.Spend(text.Length, _source.PlaceAt(start)) ? _interpolation.WithoutNul(text, _source.PlaceAt(start)) : "";
    }

    private string? Lookup(string name) =>
        _interpolation.Variable(name) ?? (_into.TryGetValue(name, out var earlier) ? earlier.Value : null);
}
