using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Compose.Services;

/// <summary><c>command</c> and <c>entrypoint</c>: a list as it stands, or a text split into words.</summary>
internal static class CommandReader
{
    public static CommandSpec? Read(Node? node, string key, ReadingContext context)
    {
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case ListNode list:
                var arguments = new List<Placed<Template>>(list.Items.Count);
                foreach (var item in list.Items)
                {
                    if (context.Template(item, $"an argument of `{key}`") is { } argument)
                    {
                        arguments.Add(new(argument, item.At));
                    }
                }

                return new CommandSpec(arguments, list.At);
            case ScalarNode text:
                return context.Template(text, $"`{key}`") is { } template ? Split(template, text, key, context) : null;
            default:
                context.Error(
                    node.At, $"`{key}` must be a list or a text, and this is {node.Kind}", $"Write {key}: [\"program\", \"argument\"].");
                return null;
        }
    }

    private static CommandSpec Split(Template template, ScalarNode text, string key, ReadingContext context)
    {
        var (words, fault, letter) = ShellWords.Split(template);
        switch (fault)
        {
            case SplitFault.OpenQuote:
                context.Error(text.At, $"a quote is opened and never closed in `{key}`", "Close the quote, or write a list.");
                break;
            case SplitFault.Parenthesis:
                context.Error(text.At, $"an unquoted {letter} in `{key}`", "Put it in quotes: no shell reads the command.");
                break;
            case SplitFault.Operator when context.InStep:
                context.Error(
                    text.At,
                    $"an unquoted {letter} in `{key}`: no shell reads it",
                    "Write the lines under x-step: script, or put it in quotes.");
                break;
            case SplitFault.Operator:
                context.Problems.Warn(
                    text.At,
                    $"what follows the unquoted {letter} in `{key}` is dropped, as Compose does: no shell reads it",
                    $"Write {key}: [\"sh\", \"-c\", \"…\"], or put it in quotes.");
                break;
        }

        return new CommandSpec([.. words.Select(word => new Placed<Template>(word, text.At))], text.At);
    }
}
