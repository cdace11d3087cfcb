using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>
/// Which caches of a build have no effect, each by its place. They make builds quicker and never other, so none is refused: Docker's API
/// reads caches that are images, and leaves one in the image that it builds; Podman's has neither, but the layers that it keeps itself.
/// </summary>
internal static class CacheSupport
{
    private const string Podman = "podman";

    public static void Check(ServiceSpec service, string runtime, Problems problems)
    {
        (string Key, Func<string, bool> Takes, string Why, string Fix)[] caches =
        [
            ("cache_from", IsImage, "through Docker's API the cache is an image", "Write the image, or type=registry,ref=IMAGE."),
            ("cache_to", IsInline, "through Docker's API a build leaves its cache in the image alone", "Write type=inline."),
        ];
        foreach (var (key, takes, why, fix) in caches)
        {
            foreach (var item in Items((service.Build as MapNode)?[key]))
            {
                if (runtime == Podman)
                {
                    problems.Warn(
                        item.At,
                        $"`{key}` has no effect on podman: builds through its API have the layers that it keeps itself",
                        "Remove it.");
                }
                else if (!takes(item.Text))
                {
                    problems.Warn(item.At, $"`{key}: {ReadingContext.Short(item.Text)}` has no effect: {why}", fix);
                }
            }
        }
    }

    /// <summary>A reference, or the long form of one.</summary>
    private static bool IsImage(string written) => !written.Contains('=')
        || (Parts(written) is var parts && parts.Contains("type=registry")
            && parts.Any(static part => part.StartsWith("ref=", StringComparison.Ordinal)));

    private static bool IsInline(string written) => Parts(written).Contains("type=inline");

    private static string[] Parts(string written) => written.Split(',', StringSplitOptions.TrimEntries);

    private static IEnumerable<ScalarNode> Items(Node? node) =>
        (node is ListNode list ? list.Items : node is null ? [] : [node]).OfType<ScalarNode>().Where(static item => !item.IsNull);
}
