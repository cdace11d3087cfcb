namespace Dxflow.Workflows.Planning.Outputs;

/// <summary>
/// Where the text of an output lies that is too large for the journal: the content of this hash in the store, JSON as outputs are stored.
/// <see cref="Type"/> is what it was declared as. <see cref="HoldsArtifacts"/>: artifacts are named in there, and kept for its sake.
/// </summary>
internal sealed record LargeOutput(string Sha256, long Size, string Type, bool HoldsArtifacts);
