using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Access;

/// <summary>A log that does not fit is a failure of the command, so that a script notices.</summary>
internal static class AuditCommands
{
    public static IReadOnlyList<OperationView> Views { get; } =
        [OperationView.For<VerifyAudit>("audit.verify", AuditJson.Default, VerifyAsync)];

    private static async Task<int> VerifyAsync(VerifyAudit request, ClientContext context)
    {
        var verdict = await context.CallAsync<VerifyAudit, AuditVerdict>("audit.verify", request);
        await context.Output.ShowAsync(AuditJson.Default.AuditVerdict, verdict, context.Interrupts.Ended);
        return verdict.Intact ? 0 : FaultCodes.Exit(FaultKind.Internal);
    }
}
