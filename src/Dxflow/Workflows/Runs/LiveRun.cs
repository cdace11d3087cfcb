using Dxflow.Storage;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Loops;

namespace Dxflow.Workflows.Runs;

/// <summary>A run that is not sealed: its loop decides, its carrier acts, its journal holds what is true.</summary>
internal sealed record LiveRun(RunEntry Entry, RunPlan Plan, RunLoop Loop, TaskCarrier Carrier, Journal Journal);
