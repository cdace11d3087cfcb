namespace Dxflow.Sdk.Flows.Writing;

/// <summary>
/// The service of one step as it grows: keys of Compose and of <c>x-step</c>,
/// written in one order whatever the order of calls.
/// </summary>
internal sealed class StepDocument
{
    private static readonly string[] ServiceOrder = ["image", "entrypoint", "command", "environment", "working_dir", "labels", "deploy"];

    private static readonly string[] StepOrder =
    [
        "workflow", "with", "each", "inputs", "outputs", "key", "group", "pool", "parallel", "shuffle", "repeat", "retry",
        "exit", "timeout",
        "require", "on_fail", "when", "needs", "run_if", "resources", "cache", "runtime", "interpreter", "script",
    ];

    private readonly Dictionary<string, YamlNode> _service = [];
    private readonly Dictionary<string, YamlNode> _step = [];
    private readonly Dictionary<string, YamlMap> _maps = [];

    public bool Has(string key) => _step.ContainsKey(key) || _maps.ContainsKey(key);

    public bool HasService(string key) => _service.ContainsKey(key);

    public void Set(string key, YamlNode value) => _step[key] = value;

    public void SetService(string key, YamlNode value) => _service[key] = value;

    /// <summary>Adds to a map of named things; a name is taken once.</summary>
    public void Add(string map, string name, YamlNode value, string step)
    {
        // An element of a fan-out is an input as well.
        string[] taken = map is "inputs" or "each" ? ["inputs", "each"] : [map];
        if (Array.Exists(taken, other => Names(other, name)))
        {
            throw new FlowException($"step `{step}` has `{name}` twice in its {string.Join(" and ", taken)}.");
        }

        Map(map).Entries.Add(new(name, value));
    }

    public bool Names(string map, string name) =>
        _maps.TryGetValue(map, out var entries) && entries.Entries.Exists(entry => entry.Key == name);

    /// <summary>Adds below a path of maps: <c>deploy resources limits</c>.</summary>
    public void Below(string key, IEnumerable<string> path, string name, YamlNode value)
    {
        if (!_service.TryGetValue(key, out var node))
        {
            _service[key] = node = new YamlMap();
        }

        var map = (YamlMap)node;
        foreach (var part in path)
        {
            if (map.Entries.Find(entry => entry.Key == part).Value is not YamlMap inner)
            {
                map.Entries.Add(new(part, inner = new YamlMap()));
            }

            map = inner;
        }

        map.Entries.RemoveAll(entry => entry.Key == name);
        map.Entries.Add(new(name, value));
    }

    public YamlMap Write(string step)
    {
        if (_maps.TryGetValue("carry", out var carry))
        {
            if (!_step.TryGetValue("repeat", out var repeat))
            {
                throw new FlowException($"step `{step}` carries values from turn to turn, and is not repeated: call Repeat.");
            }

            ((YamlMap)repeat).Entries.RemoveAll(static entry => entry.Key == "carry");
            ((YamlMap)repeat).Add("carry", carry);
        }

        var service = new YamlMap();
        foreach (var key in ServiceOrder)
        {
            service.Add(key, _maps.GetValueOrDefault(key) ?? _service.GetValueOrDefault(key));
        }

        var keys = new YamlMap();
        foreach (var key in StepOrder)
        {
            keys.Add(key, _maps.GetValueOrDefault(key) ?? _step.GetValueOrDefault(key));
        }

        service.Entries.Add(new("x-step", keys));
        return service;
    }

    private YamlMap Map(string name)
    {
        if (!_maps.TryGetValue(name, out var map))
        {
            _maps[name] = map = new YamlMap();
        }

        return map;
    }
}
