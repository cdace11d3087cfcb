namespace Dxflow.Workflows.Compose.Keys;

/// <summary>What may stand as the value of a key; a null is always "not given".</summary>
[Flags]
internal enum KeyShape
{
    Text = 1,
    Bool = 2,
    Number = 4,
    List = 8,
    Map = 16,
    TextOrList = Text | List,
    ListOrMap = List | Map,
    TextOrMap = Text | Map,
    Any = Text | List | Map,
}
