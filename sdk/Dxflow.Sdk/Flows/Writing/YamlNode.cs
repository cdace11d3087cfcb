namespace Dxflow.Sdk.Flows.Writing;

/// <summary>A piece of the document.</summary>
internal abstract record YamlNode
{
    /// <summary>A text in which <c>$</c> is a dollar and begins no variable.</summary>
    /// <param name="isText">It has to be quoted if it looks like a number, a bool or null.</param>
    public static YamlNode Of(string text, bool isText = true) =>
        new YamlScalar(text.Replace("$", "$$", StringComparison.Ordinal), isText ? YamlStyle.Text : YamlStyle.Plain);

    /// <summary>A number, a bool, a duration, a type: written as it is.</summary>
    public static YamlNode Plain(string text) => new YamlScalar(text, YamlStyle.Plain);

    public static YamlNode List(IEnumerable<string> texts) => new YamlList([.. texts.Select(text => Of(text))]);
}

/// <summary>How a text is written.</summary>
internal enum YamlStyle
{
    Text,
    Plain,

    /// <summary>Over several lines, in which nothing means anything.</summary>
    Verbatim,
}

internal sealed record YamlScalar(string Text, YamlStyle Style) : YamlNode;

internal sealed record YamlList(IReadOnlyList<YamlNode> Items) : YamlNode;

/// <summary>Keys in the order in which they are written.</summary>
internal sealed record YamlMap(List<KeyValuePair<string, YamlNode>> Entries) : YamlNode
{
    public YamlMap()
        : this([])
    {
    }

    /// <summary>Leaves the key out if there is nothing to say.</summary>
    public void Add(string key, YamlNode? value)
    {
        if (value is not (null or YamlMap { Entries.Count: 0 }))
        {
            Entries.Add(new(key, value));
        }
    }
}
