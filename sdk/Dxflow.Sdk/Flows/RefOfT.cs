using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>
/// A value of a run, by where it will come from: an input, an output of a step, or what an expression makes of them. Its type says where it
/// fits, so a mistake is one of the compiler. Whether it may be null (a step that is skipped, or may fail) the engine says when it is
/// given the flow: see <see cref="RefValues.Or{T}(Ref{T}, Ref{T})"/>.
/// </summary>
/// <typeparam name="T">
/// <c>string</c>, <c>int</c> or <c>long</c>, <c>double</c>, <c>bool</c>, <c>FileArtifact</c>, <c>DirArtifact</c>, <c>JsonElement</c>, lists
/// (<c>IReadOnlyList</c>) and maps (<c>IReadOnlyDictionary</c> by <c>string</c>) of these.
/// </typeparam>
public class Ref<T> : Ref
{
    internal Ref(Formula formula)
        : base(formula)
    {
    }

    /// <summary>A value of the program stands wherever a reference may.</summary>
    public static implicit operator Ref<T>(T value) => Of(value);
}
