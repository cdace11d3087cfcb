using Dxflow.Surfaces.Cli;

namespace Dxflow.Objects.Commands;

/// <summary>What a terminal has of the object storage besides the operations themselves.</summary>
internal static class ObjectCommands
{
    public static IReadOnlyList<OperationView> Views { get; } =
    [
        OperationView.For<UploadObject>("object.upload", ObjectJson.Default, UploadCommands.UploadAsync),
        OperationView.For<DownloadObject>("object.download", ObjectJson.Default, DownloadCommands.DownloadAsync),
    ];
}
