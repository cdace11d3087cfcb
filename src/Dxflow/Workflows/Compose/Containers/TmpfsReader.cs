using Dxflow.Foundation.Values;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary><c>tmpfs</c>: <c>/path</c> or <c>/path:size=64m,mode=1777,noexec</c>, one or several.</summary>
internal static class TmpfsReader
{
    private const string Fix = "Write /path, or /path:size=64m,mode=1777.";

    public static IReadOnlyList<Placed<ContainerMount>> Read(MapReader reader, ReadingContext context)
    {
        var mounts = new List<Placed<ContainerMount>>();
        foreach (var (text, at) in reader.Texts("tmpfs", orText: true).Select(text => (text.Value, text.At)))
        {
            if (One(text, at, context) is { } mount)
            {
                mounts.Add(new(mount, at));
            }
        }

        return mounts;
    }

    private static ContainerMount? One(string text, Place at, ReadingContext context)
    {
        var colon = text.IndexOf(':');
        var mount = new ContainerMount("tmpfs", null, colon < 0 ? text : text[..colon]);
        var others = new List<string>();
        foreach (var option in colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var before, var after] ? (before, after) : (option, "");
            switch (name)
            {
                case "size" when ByteSize.TryParse(value, out var bytes, out _):
                    mount = mount with { TmpfsSizeBytes = bytes };
                    break;
                case "mode" when value.Length is > 0 and <= 5 && value.All(static digit => digit is >= '0' and <= '7'):
                    mount = mount with { TmpfsMode = Convert.ToInt32(value, 8) };
                    break;
                case "ro":
                    mount = mount with { ReadOnly = true };
                    break;
                case "rw":
                    break;
                case "size" or "mode":
                    context.Error(at, $"`{ReadingContext.Short(option)}` is no option of a tmpfs", Fix);
                    break;
                default:
                    others.Add(option);
                    break;
            }
        }

        if (!mount.Target.StartsWith('/'))
        {
            context.Error(at, $"`{ReadingContext.Short(mount.Target)}` is no absolute path", Fix);
            return null;
        }

        return others.Count > 0 ? mount with { TmpfsOptions = string.Join(',', others) } : mount;
    }
}
