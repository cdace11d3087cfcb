using System.Globalization;
using System.Runtime.InteropServices;

namespace Dxflow.Sdk.Ops;

/// <summary>
/// Makes a program the body of its operators: the first statement is <c>if (await OpHost.RunAsync(args, ops) is { } exit) return exit;</c>.
/// As <c>PROGRAM op NAME</c> it reads the step's inputs, runs the operator, writes its outputs. Its exit codes: 0 done, 1 failed, 2 no such
/// operator, 70 failed for ever (<see cref="FatalException"/>, wrong inputs), 75 may go well next time (<see cref="TransientException"/>),
/// 143 stopped.
/// </summary>
public static class OpHost
{
    private const string Word = "op";

    private const int Failed = 1;
    private const int NotFound = 2;
    private const int Fatal = 70;
    private const int Transient = 75;
    private const int Stopped = 128 + 15;

    /// <summary>Runs the operator that the arguments name; <c>op</c> alone lists them all.</summary>
    /// <returns>The exit code, or null if the program was started for something else.</returns>
    public static async Task<int?> RunAsync(string[] args, params IReadOnlyList<Op> ops)
    {
        if (args is not [Word, .. var rest])
        {
            return null;
        }

        if (rest is [] or ["--help"])
        {
            await Console.Out.WriteAsync(OpText.List(ops));
            return 0;
        }

        if (ops.FirstOrDefault(op => op.Name == rest[0]) is not { } asked)
        {
            await Console.Error.WriteLineAsync(
                $"op: there is no operator `{rest[0]}` here; there are {string.Join(", ", ops.Select(op => op.Name))}");
            return NotFound;
        }

        if (rest is [_, "--help"])
        {
            await Console.Out.WriteAsync(OpText.Contract(asked));
            return 0;
        }

        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        return await RunAsync(asked, Environment.GetEnvironmentVariable, Console.Error, stop.Token);
    }

    /// <summary>The same with an environment of the caller's, for tests of an operator as the engine would run it.</summary>
    public static async Task<int> RunAsync(
        Op op, Func<string, string?> variable, TextWriter error, CancellationToken cancel = default)
    {
        var context = new OpContext(variable, cancel);
        try
        {
            await op.RunAsync(new OpFiles(variable("DXFLOW_INPUTS_JSON"), context.Work), context);
            return 0;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await error.WriteLineAsync($"op {op.Name}: stopped");
            return Stopped;
        }
        catch (FatalException fatal)
        {
            await error.WriteLineAsync($"op {op.Name}: {fatal.Message}{Cause(fatal)}");
            return Fatal;
        }
        catch (TransientException transient)
        {
            await error.WriteLineAsync($"op {op.Name}: {transient.Message}{Cause(transient)}");
            return Transient;
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"op {op.Name}: {failure}"));
            return Failed;
        }
    }

    private static string Cause(Exception told) => told.InnerException is { } cause ? $" ({cause.GetType().Name}: {cause.Message})" : "";
}
