using System.Text;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>Asks a person. Where nobody can answer, <c>--yes</c> must have: a script is never left waiting, nor does it do harm.</summary>
internal sealed class Questions(Terminal terminal, GlobalOptions options)
{
    private const int AnswerCharactersMax = 4096;

    public async Task<bool> ConfirmAsync(string question, CancellationToken cancel)
    {
        if (options.Yes)
        {
            return true;
        }

        if (!terminal.Facts.InputIsTerminal)
        {
            throw Fault.Invalid(question + " Nobody is there to answer.", "--yes answers.");
        }

        var answer = await AskAsync(question + " [y/N] ", cancel);
        return answer is "y" or "Y" or "yes";
    }

    public async Task<string> AskAsync(string prompt, CancellationToken cancel)
    {
        await terminal.Error.WriteAsync(prompt);
        var answer = new StringBuilder();
        var one = new byte[1];
        while (await terminal.Input.ReadAsync(one, cancel) == 1 && one[0] != '\n' && answer.Length < AnswerCharactersMax)
        {
            answer.Append((char)one[0]);
        }

        return answer.ToString().Trim();
    }

    /// <summary>
    /// What is typed is not shown. Where nobody types, it has to come another way: <paramref name="otherwise"/> says which.
    /// </summary>
    public async Task<string> AskSecretAsync(string prompt, string otherwise, Interrupts interrupts)
    {
        if (!terminal.Facts.InputIsTerminal)
        {
            throw Fault.Invalid(prompt.TrimEnd(' ', ':') + " is missing, and nobody is there to type it.", otherwise);
        }

        // Before the prompt: who types as soon as it is there is not shown either.
        using var raw = new RawTerminal(interrupts);
        await terminal.Error.WriteAsync(prompt);
        var typed = new SecretLine(AnswerCharactersMax);
        var one = new byte[1];
        while (!typed.IsWhole && await terminal.Input.ReadAsync(one, interrupts.Ended) == 1)
        {
            typed.Type(one[0]);
        }

        await terminal.Error.WriteAsync("\r\n");
        return typed.IsGivenUp ? throw new Fault(FaultKind.Cancelled, "Nothing was done.") : typed.Text;
    }
}
