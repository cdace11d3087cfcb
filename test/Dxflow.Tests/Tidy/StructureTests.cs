using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Tidy;

public sealed class StructureTests
{
    /// <summary>Folders of tests that stand for no folder of the source: the rules, and what drives many folders at once.</summary>
    private static readonly string[] Apart = ["Tidy", "Approved", "Simulation", "Conformance"];

    /// <summary>Parts of a port that one runtime has so far; the next one implements them again.</summary>
    private static readonly string[] Awaited = [nameof(Dxflow.Runtimes.IExecSession)];

    [Fact]
    public void Tests_mirror_the_source() => Rule.Holds(Strays(
        Repository.UnitTests.Select(file => file.Folder),
        Repository.Product.Select(file => file.Folder).Concat(Repository.Code.Where(file => file.Under("sdk/Dxflow.Sdk"))
            .Select(file => "src/Dxflow/Sdk" + file.Folder["sdk/Dxflow.Sdk".Length..]))));

    [Fact]
    public void A_test_folder_without_its_source_is_seen()
    {
        Assert.Single(Strays(["test/Dxflow.Tests/Nowhere"], ["src/Dxflow/Storage"]));
        string[] good = ["test/Dxflow.Tests/Storage", "test/Dxflow.Tests", "test/Dxflow.Tests/Tidy/Arrows"];
        Assert.Empty(Strays(good, ["src/Dxflow/Storage/Journals"]));
    }

    [Fact]
    public void An_interface_has_two_implementations()
    {
        var types = typeof(Operation).Assembly.GetTypes().Concat(typeof(StructureTests).Assembly.GetTypes()).ToList();
        Rule.Holds(Lonely(typeof(Operation).Assembly.GetTypes().Where(type => type.IsInterface), types));
    }

    [Fact]
    public void A_lonely_interface_is_seen()
    {
        Assert.Single(Lonely([typeof(IAlone)], [typeof(IAlone), typeof(Only)]));
        Assert.Empty(Lonely([typeof(IDisposable)], [typeof(MemoryStream), typeof(HttpClient)]));
    }

    private static IEnumerable<string> Strays(IEnumerable<string> tests, IEnumerable<string> sources)
    {
        var known = sources.Select(folder => folder["src/Dxflow".Length..] + "/").ToList();
        return tests.Distinct().Select(folder => folder["test/Dxflow.Tests".Length..])
            .Where(folder => folder.Length > 0 && !folder.Split('/').Any(Apart.Contains))
            .Where(folder => !known.Any(source => source.StartsWith(folder + "/", StringComparison.Ordinal)))
            .Select(folder => $"test/Dxflow.Tests{folder}: there is no src/Dxflow{folder}; a test stands in the folder of what it tests.");
    }

    private static IEnumerable<string> Lonely(IEnumerable<Type> interfaces, IReadOnlyList<Type> types) =>
        from port in interfaces
        let count = types.Count(type => type is { IsInterface: false, IsAbstract: false } && Implements(type, port))
        where count < 2 && !Awaited.Contains(port.Name)
        select $"{port.FullName} has {count} implementations: with one it is a class, or a delegate.";

    private static bool Implements(Type type, Type port) =>
        type.GetInterfaces().Any(each => each == port || (each.IsGenericType && each.GetGenericTypeDefinition() == port));

    private interface IAlone;

    private sealed class Only : IAlone;
}
