using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Flows.Runs;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk;

/// <summary>Flows given to the engine.</summary>
public sealed partial class DxflowClient
{
    /// <summary>
    /// Runs a flow to its end: its document is kept in place of what the engine had under its name, what it takes is sent, a run is
    /// started and followed. A run that fails is a result, not an exception.
    /// </summary>
    /// <param name="flow">What to run.</param>
    /// <param name="inputs">What it is given: <c>run => run.Set(points, 1000)</c>.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="cancel">Ends the following; the run goes on.</param>
    /// <exception cref="FlowException">The flow cannot be written.</exception>
    /// <exception cref="DxflowException">The engine refuses it, with every problem, or cannot be reached.</exception>
    public async Task<FlowResult> RunAsync(
        Flow flow, Action<FlowValues>? inputs = null, FlowRunOptions? options = null,
        CancellationToken cancel = default)
    {
        var run = await StartAsync(flow, inputs, options, cancel);
        return await run.EndAsync(options?.Seen, cancel);
    }

    /// <summary>Starts a run of a flow, and does not wait for it.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<FlowRun> StartAsync(
        Flow flow, Action<FlowValues>? inputs = null, FlowRunOptions? options = null,
        CancellationToken cancel = default)
    {
        options ??= new();
        var values = new FlowValues(flow);
        inputs?.Invoke(values);
        var files = new FileSender(this);
        var given = new Dictionary<string, string>();
        foreach (var (name, (type, value)) in values.Given)
        {
            given[name] = await files.TextAsync(name, type, value, cancel);
        }

        var document = await BundleAsync(flow, Path.GetFullPath(options.ProjectDirectory ?? "."), IsLocal ? null : files, cancel);
        await Workflow.CreateAsync(new CreateWorkflow(document, Replace: true), cancel);
        var started = await Workflow.StartAsync(
            new StartWorkflow(flow.Name, given, options.Runtime, options.FailFast, options.Keep), cancel);
        return new FlowRun(this, flow, started.Run, started.Warnings);
    }

    /// <summary>What is wrong with a flow, as the engine sees it: all problems at once, and nothing is kept.</summary>
    public async Task<IReadOnlyList<Problem>> CheckAsync(
        Flow flow, FlowRunOptions? options = null, CancellationToken cancel = default)
    {
        var document = await BundleAsync(flow, Path.GetFullPath(options?.ProjectDirectory ?? "."), null, cancel);
        return (await Workflow.ValidateAsync(new ValidateWorkflow(document), cancel)).Problems;
    }

    private static async Task<DocumentBundle> BundleAsync(Flow flow, string directory, FileSender? files, CancellationToken cancel)
    {
        var document = flow.Document();
        var path = Path.Combine(directory, flow.Name + ".yaml");
        var texts = new Dictionary<string, string> { [path] = YamlText.Of(document) };
        foreach (var script in LocalFiles.Scripts(document).Select(script => Path.GetFullPath(script, directory)))
        {
            texts[script] = await File.ReadAllTextAsync(script, cancel);
        }

        var sent = new Dictionary<string, string>();
        foreach (var (artifact, isDirectory) in files is null ? [] : LocalFiles.Artifacts(document))
        {
            var full = Path.GetFullPath(artifact, directory);
            sent[full] = await files!.SendAsync(full, isDirectory, cancel);
        }

        return new DocumentBundle(
            directory, [new BundleDocument(Path.GetFileName(path), path)], texts, Artifacts: sent.Count > 0 ? sent : null);
    }
}
