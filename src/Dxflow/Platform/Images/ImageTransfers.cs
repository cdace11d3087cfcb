using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Platform.Registries;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Platform.Images;

/// <summary>
/// Images on their way: to and from registries with what was kept at a login, to and from archives, and made by a build. Whoever leaves
/// before the end has given it up, and the engine is told by the closed connection.
/// </summary>
internal sealed class ImageTransfers(PlatformEngines engines, RegistryStore registries)
{
    private const string LoadedWord = "Loaded image";

    public IAsyncEnumerable<ImageProgress> PullAsync(PullImage request, Call call)
    {
        var image = ImageReference.Parse(PlatformNames.Image(request.Image));
        var engine = engines.Of(request.On);
        return ToldAsync(
            new ImageCalls(engine.Api).PullAsync(image, request.Platform, registries.For(image.Registry), call.Ended), image.ToString(),
            engine, call.Ended);
    }

    public IAsyncEnumerable<ImageProgress> PushAsync(PushImage request, Call call)
    {
        var image = ImageReference.Parse(PlatformNames.Image(request.Image));
        var engine = engines.Of(request.On);
        return ToldAsync(
            new PlatformImageCalls(engine.Api).PushAsync(image, registries.For(image.Registry), call.Ended), image.ToString(), engine,
            call.Ended);
    }

    public IAsyncEnumerable<ImageProgress> BuildAsync(BuildImage request, IAsyncEnumerable<BuildInput> input, Call call)
    {
        var tag = request.Tag is null ? null : PlatformNames.Image(request.Tag);
        var engine = engines.Of(request.On);
        var build = new BuildRequest(
            tag is null ? [] : [tag], request.Dockerfile, request.Target, request.BuildArg, request.Label, request.Fresh, request.Pull,
            request.Platform, registries.All());
        return ToldAsync(
            new BuildCalls(engine.Api).BuildAsync(build, new RecordContent(input), call.Ended), tag, engine, call.Ended);
    }

    public async Task<LoadedImages> LoadAsync(LoadImages request, Stream archive, Call call)
    {
        var engine = await engines.ForChangeAsync(request.On, call);
        var names = new List<string>();
        await foreach (var line in new PlatformImageCalls(engine.Api).LoadAsync(new StreamContent(archive), call.Ended))
        {
            names.AddRange(Loaded(line.Stream ?? ""));
        }

        return names.Count > 0 ? new LoadedImages(names) : throw Fault.Invalid("there is no image in the archive");
    }

    public async Task<PlatformChanged> ImportAsync(ImportImage request, Stream archive, Call call)
    {
        var image = ImageReference.Parse(PlatformNames.Image(request.Image));
        var engine = await engines.ForChangeAsync(request.On, call);
        var calls = new ImageCalls(engine.Api);
        await foreach (var _ in calls.ImportAsync(image, new StreamContent(archive), call.Ended))
        {
            // An error would be thrown.
        }

        return new PlatformChanged(image.ToString(), (await calls.FindAsync(image.ToString(), call.Ended))?.Id);
    }

    public async Task<Download> SaveAsync(SaveImages request, Call call)
    {
        IReadOnlyList<string> names = [.. (request.With ?? []).Prepend(request.Image).Select(PlatformNames.Image)];
        var engine = engines.Of(request.On);
        foreach (var name in names)
        {
            // Told now: an engine that finds out in the middle would only send less.
            _ = await new ImageCalls(engine.Api).FindAsync(name, call.Ended) ?? throw PlatformNames.Missing("image", name, engine);
        }

        return new Download(
            await new PlatformImageCalls(engine.Api).SaveAsync(names, call.Ended), null, "application/x-tar", "images.tar");
    }

    /// <summary><c>Loaded image: app:1.0</c>, <c>Loaded image ID: sha256:…</c>, <c>Loaded image(s): a,b</c>.</summary>
    private static string[] Loaded(string said) =>
        said.StartsWith(LoadedWord, StringComparison.Ordinal) && said.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
            ? said[(colon + 2)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];

    private static async IAsyncEnumerable<ImageProgress> ToldAsync(
        IAsyncEnumerable<ProgressLine> lines, string? image, ReachedEngine engine, [EnumeratorCancellation] CancellationToken cancel)
    {
        var made = default(string);
        await foreach (var line in lines.WithCancellation(cancel))
        {
            made = line.Aux?.Id ?? line.Aux?.Digest ?? made;
            if ((line.Status ?? line.Stream)?.TrimEnd('\n') is { Length: > 0 } text)
            {
                yield return new ImageProgress(line.Id, text, line.ProgressDetail?.Current, line.ProgressDetail?.Total);
            }
        }

        made ??= image is null ? null : (await new ImageCalls(engine.Api).FindAsync(image, cancel))?.Id;
        yield return new ImageProgress(null, "done", Image: made ?? image);
    }
}
