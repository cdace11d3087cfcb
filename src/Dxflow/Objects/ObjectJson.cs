using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

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
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(WireEnum<ObjectKind>)])]
internal sealed partial class ObjectJson : JsonSerializerContext;
