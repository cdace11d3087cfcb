using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Tests of Slurm run one after another: they share a cluster, and some break it.</summary>
[CollectionDefinition(Name)]
public sealed class SlurmCollection : ICollectionFixture<SlurmCluster>
{
    public const string Name = "slurm";
}
