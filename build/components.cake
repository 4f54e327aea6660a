Task("components")
    .Description("Writes the GitLab component project to out/gitlab-components. --version=X.Y.Z also commits, tags and bundles it.")
    .Does(() => Run("build/components.sh", "out/gitlab-components", Argument("version", "")));
