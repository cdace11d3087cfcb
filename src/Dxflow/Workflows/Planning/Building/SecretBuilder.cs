using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>What a step is given of the document's <c>secrets</c>: those that it lists, each once.</summary>
internal static class SecretBuilder
{
    private const int NameMax = 128;

    /// <summary>The names of those that are text.</summary>
    public static IReadOnlySet<string> Names(ServiceSpec service, ComposeSpec spec) =>
        Granted(service, spec).Where(static secret => secret.Source?.Content is not null).Select(static secret => secret.Name)
            .ToHashSet(StringComparer.Ordinal);

    /// <param name="asFiles">A container has the files as they are; elsewhere what is no text cannot be had.</param>
    public static IReadOnlyList<SecretPlan>? Build(ServiceSpec service, bool asFiles, PlanContext context)
    {
        var given = new List<SecretPlan>();
        foreach (var secret in Granted(service, context.Spec))
        {
            if (!asFiles && !IsFileName(secret.Name))
            {
                context.Problems.Error(
                    secret.At, $"`{ReadingContext.Short(secret.Name)}` is no name of a file, which `{service.Name}` has the secret as",
                    "Use letters, digits and . _ - only.");
            }
            else if (secret.Source?.Content is { } text)
            {
                given.Add(new SecretPlan(secret.Name, text));
            }
            else if (!asFiles)
            {
                context.Problems.Error(
                    secret.At, secret.Source?.Failure ?? $"the secret `{secret.Name}` of `{service.Name}` is no text",
                    secret.Source?.Fix ?? "Give the file as an input.");
            }
        }

        return given.Count == 0 ? null : given;
    }

    private static bool IsFileName(string name) => name.Length is > 0 and <= NameMax && name is not ("." or "..")
        && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    private static IEnumerable<ResourceSpec> Granted(ServiceSpec service, ComposeSpec spec) =>
        (service.Container?.Files ?? []).Where(static file => file.Secret).Select(static file => file.Name).Distinct(StringComparer.Ordinal)
            .Select(name => spec.Secrets.FirstOrDefault(one => one.Name == name)).OfType<ResourceSpec>();
}
