using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>What was really typed: the parser also has results for flags that were not.</summary>
internal static class Given
{
    public static OptionResult? Option(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false } given ? given : null;
}
