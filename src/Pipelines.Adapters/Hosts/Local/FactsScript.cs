namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Asks a machine for what a deployment depends on. It changes nothing, and needs no more than a POSIX shell.</summary>
internal static class FactsScript
{
    /// <summary>Takes the app's root as its argument, or else from a line of its input. Without single quotes, so that it can be put into
    /// them.</summary>
    public const string Text = """
        root=$1; [ -n "$root" ] || IFS= read -r root
        echo "user=$(id -un)"; echo "system=$(uname -s)"; echo "machine=$(uname -m)"
        echo "libc=$(getconf GNU_LIBC_VERSION 2>/dev/null)"; echo "home=$HOME"
        [ -d "$HOME" ] && [ -w "$HOME" ] && echo home-writable=yes
        free() { df -Pk "$1" 2>/dev/null | { read -r _; read -r _ _ _ free _; echo "$free"; }; }
        echo "home-free=$(free "$HOME")"
        command -v findmnt >/dev/null && findmnt -no OPTIONS --target "$HOME" | grep -qw noexec && echo home-noexec=yes
        near=$root; while [ ! -e "$near" ] && [ "$near" != / ]; do near=$(dirname -- "$near"); done
        [ -d "$near" ] && [ -w "$near" ] && echo root-writable=yes
        echo "root-free=$(free "$near")"
        [ -d /run/systemd/system ] && echo systemd=yes
        command -v sudo >/dev/null && sudo -n -l 2>/dev/null | grep -q -e "systemctl start" -e "NOPASSWD: ALL" && echo sudo-systemctl=yes
        command -v busctl >/dev/null && busctl get-property org.freedesktop.login1 /org/freedesktop/login1 \
          org.freedesktop.login1.Manager KillUserProcesses 2>/dev/null | grep -q true && echo kills-processes=yes
        echo end=yes
        """;
}
