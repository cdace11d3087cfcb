namespace Dxflow.Workflows.Flow.Types;

/// <summary>
/// The type of a value: a kind, for lists and maps the type of their elements, and whether null is allowed (<c>T?</c>).
/// Types are strict: the only conversion is int to float. What holds <c>json</c> is checked when it runs.
/// </summary>
internal sealed record FlowType(FlowKind Kind, FlowType? Element = null, bool Optional = false)
{
    public static readonly FlowType Null = new(FlowKind.Nothing, Optional: true);
    public static readonly FlowType Nothing = new(FlowKind.Nothing);
    public static readonly FlowType String = new(FlowKind.String);
    public static readonly FlowType Int = new(FlowKind.Int);
    public static readonly FlowType Float = new(FlowKind.Float);
    public static readonly FlowType Bool = new(FlowKind.Bool);
    public static readonly FlowType Json = new(FlowKind.Json);
    public static readonly FlowType File = new(FlowKind.File);
    public static readonly FlowType Dir = new(FlowKind.Dir);
    public static readonly FlowType Secret = new(FlowKind.Secret);

    public static FlowType ListOf(FlowType element) => new(FlowKind.List, element);

    public static FlowType MapOf(FlowType element) => new(FlowKind.Map, element);

    public FlowType OrNull => Optional ? this : this with { Optional = true };

    public FlowType NotNull => Optional ? this with { Optional = false } : this;

    public bool IsNumber => Kind is FlowKind.Int or FlowKind.Float;

    public bool IsArtifact => Kind is FlowKind.File or FlowKind.Dir;

    public bool IsScalar => Kind is FlowKind.String or FlowKind.Int or FlowKind.Float or FlowKind.Bool or FlowKind.Secret;

    public bool HoldsArtifact => IsArtifact || Element is { HoldsArtifact: true };

    public bool HoldsSecret => Kind == FlowKind.Secret || Element is { HoldsSecret: true };

    public bool HoldsJson => Kind == FlowKind.Json || Element is { HoldsJson: true };

    /// <summary>For messages: "an int", "a list&lt;int&gt;".</summary>
    public string Noun => A(ToString());

    public static string A(string word) => word is ['i' or 'a' or 'e' or 'o', ..] ? "an " + word : "a " + word;

    public override string ToString() => FlowTypeText.Write(this);
}
