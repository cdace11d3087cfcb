using System.Text;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// Splits a string command into words as a shell would, quotes and backslashes only: no variables, no globs, no operators.
/// A reference is one indivisible piece of the word it stands in, whatever its value will be.
/// </summary>
internal sealed class ShellWords
{
    private readonly List<Template> _words = [];
    private readonly List<TemplatePart> _word = [];
    private readonly StringBuilder _text = new();
    private bool _begun;
    private char _quote;
    private bool _escaped;

    public static (IReadOnlyList<Template> Words, SplitFault Fault, char Letter) Split(Template template)
    {
        var words = new ShellWords();
        foreach (var part in template.Parts)
        {
            if (part.IsExpression)
            {
                words.FlushText();
                words._word.Add(part);
                words._begun = true;
            }
            else if (words.Read(part.Text) is (not SplitFault.None, _) stop)
            {
                words.EndWord();
                return (words._words, stop.Fault, stop.Letter);
            }
        }

        var open = words._quote;
        words.EndWord();
        return (words._words, open == '\0' ? SplitFault.None : SplitFault.OpenQuote, open);
    }

    private (SplitFault Fault, char Letter) Read(string text)
    {
        foreach (var letter in text)
        {
            if (_escaped)
            {
                Escaped(letter);
            }
            else if (letter == '\\' && _quote != '\'')
            {
                (_escaped, _begun) = (true, true);
            }
            else if (_quote != '\0')
            {
                Quoted(letter);
            }
            else if (letter is '\'' or '"')
            {
                (_quote, _begun) = (letter, true);
            }
            else if (letter is ' ' or '\t' or '\n' or '\r')
            {
                EndWord();
            }
            else if (letter is '&' or '|' or ';' or '<' or '>')
            {
                return (SplitFault.Operator, letter);
            }
            else if (letter is '(' or ')')
            {
                return (SplitFault.Parenthesis, letter);
            }
            else
            {
                _text.Append(letter);
                _begun = true;
            }
        }

        return (SplitFault.None, '\0');
    }

    // In double quotes a backslash escapes only what has a meaning there.
    private void Escaped(char letter)
    {
        _escaped = false;
        if (_quote == '"' && letter is not ('"' or '\\' or '$' or '`'))
        {
            _text.Append('\\');
        }

        _text.Append(letter);
    }

    private void Quoted(char letter)
    {
        if (letter == _quote)
        {
            _quote = '\0';
        }
        else
        {
            _text.Append(letter);
        }
    }

    private void FlushText()
    {
        if (_text.Length > 0)
        {
            _word.Add(new TemplatePart(_text.ToString()));
            _text.Clear();
        }
    }

    private void EndWord()
    {
        FlushText();
        if (_begun)
        {
            _words.Add(_word.Count > 0 ? new Template([.. _word]) : Template.Literal(""));
        }

        _word.Clear();
        _begun = false;
    }
}
