using Xunit;

namespace Dxflow.EndToEnd;
public sealed class SmokeTests { [Fact] public void Runs() => Assert.True(true); }
