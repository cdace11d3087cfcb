using Dxflow.Operations;

namespace Dxflow.Platform.Images;

/// <summary>What can be done with images. A name has slashes, so it is never part of a path.</summary>
internal static class ImageOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.image.list", "GET /api/platform/images", Permission.Platform, Effect.Reads,
            "List the images of a container engine.",
            PlatformJson.Default,
            static (ImageDesk desk, ListImages request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "platform.image.inspect", "GET /api/platform/images/inspect", Permission.Platform, Effect.Reads,
            "Show an image; the values of its environment are hidden.",
            PlatformJson.Default,
            static (ImageDesk desk, InspectImage request, Call call) => desk.InspectAsync(request, call)),
        Operation.Stream(
            "platform.image.pull", "POST /api/platform/images/pull", Permission.Platform, Effect.Changes,
            "Fetch an image from its registry.",
            PlatformJson.Default,
            static (ImageTransfers transfers, PullImage request, Call call) => transfers.PullAsync(request, call))
            .With("dxflow platform image pull registry.example:5000/team/app:1.0 --on podman"),
        Operation.Stream(
            "platform.image.push", "POST /api/platform/images/push", Permission.Platform, Effect.Changes,
            "Send an image to its registry.",
            PlatformJson.Default,
            static (ImageTransfers transfers, PushImage request, Call call) => transfers.PushAsync(request, call)),
        Operation.Call(
            "platform.image.tag", "POST /api/platform/images/tag", Permission.Platform, Effect.Changes,
            "Give an image a further name.",
            PlatformJson.Default,
            static (ImageDesk desk, TagImage request, Call call) => desk.TagAsync(request, call)),
        Operation.Duplex(
            "platform.image.build", "POST /api/platform/images/build", Permission.Platform, Effect.Changes,
            "Build an image from a tar archive on standard input.",
            PlatformJson.Default,
            static (ImageTransfers transfers, BuildImage request, IAsyncEnumerable<BuildInput> input, Call call) =>
                transfers.BuildAsync(request, input, call))
            .With("tar c . | dxflow platform image build --tag app:1.0 --build-arg VERSION=1.0"),
        Operation.Upload(
            "platform.image.load", "POST /api/platform/images/load", Permission.Platform, Effect.Changes,
            "Bring images from an archive that a save has made.",
            PlatformJson.Default,
            static (ImageTransfers transfers, LoadImages request, Stream archive, Call call) => transfers.LoadAsync(request, archive, call))
            .With("dxflow platform image load app.tar"),
        Operation.Upload(
            "platform.image.import", "POST /api/platform/images/import", Permission.Platform, Effect.Changes,
            "Make an image of a tar archive of files.",
            PlatformJson.Default,
            static (ImageTransfers transfers, ImportImage request, Stream archive, Call call) =>
                transfers.ImportAsync(request, archive, call))
            .With("dxflow platform image import base:1 root.tar"),
        Operation.Download(
            "platform.image.save", "GET /api/platform/images/save", Permission.Platform, Effect.Reads,
            "Fetch images as one archive.",
            PlatformJson.Default,
            static (ImageTransfers transfers, SaveImages request, Call call) => transfers.SaveAsync(request, call))
            .With("dxflow platform image save app:1.0 app.tar"),
        Operation.Call(
            "platform.image.remove", "DELETE /api/platform/images", Permission.Platform, Effect.Changes,
            "Remove a name of an image, and the image with its last name.",
            PlatformJson.Default,
            static (ImageDesk desk, RemoveImage request, Call call) => desk.RemoveAsync(request, call),
            destructive: true),
        Operation.Call(
            "platform.image.prune", "POST /api/platform/images/prune", Permission.Platform, Effect.Changes,
            "Remove the images that no container uses: those without a name, or all.",
            PlatformJson.Default,
            static (ImageDesk desk, PruneImages request, Call call) => desk.PruneAsync(request, call),
            destructive: true)
            .With("dxflow platform image prune --all --dry-run"),
    ];
}
