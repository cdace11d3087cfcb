namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>All that this engine speaks, as reflection tells it: files, services and symbols. Descriptors are made late.</summary>
internal sealed class ProtoCollection
{
    private const string Reflection = "grpc/reflection/v1/reflection.proto";
    private const string Version = "reflection.v1";

    private readonly Dictionary<string, ProtoFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _symbols = new(StringComparer.Ordinal);

    public ProtoCollection(ProtoFile engine)
    {
        Add(ProtoFiles.EngineName, engine);
        foreach (var (_, name) in ProtoTypes.Files)
        {
            Add(name, ProtoParser.Parse(ProtoFiles.Text(name)));
        }

        Add("grpc/health/v1/health.proto", ProtoParser.Parse(ProtoFiles.Text("grpc/health/v1/health.proto")));
        var reflection = ProtoParser.Parse(ProtoFiles.Text(Reflection));
        Add(Reflection, reflection);
        Add(Reflection.Replace("v1", "v1alpha"), reflection with { Package = reflection.Package.Replace(Version, Version + "alpha") });
    }

    public IEnumerable<string> Services =>
        _files.Values.SelectMany(static file => file.Services.Select(service => $"{file.Package}.{service.Name}"));

    /// <summary>The name of a file, if there is one; so that both questions have the same answer.</summary>
    public string? File(string name) => _files.ContainsKey(name) ? name : null;

    /// <summary>The file in which a service, method, message or enum is defined.</summary>
    public string? Symbol(string name) => _symbols.GetValueOrDefault(name);

    public IEnumerable<ReadOnlyMemory<byte>> WithImports(string name) =>
        _files[name].Imports.Prepend(name).Select(one => DescriptorWriter.Write(one, _files[one]));

    private void Add(string name, ProtoFile file)
    {
        _files.Add(name, file);
        var names = file.Messages.Select(static one => one.Name)
            .Concat(file.Enums.Select(static one => one.Name))
            .Concat(file.Services.SelectMany(static one => one.Methods.Select(method => $"{one.Name}.{method.Name}").Append(one.Name)));
        foreach (var symbol in names)
        {
            _symbols[$"{file.Package}.{symbol}"] = name;
        }
    }
}
