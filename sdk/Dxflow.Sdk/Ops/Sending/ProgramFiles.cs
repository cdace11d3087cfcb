using Dxflow.Sdk.Flows;

namespace Dxflow.Sdk.Ops.Sending;

/// <summary>
/// The files of this program, as a step takes them along, and the words that start it from where they lie then. Three kinds:
/// <list type="bullet">
/// <item>a program of many files that needs the .NET of its machine: its directory, started by the <c>dotnet</c> that is found there,
/// whatever system it was built on;</item>
/// <item>one that has .NET in its directory: its directory, and its own executable;</item>
/// <item>one that is a single file: that file.</item>
/// </list>
/// </summary>
internal sealed record ProgramFiles(string Path, bool IsDirectory, string? Runner, string? File)
{
    /// <summary>The input under which a step has them. No operator's own: its properties have other names.</summary>
    public const string Input = "dxflow_program";

    /// <summary>Of the process that runs.</summary>
    public static ProgramFiles Current() => Of(
        Environment.GetCommandLineArgs()[0],
        Environment.ProcessPath ?? throw new InvalidOperationException("this program has no file: say OpProgram.At."));

    /// <param name="main">The first argument of the process: the assembly, where there is one.</param>
    /// <param name="process">The file that the process runs.</param>
    public static ProgramFiles Of(string main, string process)
    {
        main = System.IO.Path.GetFullPath(main);
        if (!main.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            return new(process, IsDirectory: false, Runner: null, File: null);
        }

        var (directory, name) = (System.IO.Path.GetDirectoryName(main)!, System.IO.Path.GetFileName(main));
        var settings = System.IO.Path.ChangeExtension(main, ".runtimeconfig.json");
        var bringsItsOwn = System.IO.File.Exists(settings)
            && System.IO.File.ReadAllText(settings).Contains("\"includedFrameworks\"", StringComparison.Ordinal);
        return bringsItsOwn
            ? new(directory, IsDirectory: true, Runner: null, System.IO.Path.GetFileNameWithoutExtension(name))
            : new(directory, IsDirectory: true, "dotnet", name);
    }

    /// <summary>The words of a command; <paramref name="placed"/> is where the files lie for the step.</summary>
    public IEnumerable<Template> Words(Ref placed)
    {
        if (Runner is not null)
        {
            yield return Runner;
        }

        if (File is null)
        {
            yield return placed;
        }
        else
        {
            yield return $"{placed}/{File}";
        }
    }
}
