using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts.Traffic;

/// <summary>Configuration keys for how traffic moves.</summary>
internal static class TrafficKeys
{
    private static readonly Shape<string> AbsolutePath = Shapes.Scalar("an absolute path", (string text, out string value) =>
    {
        value = text;
        return text.StartsWith('/');
    });

    private static readonly Key<string> Path = Key.Needed("path", "Absolute path of the link.", AbsolutePath);
    private static readonly Key<string> Target = Key.Needed("to", "What it points to; may hold {slot} and {port}.", Shapes.Text);

    private static readonly Key<IReadOnlyList<string>> LinkReload = Key.Optional("reload",
        "Lets the proxy notice, such as systemctl reload nginx.", Shapes.Command);

    private static readonly Key<string> Servers = Key.Needed("servers",
        "Absolute path of a file with the server lines of an upstream, which nginx's configuration includes.", AbsolutePath);

    private static readonly Key<IReadOnlyList<string>> NginxReload =
        Key.Optional("reload", "Lets nginx read its configuration again.", Shapes.Command).Or(["nginx", "-s", "reload"], "nginx -s reload");

    private static readonly Key<string> Address = Key.Needed("socket", "The stats socket at level admin: an absolute path, or HOST:PORT.",
        Shapes.Scalar("an absolute path, or HOST:PORT", (string text, out string value) =>
        {
            value = text;
            return text.StartsWith('/')
                || (text.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0);
        }));

    private static readonly Key<string> Backend = Key.Needed("backend", "Name of the backend.", ProxyName(""));
    private static readonly Key<string> Server =
        Key.Optional("server", "Name of a slot's server; may hold {slot} and {port}.", ProxyName("{}"))
        .Or("{slot}", "{slot}");

    /// <summary>Every kind, in the order of the reference.</summary>
    private static readonly IReadOnlyList<Case<TrafficSpec>> Kinds =
    [
        Shapes.Case<TrafficSpec, TrafficSpec.HaProxy>(
            Key.Optional("haproxy", "HAProxy, by its runtime API.",
                Shapes.Record("a backend of HAProxy", [Address, Backend, Server], record =>
                new TrafficSpec.HaProxy(record.Require(Address), record.Require(Backend), record.Require(Server)))),
            proxy => proxy),
        Shapes.Case<TrafficSpec, TrafficSpec.Nginx>(
            Key.Optional("nginx", "nginx, by a file that it includes.",
                Shapes.Record("an upstream of nginx", [Servers, NginxReload], record =>
                new TrafficSpec.Nginx(record.Require(Servers), record.Require(NginxReload)))),
            proxy => proxy),
        Shapes.Case<TrafficSpec, IReadOnlyList<string>>(
            Key.Optional("command", "Moves traffic; may hold {slot}, {port} and {percent}.", Shapes.Command),
            line => new TrafficSpec.Command(line)),
        Shapes.Case<TrafficSpec, TrafficSpec.Symlink>(
            Key.Optional("symlink", "A link that your proxy follows.", Shapes.Record("a link", [Path, Target, LinkReload], record =>
                new TrafficSpec.Symlink(record.Require(Path), record.Require(Target), record.Get(LinkReload)))),
            link => link),
    ];

    public static Key<TrafficSpec> Traffic { get; } = Key.Optional("traffic", "How traffic moves between slots.",
        Shapes.OneOf("a traffic switch", Kinds)) with
    { DefaultText = "the link current" };

    /// <summary>A name as HAProxy allows it, so that it cannot end a command and begin another.</summary>
    private static Shape<string> ProxyName(string more) => Shapes.Scalar("letters, digits and .:_-", (string text, out string value) =>
    {
        value = text;
        return text.All(character => char.IsAsciiLetterOrDigit(character) || ".:_-".Contains(character) || more.Contains(character));
    });
}
