namespace Dxflow.Artifacts;

/// <summary>See <see cref="ArtifactStore.Hold"/>.</summary>
internal sealed class StoreHold(Action close) : IDisposable
{
    public void Dispose() => close();
}
