using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Pipelines.Gates.Requirements;

/// <summary>Accounts of programs, recognized by the logins that the platforms reserve for them.</summary>
public static partial class RobotAccounts
{
    /// <summary>
    /// Whether a login belongs to a program: on GitHub an App, such as <c>dependabot[bot]</c>; on GitLab a project's or group's access
    /// token or a service account, such as <c>project_7_bot_1f3a</c>. Nobody else can have such a name.
    /// </summary>
    public static bool Is([NotNullWhen(true)] string? login) => login is not null && Shape().IsMatch(login);

    [GeneratedRegex(@"\[bot\]\z|\A(project|group)_[0-9]+_bot(_|[0-9]|\z)|\Aservice_account_",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
