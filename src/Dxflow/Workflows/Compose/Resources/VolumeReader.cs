using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Resources;

/// <summary>A volume of the document.</summary>
internal static class VolumeReader
{
    private const string Run = "run";
    private const string Workflow = "workflow";

    public static VolumeSpec Read(string key, bool external, MapReader body, ReadingContext context) => new(
        key,
        ExternalReader.Name(body, context) ?? "",
        external,
        body.Text("driver")?.Value,
        body.Pairs("driver_opts"),
        Labels.Read(body, "labels", context),
        body.OneOf("x-scope", Run, Workflow) == Run);
}
