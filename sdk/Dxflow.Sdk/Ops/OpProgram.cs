using Dxflow.Sdk.Ops.Sending;

namespace Dxflow.Sdk.Ops;

/// <summary>The program that holds operators, as a step's machine finds it.</summary>
public sealed class OpProgram
{
    private readonly IReadOnlyList<string> _words;

    private OpProgram(IReadOnlyList<string> words) => _words = words;

    /// <summary>This program where it lies: for processes of this machine, and of clusters whose nodes see it there as well.</summary>
    public static OpProgram This { get; } = new([]);

    /// <summary>What its steps take along; null: nothing, for the program is there.</summary>
    internal ProgramFiles? Files { get; private init; }

    /// <summary>What its steps run in, unless they say it themselves.</summary>
    internal string? Image { get; private init; }

    /// <summary>The words to begin with; <c>op NAME</c> follows.</summary>
    internal IReadOnlyList<string> Words => _words.Count > 0 ? _words : Current();

    internal bool IsThis => _words.Count == 0 && Files is null;

    /// <summary>
    /// This program, taken along by its steps as one of their inputs: for containers, clusters whose nodes do not see it, and engines
    /// elsewhere. All that lies in its directory goes with it, or the one file that it is. Unless it was published self-contained, what
    /// runs it has to have .NET, as <c>dotnet</c> in its <c>PATH</c>.
    /// </summary>
    /// <param name="image">
    /// What its steps run in where there are containers, unless they name another; without containers it has no effect.
    /// <c>mcr.microsoft.com/dotnet/runtime:10.0</c> has .NET.
    /// </param>
    /// <param name="build">
    /// Another build of this program than the one that runs: its assembly (<c>publish/lab.dll</c>), or the one file that it is.
    /// </param>
    public static OpProgram Sent(string? image = null, string? build = null) => new([])
    {
        Files = build is null ? ProgramFiles.Current() : ProgramFiles.Of(build, Path.GetFullPath(build)),
        Image = image,
    };

    /// <summary>A program by its path and first arguments, as in an image: <c>At("dotnet", "/app/lab.dll")</c>.</summary>
    public static OpProgram At(params IReadOnlyList<string> words) =>
        words.Count > 0 ? new(words) : throw new ArgumentException("a program has at least a path.", nameof(words));

    // Started as `dotnet lab.dll` the process is dotnet's, and the program is its first argument.
    private static IReadOnlyList<string> Current()
    {
        var process = Environment.ProcessPath ?? throw new InvalidOperationException("this program has no file: say OpProgram.At.");
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
            : [process];
    }
}
