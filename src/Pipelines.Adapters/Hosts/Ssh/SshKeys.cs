using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>Configuration keys of SSH hosts.</summary>
internal static class SshKeys
{
    private static readonly Key<SecretReference> PrivateKey = Key.Optional("key",
        "The private key, without a passphrase: env:NAME or file:PATH.", Shapes.Secret) with
    { DefaultText = "the keys of your ssh-agent and ssh configuration" };

    private static readonly Key<string> KnownHosts = Key.Optional("known-hosts",
        "The keys of the hosts, as ssh-keyscan prints them, or env:NAME or file:PATH with that text.", Shapes.Text) with
    { DefaultText = "your known_hosts file; a host that is not in it is accepted, with a warning" };

    private static readonly Key<string> Config = Key.Optional("config",
        "An ssh configuration file, such as for jump hosts, relative to this file.", Shapes.Text) with
    { DefaultText = "~/.ssh/config" };

    public static Key<SshSpec> Ssh { get; } = Key.Optional("ssh", "How to connect to hosts that begin with ssh://.", Shapes.Record(
        "SSH settings", [PrivateKey, KnownHosts, Config],
        record => new SshSpec(record.Get(PrivateKey), record.Get(KnownHosts), record.Get(Config)))) with
    {
        DefaultText = "as your ssh does",
        Example = """
            app: backend
            environments:
              production:
                hosts: ["ssh://deploy@web-1.example.com", "ssh://deploy@web-2.example.com:2222/srv/backend"]
                ssh:
                  key: env:DEPLOY_KEY                 # or file:/run/secrets/deploy_key; never written to a disk
                  known-hosts: file:deploy/known_hosts # from: ssh-keyscan web-1.example.com web-2.example.com
                  # config: deploy/ssh_config         # for jump hosts and the like
                deploy: { root: /srv/backend, service: { systemd: backend.service }, port: 3000 }
            """,
    };
}
