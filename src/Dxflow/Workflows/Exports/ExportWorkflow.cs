using System.ComponentModel;
using System.Text.Json;
using Dxflow.Operations;

namespace Dxflow.Workflows.Exports;

internal sealed record ExportWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run, with what was chosen for it; otherwise the workflow as it is now."), Suffix] int? Run = null);

internal sealed record ExportedDocument(
    [Description("The workflow, or the run.")] string Name,
    [Description("The revision it is of.")] int Revision,
    [Description("The document as one file that says all of it.")] JsonElement Document,
    [Description("Variables that it wants set, in place of the secrets that are not in it.")] IReadOnlyList<string> Variables);
