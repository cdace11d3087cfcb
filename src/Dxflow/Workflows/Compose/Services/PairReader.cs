using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// <c>environment</c> and <c>labels</c>: a map, or a list of <c>NAME=value</c>. A name without a value is handed to
/// <c>inherit</c>, which may give one.
/// </summary>
internal sealed class PairReader(string key, ReadingContext context, Func<string, string?> inherit)
{
    public void Read(Node? node, Dictionary<string, Placed<Template>> into)
    {
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                break;
            case MapNode map:
                foreach (var (name, value) in map.Entries)
                {
                    Add(name.Text, value, into);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    AddText(item, into);
                }

                break;
            default:
                context.Error(node.At, $"`{key}` must be a map or a list, and this is {node.Kind}", "Write `NAME: value` lines below it.");
                break;
        }
    }

    private void Add(string name, Node value, Dictionary<string, Placed<Template>> into)
    {
        if (value is ScalarNode { IsNull: true })
        {
            Set(name, Inherited(name), value, into);
        }
        else if (context.Template(value, $"`{ReadingContext.Short(name)}` in `{key}`") is { } template)
        {
            Set(name, template, value, into);
        }
    }

    private void AddText(Node item, Dictionary<string, Placed<Template>> into)
    {
        if (context.Template(item, $"an entry of `{key}`") is not { } template)
        {
            return;
        }

        var first = template.Parts[0];
        var equals = first.IsExpression ? -1 : first.Text.IndexOf('=');
        if (equals < 0 && template.HasExpressions)
        {
            context.Error(item.At, $"an entry of `{key}` has a reference in its name", "Write NAME={{ … }}: names are fixed.");
        }
        else if (equals < 0)
        {
            Set(template.Text, Inherited(template.Text), item, into);
        }
        else
        {
            var rest = first.Text[(equals + 1)..];
            IEnumerable<TemplatePart> parts = rest.Length > 0 || template.Parts.Count == 1 ? [new TemplatePart(rest)] : [];
            Set(first.Text[..equals], new Template([.. parts, .. template.Parts.Skip(1)]), item, into);
        }
    }

    private Template? Inherited(string name) => inherit(name) is { } value ? Template.Literal(value) : null;

    private void Set(string name, Template? value, Node at, Dictionary<string, Placed<Template>> into)
    {
        if (name.Length == 0 || name.Contains('=') || name.Contains('\0'))
        {
            context.Error(
                at.At, $"`{key}` has an entry without a proper name", "Write NAME=value; a name is not empty and has no = in it.");
        }
        else if (value is not null)
        {
            into[name] = new Placed<Template>(value, at.At);
        }
        else
        {
            into.Remove(name); // What an env_file gave is not the client's own value.
        }
    }
}
