using Dxflow.Workflows.Planning;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// Builds nodes from the YAML parser's events. A text that is no YAML gives one problem where the parser stopped; duplicate keys,
/// unknown aliases, a second document and too much nesting or expansion are problems too. Never throws on any text.
/// </summary>
internal sealed class YamlReader
{
    private readonly SourceText _source;
    private readonly Problems _problems;
    private readonly Parser _parser;
    private readonly Dictionary<string, (Node? Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private readonly BareReferences _bare;
    private readonly Stack<int> _openBrackets = new();
    private int _depth;
    private int _expanded;

    private YamlReader(SourceText source, Problems problems)
    {
        _source = source;
        _problems = problems;
        _parser = new Parser(new StringReader(source.Text));
        _bare = new BareReferences(source, problems);
    }

    /// <summary>The one document of a file; null if it is empty or cannot be read (then there is a problem).</summary>
    public static Node? Read(SourceText source, Problems problems)
    {
        if (source.Text.Length > YamlLimits.FileBytesMax)
        {
            problems.Error(
                source.PlaceAt(0), $"the file is larger than {YamlLimits.FileBytesMax >> 20} MiB", "Put bulk data in files beside it.");
            return null;
        }

        var reader = new YamlReader(source, problems);
        try
        {
            return reader.ReadStream();
        }
        catch (ReadingEnded)
        {
            return null;
        }
        catch (YamlException error)
        {
            reader.Explain(error, (int)error.Start.Index);
            return null;
        }
        catch (Exception error) when (error is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // The parser library fails in ways of its own on some broken texts, mostly on brackets that stay open.
            reader.Explain(error, reader._openBrackets.TryPeek(out var open) ? open : (int)(reader._parser.Current?.End.Index ?? 0));
            return null;
        }
    }

    private void Explain(Exception error, int index)
    {
        if (!_bare.Explains(index))
        {
            var (at, message, fix) = YamlMistakes.Explain(_source, index, error.Message);
            _problems.Error(at, message, fix);
        }
    }

    private Node? ReadStream()
    {
        Node? root = null;
        var documents = 0;
        while (_parser.MoveNext())
        {
            switch (_parser.Current)
            {
                case DocumentStart when documents++ == 0:
                    _parser.MoveNext();
                    root = ReadNode();
                    break;
                case DocumentStart second:
                    _problems.Error(PlaceOf(second), "a second document begins here", "Put it in a file of its own.");
                    return root;
            }
        }

        return root;
    }

    private Node ReadNode()
    {
        var current = _parser.Current!;
        Count(1, current);
        switch (current)
        {
            case AnchorAlias alias:
                return Resolve(alias);
            case Scalar scalar:
                var node = ReadScalar(scalar);
                Remember(scalar, node, 1);
                return node;
            case MappingStart map:
                return Nested(map, static (reader, start) => reader.ReadMap((MappingStart)start));
            case SequenceStart list:
                return Nested(list, static (reader, start) => reader.ReadList((SequenceStart)start));
            default:
                return new ScalarNode(PlaceOf(current), "");
        }
    }

    private Node Nested(NodeEvent start, Func<YamlReader, NodeEvent, Node> read)
    {
        if (++_depth > YamlLimits.NestingMax)
        {
            throw End(start, $"nested more than {YamlLimits.NestingMax} levels deep", "Flatten the document.");
        }

        var before = _expanded;
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = (null, 0);
        }

        var bracket = start is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow };
        if (bracket)
        {
            _openBrackets.Push((int)start.Start.Index);
        }

        var node = read(this, start);
        _depth--;
        if (bracket)
        {
            _openBrackets.Pop();
        }

        Remember(start, node, _expanded - before + 1);
        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        var start = (int)scalar.Start.Index;
        start = SkipProperties(start);
        return new ScalarNode(PlaceOf(scalar), scalar.Value, StyleOf(scalar.Style), TagOf(scalar), (_source, start));
    }

    private Node ReadMap(MappingStart start)
    {
        var index = (int)start.Start.Index;
        var bare = start.Style == MappingStyle.Flow && _bare.Begins(index);
        var entries = new MapBuilder(_problems, silent: bare);
        while (MoveOn() is not MappingEnd)
        {
            var keyEvent = _parser.Current!;
            var key = ReadNode();
            MoveOn();
            var value = ReadNode();
            if (key is ScalarNode name)
            {
                entries.Add(name, value);
            }
            else if (!bare)
            {
                _problems.Error(PlaceOf(keyEvent), "a key must be a text", "Put the key in quotes, or indent what follows it.");
            }
        }

        return bare ? _bare.End(index, (int)_parser.Current!.End.Index) : new MapNode(PlaceOf(start), entries.Build(), TagOf(start));
    }

    private ListNode ReadList(SequenceStart start)
    {
        var items = new List<Node>();
        while (MoveOn() is not SequenceEnd)
        {
            items.Add(ReadNode());
        }

        return new ListNode(PlaceOf(start), items, TagOf(start));
    }

    private Node Resolve(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var found))
        {
            _problems.Error(
                PlaceOf(alias), $"*{name} names no anchor", $"Write &{name} before it, or put a text that begins with a star in quotes.");
            return new ScalarNode(PlaceOf(alias), "");
        }

        if (found.Node is null)
        {
            throw End(alias, $"*{name} is inside what &{name} names, so it would contain itself", "Move the anchor.");
        }

        Count(found.Size - 1, alias);
        return found.Node;
    }

    private void Remember(NodeEvent start, Node node, int size)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = (node, size);
        }
    }

    private void Count(int nodes, ParsingEvent at)
    {
        if (nodes > YamlLimits.ExpandedNodesMax - _expanded)
        {
            throw End(
                at, $"the document has more than {YamlLimits.ExpandedNodesMax:N0} values, aliases followed", "Use fewer aliases.");
        }

        _expanded += nodes;
    }

    private ParsingEvent MoveOn() =>
        _parser.MoveNext() ? _parser.Current! : throw new InvalidOperationException("The text ends in the middle of a value.");

    private ReadingEnded End(ParsingEvent at, string message, string fix)
    {
        _problems.Error(PlaceOf(at), message, fix);
        return new ReadingEnded();
    }

    private Place PlaceOf(ParsingEvent at) => new(_source.File, (int)at.Start.Line, (int)at.Start.Column);

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty || node.Tag.IsNonSpecific ? null : node.Tag.Value;

    private static ScalarStyle StyleOf(YamlDotNet.Core.ScalarStyle style) => style switch
    {
        YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
        YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
        YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
        YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Folded,
        _ => ScalarStyle.Plain,
    };

    // The parser's mark of a scalar is that of its anchor or tag, if it has one.
    private int SkipProperties(int at)
    {
        var text = _source.Text;
        while (at < text.Length && text[at] is '&' or '!')
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        return at;
    }

    private sealed class ReadingEnded : Exception;
}
