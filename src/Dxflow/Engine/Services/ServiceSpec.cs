using System.Security.Cryptography;
using System.Text;
using Dxflow.Operations;

namespace Dxflow.Engine.Services;

/// <summary>An engine as a service: program, arguments, variables, and the user that it runs as (empty: whose manager it is).</summary>
internal sealed record ServiceSpec(
    string Home,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Variables,
    bool ForUser,
    string RunAs = "")
{
    /// <summary>One name for each home: <c>dxflow</c> for that of the user, else with the home's hash.</summary>
    public static string NameOf(string home)
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home == Path.Combine(user, ".dxflow")
            ? "dxflow"
            : "dxflow-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..8];
    }

    /// <summary>Throws where a text cannot stand in a unit or a script: they have lines.</summary>
    public void Check()
    {
        foreach (var text in Arguments.Concat(Variables.Keys).Concat(Variables.Values).Append(Program).Append(Home).Append(RunAs))
        {
            if (text.Any(char.IsControl))
            {
                throw Fault.Invalid($"'{text}' has control characters, which no service can be given.", "Use another path or value.");
            }
        }
    }
}
