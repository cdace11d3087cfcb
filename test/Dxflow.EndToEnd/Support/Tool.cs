using System.Diagnostics;
using System.Text;

namespace Dxflow.EndToEnd.Support;

/// <summary>A program of the system, run to its end: what a user has who has no client of ours.</summary>
internal static class Tool
{
    public static async Task<byte[]> Run(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var late = new CancellationTokenSource(Patience.Most);
        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync(late.Token);
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, late.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(late.Token);
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }

    public static async Task<string> Text(string program, string input, params string[] arguments) =>
        Encoding.UTF8.GetString(await Run(program, input, arguments));
}
