namespace Dxflow.Operations;

/// <summary>The one-letter form of an option on the command line: <c>-p</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ShortAttribute(char letter) : Attribute
{
    public char Letter { get; } = letter;
}

/// <summary>An option that may stand without a value on the command line, and what that means: <c>--https</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class BareAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}

/// <summary>A parameter with a default that is a trailing, optional positional argument on the command line.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ArgumentAttribute : Attribute;

/// <summary>A list that takes everything after <c>--</c>, untouched.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class RestAttribute : Attribute;

/// <summary>On the command line the value is a local path whose content is sent; <c>-</c> is standard input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class FromFileAttribute : Attribute;

/// <summary>
/// On the command line any number of local files, <c>-</c> is standard input, also given as <c>-f FILE</c>; the command's own code makes
/// the value of them, or looks for files where none is given.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class FilesAttribute : Attribute;

/// <summary>Shown by <c>-o wide</c> only.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class WideAttribute : Attribute;

/// <summary>Never shown, logged or audited.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class SecretAttribute : Attribute;

/// <summary>A list that the audit log keeps; others are left out of it, as they hold what users wrote.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AuditedAttribute : Attribute;

/// <summary>On the command line the value follows the first argument after a slash: <c>NAME/RUN</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class SuffixAttribute : Attribute;
