namespace Dxflow.Workflows.Compose.Canonical;

/// <summary>
/// What a value is in the canonical model. A value without a form is text within Compose's keys, and as it stands below <c>x-</c>.
/// </summary>
internal enum ModelForm
{
    Bool,
    Whole,
    Number,

    /// <summary>As <c>1m30s</c>.</summary>
    Duration,

    /// <summary>Bytes, as text.</summary>
    Size,

    /// <summary>A text is a list of one.</summary>
    List,

    /// <summary>A list of names is a map.</summary>
    Names,

    /// <summary>A list of <c>NAME=value</c> is a map.</summary>
    Pairs,

    /// <summary>A list of <c>name:address</c>, as <c>name=address</c>.</summary>
    Hosts,

    /// <summary>Not shown: what it says stands elsewhere in the model.</summary>
    Left,
}
