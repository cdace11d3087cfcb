using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;
using Dxflow.Platform.Containers;
using Dxflow.Platform.Contexts;
using Dxflow.Platform.Images;
using Dxflow.Platform.Networks;
using Dxflow.Platform.Queues;
using Dxflow.Platform.Registries;
using Dxflow.Platform.Volumes;
using Dxflow.Runtimes.Talking;

namespace Dxflow.Platform;

/// <summary>All records of the noun, and the form in which logins are kept.</summary>
[JsonSerializable(typeof(ListEngines))]
[JsonSerializable(typeof(EngineItem))]
[JsonSerializable(typeof(EngineItems))]
[JsonSerializable(typeof(ShowPlatform))]
[JsonSerializable(typeof(PlatformInfo))]
[JsonSerializable(typeof(PlatformChanged))]
[JsonSerializable(typeof(Pruned))]
[JsonSerializable(typeof(ListContexts))]
[JsonSerializable(typeof(ContextItem))]
[JsonSerializable(typeof(ContextItems))]
[JsonSerializable(typeof(ShowQueue))]
[JsonSerializable(typeof(QueueInfo))]
[JsonSerializable(typeof(ListImages))]
[JsonSerializable(typeof(ImageItem))]
[JsonSerializable(typeof(ImageItems))]
[JsonSerializable(typeof(InspectImage))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(PullImage))]
[JsonSerializable(typeof(PushImage))]
[JsonSerializable(typeof(BuildImage))]
[JsonSerializable(typeof(BuildInput))]
[JsonSerializable(typeof(ImageProgress))]
[JsonSerializable(typeof(TagImage))]
[JsonSerializable(typeof(LoadImages))]
[JsonSerializable(typeof(LoadedImages))]
[JsonSerializable(typeof(ImportImage))]
[JsonSerializable(typeof(SaveImages))]
[JsonSerializable(typeof(RemoveImage))]
[JsonSerializable(typeof(ImageRemoval))]
[JsonSerializable(typeof(PruneImages))]
[JsonSerializable(typeof(ListContainers))]
[JsonSerializable(typeof(ContainerItem))]
[JsonSerializable(typeof(ContainerItems))]
[JsonSerializable(typeof(InspectContainer))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(StartContainer))]
[JsonSerializable(typeof(StopContainer))]
[JsonSerializable(typeof(RestartContainer))]
[JsonSerializable(typeof(KillContainer))]
[JsonSerializable(typeof(PauseContainer))]
[JsonSerializable(typeof(UnpauseContainer))]
[JsonSerializable(typeof(RemoveContainer))]
[JsonSerializable(typeof(PruneContainers))]
[JsonSerializable(typeof(ReadContainerLogs))]
[JsonSerializable(typeof(ContainerLine))]
[JsonSerializable(typeof(ReadContainerStats))]
[JsonSerializable(typeof(ContainerUse))]
[JsonSerializable(typeof(ContainerUses))]
[JsonSerializable(typeof(ExecInContainer))]
[JsonSerializable(typeof(ListNetworks))]
[JsonSerializable(typeof(NetworkItem))]
[JsonSerializable(typeof(NetworkItems))]
[JsonSerializable(typeof(InspectNetwork))]
[JsonSerializable(typeof(NetworkDetails))]
[JsonSerializable(typeof(CreateNetwork))]
[JsonSerializable(typeof(RemoveNetwork))]
[JsonSerializable(typeof(PruneNetworks))]
[JsonSerializable(typeof(ListVolumes))]
[JsonSerializable(typeof(VolumeItem))]
[JsonSerializable(typeof(VolumeItems))]
[JsonSerializable(typeof(InspectVolume))]
[JsonSerializable(typeof(VolumeDetails))]
[JsonSerializable(typeof(CreateVolume))]
[JsonSerializable(typeof(RemoveVolume))]
[JsonSerializable(typeof(PruneVolumes))]
[JsonSerializable(typeof(ListRegistries))]
[JsonSerializable(typeof(RegistryItem))]
[JsonSerializable(typeof(RegistryItems))]
[JsonSerializable(typeof(LoginRegistry))]
[JsonSerializable(typeof(LogoutRegistry))]
[JsonSerializable(typeof(ExecInput))]
[JsonSerializable(typeof(ExecOutput))]
[JsonSerializable(typeof(IReadOnlyList<KeptLogin>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(WireEnum<PlatformEngine>), typeof(DurationJson)])]
internal sealed partial class PlatformJson : JsonSerializerContext;
