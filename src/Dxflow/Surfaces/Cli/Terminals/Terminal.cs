using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// Standard input, output and error, and what is at their ends. They are the file descriptors themselves: the framework's console
/// swallows a closed pipe, and <c>logs -f | head</c> would never end; it also reads a terminal in its own way, and cannot be stopped.
/// </summary>
internal sealed class Terminal : IDisposable
{
    public Terminal(Stream input, Stream output, Stream error, TerminalFacts facts)
    {
        Input = input;
        Output = output;
        Facts = facts;
        ErrorBytes = error;

        // An engine has several who warn at once.
        Error = TextWriter.Synchronized(new StreamWriter(new MessageStream(error), new UTF8Encoding(false)) { AutoFlush = true });
    }

    public Stream Input { get; }

    public Stream Output { get; }

    /// <summary>Whoever read standard output has gone: there is nothing more to do for them.</summary>
    public bool IsOutputGone => Output is DescriptorStream { IsReaderGone: true };

    public TerminalFacts Facts { get; }

    /// <summary>Messages, from anywhere and line by line; standard output is for answers alone.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard error as bytes, for what another program wrote there.</summary>
    public Stream ErrorBytes { get; }

    public static Terminal OfProcess() => new(
        new DescriptorInput(new SafeFileHandle(0, ownsHandle: false)),
        Open(1, "standard output"),
        Open(2, "standard error"),
        TerminalFacts.OfProcess());

    public void Dispose()
    {
        try
        {
            Output.Flush();
        }
        catch (IOException)
        {
            // Whoever read it has gone; there is nobody to tell.
        }
    }

    private static DescriptorStream Open(int descriptor, string name) => new(new SafeFileHandle(descriptor, ownsHandle: false), name);
}
