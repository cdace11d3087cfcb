using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary><c>image</c>, <c>pull_policy</c>, <c>platform</c> and <c>build</c>.</summary>
internal static partial class ImageReader
{
    private const string Every = "every_";
    private const string Fix = "Write always, missing, never, build, daily, weekly or every_12h.";

    private static readonly (string Is, string Fix) PlatformText = ("os[/arch[/variant]]", "Write for example linux/arm64.");

    public static ContainerImage Read(ServiceSpec service, MapReader reader, ReadingContext context)
    {
        var platform = reader["platform"] is { } node ? context.Formed(node, "`platform`", Forms.Platform(), PlatformText) : null;
        var build = BuildReader.Read(service.Build, context);
        if (platform is not null && build?.Platforms is { } platforms && !platforms.Contains(platform))
        {
            context.Error(
                service.Build!.At, $"`build.platforms` does not have the service's platform {platform}",
                "Add it, or remove one of the two.");
        }

        var (pull, after) = Pull(reader, context);
        if (service is { Image: null, Build: not null } && pull != PullPolicy.Build)
        {
            // Its name is the project's own: no registry has it, or should be asked for it.
            (pull, after) = (PullPolicy.Missing, null);
        }

        return new ContainerImage(service.Image?.Value ?? "", pull, platform, build, after);
    }

    private static (PullPolicy Policy, TimeSpan? After) Pull(MapReader reader, ReadingContext context)
    {
        var refresh = reader["pull_refresh_after"] is { } node && context.Text(node, "`pull_refresh_after`") is { } text
            ? Age(text, node.At, "`pull_refresh_after`", context) : null;
        if (reader.Text("pull_policy") is not { } policy)
        {
            return (PullPolicy.Missing, null);
        }

        switch (policy.Value)
        {
            case "always":
                return (PullPolicy.Always, null);
            case "never":
                return (PullPolicy.Never, null);
            case "missing" or "if_not_present":
                return (PullPolicy.Missing, null);
            case "build":
                return (PullPolicy.Build, null);
            case "daily":
                return (PullPolicy.Daily, null);
            case "weekly":
                return (PullPolicy.Weekly, null);
            case "refresh" when refresh is not null:
                return (PullPolicy.Refresh, refresh);
            case "refresh":
                context.Error(policy.At, "`pull_policy: refresh` has no `pull_refresh_after`", "Write pull_refresh_after: 12h.");
                return (PullPolicy.Missing, null);
            case var every when every.StartsWith(Every, StringComparison.Ordinal):
                return (PullPolicy.Refresh, Age(every[Every.Length..], policy.At, "`pull_policy`", context));
            default:
                context.Error(policy.At, $"`{ReadingContext.Short(policy.Value)}` is no pull policy", Fix);
                return (PullPolicy.Missing, null);
        }
    }

    // Weeks are known here alone.
    private static TimeSpan? Age(string text, Planning.Place at, string what, ReadingContext context)
    {
        var days = Weeks().Replace(text, match => $"{7 * int.Parse(match.Groups[1].Value, null)}d");
        if (Durations.TryParse(days, out var age, out _) && age > TimeSpan.Zero)
        {
            return age;
        }

        context.Error(at, $"{what} must have a duration, and this is `{ReadingContext.Short(text)}`", "Write for example 12h, 3d or 1w.");
        return null;
    }

    [GeneratedRegex("([0-9]{1,4})w", RegexOptions.CultureInvariant)]
    private static partial Regex Weeks();
}
