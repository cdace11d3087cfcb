namespace Dxflow.Workflows.Planning;

/// <summary>Where something stands in a document: the file as the user named it, line and column from 1.</summary>
internal readonly record struct Place(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
