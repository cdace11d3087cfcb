using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Objects.Archives;
using Dxflow.Objects.Commands.Syncing;
using Dxflow.Objects.Filling;
using Dxflow.Objects.Incoming;
using Dxflow.Objects.Keeping;
using Dxflow.Operations.Contracts;

namespace Dxflow.Objects;

[JsonSerializable(typeof(ListObjects))]
[JsonSerializable(typeof(ObjectItems))]
[JsonSerializable(typeof(CreateObject))]
[JsonSerializable(typeof(UploadObject))]
[JsonSerializable(typeof(ObjectInfo))]
[JsonSerializable(typeof(DownloadObject))]
[JsonSerializable(typeof(MoveObject))]
[JsonSerializable(typeof(CopyObject))]
[JsonSerializable(typeof(RemoveObject))]
[JsonSerializable(typeof(ObjectRemoved))]
[JsonSerializable(typeof(ShowObject))]
[JsonSerializable(typeof(VerifyObject))]
[JsonSerializable(typeof(ObjectsVerified))]
[JsonSerializable(typeof(FillObjects))]
[JsonSerializable(typeof(ObjectsFilled))]
[JsonSerializable(typeof(ZipObjects))]
[JsonSerializable(typeof(UnzipObject))]
[JsonSerializable(typeof(ArchiveProgress))]
[JsonSerializable(typeof(SetObject))]
[JsonSerializable(typeof(PruneObjects))]
[JsonSerializable(typeof(PrunedObjects))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SyncObjects))]
[JsonSerializable(typeof(SyncPlanned))]
[JsonSerializable(typeof(SyncDone))]
[JsonSerializable(typeof(CreateIncoming))]
[JsonSerializable(typeof(AppendIncoming))]
[JsonSerializable(typeof(ShowIncoming))]
[JsonSerializable(typeof(RemoveIncoming))]
[JsonSerializable(typeof(ListIncoming))]
[JsonSerializable(typeof(IncomingInfo))]
[JsonSerializable(typeof(IncomingItems))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(WireEnum<ObjectKind>), typeof(WireEnum<ArchiveState>), typeof(WireEnum<SyncAct>),
        typeof(DurationJson)])]
internal sealed partial class ObjectJson : JsonSerializerContext;
