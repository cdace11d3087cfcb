using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Platform.Images;

/// <summary>The images that container engines have: listed, named, removed.</summary>
internal sealed class ImageDesk(PlatformEngines engines)
{
    private const string Nameless = "<none>";

    public async Task<ImageItems> ListAsync(ListImages request, Call call)
    {
        var all = await new ImageCalls(engines.Of(request.On).Api).ListAsync(
            call.Ended, request.All, request.Reference is null ? [] : [("reference", [request.Reference])]);
        var (items, next) = Page.Of(
            all.SelectMany(static image => NamesOf(image).Select(name => Item(image, name))), static one => $"{one.Name} {one.Id}",
            request.Limit, request.Cursor);
        return new ImageItems(items, next);
    }

    public async Task<ImageDetails> InspectAsync(InspectImage request, Call call)
    {
        var hiding = Hiding.For(request.Reveal, call.Caller);
        var engine = engines.Of(request.On);
        var image = await new ImageCalls(engine.Api).FindAsync(PlatformNames.Image(request.Image), call.Ended)
            ?? throw PlatformNames.Missing("image", request.Image, engine);
        var config = image.Config ?? new ContainerConfig();
        return new ImageDetails(
            image.Id,
            image.RepoTags ?? [],
            image.RepoDigests ?? [],
            PlatformNames.Moment(image.Created),
            image.Size,
            string.Join('/', new[] { image.Os, image.Architecture, image.Variant }.Where(static part => !string.IsNullOrEmpty(part))),
            config.Entrypoint ?? [],
            config.Cmd ?? [],
            config.User is { Length: > 0 } user ? user : null,
            config.WorkingDir is { Length: > 0 } directory ? directory : null,
            hiding.Environment(config.Env),
            hiding.Pairs(config.Labels));
    }

    public async Task<PlatformChanged> TagAsync(TagImage request, Call call)
    {
        var from = PlatformNames.Image(request.Image);
        var to = ImageReference.Parse(PlatformNames.Image(request.Name));
        if (to.IsDigest)
        {
            throw Fault.Invalid($"{request.Name} is a digest, which follows from the content", "give a tag, as in app:1.0");
        }

        var engine = await engines.ForChangeAsync(request.On, call);
        await new PlatformImageCalls(engine.Api).TagAsync(from, to, call.Ended);
        return new PlatformChanged(to.ToString());
    }

    public async Task<ImageRemoval> RemoveAsync(RemoveImage request, Call call)
    {
        var image = PlatformNames.Image(request.Image);
        var engine = await engines.ForChangeAsync(request.On, call);
        var steps = await new PlatformImageCalls(engine.Api).RemoveAsync(image, request.Force, call.Ended);
        return new ImageRemoval(
            [.. steps.Select(static step => step.Untagged).OfType<string>()],
            [.. steps.Select(static step => step.Deleted).OfType<string>()]);
    }

    public async Task<Pruned> PruneAsync(PruneImages request, Call call)
    {
        var engine = await engines.ForChangeAsync(request.On, call);
        var used = (await new ContainerCalls(engine.Api).ListAsync(call.Ended)).Select(static one => Bare(one.ImageId)).ToHashSet();
        var unused = (await new ImageCalls(engine.Api).ListAsync(call.Ended))
            .Where(image => !used.Contains(Bare(image.Id)))
            .Select(image => (Image: image, Names: Named(image).ToList()))
            .Where(one => one.Names.Count == 0 || request.All)
            .SelectMany(static one => (one.Names.Count == 0 ? [one.Image.Id] : one.Names).Select(
                name => new PrunedItem(name, one.Image.Size)))
            .OrderBy(static item => item.Name, StringComparer.Ordinal);
        var calls = new PlatformImageCalls(engine.Api);
        return await Pruning.RunAsync(unused, request.DryRun, name => calls.RemoveAsync(name, force: false, call.Ended));
    }

    private static IEnumerable<string> Named(ImageListed image) =>
        (image.RepoTags ?? []).Where(static name => !name.StartsWith(Nameless, StringComparison.Ordinal));

    private static IEnumerable<string> NamesOf(ImageListed image) => Named(image).DefaultIfEmpty(image.Id);

    /// <summary>Engines write an id with its algorithm or without.</summary>
    private static string Bare(string? id) => id is null ? "" : id[(id.IndexOf(':') + 1)..];

    private static ImageItem Item(ImageListed image, string name) => new(
        name, image.Size, PlatformNames.Moment(image.Created),
        image.RepoDigests?.FirstOrDefault(static digest => !digest.StartsWith(Nameless, StringComparison.Ordinal)), image.Id);
}
