namespace Dxflow.Surfaces.Cli.Output;

/// <summary>Colour where it is wanted; else the text as it is. What is painted was made visible before.</summary>
internal sealed class Paint(bool colour)
{
    public static readonly Paint None = new(false);

    public bool Colour { get; } = colour;

    public string Bold(string text) => Of("1", text);

    public string Dim(string text) => Of("2", text);

    public string Red(string text) => Of("31", text);

    public string Green(string text) => Of("32", text);

    public string Yellow(string text) => Of("33", text);

    /// <summary>A state of work, in the colour that its kind has everywhere.</summary>
    public string State(string text, string state) => state switch
    {
        "succeeded" or "reused" or "healthy" or "stopped" => Green(text),
        "failed" or "cancelled" or "lost" or "unhealthy" => Red(text),
        "running" or "starting" or "finishing" or "retrying" or "stopping" => Yellow(text),
        _ => text,
    };

    private string Of(string code, string text) => Colour && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
