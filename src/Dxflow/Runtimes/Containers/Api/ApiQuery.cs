using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>A path of the API with its query, each value escaped; what is null or false is left out.</summary>
internal sealed class ApiQuery(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _hasQuery;

    /// <summary>A name or id as one segment of a path; image references keep their slashes.</summary>
    public static string Segment(string name) => Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal);

    public ApiQuery With(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _hasQuery = true;
        }

        return this;
    }

    public ApiQuery With(string name, bool value) => With(name, value ? "1" : null);

    public ApiQuery With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Filters as the API wants them: a map of lists, as JSON.</summary>
    public ApiQuery Where(params (string Name, string[] Values)[] filters) => filters.Length == 0
        ? this
        : With("filters", JsonSerializer.Serialize(
            filters.ToDictionary(filter => filter.Name, IReadOnlyList<string> (filter) => filter.Values),
            ApiJson.Default.IReadOnlyDictionaryStringIReadOnlyListString));

    public override string ToString() => _text.ToString();
}
