package ai.a5c.krate.gitea.standin;

/** Which Gitea the stand-in behaves like. */
public enum StandInVersion {
    /** 1.22: comments on pull requests come without the pull request; labels go by id only. */
    BUILT("1.22.0+stand-in"),
    /** 1.28: knows workflows and their runs; deliveries go to allowed hosts only. */
    HEAD("1.28.0+stand-in");

    private final String text;

    StandInVersion(String text) {
        this.text = text;
    }

    /** As the forge names it. */
    String text() {
        return text;
    }
}
