using System.Text;
using Dxflow.Operations;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Stored;

public sealed class PlanTextTests
{
    [Fact]
    public void A_plan_reads_back_as_it_was_written()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var bytes = PlanText.Write(new PlanSamples(seed).Plan());
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(PlanText.Write(PlanText.Read(bytes))));
        }
    }

    [Fact]
    public void Every_part_of_a_plan_is_in_its_text()
    {
        var plan = new PlanSamples(1).Full();
        var read = PlanText.Read(PlanText.Write(plan));
        Assert.Equal(Shape(plan), Shape(read));
        Assert.DoesNotContain("null", Shape(plan).Replace("File:null", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"version\": 1, \"nope\": 2}")]
    public void What_is_no_plan_is_a_fault(string text) =>
        Assert.Contains("cannot be read", Assert.Throws<Fault>(
            () => PlanText.Read(Encoding.UTF8.GetBytes(text))).Info.Detail, StringComparison.Ordinal);

    [Fact]
    public void A_newer_plan_is_refused_by_both_versions()
    {
        var newer = PlanText.Write(new PlanSamples(1).Full() with { Version = 99 });
        Assert.Equal(
            $"a stored plan has version 99, and this engine reads up to {Planner.Version}",
            Assert.Throws<Fault>(() => PlanText.Read(newer)).Info.Detail);
    }

    /// <summary>Every property to every depth: what is left out of the JSON would be missing here.</summary>
    private static string Shape(object? value) => value switch
    {
        null => "null",
        string or ValueType and not Place => FormattableString.Invariant($"{value}"),
        System.Collections.IDictionary map => string.Join(",", map.Keys.Cast<object>().Select(key => $"{key}={Shape(map[key])}")),
        System.Collections.IEnumerable list => $"[{string.Join(",", list.Cast<object?>().Select(Shape))}]",
        Template template => Shape(template.Parts),
        _ => $"{value.GetType().Name}({string.Join(",", value.GetType().GetProperties()
            .Where(property => property.Name is not "EqualityContract").Select(
                property => $"{property.Name}:{Shape(property.GetValue(value))}"))})",
    };
}
