using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// An image that a service of a project needs. A policy that looks for something newer, or builds anew, does so once for
/// <see cref="Once"/> (a run): not for each replica, and not each time that a container is started again; null: always.
/// </summary>
internal sealed record ImageWish(ContainerImage Image, ProjectSpec Project, string Service, string? Once = null)
{
    /// <summary>Two with the same key are served by the same pull or build. What is built carries its project's labels.</summary>
    public string Key { get; } = JsonSerializer.Serialize(Image, ImageJson.Default.ContainerImage)
        + (Image.Build is null ? "" : $" {Project.Name} {Service}");

    public static ImageWish Of(TaskSpec spec)
    {
        var task = spec.Container!;
        return new ImageWish(task.Spec.Image, task.Project, task.Service, spec.Id.Run);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContainerImage))]
internal sealed partial class ImageJson : JsonSerializerContext;
