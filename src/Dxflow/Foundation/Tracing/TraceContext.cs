using System.Security.Cryptography;
using System.Text;

namespace Dxflow.Foundation.Tracing;

/// <summary>
/// A place in a trace, by W3C Trace Context: the trace (32 hex characters), a span of it (16), whether it is recorded, and what other
/// systems want passed on with it. Written <c>00-TRACE-SPAN-01</c>, in storage with the state after a blank.
/// </summary>
internal sealed record TraceContext(string Trace, string Span, bool Sampled = true, string? State = null)
{
    private const int StateCharactersMax = 512;

    /// <summary>What the header <c>traceparent</c> says; null if it says nothing that is understood, which is no error.</summary>
    public static TraceContext? Parse(string? parent, string? state = null)
    {
        if (parent?.Split('-') is not [var version, var trace, var span, var flags, .. var more]
            || !IsHex(version, 2) || version == "ff" || (version == "00" && more.Length > 0)
            || !IsHex(trace, 32) || !IsHex(span, 16) || !IsHex(flags, 2) || IsZero(trace) || IsZero(span))
        {
            return null;
        }

        var isKept = state is { Length: > 0 and <= StateCharactersMax } && state.All(static each => each is >= ' ' and <= '~');
        return new TraceContext(trace, span, (Convert.ToByte(flags, 16) & 1) == 1, isKept ? state : null);
    }

    /// <summary>As <see cref="Stored"/> wrote it.</summary>
    public static TraceContext? Restore(string? stored) =>
        stored?.Split(' ', 2) is [var parent, .. var state] ? Parse(parent, state.Length > 0 ? state[0] : null) : null;

    public static TraceContext New() => new(Random(16), Random(8));

    /// <summary>Another span of the same trace.</summary>
    public TraceContext Child() => this with { Span = Random(8) };

    /// <summary>The span that belongs to a name, in every engine that ever speaks of it.</summary>
    public TraceContext Named(string name) => this with { Span = Hash(name, 8) };

    /// <summary>A trace that belongs to a name, for what nobody traced when it began.</summary>
    public static TraceContext Of(string name) => new(Hash("trace " + name, 16), Hash(name, 8));

    public override string ToString() => $"00-{Trace}-{Span}-{(Sampled ? "01" : "00")}";

    public string Stored() => State is null ? ToString() : $"{this} {State}";

    private static bool IsHex(string text, int length) => text.Length == length && text.All(static each => char.IsAsciiHexDigitLower(each)
        || char.IsAsciiDigit(each));

    private static bool IsZero(string text) => text.All(static each => each == '0');

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static string Hash(string name, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, bytes));
}
