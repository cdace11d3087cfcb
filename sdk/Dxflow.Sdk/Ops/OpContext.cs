using System.Globalization;
using System.Linq.Expressions;

namespace Dxflow.Sdk.Ops;

/// <summary>Where and as what an operator runs.</summary>
public sealed class OpContext
{
    private readonly Func<string, string?> _variable;

    internal Func<LambdaExpression, object?, Task>? Early { get; set; }

    internal OpContext(Func<string, string?> variable, CancellationToken cancel) => (_variable, Cancel) = (variable, cancel);

    /// <summary>Ends when the step is stopped; the operator has its grace period to end by itself.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>The work directory, in which the operator starts: nobody else writes in it.</summary>
    public string Work => _variable("DXFLOW_WORK") ?? Environment.CurrentDirectory;

    /// <summary>The directory for what it leaves.</summary>
    public string Outputs => _variable("DXFLOW_OUTPUTS") ?? Path.Combine(Work, "outputs");

    /// <summary>The key of this slice; empty outside an engine.</summary>
    public string Key => _variable("DXFLOW_KEY") ?? "";

    /// <summary>The step's name; empty outside an engine.</summary>
    public string Step => _variable("DXFLOW_STEP") ?? "";

    /// <summary>The run, <c>NAME/NUMBER</c>; empty outside an engine.</summary>
    public string Run => _variable("DXFLOW_RUN") ?? "";

    /// <summary>Which slice this is, from 0.</summary>
    public int Index => Number("DXFLOW_INDEX", 0);

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt => Number("DXFLOW_ATTEMPT", 1);

    /// <summary>Says how far the work is; shown while it runs.</summary>
    public void Progress(long done, long of)
    {
        if (_variable("DXFLOW_PROGRESS") is { Length: > 0 } file)
        {
            File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{done}/{of}\n"));
        }
    }

    /// <summary>
    /// Leaves an output now, which is kept also if the operator fails later: <c>PublishAsync((RelaxOut o) => o.Log, log)</c>. The property
    /// has to be <see cref="EarlyAttribute">Early</see>; what the operator gives in the end takes its place.
    /// </summary>
    public Task PublishAsync<TOut, T>(Expression<Func<TOut, T>> output, T value) => Early is { } early
        ? early(output, value)
        : throw new InvalidOperationException("nothing is published before the operator has begun.");

    /// <summary>The path of something among the outputs, whose directory is made.</summary>
    public string OutputPath(string name)
    {
        Directory.CreateDirectory(Outputs);
        return Path.Combine(Outputs, name);
    }

    private int Number(string variable, int otherwise) =>
        int.TryParse(_variable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
