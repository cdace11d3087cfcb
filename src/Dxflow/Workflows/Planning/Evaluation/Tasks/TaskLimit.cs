using System.Text;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning.Evaluation.Tasks;

/// <summary>
/// What a program can be given: Linux limits one argument or variable to 128 KiB; a command is bounded well below the sum it takes.
/// </summary>
internal static class TaskLimit
{
    public const int ArgumentBytesMax = 128 * 1024;
    public const int CommandBytesMax = 1024 * 1024;

    /// <summary>Of <c>DXFLOW_INPUT_…</c>: longer values are in the file alone.</summary>
    public const int InputVariableBytesMax = 64 * 1024;

    private const string Fix = "read the values from the file that DXFLOW_INPUTS_JSON names";

    public static void CheckCommand(IReadOnlyList<string> command)
    {
        long sum = 0;
        foreach (var (i, argument) in command.Index())
        {
            var bytes = Bytes(argument);
            sum += bytes;
            if (bytes > ArgumentBytesMax)
            {
                throw TooLong($"argument {i} has {bytes} bytes, and a program can be given {ArgumentBytesMax >> 10} KiB");
            }

            RefuseNul(argument, $"argument {i}");
        }

        if (sum > CommandBytesMax)
        {
            throw TooLong($"the command has {sum} bytes, and a program can be given {CommandBytesMax >> 20} MiB");
        }
    }

    public static void CheckVariable(string name, string value)
    {
        if (Bytes(name) + Bytes(value) > ArgumentBytesMax)
        {
            throw TooLong($"the variable {name} has {Bytes(value)} bytes, and a program can be given {ArgumentBytesMax >> 10} KiB");
        }

        RefuseNul(value, $"the variable {name}");
    }

    // With the zero that ends it.
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text) + 1;

    private static FlowException TooLong(string message) => new(FlowErrorKind.Limit, message, Fix);

    private static void RefuseNul(string text, string what)
    {
        if (text.Contains('\0'))
        {
            throw new FlowException(FlowErrorKind.Value, $"{what} holds a NUL character, which no program can be given", Fix);
        }
    }
}
