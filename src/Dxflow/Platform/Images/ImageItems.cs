using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Images;

internal sealed record ListImages(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null,
    [Description("Also the layers between, which have no name."), Short('a')] bool All = false,
    [Description("Only those of this name, which may have * in it.")] string? Reference = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ImageItem(
    [Description("Its name with its tag; its id where it has none.")] string Name,
    [Description("Its size, in bytes; what others share with it is in it.")] long SizeBytes,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("What its content is called in a registry."), Wide] string? Digest,
    [Description("Its id."), Wide] string Id);

internal sealed record ImageItems(
    [Description("Images, by name.")] IReadOnlyList<ImageItem> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record InspectImage(
    [Description("The image, by name or id.")] string Image,
    [Description("Show the values of its environment, and what else is hidden; a MASTER may.")] bool Reveal = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ImageDetails(
    [Description("Its id.")] string Id,
    [Description("Its names.")] IReadOnlyList<string> Names,
    [Description("What its content is called in registries.")] IReadOnlyList<string> Digests,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("Its size, in bytes.")] long SizeBytes,
    [Description("The system and the kind of processor it is for.")] string? Platform,
    [Description("What starts its command.")] IReadOnlyList<string> Entrypoint,
    [Description("Its command.")] IReadOnlyList<string> Command,
    [Description("Who runs in it.")] string? User,
    [Description("Where its command begins.")] string? WorkingDirectory,
    [Description("Its variables; values are hidden.")] IReadOnlyDictionary<string, string> Environment,
    [Description("Its labels; what looks like a secret is hidden.")] IReadOnlyDictionary<string, string> Labels);

internal sealed record PullImage(
    [Description("The image; latest, if it has neither tag nor digest.")] string Image,
    [Description("The system and the kind of processor, such as linux/arm64.")] string? Platform = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record PushImage(
    [Description("The image, with the registry in front of its name.")] string Image,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record BuildImage(
    [Description("The image's name; it has none without it."), Short('t')] string? Tag = null,
    [Description("The Dockerfile, from the root of what is sent."), Short('f')] string Dockerfile = "Dockerfile",
    [Description("The stage to build; otherwise the last.")] string? Target = null,
    [Description("Arguments of the build.")] IReadOnlyDictionary<string, string>? BuildArg = null,
    [Description("Labels of the image.")] IReadOnlyDictionary<string, string>? Label = null,
    [Description("Build every step anew.")] bool Fresh = false,
    [Description("Look for newer images to build on.")] bool Pull = false,
    [Description("The system and the kind of processor, such as linux/arm64.")] string? Platform = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

/// <summary>A piece of the tar archive that is built from. The end of what is sent is the archive's end.</summary>
internal sealed record BuildInput([Description("The next bytes of the tar archive.")] byte[] Bytes);

/// <summary>How a pull, push or build goes on.</summary>
internal sealed record ImageProgress(
    [Description("The part that this is about, such as a layer.")] string? Part,
    [Description("What becomes of it, or what the build said.")] string Text,
    [Description("Bytes so far.")] long? CurrentBytes = null,
    [Description("Bytes in all.")] long? TotalBytes = null,
    [Description("In the last record: the image's id or digest.")] string? Image = null);

internal sealed record TagImage(
    [Description("The image, by name or id.")] string Image,
    [Description("Its further name, with a tag.")] string Name,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record LoadImages(
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record LoadedImages([Description("The images that were in the archive.")] IReadOnlyList<string> Names);

internal sealed record ImportImage(
    [Description("The image's name.")] string Image,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record SaveImages(
    [Description("The image, by name or id.")] string Image,
    [Description("Further images in the same archive.")] IReadOnlyList<string>? With = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record RemoveImage(
    [Description("The image, by name or id.")] string Image,
    [Description("Also if it has other names, or a stopped container uses it.")] bool Force = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ImageRemoval(
    [Description("Names that are gone.")] IReadOnlyList<string> Untagged,
    [Description("Images and layers that are gone.")] IReadOnlyList<string> Deleted);

internal sealed record PruneImages(
    [Description("Only say what would go.")] bool DryRun = false,
    [Description("Also those with a name, if no container uses them.")] bool All = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);
