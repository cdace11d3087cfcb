using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts;

/// <summary>Why a file or directory cannot be an artifact, or an artifact cannot be placed.</summary>
internal enum ArtifactProblem
{
    /// <summary>There is nothing there, or the store does not hold it.</summary>
    Missing,

    /// <summary>The path, or a link on its way, leads out of the directory it has to stay in.</summary>
    Outside,

    /// <summary>A device, a socket or a FIFO; or a directory where a file is wanted, or the other way round.</summary>
    WrongKind,

    /// <summary>A name that no text can hold.</summary>
    BadName,

    /// <summary>Too many entries, or too deep.</summary>
    TooLarge,

    /// <summary>Where it should be placed there is something else already.</summary>
    InTheWay,

    /// <summary>The store's bytes are not what their name says.</summary>
    Damaged,
}

/// <summary>
/// A bad artifact; <see cref="Exception.Message"/> says what, where, and why. A failing disk is a <see cref="DiskException"/>.
/// </summary>
internal sealed class ArtifactException(ArtifactProblem problem, string path, string detail, Exception? cause = null)
    : IOException($"{path}: {detail}", cause)
{
    public ArtifactProblem Problem { get; } = problem;

    public string Path { get; } = path;

    public static ArtifactException From(PathEscapeException escape) =>
        new(ArtifactProblem.Outside, escape.Path, escape.Detail, escape);

    /// <summary>Null if the kind can be stored.</summary>
    public static ArtifactException? ForKind(FileKind kind, string path) => kind switch
    {
        FileKind.Regular or FileKind.Directory => null,
        FileKind.Fifo => new(ArtifactProblem.WrongKind, path, "it is a FIFO; only files and directories can be kept"),
        FileKind.Socket => new(ArtifactProblem.WrongKind, path, "it is a socket; only files and directories can be kept"),
        _ => new(ArtifactProblem.WrongKind, path, "it is a device; only files and directories can be kept"),
    };
}
