namespace Dxflow.Workflows.Compose.Including;

/// <summary>What of a value starts from the file's own directory, or comes from its own variables.</summary>
internal enum PathKind
{
    /// <summary>A path, a list of them, or maps with a <c>path</c>.</summary>
    Path,

    /// <summary>As a path, unless it is a URL or names something else.</summary>
    Context,

    /// <summary>A map, or a list of <c>NAME=value</c>, of contexts.</summary>
    Contexts,

    /// <summary>A short mount, or a long one of type bind.</summary>
    Mount,

    /// <summary>A text that begins with <c>file:</c>, or a list of such.</summary>
    Source,

    /// <summary>The file of a workflow, unless it is a name or <c>.</c>.</summary>
    Workflow,

    /// <summary>Options of a volume's driver: a bound device is a path.</summary>
    DriverOptions,

    /// <summary>Names without a value take the file's variable.</summary>
    Inherited,
}
