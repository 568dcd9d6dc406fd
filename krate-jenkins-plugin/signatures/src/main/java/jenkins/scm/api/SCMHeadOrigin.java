package jenkins.scm.api;

public abstract class SCMHeadOrigin {
    public static final SCMHeadOrigin.Default DEFAULT = null;

    protected SCMHeadOrigin() {}

    public static class Fork extends SCMHeadOrigin {
        protected Fork() {}
    }

    public static final class Default extends SCMHeadOrigin {
        private static final long serialVersionUID = 1;

        private Default() {}
    }
}
