namespace Dxflow.Workflows.Flow.Templates;

/// <summary>What a template becomes, which decides the types that its references may have.</summary>
internal enum TemplateUse
{
    /// <summary>Text: a label, a path, a key, the working directory.</summary>
    Text,

    /// <summary>Text that is an argument of a command; a lone <c>{{ ...list }}</c> is one argument per element.</summary>
    Argument,

    /// <summary>Text of an environment variable; the one place where a secret may go.</summary>
    Environment,

    /// <summary>A value: a lone reference keeps its type, anything else is a string.</summary>
    Value,
}
