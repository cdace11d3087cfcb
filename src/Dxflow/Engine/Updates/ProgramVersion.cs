using System.Runtime.InteropServices;
using System.Text.Json;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Engine.Updates;

/// <summary>Asks a program whether it is a dxflow of this machine, and which: by running it, which is the one proof that it runs.</summary>
internal static class ProgramVersion
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(20);

    public static async Task<Release> AskAsync(string program, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var end = await new ProgramRun(time, AnswerMax).RunAsync(program, ["version", "-o", "json"], cancel);
            return Read(program, end);
        }
        catch (ProcessException failed)
        {
            throw new Fault(FaultKind.Invalid, $"{program} does not run here: {failed.Message}", "is it of another machine?", failed);
        }
    }

    public static Release Read(string program, ProgramEnd end)
    {
        try
        {
            using var said = JsonDocument.Parse(end.IsWell ? end.Output : "{}");
            if (said.RootElement.TryGetProperty("version", out var version) && Release.Parse(version.GetString() ?? "") is { } release
                && said.RootElement.TryGetProperty("system", out var system)
                && system.GetString() == RuntimeInformation.RuntimeIdentifier)
            {
                return release;
            }
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException)
        {
            // Said below.
        }

        var words = end.Output.Length > 200 ? end.Output[..200] + "…" : end.Output;
        throw Fault.Invalid(
            $"{program} is no dxflow for {RuntimeInformation.RuntimeIdentifier}: asked for its version, it said '{words}'.",
            "Give the one file that dxflow is.");
    }
}
