namespace Dxflow.Workflows.Compose.Variables;

internal enum EnvFileFormat
{
    /// <summary>Quotes, escapes and variables, as Compose reads <c>.env</c>.</summary>
    Compose,

    /// <summary>Everything after the first <c>=</c> is the value, as <c>docker run --env-file</c> has it.</summary>
    Raw,
}
