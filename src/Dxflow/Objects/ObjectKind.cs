namespace Dxflow.Objects;

/// <summary>What lies at a path. Links and everything else are shown and can be removed, and are never followed or read.</summary>
internal enum ObjectKind
{
    File,
    Dir,
    Link,
    Other,
}
