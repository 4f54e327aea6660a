namespace Pipelines.Hosts.Traffic;

/// <summary>How traffic is moved between slots. Doing it twice is the same as doing it once.</summary>
public abstract record TrafficSpec
{
    private TrafficSpec()
    {
    }

    /// <summary>Absolute path of the link on the host that this moves; null if it moves none.</summary>
    public virtual string? Link => null;

    /// <summary>Whether it can give two slots a share each.</summary>
    public virtual bool Divides => false;

    /// <summary>A command of the user's; status 0 means that traffic goes to the slot.</summary>
    /// <param name="Line">Program and arguments; may hold <c>{slot}</c>, <c>{port}</c> and <c>{percent}</c>.</param>
    public sealed record Command(IReadOnlyList<string> Line) : TrafficSpec
    {
        public override bool Divides => Line.Any(word => word.Contains("{percent}", StringComparison.Ordinal));
    }

    /// <summary>A symbolic link that a proxy follows, replaced by rename(2).</summary>
    /// <param name="Path">Absolute path of the link.</param>
    /// <param name="Target">What it points to; may hold <c>{slot}</c> and <c>{port}</c>.</param>
    /// <param name="Reload">Command that lets the proxy notice; null if it needs none.</param>
    public sealed record Symlink(string Path, string Target, IReadOnlyList<string>? Reload = null) : TrafficSpec
    {
        public override string Link => Path;
    }

    /// <summary>The <c>server</c> lines of an upstream of nginx, in a file that its configuration includes.</summary>
    /// <param name="Servers">Absolute path of what is included: a link to the file.</param>
    /// <param name="Reload">Command that lets nginx read its configuration again.</param>
    public sealed record Nginx(string Servers, IReadOnlyList<string> Reload) : TrafficSpec
    {
        public override string Link => Servers;

        public override bool Divides => true;
    }

    /// <summary>The servers of a backend of HAProxy, by its runtime API.</summary>
    /// <param name="Address">Its stats socket at level admin: an absolute path, or HOST:PORT.</param>
    /// <param name="Backend">Name of the backend.</param>
    /// <param name="Server">Name of a slot's server in it; may hold <c>{slot}</c> and <c>{port}</c>.</param>
    public sealed record HaProxy(string Address, string Backend, string Server) : TrafficSpec
    {
        public override bool Divides => true;
    }
}
