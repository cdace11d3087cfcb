namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// How much text a value would make, before it is made: lists may share a long text a million times. Counts characters, roughly, and
/// stops at the maximum.
/// </summary>
internal static class FlowSize
{
    public static bool Exceeds(FlowValue value, long charactersMax)
    {
        var left = charactersMax;
        return !Fits(value, ref left);
    }

    private static bool Fits(FlowValue value, ref long left)
    {
        left -= value switch
        {
            StringValue text => text.Value.Length,
            SecretValue secret => secret.Reveal.Length,
            ArtifactValue artifact => (artifact.Path ?? artifact.Name).Length,
            _ => 1,
        };
        if (value is ListValue list)
        {
            foreach (var item in list.Items)
            {
                if (left < 0 || !Fits(item, ref left))
                {
                    return false;
                }
            }
        }
        else if (value is MapValue map)
        {
            foreach (var (key, item) in map.Items)
            {
                left -= key.Length;
                if (left < 0 || !Fits(item, ref left))
                {
                    return false;
                }
            }
        }

        return left >= 0;
    }
}
