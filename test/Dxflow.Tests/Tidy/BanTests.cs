using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace Dxflow.Tests.Tidy;

/// <summary>
/// The analyzer that reads BannedSymbols.txt passes over a symbol that it cannot find, so a slip of the pen there bans nothing.
/// Here each line has to name something that the framework has, and to say what to use instead.
/// </summary>
public sealed class BanTests
{
    private static readonly Assembly[] Framework = [typeof(object).Assembly, typeof(Process).Assembly];

    [Fact]
    public void Every_banned_symbol_exists() =>
        Rule.Holds([.. Repository.All.Where(file => file.Path == "BannedSymbols.txt")], Unknown);

    [Theory]
    [InlineData("T:System.Diagnostics.Proces; Use another.\n")]
    [InlineData("M:System.Threading.Thread.Sleep(System.Int64); Use another.\n")]
    [InlineData("P:System.DateTime.Nov; Use another.\n")]
    [InlineData("P:System.DateTime.Now\n")]
    [InlineData("F:System.String.Empty; Use another.\n")]
    public void A_slip_of_the_pen_is_seen(string line) => Rule.Sees(Unknown, line, "BannedSymbols.txt");

    private static IEnumerable<string> Unknown(SourceFile file)
    {
        foreach (var (index, line) in file.Lines.Index().Where(each => each.Item.Length > 0))
        {
            var parts = line.Split("; ", 2);
            if (parts.Length < 2 || !Exists(parts[0]))
            {
                yield return file.At(index + 1, $"`{parts[0]}` bans nothing, or does not say what to use instead.");
            }
        }
    }

    private static bool Exists(string symbol)
    {
        var name = symbol[2..].Split('(')[0];
        var (owner, member) = (name[..name.LastIndexOf('.')], name[(name.LastIndexOf('.') + 1)..]);
        return symbol[..2] switch
        {
            "T:" => Find(name) is not null,
            "P:" => Find(owner)?.GetProperty(member) is not null,
            "M:" => Find(owner)?.GetMethods().Any(each => each.Name == member && Signature(each) == symbol[(2 + name.Length)..]) == true,
            _ => false,
        };
    }

    private static Type? Find(string name) => Framework.Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    private static string Signature(MethodInfo method) => method.GetParameters() is { Length: > 0 } parameters
        ? $"({string.Join(',', parameters.Select(parameter => parameter.ParameterType.FullName))})"
        : "";
}
