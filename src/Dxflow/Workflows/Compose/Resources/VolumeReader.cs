using System.Text.RegularExpressions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Resources;

/// <summary>A volume of the document.</summary>
internal static partial class VolumeReader
{
    private const string Run = "run";
    private const string Workflow = "workflow";
    private const int NameLengthMax = 128;

    /// <summary>It is also a directory's where no container engine has the volume, and no part of a path may lead elsewhere.</summary>
    public static void CheckName(ScalarNode name, ReadingContext context)
    {
        if (name.Text.Length > NameLengthMax || name.Text is "." or ".." || !Name().IsMatch(name.Text))
        {
            context.Error(
                name.At, $"`{ReadingContext.Short(name.Text)}` is no name of a volume",
                $"Use letters, digits and . _ - only, at most {NameLengthMax} of them.");
        }
    }

    public static VolumeSpec Read(string key, bool external, MapReader body, ReadingContext context) => new(
        key,
        ExternalReader.Name(body, context) ?? "",
        external,
        body.Text("driver")?.Value,
        body.Pairs("driver_opts"),
        Labels.Read(body, "labels", context),
        body.OneOf("x-scope", Run, Workflow) == Run);

    [GeneratedRegex(@"^[a-zA-Z0-9._-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
