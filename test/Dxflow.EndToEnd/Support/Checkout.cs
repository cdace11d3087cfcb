namespace Dxflow.EndToEnd.Support;

/// <summary>Where the sources are that this was built from.</summary>
internal static class Checkout
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(at, "dxflow.slnx")))
        {
            at = System.IO.Path.GetDirectoryName(at) ?? throw new InvalidOperationException("the checkout was not found above the tests");
        }

        return at;
    }
}
