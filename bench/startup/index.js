require("@actions/core");
