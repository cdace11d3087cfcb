namespace Dxflow.Surfaces.Cli;

/// <summary>The forms of <c>-o</c>.</summary>
internal enum OutputForm
{
    Table,
    Wide,
    Json,
    Yaml,
    Name,
}

/// <summary>What can be said to every command.</summary>
internal sealed record GlobalOptions(
    OutputForm Output = OutputForm.Table,
    bool Quiet = false,
    string? Engine = null,
    string? Profile = null,
    string? Home = null,
    bool Yes = false,
    TimeSpan? Timeout = null);
