namespace Dxflow.Surfaces.Cli.Syntax;

internal static class HelpText
{
    public static string Of(IReadOnlyList<CommandNoun> catalog, CommandNoun? noun) => noun is null
        ? string.Join('\n', catalog.Where(static one => one.Name.Length > 0).Select(static one => $"{one.Name}  {one.Summary}")) + "\n"
        : string.Join('\n', CommandDefinition.OfNoun(noun).Where(
            static one => !one.Hidden).Select(static one => $"{one.Words}  {one.Summary}")) + "\n";

    public static string Of(CommandSyntax syntax) => syntax.Definition.Words + "\n" + syntax.Definition.Summary + "\n";
}
