using System.Globalization;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>Numbers as the document writes them.</summary>
internal static class Numbers
{
    public static YamlNode Node(long number) => YamlNode.Plain(number.ToString(CultureInfo.InvariantCulture));

    public static YamlNode Node(double number) => YamlNode.Plain(number.ToString("0.############", CultureInfo.InvariantCulture));
}
