using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Xunit;

namespace Dxflow.Tests.Workflows.Registry;

/// <summary>Journals leave out what is null; what was written has to be read again by the next engine.</summary>
public sealed class RecordReadBackTests
{
    [Fact]
    public void A_sealed_run_without_detail_is_read_again()
    {
        IndexEvent sealedRun = new RunSealed(1, "r", RunStatus.Succeeded, FailureReason.None, 1, 0, 1);
        var json = JsonSerializer.SerializeToUtf8Bytes(sealedRun, IndexJson.Default.IndexEvent);
        Assert.Equal(sealedRun, JsonSerializer.Deserialize(json, IndexJson.Default.IndexEvent));
    }

    [Theory]
    [InlineData(typeof(IndexEvent))]
    [InlineData(typeof(RunEvent))]
    public void What_may_be_null_in_a_journal_may_be_missing(Type record)
    {
        var nullability = new NullabilityInfoContext();
        var missing =
            from derived in record.GetCustomAttributes<JsonDerivedTypeAttribute>()
            from parameter in derived.DerivedType.GetConstructors()[0].GetParameters()
            where nullability.Create(parameter).WriteState == NullabilityState.Nullable && !parameter.HasDefaultValue
            select $"{derived.DerivedType.Name}.{parameter.Name}";
        Assert.Empty(missing);
    }
}
