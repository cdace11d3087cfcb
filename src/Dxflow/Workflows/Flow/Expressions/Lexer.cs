using System.Globalization;
using System.Text;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// Cuts an expression into tokens, on demand: after <c>steps.</c> and its like a <c>-</c> belongs to the name, and only the parser
/// knows where that is. Errors are <see cref="SyntaxError"/>s with an offset.
/// </summary>
internal sealed class Lexer(string text)
{
    // Longest first: "<=" must not be read as "<".
    private static readonly string[] Symbols =
        ["...", "==", "!=", "<=", ">=", "&&", "||", "??", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(", ")", "[", "]", ".", ","];

    private int _at;

    /// <summary>The next token; with <paramref name="dashes"/> a name may hold dashes and begin with a digit.</summary>
    public Token Next(bool dashes = false)
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }

        var start = _at;
        if (start == text.Length)
        {
            return new Token(TokenKind.End, "", start, start);
        }

        var first = text[start];
        if (dashes && IsDashedLetter(first))
        {
            return Take(TokenKind.Name, IsDashedLetter);
        }

        if (IsNameStart(first))
        {
            return Take(TokenKind.Name, IsNameLetter);
        }

        if (char.IsAsciiDigit(first))
        {
            return Number();
        }

        return first is '\'' or '"' ? Text(first) : Symbol();
    }

    /// <summary>Goes back, so that a token is read again in another way.</summary>
    public void Return(Token token) => _at = token.Start;

    public static bool IsName(string name) => name.Length > 0 && IsNameStart(name[0]) && name.All(IsNameLetter);

    public static bool IsDashedName(string name) => name.Length > 0 && name.All(IsDashedLetter);

    private static bool IsNameStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    private static bool IsDashedLetter(char letter) => IsNameLetter(letter) || letter == '-';

    private Token Take(TokenKind kind, Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at]))
        {
            _at++;
        }

        return new Token(kind, text[start.._at], start, _at);
    }

    private Token Number()
    {
        var start = _at;
        var kind = TokenKind.Int;
        Digits();
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            kind = TokenKind.Float;
            _at++;
            Digits();
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            var digits = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                kind = TokenKind.Float;
                _at = digits;
                Digits();
            }
        }

        if (_at < text.Length && IsNameLetter(text[_at]))
        {
            throw new SyntaxError("a number ends in letters", start, "put an operator or a blank between them");
        }

        return new Token(kind, text[start.._at], start, _at);
    }

    private void Digits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }
    }

    private Token Text(char quote)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (true)
        {
            if (_at == text.Length)
            {
                throw new SyntaxError("a text has no end", start, $"close it with {quote}");
            }

            var letter = text[_at++];
            if (letter == quote)
            {
                return new Token(TokenKind.Text, value.ToString(), start, _at);
            }

            value.Append(letter == '\\' ? Escape() : letter);
            if (char.IsLowSurrogate(letter) && (value.Length < 2 || !char.IsHighSurrogate(value[^2]))
                || char.IsHighSurrogate(letter) && (_at == text.Length || !char.IsLowSurrogate(text[_at])))
            {
                throw new SyntaxError("a text holds half a character (a lone surrogate)", _at - 1);
            }
        }
    }

    private char Escape()
    {
        var at = _at - 1;
        var letter = _at < text.Length ? text[_at++] : ' ';
        switch (letter)
        {
            case '\\' or '\'' or '"':
                return letter;
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= text.Length
                && ushort.TryParse(text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && !char.IsSurrogate((char)code):
                _at += 4;
                return (char)code;
            default:
                throw new SyntaxError("an unknown escape in a text", at, @"known are \\ \' \"" \n \r \t and \u0000");
        }
    }

    private Token Symbol()
    {
        var start = _at;
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start, _at);
            }
        }

        var letter = text[start];
        throw letter switch
        {
            '$' => new SyntaxError("'$' inside {{ }}: ${VAR} is not resolved here", start,
                "make it an input of the workflow with default: ${VAR}"),
            '=' => new SyntaxError("'=' is no operator", start, "compare with '=='"),
            '&' or '|' => new SyntaxError($"'{letter}' is no operator", start, $"write '{letter}{letter}'"),
            '{' or '}' => new SyntaxError($"'{letter}' inside {{{{ }}}}", start, "maps have no literal; braces as text are '{{' in quotes"),
            _ when char.IsControl(letter) || char.IsSurrogate(letter) => new SyntaxError("this character has no meaning here", start),
            _ => new SyntaxError($"'{letter}' has no meaning here", start),
        };
    }
}
