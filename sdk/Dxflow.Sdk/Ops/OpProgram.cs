namespace Dxflow.Sdk.Ops;

/// <summary>The program that holds operators, as a step's machine finds it.</summary>
public sealed class OpProgram
{
    private readonly IReadOnlyList<string> _words;

    private OpProgram(IReadOnlyList<string> words) => _words = words;

    /// <summary>This program, for runs on this machine's processes.</summary>
    public static OpProgram This { get; } = new([]);

    /// <summary>The words to begin with; <c>op NAME</c> follows.</summary>
    internal IReadOnlyList<string> Words => _words.Count > 0 ? _words : Current();

    internal bool IsThis => _words.Count == 0;

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
